"""The demand game (Nash 1953, Econometrica 21:128-140): brute force, and the limit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from sim.errors import UsageError
from sim.theory.demand_game import compatible_demands, plain_equilibria, smoothed_demands

EXACT = 1e-12
ROOT = 1e-6

share = st.floats(0.0, 0.4)
exponent = st.floats(0.2, 3.0)


def utility(mine, other, d, rho, whole, eps):
    """A player's expected payoff, from the game alone."""
    over = np.maximum(mine + other - whole, 0.0)
    return np.maximum(mine - d, 0.0) ** rho * np.exp(-(over**2) / (2 * eps**2))


@given(d=st.tuples(share, share), rho=st.tuples(exponent, exponent), eps=st.floats(0.01, 1.0))
@settings(deadline=None, max_examples=60)
def test_no_other_demand_does_better(d, rho, eps):
    """Best responses over a fine grid of demands."""
    found = smoothed_demands(1.0, np.array(d), np.array(rho), eps)
    for i in range(2):
        other = found.demands[1 - i]
        grid = np.linspace(d[i], found.demands[i] + 4.0, 40_001)
        best = utility(grid, other, d[i], rho[i], 1.0, eps).max()
        own = utility(found.demands[i], other, d[i], rho[i], 1.0, eps)
        assert own >= best - EXACT
        assert own > 0


@given(start=st.floats(0.05, 1.5), rho=st.tuples(exponent, exponent))
@settings(deadline=None, max_examples=15)
def test_replies_lead_to_it_from_anywhere(start, rho):
    """Uniqueness: alternate best replies, found numerically, end at the closed form."""
    eps, x = 0.4, [0.0, start]
    for step in range(400):
        i = step % 2
        x[i] = minimize_scalar(
            lambda y, i=i: -utility(y, x[1 - i], 0.0, rho[i], 1.0, eps),
            bounds=(0.0, 6.0),
            method="bounded",
            options={"xatol": 1e-10},
        ).x
    found = smoothed_demands(1.0, np.zeros(2), np.array(rho), eps)
    np.testing.assert_allclose(x, found.demands, atol=1e-4)


@given(d=st.tuples(share, share), rho=st.tuples(exponent, exponent))
@settings(deadline=None, max_examples=40)
def test_smoothing_away_leaves_the_nash_solution(d, rho):
    """Nash 1953: as ε -> 0 demands tend to the solution, agreement becomes sure. The solution is
    checked by maximising the product (x - d_1)^ρ_1 (1 - x - d_2)^ρ_2."""
    exponents, nothing = np.array(rho), np.array(d)
    far = [
        np.abs(
            (found := smoothed_demands(1.0, nothing, exponents, eps)).demands - found.solution
        ).max()
        for eps in (0.1, 0.01, 0.001)
    ]
    assert far[0] > far[1] > far[2]
    last = smoothed_demands(1.0, nothing, exponents, 1e-4)
    assert last.agreement > 1 - 1e-3
    best = minimize_scalar(
        lambda x: -rho[0] * np.log(x - d[0]) - rho[1] * np.log(1 - x - d[1]),
        bounds=(d[0] + 1e-9, 1 - d[1] - 1e-9),
        method="bounded",
        options={"xatol": 1e-12},
    ).x
    np.testing.assert_allclose(last.solution, [best, 1 - best], atol=ROOT)
    np.testing.assert_allclose(last.demands, [best, 1 - best], atol=1e-4)


def test_by_hand():
    """π = 1, d = 0, ρ = (1, 1), ε² = 3/8: Y = [1 + √(1 + 3)]/2 = 3/2, so 3/4 each, overdrawn by
    1/2; agreement exp(-(1/4)/(3/4)) = e^(-1/3). Both sides of ρ/y = (s - π)/ε² are 4/3."""
    found = smoothed_demands(1.0, np.zeros(2), np.ones(2), 0.375**0.5)
    np.testing.assert_allclose(found.demands, 0.75, atol=EXACT)
    assert found.agreement == pytest.approx(np.exp(-1 / 3), abs=EXACT)


def test_better_fallback_and_less_fear_of_risk_get_more():
    even = smoothed_demands(1.0, np.zeros(2), np.ones(2), 0.1).demands
    assert even[0] == pytest.approx(even[1], abs=EXACT)
    assert smoothed_demands(1.0, np.array([0.2, 0.0]), np.ones(2), 0.1).demands[0] > even[0]
    assert smoothed_demands(1.0, np.zeros(2), np.array([1.0, 0.5]), 0.1).demands[0] > even[0]


@given(d=st.tuples(st.integers(0, 4), st.integers(0, 4)))
@settings(deadline=None, max_examples=25)
def test_plain_game_has_every_efficient_sharing_and_mutual_excess(d):
    """Every division of the whole that gives both at least d is an equilibrium, and every pair in
    which each demands so much that the other could be compatible only below its own d."""
    tenths = np.arange(0, 13)
    fits = compatible_demands(tenths.astype(float), tenths.astype(float), 10.0)
    nothing = np.array(d, dtype=float)
    found = plain_equilibria(tenths.astype(float), tenths.astype(float), fits, nothing)
    for i, x in enumerate(tenths):
        for j, y in enumerate(tenths):
            shares = x + y == 10 and x >= d[0] and y >= d[1]
            too_much = x + y > 10 and 10 - y <= d[0] and 10 - x <= d[1]
            assert found[i, j] == (shares or too_much)


@pytest.mark.parametrize(
    "call",
    [
        lambda: smoothed_demands(1.0, np.array([0.6, 0.4]), np.ones(2), 0.1),
        lambda: smoothed_demands(1.0, np.zeros(2), np.array([1.0, 0.0]), 0.1),
        lambda: smoothed_demands(1.0, np.zeros(2), np.ones(2), 0.0),
        lambda: smoothed_demands(1.0, np.zeros(3), np.ones(2), 0.1),
        lambda: plain_equilibria(np.ones(2), np.ones(3), np.ones((2, 2), dtype=bool), np.zeros(2)),
    ],
)
def test_numbers_that_cannot_be_are_refused(call):
    with pytest.raises(UsageError):
        call()
