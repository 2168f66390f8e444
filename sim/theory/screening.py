"""Screening a buyer of two types in two periods, when the seller cannot tie its own hands.

A seller with cost 0 faces one buyer who values the good at h with chance q, at l < h otherwise, and
alone knows which. The seller names a price; if it is refused, another one period later, discounted
by δ for both; then nothing. (Fudenberg & Tirole 1983, Rev. Econ. Stud. 50:221–247, for two periods
and two types; here only the seller's side is in the dark. Bulow 1982, J. Polit. Econ. 90:314–332,
for the seller that competes with its later self.)

In the second period it asks h iff it believes in h with more than μ = l/h, and l if with less. So h
may *wait* for l. To a first price p it answers as follows (type l buys iff p ≤ l):

    p ≤ p̃ = (1 − δ) h + δ l     h buys: even a sure l next time is no better
    p̃ < p ≤ h,  q ≤ μ           h waits, and is asked l
    p̃ < p ≤ h,  q > μ           h buys with chance y = (q h − l)/(q (h − l)), so that the seller's
                                belief falls to μ; it then asks l with the chance
                                σ = (h − p)/(δ (h − l)) that leaves h indifferent

Best for the seller, with q* = l (h − δ l)/(h [l + δ (h − 2 l)]) ≥ μ:

    POOL   q ≤ μ         p = l, everybody buys                              seller  l
    SKIM   μ < q ≤ q*    p = p̃, h buys; then l, and the rest buys           q (1 − δ) h + δ l
    HOLD   q > q*        p = h, h buys with chance y; then h again          q y (h − δ l) + δ l

With its hands tied to one price for good it would have max(l, q h), never less.

Concept: *perfect Bayesian equilibrium*; it is unique but for ties. These are resolved so: a buyer
who does not care buys, or mixes as above; a seller who does not care asks the lower price, or mixes
as above. A sale in the second period is worth δ times one in the first; no sale is worth 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from sim.errors import UsageError

__all__ = ["Answer", "Plan", "Screening", "answer", "screen"]

Array = NDArray[np.float64]
Number = Array | float


class Plan(IntEnum):
    """What the seller does over the two periods."""

    POOL = 0
    SKIM = 1
    HOLD = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What follows a first price. All of one shape.

    high_buys, low_buys : chances that a buyer of that type buys in the first period. low_price :
    chance that the seller asks l in the second period, h otherwise.
    """

    high_buys: Array
    low_buys: Array
    low_price: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """The equilibrium; all of the shape of the parameters.

    plan : members of :class:`Plan`. first, second : prices (the second after POOL, where all have
    bought, is l). high_waits : chance that a buyer of type h refuses the first price. seller,
    high_buyer : payoffs, in units of money at the first period; that of a buyer of type l is 0.
    committed : what the seller would have with one price for good.
    """

    plan: NDArray[np.intp]
    first: Array
    second: Array
    high_waits: Array
    seller: Array
    high_buyer: Array
    committed: Array


def answer(price: Number, low: Number, high: Number, chance: Number, discount: Number) -> Answer:
    """How buyers answer a first price, and what the seller then asks.

    price : p ≥ 0. low, high : 0 < l < h. chance : q, in [0, 1]. discount : δ, in [0, 1]. All
    broadcast. Raises :class:`UsageError` for numbers outside their ranges.

    Values 1 and 2, even odds for 3/4 high, δ = 1/2: at p̃ = 3/2 high buys, at 7/4 it mixes:

    >>> found = answer(np.array([1.5, 1.75]), 1.0, 2.0, 0.75, 0.5)
    >>> found.high_buys.round(6).tolist(), found.low_price.tolist()
    ([1.0, 0.666667], [1.0, 0.5])
    """
    lo, hi, q, d = _checked(low, high, chance, discount)
    p = np.asarray(price, dtype=float)
    if (p < 0.0).any():
        raise UsageError("a price cannot be negative")
    p, lo, hi, q, d = np.broadcast_arrays(p, lo, hi, q, d)
    yields, above, many = p <= _lure(lo, hi, d), p > hi, q * hi > lo
    mixes = ~yields & ~above & many
    gives_in = np.divide(hi - p, d * (hi - lo), out=np.zeros(p.shape), where=mixes & (d > 0.0))
    return Answer(
        high_buys=np.where(yields, 1.0, np.where(mixes, _mixed(lo, hi, q), 0.0)),
        low_buys=np.where(p <= lo, 1.0, 0.0),
        low_price=np.where(yields | ~many, 1.0, gives_in),
    )


def screen(low: Number, high: Number, chance: Number, discount: Number) -> Screening:
    """What seller and buyer do.

    low, high : 0 < l < h. chance : q of type h, in [0, 1]. discount : δ, in [0, 1]. All broadcast.
    Raises :class:`UsageError` for numbers outside their ranges.

    Values 1 and 2, δ = 1/2: μ = 1/2 and q* = (3/2)/2 = 3/4:

    >>> found = screen(1.0, 2.0, np.array([0.5, 0.75, 0.875]), 0.5)
    >>> found.plan.tolist(), found.first.tolist(), found.seller.tolist()
    ([0, 1, 2], [1.0, 1.5, 2.0], [1.0, 1.25, 1.625])
    """
    lo, hi, q, d = np.broadcast_arrays(*_checked(low, high, chance, discount))
    # q* and μ multiplied out, so that neither divides.
    plan = np.where(
        q * hi <= lo,
        Plan.POOL,
        np.where(q * hi * (lo + d * (hi - 2.0 * lo)) <= lo * (hi - d * lo), Plan.SKIM, Plan.HOLD),
    )
    bought = _mixed(lo, hi, q)
    return Screening(
        plan=plan,
        first=np.choose(plan, [lo, _lure(lo, hi, d), hi]),
        second=np.choose(plan, [lo, lo, hi]),
        high_waits=np.choose(plan, [np.zeros(lo.shape), np.zeros(lo.shape), 1.0 - bought]),
        seller=np.choose(
            plan, [lo, q * (1.0 - d) * hi + d * lo, q * bought * (hi - d * lo) + d * lo]
        ),
        high_buyer=np.choose(plan, [hi - lo, d * (hi - lo), np.zeros(lo.shape)]),
        committed=np.maximum(lo, q * hi),
    )


def _lure(lo: Array, hi: Array, d: Array) -> Array:
    """p̃: what h pays now rather than wait for l."""
    return (1.0 - d) * hi + d * lo


def _mixed(lo: Array, hi: Array, q: Array) -> Array:
    """y where q h > l, 0 elsewhere."""
    many = q * hi > lo
    return np.divide(q * hi - lo, q * (hi - lo), out=np.zeros(q.shape), where=many)


def _checked(
    low: Number, high: Number, chance: Number, discount: Number
) -> tuple[Array, Array, Array, Array]:
    lo, hi, q, d = (np.asarray(x, dtype=float) for x in (low, high, chance, discount))
    if not ((lo > 0.0).all() and (hi > lo).all()):
        raise UsageError("the two values must be above 0, the high one above the low one")
    if not ((q >= 0.0) & (q <= 1.0)).all():
        raise UsageError("the chance of the high type must lie in [0, 1]")
    if not ((d >= 0.0) & (d <= 1.0)).all():
        raise UsageError("the discount factor must lie in [0, 1]")
    return lo, hi, q, d
