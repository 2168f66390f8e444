"""How many worlds have ended, and how, by each day."""

from __future__ import annotations

from matplotlib.axes import Axes

from sim.domain.estimate import Share
from sim.domain.finding import DayShares, RunSummary
from sim.report import style, wording
from sim.report.figures.canvas import beside, mark_deadline

__all__ = ["draw_endings_by_day", "endings_title", "shown_endings"]

_LINES = ("settlement", "partial", "walkout")


def endings_title(summary: RunSummary) -> str:
    """What the figure shows, as a sentence."""
    shares = [coding.endings["settlement"] for coding in summary.codings.values()]
    by = f"Settled by {wording.day_words(summary.horizon)}"
    if len(shares) == 1:
        return f"{by}: {wording.share_sentence(shares[0])}, in this coding"
    return f"{by}: {wording.over_codings(wording.range_words(shares), len(shares))}"


def shown_endings(summary: RunSummary) -> tuple[str, ...]:
    """Settlement, and of the others those that some world ends in."""
    return tuple(
        ending
        for ending in _LINES
        if ending == "settlement"
        or any(coding.endings[ending].share > 0.0 for coding in summary.codings.values())
    )


def draw_endings_by_day(summary: RunSummary, coding: str, axes: Axes) -> Axes:
    """Cumulative shares by day with bands: settlement, small deal only, walk-out."""
    found = summary.codings[coding]
    days = [point.day for point in found.by_day]
    ends = []
    for ending in shown_endings(summary):
        shares = [_share(point, ending) for point in found.by_day]
        look = style.ENDING_LOOKS[ending]
        axes.fill_between(
            days,
            [share.low for share in shares],
            [share.high for share in shares],
            color=look.colour,
            alpha=0.2,
            linewidth=0,
        )
        line = style.line_of(look)
        middle = [share.share for share in shares]
        axes.plot(days, middle, color=look.colour, linestyle=line, linewidth=1.8)
        ends.append(shares[-1].share if shares else 0.0)
    axes.set_ylim(0.0, _top(summary))
    _label_lines(summary, coding, ends, axes)
    mark_deadline(summary.deadline, summary.horizon, axes)
    axes.set_xlim(0.0, summary.horizon)
    axes.set_xlabel("day")
    axes.set_ylabel("of 100 worlds, by that day")
    style.of_100(axes)
    return axes


def _share(point: DayShares, ending: str) -> Share:
    return {
        "settlement": point.settlement,
        "partial": point.partial,
        "walkout": point.walkout,
    }[ending]


def _top(summary: RunSummary) -> float:
    # One height for all codings, so that they can be compared by eye.
    points = [point for coding in summary.codings.values() for point in coding.by_day]
    highest = max([0.05, *(_share(point, ending).high for point in points for ending in _LINES)])
    return min(1.0, 1.12 * highest)


def _label_lines(summary: RunSummary, coding: str, ends: list[float], axes: Axes) -> None:
    top = axes.get_ylim()[1]
    places = style.apart(ends, 0.12 * top)
    lift = max(0.0, 0.03 * top - min(places))
    for ending, end, place in zip(shown_endings(summary), ends, places, strict=True):
        share = summary.codings[coding].endings[ending]
        words = f"{wording.ending_words(ending)}\n{wording.share_words(share)}"
        beside(axes, words, (summary.horizon, end), place + lift, style.ENDING_COLOURS[ending])
