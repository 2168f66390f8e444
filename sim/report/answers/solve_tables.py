"""The tables of the page about solutions: where, which package, at what price, and how found."""

from __future__ import annotations

from collections.abc import Sequence

from sim.domain.solved import Concept, PriceRow, Solved
from sim.report import wording
from sim.report.answers.zopa_words import NOTHING, mean_cell, package_lines, share_cell
from sim.report.codings import coding_head, heads
from sim.report.table import paragraph, side_by_side

__all__ = [
    "NAMES",
    "most_often",
    "named",
    "price",
    "reached",
    "spread",
    "where",
    "who_gains",
]

#: A package named in a smaller share of worlds than this is one of many.
_SELDOM = 0.05

NAMES = {
    Concept.NASH: "Nash",
    Concept.KALAI_SMORODINSKY: "Kalai–Smorodinsky",
    Concept.EGALITARIAN: "egalitarian",
    Concept.UTILITARIAN: "utilitarian",
    Concept.SUBGAME_PERFECT: "subgame-perfect",
}


def _headed(finding: Solved, title: str, rows: Sequence[tuple[str, list[str]]], width: int) -> str:
    table = side_by_side(heads(finding.made.codings), rows, width)
    return paragraph(title, width) + "\n" + table


def named(finding: Solved) -> list[Concept]:
    """The concepts that apply to the scenario."""
    return list(dict.fromkeys(row.concept for row in finding.concepts))


def where(finding: Solved, width: int) -> str:
    """How often something is signed, by whom, and whether the concepts agree."""
    spe = [row for row in finding.concepts if row.concept is Concept.SUBGAME_PERFECT]
    rows = [
        ("some package is acceptable", [share_cell(row.open) for row in finding.worlds]),
        ("subgame-perfect play signs one", [share_cell(row.signed) for row in spe]),
        ("the talks as played settle", [share_cell(row.settled) for row in finding.worlds]),
    ]
    title = (
        f"WHERE SOMETHING IS SIGNED, FROM {wording.day_words(finding.day).upper()} ON (of 100 "
        f"worlds; {wording.SAMPLING_ONLY})"
    )
    among = [
        ("the talks as played settle too", [share_cell(row.both) for row in finding.worlds]),
    ]
    if len(named(finding)) > 1:
        cells = [share_cell(row.agree) for row in finding.worlds]
        among.append(("all concepts name the same package", cells))
    told = "Of 100 worlds in which some package is acceptable:"
    return _headed(finding, title, rows, width) + "\n" + _headed(finding, told, among, width)


def most_often(finding: Solved, width: int) -> str:
    """The package each concept names most often, coding by coding."""
    lines = [
        paragraph(
            "THE PACKAGE EACH CONCEPT NAMES MOST OFTEN (of 100 worlds with an acceptable package)",
            width,
        )
    ]
    labels = finding.made.labels
    for row in finding.picks:
        if row.rank == 1:
            head = coding_head(row.coding, "{}, ")
            told = package_lines(row.package, labels)
            if row.share.share < _SELDOM:
                told = "differs from world to world; none stands out"
            share = wording.share_words(row.share)
            lines.append(
                paragraph(f"{head}{NAMES[row.concept]}, {share}: {told}", width, indent="  ")
            )
    return "\n".join(lines) if len(lines) > 1 else ""


def _by_party(finding: Solved, cell: str, width: int, title: str) -> str:
    rows = []
    for party, name in finding.made.labels.parties.items():
        for concept in named(finding):
            cells = [_cell(row, cell) for row in _prices(finding, party, concept)]
            if cells and set(cells) != {NOTHING}:
                rows.append((f"{name}, {NAMES[concept]}", cells))
    return _headed(finding, title, rows, width) if rows else ""


def _prices(finding: Solved, party: str, concept: Concept) -> list[PriceRow]:
    return [row for row in finding.prices if row.party == party and row.concept is concept]


def _cell(row: PriceRow, which: str) -> str:
    if which == "price":
        return mean_cell(row.price)
    return share_cell(row.gains if which == "gains" else row.loses)


def price(finding: Solved, width: int) -> str:
    """What each party would have more, concept by concept."""
    title = (
        "THE PRICE OF HAGGLING (mean of what the party would have under the concept less what the "
        "talks as played left it in the same world, deal or none; value units discounted to day 0; "
        f"worlds in which the concept names a package; {wording.SAMPLING_ONLY})"
    )
    return _by_party(finding, "price", width, title)


def who_gains(finding: Solved, width: int) -> str:
    """In how many worlds each party would have more than as played, and in how many less."""
    more = "WHO WOULD GAIN (of 100 such worlds, those with more than 0.01 more than as played)"
    less = "WHO WOULD LOSE (of 100 such worlds, those with more than 0.01 less than as played)"
    parts = [_by_party(finding, "gains", width, more), _by_party(finding, "loses", width, less)]
    return "\n\n".join(part for part in parts if part)


def spread(finding: Solved, width: int) -> str:
    """How much hangs on the concept."""
    if len(named(finding)) < 2:
        return ""
    rows = []
    for party, name in finding.made.labels.parties.items():
        found = [row.spread for row in finding.spreads if row.party == party]
        if any(found):
            cells = [NOTHING if one is None else wording.quantile_words(one) for one in found]
            rows.append((name, cells))
    title = (
        "HOW MUCH HANGS ON THE CONCEPT (a party's best less its worst value over the concepts in "
        "one world: the median, and what nine worlds of ten lie between)"
    )
    return _headed(finding, title, rows, width) if rows else ""


def reached(finding: Solved, width: int) -> str:
    """What the numbers rest on, in words."""
    labels = finding.made.labels.parties
    order = wording.listed(wording.party_words(labels[party]) for party in finding.order)
    turns = f"{order} propose in turn" if len(finding.order) > 1 else f"{order} proposes"
    parts = [
        "HOW THIS IS FOUND. All concepts choose among the packages that all who must sign would "
        f"take on {wording.day_words(finding.day)}, and a package keeps the worth it has then.",
    ]
    if len(named(finding)) > 1:
        parts.append(
            "Nash, Kalai–Smorodinsky, egalitarian and utilitarian weigh the gains of the "
            "principals, as shares of their own ranges, over what each would take, and sign on "
            "that day."
        )
    parts.append(
        f"In subgame-perfect play {turns}, {wording.count_words(finding.rounds, 'round')} from "
        f"{wording.day_words(finding.first_round)} on, whatever the protocol; all wait with their "
        "own patience, needed consents are asked, nobody accepts across a firm line, and no-deal "
        "values move with drift and events as if no offer were made. Where more packages than a "
        "few are acceptable, those that another with the same signatures betters for somebody and "
        "worsens for nobody are left out, which changes no offer."
    )
    return paragraph(" ".join(parts), width)
