"""Stability as pictures: which states hold against moves, and who gains by breaking when."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.domain.estimate import Share
from sim.domain.stability import NO_AGREEMENT, Against, Sense, Stability
from sim.report import style, wording
from sim.report.answers.stability_keeping_says import weakest
from sim.report.answers.stability_tables import SENSES, states_of
from sim.report.codings import coding_head
from sim.report.figures.canvas import canvas, caption_of, hide_inner_labels, name_coding

__all__ = ["draw_curves", "draw_held", "pages"]

_MARKERS = {Sense.NASH: "o", Sense.GMR: "s", Sense.SEQ: "^"}

#: Rows left free between the moves of single parties and of coalitions.
_GAP = 0.8

#: Packages whose curves are drawn.
_MOST = 3


def pages(finding: Stability) -> Mapping[str, Callable[[], Figure]]:
    """File stem → what makes the figure; none where nothing is looked at."""
    made: dict[str, Callable[[], Figure]] = {}
    if finding.packages:
        made["against-moves"] = lambda: _held(finding)
    if any(row.gains.share > 0.0 for row in finding.curves):
        made["breach-over-time"] = lambda: _curves(finding)
    return made


def _rows(finding: Stability) -> list[tuple[str, Against]]:
    """State and whose moves, of each row of the picture, from the top."""
    return [
        (state, against) for against in Against for state in [NO_AGREEMENT, *states_of(finding)]
    ]


def _held(finding: Stability) -> Figure:
    codings = finding.made.codings
    reading = (
        "No agreement: of all worlds; a package: of those in which all it needs would sign it. "
        "Circle: Nash, nobody would move; square: GMR, deterred by what others could do; triangle: "
        "SEQ, by what others would gladly do."
    )
    tall = 0.34 * len(_rows(finding)) + 1.2
    figure, axes = canvas(
        1, len(codings), tall, _held_title(finding), caption_of(finding.made, reading)
    )
    for name, one in zip(codings, axes, strict=True):
        draw_held(finding, name, one)
        name_coding(name, one)
    hide_inner_labels(axes)
    return figure


def _held_title(finding: Stability) -> str:
    shares = [
        row.held
        for row in finding.states
        if row.held and row.against is Against.COALITIONS and row.sense is Sense.NASH
    ]
    if not shares:
        return "No package would be signed by all it needs in any world"
    told = wording.range_words(shares)
    codings = "" if len(finding.made.codings) == 1 else " and codings"
    return (
        "Where they would be signed, packages hold against coalitions that look at these states "
        f"alone, and not ahead, in {told}, over packages{codings}"
    )


def draw_held(finding: Stability, coding: str, axes: Axes) -> Axes:
    """A point with its interval for every state, whose moves, and sense."""
    shown = _rows(finding)
    half = len(shown) // 2
    places = [place + (_GAP if place >= half else 0.0) for place in range(len(shown))]
    for place, (state, against) in enumerate(shown):
        found = {
            row.sense: row.share if state == NO_AGREEMENT else row.held
            for row in finding.states
            if (row.coding, row.state, row.against) == (coding, state, against)
        }
        _draw_row(found, places[place], axes)
    axes.axhline(half - 0.35, color=style.DRAB, linewidth=0.8)
    axes.set_yticks(places, [state for state, _ in shown])
    for head, against in ((0.0, Against.SINGLE), (places[half], Against.COALITIONS)):
        axes.text(
            0.5,
            head - 0.72,
            f"against {against.value}",
            ha="center",
            va="center",
            fontsize=style.SMALL,
            color=style.DRAB,
        )
    axes.set_xlim(-0.03, 1.03)
    axes.set_ylim(places[-1] + 0.6, -1.1)
    axes.set_xlabel("stable, of 100 worlds")
    style.of_100(axes, axis="x")
    return axes


def _draw_row(found: Mapping[Sense, Share | None], place: float, axes: Axes) -> None:
    for step, sense in enumerate(SENSES):
        share = found.get(sense)
        if share is None:
            axes.text(0.01, place, "signed in no world", va="center", fontsize=style.SMALL)
            return
        y = place + 0.22 * (step - 1)
        colour = style.series_look(step).colour
        axes.plot([share.low, share.high], [y, y], color=colour, linewidth=1.2)
        axes.plot(share.share, y, marker=_MARKERS[sense], color=colour, markersize=5)


def _curves(finding: Stability) -> Figure:
    codings = finding.made.codings
    states = _drawn(finding)
    reading = (
        "Of the worlds in which all it needs would sign the package on "
        f"{wording.day_words(finding.day)}: those in which a party would have more without it on "
        "the day than by its being kept."
    )
    figure, axes = canvas(
        len(states),
        len(codings),
        1.75 * len(states) + 0.5,
        _curves_title(finding),
        caption_of(finding.made, reading),
    )
    for k, (state, coding) in enumerate((s, c) for s in states for c in codings):
        one = axes[k]
        draw_curves(finding, state, coding, one)
        one.set_title(f"{state}{coding_head(coding, ', {}')}")
        if k // len(codings) < len(states) - 1:
            one.set_xlabel("")
        if k % len(codings):
            one.set_ylabel("")
    return figure


def _drawn(finding: Stability) -> list[str]:
    """Of the packages that have a curve, in their order, those that would be signed most often in
    some coding."""
    known = {row.state for row in finding.curves}
    most: dict[str, float] = {}
    for row in finding.packages:
        if row.state in known:
            most[row.state] = max(most.get(row.state, 0.0), row.signed.share)
    drawn = sorted(most, key=lambda state: -round(most[state], 9))[:_MOST]
    return [state for state in states_of(finding) if state in drawn]


def _curves_title(finding: Stability) -> str:
    links = {weakest(finding, state) for state in _drawn(finding)}
    kept = [row.kept for row in finding.kept if row.kept and row.state in _drawn(finding)]
    told = (
        f"Kept to {wording.day_words(finding.day + finding.until)} in {wording.range_words(kept)}"
    )
    named = sorted({party for some in links for party in some})
    if not named:
        return f"{told}: nobody ever gains by breaking what is signed"
    labels = finding.made.labels.parties
    who = wording.listed(wording.party_words(labels[party]) for party in named)
    if len(named) > 1:
        return f"{told} of those signed; the first to gain by a breach: {who}"
    return f"{told} of those signed; the weakest link is {who}"


def draw_curves(finding: Stability, state: str, coding: str, axes: Axes) -> Axes:
    """A line with its band for every party that ever gains, named at its end."""
    rows = [row for row in finding.curves if (row.state, row.coding) == (state, coding)]
    parties = list(finding.made.labels.parties)
    ever = [
        party
        for party in parties
        if any(row.party == party and row.gains.share > 0.0 for row in rows)
    ]
    top = max([0.1, *(row.gains.high for row in finding.curves if row.gains.share > 0.0)])
    ends = []
    for party in ever:
        look = style.party_look(parties, party)
        own = [row for row in rows if row.party == party]
        days = [row.day for row in own]
        axes.fill_between(
            days,
            [row.gains.low for row in own],
            [row.gains.high for row in own],
            color=look.colour,
            alpha=0.18,
            linewidth=0,
        )
        gains = [row.gains.share for row in own]
        axes.plot(days, gains, color=look.colour, linestyle=style.line_of(look), lw=1.8)
        ends.append(own[-1].gains.share)
    _name_lines(finding, ever, ends, top, axes)
    last = finding.day + finding.until
    axes.set_xlim(finding.day, last)
    axes.set_ylim(0.0, min(1.0, 1.08 * top))
    axes.set_xlabel("day")
    axes.set_ylabel("gains, of 100\nsigned worlds")
    style.of_100(axes)
    if not rows or not ever:
        told = "nobody ever gains" if rows else "signed in no world"
        axes.text(finding.day + 0.5 * finding.until, 0.5 * top, told, ha="center")
    return axes


def _name_lines(
    finding: Stability, ever: list[str], ends: list[float], top: float, axes: Axes
) -> None:
    parties = list(finding.made.labels.parties)
    for party, place in zip(ever, style.apart(ends, 0.13 * top), strict=True):
        colour = style.party_look(parties, party).colour
        axes.annotate(
            f" {finding.made.labels.parties[party]}",
            xy=(finding.day + finding.until, max(place, 0.04 * top)),
            color=colour,
            fontsize=style.SMALL,
            va="center",
            annotation_clip=False,
        )
