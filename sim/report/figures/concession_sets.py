"""Concessions put together, drawn: the sets that reach a target, and what each consists of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.domain.answer import Made
from sim.domain.concession_sets import ConcessionSets
from sim.domain.concessions import ConcessionNamed, Concessions
from sim.report import style, wording
from sim.report.alike import given_words
from sim.report.answers.concession_pair_blocks import shown_pairs
from sim.report.answers.concession_set_blocks import mover_costs, set_steps, target_words
from sim.report.answers.concession_steps import in_codings, party_of
from sim.report.codings import coding_head
from sim.report.figures.canvas import canvas, caption_of
from sim.report.figures.concession_pairs import pairs_page

__all__ = ["draw_set_members", "draw_set_shares", "pages"]

_MOST_SETS = 12

#: How far the codings of a set stand apart, in sets; and where the rows of numbers are, in shares.
_SPREAD = 0.6
_ROWS_FROM = 1.13
_ROW = 0.14


def pages(finding: Concessions) -> Mapping[str, Callable[[], Figure]]:
    """Name → maker of each figure that was asked for and has something to show."""
    found: dict[str, Callable[[], Figure]] = {}
    if finding.sets is not None and finding.sets.sets:
        found["concession-sets"] = partial(_sets_page, finding.sets, finding.made)
    if finding.pairs is not None and any(shown_pairs(finding.pairs).values()):
        found["concession-pairs"] = partial(pairs_page, finding.pairs, finding.made)
    return found


def _sets_page(sets: ConcessionSets, made: Made) -> Figure:
    steps = _members(sets)
    above = 2.1 + 0.24 * len(made.codings)
    below = 0.42 * max(1, len(steps)) + 0.5
    order = "The nearest first."
    if sets.search.reached:
        order = "The fewest concessions first, then the cheapest."
    reading = (
        "Above: settled of 100 worlds, with intervals; below: what each set consists of, a mark a "
        "party. Numbers "
        "beside marks: change of the mover's own result when the set is made, in the coding where "
        f"it is lowest. {order}"
    )
    figure, axes = canvas(2, 1, above + below, _sets_title(sets, made), caption_of(made, reading))
    grid = axes[0].get_subplotspec()
    if grid is not None:
        grid.get_gridspec().set_height_ratios([above, below])
    draw_set_shares(sets, made, axes[0])
    draw_set_members(sets, made, axes[1])
    return figure


def _sets_title(sets: ConcessionSets, made: Made) -> str:
    search, every = sets.search, in_codings(len(made.codings))
    goal = target_words(search.target)
    if not search.reached:
        return f"No set of up to {search.size} concessions tried reaches {goal}{every}"
    if not sets.sets[0].size:
        return f"{wording.capital(goal)} settle{every} without any concession"
    count = wording.count_words(sets.sets[0].size, "concession")
    return f"It takes {count} to reach {goal}{every}"


def _members(sets: ConcessionSets) -> list[ConcessionNamed]:
    """Every concession of a set that is shown, in the order of the sets."""
    numbers = dict.fromkeys(row.set for row in sets.sets if row.set <= _MOST_SETS)
    return list(dict.fromkeys(step for number in numbers for step in set_steps(sets, number)))


def draw_set_shares(sets: ConcessionSets, made: Made, axes: Axes) -> Axes:
    """Share settled after each set, every coding with a shape of its own, and the target.

    The numbers stand in rows above, one for each coding, where they cannot hide one another.
    """
    many = len(made.codings)
    for row in sets.sets:
        if row.set > _MOST_SETS:
            continue
        k = made.codings.index(row.coding)
        x, share = row.set + _SPREAD / many * (k - (many - 1) / 2), row.share
        axes.plot([x, x], [share.low, share.high], color=style.INK, linewidth=1)
        axes.plot(
            [x],
            [share.share],
            marker=style.series_look(k).marker,
            color=style.series_look(k).colour,
            markeredgecolor=style.INK,
            markersize=6,
            linestyle="none",
        )
        told = wording.share_middle(share)
        axes.text(row.set, _row(k, many), told, ha="center", va="center", fontsize=8)
    for k, coding in enumerate(made.codings):
        named = f"{coding_head(coding) or 'settled'} {style.series_look(k).sign}"
        axes.annotate(
            named,
            xy=(0.52, _row(k, many)),
            xytext=(-4, 0),
            textcoords="offset points",
            ha="right",
            va="center",
            fontsize=8,
        )
    axes.axhline(sets.search.target, color=style.INK, linestyle="--", linewidth=1)
    axes.annotate(
        "target",
        xy=(1, sets.search.target),
        xycoords=("axes fraction", "data"),
        xytext=(3, 0),
        textcoords="offset points",
        va="center",
        fontsize=style.SMALL,
    )
    axes.set_ylim(0.0, _ROWS_FROM + _ROW * (many - 0.5))
    axes.set_yticks([0.0, 0.2, 0.4, 0.6, 0.8, 1.0])
    axes.set_ylabel(f"settled by\n{wording.day_words(made.horizon)}")
    style.of_100(axes)
    _columns(sets, axes)
    axes.set_xticklabels([])
    return axes


def _row(k: int, many: int) -> float:
    """Where the numbers of coding ``k`` of so many stand: the first on top."""
    return _ROWS_FROM + _ROW * (many - 1 - k)


def draw_set_members(sets: ConcessionSets, made: Made, axes: Axes) -> Axes:
    """A column of joined dots for each set, one row for each concession."""
    steps = _members(sets)
    for row, _ in enumerate(steps):
        axes.axhspan(
            row - 0.5, row + 0.5, color=style.BAND if row % 2 else style.PAPER, linewidth=0
        )
    for number in dict.fromkeys(one.set for one in sets.sets if one.set <= _MOST_SETS):
        costs = mover_costs(sets, number)
        rows = [steps.index(step) for step in set_steps(sets, number)]
        if rows:
            axes.plot([number] * 2, [min(rows), max(rows)], color=style.INK, linewidth=1.5)
        for row in rows:
            look = style.party_look(made.labels.parties, steps[row].party)
            axes.plot([number], [row], marker=look.marker, markersize=8, color=look.colour)
            lowest = min(cost.mean for cost in costs[steps[row].party].values())
            axes.annotate(
                wording.cost_words(lowest),
                xy=(number, row),
                xytext=(6, 0),
                textcoords="offset points",
                va="center",
                fontsize=7,
            )
    _columns(sets, axes)
    axes.set_ylim(max(1, len(steps)) - 0.5, -0.5)
    axes.set_yticks(range(len(steps)))
    axes.set_yticklabels([_label(step, made, 44) for step in steps], fontsize=7.5)
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False)
    axes.set_xlabel("set" if steps else "nothing is conceded")
    return axes


def _columns(sets: ConcessionSets, axes: Axes) -> None:
    last = min(_MOST_SETS, max(row.set for row in sets.sets))
    axes.set_xlim(0.5, last + 0.75)
    axes.set_xticks(range(1, last + 1))
    axes.grid(visible=False, axis="x")


def _label(step: ConcessionNamed, made: Made, wide: int) -> str:
    labels = made.labels
    head = f"{wording.capital(party_of(step.party, labels))}, {labels.issues[step.issue]}:"
    given = given_words([step], labels)
    return f"{style.wrapped(head, wide, lines=1)}\n{style.wrapped(given, wide, lines=1)}"
