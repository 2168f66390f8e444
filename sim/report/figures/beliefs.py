"""What is believed of the others, day by day, where it is true and where it is not."""

from __future__ import annotations

from matplotlib.axes import Axes

from sim.domain.finding import RunSummary
from sim.domain.timing import BeliefPath
from sim.report import style, wording
from sim.report.figures.canvas import mark_deadline

__all__ = ["Believed", "beliefs_title", "draw_beliefs", "shown_beliefs"]

#: Observer, party, type and learning event: what is believed, whether or not it is true.
Believed = tuple[str, str, str, str]

_MOST = 4


def shown_beliefs(summary: RunSummary) -> tuple[Believed, ...]:
    """The beliefs that have a row, those that somebody in some coding holds."""
    paths = [path for coding in summary.codings.values() for path in coding.beliefs]
    return tuple(dict.fromkeys(_believed(path) for path in paths))[:_MOST]


def _believed(path: BeliefPath) -> Believed:
    return path.observer, path.about, path.type, path.event


def beliefs_title(summary: RunSummary) -> str:
    """What the figure shows, as a sentence."""
    shown = shown_beliefs(summary)
    if not shown:
        return "Nobody holds a belief about another's type that may move"
    if len(shown) > 1:
        return "What each side comes to believe of the others, where it is true and where it is not"
    (observer, about, _, _), names = shown[0], summary.labels.parties
    return (
        f"What {wording.party_words(names[observer])} comes to believe of "
        f"{wording.party_words(names[about])}, where it is true and where it is not"
    )


def draw_beliefs(summary: RunSummary, coding: str, believed: Believed, axes: Axes) -> Axes:
    """Two lines with the middle half of worlds: the other truly is of the type, or is not."""
    paths = [path for path in summary.codings[coding].beliefs if _believed(path) == believed]
    look = style.party_look(summary.labels.parties, believed[1])
    for path in paths:
        colour = look.colour if path.true else style.DRAB
        days = [point.day for point in path.points]
        axes.fill_between(
            days,
            [point.chance.p25 for point in path.points],
            [point.chance.p75 for point in path.points],
            color=colour,
            alpha=0.2,
            linewidth=0,
        )
        middle = [point.chance.p50 for point in path.points]
        axes.plot(days, middle, color=colour, linestyle="-" if path.true else "--", linewidth=1.8)
    axes.set_ylim(0.0, 1.0)
    axes.set_xlim(0.0, summary.horizon)
    mark_deadline(summary.deadline, summary.horizon, axes)
    _label(summary, paths, look.colour, axes)
    style.of_100(axes)
    axes.set_xlabel("day")
    axes.set_ylabel(_belief_words(summary, believed, paths))
    return axes


def _belief_words(summary: RunSummary, believed: Believed, paths: list[BeliefPath]) -> str:
    names = summary.labels.parties
    name = paths[0].name if paths else believed[2]
    observer, about = (wording.party_words(names[party]) for party in believed[:2])
    words = f"chance {observer} gives to {about} being {name}, of 100"
    return style.wrapped(words, 30, lines=4)


def _label(summary: RunSummary, paths: list[BeliefPath], colour: str, axes: Axes) -> None:
    if not paths:
        axes.text(0.5, 0.5, "not held", ha="center", va="center", transform=axes.transAxes)
        return
    ends = [path.points[-1] for path in paths]
    places = style.apart([end.chance.p50 for end in ends], 0.2)
    shift = max(0.0, 0.06 - min(places)) or min(0.0, 0.94 - max(places))
    for path, end, place in zip(paths, ends, places, strict=True):
        words = f"{'truly so' if path.true else 'not so'}\n{wording.count_words(end.n)}"
        axes.annotate(
            words,
            xy=(summary.horizon, place + shift),
            xytext=(5, 0),
            textcoords="offset points",
            color=colour if path.true else style.DRAB,
            fontsize=style.SMALL,
            va="center",
            annotation_clip=False,
        )
