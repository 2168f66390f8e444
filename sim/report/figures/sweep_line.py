"""How the talks end along one varied path: shares with their bands."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes

from sim.domain.estimate import Share
from sim.domain.sweep import CellShares, Scale, Sweep, Varied
from sim.report import style, wording
from sim.report.turning import value_words

__all__ = ["draw_line", "reading_of_line"]

#: Ending → marker and line, so that they are told apart in grey as well.
_LOOKS = {
    "settlement": ("o", "-"),
    "partial": ("s", "--"),
    "walkout": ("^", ":"),
    "impasse": ("D", "-."),
}
#: Least distance of two labels at the end of the lines, in shares.
_GAP = 0.13
#: Most values that are written below a logarithmic axis.
_MOST_TICKS = 8
#: Letters that fit below a figure side by side.
_LETTERS = 84


def reading_of_line(finding: Sweep) -> str:
    """How to read the figure, for its caption."""
    named = finding.varied[0].scale is Scale.NAMES
    bands = "Upright lines" if named or len(finding.varied[0].values) == 1 else "Bands"
    told = f"{bands}: each share's interval. Dotted: settled in the unchanged scenario."
    stated = [one for one in finding.stated if one.mid is not None]
    if stated and bands == "Bands":
        ranged = any(one.low != one.high for one in stated)
        told += " Grey: the range that is stated" if ranged else " Grey line: what is stated"
        told += "; the line is what others reckon with." if ranged else "."
    return f"{told} In each cell the path is one exact value."


def draw_line(finding: Sweep, coding: str, axes: Axes) -> Axes:
    """Shares of the endings at each value of the path, in one coding."""
    (varied,) = finding.varied
    cells = [cell for cell in finding.cells if cell.coding == coding]
    places = list(varied.numbers) or [float(place) for place in range(len(cells))]
    _place_axis(finding, coding, places, axes)
    _mark_stated(finding, coding, varied, axes)
    shown = [ending for ending in _LOOKS if any(_share(cell, ending).share for cell in cells)]
    if "settlement" not in shown:
        shown.insert(0, "settlement")
    beside = 0.12 if varied.scale is Scale.NAMES else 0.0
    ends = []
    for k, ending in enumerate(shown):
        # Side by side above a name, so that none hides another.
        shifted = [place + beside * (k - (len(shown) - 1) / 2) for place in places]
        _draw_ending([_share(cell, ending) for cell in cells], ending, varied, shifted, axes)
        ends.append(shifted[-1])
    (unchanged,) = [row for row in finding.unchanged if row.coding == coding]
    axes.axhline(
        unchanged.settlement.share,
        color=style.ENDING_COLOURS["settlement"],
        linestyle=(0, (1, 2)),
        linewidth=1.2,
        zorder=1.5,
    )
    _label_lines(cells[-1], shown, ends, axes)
    axes.set_ylabel("of 100 worlds")
    style.of_100(axes)
    return axes


def _share(cell: CellShares, ending: str) -> Share:
    share: Share = getattr(cell, ending)
    return share


def _draw_ending(
    shares: Sequence[Share], ending: str, varied: Varied, places: Sequence[float], axes: Axes
) -> None:
    colour, (marker, line) = style.ENDING_COLOURS[ending], _LOOKS[ending]
    middle = [share.share for share in shares]
    low, high = [share.low for share in shares], [share.high for share in shares]
    size = 4.5 if len(shares) <= 12 else 3.0
    if varied.scale is Scale.NAMES or len(shares) == 1:
        axes.vlines(places, low, high, color=colour, linewidth=1.5)
        axes.plot(places, middle, marker=marker, color=colour, linestyle="none", markersize=6)
        return
    axes.fill_between(places, low, high, color=colour, alpha=0.2, linewidth=0)
    axes.plot(
        places, middle, color=colour, linewidth=1.6, linestyle=line, marker=marker, markersize=size
    )


def _place_axis(finding: Sweep, coding: str, places: Sequence[float], axes: Axes) -> None:
    (varied,) = finding.varied
    axes.set_ylim(-0.02, 1.02)
    axes.set_xlabel(style.wrapped(varied.path, 48))
    if varied.scale is Scale.NAMES:
        _name_ticks(finding, coding, places, axes)
    elif len(places) == 1:
        axes.set_xticks(list(places))
        axes.set_xticklabels([value_words(varied.values[0])])
    elif varied.scale is Scale.LOGARITHM:
        axes.set_xscale("log")
        every = -(-len(places) // _MOST_TICKS)
        axes.set_xticks(places[::every])
        axes.set_xticklabels([value_words(value) for value in varied.values[::every]])
        axes.minorticks_off()
        edge = (places[-1] / places[0]) ** 0.02
        axes.set_xlim(places[0] / edge, places[-1] * edge)
    else:
        edge = 0.02 * (places[-1] - places[0])
        axes.set_xlim(places[0] - edge, places[-1] + edge)


def _name_ticks(finding: Sweep, coding: str, places: Sequence[float], axes: Axes) -> None:
    (varied,) = finding.varied
    (stated,) = [one for one in finding.stated if one.coding == coding]
    names = [
        value_words(value) + (" (stated)" if place == stated.place else "")
        for place, value in enumerate(varied.values)
    ]
    axes.set_xticks(list(places))
    axes.set_xlim(-0.5, len(places) - 0.5)
    axes.grid(visible=False, axis="x")
    axes.set_xticklabels([style.wrapped(name, 32) for name in names])
    if max(map(len, names)) > _LETTERS // (len(finding.made.codings) * len(names)):
        for label in axes.get_xticklabels():
            label.set(rotation=30, ha="right", rotation_mode="anchor")


def _mark_stated(finding: Sweep, coding: str, varied: Varied, axes: Axes) -> None:
    """What the scenario states, where it lies within the axis."""
    (stated,) = [one for one in finding.stated if one.coding == coding]
    if varied.scale is Scale.NAMES:
        if stated.place is not None:
            axes.axvline(stated.place, color=style.DRAB, linewidth=1, zorder=1)
        return
    low, high = axes.get_xlim()
    if stated.low is None or stated.high is None or stated.mid is None:
        return
    if stated.low < stated.high:
        left, right = max(low, stated.low), min(high, stated.high)
        if left < right:
            axes.axvspan(left, right, color=style.DRAB, alpha=0.10, linewidth=0, zorder=0.5)
    if low <= stated.mid <= high:
        axes.axvline(stated.mid, color=style.DRAB, linewidth=1, zorder=1)
        side = "right" if stated.mid > (low + high) / 2 else "left"
        axes.annotate(
            "stated",
            xy=(stated.mid, 1.02),
            xytext=(-3 if side == "right" else 3, -2),
            textcoords="offset points",
            ha=side,
            va="top",
            fontsize=style.SMALL,
            color=style.DRAB,
        )


def _label_lines(last: CellShares, shown: Sequence[str], at: Sequence[float], axes: Axes) -> None:
    ends = [_share(last, ending).share for ending in shown]
    low, high = axes.get_ylim()
    places = _within(style.apart(ends, _GAP), 0.05, 0.97)
    for ending, left, end, place in zip(shown, at, ends, places, strict=True):
        axes.annotate(
            f"{wording.ending_words(ending)}\n{wording.share_words(_share(last, ending))}",
            xy=(left, end),
            xytext=(1.05, (place - low) / (high - low)),
            textcoords="axes fraction",
            arrowprops={
                "arrowstyle": "-",
                "color": style.ENDING_COLOURS[ending],
                "linewidth": 0.8,
                "shrinkA": 0,
                "shrinkB": 0,
                "relpos": (0, 0.5),
            },
            color=style.ENDING_COLOURS[ending],
            fontsize=style.SMALL,
            va="center",
            annotation_clip=False,
            linespacing=1.1,
        )


def _within(places: Sequence[float], low: float, high: float) -> list[float]:
    """The same places, pushed between two ends and still apart."""
    order = sorted(range(len(places)), key=lambda k: places[k])
    found = list(places)
    for n, k in enumerate(order):
        found[k] = max(found[k], low if n == 0 else found[order[n - 1]] + _GAP)
    for n, k in enumerate(reversed(order)):
        found[k] = min(found[k], high if n == 0 else found[order[-n]] - _GAP)
    return found
