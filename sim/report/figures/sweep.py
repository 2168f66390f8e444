"""Pictures of a sweep: endings along one path, or heat maps over two."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from matplotlib.figure import Figure

from sim.domain.sweep import Course, Sweep
from sim.report import wording
from sim.report.codings import coding_head
from sim.report.figures.canvas import canvas, caption_of, hide_inner_labels, name_coding
from sim.report.figures.sweep_grid import draw_grid, reading_of_grid
from sim.report.figures.sweep_line import draw_line, reading_of_line
from sim.report.turning import kind_words, value_words

__all__ = ["pages"]

#: Wider grids than this have their codings one below the other.
_SIDE_BY_SIDE = 10


def pages(finding: Sweep) -> Mapping[str, Callable[[], Figure]]:
    """File stem → maker of a whole figure: one for a sweep along one path, two for a grid."""
    if len(finding.varied) == 1:
        return {"sweep": lambda: _line_page(finding)}
    return {
        "sweep": lambda: _grid_page(finding, "settled"),
        "sweep-change": lambda: _grid_page(finding, "change"),
    }


def _line_page(finding: Sweep) -> Figure:
    caption = caption_of(finding.made, reading_of_line(finding))
    codings = finding.made.codings
    figure, axes = canvas(1, len(codings), 3.6, _line_title(finding), caption)
    for coding, one in zip(codings, axes, strict=True):
        draw_line(finding, coding, one)
        name_coding(coding, one)
    for one in axes[1:]:
        one.set_ylabel("")
    return figure


def _line_title(finding: Sweep) -> str:
    (varied,) = finding.varied
    kinds = {}
    for coding in finding.made.codings:
        line = [one for one in finding.stretches if one.coding == coding]
        kinds[coding] = kind_words(line, varied)
    if len(varied.values) == 1:
        found = wording.range_words(cell.settlement for cell in finding.cells)
        return f"With {varied.path} at {value_words(varied.values[0])}, {found} settle"
    told = f"{varied.path} varied: the share that settles"
    if len(set(kinds.values())) > 1:
        return f"{told} {'; '.join(f'{kind} in coding {name}' for name, kind in kinds.items())}"
    kind = next(iter(kinds.values()))
    if len(kinds) == 1:
        return f"{told} {kind}, in this coding"
    return f"{told} {kind} in {'both' if len(kinds) == 2 else f'all {len(kinds)}'} codings"


def _grid_page(finding: Sweep, shown: str) -> Figure:
    codings = finding.made.codings
    first, second = finding.varied
    rows, columns = (1, len(codings))
    if len(first.values) > _SIDE_BY_SIDE:
        rows, columns = columns, rows
    tall = min(6.0, max(2.6, 0.36 * len(second.values) + 1.0))
    title = _settled_title(finding) if shown == "settled" else _change_title(finding)
    interval = f"; {wording.SAMPLING_ONLY}" if shown == "change" else ""
    caption = caption_of(finding.made, reading_of_grid(finding, shown), interval=interval)
    figure, axes = canvas(rows, columns, tall * rows, title, caption)
    for coding, one in zip(codings, axes, strict=True):
        draw_grid(finding, coding, shown, one)
        name_coding(coding, one)
    if rows == 1:
        hide_inner_labels(axes)
    for one in axes[1:] if rows == 1 else ():
        one.set_ylabel("")
    return figure


def _settled_title(finding: Sweep) -> str:
    found = wording.range_words(cell.settlement for cell in finding.cells)
    first, second = finding.varied
    told = f"{found} settle" if " to " not in found else f"From {found} settle"
    return f"{told} over {first.path} and {second.path}"


def _change_title(finding: Sweep) -> str:
    told: list[str] = []
    for coding in finding.made.codings:
        mine = [cell.beyond for cell in finding.cells if cell.coding == coding]
        more, fewer = mine.count(Course.RISES), mine.count(Course.FALLS)
        count = wording.count_words(len(mine), "cell")
        if told:
            told.append(f"in {more} and {fewer} in {coding}")
        else:
            where = coding_head(coding, " in coding {}")
            told.append(f"More settle than unchanged in {more}, fewer in {fewer} of {count}{where}")
    return "; ".join(told)
