"""What urges to agree decides how it is shared: a risk of breakdown, or impatience.

K. Binmore, A. Rubinstein & A. Wolinsky, "The Nash bargaining solution in economic modelling", RAND
Journal of Economics 17 (1986), 176–188. With short rounds both come to a Nash solution: with the
breakdown point as disagreement and equal weights where only a breakdown is feared, and with zero as
disagreement and weights in inverse proportion to the rates of impatience where only time counts.

A fixed grid and shorter rounds do not commute: what a proposer gains by rounding is won anew every
round, and kept with all but the chance of a breakdown. So grids are refined faster than rounds.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binom

from sim.domain.outcome import Ending, Outcomes
from sim.domain.party import Behaviour
from sim.domain.scenario import Scenario
from sim.theory.offers_on_frontier import Haggle, limit_problem, stationary_offers
from tests.looking_ahead_cases import looking_ahead, outcomes, shared
from tests.property.small_cases import agenda_of, party_of, scenario_of
from tests.risk_of_breakdown import at_risk

#: A loaded file wants a patience below 1. Over the longest talks here, 640 rounds, this takes less
#: than 1e-9 from any value: next to nothing beside the grid.
PATIENT = 1.0 - 1e-12

#: Half of the talks break down in a week: of twenty weeks hardly any are left.
RISK, WEEKS = 0.5, 20

#: What a breakdown leaves a and b.
LEFT = (0.1, 0.2)


def with_rounds_of(days: float, scenario: Scenario, weeks: float = WEEKS) -> Scenario:
    protocol = replace(
        scenario.protocol, round_days=days, horizon=7.0 * weeks, quiet_days=7.0 * weeks
    )
    return replace(scenario, protocol=protocol)


def signed_at_once(scenario: Scenario) -> np.ndarray:
    """What a and b have of it, on the day of signing; a begins."""
    played = outcomes(scenario)
    assert played.ending[0] == Ending.SETTLEMENT
    assert played.day[0] == scenario.protocol.round_days
    patience = [scenario.parties[id_].patience.mode for id_ in "ab"]
    return played.value[0] / np.array(patience) ** (played.day[0] / 7.0)


def curved(places: Sequence[float]) -> Scenario:
    """One issue: a has x of it and b has 1 − x², at these x; they look ahead and hardly hurry."""
    agenda = agenda_of([len(places)])
    worth = {"a": list(places), "b": [1.0 - x**2 for x in places]}
    parties = [
        party_of(id_, agenda, values=[values], patience=PATIENT) for id_, values in worth.items()
    ]
    return looking_ahead(scenario_of(agenda, parties))


def chance_of(days: float) -> float:
    return 1.0 - (1.0 - RISK) ** (days / 7.0)


def feared(days: float) -> Haggle:
    return Haggle(breakdown=chance_of(days), after_breakdown=np.array(LEFT))


def rounded(step: float, kept: float) -> float:
    """The most that roundings of a whole step add up to, where so much of one is kept from a
    party's turn to its next."""
    return step / (1.0 - kept)


def test_only_breakdown_is_feared_and_the_whole_is_split_from_what_it_leaves():
    """A whole in equal parts: each has what a breakdown leaves it and half of the rest."""
    frontier = np.array([[0.0, 1.0], [1.0, 0.0]])
    point, weights = limit_problem(np.zeros(2), -math.log(1.0 - RISK), np.array(LEFT))
    np.testing.assert_allclose(point, LEFT)
    np.testing.assert_allclose(weights, [0.5, 0.5])
    limit = LEFT[0] + (1.0 - sum(LEFT)) / 2.0
    misses = []
    for days, steps in ((7.0, 20), (3.5, 80), (1.75, 320), (0.875, 1280), (0.4375, 5120)):
        talks = shared(steps, rounds=1, patience=(PATIENT, PATIENT))
        share = signed_at_once(with_rounds_of(days, at_risk(talks, RISK, no_deal=LEFT)))
        exact = stationary_offers(frontier, feared(days)).by_first
        assert share == pytest.approx(exact, abs=rounded(1.0 / steps, (1 - chance_of(days)) ** 2))
        misses.append(abs(share[0] - limit))
    assert misses == sorted(misses, reverse=True)
    assert misses[-1] < 0.01


def test_the_same_on_a_curve_where_what_one_gives_up_is_not_what_the_other_gains():
    """On x, 1 − x² the Nash solution solves 1 − x² − d_b = 2 x (x − d_a). An issue has at most 128
    options, so all but the ends are put about the solution, the closer the shorter a round is."""
    limit = (LEFT[0] + math.sqrt(LEFT[0] ** 2 + 3.0 * (1.0 - LEFT[1]))) / 3.0
    assert 1.0 - limit**2 - LEFT[1] == pytest.approx(2.0 * limit * (limit - LEFT[0]))
    corners = np.linspace(0.0, 1.0, 4001)
    frontier = np.column_stack([corners, 1.0 - corners**2])
    misses = []
    for days in (7.0, 3.5, 1.75, 0.875):
        chance = chance_of(days)
        places = np.linspace(max(0.0, limit - chance), min(1.0, limit + chance), 125)
        talks = curved(sorted({0.0, *places.tolist(), 1.0}))
        share = signed_at_once(with_rounds_of(days, at_risk(talks, RISK, no_deal=LEFT)))
        exact = stationary_offers(frontier, feared(days)).by_first
        within = rounded(np.diff(places).max(), (1.0 - chance) ** 2)
        assert share[0] == pytest.approx(exact[0], abs=within)
        misses.append(abs(share[0] - limit))
    assert misses == sorted(misses, reverse=True)
    assert misses[-1] < 0.05


def test_a_better_breakdown_is_worth_half_of_it():
    """d_b up by 0.2: b has 0.1 more of a whole."""
    whole = with_rounds_of(0.875, shared(1280, rounds=1, patience=(PATIENT, PATIENT)))
    before, after = (
        signed_at_once(at_risk(whole, RISK, no_deal=left)) for left in ((0.1, 0.2), (0.1, 0.4))
    )
    assert after[1] - before[1] == pytest.approx(0.1, abs=0.01)


@pytest.mark.parametrize("patience", [(0.9, 0.7), (0.6, 0.8)])
def test_only_time_counts_and_the_patient_have_more(patience):
    """At every length of a round (1 − δ_b) / (1 − δ_a δ_b) for who begins, tending to
    r_b / (r_a + r_b) with r = −ln patience."""
    rates = -np.log(patience)
    point, weights = limit_problem(rates)
    assert (point == 0.0).all()
    frontier = np.array([[0.0, 1.0], [1.0, 0.0]])
    limit, misses = rates[1] / rates.sum(), []
    assert weights[0] == pytest.approx(limit)
    for days, steps in ((7.0, 20), (3.5, 80), (1.75, 320), (0.875, 1280), (0.4375, 5120)):
        delta = np.array(patience) ** (days / 7.0)
        share = signed_at_once(
            with_rounds_of(days, shared(steps, rounds=1, patience=patience), weeks=40)
        )
        exact = stationary_offers(frontier, Haggle(discount=delta)).by_first
        assert exact[0] == pytest.approx((1 - delta[1]) / (1 - delta.prod()))
        assert share[0] == pytest.approx(exact[0], abs=rounded(1.0 / steps, delta.prod()))
        misses.append(abs(share[0] - limit))
    assert misses[-1] == min(misses)
    assert misses[-1] < 0.01


def test_who_look_ahead_sign_before_anything_can_break_down():
    talks = shared(80, rounds=1, patience=(PATIENT, PATIENT))
    played = outcomes(with_rounds_of(1.0, at_risk(talks, RISK, no_deal=LEFT)), n=600)
    assert (played.ending == Ending.SETTLEMENT).all()


def test_against_somebody_who_gives_nothing_away_talks_break_down_as_often_as_they_may():
    """a looks ahead and b never comes down from the whole. What breaks down after each of T − 1
    rounds is the part β of what is left: in all 1 − (1 − β)^(T − 1)."""
    talks = at_risk(shared(20, rounds=1, patience=(PATIENT, PATIENT)), 0.2, no_deal=LEFT)
    stubborn = replace(talks.parties["b"], behaviour=Behaviour.OBSTINATE)
    talks = replace(talks, parties={**talks.parties, "b": stubborn})
    n, rounds, chance = 3000, 8, 1.0 - 0.8**0.5
    played = outcomes(with_rounds_of(3.5, talks, weeks=rounds / 2), n=n)
    assert _count(played, Ending.SETTLEMENT) == 0
    for number in range(1, rounds):
        broken = int(((played.ending == Ending.WALKOUT) & (played.day == 3.5 * (number + 1))).sum())
        low, high = binom.interval(0.999, n, chance * (1.0 - chance) ** (number - 1))
        assert low <= broken <= high, number
    low, high = binom.interval(0.999, n, (1.0 - chance) ** (rounds - 1))
    assert low <= _count(played, Ending.IMPASSE) <= high


def _count(played: Outcomes, ending: Ending) -> int:
    return int((played.ending == ending).sum())
