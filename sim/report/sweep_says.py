"""What a sweep comes to, in a few sentences."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from sim.domain.sweep import CellShares, Course, Scale, Stretch, Sweep, Varied
from sim.report import wording
from sim.report.codings import coding_head
from sim.report.turning import (
    NOISE,
    TOLD_TURNS,
    kind_words,
    size_words,
    turn_words,
    value_words,
)

__all__ = ["grid_says", "line_says"]

#: More codings than these are told together.
_TOLD_APART = 2

_SETTLES = "the share that settles"


def line_says(finding: Sweep) -> tuple[str, ...]:
    """Sentences for a sweep along one path."""
    (varied,) = finding.varied
    if len(varied.values) == 1:
        return _single_says(finding)
    if len(finding.made.codings) <= _TOLD_APART:
        course = [
            _line_sentence(finding, varied, coding, place)
            for place, coding in enumerate(finding.made.codings)
        ]
        return (*course, *(_held_against(finding, coding) for coding in finding.made.codings))
    return (_many_courses(finding, varied), _many_against(finding))


def grid_says(finding: Sweep) -> tuple[str, ...]:
    """Sentences for a sweep along two paths."""
    if all(len(varied.values) == 1 for varied in finding.varied):
        return _single_says(finding)
    told = [_spread(finding)]
    told += [_along(finding, varied) for varied in finding.varied if len(varied.values) > 1]
    return (*told, _many_against(finding))


def _line_sentence(finding: Sweep, varied: Varied, coding: str, place: int) -> str:
    stretches = [one for one in finding.stretches if one.coding == coding]
    where = coding_head(coding, "in coding {} ")
    told = f"{where}{_SETTLES if place == 0 else 'it'} {turn_words(stretches, varied)}."
    if place:
        return wording.capital(told)
    if varied.scale is Scale.NAMES:
        return f"With {varied.path} set to one value after another, {told}"
    ends = f"{value_words(varied.values[0])} to {value_words(varied.values[-1])}"
    return f"As {varied.path} goes from {ends}, {told}"


def _held_against(finding: Sweep, coding: str) -> str:
    """How the cells of one coding differ from the unchanged scenario, by runs of values."""
    (unchanged,) = [row for row in finding.unchanged if row.coding == coding]
    cells = [row for row in finding.cells if row.coding == coding]
    settled = wording.share_sentence(unchanged.settlement)
    where = coding_head(coding, " in coding {}")
    told = [
        f"{word} {_runs_words(cells, course)}"
        for word, course in (("more", Course.RISES), ("fewer", Course.FALLS))
        if any(cell.beyond is course for cell in cells)
    ]
    if not told:
        return f"Unchanged, {settled} settle{where}; no value here changes that beyond noise."
    return f"Unchanged, {settled} settle{where}; beyond noise it is {' and '.join(told)}."


def _runs_words(cells: Sequence[CellShares], course: Course) -> str:
    found = []
    numbered = list(enumerate(cells))
    for same, run in groupby(numbered, key=lambda one: one[1].beyond is course):
        if same:
            places = [place for place, _ in run]
            found.append(_run_words(cells, places[0], places[-1]))
    if len(found) > TOLD_TURNS:
        return f"at {sum(cell.beyond is course for cell in cells)} of {len(cells)} values"
    return wording.listed(found)


def _run_words(cells: Sequence[CellShares], first: int, last: int) -> str:
    low, high = value_words(cells[first].first), value_words(cells[last].first)
    if first == 0 and last == len(cells) - 1:
        return "at every value"
    if low.startswith(("“", "[", "{")):
        return f"with {wording.listed(value_words(one.first) for one in cells[first : last + 1])}"
    if first == last:
        return f"at {low}"
    if first == 0:
        return f"up to {high}"
    return f"from {low} on" if last == len(cells) - 1 else f"from {low} to {high}"


def _single_says(finding: Sweep) -> tuple[str, ...]:
    told = [_single_cell(finding, coding) for coding in finding.made.codings[:3]]
    return (*told, "All else, and every world, is the same in the cell as in the scenario.")


def _single_cell(finding: Sweep, coding: str) -> str:
    (cell,) = [row for row in finding.cells if row.coding == coding]
    values = (cell.first, cell.second)
    where = " and ".join(
        f"{varied.path} at {value_words(value)}"
        for varied, value in zip(finding.varied, values, strict=False)
    )
    settled = wording.share_sentence(cell.settlement)
    change = "" if cell.lift is None else wording.difference_sentence(cell.lift)
    beyond = "within noise" if cell.beyond is Course.LEVEL else "beyond noise"
    return (
        f"With {where}, {settled} settle{coding_head(coding, ' in coding {}')}: {change} against "
        f"the unchanged scenario, {beyond}."
    )


def _spread(finding: Sweep) -> str:
    """The fewest and the most over the grid, per coding, or over all of them."""
    if len(finding.made.codings) > _TOLD_APART:
        found = wording.range_words(row.settlement for row in finding.cells)
        return f"Over all codings and cells, {found} settle."
    told, most = [], []
    for place, coding in enumerate(finding.made.codings):
        cells = [row for row in finding.cells if row.coding == coding]
        ordered = sorted(cells, key=lambda row: row.settlement.share)
        low, high = ordered[0].settlement, ordered[-1].settlement
        settle = "" if place else " of 100 worlds settle"
        where = coding_head(coding, " in coding {}")
        told.append(f"{wording.share_words(low)} to {wording.share_words(high)}{settle}{where}")
        most.append(f"most at {_at(finding, ordered[-1])}")
    if len(set(most)) == 1:
        shown = f"{wording.listed(told)}, {most[0]}"
    else:
        shown = "; ".join(f"{one}, {at}" for one, at in zip(told, most, strict=True))
    return wording.capital(f"{shown} ({wording.SAMPLING_ONLY}).")


def _at(finding: Sweep, cell: CellShares) -> str:
    values = (cell.first, cell.second)
    return " and ".join(
        f"{varied.path} {value_words(value)}"
        for varied, value in zip(finding.varied, values, strict=True)
    )


def _along(finding: Sweep, varied: Varied) -> str:
    """What the lines along one path do, counted."""
    (other,) = [one for one in finding.varied if one is not varied]
    told = []
    for place, coding in enumerate(finding.made.codings):
        mine = [
            row for row in finding.stretches if (row.coding, row.along) == (coding, varied.path)
        ]
        lines = [list(line) for _, line in groupby(mine, key=lambda row: row.across)]
        whole = f"{len(lines)} values of {other.path}" if place == 0 else f"{len(lines)}"
        told.append(coding_head(coding, "in coding {} ") + _counted(lines, varied, whole))
    if varied.scale is Scale.NAMES:
        return f"With {varied.path} set to one value after another, the share {'; '.join(told)}."
    ends = f"{value_words(varied.values[0])} to {value_words(varied.values[-1])}"
    return f"As {varied.path} goes from {ends}, the share {'; '.join(told)}."


def _counted(lines: Sequence[Sequence[Stretch]], varied: Varied, whole: str) -> str:
    kinds: dict[str, int] = {}
    for line in lines:
        kind = kind_words(line, varied)
        kinds[kind] = kinds.get(kind, 0) + 1
    level = kinds.pop(NOISE, 0)
    if not kinds:
        return f"{NOISE} at any of {whole}"
    moves = [one.change for line in lines for one in line if one.course is not Course.LEVEL]
    most = size_words(max(moves, key=lambda change: abs(change.difference)))
    ranked = sorted(kinds.items(), key=lambda item: -item[1])
    (kind, count), *rest = ranked
    told = [f"{kind} at {'all ' if count == len(lines) else f'{count} of '}{whole}"]
    told += [f"{kind} at {count}" for kind, count in rest]
    within = ", within noise at the others" if level else ""
    return f"{wording.listed(told)}, by up to {most}{within}"


def _many_courses(finding: Sweep, varied: Varied) -> str:
    kinds: dict[str, list[str]] = {}
    for coding in finding.made.codings:
        line = [one for one in finding.stretches if one.coding == coding]
        kinds.setdefault(kind_words(line, varied), []).append(coding)
    told = [
        f"in {len(codings)} of {len(finding.made.codings)} codings ({wording.listed(codings)}) it "
        f"{kind}"
        for kind, codings in sorted(kinds.items(), key=lambda item: -len(item[1]))
    ]
    found = wording.range_words(row.settlement for row in finding.cells)
    return f"With {varied.path} varied, {found} settle; {'; '.join(told)}."


def _many_against(finding: Sweep) -> str:
    """How many cells differ from the unchanged scenario beyond noise, coding by coding."""
    told = []
    for coding in finding.made.codings:
        cells = [row for row in finding.cells if row.coding == coding]
        more, fewer = (
            sum(cell.beyond is course for cell in cells) for course in (Course.RISES, Course.FALLS)
        )
        (unchanged,) = [row for row in finding.unchanged if row.coding == coding]
        told.append(
            f"{wording.share_sentence(unchanged.settlement)} "
            f"settle{coding_head(coding, ' in coding {}')}, beyond noise more in {more} and fewer "
            f"in {fewer} of {wording.count_words(len(cells), 'cell')}"
        )
    return f"Unchanged, {'; '.join(told)}."
