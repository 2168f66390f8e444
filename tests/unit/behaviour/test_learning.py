"""What is learnt, in numbers worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from sim.behaviour.learning import (
    BOOST,
    LINE_AVERSION,
    evidence_of_offer,
    others_score,
    power_of_two,
    shifted_chance,
)


def test_the_score_adds_shares_of_each_partys_range_less_the_chance_of_its_line() -> None:
    estimate = np.array([[0.0, 0.5], [0.2, 0.1]])
    line_chance = np.array([[0.0, 1.0], [0.5, 0.0]])
    spread = np.array([0.5, 0.1])
    weight = np.array([[1.0, 2.0], [1.0, 1.0]])
    score = others_score(estimate, line_chance, spread, weight)
    first = [0.0 + 2.0 - 0.15, (1.0 - 0.3) + 1.0]
    second = [0.0 + 2.0 - 0.15, 2 * (1.0 - 0.3) + 1.0]
    np.testing.assert_allclose(score.T, [first, second])
    assert (BOOST, LINE_AVERSION) == (1.4, 0.3)


def test_the_score_is_the_same_in_another_unit_of_value() -> None:
    rng = np.random.default_rng(0)
    estimate, spread = rng.random((3, 5)), rng.random(3)
    chance, weight = rng.random((3, 5)), rng.random((3, 2))
    halved = others_score(estimate / 2, chance, spread / 2, weight)
    assert np.array_equal(halved, others_score(estimate, chance, spread, weight))


def test_refusals_that_count() -> None:
    counts = np.arange(65)
    assert counts[power_of_two(counts)].tolist() == [1, 2, 4, 8, 16, 32, 64]


def test_a_type_is_believed_by_the_rule_of_bayes() -> None:
    prior, if_type, if_plain = Fraction(1, 4), Fraction(3, 10), Fraction(7, 10)
    moves = [True, False, False, True, False]
    odds = prior / (1 - prior)
    for moved in moves:
        odds *= if_type / if_plain if moved else (1 - if_type) / (1 - if_plain)
    told = sum(
        evidence_of_offer(np.array([moved]), np.array([0.3]), np.array([0.7]))[0] for moved in moves
    )
    got = shifted_chance(np.array([0.25]), np.array([told]))[0]
    assert got == pytest.approx(float(odds / (1 + odds)))


def test_offers_that_tell_nothing_leave_the_belief_alone() -> None:
    told = evidence_of_offer(np.array([True, False]), np.full(2, 0.6), np.full(2, 0.6))
    assert shifted_chance(np.full(2, 0.3), told).tolist() == pytest.approx([0.3, 0.3])


@pytest.mark.parametrize("chance", [0.0, 1.0])
@pytest.mark.parametrize("evidence", [-900.0, -1.0, 1.0, 900.0])
def test_what_is_impossible_or_certain_stays_so(chance: float, evidence: float) -> None:
    assert shifted_chance(np.array([chance]), np.array([evidence]))[0] == chance


def test_a_move_that_the_type_never_makes_settles_the_question() -> None:
    told = evidence_of_offer(np.array([True]), np.array([0.0]), np.array([0.5]))
    assert np.isfinite(told).all()
    assert shifted_chance(np.array([0.9]), told)[0] < 1e-12
