"""What a concession costs the party that makes it, in the values it had before it conceded.

A party's *result* in a world is the value of the package it signed or, without settlement, its true
no-deal value on the day the talks ended; both discounted to day 0. Gains of small deals are left
out. The cost of a concession is the mean change of the mover's result over all worlds; it is
negative where the mover loses, and may be positive where conceding buys a settlement that it likes.

An edit may raise the value the mover puts on an option. Its results are then told in the values of
the same worlds *before* the edit: on the edited issue the edited value of the option it got (of its
indifference package, without settlement) is replaced by the one it had.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sim.domain.outcome import Ending, Outcomes
from sim.domain.scenario import Scenario
from sim.domain.worlds import WorldBlock
from sim.sampling import draw, sample_worlds

__all__ = ["result_of", "unedited_result"]

Array = NDArray[np.float64]


def result_of(outcomes: Outcomes, party: str) -> Array:
    """(n,) what a party ends up with in each world, in its own discounted value units."""
    place = list(outcomes.scenario.parties).index(party)
    settled = outcomes.ending == Ending.SETTLEMENT
    found: Array = np.where(settled, outcomes.value[:, place], outcomes.no_deal[:, place])
    return found


def unedited_result(outcomes: Outcomes, base: Scenario, party: str, issue: str) -> Array:
    """(n,) the same for an edited scenario, in the values that ``base`` gives on ``issue``.

    base : the scenario before the edit, which may differ in this party's values on this issue and
    in what enters no value (red lines, openings).
    """
    edited = outcomes.scenario
    result = result_of(outcomes, party)
    if edited.parties[party].demands[issue].values == base.parties[party].demands[issue].values:
        return result
    what = base.agenda.position(issue)
    before, after = _drawn(base, party, outcomes), _drawn(edited, party, outcomes)
    indifferent = base.agenda[issue].position(base.parties[party].no_deal.package[issue])
    settled = outcomes.ending == Ending.SETTLEMENT
    option = np.where(settled, outcomes.package[:, what], indifferent)
    worlds = np.arange(outcomes.n)
    excess = (after.values - before.values)[0, what, option, worlds]
    discount = before.patience[0] ** (outcomes.day / 7.0)
    corrected: Array = result - before.weights[0, what] * excess * discount
    return corrected


def _drawn(scenario: Scenario, party: str, outcomes: Outcomes) -> WorldBlock:
    """The worlds of ``outcomes`` as this party alone has them: no number draws on another's."""
    alone = replace(
        scenario,
        parties={party: scenario.parties[party]},
        events={},
        partial_deals={},
        beliefs=(),
    )
    first, n = int(outcomes.world[0]), outcomes.n
    return draw(sample_worlds(alone, n=first + n, seed=outcomes.seed), first, n)
