"""Text that people wrote, made safe to stand among ours: no characters that act on what follows."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["CODE", "harmless", "plain"]

#: Words of ours to be shown as code stand between these marks.
CODE = re.compile(r"`([^`]+)`")

_SPACES = re.compile(r"\s+")

#: Marks that only say which way a letter beside them runs; they end with it.
_HARMLESS = frozenset("\u200c\u200d\u200e\u200f")


def plain(text: str) -> str:
    """The text on one line, without control characters and without marks that turn its direction.

    Embeddings, overrides and isolates of direction reach beyond the name they stand in, and would
    turn our words as well.

    >>> plain("a\\n# b \\u202ec")
    'a # b c'
    """
    return _SPACES.sub(" ", harmless(text)).strip()


def harmless(text: str) -> str:
    """The same with its lines and spaces as they are."""
    return "".join(one for one in text if not _acts(one))


def _acts(one: str) -> bool:
    if one.isspace() or one in _HARMLESS:
        return False
    return unicodedata.category(one) in {"Cc", "Cf", "Cs", "Co", "Cn"}
