"""What each concession changes on paper and, over process rules, in talks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.domain.concession import ConcessionKind
from sim.domain.concessions import Concessions, MoveRow, ProcessRule
from sim.report import style, wording
from sim.report.alike import given_words
from sim.report.answers.concession_move_blocks import Lookup, told_with
from sim.report.answers.concession_names import group_words, grouped, head_words
from sim.report.figures import concession_sets
from sim.report.figures.canvas import canvas, caption_of, hide_inner_labels, name_coding

__all__ = ["MOST_GROUPS", "draw_concessions", "pages", "title"]

MOST_GROUPS = 12


def pages(finding: Concessions) -> Mapping[str, Callable[[], Figure]]:
    """Name of a figure → what makes it."""
    return {"concessions": lambda: _page(finding), **concession_sets.pages(finding)}


def title(finding: Concessions) -> str:
    """What the figure shows, as a sentence."""
    groups = grouped(finding)
    if not groups:
        return "There is no concession to make"
    best = [group for group in groups if group[0].tier == 1 and group[0].exact.low > 0.0]
    if not best:
        return "No single concession opens more worlds in every coding than sampling alone could"
    alike, _ = told_with(best[0], Lookup(finding))
    told = group_words(alike, finding.made.labels)
    more = f", with {len(best) - 1} not told apart from it" if len(best) > 1 else ""
    return f"What opens most on paper{more} – {told}"


def _page(finding: Concessions) -> Figure:
    shown = grouped(finding)[:MOST_GROUPS]
    few = min((row.worlds for row in finding.without), default=finding.made.worlds)
    count = len(ProcessRule) - len(finding.idle)
    talks = f"in talks, settled by {wording.day_words(finding.made.horizon)}"
    by_rules = f"Grey: {talks}, under {count} process rules; diamond: as stated"
    reading = (
        "Between dotted lines nothing is told apart. Bar: on paper, a package that all would sign "
        f"on {wording.day_words(finding.day)}. "
        f"{by_rules if count > 1 else f'Diamond: {talks}'}"
    )
    if few < finding.made.worlds and count > 1:
        reading += f" (all but one on {wording.count_words(few)})"
    reading += "."
    figure, axes = canvas(
        1,
        len(finding.made.codings),
        0.56 * max(3, len(shown)) + 1.3,
        title(finding),
        caption_of(finding.made, reading),
    )
    for coding, one in zip(finding.made.codings, axes, strict=True):
        draw_concessions(finding, coding, one)
        name_coding(coding, one)
    hide_inner_labels(axes)
    return figure


def draw_concessions(finding: Concessions, coding: str, axes: Axes) -> Axes:
    """A filled bar per group for the acceptable set; below it a thin one for the talks."""
    known, shown = Lookup(finding), grouped(finding)[:MOST_GROUPS]
    for place, group in enumerate(shown):
        _draw_paper(known, group[0], coding, place, axes)
        _draw_talks(known, group[0], coding, place, axes)
        cost = wording.cost_words(known.effect(group[0], coding).cost.mean)
        axes.annotate(
            cost if float(cost.replace("−", "-")) else "none",
            xy=(1.0, place),
            xycoords=("axes fraction", "data"),
            xytext=(-3, 0),
            textcoords="offset points",
            ha="right",
            va="center",
            fontsize=7.5,
        )
        if place and group[0].tier != shown[place - 1][0].tier:
            axes.axhline(place - 0.5, color=style.DRAB, linewidth=0.8, linestyle=":")
    _frame(finding, known, shown, axes)
    return axes


def _draw_paper(known: Lookup, move: MoveRow, coding: str, place: int, axes: Axes) -> None:
    exact = known.effect(move, coding).exact
    above = place - 0.14
    if move.kind is ConcessionKind.OPEN_WITH:
        axes.annotate(
            "no signature hangs on it",
            xy=(0.0, above),
            xytext=(3, 0),
            textcoords="offset points",
            va="center",
            fontsize=6.5,
            color=style.DRAB,
        )
        return
    axes.barh(above, exact.difference, height=0.36, color=style.SIGNED_TINT, edgecolor=style.SIGNED)
    axes.plot([exact.low, exact.high], [above, above], color=style.INK, linewidth=1)


def _draw_talks(known: Lookup, move: MoveRow, coding: str, place: int, axes: Axes) -> None:
    lifts = known.lifts(move, coding)
    below = place + 0.24
    ends = [row.lift.difference for row in lifts.values()]
    axes.plot(
        [min(ends), max(ends)], [below, below], color=style.DRAB, linewidth=3.2,
        solid_capstyle="butt",
    )  # fmt: skip
    axes.plot(
        [lifts[ProcessRule.STATED].lift.difference], [below], marker="D", color="white",
        markeredgecolor=style.INK, markersize=4, linestyle="none",
    )  # fmt: skip


def _label(group: Sequence[MoveRow], known: Lookup) -> str:
    # Who gives and the issue have a line of their own, so that a long option never hides them.
    labels = known.finding.made.labels
    alike, _ = told_with(group, known)
    head = f"{wording.capital(head_words(group[0], labels))}, {labels.issues[group[0].issue]}:"
    given = given_words(alike, labels).removesuffix(",")
    return f"{style.wrapped(head, 40, lines=2)}\n{style.wrapped(given, 40, lines=2)}"


def _frame(
    finding: Concessions, known: Lookup, shown: Sequence[Sequence[MoveRow]], axes: Axes
) -> None:
    axes.axvline(0.0, color=style.INK, linewidth=0.8)
    axes.set_ylim(len(shown) - 0.4, -0.6)
    axes.set_yticks(range(len(shown)))
    axes.set_yticklabels([_label(group, known) for group in shown], fontsize=7.5)
    low, high = _span(finding, known, shown)
    axes.set_xlim(low - 0.04 * (high - low), high + 0.2 * (high - low))
    style.of_100(axes, axis="x")
    axes.set_xlabel("more of 100 worlds")
    axes.annotate(
        "value units\nfor the payer",
        xy=(1.0, 1.0),
        xycoords="axes fraction",
        xytext=(-3, 3),
        textcoords="offset points",
        ha="right",
        va="bottom",
        fontsize=7,
        color=style.DRAB,
    )
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")


def _span(
    finding: Concessions, known: Lookup, shown: Sequence[Sequence[MoveRow]]
) -> tuple[float, float]:
    """One width for all codings, so that they can be compared by eye."""
    ends = [0.0, 0.01]
    for group in shown:
        for coding in finding.made.codings:
            exact = known.effect(group[0], coding).exact
            ends += [exact.low, exact.high]
            ends += [row.lift.difference for row in known.lifts(group[0], coding).values()]
    return min(ends), max(ends)
