"""What single concessions would change."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes

from sim.domain.concession import ConcessionRow, ConcessionTable
from sim.report import style, wording
from sim.report.alike import above_noise, alike, concession_words, given_words
from sim.report.lifts import early_words, unchanged

__all__ = ["MOST_LIFTS", "draw_lifts", "lifts_title", "shown_lifts"]

MOST_LIFTS = 10


def shown_lifts(table: ConcessionTable) -> tuple[tuple[ConcessionRow, ...], ...]:
    """The best concessions, those told together as one."""
    return alike(table.rows)[:MOST_LIFTS]


def lifts_title(table: ConcessionTable) -> str:
    """What the figure shows, as a sentence."""
    if not any(map(above_noise, table.rows)):
        return unchanged(table).removesuffix(".")
    if table.rows[0].floor <= 0.0:
        return "No single concession brings more settlements in every coding"
    return f"What helps most – {concession_words(shown_lifts(table)[0], table.labels)}"


def draw_lifts(table: ConcessionTable, coding: str, axes: Axes) -> Axes:
    """One bar per concession: more settlements by the horizon; below it those by the early day."""
    for place, group in enumerate(shown_lifts(table)):
        lift = group[0].lifts[coding]
        change, early = lift.horizon, lift.early
        axes.barh(
            place,
            change.difference,
            height=0.5,
            color=style.SIGNED if change.difference >= 0 else style.ENDING_COLOURS["walkout"],
            alpha=0.85,
        )
        axes.plot([change.low, change.high], [place, place], color=style.INK, linewidth=1)
        below = place + 0.36
        axes.plot([early.low, early.high], [below, below], color=style.DRAB, linewidth=1)
        axes.plot(
            [early.difference],
            [below],
            marker="D",
            color="white",
            markeredgecolor=style.DRAB,
            markersize=3.5,
            linestyle="none",
        )
        own = wording.cost_words(lift.cost.mean)
        axes.annotate(
            f"{wording.difference_words(change)}\n"
            + (f"mover {own}" if float(own.replace("−", "-")) else "mover: the same"),
            xy=(max(change.high, early.high, 0.0), place),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=7.0,
            linespacing=1.1,
        )
    _frame(table, axes)
    return axes


def _label(group: Sequence[ConcessionRow], table: ConcessionTable) -> str:
    # Mover and issue have a line of their own, so that a long option never hides them.
    names = table.labels
    party = style.wrapped(wording.capital(names.parties[group[0].party]), 24, lines=1)
    head = style.wrapped(f"{party}, {names.issues[group[0].issue]}:", 37, lines=1)
    given = given_words(group, names).removesuffix(",")
    return f"{head}\n{style.wrapped(given, 36, lines=2)}"


def _frame(table: ConcessionTable, axes: Axes) -> None:
    groups = shown_lifts(table)
    axes.axvline(0.0, color=style.INK, linewidth=0.8)
    axes.set_ylim(len(groups) - 0.3, -0.6)
    axes.set_yticks(range(len(groups)))
    axes.set_yticklabels([_label(group, table) for group in groups], fontsize=7.5)
    lifts = [lift for group in groups for lift in group[0].lifts.values()]
    low = min([0.0, *(min(lift.horizon.low, lift.early.low) for lift in lifts)])
    high = max([0.01, *(max(lift.horizon.high, lift.early.high) for lift in lifts)])
    axes.set_xlim(low - 0.04 * (high - low), high + 0.55 * (high - low))
    style.of_100(axes, axis="x")
    early = style.wrapped(f"diamond: by {early_words(table)}", 44)
    axes.set_xlabel(f"more of 100 worlds settled by {wording.day_words(table.horizon)}\n({early})")
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")
