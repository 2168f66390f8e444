"""Lines, no-deal values and sets of them as a reader would name them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Protocol, TypeVar

from sim.domain.blocking import Blocking, BlockingLine, OpeningSet
from sim.domain.estimate import Labels, Share
from sim.report import wording
from sim.report.codings import heads
from sim.report.table import paragraph, side_by_side

__all__ = [
    "cells",
    "headed",
    "leading",
    "line_label",
    "line_phrase",
    "lines_by_most",
    "most_of",
    "of_100",
    "of_such",
    "reach",
    "set_label",
    "set_phrase",
    "share_cell",
    "shift_label",
    "shift_phrase",
]

#: What stands in a cell where there is no world to count in.
NONE = "no such world"

#: Those that lead are named up to this many; more of them are no lead.
_MOST_LEADERS = 3

#: What opens a smaller share of empty worlds, in every coding, is no lead.
_LEAD = 0.05


class _Coded(Protocol):
    @property
    def coding(self) -> str: ...


Row = TypeVar("Row", bound=_Coded)
Opener = TypeVar("Opener", BlockingLine, OpeningSet)


def line_label(party: str, issue: str, labels: Labels) -> str:
    """A line in a table: ``Russia: line on four regions``."""
    return wording.refusal_words(wording.capital(labels.parties[party]), labels.issues[issue])


def shift_label(party: str, finding: Blocking) -> str:
    """A no-deal value in a table."""
    name = wording.capital(finding.made.labels.parties[party])
    return f"{name}: no-deal value lower{reach(finding)}"


def line_phrase(party: str, issue: str, labels: Labels) -> str:
    """A line within a sentence: ``the line of Russia on four regions``."""
    return f"the line of {wording.party_words(labels.parties[party])} on {labels.issues[issue]}"


def shift_phrase(party: str, finding: Blocking) -> str:
    """A no-deal value within a sentence."""
    name = wording.party_words(finding.made.labels.parties[party])
    return f"a no-deal value of {name} lower{reach(finding)}"


def set_phrase(row: OpeningSet, finding: Blocking) -> str:
    """A set within a sentence."""
    labels = finding.made.labels
    lines = [line_phrase(*_named(line), labels) for line in row.lines]
    return wording.listed([*lines, *(shift_phrase(party, finding) for party in row.shifts)])


def set_label(row: OpeningSet, finding: Blocking) -> str:
    """A set in a table, where it is said how far no-deal values may fall."""
    labels = finding.made.labels
    lines = [line_label(*_named(line), labels) for line in row.lines]
    moving = [f"{wording.capital(labels.parties[party])}: no-deal value" for party in row.shifts]
    return " + ".join([*lines, *moving])


def _named(line: str) -> tuple[str, str]:
    party, _, issue = line.partition(".")
    return party, issue


def reach(finding: Blocking) -> str:
    """How far a no-deal value may fall, to stand behind "lower"."""
    return f" by up to {finding.grid[-1]:.2f}" if finding.grid else ""


def lines_by_most(finding: Blocking) -> list[list[BlockingLine]]:
    """The rows of each line, one a coding; what opens most in any coding comes first.

    So a line that decides one coding and is idle in another is not left out of a short list.
    """
    grouped = groupby(finding.lines, key=lambda row: (row.party, row.issue))
    return sorted((list(rows) for _, rows in grouped), key=most_of, reverse=True)


def most_of(rows: Sequence[BlockingLine]) -> float:
    """The largest share of empty worlds that a line alone opens in any coding."""
    return max((row.opens.share for row in rows if row.opens is not None), default=0.0)


def leading(groups: Sequence[list[Opener]]) -> list[list[Opener]]:
    """The first group, with those that sampling does not tell from it; none if they are many.

    groups : one row a coding, in order of rank.
    """
    found = [
        rows
        for rows in groups
        if any(row.opens is not None and row.opens.share >= _LEAD for row in rows)
    ]
    if not found:
        return []
    least = {row.coding: row.opens.low for row in found[0] if row.opens is not None}
    leaders = [
        rows
        for rows in groups
        if all(row.opens is None or row.opens.high >= least[row.coding] for row in rows)
    ]
    return leaders if len(leaders) <= _MOST_LEADERS else []


def share_cell(share: Share | None) -> str:
    """Worlds of 100 with the interval; words where no world is counted in."""
    return NONE if share is None else wording.share_words(share)


def of_such(shares: Iterable[Share | None]) -> str:
    """Worlds of 100 of those just spoken of: the range over codings, or the one share there is.

    >>> of_such([Share(share=0.3, low=0.28, high=0.32), Share(share=0.5, low=0.48, high=0.52)])
    '30 to 50 of 100 of them'
    >>> of_such([Share(share=0.3, low=0.28, high=0.32), None])
    '30 of 100 of them (28–32, sampling only)'
    """
    found = [share for share in shares if share is not None]
    if len(found) == 1:
        return wording.share_sentence(found[0]).replace(" worlds", " of them")
    told = wording.range_words(found)
    return told.replace(" of 100 worlds", " of 100 of them").replace("of the worlds", "of them")


def of_100(shares: Iterable[Share | None]) -> str:
    """The same number alone, where a sentence has said of what.

    >>> of_100([Share(share=0.3, low=0.28, high=0.32), Share(share=0.5, low=0.48, high=0.52)])
    '30 to 50'
    >>> of_100([Share(share=0.3, low=0.28, high=0.32)])
    '30 (28–32)'
    """
    found = [share for share in shares if share is not None]
    if len(found) == 1:
        return wording.share_words(found[0])
    return wording.range_words(found).replace(" of 100 worlds", "")


def cells(finding: Blocking, rows: Sequence[Row], cell: Callable[[Row], str]) -> list[str]:
    """A cell for every coding; empty where the coding has no such row."""
    found = {row.coding: cell(row) for row in rows}
    return [found.get(coding, "") for coding in finding.made.codings]


def headed(
    finding: Blocking,
    title: str,
    rows: Sequence[tuple[str, Sequence[str]]],
    width: int,
    note: str = "",
) -> str:
    """Rows under a title, one column a coding, with a note on how to read them."""
    parts = [paragraph(title, width), side_by_side(heads(finding.made.codings), rows, width)]
    return "\n".join([*parts, *([paragraph(note, width)] if note else [])])
