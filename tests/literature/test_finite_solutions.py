"""Bargaining solutions on finite sets of packages: axioms and numbers from the books."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.theory.solutions import egalitarian, kalai_smorodinsky, nash, utilitarian

ALL = (nash, kalai_smorodinsky, egalitarian, utilitarian)
PARTS = 3000
some = settings(deadline=None, max_examples=40)
seeds = st.integers(0, 100_000)


def drawn(seed):
    rng = np.random.default_rng(seed)
    k = int(rng.integers(2, 5))
    return rng.random((40, k)), rng.random(k) * 0.15 - 0.1, rng


def dollar(parts, factor=1.0):
    """A dollar in so many parts of which the first keeps x: u = (x, factor √(1 − x))."""
    x = np.linspace(0.0, 1.0, parts + 1)
    return np.column_stack([x, factor * np.sqrt(1.0 - x)])


def test_dividing_a_dollar_with_a_risk_averse_party():
    """By hand: x √(1 − x) is largest at x = 2/3; Kalai–Smorodinsky and egalitarian solve
    x² = 1 − x, x = (√5 − 1)/2; the sum is largest at x = 3/4; with weight w on the first Nash is
    2w/(1 + w). With the second's units doubled egalitarian is x² = 4 (1 − x), x = 2√2 − 2."""
    one, nothing = dollar(PARTS), np.zeros(2)
    golden = (np.sqrt(5.0) - 1.0) / 2.0
    first = [one[solve(one, nothing), 0] for solve in ALL]
    np.testing.assert_allclose(first, [2 / 3, golden, golden, 3 / 4], atol=1 / PARTS)
    weighted = one[nash(one, nothing, np.array([3.0, 1.0])), 0]
    assert weighted == pytest.approx(6 / 7, abs=1 / PARTS)
    double = dollar(PARTS, 2.0)
    first = [double[solve(double, nothing), 0] for solve in ALL]
    np.testing.assert_allclose(first, [2 / 3, golden, 2 * np.sqrt(2) - 2, 0.0], atol=1 / PARTS)


def test_finer_sets_come_closer():
    """Off the grid 2/3 and the golden section are missed by no more than a part."""
    for parts in (10, 100, 1000):
        one = dollar(parts)
        for solve, limit in ((nash, 2 / 3), (kalai_smorodinsky, (np.sqrt(5.0) - 1.0) / 2.0)):
            assert abs(one[solve(one, np.zeros(2)), 0] - limit) <= 1 / parts


@given(seeds, st.sampled_from(ALL))
@some
def test_symmetry_and_names_do_not_matter(seed, solve):
    """In a symmetric problem with an even package on top of all, it is chosen; and who is called
    first matters to nobody."""
    payoffs, nothing, rng = drawn(seed)
    k = payoffs.shape[1]
    order = rng.permutation(k)
    chosen = payoffs[solve(payoffs, nothing)]
    renamed = payoffs[:, order]
    np.testing.assert_array_equal(renamed[solve(renamed, nothing[order])], chosen[order])
    swapped = np.concatenate([payoffs[:, p] for p in permutations(range(k))])
    even = np.full((1, k), payoffs.sum(axis=1).max() / k)
    found = solve(np.concatenate([swapped, even]), np.full(k, -0.1))
    if solve is not kalai_smorodinsky:
        assert found == len(swapped)
    else:
        shares = np.concatenate([swapped, even]) + 0.1
        assert shares[found].min() == pytest.approx(shares.min(axis=1).max())


@given(seeds, st.sampled_from(ALL))
@some
def test_what_all_packages_and_no_deal_share_does_not_matter(seed, solve):
    """A no-deal value below the worst package is kept as it is."""
    payoffs, nothing, rng = drawn(seed)
    shift = -9.0 * rng.random(len(nothing))
    assert solve(payoffs + shift, nothing + shift) == solve(payoffs, nothing)


def test_a_bad_no_deal_value_is_not_lifted_to_the_worst_package():
    """By hand: with d = (0, 0) the products of (1, 3) and (2, 1.4) are 3 and 2.8; with d = (0, −7),
    below the 1.4 that the second gets at worst, they are 10 and 16.8."""
    two = np.array([[1.0, 3.0], [2.0, 1.4]])
    assert nash(two, np.zeros(2)) == 0
    assert nash(two, np.array([0.0, -7.0])) == 1


@given(seeds)
@some
def test_kalai_smorodinsky_share_does_not_fall_when_packages_come_without_moving_ideals(seed):
    """Individual monotonicity as far as it goes on finite sets: the smallest share of the ideal."""
    payoffs, nothing, rng = drawn(seed)
    more = np.concatenate(
        [payoffs, np.minimum(rng.random((20, len(nothing))), payoffs.max(axis=0))]
    )
    rational = [u[(u >= nothing).all(axis=1)] - nothing for u in (payoffs, more)]
    ideals = [gains.max(axis=0) for gains in rational]
    if np.abs(ideals[1] - ideals[0]).max() > 0.0:
        return
    shares = [
        ((u[kalai_smorodinsky(u, nothing)] - nothing) / ideals[0]).min() for u in (payoffs, more)
    ]
    assert shares[1] >= shares[0]


@given(seeds)
@some
def test_nash_is_first_in_products_of_any_weights_and_refused_packages_are_out(seed):
    payoffs, nothing, rng = drawn(seed)
    weights = rng.uniform(0.1, 3.0, len(nothing))
    refused = rng.random(payoffs.shape) < 0.1
    left = np.flatnonzero(~refused.any(axis=1))
    good = [x for x in left if (payoffs[x] >= nothing).all()]
    if not good:
        return
    found = left[nash(payoffs[left], nothing, weights)]
    products = {x: np.prod((payoffs[x] - nothing) ** weights) for x in good}
    assert products[found] == pytest.approx(max(products.values()))
