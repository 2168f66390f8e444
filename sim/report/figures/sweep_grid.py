"""A heat map over two varied paths, a number in every cell."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import matplotlib
from matplotlib.axes import Axes

from sim.domain.sweep import CellShares, Course, Scale, Sweep, Varied
from sim.report import style, wording
from sim.report.turning import value_words

__all__ = ["draw_grid", "reading_of_grid"]

#: More cells than these along an axis leave no room for numbers, or for a label each.
_NUMBERED, _LABELLED = 16, 16
_TICK = 14


def reading_of_grid(finding: Sweep, shown: str) -> str:
    """How to read the figure, for its caption. shown : ``settled`` or ``change``."""
    if shown == "settled":
        widest = max((c.settlement.high - c.settlement.low) / 2 for c in finding.cells)
        told = (
            "Numbers: of 100 worlds settled, each within "
            f"±{math.ceil(100 * widest - 1e-9)} ({wording.SAMPLING_ONLY})."
        )
    else:
        told = (
            "Numbers: how many more of 100 worlds settle than in the unchanged scenario, paired "
            "world by world; those in grey are within noise."
        )
    if any(one.mid is not None or one.place is not None for one in finding.stated):
        told += " Triangle and bar beside an axis: the value and the range the scenario states."
    return f"{told} In each cell the paths are exact values."


def draw_grid(finding: Sweep, coding: str, shown: str, axes: Axes) -> Axes:
    """One coding: the first path across, the second upwards. shown : as for ``reading_of_grid``."""
    first, second = finding.varied
    cells = [cell for cell in finding.cells if cell.coding == coding]
    axes.grid(visible=False)
    draw = _draw_settled if shown == "settled" else _draw_change
    draw(finding, cells, len(second.values), axes)
    axes.set_xlabel(style.wrapped(first.path, 48))
    axes.set_ylabel(style.wrapped(second.path, 34))
    _ticks(first, axes, "x")
    _ticks(second, axes, "y")
    for varied, axis in ((first, "x"), (second, "y")):
        (stated,) = [s for s in finding.stated if (s.coding, s.path) == (coding, varied.path)]
        _mark(varied, (stated.low, stated.mid, stated.high), stated.place, axis, axes)
    return axes


def _draw_settled(finding: Sweep, cells: Sequence[CellShares], rows: int, axes: Axes) -> None:
    top = max(0.05, *(cell.settlement.share for cell in finding.cells))
    colours = matplotlib.colormaps["cividis"]
    _paint([cell.settlement.share for cell in cells], rows, (0.0, top), colours, axes)
    for place, cell in _numbered(cells, rows, axes):
        tone = colours(cell.settlement.share / top)
        _write(place, wording.share_middle(cell.settlement), _contrast(tone), axes)


def _draw_change(finding: Sweep, cells: Sequence[CellShares], rows: int, axes: Axes) -> None:
    far = max([0.05, *map(abs, map(_shown, finding.cells))])
    colours = matplotlib.colormaps["PuOr"]
    _paint([_shown(cell) for cell in cells], rows, (-far, far), colours, axes)
    for place, cell in _numbered(cells, rows, axes):
        tone = colours(0.5 + _shown(cell) / (2 * far))
        text = "" if cell.lift is None else wording.difference_words(cell.lift).split(" ")[0]
        grey = cell.beyond is Course.LEVEL
        _write(place, text, style.DRAB if grey else _contrast(tone), axes)


def _shown(cell: CellShares) -> float:
    """The change that the colour shows: none where it is within noise."""
    if cell.lift is None or cell.beyond is Course.LEVEL:
        return 0.0
    return cell.lift.difference


def _paint(
    values: Sequence[float], rows: int, limits: tuple[float, float], colours: Any, axes: Axes
) -> None:
    """Cells, those of one value of the first path after another, ``rows`` of them each."""
    across = len(values) // rows
    table = [list(values[row::rows]) for row in range(rows)]
    low, high = limits
    axes.imshow(table, origin="lower", aspect="auto", cmap=colours, vmin=low, vmax=high)
    # White lines keep cells apart where neighbours have the same colour.
    axes.set_xticks([place - 0.5 for place in range(across)], minor=True)
    axes.set_yticks([place - 0.5 for place in range(rows)], minor=True)
    axes.grid(which="minor", color="white", linewidth=0.8)
    axes.tick_params(which="minor", length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    if max(across, rows) > _NUMBERED:
        _bar(axes)


def _numbered(
    cells: Sequence[CellShares], rows: int, axes: Axes
) -> list[tuple[tuple[int, int], CellShares]]:
    """The cells that a number is written in, each with its place: none of too many."""
    if max(rows, len(cells) // rows) > _NUMBERED:
        return []
    return [(divmod(place, rows), cell) for place, cell in enumerate(cells)]


def _write(place: tuple[int, int], text: str, colour: str, axes: Axes) -> None:
    axes.text(
        place[0], place[1], text, ha="center", va="center", fontsize=style.SMALL, color=colour
    )


def _contrast(tone: tuple[float, ...]) -> str:
    bright = 0.299 * tone[0] + 0.587 * tone[1] + 0.114 * tone[2]
    return style.INK if bright > 0.5 else "white"


def _bar(axes: Axes) -> None:
    figure = axes.get_figure()
    if figure is not None:
        bar = figure.colorbar(axes.images[0], ax=axes, shrink=0.9, pad=0.02)
        bar.ax.yaxis.set_major_formatter(lambda value, _: f"{100 * value:g}".replace("-", "−"))
        bar.set_label("of 100 worlds")


def _ticks(varied: Varied, axes: Axes, axis: str) -> None:
    count = len(varied.values)
    every = -(-count // _LABELLED)
    places = list(range(0, count, every))
    names = [value_words(varied.values[place]) for place in places]
    names = [style.wrapped(name, _TICK, lines=2) for name in names]
    target = axes.xaxis if axis == "x" else axes.yaxis
    target.set_ticks(places)
    crowded = axis == "x" and sum(map(len, names)) > 36
    target.set_ticklabels(names)
    if crowded:
        axes.tick_params(axis="x", rotation=45)
        for label in axes.get_xticklabels():
            label.set_horizontalalignment("right")


def _mark(
    varied: Varied,
    stated: tuple[float | None, float | None, float | None],
    place: int | None,
    axis: str,
    axes: Axes,
) -> None:
    """A triangle and a bar beside an axis, where its stated value and range lie."""
    low, mid, high = stated
    if varied.scale is Scale.NAMES:
        if place is not None:
            _triangle(float(place), axis, axes)
        return
    if low is None or mid is None or high is None:
        return
    if varied.numbers[0] <= mid <= varied.numbers[-1]:
        _triangle(varied.position(mid), axis, axes)
    ends = [varied.position(low), varied.position(high)]
    if ends[0] < ends[1]:
        line: dict[str, Any] = {
            "color": style.INK,
            "linewidth": 2.5,
            "clip_on": False,
            "solid_capstyle": "butt",
        }
        limits = axes.get_ylim() if axis == "x" else axes.get_xlim()
        edge = [limits[0], limits[0]]
        axes.plot(*((ends, edge) if axis == "x" else (edge, ends)), **line)


def _triangle(at: float, axis: str, axes: Axes) -> None:
    limits = axes.get_ylim() if axis == "x" else axes.get_xlim()
    where = ([at], [limits[0]]) if axis == "x" else ([limits[0]], [at])
    axes.plot(
        *where,
        marker="^" if axis == "x" else ">",
        color=style.INK,
        markersize=8,
        clip_on=False,
        linestyle="none",
        zorder=5,
    )
