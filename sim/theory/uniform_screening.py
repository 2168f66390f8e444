"""A seller that lowers its price step by step, to a buyer whose value is uniform.

The buyer's value v is uniform on [0, 1] and private; the seller's cost is 0. In each of T periods,
or for ever, the seller names a price and the buyer takes it or waits; δ_S and δ_B discount a period
(Sobel & Takahashi 1983, Rev. Econ. Stud. 50:411–426). Buyers of higher values buy first, so that
those left are always the values below some θ. In equilibrium, with n periods to go,

    the seller asks  p = g_n θ,     v buys iff p ≤ b_n v,     those left are below  θ' = p/b_n

and the rest of the game is worth g_n θ²/2 to the seller, seen from before the first period. For
θ' does not care whether it pays p now or g_(n−1) θ' next time, and the seller maximises
(θ − θ') b_n θ' + δ_S g_(n−1) θ'²/2 over θ'. Hence b_1 = 1, g_1 = 1/2, and

    b_n = 1 − δ_B + δ_B g_(n−1),      g_n = b_n² / (2 b_n − δ_S g_(n−1))

    without end     g = (1 − δ_B)/(1 − δ_B + r),     b = (1 + r) g,     θ'/θ = 1/(1 + r),
                    r = √(1 − δ_S)

With δ_S = δ_B = δ → 1 the first price and the seller's payoff tend to 0, and everybody buys nearly
at once (Coase 1972, J. Law Econ. 15:143–149). Tied to one price for good the seller would ask 1/2
and have 1/4.

Concept: *perfect Bayesian equilibrium*; with finitely many periods the only one, without end the
limit of these (stationary; there are others: Ausubel & Deneckere 1989, Econometrica 57:511–531).
A sale in period t is worth δ^t, from t = 0; no sale is worth 0. Who does not care buys.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.errors import UsageError

__all__ = ["PricePath", "prices_for_ever", "prices_to_the_end"]

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class PricePath:
    """The equilibrium, period by period, the first one first.

    ask : (T,), g, the price as a share of the highest value left. yields : (T,), b: v buys at p
    iff p ≤ b v. prices : (T,). left : (T + 1,), θ, the highest value left as a period begins, and
    after the last. seller, buyer : payoffs before the buyer knows its value.
    """

    ask: Array
    yields: Array
    prices: Array
    left: Array
    seller: float
    buyer: float


def prices_to_the_end(periods: int, seller_discount: float, buyer_discount: float) -> PricePath:
    """The equilibrium of finitely many periods.

    periods : T ≥ 1. seller_discount, buyer_discount : in [0, 1]. Raises :class:`UsageError` for
    numbers outside their ranges.

    Two periods, δ = 1/2: b_2 = 3/4, g_2 = (9/16)/(3/2 − 1/4) = 9/20; 3/5 of the values are left.

    >>> path = prices_to_the_end(2, 0.5, 0.5)
    >>> path.prices.round(9).tolist(), path.left.round(9).tolist(), round(path.seller, 9)
    ([0.45, 0.3], [1.0, 0.6, 0.3], 0.225)
    """
    _check(periods, seller_discount, buyer_discount)
    if seller_discount > 1.0 or buyer_discount > 1.0:
        raise UsageError("discount factors must lie in [0, 1]")
    ask, yields = np.empty(periods), np.empty(periods)
    ask[-1], yields[-1] = 0.5, 1.0
    for t in range(periods - 2, -1, -1):
        b = yields[t] = 1.0 - buyer_discount + buyer_discount * ask[t + 1]
        ask[t] = b**2 / (2.0 * b - seller_discount * ask[t + 1])
    bought = _bought(ask, yields, buyer_discount)
    return _path(ask, yields, float(bought.sum()))


def prices_for_ever(periods: int, seller_discount: float, buyer_discount: float) -> PricePath:
    """The first periods of the stationary equilibrium of the game without end.

    periods : how many to show, ≥ 1; payoffs are of the whole game. seller_discount,
    buyer_discount : in [0, 1). Raises :class:`UsageError` for numbers outside their ranges.

    With δ = 3/4, r = 1/2: g = (1/4)/(3/4) = 1/3, and each time a third of those left buys.

    >>> path = prices_for_ever(2, 0.75, 0.75)
    >>> path.prices.round(6).tolist(), path.left.round(6).tolist(), round(path.seller, 6)
    ([0.333333, 0.222222], [1.0, 0.666667, 0.444444], 0.166667)
    """
    _check(periods, seller_discount, buyer_discount)
    if seller_discount >= 1.0 or buyer_discount >= 1.0:
        raise UsageError("without an end discount factors must lie in [0, 1)")
    r = np.sqrt(1.0 - seller_discount)
    g = (1.0 - buyer_discount) / (1.0 - buyer_discount + r)
    ask, yields = np.full(periods, g), np.full(periods, (1.0 + r) * g)
    stage = float(_bought(ask[:1], yields[:1], buyer_discount)[0])
    # Each period is the one before on a scale smaller by θ'/θ, in values and in how many are left.
    return _path(ask, yields, stage / (1.0 - buyer_discount / (1.0 + r) ** 2))


def _path(ask: Array, yields: Array, buyer: float) -> PricePath:
    left = _left(ask, yields)
    return PricePath(
        ask=ask,
        yields=yields,
        prices=ask * left[:-1],
        left=left,
        seller=float(ask[0]) / 2.0,
        buyer=buyer,
    )


def _left(ask: Array, yields: Array) -> Array:
    return np.concatenate([[1.0], np.cumprod(ask / yields)])


def _bought(ask: Array, yields: Array, discount: float) -> Array:
    """What buyers of each period gain, ∫ (v − p) dv over those that buy then, discounted."""
    left = _left(ask, yields)
    before, after = left[:-1], left[1:]
    gained = (before - after) * ((before + after) / 2.0 - ask * before)
    return np.asarray(gained * discount ** np.arange(len(ask)))


def _check(periods: int, seller_discount: float, buyer_discount: float) -> None:
    if periods < 1:
        raise UsageError("there must be at least one period")
    if seller_discount < 0.0 or buyer_discount < 0.0:
        raise UsageError("discount factors cannot be negative")
