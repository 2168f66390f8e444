"""Regret and pure equilibria of small games, and zero regret against brute force."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import UsageError
from sim.theory.empirical_game import (
    pure_equilibria,
    pure_regrets,
    pure_to_mixed,
    regrets,
    uniform_mix,
    worth_of_choices,
)

SAME = 1e-12
MANY = settings(max_examples=60, deadline=None, derandomize=True)

#: Row and column; choice 0 first.
DILEMMA = np.array([[[3.0, 0.0], [4.0, 1.0]], [[3.0, 4.0], [0.0, 1.0]]])
PENNIES = np.array([[[1.0, -1.0], [-1.0, 1.0]], [[-1.0, 1.0], [1.0, -1.0]]])
SEXES = np.array([[[2.0, 0.0], [0.0, 1.0]], [[1.0, 0.0], [0.0, 2.0]]])
STAG = np.array([[[4.0, 0.0], [3.0, 3.0]], [[4.0, 3.0], [0.0, 3.0]]])


def jordan():
    """Three players, heads or tails: the first wants to match the second, the second the third, and
    the third not to match the first (Jordan 1993, Games Econ. Behav. 5:368-386)."""
    game = np.zeros((3, 2, 2, 2))
    for a, b, c in product(range(2), repeat=3):
        game[:, a, b, c] = [a == b, b == c, c != a]
    return game


@st.composite
def games(draw):
    """Two to four players with one to three choices; coarse payoffs, where ties abound, or fine."""
    shape = draw(st.lists(st.integers(1, 3), min_size=2, max_size=4))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    steps = draw(st.sampled_from([2, 2**30]))
    payoffs = rng.integers(0, steps + 1, size=(len(shape), *shape)) / steps
    mixed = [rng.dirichlet(np.ones(m)) for m in shape]
    return payoffs, mixed


@pytest.mark.parametrize(
    ("game", "expected"),
    [
        (DILEMMA, [[1, 1]]),
        (PENNIES, []),
        (SEXES, [[0, 0], [1, 1]]),
        (STAG, [[0, 0], [1, 1]]),
        (jordan(), []),
    ],
    ids=["prisoners' dilemma", "matching pennies", "battle of the sexes", "stag hunt", "Jordan"],
)
def test_pure_equilibria_of_the_games_in_the_books(game, expected):
    """Osborne & Rubinstein 1994, A Course in Game Theory, section 2.3; Jordan 1993."""
    assert pure_equilibria(game).tolist() == expected


def test_the_mixed_equilibria_of_the_books_leave_no_regret():
    """Battle of the sexes: each plays what it likes with chance 2/3, for then the other is
    indifferent (2 · 1/3 = 1 · 2/3). Stag hunt: stag with chance 3/4 (4 · 3/4 = 3). Jordan's game:
    one half each."""
    third = [np.array([2 / 3, 1 / 3]), np.array([1 / 3, 2 / 3])]
    assert regrets(SEXES, third) == pytest.approx([0.0, 0.0], abs=SAME)
    assert regrets(STAG, [np.array([0.75, 0.25])] * 2) == pytest.approx([0.0, 0.0], abs=SAME)
    assert regrets(jordan(), uniform_mix(jordan())) == pytest.approx([0.0] * 3, abs=SAME)
    assert regrets(STAG, [np.array([0.7, 0.3])] * 2).max() > 0.01


@given(games())
@MANY
def test_worth_is_the_mean_over_all_profiles_of_the_others(case):
    payoffs, mixed = case
    shape = payoffs.shape[1:]
    for i, found in enumerate(worth_of_choices(payoffs, mixed)):
        expected = np.zeros(shape[i])
        for profile in product(*map(range, shape)):
            chance = np.prod([mixed[j][profile[j]] for j in range(len(shape)) if j != i])
            expected[profile[i]] += chance * payoffs[(i, *profile)]
        assert found == pytest.approx(expected, abs=SAME)


@given(games())
@MANY
def test_no_regret_is_an_equilibrium_by_trying_every_deviation(case):
    payoffs, _ = case
    shape = payoffs.shape[1:]
    expected = []
    for profile in product(*map(range, shape)):
        others = [
            (i, *profile[:i], other, *profile[i + 1 :])
            for i in range(len(shape))
            for other in range(shape[i])
        ]
        if all(payoffs[other] <= payoffs[(other[0], *profile)] for other in others):
            expected.append(list(profile))
        pure = regrets(payoffs, pure_to_mixed(payoffs, profile))
        assert pure == pytest.approx(pure_regrets(payoffs)[(slice(None), *profile)], abs=SAME)
    assert pure_equilibria(payoffs, 0.0).tolist() == expected


@given(games())
@MANY
def test_regret_is_never_negative_and_adding_to_a_players_payoffs_changes_none(case):
    payoffs, mixed = case
    found = regrets(payoffs, mixed)
    moved = payoffs + np.arange(len(payoffs)).reshape(-1, *[1] * (payoffs.ndim - 1))
    assert (found >= 0.0).all()
    assert regrets(moved, mixed) == pytest.approx(found, abs=1e-9)


def test_a_tolerance_lets_small_gains_pass():
    """In the dilemma cheating on a cooperator gains 1."""
    assert [0, 0] not in pure_equilibria(DILEMMA, 0.99).tolist()
    assert [0, 0] in pure_equilibria(DILEMMA, 1.0).tolist()


def test_what_is_no_game_is_refused():
    with pytest.raises(UsageError, match="one axis"):
        pure_equilibria(np.zeros((2, 2)))
    with pytest.raises(UsageError, match="at least one choice"):
        pure_equilibria(np.zeros((2, 2, 0)))
    with pytest.raises(UsageError, match="finite"):
        pure_equilibria(np.full((2, 2, 2), np.nan))
    with pytest.raises(UsageError, match="negative"):
        pure_equilibria(DILEMMA, -0.1)
