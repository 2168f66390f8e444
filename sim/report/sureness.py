"""How sure a claim is, in words."""

from __future__ import annotations

__all__ = ["sureness_words"]

_SURENESS = {
    "on-record": "on the record",
    "report": "a report, nobody named",
    "anon": "an unnamed source",
    "writer": "the writer's own wording",
    "accusation": "an accusation by the other side",
    "derived": "deduced from the text",
}


def sureness_words(sureness: str) -> str:
    """The key of a claim file as a phrase.

    >>> sureness_words("anon")
    'an unnamed source'
    """
    return _SURENESS.get(sureness, sureness)
