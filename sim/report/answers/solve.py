"""What rational parties would sign, in words: a few sentences first, then tables."""

from __future__ import annotations

from collections.abc import Sequence

from sim.domain.protocol import FOR_A_ROUND
from sim.domain.solved import Concept, Solved
from sim.report import wording
from sim.report.answers import solve_tables as tables
from sim.report.answers.zopa_words import told_over
from sim.report.table import paragraph

__all__ = ["says", "text"]

_ASSUMED = (
    "The solutions assume complete information – every party knows every other's values, lines and "
    "patience, and the events to come –, "
)

#: Where more than this part of a value is left at the end, it matters who has the last word.
_LASTING = 0.1


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
            "the way. Which lines and no-deal values do, `parley zopa` tells.",
            _assumed(finding),
        )
    told = (*_price(finding), *_agreed(finding), _assumed(finding) + _last_word(finding))
    return (_where(finding), *told)


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


def _assumed(finding: Solved) -> str:
    """What parties know under the concepts, and in the talks as played."""
    labels = finding.made.labels.parties
    if not finding.ahead:
        meant = (
            "which the talks as played do not: what is called the price of haggling is that of "
            "not knowing as well."
        )
    elif finding.ahead != finding.principals:
        some = wording.listed(wording.party_words(labels[party]) for party in finding.ahead)
        meant = (
            f"which in the talks as played only {some} can build on: what is called the price of "
            "haggling is that of the others not knowing as well."
        )
    else:
        meant = (
            "and so do the talks as played, for all who make offers look ahead so: what is called "
            f"the price of haggling is no price of not knowing, but {_instead(finding)}."
        )
    return _ASSUMED + meant


def _instead(finding: Solved) -> str:
    """Where the difference comes from if everybody knows everything both times."""
    if FOR_A_ROUND in finding.made.protocol:
        return (
            "that of deals that do not bind – for a round only, as played, and for good under the "
            "concepts"
        )
    return "what it would bring to choose the package in another way"


def _last_word(finding: Solved) -> str:
    """Where waiting costs so little that the end decides."""
    least = min(finding.kept.values())
    if finding.rounds < 2 or least <= _LASTING:
        return ""
    return (
        f" Waiting for all {wording.count_words(finding.rounds, 'round')} leaves {least:.2f} of a "
        "value to parties of middling patience, so that subgame-perfect play may hang on who has "
        "the last word: ask again with another horizon."
    )
