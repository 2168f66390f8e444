"""The frontier against the definition, pair by pair."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.theory.frontier import undominated


def by_definition(payoffs, tolerance=1e-9):
    kept = []
    for v in payoffs:
        kept.append(
            not any((u >= v - tolerance).all() and (u > v + tolerance).any() for u in payoffs)
        )
    return np.array(kept, dtype=bool)


@given(st.integers(1, 4), st.integers(0, 40), st.integers(0, 10_000))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_the_frontier_is_what_the_definition_says(players, points, seed):
    rng = np.random.default_rng(seed)
    # A coarse grid, so that ties in one coordinate and equal vectors come up all the time.
    payoffs = rng.integers(0, 6, size=(points, players)) / 5.0
    np.testing.assert_array_equal(undominated(payoffs), by_definition(payoffs))
    smooth = rng.normal(size=(points, players))
    np.testing.assert_array_equal(undominated(smooth), by_definition(smooth))


@pytest.mark.parametrize("players", [2, 3, 4, 5])
def test_large_sets_are_thinned_by_leaders_and_no_more_than_they_should_be(players):
    rng = np.random.default_rng(players)
    payoffs = np.round(rng.random((900, players)) ** 0.5, 2)
    np.testing.assert_array_equal(undominated(payoffs), by_definition(payoffs))


def test_units_and_order_do_not_matter():
    payoffs = np.random.default_rng(1).random((200, 2))
    kept = undominated(payoffs)
    assert 3 < kept.sum() < 40
    np.testing.assert_array_equal(undominated(payoffs * [1.0, 300.0] - 7.0), kept)
    np.testing.assert_array_equal(undominated(payoffs[::-1]), kept[::-1])


def test_differences_within_the_tolerance_are_none():
    payoffs = np.array([[1.0, 1.0], [1.0 + 1e-12, 1.0], [1.0 - 1e-12, 1.0 - 1e-12], [0.9, 1.0]])
    assert undominated(payoffs).tolist() == [True, True, True, False]
    assert undominated(payoffs, tolerance=0.2).all()


@pytest.mark.parametrize("payoffs", [np.zeros(3), np.zeros((3, 0)), np.zeros((2, 2, 2))])
def test_another_shape_is_refused(payoffs):
    with pytest.raises(ValueError, match="array of vectors"):
        undominated(payoffs)
