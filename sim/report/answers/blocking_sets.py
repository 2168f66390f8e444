"""The sets of waivers that open most, as tables with what they cost those who relax."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from sim.domain.blocking import Blocking, OpeningCost, OpeningSet
from sim.report import wording
from sim.report.answers.blocking_words import cells, headed, set_label, share_cell
from sim.report.table import paragraph

__all__ = ["opening_sets"]

_MOST_SETS = 4
_OF_LINES = 2


def opening_sets(finding: Blocking, width: int) -> str:
    """The sets that open most, with what they cost those who relax."""
    parts = []
    for size, group in groupby(finding.sets, key=lambda row: row.size):
        some = list(group)
        if size == 1:
            continue
        rows: list[tuple[str, list[str]]] = []
        for key in _shown(some):
            told = [row for row in some if row.key == key]
            rows.append(
                (
                    set_label(told[0], finding),
                    cells(finding, told, lambda row: share_cell(row.opens)),
                )
            )
            rows += list(_costs(finding, key))
        title = f"SETS OF {wording.count_words(size, 'waiver').upper()} THAT OPEN MOST"
        parts.append(headed(finding, f"{title} (of 100 such worlds)", rows, width))
    if parts:
        parts.append(
            paragraph(
                "Ranked by the lowest share over the codings; a set is left out where one of its "
                "parts adds fewer than 2 of 100 such worlds in every coding. Each world takes no "
                "more of a set than it needs. A party that drops a line still signs nothing below "
                "its reservation: beside its line stands what the package so opened that is best "
                "for it leaves it above that. This is at best, each by itself: what is best for "
                "one party is another package than what is best for another.",
                width,
            )
        )
    return "\n\n".join(parts)


def _shown(rows: Sequence[OpeningSet]) -> list[str]:
    keys = list(dict.fromkeys(row.key for row in rows))
    lines = list(dict.fromkeys(row.key for row in rows if not row.shifts))
    told = {*keys[:_MOST_SETS], *lines[:_OF_LINES]}
    return [key for key in keys if key in told]


def _costs(finding: Blocking, key: str) -> Iterator[tuple[str, list[str]]]:
    some = [row for row in finding.costs if row.key == key]
    for party in dict.fromkeys(row.party for row in some):
        name = wording.party_words(finding.made.labels.parties[party])
        mine = [row for row in some if row.party == party]
        yield f"  cost to {name}", cells(finding, mine, _cost)


def _cost(row: OpeningCost) -> str:
    if row.shift is not None:
        fall = f"{wording.cost_words(-row.shift.mean)} value units"
        return f"its line, {fall}" if row.lines else fall
    gain = (
        "" if row.margin is None else f", {wording.cost_words(row.margin.mean)} at best, by itself"
    )
    return f"its line{gain}"
