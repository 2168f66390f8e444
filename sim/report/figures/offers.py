"""Where offers meet: what is on the table, seen by one party, day by day."""

from __future__ import annotations

from matplotlib.axes import Axes

from sim.domain.finding import RunSummary, TrackPoint
from sim.report import style

__all__ = ["draw_offers", "offers_title", "tracked_parties"]


def tracked_parties(summary: RunSummary) -> tuple[str, ...]:
    """The parties whose view of the offers was recorded, in the scenario's order."""
    seen = {point.party for coding in summary.codings.values() for point in coding.track}
    return tuple(party for party in summary.labels.parties if party in seen)


def offers_title(summary: RunSummary) -> str:
    """What the figure shows, as a sentence."""
    if not tracked_parties(summary):
        return "No offers were recorded"
    return "Where offers meet: how far apart they still are while the talks go on"


def draw_offers(summary: RunSummary, coding: str, party: str, axes: Axes) -> Axes:
    """The standing offers of every proposer, in ``party``'s own value: median and middle half."""
    track = [point for point in summary.codings[coding].track if point.party == party]
    order = list(summary.labels.parties)
    proposers = sorted({point.proposer for point in track}, key=order.index)
    ends = []
    for proposer in proposers:
        points = [point for point in track if point.proposer == proposer]
        _band(points, style.party_look(order, proposer), axes)
        ends.append(points[-1])
    _label(summary, party, ends, axes)
    axes.set_xlim(0.0, summary.horizon)
    axes.set_xlabel("day")
    axes.set_ylabel(style.wrapped(f"worth to {summary.labels.parties[party]}", 26))
    return axes


def _band(points: list[TrackPoint], look: style.Look, axes: Axes) -> None:
    days = [point.day for point in points]
    axes.fill_between(
        days,
        [point.value.p25 for point in points],
        [point.value.p75 for point in points],
        color=look.colour,
        alpha=0.2,
        linewidth=0,
    )
    middle = [point.value.p50 for point in points]
    axes.plot(days, middle, color=look.colour, linestyle=style.line_of(look), linewidth=1.8)


def _label(summary: RunSummary, party: str, ends: list[TrackPoint], axes: Axes) -> None:
    low, high = axes.get_ylim()
    places = style.apart([point.value.p50 for point in ends], 0.16 * (high - low))
    order = list(summary.labels.parties)
    for point, place in zip(ends, places, strict=True):
        own = point.proposer == party
        words = "its own offers" if own else f"offered by {summary.labels.parties[point.proposer]}"
        colour = style.party_look(order, point.proposer).colour
        axes.annotate(
            style.wrapped(words, 16),
            xy=(summary.horizon, place),
            xytext=(5, 0),
            textcoords="offset points",
            color=colour,
            fontsize=style.SMALL,
            va="center",
            annotation_clip=False,
        )
