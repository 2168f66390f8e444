"""The sealed-bid double auction: Chatterjee & Samuelson 1983, Operations Research 31:835-851."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import dblquad

from sim.errors import UsageError
from sim.theory.double_auction import ask, bid, exchange, trades

EXACT = 1e-12
WEIGHTS = (0.0, 0.2, 0.5, 0.7, 1.0)
#: Midpoints of the other side's values; a payoff on them is off by at most some 1/MANY.
MANY = 4_000
OTHERS = (np.arange(MANY) + 0.5) / MANY
BIDS = np.linspace(0.0, 1.0, 401)
ON_THE_GRID = 1e-3


def payoffs_of_bids(v, k):
    """What each bid of the grid yields a buyer of value v against every seller."""
    asked = ask(OTHERS, k)
    price = k * BIDS[:, None] + (1 - k) * asked
    return np.where(BIDS[:, None] >= asked, v - price, 0.0).mean(axis=1)


def payoffs_of_asks(c, k):
    offered = bid(OTHERS, k)
    price = k * offered + (1 - k) * BIDS[:, None]
    return np.where(offered >= BIDS[:, None], price - c, 0.0).mean(axis=1)


def payoff(mine, own, k, buys):
    other = ask(OTHERS, k) if buys else bid(OTHERS, k)
    price = k * mine + (1 - k) * other if buys else k * other + (1 - k) * mine
    gain = own_gain(price, own, buys)
    return np.where(mine >= other if buys else other >= mine, gain, 0.0).mean()


def own_gain(price, own, buys):
    return own - price if buys else price - own


@pytest.mark.parametrize("k", WEIGHTS)
@pytest.mark.parametrize("own", np.linspace(0, 1, 6).tolist())
def test_no_other_bid_does_better(k, own):
    """Best responses by brute force, at each k, for buyers and sellers of each value."""
    assert payoffs_of_bids(own, k).max() <= payoff(bid(own, k), own, k, buys=True) + ON_THE_GRID
    assert payoffs_of_asks(own, k).max() <= payoff(ask(own, k), own, k, buys=False) + ON_THE_GRID


def test_the_check_sees_what_is_no_equilibrium():
    """Bidding the own value is no best response at k = 1/2; the check above finds a better bid."""
    truthful = payoff(0.9, 0.9, 0.5, buys=True)
    assert payoffs_of_bids(0.9, 0.5).max() > truthful + 10 * ON_THE_GRID


def test_published_strategies_at_one_half():
    """Chatterjee & Samuelson's uniform example: B = 2/3 v + 1/12, S = 2/3 c + 1/4."""
    x = np.linspace(0.25, 1, 7)
    np.testing.assert_allclose(bid(x), 2 / 3 * x + 1 / 12, atol=EXACT)
    np.testing.assert_allclose(ask(1 - x), 2 / 3 * (1 - x) + 1 / 4, atol=EXACT)


def test_trade_and_efficiency_at_one_half():
    """Trade iff v >= c + 1/4; gains 9/64 of 1/6, i.e. 27/32 (Myerson & Satterthwaite 1983: the
    second best). Chance of trade 9/32. By symmetry half of the gains each."""
    v, c = np.meshgrid(np.linspace(0, 1, 65), np.linspace(0, 1, 65))
    np.testing.assert_array_equal(trades(v, c), v >= c + 0.25)
    found = exchange(0.5)
    assert found.chance == pytest.approx(9 / 32, abs=EXACT)
    assert found.gains == pytest.approx(9 / 64, abs=EXACT)
    assert found.efficiency == pytest.approx(27 / 32, abs=EXACT)
    assert found.buyer == pytest.approx(9 / 128, abs=EXACT)
    assert found.seller == pytest.approx(9 / 128, abs=EXACT)


@pytest.mark.parametrize("k", WEIGHTS)
def test_what_it_yields_by_integration(k):
    """Chance, gains and both shares against double integrals of the strategies themselves."""
    top, bottom = (2 - k) / 2, (1 - k) / 2

    def over_trades(what):
        return dblquad(
            lambda v, c: what(v, c), 0, top, lambda c: bottom + c * (1 + k) / (2 - k), lambda c: 1
        )[0]

    def price(v, c):
        return k * bid(v, k) + (1 - k) * ask(c, k)

    found = exchange(k)
    assert found.chance == pytest.approx(over_trades(lambda v, c: 1.0), abs=1e-9)
    assert found.gains == pytest.approx(over_trades(lambda v, c: v - c), abs=1e-9)
    assert found.buyer == pytest.approx(over_trades(lambda v, c: v - price(v, c)), abs=1e-9)
    assert found.seller == pytest.approx(over_trades(lambda v, c: price(v, c) - c), abs=1e-9)


@pytest.mark.parametrize("k", WEIGHTS)
def test_trades_are_those_of_the_bids(k):
    v, c = np.meshgrid(OTHERS[::37], OTHERS[::41])
    clear = np.abs(bid(v, k) - ask(c, k)) > 1e-9
    np.testing.assert_array_equal(trades(v, c, k)[clear], (bid(v, k) >= ask(c, k))[clear])


def test_one_side_makes_the_offer():
    """k = 1: the buyer offers v/2, the seller's ask is its cost; k = 0: the seller asks
    (1 + c)/2. A take-it-or-leave-it offer under the uniform: the offerer has 1/12, the other 1/24,
    3/4 of the gains in all."""
    x = np.linspace(0, 1, 11)
    np.testing.assert_allclose(bid(x, 1.0), x / 2, atol=EXACT)
    np.testing.assert_allclose(ask(x, 1.0)[x <= 0.5], x[x <= 0.5], atol=EXACT)
    np.testing.assert_allclose(ask(x, 0.0), (1 + x) / 2, atol=EXACT)
    np.testing.assert_allclose(bid(x, 0.0)[x >= 0.5], x[x >= 0.5], atol=EXACT)
    for k, offerer, other in ((1.0, "buyer", "seller"), (0.0, "seller", "buyer")):
        found = exchange(k)
        assert getattr(found, offerer) == pytest.approx(1 / 12, abs=EXACT)
        assert getattr(found, other) == pytest.approx(1 / 24, abs=EXACT)
        assert found.efficiency == pytest.approx(3 / 4, abs=EXACT)


def test_the_even_split_is_the_most_efficient_and_sides_mirror():
    k = np.linspace(0, 1, 21)
    found = exchange(k)
    assert found.efficiency.argmax() == 10
    np.testing.assert_allclose(found.buyer, found.seller[::-1], atol=EXACT)
    np.testing.assert_allclose(found.buyer + found.seller, found.gains, atol=EXACT)
    x = np.linspace(0, 1, 11)
    np.testing.assert_allclose(bid(x, 0.3), 1 - ask(1 - x, 0.7), atol=EXACT)
    assert (bid(x, 0.3) <= x + EXACT).all()
    assert (ask(x, 0.3) >= x - EXACT).all()


@pytest.mark.parametrize("call", [lambda: bid(1.1), lambda: ask(-0.1), lambda: exchange(1.5)])
def test_numbers_that_cannot_be_are_refused(call):
    with pytest.raises(UsageError):
        call()
