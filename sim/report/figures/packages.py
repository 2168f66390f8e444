"""What settled worlds sign: issue by option."""

from __future__ import annotations

from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from sim.domain.finding import RunSummary
from sim.report import style

__all__ = ["draw_packages", "packages_title"]

_DARK_BELOW = 0.5
#: With more options in a row than this, cells have room for a bare number only.
_MANY = 7
_CENTRED: Any = {"ha": "center", "va": "center", "fontsize": 7.5, "linespacing": 1.05}


def packages_title(summary: RunSummary) -> str:
    """What the figure shows, as a sentence."""
    if not any(coding.options for coding in summary.codings.values()):
        return "No world settled, so no package was signed"
    return "What settled worlds sign: the brighter a cell, the more of them hold that option"


def draw_packages(summary: RunSummary, coding: str, axes: Axes) -> Axes:
    """A heat map with one row per issue and one cell per option, in the issue's order."""
    options = summary.codings[coding].options
    most = max(len(names) for names in summary.labels.options.values())
    colours = matplotlib.colormaps["cividis"]
    for row, (issue, names) in enumerate(summary.labels.options.items()):
        for place, (option, name) in enumerate(names.items()):
            held = options.get(issue, {}).get(option)
            share = held.share if held else 0.0
            shade = colours(share) if options else "#f0f0f0"
            axes.add_patch(
                Rectangle((place, row), 1, 1, facecolor=shade, edgecolor="white", linewidth=2)
            )
            ink = "white" if options and share < _DARK_BELOW else style.INK
            words = style.wrapped(name, int(112 / most))
            middle = 0.36 if options else 0.5
            axes.text(place + 0.5, row + middle, words, color=ink, **_CENTRED)
            if options:
                number = _whole(share, most)
                axes.text(place + 0.5, row + 0.81, number, color=ink, **_CENTRED, fontweight="bold")
    _frame(summary, most, axes)
    return axes


def _whole(share: float, most: int) -> str:
    number = "<1" if 0.0 < share < 0.005 else f"{100 * share:.0f}"
    return number if most > _MANY else f"{number} of 100"


def _frame(summary: RunSummary, most: int, axes: Axes) -> None:
    count = len(summary.labels.issues)
    axes.set_xlim(0, most)
    axes.set_ylim(count, 0)
    axes.set_xticks([])
    axes.set_yticks([row + 0.5 for row in range(count)])
    axes.set_yticklabels([style.wrapped(name, 20) for name in summary.labels.issues.values()])
    axes.tick_params(length=0)
    axes.grid(visible=False)
    for side in axes.spines.values():
        side.set_visible(False)
