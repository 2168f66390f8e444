"""Two types, two periods, no commitment (after Fudenberg & Tirole 1983, Rev. Econ. Stud.
50:221-247): every condition of the equilibrium by brute force, numbers by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import UsageError
from sim.theory.screening import Plan, answer, screen

EXACT = 1e-9
#: Closer than this to a change of plan, brute force may take either.
CLEAR = 1e-6

low = st.floats(0.1, 1.0)
times = st.floats(1.05, 5.0)
chance = st.floats(0.01, 1.0)
patience = st.floats(0.05, 0.99)


def prices(lo, hi):
    return np.unique(np.concatenate([np.linspace(0, 1.3 * hi, 3_001), [lo, hi]]))


def seller_payoff(p, lo, hi, q, d, found):
    """The seller's payoff from first price p, from the answers alone."""
    sold = q * found.high_buys + (1 - q) * found.low_buys
    high_left, left = q * (1 - found.high_buys), 1 - sold
    later = found.low_price * lo * left + (1 - found.low_price) * hi * high_left
    return p * sold + d * later


@given(lo=low, times=times, q=chance, d=patience)
@settings(deadline=None, max_examples=80)
def test_answers_are_best_for_buyers_and_for_the_later_seller(lo, times, q, d):
    """At every first price of a grid: no type of buyer gains by the other answer, whoever mixes is
    indifferent, and the second price is best against Bayes' belief."""
    hi = lo * times
    p = prices(lo, hi)
    found = answer(p, lo, hi, q, d)
    waiting = d * found.low_price * (hi - lo)
    now = hi - p
    assert (now[found.high_buys == 1] >= waiting[found.high_buys == 1] - EXACT).all()
    assert (now[found.high_buys == 0] <= waiting[found.high_buys == 0] + EXACT).all()
    mixing = (found.high_buys > 0) & (found.high_buys < 1)
    np.testing.assert_allclose(now[mixing], waiting[mixing], atol=EXACT)
    np.testing.assert_array_equal(found.low_buys, p <= lo)
    assert ((found.low_price >= 0) & (found.low_price <= 1 + EXACT)).all()
    high_left = q * (1 - found.high_buys)
    left = high_left + (1 - q) * (1 - found.low_buys)
    takes_low, takes_high = lo * left, hi * high_left
    assert (takes_low[found.low_price > 0] >= takes_high[found.low_price > 0] - EXACT).all()
    assert (takes_high[found.low_price < 1] >= takes_low[found.low_price < 1] - EXACT).all()


@given(lo=low, times=times, q=chance, d=patience)
@settings(deadline=None, max_examples=80)
def test_no_other_first_price_does_better(lo, times, q, d):
    hi = lo * times
    found = screen(lo, hi, q, d)
    best = seller_payoff(found.first, lo, hi, q, d, answer(found.first, lo, hi, q, d))
    assert best == pytest.approx(float(found.seller), abs=EXACT)
    grid = prices(lo, hi)
    assert seller_payoff(grid, lo, hi, q, d, answer(grid, lo, hi, q, d)).max() <= best + EXACT


@given(lo=low, times=times, q=chance, d=patience)
@settings(deadline=None, max_examples=60)
def test_the_plan_follows_the_two_thresholds(lo, times, q, d):
    hi = lo * times
    mu = lo / hi
    star = lo * (hi - d * lo) / (hi * (lo + d * (hi - 2 * lo)))
    assert mu <= star <= 1
    found = screen(lo, hi, q, d)
    if min(abs(q - mu), abs(q - star)) > CLEAR:
        assert found.plan == (Plan.POOL if q < mu else Plan.SKIM if q < star else Plan.HOLD)
    assert found.second <= found.first + EXACT
    assert found.seller <= found.committed + EXACT
    assert found.seller >= lo - EXACT


def test_by_hand():
    """l = 1, h = 3, δ = 2/3: μ = 1/3, p̃ = 1 + 2/3 = 5/3, q* = (7/3)/(3 · (1 + 2/3)) = 7/15.
    q = 2/5: skim, 2/5 · 1/3 · 3 + 2/3 = 16/15. q = 1/2: y = (1/2)/1 = 1/2; hold, 1/4 · 7/3 + 2/3
    = 5/4, against 7/6 from skimming. The committed seller has 6/5 and 3/2."""
    found = screen(1.0, 3.0, np.array([0.3, 0.4, 0.5]), 2 / 3)
    assert found.plan.tolist() == [Plan.POOL, Plan.SKIM, Plan.HOLD]
    np.testing.assert_allclose(found.first, [1, 5 / 3, 3], atol=EXACT)
    np.testing.assert_allclose(found.second, [1, 1, 3], atol=EXACT)
    np.testing.assert_allclose(found.seller, [1, 16 / 15, 5 / 4], atol=EXACT)
    np.testing.assert_allclose(found.committed, [1, 6 / 5, 3 / 2], atol=EXACT)
    np.testing.assert_allclose(found.high_buyer, [2, 4 / 3, 0], atol=EXACT)
    np.testing.assert_allclose(found.high_waits, [0, 0, 0.5], atol=EXACT)


def test_limits():
    """An impatient buyer (δ = 0) is asked like one who never comes back; with δ -> 1 skimming earns
    no more than l (Coase); sure of h, the seller has all of it."""
    once = screen(1.0, 2.0, np.array([0.4, 0.6, 0.9]), 0.0)
    np.testing.assert_allclose(once.seller, once.committed, atol=EXACT)
    skim = screen(1.0, 2.0, 0.5 + 1e-7, 1 - 1e-6)
    assert skim.seller == pytest.approx(1.0, abs=1e-5)
    assert screen(1.0, 2.0, 1.0, 0.9).seller == pytest.approx(2.0)


@pytest.mark.parametrize(
    "call",
    [
        lambda: screen(0.0, 1.0, 0.5, 0.9),
        lambda: screen(1.0, 1.0, 0.5, 0.9),
        lambda: screen(1.0, 2.0, 1.5, 0.9),
        lambda: screen(1.0, 2.0, 0.5, 1.1),
        lambda: answer(-1.0, 1.0, 2.0, 0.5, 0.9),
    ],
)
def test_numbers_that_cannot_be_are_refused(call):
    with pytest.raises(UsageError):
        call()
