"""What ``sim.theory.standoff`` adds to the war of attrition of Abreu & Gul (2000): gains and
chances at which it is not defined, each as the limit of those at which it is."""

from __future__ import annotations

import numpy as np
import pytest

from sim.theory.reputation import concession_times, reputation, war_over_gains
from sim.theory.standoff import giving_in, held_obstinate, standoff

RATES = np.array([1.0, 2.0])
Z = np.array([0.1, 0.3])
U = np.array([0.9, 0.6])
NEVER = np.inf
TINY = 1e-9


def solved(win, lose, z=Z):
    return standoff(np.array(win), np.array(lose), np.array(z), RATES)


def test_where_the_war_is_defined_it_is_that_war():
    win, lose = np.array([3.0, 0.5]), np.array([1.0, 0.25])
    war, found = war_over_gains(win, lose, Z, RATES), standoff(win, lose, Z, RATES)
    np.testing.assert_array_equal(giving_in(found, U), concession_times(war, U))
    np.testing.assert_array_equal(
        held_obstinate(found, np.array(0.1)), reputation(war, np.array(0.1))
    )


@pytest.mark.parametrize(
    ("win", "lose", "times"),
    [
        ([1.0, 1.0], [0.0, 0.5], [NEVER, 0.0]),
        ([1.0, 1.0], [0.5, -0.5], [0.0, NEVER]),
        ([1.0, 1.0], [0.0, -0.5], [NEVER, NEVER]),
        ([0.5, 1.0], [0.5, 0.5], [0.0, NEVER]),
        ([0.5, 0.4], [0.5, 0.5], [0.0, 0.0]),
        ([0.5, 1.0], [0.6, 0.0], [0.0, NEVER]),
        ([-1.0, 1.0], [-0.5, 0.5], [NEVER, 0.0]),
    ],
)
def test_who_gives_in_at_once_and_who_never_does(win, lose, times):
    assert giving_in(solved(win, lose), U).tolist() == times


def test_gaining_next_to_nothing_is_the_limit_of_gaining_nothing():
    """l_1 -> 0: the second concedes ever more slowly, so it is the weaker: at once, in the end."""
    war = war_over_gains(np.array([1.0, 1.0]), np.array([TINY, 0.5]), Z, RATES)
    assert war.atoms[1] == pytest.approx(1 - Z[1], abs=1e-6)
    assert concession_times(war, U)[1] == 0.0


def test_losing_next_to_nothing_is_the_limit_of_losing_nothing():
    """w_1 - l_1 -> 0: the second's rate is without bound, so the first is the weaker."""
    war = war_over_gains(np.array([0.5 + TINY, 1.0]), np.array([0.5, 0.5]), Z, RATES)
    assert war.atoms[0] == pytest.approx(1 - Z[0], abs=1e-6)
    assert concession_times(war, U)[0] == 0.0


def test_a_side_that_is_surely_rational_gives_in_at_once():
    found = solved([1.0, 1.0], [0.5, 0.5], [0.0, 0.3])
    assert giving_in(found, np.array([1 - TINY, 0.0]))[0] == 0.0


def test_of_two_that_are_surely_rational_the_slower_gives_in_at_once():
    """λ_1 = r_2, λ_2 = r_1 at like gains: here λ_2 is the smaller."""
    found = solved([1.0, 1.0], [0.5, 0.5], [0.0, 0.0])
    assert giving_in(found, np.array([0.5, 1 - TINY]))[1] == 0.0
    assert giving_in(found, np.array([0.5, 0.5]))[0] > 0.0


def test_a_side_that_is_surely_obstinate_is_given_in_to_at_once():
    found = solved([1.0, 1.0], [0.5, 0.5], [0.1, 1.0])
    assert giving_in(found, np.array([1 - TINY, 0.5]))[0] == pytest.approx(0.0, abs=TINY)


def test_worlds_are_solved_apart_from_each_other():
    win = np.array([[1.0, 1.0, 0.5], [1.0, 1.0, 1.0]])
    lose = np.array([[0.5, 0.0, 0.5], [0.5, 0.5, 0.5]])
    u = np.repeat(U[:, None], 3, axis=1)
    together = giving_in(standoff(win, lose, Z[:, None], RATES[:, None]), u)
    apart = [giving_in(standoff(win[:, k], lose[:, k], Z, RATES), U) for k in range(3)]
    np.testing.assert_array_equal(together, np.stack(apart, axis=1))
