"""Alternating offers over a concave frontier, with breakdown and outside options.

A frontier u₂ = φ(u₁), falling and concave, given by its corners (straight between them). Offers
alternate without end. A deal in round t is worth δ_i^t u_i. After a refusal talks break down with
chance p; a breakdown pays b_i one period later, talking for ever nothing more. Instead of
answering, a responder may take its outside option o_i in the same round. In *stationary
subgame-perfect equilibrium* party 1 always offers x, party 2 always offers y, both on the frontier,

    x₂ = max { δ₂ [ (1 − p) y₂ + p b₂ ], o₂ }      y₁ = max { δ₁ [ (1 − p) x₁ + p b₁ ], o₁ }

or the end of the frontier best for the proposer where even that gives the responder more. With b on
or below the frontier and payoffs that are not negative y₁ ≤ x₁ where they meet. The two
equations map x₁ to itself, there with a slope of at most (1 − p)² δ₁ δ₂ < 1 as φ is steeper further
right: they have one solution.

**Limits** (Binmore, Rubinstein & Wolinsky 1986, RAND J. Econ. 17:176–188). With rounds of length Δ,
δ_i = exp(−r_i Δ), p = 1 − exp(−λ Δ) and no outside option, x and y tend to the same point as
Δ → 0. As δ_i [(1 − p) u_i + p b_i] = u_i − Δ (r_i + λ) (u_i − λ b_i / (r_i + λ)) + O(Δ²), it is the
*asymmetric Nash solution* with

    disagreement  λ b_i / (r_i + λ)      weights  ∝ 1 / (r_i + λ)

Only breakdown (r = 0): the Nash solution with the breakdown point. Only impatience (λ = 0):
weights 1/r_i, with disagreement where talks that never end leave the parties. An outside option
is no disagreement point: it changes nothing unless it beats the deal, and then is just matched.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.domain.value import INDIFFERENT
from sim.errors import UsageError

__all__ = ["Haggle", "StationaryOffers", "limit_problem", "stationary_offers"]

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Haggle:
    """What time and refusals do to the two parties.

    discount : (2,), δ in [0, 1]. breakdown : p in [0, 1]. after_breakdown : (2,), b. outside :
    (2,), o; −inf where there is none.
    """

    discount: Array = field(default_factory=lambda: np.ones(2))
    breakdown: float = 0.0
    after_breakdown: Array = field(default_factory=lambda: np.zeros(2))
    outside: Array = field(default_factory=lambda: np.full(2, -np.inf))


@dataclass(frozen=True, slots=True, kw_only=True)
class StationaryOffers:
    """What each party always offers: (2,) payoffs, the first party's first."""

    by_first: Array
    by_second: Array


def stationary_offers(frontier: Array, haggle: Haggle) -> StationaryOffers:
    """What the two parties offer, in stationary subgame-perfect equilibrium.

    frontier : (m, 2), m ≥ 2 corners, rising in the first payoff, falling in the second, concave.
    Raises ``UsageError`` for another frontier, where neither time nor breakdown urges agreement,
    and where there is no deal that both prefer to what else they have.

    >>> whole = np.array([[0.0, 1.0], [1.0, 0.0]])
    >>> offers = stationary_offers(whole, Haggle(discount=np.array([0.5, 0.5])))
    >>> offers.by_first.round(6), offers.by_second.round(6)
    (array([0.666667, 0.333333]), array([0.333333, 0.666667]))
    >>> better = Haggle(discount=np.array([0.5, 0.5]), outside=np.array([-np.inf, 0.4]))
    >>> stationary_offers(whole, better).by_first.round(6)
    array([0.6, 0.4])
    """
    from scipy.optimize import brentq

    first, second = _corners(frontier)
    waits = _urgent(haggle)

    def worth_waiting(i: int, offered: float) -> float:
        going_on = (1.0 - haggle.breakdown) * offered
        return float(haggle.discount[i] * (going_on + haggle.breakdown * haggle.after_breakdown[i]))

    def second_offers(x1: float) -> Array:
        y1 = max(worth_waiting(0, x1), haggle.outside[0], first[0])
        return np.array([y1, np.interp(y1, first, second)])

    def first_offers(y2: float) -> Array:
        x2 = max(worth_waiting(1, y2), haggle.outside[1], second[-1])
        return np.array([np.interp(x2, second[::-1], first[::-1]), x2])

    def too_much(x1: float) -> float:
        return float(x1 - first_offers(second_offers(x1)[1])[0])

    x1 = float(brentq(too_much, first[0], first[-1], xtol=INDIFFERENT * waits))
    y = second_offers(x1)
    x = first_offers(y[1])
    # Beyond the ends of the frontier it is read off at its end: there nobody can be satisfied.
    within = y[0] <= first[-1] + INDIFFERENT and x[1] <= second[0] + INDIFFERENT
    worth_it = x[0] >= worth_waiting(0, y[0]) - INDIFFERENT
    worth_it &= y[1] >= worth_waiting(1, x[1]) - INDIFFERENT
    if not (within and worth_it):
        raise UsageError("no point of the frontier gives both parties what they can have elsewhere")
    return StationaryOffers(by_first=x, by_second=y)


def limit_problem(
    rates: Array, hazard: float = 0.0, after_breakdown: Array | None = None
) -> tuple[Array, Array]:
    """The disagreement point (2,) and weights (2,), sum 1, whose Nash solution is the limit.

    rates : (2,), r, a unit of time. hazard : λ, in the same unit. after_breakdown : (2,), b, zero
    if not given. Raises ``UsageError`` where a party is in no hurry at all (r_i + λ = 0).

    >>> limit_problem(np.array([0.1, 0.3]))
    (array([0., 0.]), array([0.75, 0.25]))
    >>> limit_problem(np.array([0.0, 0.0]), 0.2, np.array([1.0, 2.0]))
    (array([1., 2.]), array([0.5, 0.5]))
    """
    hurry = rates + hazard
    if (rates < 0.0).any() or hazard < 0.0 or (hurry <= 0.0).any():
        raise UsageError("rates and hazard are not negative, and each party is in some hurry")
    paid = np.zeros(2) if after_breakdown is None else after_breakdown
    return hazard * paid / hurry, (1.0 / hurry) / (1.0 / hurry).sum()


def _corners(frontier: Array) -> tuple[Array, Array]:
    if frontier.ndim != 2 or frontier.shape[1] != 2 or len(frontier) < 2:
        raise UsageError(f"a frontier has two corners or more (m, 2); got {frontier.shape}")
    steps = np.diff(frontier, axis=0)
    if (steps[:, 0] <= 0.0).any() or (steps[:, 1] >= 0.0).any():
        raise UsageError("a frontier rises in the first payoff and falls in the second")
    slopes = steps[:, 1] / steps[:, 0]
    if (np.diff(slopes) > INDIFFERENT * np.abs(slopes[1:])).any():
        raise UsageError("a frontier is concave: it falls faster further right")
    return frontier[:, 0], frontier[:, 1]


def _urgent(haggle: Haggle) -> float:
    """By how much two refusals shrink what can be had: the smaller, the finer the root is."""
    if not ((haggle.discount >= 0.0) & (haggle.discount <= 1.0)).all():
        raise UsageError("discount factors lie in [0, 1]")
    if not 0.0 <= haggle.breakdown <= 1.0:
        raise UsageError(f"the chance of breakdown lies in [0, 1]; got {haggle.breakdown}")
    kept = float((1.0 - haggle.breakdown) ** 2 * haggle.discount.prod())
    if kept >= 1.0:
        raise UsageError("without discounting and breakdown nothing urges agreement")
    return 1.0 - kept
