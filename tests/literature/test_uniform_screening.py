"""Price cutting against a uniform buyer (Sobel & Takahashi 1983, Rev. Econ. Stud. 50:411-426):
deviations by brute force, numbers by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from sim.errors import UsageError
from sim.theory.uniform_screening import prices_for_ever, prices_to_the_end

EXACT = 1e-12
ROOT = 1e-9

patience = st.floats(0.0, 0.98)
periods = st.integers(1, 8)
VALUES = np.linspace(0, 1, 2_001)


def sold_from(path, t, theta, price, seller, ever):
    """The seller's payoff, in units of period t, from naming ``price`` to those below ``theta`` and
    going on with the path's rules; played out period by period."""
    total, weight = 0.0, 1.0
    for s in range(t, len(path.ask)):
        p = price if s == t else path.ask[s] * theta
        after = min(theta, p / path.yields[s])
        total += weight * p * (theta - after)
        theta, weight = after, weight * seller
    return total + (weight * path.ask[-1] * theta**2 / 2 if ever else 0.0)


@given(T=periods, s=patience, b=patience, ever=st.booleans())
@settings(deadline=None, max_examples=30)
def test_no_other_price_does_better(T, s, b, ever):
    """One-shot deviations in every period, from those left on the path and from others."""
    path = (prices_for_ever if ever else prices_to_the_end)(T, s, b)
    for t in range(T):
        for theta in (path.left[t], 0.37):
            own = sold_from(path, t, theta, path.ask[t] * theta, s, ever)
            assert own == pytest.approx(path.ask[t] * theta**2 / 2, abs=ROOT)
            grid = np.linspace(0.0, theta, 201)
            best = max(sold_from(path, t, theta, p, s, ever) for p in grid)
            assert best <= own + ROOT


@given(T=periods, s=patience, b=patience, first=st.floats(0.01, 0.99), ever=st.booleans())
@settings(deadline=None, max_examples=60)
def test_every_buyer_buys_when_it_is_best(T, s, b, first, ever):
    """On the path, and after any first price: the period in which a value buys by the rule
    p <= b v maximises δ^t (v - p_t), or 0 for never."""
    path = (prices_for_ever if ever else prices_to_the_end)(T, s, b)
    for start in (path.prices[0], first):
        theta, prices = 1.0, []
        for t in range(T):
            prices.append(start if t == 0 else path.ask[t] * theta)
            theta = min(theta, prices[-1] / path.yields[t])
        gains = b ** np.arange(T)[:, None] * (VALUES - np.array(prices)[:, None])
        accepts = np.array(prices)[:, None] <= path.yields[:, None] * VALUES
        bought = accepts.any(axis=0)
        own = np.where(bought, gains[accepts.argmax(axis=0), np.arange(len(VALUES))], 0.0)
        best = np.maximum(gains.max(axis=0), 0.0)
        # Without end those who have not bought by T may still do so: only the others are compared.
        compared = bought if ever else np.ones(len(VALUES), dtype=bool)
        np.testing.assert_allclose(own[compared], best[compared], atol=ROOT)


@given(T=periods, s=patience, b=patience)
@settings(deadline=None, max_examples=30)
def test_payoffs_by_integration(T, s, b):
    path = prices_to_the_end(T, s, b)
    seller = sum(s**t * path.prices[t] * (path.left[t] - path.left[t + 1]) for t in range(T))
    buyer = sum(
        b**t * quad(lambda v, t=t: v - path.prices[t], path.left[t + 1], path.left[t])[0]
        for t in range(T)
    )
    assert path.seller == pytest.approx(seller, abs=ROOT)
    assert path.buyer == pytest.approx(buyer, abs=ROOT)
    assert (np.diff(path.prices) <= EXACT).all()


@given(s=st.floats(0.0, 0.95), b=st.floats(0.0, 0.95))
@settings(deadline=None, max_examples=30)
def test_for_ever_is_the_limit(s, b):
    """300 periods against none to the end: prices, those left, both payoffs."""
    many, ever = prices_to_the_end(300, s, b), prices_for_ever(10, s, b)
    np.testing.assert_allclose(many.prices[:10], ever.prices, atol=1e-6)
    np.testing.assert_allclose(many.left[:10], ever.left[:10], atol=1e-6)
    assert many.seller == pytest.approx(ever.seller, abs=1e-6)
    assert many.buyer == pytest.approx(ever.buyer, abs=1e-6)


@pytest.mark.parametrize("d", [0.0, 0.3, 0.8, 1.0])
def test_two_periods(d):
    """By hand, δ alike: with b = 1 - δ/2 the first price b²/(2 b - δ/2) is
    (2 - δ)²/(2 (4 - 3 δ)), the seller's payoff half of it. One period: 1/2 and 1/4."""
    path = prices_to_the_end(2, d, d)
    assert path.prices[0] == pytest.approx((2 - d) ** 2 / (2 * (4 - 3 * d)), abs=EXACT)
    assert path.seller == pytest.approx((2 - d) ** 2 / (4 * (4 - 3 * d)), abs=EXACT)
    once = prices_to_the_end(1, d, d)
    assert (once.prices[0], once.seller, once.buyer) == (0.5, 0.25, 0.125)


@pytest.mark.parametrize("d", [0.0, 0.5, 0.75, 0.99])
def test_for_ever_with_equal_patience(d):
    """The stationary solution of the recursion with δ_S = δ_B: δ g² + 2 (1 - δ) g - (1 - δ) = 0,
    so g = √(1 - δ)/(1 + √(1 - δ)); a value v buys at no more than √(1 - δ) v."""
    path = prices_for_ever(3, d, d)
    g = path.ask[0]
    assert d * g**2 + 2 * (1 - d) * g - (1 - d) == pytest.approx(0.0, abs=EXACT)
    assert g == pytest.approx(np.sqrt(1 - d) / (1 + np.sqrt(1 - d)), abs=EXACT)
    np.testing.assert_allclose(path.yields, np.sqrt(1 - d), atol=EXACT)


def test_coase():
    """Shorter periods: the first price and the seller's payoff fall to 0 (as √(1 - δ)), the buyer
    comes to have all of E v = 1/2. Never more than the 1/4 of one price for good."""
    runs = [prices_for_ever(1, d, d) for d in (0.5, 0.9, 0.99, 0.9999, 1 - 1e-8)]
    sellers = [run.seller for run in runs]
    assert (np.diff(sellers) < 0).all()
    assert sellers[0] < 0.25
    assert runs[-1].prices[0] == pytest.approx(1e-4, rel=1e-3)
    assert runs[-1].buyer == pytest.approx(0.5, abs=1e-3)


def test_patience_helps_who_has_it():
    assert prices_for_ever(1, 0.9, 0.5).seller > prices_for_ever(1, 0.5, 0.5).seller
    assert prices_for_ever(1, 0.5, 0.9).buyer > prices_for_ever(1, 0.5, 0.5).buyer
    never = prices_for_ever(1, 0.999999, 0.0)
    assert never.seller == pytest.approx(0.5, abs=1e-3)


@pytest.mark.parametrize(
    "call",
    [
        lambda: prices_to_the_end(0, 0.5, 0.5),
        lambda: prices_to_the_end(2, 1.1, 0.5),
        lambda: prices_to_the_end(2, 0.5, -0.1),
        lambda: prices_for_ever(2, 1.0, 0.5),
        lambda: prices_for_ever(2, 0.5, 1.0),
    ],
)
def test_numbers_that_cannot_be_are_refused(call):
    with pytest.raises(UsageError):
        call()
