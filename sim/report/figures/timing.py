"""How long talks take: where the worlds stand day by day, and the time to agreement."""

from __future__ import annotations

from matplotlib.axes import Axes

from sim.domain.estimate import Share
from sim.domain.finding import RunSummary
from sim.domain.timing import Timing, TimingPoint
from sim.report import style, wording
from sim.report.figures.canvas import beside, mark_deadline

__all__ = ["draw_agreement", "draw_states", "timing_reading", "timing_title"]

_STATES = {"settled": "settlement", "over": "walkout", "talking": "impasse"}
_NAMES = {"settled": "settled", "over": "broken off", "talking": "still talking"}

#: Least distance of two labels, as a share of the panel's height.
_GAP = 0.14


def timing_title(summary: RunSummary) -> str:
    """What the figure shows, as a sentence."""
    found = [timing for timing in _timings(summary) if timing.points]
    if not found:
        return "How long the talks took was not kept"
    last = [timing.points[-1].talking for timing in found]
    end = f"when the clock runs out, {wording.day_words(summary.horizon)}"
    left = [timing.left for timing in found if timing.left is not None]
    if not left:
        return f"Still talking {end}: {wording.range_words(last)}"
    deadline = wording.day_words(summary.deadline or 0.0)
    return (
        f"Still talking at the deadline, {deadline}: {wording.range_words(left)}; "
        f"{end}: {wording.range_words(last)}"
    )


def timing_reading(summary: RunSummary) -> str:
    """How to read the figure, for its caption."""
    told = "Above: where the worlds stand. Below: time to agreement, the rest censored at the end"
    if any(timing.left for timing in _timings(summary)):
        told += "; full line: all that is seen by the deadline (cross)"
    if any(_breaks_off(timing) for timing in _timings(summary)):
        told += "; green: product-limit, as if talks that broke off had gone on like the rest"
    return f"{told}."


def draw_states(summary: RunSummary, coding: str, axes: Axes) -> Axes:
    """Three areas on top of one another: settled, broken off, still talking."""
    timing = summary.codings[coding].timing
    if timing is None or not timing.points:
        return _nothing(axes)
    days = [point.day for point in timing.points]
    shares = {state: [_share(p, state).share for p in timing.points] for state in _STATES}
    areas = axes.stackplot(
        days,
        *shares.values(),
        colors=[style.ENDING_COLOURS[ending] for ending in _STATES.values()],
        alpha=0.55,
        linewidth=0,
        step="post",
    )
    areas[1].set_hatch("////")
    areas[2].set_alpha(0.22)
    axes.set_ylim(0.0, 1.0)
    mark_deadline(summary.deadline, summary.horizon, axes)
    _frame(summary, axes)
    axes.set_ylabel("of 100 worlds, on that day")
    _label_states(timing.points[-1], summary.horizon, axes)
    return axes


def _label_states(last: TimingPoint, horizon: float, axes: Axes) -> None:
    """Beside the middle of each area at the end, as far as they leave one another room."""
    shown = [state for state in _STATES if state != "over" or last.over.share > 0.0]
    middles, below = {}, 0.0
    for state in _STATES:
        middles[state] = below + _share(last, state).share / 2
        below += _share(last, state).share
    places = style.apart([middles[state] for state in shown], _GAP)
    for state, place in zip(shown, _within(places, 1.0), strict=True):
        words = f"{_NAMES[state]}\n{wording.share_words(_share(last, state))}"
        colour = style.ENDING_COLOURS[_STATES[state]]
        beside(axes, words, (horizon, middles[state]), place, colour)


def draw_agreement(summary: RunSummary, coding: str, axes: Axes) -> Axes:
    """The share that has agreed by each day: a full line to the deadline, a dashed one beyond."""
    timing = summary.codings[coding].timing
    if timing is None or not timing.points:
        return _nothing(axes)
    points = timing.points
    look = style.ENDING_LOOKS["settlement"]
    days = [point.day for point in points]
    low, high = [point.agreed.low for point in points], [point.agreed.high for point in points]
    axes.fill_between(days, low, high, step="post", color=look.colour, alpha=0.2, linewidth=0)
    seen = [p for p in points if timing.left is None or p.day <= (summary.deadline or 0.0)]
    beyond = points[max(0, len(seen) - 1) :]
    for some, line in ((seen, "-"), (beyond, "--")):
        axes.step(
            [p.day for p in some],
            [p.agreed.share for p in some],
            where="post",
            color=look.colour,
            linestyle=line,
            linewidth=1.8,
        )
    if _breaks_off(timing):
        plain = [point.settled.share for point in points]
        axes.step(days, plain, where="post", color=style.INK, linewidth=1.0)
    axes.set_ylim(0.0, _top(summary))
    _frame(summary, axes)
    axes.set_ylabel("agreed by that day,\nof 100 worlds")
    axes.set_xlabel("day")
    if seen and timing.left is not None:
        _mark_censored(summary, seen[-1], timing.left, axes)
    _label_agreement(timing, summary.horizon, axes)
    return axes


def _mark_censored(summary: RunSummary, at: TimingPoint, left: Share, axes: Axes) -> None:
    mark_deadline(summary.deadline, summary.horizon, axes, words="")
    axes.plot([at.day], [at.agreed.share], "P", color=style.INK, markersize=6, zorder=4)
    top = axes.get_ylim()[1]
    axes.annotate(
        f"still talking at the\ndeadline: {wording.share_words(left)}",
        xy=(at.day, at.agreed.share),
        xytext=((summary.deadline or 0.0) + 0.01 * summary.horizon, 0.98 * top),
        fontsize=style.TINY,
        color=style.INK,
        va="top",
    )


def _label_agreement(timing: Timing, horizon: float, axes: Axes) -> None:
    last, top = timing.points[-1], axes.get_ylim()[1]
    found = [("settled", last.settled, style.INK)]
    if _breaks_off(timing):
        found.append(("had none\nbroken off", last.agreed, style.SIGNED))
    else:
        found = [("settled", last.settled, style.SIGNED)]
    places = style.apart([share.share for _, share, _ in found], 0.24 * top)
    for (name, share, colour), place in zip(found, _within(places, top), strict=True):
        words = f"{name}\n{wording.share_words(share)}"
        beside(axes, words, (horizon, share.share), place, colour)


def _within(places: list[float], top: float) -> list[float]:
    """The same moved together so that the outermost labels stay beside the panel."""
    room = 0.06 * top
    shift = max(0.0, room - min(places)) or min(0.0, top - room - max(places))
    return [place + shift for place in places]


def _frame(summary: RunSummary, axes: Axes) -> None:
    axes.set_xlim(0.0, summary.horizon)
    style.of_100(axes)


def _nothing(axes: Axes) -> Axes:
    axes.text(0.5, 0.5, "not kept", ha="center", va="center", transform=axes.transAxes)
    return axes


def _timings(summary: RunSummary) -> list[Timing]:
    found = [coding.timing for coding in summary.codings.values()]
    return [timing for timing in found if timing is not None]


def _breaks_off(timing: Timing) -> bool:
    return any(point.over.share > 0.0 for point in timing.points)


def _share(point: TimingPoint, state: str) -> Share:
    return {"settled": point.settled, "over": point.over, "talking": point.talking}[state]


def _top(summary: RunSummary) -> float:
    # One height for all codings, so that they can be compared by eye.
    highest = [point.agreed.high for timing in _timings(summary) for point in timing.points]
    return min(1.0, 1.25 * max([0.05, *highest]))
