"""Crisis bargaining: the range of peaceful deals, and how much war risk the best demand carries.

Two sides divide a stake of 1; x is A's share. War gives A the stake with chance p and costs the
sides c_A, c_B ≥ 0, in units of the stake:

    A expects p − c_A,   B expects 1 − p − c_B,   so both prefer x to war iff p − c_A ≤ x ≤ p + c_B

With positive costs some x ∈ [0, 1] always does (Fearon 1995, Int. Organ. 49:379–414; part
"When will there exist bargains both sides prefer to war?").

**Private costs** (same article, with its appendix). A demands x, take it or leave it.
B, who alone knows c_B, accepts iff 1 − x ≥ 1 − p − c_B, that is c_B ≥ x − p; otherwise there is
war. With F the distribution of c_B in A's eyes, A's demand solves the *risk–return trade-off*

    max over x ∈ [0, 1]   x [1 − F(x − p)] + (p − c_A) F(x − p)

Uniform on [l, h]:   x − p = max(l, (h − c_A)/2),  cut at 1 − p;  war with F(x − p)
Types c_1 … c_n:     some x = min(1, p + c_j) is best; type i fights iff c_i < x − p

With two types l < h, q the chance of h and both demands below 1, A risks war iff
q > (l + c_A)/(h + c_A).

Concept: *perfect Bayesian equilibrium*, here the subgame-perfect play of one offer. One period,
nothing is discounted. B accepts when indifferent; of demands that do equally well (within
``INDIFFERENT``) A makes the one with the least risk of war.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.domain.value import INDIFFERENT
from sim.errors import UsageError

__all__ = [
    "Demand",
    "bargaining_range",
    "demand_on_types",
    "demand_on_uniform",
    "risk_threshold",
]

Array = NDArray[np.float64]
Number = Array | float


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What A demands, and what comes of it; all of one shape.

    share : A's share x, in [0, 1]. war : chance of war, in [0, 1]. payoff : what A expects.
    """

    share: Array
    war: Array
    payoff: Array


def bargaining_range(power: Number, cost_a: Number, cost_b: Number) -> tuple[Array, Array]:
    """The least and the greatest share of A that both sides prefer to war, cut to [0, 1].

    power : A's chance p of winning, in [0, 1]. cost_a, cost_b : ≥ 0, in units of the stake. All
    broadcast. Raises :class:`UsageError` for numbers outside their ranges.

    >>> low, high = bargaining_range(0.5, 0.125, 0.25)
    >>> float(low), float(high)
    (0.375, 0.75)
    """
    p, a, b = _checked(power, cost_a, cost_b)
    return np.maximum(p - a, 0.0), np.minimum(p + b, 1.0)


def demand_on_uniform(power: Number, cost_a: Number, low: Number, high: Number) -> Demand:
    """A's best demand on a B whose cost of war is uniform on [low, high].

    power : in [0, 1]. cost_a : ≥ 0. low, high : 0 ≤ low ≤ high; equal where A knows the cost. All
    broadcast. Raises :class:`UsageError` for numbers outside their ranges.

    With costs on [0, 1/2] and an own cost of 1/4, A demands (1/2 − 1/4)/2 = 1/8 beyond p:

    >>> best = demand_on_uniform(0.5, 0.25, 0.0, 0.5)
    >>> float(best.share), float(best.war), float(best.payoff)    # 3/4 · 5/8 + 1/4 · 1/4
    (0.625, 0.25, 0.53125)
    """
    p, a, least = _checked(power, cost_a, low)
    most = np.asarray(high, dtype=float)
    if (most < least).any():
        raise UsageError("the highest cost of war lies below the lowest")
    beyond = np.minimum(np.maximum(least, (most - a) / 2.0), 1.0 - p)
    width = most - least
    risked = np.maximum(beyond - least, 0.0)
    war = np.divide(risked, width, out=np.zeros(np.broadcast(risked, width).shape), where=width > 0)
    share, war = np.broadcast_arrays(p + beyond, war)
    return Demand(share=share, war=war, payoff=share * (1.0 - war) + (p - a) * war)


def demand_on_types(power: Number, cost_a: Number, costs: Array, chances: Array) -> Demand:
    """A's best demand on a B of one of n types; the numbers have the shape … of the cases.

    power : (…), in [0, 1]. cost_a : (…), ≥ 0. costs : (n, …), each ≥ 0, in any order. chances :
    (n, …), not negative, with sums of 1. Raises :class:`UsageError` otherwise.

    Types 0 and 1/2 equally likely: 1/4 for sure, or 3/4 against a war worth 1/8, even odds.

    >>> best = demand_on_types(0.25, 0.125, np.array([0.0, 0.5]), np.array([0.5, 0.5]))
    >>> float(best.share), float(best.war), float(best.payoff)
    (0.75, 0.5, 0.4375)
    """
    p, a, types = _checked(power, cost_a, costs)
    _check_chances(types, chances)
    if types.ndim <= max(p.ndim, a.ndim):
        raise UsageError("costs and chances need an axis of types before the axes of the cases")
    types, weights, p, a = np.broadcast_arrays(types, chances, p, a)
    p, a = p[0], a[0]
    # From the toughest on, so that the first of the best carries the least risk.
    order = np.argsort(types, axis=0, kind="stable")
    rising = np.take_along_axis(types, order, axis=0)
    # A type that just accepts must not be lost to rounding of the sum p + c.
    shares = np.minimum(p + rising, 1.0)
    fights = types[:, None] < (shares - p)[None] - INDIFFERENT
    war = np.where(fights, weights[:, None], 0.0).sum(axis=0)
    payoff = shares * (1.0 - war) + (p - a) * war
    best = np.argmax(payoff >= payoff.max(axis=0) - INDIFFERENT, axis=0)[None]
    share, risk, gets = (np.take_along_axis(x, best, axis=0)[0] for x in (shares, war, payoff))
    return Demand(share=share, war=risk, payoff=gets)


def risk_threshold(power: Number, cost_a: Number, low: Number, high: Number) -> Array:
    """The chance of the costlier type above which A risks war with the other of two types.

    power : in [0, 1]. cost_a : ≥ 0. low, high : the types' costs, 0 ≤ low ≤ high. All broadcast.
    1 where risk never pays: types alike, or both give A everything. Raises :class:`UsageError`
    for numbers outside their ranges.

    >>> float(risk_threshold(0.25, 0.125, 0.0, 0.5))    # (0 + 1/8)/(1/2 + 1/8)
    0.2
    """
    p, a, least = _checked(power, cost_a, low)
    most = np.asarray(high, dtype=float)
    if (most < least).any():
        raise UsageError("the highest cost of war lies below the lowest")
    safe = np.minimum(p + least, 1.0) - (p - a)
    bold = np.minimum(p + most, 1.0) - (p - a)
    return np.divide(safe, bold, out=np.ones(np.broadcast(safe, bold).shape), where=bold > safe)


def _checked(power: Number, cost_a: Number, cost_b: Number) -> tuple[Array, Array, Array]:
    p, a, b = (np.asarray(number, dtype=float) for number in (power, cost_a, cost_b))
    if not ((p >= 0.0) & (p <= 1.0)).all():
        raise UsageError("the chance of winning must lie in [0, 1]")
    if not ((a >= 0.0).all() and (b >= 0.0).all()):
        raise UsageError("costs of war cannot be negative")
    return p, a, b


def _check_chances(costs: Array, chances: Array) -> None:
    if costs.ndim < 1 or costs.shape != chances.shape or not len(costs):
        raise UsageError("every type needs one cost and one chance")
    if (chances < 0.0).any() or (np.abs(chances.sum(axis=0) - 1.0) > INDIFFERENT).any():
        raise UsageError("the chances of the types cannot be negative and must sum to 1")
