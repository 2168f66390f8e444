"""What settled worlds sign: issue by option."""

from __future__ import annotations

from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.patches import Rectangle

from sim.domain.estimate import Share
from sim.domain.finding import RunSummary
from sim.report import style, wording

__all__ = ["draw_packages", "packages_title", "shows_intervals"]

#: The brightness of a cell, in [0, 1], from which on black reads better on it than white.
_BRIGHT = 0.18
#: With more options in a row than this, cells have room for a bare number only.
_MANY = 7
_CENTRED: Any = {"ha": "center", "va": "center", "fontsize": 7.5, "linespacing": 1.05}


def packages_title(summary: RunSummary) -> str:
    """What the figure shows, as a sentence."""
    if not any(coding.options for coding in summary.codings.values()):
        return "No world settled, so no package was signed"
    return "What settled worlds sign: the brighter a cell, the more of them hold that option"


def shows_intervals(summary: RunSummary) -> bool:
    """Whether cells have room for an interval, and there is a share to show one of."""
    most = max(len(names) for names in summary.labels.options.values())
    return most <= _MANY and any(coding.options for coding in summary.codings.values())


def draw_packages(summary: RunSummary, coding: str, axes: Axes) -> Axes:
    """A heat map with one row per issue and one cell per option, in the issue's order."""
    options = summary.codings[coding].options
    most = max(len(names) for names in summary.labels.options.values())
    colours = matplotlib.colormaps["cividis"]
    for row, (issue, names) in enumerate(summary.labels.options.items()):
        for place, (option, name) in enumerate(names.items()):
            held = options.get(issue, {}).get(option)
            share = held.share if held else 0.0
            shade = colours(share) if options else to_rgba(style.BAND)
            axes.add_patch(
                Rectangle((place, row), 1, 1, facecolor=shade, edgecolor="white", linewidth=2)
            )
            ink = "black" if _brightness(shade) > _BRIGHT else "white"
            words = style.wrapped(name, int(112 / most))
            middle = 0.36 if options else 0.5
            axes.text(place + 0.5, row + middle, words, color=ink, **_CENTRED)
            if options:
                number = _number(held, most)
                axes.text(place + 0.5, row + 0.81, number, color=ink, **_CENTRED, fontweight="bold")
    _frame(summary, most, axes)
    return axes


def _number(held: Share | None, most: int) -> str:
    if held is None:
        return "0"
    return wording.share_middle(held) if most > _MANY else wording.share_words(held)


def _brightness(shade: tuple[float, ...]) -> float:
    """Relative luminance of a colour as WCAG 2 defines it, in [0, 1]."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in shade[:3]
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


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
