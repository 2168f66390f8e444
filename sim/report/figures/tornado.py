"""Single numbers at the two ends of their range."""

from __future__ import annotations

from matplotlib.axes import Axes

from sim.domain.estimate import Amount, Difference
from sim.domain.sensitivity import SETTLEMENT, EndsRow, Sensitivity
from sim.report import style, wording
from sim.report.number_names import number_words

__all__ = ["draw_tornado", "shown_ends"]


def shown_ends(finding: Sensitivity) -> tuple[EndsRow, ...]:
    """One row for each number, in the order of the table."""
    return tuple({row.quantity: row for row in reversed(finding.ends)}.values())[::-1]


def draw_tornado(finding: Sensitivity, coding: str, axes: Axes) -> Axes:
    """Two bars for each number: the change at its low and at its high end."""
    shown = shown_ends(finding)
    places = {row.quantity: place for place, row in enumerate(shown)}
    for row in finding.ends:
        if row.coding == coding:
            _bar(axes, row.at_low, places[row.quantity] - 0.18, row.low, is_high=False)
            _bar(axes, row.at_high, places[row.quantity] + 0.18, row.high, is_high=True)
    axes.axvline(0.0, color=style.INK, linewidth=0.8)
    axes.set_ylim(len(shown) - 0.4, -0.6)
    axes.set_yticks(range(len(shown)))
    labels = [number_words(row.quantity, finding.made.labels, name=row.name) for row in shown]
    # No line ends within "no-deal".
    unbroken = [label.replace("-", "\N{NON-BREAKING HYPHEN}") for label in labels]
    axes.set_yticklabels([style.wrapped(label, 36, lines=2) for label in unbroken], fontsize=8)
    ends = [end for row in finding.ends for one in (row.at_low, row.at_high) for end in _ends(one)]
    low, high = min([0.0, *ends]), max([0.0, *ends])
    room = 0.16 * max(high - low, 1e-6)
    axes.set_xlim(low - room, high + room)
    if finding.output == SETTLEMENT:
        style.of_100(axes, axis="x")
        axes.set_xlabel(f"more of 100 worlds settled by {wording.day_words(finding.made.horizon)}")
    else:
        axes.set_xlabel("mean change of the result, value units")
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")
    return axes


def _ends(change: Difference | Amount) -> tuple[float, float]:
    return change.low, change.high


def _bar(
    axes: Axes, change: Difference | Amount, height: float, end: float | None, *, is_high: bool
) -> None:
    middle = change.difference if isinstance(change, Difference) else change.mean
    axes.barh(
        height,
        middle,
        height=0.32,
        color=style.HIGH_END if is_high else style.LOW_END,
        hatch="////" if is_high else "",
        edgecolor="white",
        linewidth=0.0,
    )
    axes.plot([change.low, change.high], [height, height], color=style.INK, linewidth=0.9)
    outward = middle > 0.0 or (middle == 0.0 and is_high)
    text = ("high" if is_high else "low") if end is None else f"{end:g}".replace("-", "−")
    axes.annotate(
        text,
        xy=(max(change.high, 0.0) if outward else min(change.low, 0.0), height),
        xytext=(3 if outward else -3, 0),
        textcoords="offset points",
        ha="left" if outward else "right",
        va="center",
        fontsize=6.5,
        color=style.DRAB,
    )
