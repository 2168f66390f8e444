"""The Pareto frontier of finitely many payoff vectors.

Let S = {u¹, …, uⁿ} ⊂ ℝᵏ. A vector u *dominates* v, up to a tolerance τ ≥ 0, iff

    u_i ≥ v_i − τ  for every player i,  and  u_i > v_i + τ  for some i.

The (strong) *Pareto frontier* of S holds the vectors that no other dominates. Vectors that differ
by no more than τ in every coordinate do not dominate one another: both may be on the frontier.

For k = 2 the frontier is read off one sort (Kung, Luccio & Preparata 1975, J. ACM 22:469–476). For
more players the best vectors of a large set by a lattice of weighted sums first remove what they
dominate, which leaves less; the rest are taken by falling sum, so that nothing is dominated by what
comes later, and held against those kept so far.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations_with_replacement

import numpy as np
from numpy.typing import NDArray

from sim.domain.value import INDIFFERENT

__all__ = ["undominated"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: Vectors held against the frontier at a time; bounds memory.
_BLOCK = 512


def undominated(payoffs: Array, *, tolerance: float = INDIFFERENT) -> Flags:
    """Which vectors lie on the Pareto frontier: (n,).

    payoffs : (n, k), k ≥ 1, finite. Raises ``ValueError`` for an array of another shape.

    >>> undominated(np.array([[3.0, 1.0], [2.0, 2.0], [1.0, 1.0], [2.0, 2.0], [0.0, 3.0]]))
    array([ True,  True, False,  True,  True])
    >>> undominated(np.array([[1.0], [2.0]]))
    array([False,  True])
    """
    if payoffs.ndim != 2 or payoffs.shape[1] < 1:
        raise ValueError(f"payoffs are an array of vectors (n, k); got shape {payoffs.shape}")
    n, k = payoffs.shape
    if n == 0:
        return np.zeros(0, dtype=bool)
    if k == 1:
        return np.asarray(payoffs[:, 0] >= payoffs[:, 0].max() - tolerance)
    if k == 2:
        return _of_two(payoffs, tolerance)
    left = np.arange(n) if n <= _BLOCK else _not_beaten_by_leaders(payoffs, tolerance)
    kept = np.zeros(n, dtype=bool)
    kept[left[_of_many(payoffs[left], tolerance)]] = True
    return kept


def _not_beaten_by_leaders(payoffs: Array, tolerance: float) -> NDArray[np.intp]:
    """Places of the vectors that the best ones by weighted sums leave."""
    span = np.ptp(payoffs, axis=0)
    scaled = (payoffs - payoffs.min(axis=0)) / np.where(span > 0.0, span, 1.0)
    left = np.arange(len(payoffs))
    for weights in _weights(payoffs.shape[1]):
        leader = payoffs[left[(scaled[left] * weights).sum(axis=1).argmax()]]
        others = payoffs[left]
        beaten = (leader >= others - tolerance).all(axis=1)
        beaten &= (leader > others + tolerance).any(axis=1)
        left = left[~beaten]
    return left


def _weights(players: int) -> Iterator[Array]:
    """Equal weights, then a lattice on the simplex, the finer the fewer players: some forty."""
    yield np.ones(players)
    steps = next(r for r in (6, 4, 3, 2, 1) if math.comb(players + r - 1, r) <= 40 or r == 1)
    for chosen in combinations_with_replacement(range(players), steps):
        # A little for everybody, so that of equals in the chosen the better one leads.
        yield np.bincount(chosen, minlength=players).astype(np.float64) + 1e-6


def _of_two(payoffs: Array, tolerance: float) -> Flags:
    """A vector is dominated iff somebody at least as good for the first player is better for the
    second, or somebody better for the first is at least as good for the second."""
    order = np.argsort(-payoffs[:, 0], kind="stable")
    first, second = payoffs[order].T
    # best[m]: the most the second player gets among the m vectors best for the first.
    best = np.append(-np.inf, np.maximum.accumulate(second))
    as_good = best[np.searchsorted(-first, -(first - tolerance), side="right")]
    better = best[np.searchsorted(-first, -(first + tolerance), side="left")]
    kept = np.empty(len(order), dtype=bool)
    kept[order] = ~((as_good > second + tolerance) | (better >= second - tolerance))
    return kept


def _of_many(payoffs: Array, tolerance: float) -> Flags:
    order = np.argsort(-payoffs.sum(axis=1), kind="stable")
    kept = np.zeros(len(payoffs), dtype=bool)
    front = payoffs[:0]
    for cut in range(0, len(order), _BLOCK):
        some = order[cut : cut + _BLOCK]
        some = some[~_beaten(front, payoffs[some], tolerance)]
        some = some[~_beaten(payoffs[some], payoffs[some], tolerance)]
        kept[some] = True
        front = np.concatenate([front, payoffs[some]])
    return kept


def _beaten(front: Array, others: Array, tolerance: float) -> Flags:
    """(m,) whether some vector of a front (f, k) dominates each of the others (m, k)."""
    never_worse = np.ones((len(front), len(others)), dtype=bool)
    better = np.zeros(never_worse.shape, dtype=bool)
    for of_front, of_others in zip(front.T, others.T, strict=True):
        never_worse &= of_front[:, None] >= of_others - tolerance
        better |= of_front[:, None] > of_others + tolerance
    return np.asarray((never_worse & better).any(axis=0))
