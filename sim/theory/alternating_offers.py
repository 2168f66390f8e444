"""Two parties share a whole by alternating offers: closed forms.

Party 1 proposes in rounds 0, 2, 4, …, party 2 in rounds 1, 3, 5, …; the other says yes or no. A
division agreed on in round t is worth δ_i^t times one's share, and never agreeing is worth nothing.
Responders accept when indifferent. In *subgame-perfect equilibrium* the responder is
given just what waiting for its own turn is worth, x₂ = δ₂ y₂ and y₁ = δ₁ x₁ with x the division
proposed by party 1 and y by party 2, so agreement is at once and

    x₁ = (1 − δ₂) / (1 − δ₁ δ₂)                       (Rubinstein 1982, Econometrica 50:97–109)

It is the only one. With fixed costs c_i of each round that ends in refusal in place of discounting,

    x₁ = 1  if c₁ < c₂,    x₁ = c₂  if c₁ > c₂,    any x₁ in [c, 1]  if c₁ = c₂ = c.

With only n rounds, and nothing if they pass (Ståhl 1972, Bargaining Theory), the last proposer
takes all, and x₁(n) = 1 − δ₂ + δ₁ δ₂ x₁(n − 2) from x₁(0) = 0, x₁(1) = 1, so that with m = ⌊n/2⌋

    x₁(n) = (1 − δ₂) (1 − (δ₁δ₂)^m) / (1 − δ₁δ₂)  +  (δ₁δ₂)^m  if n is odd

which is the same at every n as backward induction and converges to Rubinstein's share.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.errors import UsageError

__all__ = ["finite_horizon", "fixed_costs", "rubinstein"]

Array = NDArray[np.float64]


def rubinstein(discount_1: ArrayLike, discount_2: ArrayLike) -> Array:
    """The share of party 1, which proposes first: x₁, in the shape of the discount factors.

    discount_1, discount_2 : δ in [0, 1], not both 1. Raises ``UsageError`` otherwise.

    >>> float(rubinstein(0.5, 0.5))      # 1 / (1 + δ)
    0.6666666666666666
    >>> rubinstein([0.5, 0.0, 1.0], [0.0, 0.5, 0.5])
    array([1. , 0.5, 1. ])
    """
    first, second = _factors(discount_1, discount_2)
    if (first * second == 1.0).any():
        raise UsageError("with both discount factors 1 nothing urges agreement: one must be less")
    return np.asarray((1.0 - second) / (1.0 - first * second))


def fixed_costs(cost_1: ArrayLike, cost_2: ArrayLike) -> tuple[Array, Array]:
    """The least and the greatest share of party 1, which proposes first.

    cost_1, cost_2 : c in (0, 1), in units of the whole. The two differ only where the costs are
    equal, when there are many equilibria. Raises ``UsageError`` for other costs.

    >>> fixed_costs([0.1, 0.2, 0.2], [0.2, 0.1, 0.2])
    (array([1. , 0.1, 0.2]), array([1. , 0.1, 1. ]))
    """
    first, second = np.broadcast_arrays(np.asarray(cost_1, float), np.asarray(cost_2, float))
    if not ((first > 0.0) & (first < 1.0) & (second > 0.0) & (second < 1.0)).all():
        raise UsageError("the cost of a round lies between 0 and the whole, which is 1")
    return np.where(first < second, 1.0, second), np.where(first <= second, 1.0, second)


def finite_horizon(rounds: int, discount_1: ArrayLike, discount_2: ArrayLike) -> Array:
    """The share of party 1, which proposes first of ``rounds`` rounds: x₁(n).

    rounds : n ≥ 0; where there is none it gets nothing. discount_1, discount_2 : δ in [0, 1].
    Raises ``UsageError`` otherwise.

    >>> [float(finite_horizon(n, 0.5, 0.5)) for n in (1, 2, 3, 4)]
    [1.0, 0.5, 0.75, 0.625]
    """
    if rounds < 0:
        raise UsageError(f"talks cannot have {rounds} rounds")
    first, second = _factors(discount_1, discount_2)
    both, pairs = first * second, rounds // 2
    left = both**pairs
    # Without any discounting the fraction is 0 / 0: whoever moves last takes all.
    share = (1.0 - second) * (1.0 - left) / np.where(both < 1.0, 1.0 - both, 1.0)
    return np.asarray(share + left * (rounds % 2))


def _factors(discount_1: ArrayLike, discount_2: ArrayLike) -> tuple[Array, Array]:
    first, second = np.broadcast_arrays(
        np.asarray(discount_1, dtype=float), np.asarray(discount_2, dtype=float)
    )
    if not ((first >= 0.0) & (first <= 1.0) & (second >= 0.0) & (second <= 1.0)).all():
        raise UsageError("discount factors lie in [0, 1]")
    return first, second
