"""A sweep in words: where the share that settles turns, then the cells."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from sim.domain.sweep import CellShares, Course, Scale, StatedValue, Sweep, Varied
from sim.report import wording
from sim.report.codings import coding_head
from sim.report.sweep_says import grid_says, line_says
from sim.report.table import paragraph, side_by_side
from sim.report.turning import brief_words, value_words

__all__ = ["says", "text"]

_MARKS = {Course.RISES: "+", Course.FALLS: "−", Course.LEVEL: " "}
_NARROWEST = 5

Column = tuple[list[str], Callable[[CellShares], str]]


def says(finding: Sweep) -> tuple[str, ...]:
    """Two to four sentences: where the answer changes beyond noise, and where it does not."""
    return line_says(finding) if len(finding.varied) == 1 else grid_says(finding)


def text(finding: Sweep, *, width: int = 80) -> str:
    """A reader's page."""
    parts = [_opening(finding, width), *(paragraph(one, width) for one in says(finding))]
    page = _line_page if len(finding.varied) == 1 else _grid_page
    for coding in finding.made.codings:
        parts += page(finding, coding, width)
    parts.append(paragraph(_BEYOND, width))
    parts.append(paragraph(wording.CLOSING, width))
    return "\n\n".join(part for part in parts if part) + "\n"


_BEYOND = (
    "Beyond noise: the paired interval leaves out 0 even when it is widened for all the pairs that "
    "were looked at. Every difference is taken world by world, on the same worlds."
)


def _opening(finding: Sweep, width: int) -> str:
    made = finding.made
    how = [
        wording.count_words(made.worlds) + (" in each coding" if len(made.codings) > 1 else ""),
        f"seed {made.seed}",
        f"protocol {made.protocol}",
        f"to {wording.day_words(made.horizon)}",
    ]
    if made.deadline is not None:
        how.append(f"deadline {wording.day_words(made.deadline)}")
    lines = [
        paragraph(f"{made.scenario} – {made.title}", width),
        paragraph(made.question, width),
        paragraph(f"({', '.join(how)}; in the cells, what is varied replaces that)", width),
    ]
    lines += [paragraph(f"with {path} = {v}", width) for path, v in made.overrides.items()]
    lines += [paragraph(_varied_words(finding, varied), width) for varied in finding.varied]
    lines.append(
        paragraph(
            "In each cell a path is exactly the value shown: its stated range and what that rests "
            "on are set aside. All else, and every world, is the same.",
            width,
        )
    )
    return "\n".join(lines)


def _varied_words(finding: Sweep, varied: Varied) -> str:
    count = wording.count_words(len(varied.values), "value")
    if varied.numbers and len(varied.values) > 1:
        ends = f"{value_words(varied.values[0])} to {value_words(varied.values[-1])}"
        told = f"{count}, {ends}"
    else:
        told = f"{count}: {wording.listed(value_words(value) for value in varied.values)}"
    stated = [one for one in finding.stated if one.path == varied.path]
    return f"Varied: {varied.path}, {told}; stated: {_stated_words(stated)}."


def _stated_words(stated: Sequence[StatedValue]) -> str:
    told = {one.coding: value_words(one.written) or "nothing" for one in stated}
    if len(set(told.values())) == 1:
        return next(iter(told.values()))
    return wording.listed(f"{value} in coding {coding}" for coding, value in told.items())


def _line_page(finding: Sweep, coding: str, width: int) -> list[str]:
    (varied,) = finding.varied
    return [
        _settled_table(finding, varied, coding, width),
        _ending_table(finding, varied, coding, width),
        _result_table(finding, varied, coding, width),
    ]


def _settled_table(finding: Sweep, varied: Varied, coding: str, width: int) -> str:
    steps = {
        step.later: wording.difference_words(step.settlement)
        for step in finding.steps
        if step.coding == coding
    }
    columns: list[Column] = [
        (["settled"], lambda row: wording.share_words(row.settlement)),
        (
            ["against the", "unchanged scenario"],
            lambda row: "" if row.lift is None else wording.difference_words(row.lift),
        ),
    ]
    if steps:
        columns.append((["against the", "value above"], lambda row: steps.get(row.first, "")))
    title = f"HOW MANY SETTLE{coding_head(coding, ', CODING {}')}"
    return _table(
        f"{title} (of 100 worlds; {wording.SAMPLING_ONLY})", columns, finding, coding, width
    )


def _ending_table(finding: Sweep, varied: Varied, coding: str, width: int) -> str:
    rows = _rows(finding, coding)
    columns: list[Column] = []
    if any(row.partial.share for row in rows):
        columns.append((["small deal", "only"], lambda row: wording.share_words(row.partial)))
    columns += [
        (["walk-out"], lambda row: wording.share_words(row.walkout)),
        (["impasse"], lambda row: wording.share_words(row.impasse)),
    ]
    if any(row.by_deadline is not None for row in rows):
        columns.append(
            (
                ["settled by", "its deadline"],
                lambda row: (
                    "–" if row.by_deadline is None else wording.share_words(row.by_deadline)
                ),
            )
        )
    columns.append(
        (
            ["median day", "of settling"],
            lambda row: "–" if row.median_day is None else f"{row.median_day:g}",
        )
    )
    return _table("How else they end, and when:", columns, finding, coding, width)


def _table(title: str, columns: Sequence[Column], finding: Sweep, coding: str, width: int) -> str:
    heads = [head for head, _ in columns]
    rows = [
        (_label(finding, row), [cell(row) for _, cell in columns]) for row in _rows(finding, coding)
    ]
    return paragraph(title, width) + "\n" + side_by_side(heads, rows, width)


def _rows(finding: Sweep, coding: str) -> list[CellShares]:
    return [row for row in (*finding.unchanged, *finding.cells) if row.coding == coding]


def _label(finding: Sweep, row: CellShares) -> str:
    if not row.first:
        return "unchanged"
    (varied,) = finding.varied
    (stated,) = [one for one in finding.stated if one.coding == row.coding]
    same = stated.place is not None and varied.values[stated.place] == row.first
    return f"{value_words(row.first)} (stated)" if same else value_words(row.first)


def _result_table(finding: Sweep, varied: Varied, coding: str, width: int) -> str:
    """Means of the unchanged scenario, and how they change at the two ends of the path."""
    mine = [row for row in finding.results if row.coding == coding and row.mean is not None]
    if not mine:
        return ""
    line = [one for one in finding.stretches if one.coding == coding]
    ends = list(dict.fromkeys((varied.values[0], varied.values[-1])))
    if varied.scale is Scale.NAMES and line:
        ends = [line[0].first, line[0].last]
    labels = finding.made.labels.parties
    rows = []
    for party, name in labels.items():
        found = {row.first: row for row in mine if row.party == party}
        cells = [found[""].mean, *(found[end].change for end in ends)]
        told = [wording.amount_words(cell) if cell is not None else "–" for cell in cells]
        rows.append((wording.capital(name), told))
    heads = [["unchanged"], *([f"change at {value_words(end)}"] for end in ends)]
    title = (
        "What each party ends up with: the signed package or, without settlement, its no-deal "
        f"value (mean over all worlds, value units; {wording.SAMPLING_ONLY}):"
    )
    return paragraph(title, width) + "\n" + side_by_side(heads, rows, width)


def _grid_page(finding: Sweep, coding: str, width: int) -> list[str]:
    return [_grid_table(finding, coding, width), *_turn_tables(finding, coding, width)]


def _grid_table(finding: Sweep, coding: str, width: int) -> str:
    """Settled worlds of 100, the first path across and the second down."""
    first, second = finding.varied
    cells = {(r.first, r.second): r for r in finding.cells if r.coding == coding}
    widest = max((row.settlement.high - row.settlement.low) / 2 for row in cells.values())
    title = (
        f"HOW MANY SETTLE{coding_head(coding, ', CODING {}')} (of 100 worlds, each within "
        f"±{math.ceil(100 * widest - 1e-9)} at most, {wording.SAMPLING_ONLY}; + more and − fewer "
        "than in the unchanged scenario, beyond noise)"
    )
    blocks = [paragraph(title, width), f"  across: {first.path}\n  down:   {second.path}"]
    labels = [value_words(value) for value in second.values]
    size = max(_NARROWEST, *(len(value_words(value)) for value in first.values)) + 1
    room = max(1, (width - 4 - max(map(len, labels))) // size)
    for start in range(0, len(first.values), room):
        shown = first.values[start : start + room]
        lines = [_grid_line("", map(value_words, shown), labels, size)]
        for label, down in zip(labels, second.values, strict=True):
            told = [
                f"{wording.share_middle(cells[across, down].settlement)}"
                f"{_MARKS[cells[across, down].beyond]}"
                for across in shown
            ]
            lines.append(_grid_line(label, told, labels, size))
        blocks.append("\n".join(lines))
    return "\n".join(blocks)


def _grid_line(label: str, cells: Iterable[str], labels: Sequence[str], size: int) -> str:
    wide = max(map(len, labels))
    return f"  {label.rjust(wide)}  {''.join(cell.rjust(size) for cell in cells)}".rstrip()


def _turn_tables(finding: Sweep, coding: str, width: int) -> list[str]:
    """What each line of the grid does, along one path after the other."""
    found = []
    for varied, other in zip(finding.varied, reversed(finding.varied), strict=True):
        mine = [s for s in finding.stretches if (s.coding, s.along) == (coding, varied.path)]
        if not mine:
            continue
        title = (
            f"Along {varied.path}, of 100 worlds ({wording.SAMPLING_ONLY}), with {other.path} at"
        )
        lines = [paragraph(title, width)]
        for across, line in groupby(mine, key=lambda stretch: stretch.across):
            told = f"{value_words(across)}: {brief_words(list(line), varied)}"
            lines.append(paragraph(told, width, indent="  "))
        found.append("\n".join(lines))
    return found
