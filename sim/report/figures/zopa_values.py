"""One world pictured: what every package leaves two parties, the frontier, bargaining solutions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.patches import Rectangle

from sim.domain.zopa import Zopa
from sim.domain.zopa_rows import CloudRow, EndedRow, FrontierRow, PointRow, Solution
from sim.report import style, wording

__all__ = ["draw_values", "values_title"]

_MARKERS = {
    Solution.NASH: "o",
    Solution.KALAI_SMORODINSKY: "s",
    Solution.EGALITARIAN: "^",
    Solution.UTILITARIAN: "D",
}
_NAMES = {
    Solution.NASH: "Nash",
    Solution.KALAI_SMORODINSKY: "Kalai–Smorodinsky",
    Solution.EGALITARIAN: "egalitarian",
    Solution.UTILITARIAN: "utilitarian",
}


def values_title(finding: Zopa) -> str:
    """What the figure shows, as a sentence."""
    held = {row.coding for row in finding.cloud if row.acceptable}
    codings = finding.made.codings
    if not held:
        return "With every number at its mode no package is acceptable to all who must sign"
    if len(held) == len(codings):
        where = (
            "" if len(codings) == 1 else f", in {'both' if len(codings) == 2 else 'all'} codings"
        )
        return (
            f"With every number at its mode there is a package all who must sign would sign{where}"
        )
    return (
        "With every number at its mode there is a package all who must sign would sign in coding "
        f"{wording.listed(coding for coding in codings if coding in held)} only"
    )


def draw_values(finding: Zopa, coding: str, axes: Axes) -> Axes:
    """All packages, those acceptable, the frontier, no deal, solutions, and what talks signed."""
    cloud = [row for row in finding.cloud if row.coding == coding]
    _draw_cloud(cloud, axes)
    _limits(cloud, axes)
    frontier = [row for row in finding.frontier if row.coding == coding]
    _draw_frontier([row for row in frontier if not row.acceptable], axes, "--", style.DRAB)
    axes.axhline(0.0, color=style.INK, linewidth=0.8)
    axes.axvline(0.0, color=style.INK, linewidth=0.8)
    axes.plot(0.0, 0.0, marker="X", color=style.INK, markersize=7, linestyle="none", zorder=5)
    axes.annotate("no deal", (0.0, 0.0), (-5, -5), textcoords="offset points", ha="right",
                  va="top", fontsize=style.SMALL)  # fmt: skip
    points = [row for row in finding.points if row.coding == coding]
    ended = [row for row in finding.ended if row.coding == coding]
    _draw_ended(ended, axes)
    _draw_points(points, axes)
    _label(points, ended, axes)
    _frame(finding, axes)
    return axes


def _draw_cloud(cloud: Sequence[CloudRow], axes: Axes) -> None:
    """A square for every place where packages lie, the darker the more; acceptable ones green."""
    if cloud[0].width == 0.0 and cloud[0].height == 0.0:
        _draw_dots(cloud, axes)
        return
    most = math.log1p(max(row.packages for row in cloud))
    greys = matplotlib.colormaps["Greys"]
    squares = [_square(row) for row in cloud]
    shades = [greys(0.12 + 0.43 * math.log1p(row.packages) / most) for row in cloud]
    axes.add_collection(PatchCollection(squares, facecolors=shades, edgecolors="none"))
    signed = [_square(row) for row in cloud if row.acceptable]
    axes.add_collection(
        PatchCollection(signed, facecolors=style.SIGNED, edgecolors=style.INK, linewidths=0.4)
    )


def _draw_dots(cloud: Sequence[CloudRow], axes: Axes) -> None:
    looks: tuple[tuple[bool, dict[str, Any]], ...] = (
        (False, {"color": style.FAINT, "markersize": 3.5}),
        (True, {"color": style.SIGNED, "markeredgecolor": style.INK, "markersize": 5.5}),
    )
    for acceptable, look in looks:
        places = [(row.first, row.second) for row in cloud if bool(row.acceptable) is acceptable]
        if places:
            axes.plot(*zip(*places, strict=True), "o", markeredgewidth=0.5, zorder=3, **look)


def _limits(cloud: Sequence[CloudRow], axes: Axes) -> None:
    """Room for the whole cloud, the no-deal point, and labels at the right."""
    first = [row.first for row in cloud] + [0.0]
    second = [row.second for row in cloud] + [0.0]
    wide, tall = max(first) - min(first) or 1.0, max(second) - min(second) or 1.0
    axes.set_xlim(min(first) - 0.05 * wide, max(first) + 0.3 * wide)
    axes.set_ylim(min(second) - 0.06 * tall, max(second) + 0.08 * tall)


def _square(row: CloudRow) -> Rectangle:
    corner = (row.first - row.width / 2, row.second - row.height / 2)
    return Rectangle(corner, row.width, row.height)


def _draw_frontier(rows: Sequence[FrontierRow], axes: Axes, line: str, colour: str) -> None:
    places = [(row.first, row.second) for row in rows]
    axes.plot(*zip(*places, strict=True), line, color=colour, linewidth=1.1)


def _draw_ended(rows: Sequence[EndedRow], axes: Axes) -> None:
    """A ring for every package that talks sign often, the larger the more."""
    for row in rows:
        axes.plot(
            row.first,
            row.second,
            marker="o",
            markerfacecolor="none",
            markeredgecolor=style.INK,
            markeredgewidth=1.3,
            markersize=6 + 14 * row.share.share**0.5,
            linestyle="none",
            zorder=5,
        )


def _draw_points(points: Sequence[PointRow], axes: Axes) -> None:
    """A mark for every solution, that of the first where several coincide."""
    for point in reversed(points):
        axes.plot(
            point.first,
            point.second,
            marker=_MARKERS[point.solution],
            color=style.HIGH_END,
            markeredgecolor=style.INK,
            markersize=6.5,
            linestyle="none",
            zorder=6,
        )


def _label(points: Sequence[PointRow], ended: Sequence[EndedRow], axes: Axes) -> None:
    """The solutions and what talks sign most, those that coincide told together, at the right."""
    together: dict[tuple[float, float], list[str]] = {}
    for point in points:
        names = together.setdefault(_place(point), [])
        names.append(_NAMES[point.solution])
    told = {place: wording.listed(names) for place, names in together.items()}
    if ended:
        place, share = _place(ended[0]), wording.share_middle(ended[0].share)
        words = f"talks sign most: {share} of 100 settled"
        told[place] = f"{told[place]}; {words}" if place in told else words
    low, high = axes.get_ylim()
    heights = style.apart([place[1] for place in told], 0.1 * (high - low))
    for (place, words), height in zip(told.items(), heights, strict=True):
        axes.annotate(
            style.wrapped(words, 24, lines=5),
            place,
            (axes.get_xlim()[1], height),
            fontsize=7.5,
            va="center",
            ha="right",
            bbox={"facecolor": style.PAPER, "edgecolor": "none", "pad": 1.0},
            arrowprops={"arrowstyle": "-", "color": style.INK, "linewidth": 0.6, "shrinkB": 4},
            zorder=7,
        )


def _place(row: PointRow | EndedRow) -> tuple[float, float]:
    return round(row.first, 6), round(row.second, 6)


def _frame(finding: Zopa, axes: Axes) -> None:
    assert finding.axes is not None
    names = [wording.capital(finding.made.labels.parties[party]) for party in finding.axes]
    axes.set_xlabel(f"{names[0]}: margin, as a share of its own range")
    axes.set_ylabel(f"{names[1]}: margin, as a share of its own range")
