"""The Pareto frontier of finitely many payoff vectors.

Let S = {u¹, …, uⁿ} ⊂ ℝᵏ. A vector u *dominates* v, up to a tolerance τ ≥ 0, iff

    u_i ≥ v_i − τ  for every player i,  and  u_i > v_i + τ  for some i.

The (strong) *Pareto frontier* of S holds the vectors that no other dominates. Vectors that differ
by no more than τ in every coordinate do not dominate one another: both may be on the frontier.

For k = 2 the frontier is read off one sort (Kung, Luccio & Preparata 1975, J. ACM 22:469–476). For
more players vectors are taken by falling sum; each that is still there removes what it dominates.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.domain.value import INDIFFERENT

__all__ = ["undominated"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


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
    left = _not_beaten_by_the_leaders(payoffs, tolerance)
    of_two_or_more = _of_two if k == 2 else _of_many
    kept = np.zeros(n, dtype=bool)
    kept[left[of_two_or_more(payoffs[left], tolerance)]] = True
    return kept


def _dominated_by(leader: Array, payoffs: Array, tolerance: float) -> Flags:
    never_worse = (leader >= payoffs - tolerance).all(axis=1)
    return np.asarray(never_worse & (leader > payoffs + tolerance).any(axis=1))


def _not_beaten_by_the_leaders(payoffs: Array, tolerance: float) -> NDArray[np.intp]:
    """Places of the vectors left once the best by sum and by worst coordinate have had their go.

    Nearly everything goes here when the set is large, so that what follows is cheap.
    """
    span = np.ptp(payoffs, axis=0)
    scaled = (payoffs - payoffs.min(axis=0)) / np.where(span > 0.0, span, 1.0)
    left = np.arange(len(payoffs))
    for leader in (scaled.sum(axis=1).argmax(), scaled.min(axis=1).argmax()):
        left = left[~_dominated_by(payoffs[leader], payoffs[left], tolerance)]
    return left


def _of_two(payoffs: Array, tolerance: float) -> Flags:
    """A vector is dominated iff somebody at least as good for the first player is better for the
    second, or somebody better for the first is at least as good for the second."""
    order = np.argsort(-payoffs[:, 0], kind="stable")
    falling = -payoffs[order, 0]
    # best[m]: the most the second player gets among the m vectors best for the first.
    best = np.append(-np.inf, np.maximum.accumulate(payoffs[order, 1]))
    first, second = payoffs.T
    as_good = best[np.searchsorted(falling, -(first - tolerance), side="right")]
    better = best[np.searchsorted(falling, -(first + tolerance), side="left")]
    return ~((as_good > second + tolerance) | (better >= second - tolerance))


def _of_many(payoffs: Array, tolerance: float) -> Flags:
    kept = np.zeros(len(payoffs), dtype=bool)
    left = np.argsort(-payoffs.sum(axis=1), kind="stable")
    while len(left):
        leader, left = left[0], left[1:]
        kept[leader] = True
        left = left[~_dominated_by(payoffs[leader], payoffs[left], tolerance)]
    return kept
