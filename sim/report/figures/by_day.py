"""How many worlds have ended, and how, by each day."""

from __future__ import annotations

from matplotlib.axes import Axes

from sim.domain.finding import DayShares, RunSummary, Share
from sim.report import style, wording

__all__ = ["draw_endings_by_day", "endings_title"]

_LINES = ("settlement", "partial", "walkout")
_LABEL_GAP = 0.05


def endings_title(summary: RunSummary) -> str:
    """What the figure shows, as a sentence."""
    shares = [coding.endings["settlement"] for coding in summary.codings.values()]
    over = "" if len(shares) == 1 else ", depending on the coding"
    return f"Settled by {wording.day_words(summary.horizon)}: {wording.range_words(shares)}{over}"


def draw_endings_by_day(summary: RunSummary, coding: str, axes: Axes) -> Axes:
    """Cumulative shares by day with bands: settlement, small deal only, walk-out."""
    found = summary.codings[coding]
    days = [point.day for point in found.by_day]
    ends = []
    for ending in _LINES:
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
    top = max([0.05, *(_share(p, e).high for p in found.by_day for e in _LINES)])
    axes.set_ylim(0.0, min(1.0, top * 1.12))
    _label_lines(found.endings, ends, summary.horizon, axes)
    _mark_deadline(summary, axes)
    axes.set_xlim(0.0, summary.horizon)
    axes.set_xlabel("day")
    axes.set_ylabel("of 100 worlds, ended so by that day")
    style.of_100(axes)
    return axes


def _share(point: DayShares, ending: str) -> Share:
    return {
        "settlement": point.settlement,
        "partial": point.partial,
        "walkout": point.walkout,
    }[ending]


def _label_lines(endings: object, ends: list[float], horizon: float, axes: Axes) -> None:
    top = axes.get_ylim()[1]
    places = style.apart(ends, 0.12 * top)
    for ending, end, place in zip(_LINES, ends, places, strict=True):
        words = f"{wording.ending_words(ending)}\n{_short(endings, ending)}"
        axes.annotate(
            words,
            xy=(horizon, end),
            xytext=(horizon * 1.03, place),
            color=style.ENDING_COLOURS[ending],
            fontsize=style.SMALL,
            va="center",
            annotation_clip=False,
            linespacing=1.1,
        )


def _short(endings: object, ending: str) -> str:
    assert isinstance(endings, dict)
    return wording.share_words(endings[ending])


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
