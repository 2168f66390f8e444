"""Learning finds the mixed equilibria of the books, and says how much regret is left."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from sim.errors import UsageError
from sim.theory.empirical_game import regrets, uniform_mix
from sim.theory.mixed_equilibrium import mixed_equilibrium, refine, regret_matching, replicate

PENNIES = np.array([[[1.0, -1.0], [-1.0, 1.0]], [[-1.0, 1.0], [1.0, -1.0]]])
SEXES = np.array([[[2.0, 0.0], [0.0, 1.0]], [[1.0, 0.0], [0.0, 2.0]]])
SCISSORS = np.array([[0.0, -1.0, 1.0], [1.0, 0.0, -1.0], [-1.0, 1.0, 0.0]])
TILTED = [np.array([0.9, 0.1]), np.array([0.3, 0.7])]


def jordan():
    """Three-player matching pennies (Jordan 1993): only equilibrium, one half each."""
    game = np.zeros((3, 2, 2, 2))
    for a, b, c in product(range(2), repeat=3):
        game[:, a, b, c] = [a == b, b == c, c != a]
    return game


def test_average_play_in_pennies_tends_to_one_half():
    found = regret_matching(PENNIES, TILTED, 5000)
    assert [one[0] for one in found] == pytest.approx([0.5, 0.5], abs=0.02)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=15, deadline=None, derandomize=True)
def test_average_play_of_a_zero_sum_game_reaches_its_value(seed):
    """Von Neumann's value by linear programming; average regret falls like 1/√t (Hart & Mas-Colell
    2000), and in a zero-sum game with it the distance from the value."""
    own = np.random.default_rng(seed).random((3, 4))
    game = np.stack([own, -own])
    solved = linprog(
        [0, 0, 0, -1],
        A_ub=np.hstack([-own.T, np.ones((4, 1))]),
        b_ub=np.zeros(4),
        A_eq=[[1, 1, 1, 0]],
        b_eq=[1],
        bounds=[(0, 1)] * 3 + [(None, None)],
    )
    row, column = regret_matching(game, uniform_mix(game), 4000)
    assert (row @ own).min() == pytest.approx(-solved.fun, abs=0.02)
    assert (own @ column).max() == pytest.approx(-solved.fun, abs=0.02)


def test_replicator_leaves_a_dominated_choice():
    """Taylor & Jonker 1978; in the dilemma cooperating dies out from any start inside."""
    dilemma = np.array([[[3.0, 0.0], [4.0, 1.0]], [[3.0, 4.0], [0.0, 1.0]]])
    for one in replicate(dilemma, [np.array([0.99, 0.01])] * 2):
        assert one[1] == pytest.approx(1.0, abs=1e-6)


def test_replicator_keeps_out_what_nobody_starts_with():
    found = replicate(SEXES, [np.array([1.0, 0.0]), np.array([0.5, 0.5])])
    assert found[0].tolist() == [1.0, 0.0]
    assert found[1][0] == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize(
    ("game", "start", "expected"),
    [
        (PENNIES, TILTED, [[0.5, 0.5], [0.5, 0.5]]),
        (np.stack([SCISSORS, -SCISSORS]), [np.array([0.6, 0.3, 0.1])] * 2, [[1 / 3] * 3] * 2),
        (jordan(), [*TILTED, np.array([0.8, 0.2])], [[0.5, 0.5]] * 3),
    ],
    ids=["matching pennies", "rock, paper, scissors", "Jordan"],
)
def test_games_without_a_pure_equilibrium_have_the_one_of_the_books(game, start, expected):
    found = mixed_equilibrium(game, [start])
    assert found.regret == pytest.approx(0.0, abs=1e-9)
    for one, chances in zip(found.mixed, expected, strict=True):
        assert one == pytest.approx(chances, abs=1e-6)


def test_a_game_with_lopsided_payoffs_makes_the_other_indifferent():
    """Row wins 3 on (0, 0) and 1 on (1, 1), else column wins 2: by hand column plays 0 with
    q where 3q = 1 − q, so q = 1/4; row with p where 2(1 − p) = 2p, so p = 1/2."""
    game = np.array([[[3.0, 0.0], [0.0, 1.0]], [[0.0, 2.0], [2.0, 0.0]]])
    found = mixed_equilibrium(game, [uniform_mix(game)])
    assert found.mixed[0] == pytest.approx([0.5, 0.5], abs=1e-6)
    assert found.mixed[1] == pytest.approx([0.25, 0.75], abs=1e-6)


@given(st.integers(0, 2**32 - 1), st.sampled_from([(2, 2), (3, 3), (2, 2, 2), (3, 2, 4)]))
@settings(max_examples=20, deadline=None, derandomize=True)
def test_the_regret_stated_is_the_regret_there_is(seed, shape):
    rng = np.random.default_rng(seed)
    game = rng.random((len(shape), *shape))
    found = mixed_equilibrium(game, [uniform_mix(game)], rounds=300)
    assert found.regret == pytest.approx(regrets(game, found.mixed).max())
    assert found.regret <= regrets(game, regret_matching(game, uniform_mix(game), 300)).max()
    assert all(one.sum() == pytest.approx(1.0) and (one >= 0).all() for one in found.mixed)


def test_refining_never_adds_regret():
    start = [np.array([0.2, 0.8]), np.array([0.1, 0.9])]
    assert refine(SEXES, start).regret <= regrets(SEXES, start).max()


def test_learning_needs_a_round_and_a_start():
    with pytest.raises(UsageError, match="at least one round"):
        regret_matching(PENNIES, TILTED, 0)
    with pytest.raises(UsageError, match="at least one round"):
        replicate(PENNIES, TILTED, 0)
    with pytest.raises(UsageError, match="at least one start"):
        mixed_equilibrium(PENNIES, [])
