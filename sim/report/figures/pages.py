"""Whole pictures: codings as small multiples, a title that says the finding, a caption."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.domain.concession import ConcessionTable
from sim.domain.finding import RunSummary
from sim.errors import NotFoundError
from sim.report import wording
from sim.report.codings import coding_head
from sim.report.figures import (
    beliefs,
    by_day,
    lifts,
    offers,
    packages,
    refusals,
    timing,
    values,
)
from sim.report.figures.canvas import canvas, hide_inner_labels, name_coding

__all__ = ["RUN_KINDS", "lift_page", "run_kinds", "run_page"]

_INTERVAL = f"; {wording.SAMPLING_ONLY}"

#: Kinds of picture a run has: ending shares by day, time to agreement, what settled worlds sign,
#: what each party gets against its no-deal value, where offers meet, who refuses what, and what is
#: believed of the others.
RUN_KINDS = ("endings", "timing", "packages", "values", "offers", "refusals", "beliefs")

#: Points that a time to agreement has with a single round: day 0 and the round.
_ONE_ROUND = 2


def run_kinds(summary: RunSummary) -> tuple[str, ...]:
    """The kinds that have something to show of this run.

    No beliefs where nobody holds any, and no time to agreement where there is one round only.
    """
    timings = [coding.timing for coding in summary.codings.values()]
    there = {
        "timing": any(found is not None and len(found.points) > _ONE_ROUND for found in timings),
        "beliefs": bool(beliefs.shown_beliefs(summary)),
    }
    return tuple(kind for kind in RUN_KINDS if there.get(kind, True))


def run_page(summary: RunSummary, kind: str) -> Figure:
    """One picture of a run. Raises ``NotFoundError`` for an unknown kind.

    Draw and save it inside ``style.look()``, or it takes on whatever look is in force.
    """
    makers: dict[str, Callable[[RunSummary], Figure]] = {
        "endings": _endings,
        "timing": _timing,
        "packages": _packages,
        "values": _values,
        "offers": _offers,
        "refusals": _refusals,
        "beliefs": _beliefs,
    }
    if kind not in makers:
        raise NotFoundError(f"no plot is called {kind!r}; there are {wording.listed(RUN_KINDS)}")
    return makers[kind](summary)


def _endings(summary: RunSummary) -> Figure:
    reading = "What is left to 100 is impasse."
    if "partial" in by_day.shown_endings(summary):
        reading = (
            "Small deal only: worlds that never settle, from their first small deal on. " + reading
        )
    figure, axes = _side_by_side(summary, 3.6, by_day.endings_title(summary), reading=reading)
    for name, one in zip(summary.codings, axes, strict=True):
        by_day.draw_endings_by_day(summary, name, one)
    for one in axes[1:]:
        one.set_ylabel("")
    return figure


def _timing(summary: RunSummary) -> Figure:
    count = len(summary.codings)
    caption = _caption(summary, timing.timing_reading(summary))
    figure, axes = canvas(2, count, 5.0, timing.timing_title(summary), caption)
    for column, name in enumerate(summary.codings):
        above, below = axes[column], axes[count + column]
        timing.draw_states(summary, name, above)
        timing.draw_agreement(summary, name, below)
        name_coding(name, above)
        if column:
            above.set_ylabel("")
            below.set_ylabel("")
    return figure


def _packages(summary: RunSummary) -> Figure:
    count = len(summary.codings)
    each = 0.58 * len(summary.labels.issues) + 0.4
    reading = "Numbers: of 100 settled worlds."
    interval = _INTERVAL if packages.shows_intervals(summary) else ""
    caption = _caption(summary, reading, interval=interval)
    figure, axes = canvas(count, 1, each * count, packages.packages_title(summary), caption)
    for name, one in zip(summary.codings, axes, strict=True):
        packages.draw_packages(summary, name, one)
        _name_with_settled(summary, name, one)
    return figure


def _values(summary: RunSummary) -> Figure:
    tall = 0.62 * len(summary.labels.parties) + 0.9
    reading = "Thick bar: half of the worlds; thin: nine of ten; circle: median. "
    reading += "No deal: what it is truly worth; parties sign by what they believe it to be."
    title = values.values_title(summary)
    figure, axes = _side_by_side(summary, tall, title, reading=reading, interval="")
    for name, one in zip(summary.codings, axes, strict=True):
        values.draw_values(summary, name, one)
        _name_with_settled(summary, name, one)
    hide_inner_labels(axes)
    return figure


def _offers(summary: RunSummary) -> Figure:
    parties = offers.tracked_parties(summary)
    reading = (
        f"{_followed(summary)} Line: median over those whose talks still go on; band: the middle "
        "half of them. A line may rise without anybody asking for more: worlds leave it as they "
        "end."
    )
    figure, axes = canvas(
        max(1, len(parties)),
        len(summary.codings),
        2.3 * max(1, len(parties)) + 0.4,
        offers.offers_title(summary),
        _caption(summary, reading, interval=""),
    )
    for row, party in enumerate(parties):
        for column, name in enumerate(summary.codings):
            one = axes[row * len(summary.codings) + column]
            offers.draw_offers(summary, name, party, one)
            if row == 0:
                name_coding(name, one)
        _same_height(axes[row * len(summary.codings) : (row + 1) * len(summary.codings)])
    if not parties:
        for one in axes:
            one.set_axis_off()
    return figure


def _beliefs(summary: RunSummary) -> Figure:
    shown = beliefs.shown_beliefs(summary)
    reading = (
        f"{_followed(summary, 'Beliefs')} Line: median; band: the middle half; a world whose talks "
        "are over keeps its last belief."
    )
    count, rows = len(summary.codings), max(1, len(shown))
    caption = _caption(summary, reading, interval="")
    figure, axes = canvas(rows, count, 2.5 * rows + 0.4, beliefs.beliefs_title(summary), caption)
    for place, one in enumerate(axes):
        name = list(summary.codings)[place % count]
        if place < count:
            name_coding(name, one)
        if not shown:
            one.set_axis_off()
            continue
        beliefs.draw_beliefs(summary, name, shown[place // count], one)
        if place % count:
            one.set_ylabel("")
        if place // count < rows - 1:
            one.set_xlabel("")
    return figure


def _followed(summary: RunSummary, what: str = "Offers") -> str:
    """In how many worlds, the first ones of each coding, something was written down."""
    followed = max(coding.followed for coding in summary.codings.values())
    if not followed:
        return f"{what} were not followed."
    if followed >= summary.worlds:
        return f"{what} were followed in all worlds."
    return f"{what} were followed in the first {wording.count_words(followed)} only."


def _refusals(summary: RunSummary) -> Figure:
    tall = 0.36 * max(3, len(refusals.refusal_keys(summary))) + 0.9
    reading = "Filled: a red line; hollow: the package was worth too little."
    figure, axes = _side_by_side(summary, tall, refusals.refusals_title(summary), reading=reading)
    for name, one in zip(summary.codings, axes, strict=True):
        refusals.draw_refusals(summary, name, one)
    hide_inner_labels(axes)
    return figure


def lift_page(table: ConcessionTable) -> Figure:
    """The picture of single concessions: the ten best, codings side by side."""
    tall = 0.5 * max(3, len(lifts.shown_lifts(table))) + 1.1
    caption = (
        f"Scenario {table.scenario}; each concession re-run on the same "
        f"{wording.count_words(table.worlds)} per coding, seed {table.seed}; ranked by "
        f"the lowest lift over the codings; thin line: {wording.SAMPLING_ONLY}; "
        "mover: mean change of the mover's own result, in value units. "
        "Explains a coding; does not predict."
    )
    names = list(table.settled)
    figure, axes = canvas(1, len(names), tall, lifts.lifts_title(table), caption)
    for name, one in zip(names, axes, strict=True):
        lifts.draw_lifts(table, name, one)
        name_coding(name, one)
    hide_inner_labels(axes)
    return figure


def _caption(summary: RunSummary, reading: str = "", *, interval: str = _INTERVAL) -> str:
    """interval : what the intervals are; empty for a figure that shows none."""
    codings = [name for name in summary.codings if coding_head(name)]
    told = f"coding {wording.listed(codings)}" if codings else "one coding"
    worlds = wording.count_words(summary.worlds)
    if len(codings) > 1:
        told, worlds = f"codings {wording.listed(codings)}", f"{worlds} each"
    return (
        f"{reading} Scenario {summary.scenario}; {told}; {worlds}, "
        f"seed {summary.seed}{interval}. Explains a coding; does not predict."
    ).strip()


def _side_by_side(
    summary: RunSummary, tall: float, title: str, *, reading: str = "", interval: str = _INTERVAL
) -> tuple[Figure, list[Axes]]:
    caption = _caption(summary, reading, interval=interval)
    figure, axes = canvas(1, len(summary.codings), tall, title, caption)
    for name, one in zip(summary.codings, axes, strict=True):
        name_coding(name, one)
    return figure, axes


def _name_with_settled(summary: RunSummary, coding: str, axes: Axes) -> None:
    settled = wording.share_words(summary.codings[coding].endings["settlement"])
    name = coding_head(coding, "coding {}, ")
    axes.set_title(f"{name}{settled} of 100 worlds settle")


def _same_height(axes: Sequence[Axes]) -> None:
    # So that codings can be compared by eye.
    limits = [one.get_ylim() for one in axes]
    for one in axes:
        one.set_ylim(min(low for low, _ in limits), max(high for _, high in limits))
