"""How many worlds have ended, and how, by each day."""

from __future__ import annotations

from matplotlib.axes import Axes

from sim.domain.estimate import Share
from sim.domain.finding import DayShares, RunSummary
from sim.report import style, wording

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
        colour = style.ENDING_COLOURS[ending]
        axes.fill_between(
            days,
            [share.low for share in shares],
            [share.high for share in shares],
            color=colour,
            alpha=0.2,
            linewidth=0,
        )
        axes.plot(days, [share.share for share in shares], color=colour, linewidth=1.8)
        ends.append(shares[-1].share if shares else 0.0)
    axes.set_ylim(0.0, _top(summary))
    _label_lines(summary, coding, ends, axes)
    _mark_deadline(summary, axes)
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
        axes.annotate(
            f"{wording.ending_words(ending)}\n{wording.share_words(share)}",
            xy=(summary.horizon, end),
            xytext=(1.05, (place + lift) / top),
            textcoords="axes fraction",
            arrowprops={
                "arrowstyle": "-",
                "color": style.ENDING_COLOURS[ending],
                "linewidth": 0.8,
                "shrinkA": 0,
                "shrinkB": 0,
                "relpos": (0, 0.5),
            },
            color=style.ENDING_COLOURS[ending],
            fontsize=style.SMALL,
            va="center",
            annotation_clip=False,
            linespacing=1.1,
        )


def _mark_deadline(summary: RunSummary, axes: Axes) -> None:
    if summary.deadline is None or summary.deadline >= summary.horizon:
        return
    axes.axvline(summary.deadline, color=style.DRAB, linestyle=":", linewidth=1)
    axes.text(
        summary.deadline,
        axes.get_ylim()[1],
        f" deadline, {wording.day_words(summary.deadline)}",
        fontsize=style.SMALL,
        color=style.DRAB,
        va="top",
    )
