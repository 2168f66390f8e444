"""How much of the answer hangs on each group of inputs."""

from __future__ import annotations

from matplotlib.axes import Axes

from sim.domain.sensitivity import GroupIndex, Index, Sensitivity
from sim.report import style
from sim.report.answers.sensitivity_words import group_words

__all__ = ["draw_drivers", "shown_groups"]

_MOST = 12


def shown_groups(finding: Sensitivity) -> tuple[tuple[GroupIndex, ...], ...]:
    """The most important groups, each with its row of every coding; none without an index."""
    groups: dict[str, list[GroupIndex]] = {}
    for row in finding.groups:
        groups.setdefault(row.group, []).append(row)
    told = [tuple(rows) for rows in groups.values() if any(row.total for row in rows)]
    return tuple(told[:_MOST])


def draw_drivers(finding: Sensitivity, coding: str, axes: Axes) -> Axes:
    """Total index filled, first order hollow below it, each with its interval."""
    groups = shown_groups(finding)
    for place, rows in enumerate(groups):
        for row in rows:
            if row.coding == coding and row.total is not None and row.first is not None:
                _dot(axes, row.total, place - 0.12, filled=True)
                _dot(axes, row.first, place + 0.2, filled=False)
    axes.set_ylim(len(groups) - 0.4, -0.6)
    axes.set_yticks(range(len(groups)))
    labels = [group_words(rows[0], finding.made.labels) for rows in groups]
    axes.set_yticklabels([_wrapped(label) for label in labels], fontsize=8)
    highs = [row.total.high for rows in groups for row in rows if row.total is not None]
    axes.set_xlim(-0.04, min(1.04, max([0.1, *highs]) * 1.06))
    axes.axvline(0.0, color=style.INK, linewidth=0.8)
    style.of_100(axes, axis="x")
    axes.set_xlabel("parts of 100 of the variance")
    axes.tick_params(axis="y", length=0)
    return axes


def _wrapped(label: str) -> str:
    # No line ends within "no-deal".
    return style.wrapped(label.replace("-", "\N{NON-BREAKING HYPHEN}"), 34, lines=2)


def _dot(axes: Axes, index: Index, height: float, *, filled: bool) -> None:
    low, middle, high = (max(0.0, end) for end in (index.low, index.index, index.high))
    axes.plot(
        [low, min(1.0, high)],
        [height, height],
        color=style.SIGNED if filled else style.DRAB,
        linewidth=1.6 if filled else 1.0,
    )
    axes.plot(
        [middle],
        [height],
        marker="o" if filled else "D",
        markersize=6.0 if filled else 4.2,
        color=style.SIGNED if filled else "white",
        markeredgecolor=style.INK if filled else style.DRAB,
        linestyle="none",
    )
