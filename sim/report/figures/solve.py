"""The price of haggling as a picture: what each party would have more, concept by concept."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.domain.solved import Concept, PriceRow, Solved
from sim.report import style, wording
from sim.report.answers.solve_tables import NAMES, named
from sim.report.figures.canvas import canvas, caption_of, hide_inner_labels, name_coding

__all__ = ["draw_price", "pages"]

_MARKERS = {
    Concept.NASH: "o",
    Concept.KALAI_SMORODINSKY: "s",
    Concept.EGALITARIAN: "^",
    Concept.UTILITARIAN: "D",
    Concept.SUBGAME_PERFECT: "*",
}


def pages(finding: Solved) -> Mapping[str, Callable[[], Figure]]:
    """File stem → what makes the figure; none where no concept names a package."""
    if not any(row.price for row in finding.prices):
        return {}
    return {"price-of-haggling": lambda: _price(finding)}


def _shown(finding: Solved) -> list[tuple[str, Concept]]:
    """Party and concept of each row of the picture, from the top."""
    known = {(row.party, row.concept) for row in finding.prices}
    return [
        (party, concept)
        for party in finding.made.labels.parties
        for concept in named(finding)
        if (party, concept) in known
    ]


def _price(finding: Solved) -> Figure:
    codings = finding.made.codings
    reading = (
        "Right of zero: more than the talks as played left the party, deal or none, in the same "
        "worlds (where the concept names a package); discounted to day 0. Lines: 95 %. The "
        "concepts assume complete information."
    )
    tall = 0.24 * len(_shown(finding)) + 0.9
    figure, axes = canvas(1, len(codings), tall, _title(finding), caption_of(finding.made, reading))
    for name, one in zip(codings, axes, strict=True):
        draw_price(finding, name, one)
        name_coding(name, one)
    hide_inner_labels(axes)
    return figure


def _title(finding: Solved) -> str:
    surely = [
        wording.party_words(name)
        for party, name in finding.made.labels.parties.items()
        if all(
            row.price is not None and row.price.low > 0.0
            for row in finding.prices
            if row.party == party
        )
        and any(row.party == party for row in finding.prices)
    ]
    whichever = "whichever the concept" if len(named(finding)) > 1 else "in subgame-perfect play"
    if not surely:
        return f"The price of haggling: no party would surely have more {whichever}"
    everywhere = "" if len(finding.made.codings) == 1 else " and coding"
    return wording.capital(
        f"{wording.listed(surely)} would on average have more than the talks as played leave, "
        f"{whichever}{everywhere if len(named(finding)) > 1 else ''}"
    )


def draw_price(finding: Solved, coding: str, axes: Axes) -> Axes:
    """A point with its interval for every party and concept."""
    shown = _shown(finding)
    rows = {(row.party, row.concept): row for row in finding.prices if row.coding == coding}
    axes.axvline(0.0, color=style.INK, linewidth=0.8)
    parties = list(finding.made.labels.parties)
    for place, key in enumerate(shown):
        _draw_row(rows.get(key), place, style.party_look(parties, key[0]), axes)
        if place and shown[place - 1][0] != key[0]:
            axes.axhline(place - 0.5, color=style.DRAB, linewidth=0.6)
    labels = finding.made.labels.parties
    axes.set_yticks(
        range(len(shown)), [f"{labels[party]}: {NAMES[concept]}" for party, concept in shown]
    )
    axes.set_ylim(len(shown) - 0.5, -0.5)
    axes.set_xlabel("more than as played, value units")
    return axes


def _draw_row(row: PriceRow | None, place: int, look: style.Look, axes: Axes) -> None:
    if row is None or row.price is None:
        axes.text(0.0, place, " too few worlds", va="center", fontsize=style.SMALL)
        return
    price = row.price
    axes.plot([price.low, price.high], [place, place], color=look.colour, linewidth=1.6)
    size = 9 if row.concept is Concept.SUBGAME_PERFECT else 5.5
    axes.plot(price.mean, place, marker=_MARKERS[row.concept], color=look.colour, markersize=size)
