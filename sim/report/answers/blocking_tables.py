"""The tables of the page about who blocks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TypeVar

from sim.domain.blocking import (
    Blocking,
    BlockingLine,
    BlockingParty,
    NoDealShift,
    OpeningSet,
)
from sim.domain.estimate import Share
from sim.report import wording
from sim.report.answers.blocking_words import (
    cells,
    headed,
    line_label,
    lines_by_most,
    most_of,
    reach,
    share_cell,
    shift_label,
)

__all__ = ["alone", "grounds", "loud", "sizes", "whole_tests"]

Row = TypeVar("Row")

_MOST_LINES = 8

#: A row is left out where no coding has more of 100 worlds than this.
_NOTHING = 0.005

_COUNTS = {1: "one waiver", 2: "two waivers", 3: "three waivers", 4: "four waivers"}


def grounds(finding: Blocking, width: int) -> str:
    """How many worlds are empty, and what keeps them so."""
    rows = finding.empty
    kinds = [
        ("only dropping lines, all of them", [row.lines for row in rows]),
        ("only lower no-deal values", [row.values for row in rows]),
        ("either", [row.either for row in rows]),
        ("only both at once", [row.together for row in rows]),
        ("nothing: a principal has left, or no package may be held", [row.closed for row in rows]),
    ]
    told = [
        ("worlds without an acceptable package", [wording.share_words(row.empty) for row in rows])
    ]
    why = [(label, [share_cell(s) for s in shares]) for label, shares in kinds if _any(shares)]
    if any(row.shortfall is not None for row in rows):
        why.append(
            (
                "least fall of no-deal values, every line kept",
                [
                    "a line must go" if r.shortfall is None else wording.quantile_words(r.shortfall)
                    for r in rows
                ],
            )
        )
    day = wording.day_words(finding.day).upper()
    return "\n\n".join(
        [
            headed(
                finding,
                f"WHERE NOTHING IS ACCEPTABLE ON {day} (of 100 worlds; {wording.SAMPLING_ONLY})",
                told,
                width,
                "Everything below counts these worlds only.",
            ),
            headed(
                finding,
                "WHAT WOULD OPEN THE SET (of 100 such worlds)",
                why,
                width,
                "The fall is in value units, all parties together: median, and what nine worlds "
                "of ten lie between; where no line need go.",
            ),
        ]
    )


def alone(finding: Blocking, width: int) -> str:
    """Lines and no-deal values that open the set by themselves."""
    ranked = lines_by_most(finding)
    told = [some for some in ranked if _any(row.opens for row in some)][:_MOST_LINES]
    rows = [
        (_line(some, finding), cells(finding, some, lambda row: share_cell(row.opens)))
        for some in told
    ]
    rows += [
        (shift_label(some[0].party, finding), cells(finding, some, _opens))
        for some in _last_steps(finding)
        if _any(row.opens for row in some)
    ]
    left = ranked[len(told) :]
    note = "A line counts with all its options; a no-deal value in value units."
    if left:
        note += f" {wording.count_words(len(left), 'line')} not shown: {_at_most(left[0])}."
    if not rows:
        rows = [("no line, no no-deal value", ["none" for _ in finding.made.codings])]
    return headed(
        finding,
        "WHO BLOCKS ALONE: giving up just this opens the set (of 100 such worlds)",
        rows,
        width,
        note,
    )


def _at_most(first: Sequence[BlockingLine]) -> str:
    """What lines that are left out open, from the first of them."""
    most = most_of(first)
    if most <= _NOTHING:
        return "next to none in any coding"
    return f"at most {100 * most:.0f} of 100 in any coding"


def whole_tests(finding: Blocking, width: int) -> str:
    """Parties whose whole signature test opens the set by itself."""
    rows = []
    for _, group in groupby(finding.parties, key=lambda row: row.party):
        some = list(group)
        if not _any(row.opens for row in some):
            continue
        name = wording.capital(finding.made.labels.parties[some[0].party])
        rows.append((f"{name}: lines and no-deal value", cells(finding, some, _opens)))
        rows += [
            (f"  {part}", cells(finding, some, cell))
            for part, cell in (
                ("its lines alone", lambda row: share_cell(row.lines)),
                ("its no-deal value alone", lambda row: share_cell(row.value)),
            )
        ]
    if not rows:
        return ""
    return headed(
        finding,
        "WHO BLOCKS BY ITS WHOLE SIGNATURE TEST (of 100 such worlds)",
        rows,
        width,
        "As if the party signed anything. With two principals, the other one then nearly always "
        "has a package it likes; more telling is whom else the others could do without.",
    )


def sizes(finding: Blocking, width: int) -> str:
    """How much has to be given at least."""
    rows = []
    for size in dict.fromkeys(row.size for row in finding.sizes):
        some = [row for row in finding.sizes if row.size == size]
        more = f"more than {wording.count_words(finding.most, 'waiver')}, or no-deal values"
        label = _COUNTS[size] if size is not None else f"{more} lower still"
        rows.append((label, cells(finding, some, lambda row: share_cell(row.share))))
    return headed(
        finding,
        "HOW MUCH HAS TO BE GIVEN AT LEAST (of 100 such worlds)",
        rows,
        width,
        f"A waiver is a line dropped, or a no-deal value lower{reach(finding)}.",
    )


def loud(finding: Blocking, width: int) -> str:
    """Lines that are firm and crossed by many packages, and carry nothing."""
    rows = []
    for some in _lines(finding):
        if any(row.loud for row in some):
            rows.append((_line(some, finding), cells(finding, some, _loudness)))
    if not rows:
        return ""
    return headed(
        finding,
        "LOUD BUT NOT LOAD-BEARING (firm in so many of 100 worlds / part of a minimal set in so "
        "many of 100 such worlds)",
        rows,
        width,
        "A minimal set is one from which nothing can be left out. Dropping these lines, alone or "
        f"within a set of up to {finding.most}, opens next to nothing.",
    )


def _loudness(row: BlockingLine) -> str:
    needed = "–" if row.minimal is None else wording.share_middle(row.minimal)
    return f"{wording.share_middle(row.firm)} / {needed}"


def _opens(row: BlockingParty | NoDealShift | OpeningSet) -> str:
    return share_cell(row.opens)


def _lines(finding: Blocking) -> list[list[BlockingLine]]:
    """The rows of each line, one a coding."""
    grouped = groupby(finding.lines, key=lambda row: (row.party, row.issue))
    return [list(rows) for _, rows in grouped]


def _line(rows: Sequence[BlockingLine], finding: Blocking) -> str:
    return line_label(rows[0].party, rows[0].issue, finding.made.labels)


def _last_steps(finding: Blocking) -> list[list[NoDealShift]]:
    """The rows of each party's largest shift, one a coding, in the order of the parties table."""
    far = [row for row in finding.shifts if row.step == finding.grid[-1]]
    parties = dict.fromkeys(row.party for row in finding.parties)
    return [[row for row in far if row.party == party] for party in parties] if far else []


def _any(shares: Iterable[Share | None]) -> bool:
    """Whether some coding has more than nothing."""
    return any(share is not None and share.share > _NOTHING for share in shares)
