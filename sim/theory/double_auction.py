"""The sealed-bid double auction with private values.

A buyer's value v and a seller's cost c are independent and uniform on [0, 1], each known to its
owner alone. Both write down a price at once, b and s. They trade iff b ≥ s, at

    k b + (1 − k) s,   0 ≤ k ≤ 1;      the buyer then has v − price, the seller price − c

(Chatterjee & Samuelson 1983, Operations Research 31:835–851, and their uniform example.) The
equilibrium in linear strategies is

    B(v) = v/(1 + k) + k (1 − k)/(2 (1 + k))       for v ≥ (1 − k)/2
    S(c) = c/(2 − k) + (1 − k)/2                    for c ≤ (2 − k)/2

Buyers below and sellers above never trade; they are taken to bid their own value or cost. So

    trade iff  v ≥ (1 − k)/2 + c (1 + k)/(2 − k)      chance of trade  (1 + k)(2 − k)/8
    expected gains  (1 + k)(2 − k)/16,                 1/6 if all gains were had

With k = 1/2 there is trade iff v ≥ c + 1/4, and 27/32 of the gains are had: the most that any
mechanism without a subsidy can have here (Myerson & Satterthwaite 1983, J. Econ. Theory
29:265–281). With k = 1 the buyer makes the offer, v/2, and with k = 0 the seller, (1 + c)/2.

Concept: *Bayesian Nash equilibrium*; the game has others, with jumps, which are not given here
(Leininger, Linhart & Radner 1989, J. Econ. Theory 48:63–106). One period, nothing is discounted;
b = s trades.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.errors import UsageError

__all__ = ["Exchange", "ask", "bid", "exchange", "trades"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Number = Array | float

#: Expected gains if the buyer gets the good whenever it values it more: E max(v − c, 0).
ALL_GAINS = 1.0 / 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What the auction yields before values are known; each of the shape of k.

    chance : chance of trade. gains : expected gains of both. buyer, seller : what each expects.
    efficiency : share of the gains to be had, in [0, 1].
    """

    chance: Array
    gains: Array
    buyer: Array
    seller: Array
    efficiency: Array


def bid(value: Number, k: Number = 0.5) -> Array:
    """What a buyer bids, B(v).

    value : v, in [0, 1]. k : weight of the bid in the price, in [0, 1]. They broadcast. Raises
    :class:`UsageError` for numbers outside their ranges.

    >>> bid(np.array([0.125, 0.25, 1.0])).tolist()    # 2/3 v + 1/12 from 1/4 on
    [0.125, 0.25, 0.75]
    """
    v, weight = _checked(value, k)
    linear = v / (1.0 + weight) + weight * (1.0 - weight) / (2.0 * (1.0 + weight))
    return np.where(v < (1.0 - weight) / 2.0, v, linear)


def ask(cost: Number, k: Number = 0.5) -> Array:
    """What a seller asks, S(c).

    cost : c, in [0, 1]. k : weight of the bid in the price, in [0, 1]. They broadcast. Raises
    :class:`UsageError` for numbers outside their ranges.

    >>> ask(np.array([0.0, 0.75, 0.875])).tolist()    # 2/3 c + 1/4 up to 3/4
    [0.25, 0.75, 0.875]
    """
    c, weight = _checked(cost, k)
    linear = c / (2.0 - weight) + (1.0 - weight) / 2.0
    return np.where(c > (2.0 - weight) / 2.0, c, linear)


def trades(value: Number, cost: Number, k: Number = 0.5) -> Flags:
    """Whether a buyer and a seller trade in equilibrium.

    value, cost, k : in [0, 1], broadcasting. Raises :class:`UsageError` otherwise. Read off the
    values, not off the two bids, so that rounding does not decide.

    >>> trades(0.75, np.array([0.25, 0.5, 0.625])).tolist()
    [True, True, False]
    """
    v, weight = _checked(value, k)
    c, _ = _checked(cost, k)
    # Multiplied out: quarters and halves stay exact.
    return np.asarray((v - (1.0 - weight) / 2.0) * (2.0 - weight) >= c * (1.0 + weight))


def exchange(k: Number = 0.5) -> Exchange:
    """How often there is trade, and what it is worth to whom, over all values.

    k : in [0, 1]. Raises :class:`UsageError` otherwise.

    Pairs that trade fill a triangle in (c, v), with corners (0, (1 − k)/2), (0, 1) and
    ((2 − k)/2, 1); all that counts is linear on it, hence known from its centre.

    >>> found = exchange(0.5)
    >>> [32 * float(x) for x in (found.chance, found.gains, found.efficiency)]    # 9/32, 9/64 …
    [9.0, 4.5, 27.0]
    """
    _, weight = _checked(0.0, k)
    chance = (1.0 + weight) * (2.0 - weight) / 8.0
    gains = chance / 2.0
    value, cost = (5.0 - weight) / 6.0, (2.0 - weight) / 6.0
    price = weight * bid(value, weight) + (1.0 - weight) * ask(cost, weight)
    return Exchange(
        chance=chance,
        gains=gains,
        buyer=chance * (value - price),
        seller=chance * (price - cost),
        efficiency=gains / ALL_GAINS,
    )


def _checked(private: Number, k: Number) -> tuple[Array, Array]:
    own, weight = np.asarray(private, dtype=float), np.asarray(k, dtype=float)
    if not ((own >= 0.0) & (own <= 1.0)).all():
        raise UsageError("values and costs must lie in [0, 1]")
    if not ((weight >= 0.0) & (weight <= 1.0)).all():
        raise UsageError("the weight of the bid in the price must lie in [0, 1]")
    return own, weight
