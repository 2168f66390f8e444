"""Pairs of concessions, drawn: what both lift together against the sum of what each lifts alone."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.domain.answer import Made
from sim.domain.concession_pairs import PairRow
from sim.domain.concession_sets import ConcessionPairs
from sim.report import style, wording
from sim.report.alike import given_words
from sim.report.answers.concession_pair_blocks import Group, shown_pairs
from sim.report.answers.concession_steps import halves_of, in_codings, party_of
from sim.report.figures.canvas import canvas, caption_of, hide_inner_labels, name_coding

__all__ = ["draw_pairs", "pairs_page"]


def pairs_page(pairs: ConcessionPairs, made: Made) -> Figure:
    """The pairs that are told of, codings side by side."""
    groups = [group for groups in shown_pairs(pairs).values() for group in groups]
    reading = (
        "Dot: both concessions; diamond: the sum of what each lifts alone; small bars: each alone. "
        "The line is the interval of what the pair does beyond that sum: where it misses the "
        "diamond the two are told apart."
    )
    figure, axes = canvas(
        1,
        len(made.codings),
        0.62 * len(groups) + 0.9,
        _pairs_title(pairs, made),
        caption_of(made, reading),
    )
    for coding, one in zip(made.codings, axes, strict=True):
        draw_pairs(groups, made, coding, one)
        name_coding(coding, one)
    hide_inner_labels(axes)
    return figure


def _pairs_title(pairs: ConcessionPairs, made: Made) -> str:
    shown = list(shown_pairs(pairs).values())
    every = in_codings(len(made.codings))
    if shown[1] or any(row.complementarity.low > 0.0 for group in shown[0] for row in group[0]):
        return "Pairs of concessions: some do more together than apart"
    if shown[2]:
        return f"No pair of concessions does more than the sum of its halves{every}"
    return f"No pair of concessions does clearly more or less than its halves{every}"


def draw_pairs(groups: list[Group[PairRow]], made: Made, coding: str, axes: Axes) -> Axes:
    """One row for each group of pairs: both, the sum of the halves, and the halves."""
    rows = [next(row for row in group[0] if row.coding == coding) for group in groups]
    for place, row in enumerate(rows):
        both, beyond = row.lift.difference, row.complementarity
        apart = both - beyond.difference
        axes.plot(
            [apart + beyond.low, apart + beyond.high],
            [place, place],
            color=style.INK,
            linewidth=1.2,
            zorder=2,
        )
        for alone in (row.first_lift.difference, row.second_lift.difference):
            axes.plot([alone], [place], marker="|", markersize=9, color=style.DRAB, zorder=2)
        axes.plot(
            [apart],
            [place],
            marker="D",
            markersize=6.5,
            color="white",
            markeredgecolor=style.INK,
            zorder=3,
        )
        axes.plot([both], [place], marker="o", markersize=6, color=style.SIGNED, zorder=4)
        axes.annotate(
            f"beyond the sum\n{wording.difference_words(beyond)}",
            xy=(1.0, place),
            xycoords=("axes fraction", "data"),
            xytext=(-3, 0),
            textcoords="offset points",
            ha="right",
            va="center",
            fontsize=7,
        )
    _frame(groups, made, axes)
    return axes


def _frame(groups: list[Group[PairRow]], made: Made, axes: Axes) -> None:
    axes.axvline(0.0, color=style.INK, linewidth=0.8)
    axes.set_ylim(len(groups) - 0.4, -0.6)
    axes.set_yticks(range(len(groups)))
    labels = [_pair_label(group, made) for group in groups]
    axes.set_yticklabels(labels, fontsize=7)
    ends = [end for group in groups for row in group[0] for end in _ends(row)]
    low, high = min([0.0, *ends]), max([0.01, *ends])
    axes.set_xlim(low - 0.05 * (high - low), high + 0.55 * (high - low))
    style.of_100(axes, axis="x")
    axes.set_xlabel(f"more of 100 worlds settled by {wording.day_words(made.horizon)}")
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")


def _ends(row: PairRow) -> tuple[float, ...]:
    apart = row.lift.difference - row.complementarity.difference
    ends = (apart, apart + row.complementarity.low, apart + row.complementarity.high)
    return (*ends, row.first_lift.difference, row.second_lift.difference)


def _pair_label(group: Group[PairRow], made: Made) -> str:
    sides = zip(*(halves_of(pair[0]) for pair in group), strict=True)
    lines = []
    labels = made.labels
    for side, joint in zip(sides, ("", "+ "), strict=True):
        steps = list(dict.fromkeys(side))
        party = wording.capital(party_of(steps[0].party, labels))
        head = f"{joint}{party}, {labels.issues[steps[0].issue]}:"
        given = given_words(steps, labels).removesuffix(",")
        lines += [style.wrapped(head, 46, lines=1), style.wrapped(given, 46, lines=1)]
    return "\n".join(lines)
