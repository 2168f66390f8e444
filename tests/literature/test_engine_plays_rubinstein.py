"""Two who look ahead divide a whole as Ståhl and Rubinstein have it, played offer by offer."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from sim.domain.outcome import Ending
from sim.sampling import draw, sample_worlds
from sim.theory.alternating_offers import finite_horizon, rubinstein
from tests.looking_ahead_cases import outcomes, shared


def share_of_a(scenario):
    """What a has of the whole; signed in the first round, as theory has it."""
    played = outcomes(scenario)
    assert played.ending[0] == Ending.SETTLEMENT
    assert played.day[0] == scenario.protocol.day(1)
    patience = scenario.parties["a"].patience.mode
    return played.value[0, 0] / patience ** (played.day[0] / 7.0)


@pytest.mark.parametrize("rounds", range(1, 11))
def test_the_finite_split_exactly_where_it_is_on_the_grid(rounds):
    """Ståhl 1972, Bargaining Theory: who begins has (1 − (−δ)^T) / (1 + δ) of T rounds. With δ a
    half that is a multiple of 2^(1 − T)."""
    steps = 2 ** (rounds - 1)
    exact = (1.0 - (-0.5) ** rounds) / 1.5
    share = share_of_a(shared(steps, rounds=rounds))
    assert share == pytest.approx(exact, abs=1e-12)
    assert share == pytest.approx(float(finite_horizon(rounds, 0.5, 0.5)), abs=1e-12)


@pytest.mark.parametrize("patience", [(0.5, 0.25), (0.25, 0.5), (0.75, 0.5)])
@pytest.mark.parametrize("rounds", [1, 2, 3, 4])
def test_with_unequal_patience_too(patience, rounds):
    """Ståhl 1972, each party with a discount factor of its own; a grid that holds the split."""
    steps = 4 ** (rounds - 1)
    share = share_of_a(shared(steps, rounds=rounds, patience=patience))
    assert share == pytest.approx(float(finite_horizon(rounds, *patience)), abs=1e-12)


@pytest.mark.parametrize("rounds", [2, 5, 8])
@pytest.mark.parametrize("delta", [0.7, 0.9])
def test_between_two_steps_the_proposer_rounds_up_what_it_must_leave(rounds, delta):
    steps, keeps = 100, 100
    for _ in range(rounds - 1):
        keeps = steps - math.ceil(delta * keeps - 1e-6)
    share = share_of_a(shared(steps, rounds=rounds, patience=(delta, delta)))
    assert share == pytest.approx(keeps / steps)
    # Roundings come with changing signs, each weighed with one δ more.
    exact = float(finite_horizon(rounds, delta, delta))
    assert share == pytest.approx(exact, abs=1.0 / steps / (1.0 - delta**2))


@pytest.mark.parametrize("patience", [(0.9, 0.9), (0.8, 0.95), (0.95, 0.8)])
def test_longer_talks_on_a_finer_grid_come_to_rubinsteins_split(patience):
    """Rubinstein 1982, Econometrica 50:97–109: (1 − δ_b) / (1 − δ_a δ_b) for who begins."""
    limit = float(rubinstein(*patience))
    factor = math.prod(patience)
    assert limit == pytest.approx((1 - patience[1]) / (1 - factor))
    misses = []
    for rounds, steps in [(5, 20), (15, 80), (45, 400), (91, 1600)]:
        share = share_of_a(shared(steps, rounds=rounds, patience=patience))
        misses.append(abs(share - limit))
        # One rounding a round, the later ones discounted; and what the end leaves of its effect.
        assert misses[-1] <= 1.0 / steps / (1.0 - factor) + factor ** (rounds // 2)
    assert misses == sorted(misses, reverse=True)
    assert misses[-1] < 0.004


def test_the_more_patient_has_more_and_who_begins_has_an_advantage():
    """Rubinstein 1982: the share rises with own patience; of equals the first has 1/(1 + δ)."""
    steps, rounds = 400, 61
    even = share_of_a(shared(steps, rounds=rounds, patience=(0.9, 0.9)))
    patient = share_of_a(shared(steps, rounds=rounds, patience=(0.95, 0.9)))
    hasty = share_of_a(shared(steps, rounds=rounds, patience=(0.85, 0.9)))
    assert hasty < even < patient
    assert even > 0.5
    begins = shared(steps, rounds=rounds, patience=(0.9, 0.9))
    begins = replace(begins, protocol=replace(begins.protocol, order=("b", "a")))
    assert share_of_a(begins) == pytest.approx(1.0 - even)


def test_worlds_differ_by_their_own_patience():
    """Patience that is drawn: in every world the split is that of its own discount factors."""
    steps, rounds = 200, 6
    talks = shared(steps, rounds=rounds, patience=((0.5, 0.7, 0.9), (0.6, 0.9)))
    played = outcomes(talks, n=40)
    delta = draw(sample_worlds(talks, n=40), 0, 40).patience
    exact = np.array([float(finite_horizon(rounds, a, b)) for a, b in delta.T])
    share = played.value[:, 0] / delta[0]
    bound = 1.0 / steps / (1.0 - delta[0] * delta[1])
    assert (np.abs(share - exact) <= bound).all()
    assert np.ptp(exact) > 0.2
