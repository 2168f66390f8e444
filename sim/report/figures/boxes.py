"""Conditions under which an ending is frequent: how they were found, and what they limit."""

from __future__ import annotations

from matplotlib.axes import Axes

from sim.domain.box import BoxRow, Condition, ConditionKind, Sought
from sim.domain.sensitivity import Sensitivity
from sim.report import style, wording
from sim.report.answers.sensitivity_words import condition_words

__all__ = ["boxes_title", "draw_limits", "draw_peeling"]

_YES_OR_NO = (ConditionKind.LINE, ConditionKind.TYPE)


def boxes_title(finding: Sensitivity) -> str:
    """What the figure shows, as a sentence."""
    best = max((box for box in finding.boxes if box.box == 1), key=lambda box: box.density.share)
    verb = "settle" if best.sought is Sought.SETTLEMENT else "fail"
    under = "one condition" if best.conditions == 1 else f"{best.conditions} conditions"
    return (
        f"Under {under} {wording.share_middle(best.density)} of 100 worlds {verb} instead "
        f"of {wording.share_middle(best.base)}"
    )


def draw_peeling(finding: Sensitivity, coding: str, axes: Axes) -> Axes:
    """Coverage against density while worlds are cut away, and the box that is told."""
    steps = [step for step in finding.peeling if (step.coding, step.box) == (coding, 1)]
    box = _first(finding, coding)
    axes.plot(
        [step.coverage for step in steps],
        [step.density for step in steps],
        marker=".",
        markersize=4,
        linewidth=0.9,
        color=style.DRAB,
    )
    x, y = box.coverage, box.density
    axes.plot([x.low, x.high], [y.share, y.share], color=style.INK, linewidth=1)
    axes.plot([x.share, x.share], [y.low, y.high], color=style.INK, linewidth=1)
    axes.plot(
        [x.share],
        [y.share],
        marker="o",
        color=style.SIGNED,
        markeredgecolor=style.INK,
        markersize=7,
    )
    axes.set_xlim(0.0, 1.04)
    axes.set_ylim(0.0, min(1.04, max([y.high, *(step.density for step in steps)]) * 1.15))
    style.of_100(axes, axis="x")
    style.of_100(axes)
    settles = box.sought is Sought.SETTLEMENT
    noun, verb = ("settlements", "settle") if settles else ("failures", "fail")
    axes.set_xlabel(f"of 100 {noun}, so many lie in the box")
    axes.set_ylabel(f"of 100 worlds in it,\nso many {verb}")
    return axes


def draw_limits(finding: Sensitivity, coding: str, axes: Axes) -> Axes:
    """Each condition as the part of its range that the box holds."""
    box = _first(finding, coding)
    mine = [one for one in finding.conditions if (one.coding, one.box) == (coding, box.box)]
    for place, one in enumerate(mine):
        _limit(axes, one, place)
        words = wording.capital(condition_words(one, finding.made.labels))
        axes.annotate(
            style.wrapped(words, 62, lines=2),
            xy=(0.0, place),
            xytext=(0, 7),
            textcoords="offset points",
            va="bottom",
            fontsize=8,
        )
    axes.set_xlim(-0.02, 1.02)
    axes.set_ylim(max(len(mine), 2) - 0.45, -0.75)
    axes.set_axis_off()
    return axes


def _first(finding: Sensitivity, coding: str) -> BoxRow:
    return next(box for box in finding.boxes if box.coding == coding)


def _limit(axes: Axes, one: Condition, place: int) -> None:
    width = (one.highest - one.lowest) or 1.0
    low = 0.0 if one.low is None else (one.low - one.lowest) / width
    high = 1.0 if one.high is None else (one.high - one.lowest) / width
    if one.kind in _YES_OR_NO:
        low, high = (0.5, 1.0) if one.low is not None else (0.0, 0.5)
    axes.plot([0.0, 1.0], [place, place], color=style.GRID, linewidth=5, solid_capstyle="butt")
    axes.plot(
        [max(0.0, low), min(1.0, high)],
        [place, place],
        color=style.SIGNED,
        linewidth=5,
        solid_capstyle="butt",
    )
    ends = ("no", "yes") if one.kind in _YES_OR_NO else (_number(one.lowest), _number(one.highest))
    for x, text, side in ((0.0, ends[0], "left"), (1.0, ends[1], "right")):
        axes.annotate(
            text,
            xy=(x, place),
            xytext=(0, -6),
            textcoords="offset points",
            ha=side,
            va="top",
            fontsize=7,
            color=style.DRAB,
        )


def _number(value: float) -> str:
    return f"{value:.3g}".replace("-", "−")
