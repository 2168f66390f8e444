"""What each party gets from a settlement, against what it expects without one."""

from __future__ import annotations

from matplotlib.axes import Axes

from sim.domain.estimate import Quantiles
from sim.domain.finding import RunSummary
from sim.report import style

__all__ = ["draw_values", "values_title"]

_OFFSET = 0.17


def values_title(summary: RunSummary) -> str:
    """What the figure shows, as a sentence."""
    if not any(coding.options for coding in summary.codings.values()):
        return "No world settled: what each party has without a deal"
    return "What each party gets where the talks settle, against its no-deal value there"


def draw_values(summary: RunSummary, coding: str, axes: Axes) -> Axes:
    """For each party two bars: the signed package, and no deal in the same worlds."""
    values = summary.codings[coding].values
    for row, party in enumerate(summary.labels.parties):
        found = values.get(party)
        if found is None:
            continue
        without = found.no_deal_settled or found.no_deal
        colour = style.party_look(summary.labels.parties, party).colour
        _bar(found.settled, row - _OFFSET, colour, "signed", axes)
        _bar(without, row + _OFFSET, style.NO_DEAL, "no deal", axes)
    count = len(summary.labels.parties)
    axes.set_ylim(count - 0.4, -0.6)
    axes.set_yticks(range(count))
    axes.set_yticklabels([style.wrapped(name, 18) for name in summary.labels.parties.values()])
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")
    axes.set_xlim(*_span(summary))
    axes.set_xlabel("value units (1: its best on everything;\na premium on any deal comes on top)")
    return axes


def _span(summary: RunSummary) -> tuple[float, float]:
    # One width for all codings, so that they can be compared by eye; room for the last word.
    found = [
        one
        for coding in summary.codings.values()
        for values in coding.values.values()
        for one in (values.settled, values.no_deal_settled or values.no_deal)
        if one is not None
    ]
    low, high = min(one.p05 for one in found), max(one.p95 for one in found)
    wide = max(high - low, 0.05)
    return low - 0.05 * wide, high + 0.2 * wide


def _bar(values: Quantiles | None, place: float, colour: str, word: str, axes: Axes) -> None:
    if values is None:
        return
    axes.plot([values.p05, values.p95], [place, place], color=colour, linewidth=1.4)
    axes.plot(
        [values.p25, values.p75], [place, place], color=colour, linewidth=6, solid_capstyle="butt"
    )
    axes.plot([values.p50], [place], marker="o", color="white", markeredgecolor=colour)
    axes.annotate(
        word,
        xy=(values.p95, place),
        xytext=(4, 0),
        textcoords="offset points",
        va="center",
        color=colour,
        fontsize=style.SMALL,
    )
