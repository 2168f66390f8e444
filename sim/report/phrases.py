"""Names, days and counts as words; ``sim.report.wording`` passes them on."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = [
    "ENDINGS",
    "capital",
    "count_words",
    "day_words",
    "ending_words",
    "listed",
    "party_words",
    "refusal_words",
]

_ENDINGS = {
    "settlement": "settlement",
    "partial": "small deal only",
    "impasse": "impasse",
    "walkout": "walk-out",
}

#: Endings in the order in which a reader meets them.
ENDINGS = tuple(_ENDINGS)


def ending_words(ending: str) -> str:
    """The words a reader sees for an ending."""
    return _ENDINGS.get(ending, ending)


def refusal_words(party: str, issue: str | None) -> str:
    """Who refuses, and because of what; no issue means that the package was worth too little."""
    return f"{party}: too little" if issue is None else f"{party}: line on {issue}"


def day_words(day: float) -> str:
    """A day, to a quarter of an hour, without a needless decimal.

    >>> day_words(14.0), day_words(10.5), day_words(8 + 1 / 6)
    ('day 14', 'day 10.5', 'day 8.17')
    """
    return f"day {round(day, 2):g}"


def count_words(count: int, noun: str = "world") -> str:
    """A count with its noun.

    >>> count_words(2000), count_words(1, "coding")
    ('2,000 worlds', '1 coding')
    """
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def listed(names: Iterable[str], *, last: str = "and") -> str:
    """Names in a row, the last after "and", or after another word.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    found = list(names)
    return (
        f" {last} ".join([", ".join(found[:-1]), found[-1]]) if len(found) > 1 else "".join(found)
    )


def capital(text: str) -> str:
    """Text as a sentence begins.

    >>> capital("the seller"), capital("Russia")
    ('The seller', 'Russia')
    """
    return text[:1].upper() + text[1:]


def party_words(name: str) -> str:
    """A party's name within a sentence: unions of states take an article.

    >>> party_words("United States"), party_words("Russia")
    ('the United States', 'Russia')
    """
    return f"the {name}" if name.startswith("United ") else name
