"""Logit equilibria against their scalar equation, and against their two limits."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from sim.errors import UsageError
from sim.theory.empirical_game import regrets, uniform_mix
from sim.theory.logit_equilibrium import CLOSE, logit_answers, logit_equilibrium

DILEMMA = np.array([[[3.0, 0.0], [4.0, 1.0]], [[3.0, 4.0], [0.0, 1.0]]])
PENNIES = np.array([[[1.0, -1.0], [-1.0, 1.0]], [[-1.0, 1.0], [1.0, -1.0]]])
STAG = np.array([[[4.0, 0.0], [3.0, 3.0]], [[4.0, 3.0], [0.0, 3.0]]])


@pytest.mark.parametrize("precision", [0.1, 0.5, 1.0, 3.0])
def test_two_by_two_solves_its_scalar_equation(precision):
    """Symmetric stag hunt: p = 1/(1 + exp(−λ(4p − 3))); from λ = 0 p falls from 1/2, and below 3/4
    the equation has its least root, which is the branch's."""
    expected = brentq(lambda p: p - 1.0 / (1.0 + math.exp(-precision * (4.0 * p - 3.0))), 0.0, 0.5)
    found = logit_equilibrium(STAG, precision)
    assert [one[0] for one in found.mixed] == pytest.approx([expected] * 2, abs=1e-8)


@pytest.mark.parametrize("precision", [0.3, 1.0, 4.0])
def test_a_dominant_choice_has_the_logit_of_its_margin(precision):
    """In the dilemma defecting gains 1 whatever the other does: 1/(1 + exp(−λ))."""
    found = logit_equilibrium(DILEMMA, precision)
    assert found.mixed[0][1] == pytest.approx(1.0 / (1.0 + math.exp(-precision)), abs=1e-9)


@pytest.mark.parametrize("stake", [4.0, 9.0])
def test_asymmetric_pennies_solve_two_equations(stake):
    """Own payoffs matter: raising the row player's stake on heads moves its own play, which no
    Nash equilibrium allows (McKelvey & Palfrey 1995; seen in play by Ochs 1995)."""
    game = PENNIES.copy()
    game[0, 0, 0] = stake

    def row(q):
        return 1.0 / (1.0 + math.exp(-(stake * q - (1 - q) - (-q + (1 - q)))))

    def short(q):
        p = row(q)
        return q - 1.0 / (1.0 + math.exp(-(-p + (1 - p) - (p - (1 - p)))))

    q = brentq(short, 0.0, 1.0)
    found = logit_equilibrium(game, 1.0)
    assert [found.mixed[0][0], found.mixed[1][0]] == pytest.approx([row(q), q], abs=1e-8)
    assert found.mixed[0][0] > 0.55


@st.composite
def games(draw):
    shape = draw(st.lists(st.integers(2, 4), min_size=2, max_size=3))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return rng.random((len(shape), *shape))


@given(games(), st.sampled_from([0.0, 0.5, 3.0, 20.0]))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_it_answers_itself(game, precision):
    found = logit_equilibrium(game, precision)
    answers = logit_answers(game, found.mixed, precision)
    apart = max(np.abs(a - b).max() for a, b in zip(answers, found.mixed, strict=True))
    assert apart == pytest.approx(found.distance)
    assert apart <= CLOSE
    assert all(one.sum() == pytest.approx(1.0) for one in found.mixed)


@given(games())
@settings(max_examples=20, deadline=None, derandomize=True)
def test_no_precision_is_uniform(game):
    """McKelvey & Palfrey 1995: at λ = 0 the only fixed point."""
    found = logit_equilibrium(game, 0.0).mixed
    assert all((a == b).all() for a, b in zip(found, uniform_mix(game), strict=True))


@given(games())
@settings(max_examples=20, deadline=None, derandomize=True)
def test_regret_falls_with_precision(game):
    """Theorem 2: limits are Nash equilibria. In any fixed point nobody's regret exceeds
    log(M_i)/λ, since a logit answer trades payoff against an entropy of at most log M_i."""
    for precision in (5.0, 50.0, 500.0):
        found = logit_equilibrium(game, precision)
        if found.distance <= CLOSE:
            bound = np.log(game.shape[1:]) / precision
            assert (regrets(game, found.mixed) <= bound + 1e-6).all()


def test_large_precision_reaches_the_equilibrium_of_the_dilemma_and_the_safe_one_of_the_hunt():
    """The branch ends in the risk-dominant equilibrium of a symmetric 2×2 game: hare, since stag
    pays only where the other plays it with chance above 3/4."""
    assert logit_equilibrium(DILEMMA, 200.0).mixed[0][1] == pytest.approx(1.0)
    assert logit_equilibrium(STAG, 200.0).mixed[0][1] == pytest.approx(1.0)
    assert logit_equilibrium(PENNIES, 200.0).mixed[0] == pytest.approx([0.5, 0.5])


def test_payoffs_that_are_all_the_same_leave_everything_equally_likely():
    assert logit_equilibrium(np.ones((2, 3, 2)), 7.0).mixed[0] == pytest.approx([1 / 3] * 3)


def test_a_negative_precision_is_refused():
    with pytest.raises(UsageError, match="not negative"):
        logit_equilibrium(DILEMMA, -1.0)
