"""What rational parties would sign, in words: a few sentences first, then tables."""

from __future__ import annotations

from collections.abc import Sequence

from sim.domain.solved import Concept, Solved
from sim.report import wording
from sim.report.answers import solve_tables as tables
from sim.report.answers.zopa_words import told_over
from sim.report.table import paragraph

__all__ = ["says", "text"]

_ASSUMED = (
    "The solutions assume complete information – every party knows every other's values, lines and "
    "patience, and the events to come –, which the talks as played do not: what is called the "
    "price of haggling is that of not knowing as well."
)


def text(finding: Solved, *, width: int = 80) -> str:
    """A reader's page for a terminal of the given width."""
    parts = [
        _opening(finding, width),
        *(paragraph(sentence, width) for sentence in says(finding)),
        tables.where(finding, width),
        tables.most_often(finding, width),
        tables.price(finding, width),
        tables.who_gains(finding, width),
        tables.spread(finding, width),
        tables.reached(finding, width),
        paragraph(wording.CLOSING, width),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _opening(finding: Solved, width: int) -> str:
    made = finding.made
    how = [
        wording.count_words(made.worlds) + ("" if len(made.codings) == 1 else " per coding"),
        f"seed {made.seed}",
        f"from {wording.day_words(finding.day)} on",
        f"as played: protocol {made.protocol}, to {wording.day_words(made.horizon)}",
    ]
    lines = [f"{made.scenario} – {made.title}", made.question, f"({', '.join(how)})"]
    lines += [f"with {path} = {value}" for path, value in made.overrides.items()]
    return "\n".join(paragraph(line, width) for line in lines)


def says(finding: Solved) -> tuple[str, ...]:
    """What it comes to: where something is signed, at what price, and how sure the package is."""
    if all(row.open.share == 0.0 for row in finding.worlds):
        return (
            f"On {wording.day_words(finding.day)} no world holds a package that all who must sign "
            "would take, so that no solution concept names one: it is not haggling that stands in "
            "the way.",
            _ASSUMED,
        )
    return (_where(finding), *_price(finding), *_agreed(finding), _ASSUMED)


def _where(finding: Solved) -> str:
    spe = [row for row in finding.concepts if row.concept is Concept.SUBGAME_PERFECT]
    waits = (
        "; in the other worlds with an acceptable package some party does better by waiting than "
        "by those that the others would still sign, and none of them is"
        if any(
            row.signed.share < one.open.share for row, one in zip(spe, finding.worlds, strict=True)
        )
        else ""
    )
    return (
        f"A package that all who must sign would take exists in "
        f"{told_over(row.open for row in finding.worlds)}; rational parties who know everything "
        f"(subgame-perfect play) sign one in {told_over(row.signed for row in spe)}{waits}. The "
        f"talks as played settle in {told_over(row.settled for row in finding.worlds)}."
    )


def _price(finding: Solved) -> Sequence[str]:
    told = []
    for party, name in finding.made.labels.parties.items():
        found = [row.price for row in finding.prices if row.party == party and row.price]
        if found:
            change = wording.cost_range_words(found).removesuffix(" value units")
            told.append(f"{change} for {wording.party_words(name)}")
    if not told:
        return ()
    over = ["the concepts"] if len(tables.named(finding)) > 1 else []
    over += ["codings"] if len(finding.made.codings) > 1 else []
    reach = f", the range over {wording.listed(over)} of means" if over else ", as a mean"
    concept = "the concept" if len(tables.named(finding)) > 1 else "subgame-perfect play"
    return (
        f"The price of haggling – a party's value under {concept} less what the talks as played "
        f"left it in the same worlds, in value units{reach} – is {'; '.join(told)}.",
    )


def _agreed(finding: Solved) -> Sequence[str]:
    agree = [row.agree for row in finding.worlds if row.agree is not None]
    if len(tables.named(finding)) < 2 or not agree:
        return ()
    return (
        f"Which package it is hangs on the concept: Nash, Kalai–Smorodinsky, egalitarian, "
        "utilitarian and subgame-perfect play name the same one in "
        f"{told_over(agree)} that hold an acceptable package.",
    )
