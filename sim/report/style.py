"""One look for every figure: colours safe for colour-blind readers, labels instead of legends.

The colours themselves are in ``sim.domain.palette``, which pages share.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import matplotlib
from matplotlib.axes import Axes

from sim.domain.palette import (
    BAND,
    DRAB,
    ENDING_COLOURS,
    ENDING_LOOKS,
    FAINT,
    GRID,
    HIGH_END,
    INK,
    LOW_END,
    MARKED,
    NO_DEAL,
    PAPER,
    SIGNED,
    SIGNED_TINT,
    Look,
    css_variables,
    party_look,
    series_look,
)

__all__ = [
    "BAND",
    "DRAB",
    "ENDING_COLOURS",
    "ENDING_LOOKS",
    "FAINT",
    "GRID",
    "HIGH_END",
    "INK",
    "LOW_END",
    "MARKED",
    "NO_DEAL",
    "PAPER",
    "SIGNED",
    "SIGNED_TINT",
    "SMALL",
    "TINY",
    "Look",
    "apart",
    "css_variables",
    "line_of",
    "look",
    "of_100",
    "party_look",
    "series_look",
    "wrapped",
]

#: Small print, in points: labels beside marks, and notes that have little room.
SMALL = 8.0
TINY = 7.0

_RULES: Any = {
    "axes.edgecolor": DRAB,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.labelcolor": INK,
    "axes.labelsize": 9,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 10,
    # The layout is settled at the size at which it is saved: text is not as wide at another.
    "figure.dpi": 150,
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "grid.color": GRID,
    "grid.linewidth": 0.7,
    "image.cmap": "cividis",
    "savefig.dpi": 150,
    # Without these two the same figure would differ from run to run.
    "svg.fonttype": "path",
    "svg.hashsalt": "parley",
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
}


@contextmanager
def look() -> Iterator[None]:
    """The rules of the look, for drawing and saving; what held before holds again after."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_RULES)
        yield


def line_of(one: Look) -> Any:
    """The line of a look, as matplotlib takes a ``linestyle``."""
    return (0, one.dashes) if one.dashes else "-"


def wrapped(text: str, width: int, *, lines: int = 3) -> str:
    """Text broken into at most so many lines; what does not fit ends in an ellipsis."""
    return "\n".join(
        textwrap.wrap(text, width, max_lines=lines, placeholder=" …", break_long_words=True)
    )


def apart(places: Sequence[float], gap: float) -> list[float]:
    """Places for labels near the given ones, in the same order, at least ``gap`` apart.

    >>> apart([1.0, 1.1, 5.0], 1.0)
    [0.55, 1.55, 5.0]
    """
    order = sorted(range(len(places)), key=lambda k: places[k])
    groups: list[list[int]] = []
    for k in order:
        groups.append([k])
        while len(groups) > 1 and _start(groups[-1], places, gap) < _end(groups[-2], places, gap):
            groups[-2:] = [groups[-2] + groups[-1]]
    found = [0.0] * len(places)
    for group in groups:
        start = _start(group, places, gap)
        for n, k in enumerate(group):
            found[k] = round(start + n * gap, 9)
    return found


def _start(group: list[int], places: Sequence[float], gap: float) -> float:
    return sum(places[k] for k in group) / len(group) - gap * (len(group) - 1) / 2


def _end(group: list[int], places: Sequence[float], gap: float) -> float:
    return _start(group, places, gap) + gap * len(group)


def of_100(axes: Axes, *, axis: str = "y") -> None:
    """Label an axis of shares as worlds of 100."""
    target = axes.yaxis if axis == "y" else axes.xaxis
    target.set_major_formatter(lambda value, _: f"{100 * value:g}".replace("-", "−"))
