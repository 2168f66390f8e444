"""Bargaining solutions: worked by hand, against their axioms, and against trying every vector."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.theory.frontier import undominated
from sim.theory.solutions import egalitarian, kalai_smorodinsky, nash, utilitarian

ALL = (nash, kalai_smorodinsky, egalitarian, utilitarian)
MANY = settings(max_examples=120, deadline=None, derandomize=True)


@st.composite
def problems(draw):
    """A finite problem in which some vector is individually rational."""
    rng = np.random.default_rng(draw(st.integers(0, 100_000)))
    players = draw(st.integers(1, 4))
    payoffs = rng.integers(0, 8, size=(draw(st.integers(1, 30)), players)) / 7.0
    disagreement = np.minimum(rng.random(players) * 0.6, payoffs[0])
    return payoffs, disagreement


def test_a_division_worked_by_hand():
    # Gains (6, 1), (4, 3), (3, 4), (1, 5): products 6, 12, 12, 5; shares of the ideal (6, 5)
    # least .2, .6, .5, 1/6; least gains 1, 3, 3, 1; sums 7, 7, 7, 6.
    payoffs = np.array([[7.0, 3.0], [5.0, 5.0], [4.0, 6.0], [2.0, 7.0], [0.5, 9.0]])
    disagreement = np.array([1.0, 2.0])
    assert nash(payoffs, disagreement) == 1
    assert kalai_smorodinsky(payoffs, disagreement) == 1
    assert egalitarian(payoffs, disagreement) == 1
    assert utilitarian(payoffs, disagreement) == 1
    assert nash(payoffs, disagreement, np.array([1.0, 3.0])) == 2  # 6, 108, 192, 125
    assert utilitarian(payoffs, disagreement, np.array([0.0, 1.0])) == 3


def test_each_may_choose_another():
    payoffs = np.array([[10.0, 1.0], [5.0, 2.5], [3.0, 3.0], [2.2, 4.0], [0.0, 8.0]])
    nothing = np.zeros(2)
    chosen = [solution(payoffs, nothing) for solution in ALL]
    # Products 10, 12.5, 9, 8.8, 0; least shares of (10, 8): .125, .3125, .3, .22, 0.
    assert chosen == [1, 1, 2, 0]


@given(problems())
@MANY
def test_what_is_chosen_is_individually_rational_and_undominated(problem):
    payoffs, disagreement = problem
    rational = (payoffs >= disagreement - 1e-9).all(axis=1)
    for solution in ALL:
        chosen = solution(payoffs, disagreement)
        assert rational[chosen]
        assert undominated(payoffs)[chosen]


@given(problems())
@MANY
def test_the_objective_is_the_best_of_all(problem):
    payoffs, disagreement = problem
    rational = (payoffs >= disagreement - 1e-9).all(axis=1)
    gains = np.maximum(payoffs - disagreement, 0.0)
    ideal = gains[rational].max(axis=0)
    shares = np.where(ideal > 1e-9, gains / np.where(ideal > 1e-9, ideal, 1.0), 1.0)
    for solution, objective in (
        (nash, gains.prod(axis=1)),
        (kalai_smorodinsky, shares.min(axis=1)),
        (egalitarian, gains.min(axis=1)),
        (utilitarian, gains.sum(axis=1)),
    ):
        chosen = solution(payoffs, disagreement)
        assert objective[chosen] == pytest.approx(objective[rational].max(), abs=1e-8)


@given(problems(), st.floats(0.2, 5.0))
@MANY
def test_nash_and_kalai_smorodinsky_do_not_depend_on_units(problem, factor):
    payoffs, disagreement = problem
    scale = np.full(payoffs.shape[1], 1.0)
    scale[0] = factor
    for solution in (nash, kalai_smorodinsky):
        assert solution(payoffs * scale + 3.0, disagreement * scale + 3.0) == solution(
            payoffs, disagreement
        ) or _equal_objective(solution, payoffs, disagreement, scale)


def _equal_objective(solution, payoffs, disagreement, scale):
    """Ties in the objective may be broken otherwise once units have changed."""
    gains = np.maximum(payoffs - disagreement, 0.0)
    one = solution(payoffs, disagreement)
    other = solution(payoffs * scale + 3.0, disagreement * scale + 3.0)
    if solution is nash:
        return gains[one].prod() == pytest.approx(gains[other].prod(), abs=1e-7)
    rational = (payoffs >= disagreement - 1e-9).all(axis=1)
    ideal = np.maximum(gains[rational].max(axis=0), 1e-9)
    return (gains[one] / ideal).min() == pytest.approx((gains[other] / ideal).min(), abs=1e-6)


@given(problems())
@MANY
def test_nash_is_independent_of_alternatives_not_chosen(problem):
    payoffs, disagreement = problem
    chosen = nash(payoffs, disagreement)
    kept = np.arange(len(payoffs)) % 2 == chosen % 2
    fewer = nash(payoffs[kept], disagreement)
    np.testing.assert_array_equal(payoffs[kept][fewer], payoffs[chosen])


def test_ties_go_to_the_better_worst_gain_then_to_the_first():
    payoffs = np.array([[3.0, 1.0], [2.0, 2.0], [1.0, 3.0], [2.0, 2.0]])
    assert utilitarian(payoffs, np.zeros(2)) == 1
    assert nash(np.array([[2.0, 1.0], [1.0, 2.0]]), np.zeros(2)) == 0
    # Nobody can gain for both, so every product is zero.
    assert nash(np.array([[0.0, 2.0], [3.0, 0.0], [0.0, 0.0]]), np.zeros(2)) == 1
    assert egalitarian(np.array([[5.0, 0.0], [0.0, 9.0]]), np.zeros(2)) == 1


def test_a_player_who_gains_nowhere_stands_in_nobodys_way():
    payoffs = np.array([[0.0, 1.0], [0.0, 4.0], [0.0, 2.0]])
    assert kalai_smorodinsky(payoffs, np.zeros(2)) == 1


@pytest.mark.parametrize("solution", ALL)
def test_without_a_rational_vector_there_is_no_answer(solution):
    with pytest.raises(ValueError, match="at least its disagreement"):
        solution(np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([0.5, 0.5]))


@pytest.mark.parametrize("solution", ALL)
def test_indifference_is_enough(solution):
    assert solution(np.array([[0.5, 0.5]]), np.array([0.5 + 1e-12, 0.5])) == 0
