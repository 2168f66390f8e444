"""What single concessions would change."""

from __future__ import annotations

from matplotlib.axes import Axes

from sim.domain.concession import ConcessionTable
from sim.report import style, wording
from sim.report.lifts import concession_words

__all__ = ["MOST_LIFTS", "draw_lifts", "lifts_title"]

MOST_LIFTS = 10


def lifts_title(table: ConcessionTable) -> str:
    """What the figure shows, as a sentence."""
    if not table.rows:
        return "There is no single concession to make"
    best = table.rows[0]
    if best.floor <= 0.0:
        return "No single concession brings more settlements in every coding"
    return f"What helps most – {concession_words(best, table.labels)}"


def draw_lifts(table: ConcessionTable, coding: str, axes: Axes) -> Axes:
    """One bar per concession: more settlements by the horizon; a diamond for the early day."""
    rows = table.rows[:MOST_LIFTS]
    for place, row in enumerate(rows):
        lift = row.lifts[coding]
        change = lift.horizon
        axes.barh(
            place,
            change.difference,
            height=0.55,
            color=style.SIGNED if change.difference >= 0 else style.ENDING_COLOURS["walkout"],
            alpha=0.85,
        )
        axes.plot([change.low, change.high], [place, place], color=style.INK, linewidth=1)
        axes.plot(
            [lift.early.difference],
            [place],
            marker="D",
            color="white",
            markeredgecolor=style.INK,
            markersize=4.5,
            linestyle="none",
        )
        axes.annotate(
            f"{wording.difference_words(change)}\nmover {wording.cost_words(lift.cost.mean)}",
            xy=(max(change.high, lift.early.difference, 0.0), place),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=7.0,
            linespacing=1.1,
        )
    _frame(table, coding, axes)
    return axes


def _frame(table: ConcessionTable, coding: str, axes: Axes) -> None:
    rows = table.rows[:MOST_LIFTS]
    axes.axvline(0.0, color=style.INK, linewidth=0.8)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_yticks(range(len(rows)))
    axes.set_yticklabels(
        [style.wrapped(concession_words(row, table.labels), 42, lines=2) for row in rows]
    )
    lifts = [lift for row in rows for lift in row.lifts.values()]
    low = min([0.0, *(min(lift.horizon.low, lift.early.difference) for lift in lifts)])
    high = max([0.01, *(max(lift.horizon.high, lift.early.difference) for lift in lifts)])
    axes.set_xlim(low - 0.04 * (high - low), high + 0.55 * (high - low))
    style.of_100(axes, axis="x")
    axes.set_xlabel(
        f"more of 100 worlds settled by {wording.day_words(table.horizon)}\n"
        f"(diamond: by {wording.day_words(table.early_day)})"
    )
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")
