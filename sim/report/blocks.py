"""What a page is made of, whatever it is written as: text as it is meant, with no mark-up in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

__all__ = [
    "Bullets",
    "Cell",
    "Grid",
    "Page",
    "Part",
    "Picture",
    "Section",
    "Tone",
    "Verbatim",
    "Words",
]


class Tone(Enum):
    """How a paragraph is said: PLAIN, STRONG (the question), or ASIDE (how it was made)."""

    PLAIN = "plain"
    STRONG = "strong"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A paragraph. What stands between backquotes is shown as code."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    """A list, in its order."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The place of a figure. name : as its maker is called. says : what it shows, in a phrase."""

    name: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a table. rank : the number it is sorted by; ``None`` to sort it as text."""

    text: str
    rank: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table. heads : of its columns; the first column names the row. note : how to read it."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verbatim:
    """Text whose lines and columns are to stay as they are."""

    text: str


Part = Words | Bullets | Picture | Grid | Verbatim


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a page with a heading of its own."""

    head: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A whole page. lead : what stands before the first heading."""

    title: str
    lead: tuple[Words, ...]
    sections: tuple[Section, ...]
