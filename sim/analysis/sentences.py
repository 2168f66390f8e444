"""Differences and grounds of refusal as words: worlds of 100, no finer than the interval allows."""

from __future__ import annotations

from sim.domain.finding import (
    ConcessionKind,
    ConcessionRow,
    ConcessionTable,
    Difference,
    Obstacle,
)
from sim.domain.scenario import Scenario

__all__ = ["coding_words", "concession_sentence", "ground_words", "lift_range_words", "lift_words"]


def lift_words(found: Difference) -> str:
    """A paired difference of shares, signed, in worlds of 100 with its interval.

    >>> lift_words(Difference(difference=0.124, low=0.096, high=0.152))
    '+12 of 100 worlds (+10 to +15, sampling only)'
    """
    step = _step(found)
    middle, low, high = (
        _signed(value, step) for value in (found.difference, found.low, found.high)
    )
    return f"{middle} of 100 worlds ({low} to {high}, sampling only)"


def lift_range_words(found: list[Difference]) -> str:
    """The range of several differences, in worlds of 100: one number where they round to it.

    >>> lift_range_words([Difference(difference=d, low=d - .02, high=d + .02) for d in (-.03, .1)])
    'by −3 to +10 of 100 worlds'
    """
    step = max(_step(difference) for difference in found)
    low = _signed(min(difference.difference for difference in found), step)
    high = _signed(max(difference.difference for difference in found), step)
    return f"by {low} of 100 worlds" if low == high else f"by {low} to {high} of 100 worlds"


def coding_words(coding: str) -> str:
    """How a sentence names the coding it speaks of.

    >>> coding_words("stated"), coding_words("low-no-deal")
    ('in this coding', 'in this coding (low-no-deal)')
    """
    return "in this coding" if coding == "stated" else f"in this coding ({coding})"


def ground_words(obstacle: Obstacle, scenario: Scenario) -> str:
    """Whose refusal it was, and why."""
    party = scenario.parties[obstacle.party].name
    if obstacle.issue is None:
        return f"{party} finding the offers too little"
    return f"{party}'s line on {scenario.agenda[obstacle.issue].name}"


def _step(found: Difference) -> float:
    # Whole worlds of 100; fives where the interval is wider than ten worlds.
    return 5.0 if found.high - found.low >= 0.10 else 1.0


def _signed(value: float, step: float) -> str:
    rounded = round(100.0 * value / step) * step
    return "0" if rounded == 0.0 else f"{rounded:+.0f}".replace("-", "−")


def concession_sentence(row: ConcessionRow, table: ConcessionTable, worlds: str) -> str:
    """What one concession changes, over the codings. worlds : what it was tried on, in words.

    The sentence stays the same whether the party's name is singular or plural.
    """
    lifts = [lift.horizon for lift in row.lifts.values()]
    party, issue = table.labels.parties[row.party], table.labels.issues[row.issue]
    option = table.labels.options[row.issue].get(row.option, row.option)
    what = {
        ConcessionKind.DROP_LINE: f"dropping the line on {issue}",
        ConcessionKind.ACCEPT: f"accepting “{option}” on {issue}",
        ConcessionKind.OPEN_WITH: f"opening with “{option}” on {issue}",
    }[row.kind]
    who = party[:1].upper() + party[1:]
    changes = f"{who}, {what}: the share that settles by day {table.horizon:g} changes"
    costs = [lift.cost.mean for lift in row.lifts.values()]
    if len(lifts) == 1:
        coding = coding_words(next(iter(row.lifts)))
        changes = f"{changes} by {lift_words(lifts[0])} {coding}"
    else:
        changes = f"{changes} {lift_range_words(lifts)}, the range over {len(lifts)} codings"
    return f"{changes}, and what the mover ends up with by {_value_range(costs)}; {worlds}."


def _value_range(values: list[float]) -> str:
    low, high = (f"{value:+.2f}".replace("-", "−") for value in (min(values), max(values)))
    low, high = ("0.00" if end[1:] == "0.00" else end for end in (low, high))
    return f"{low} value units" if low == high else f"{low} to {high} value units"
