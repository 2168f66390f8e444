"""How high a party aims, and how its aim comes down with time.

    T      = clip(60 · sqrt(ln 0.99 / ln patience), 30, 180) · spread                     days
    A      = best + opening · (ideal − best)
    φ(d)   = 1 − min(1, d/T)^(1/toughness);  times 1 − c (d/D)^4 while d ≤ D
    target = max(r, base + (A − base) · φ),  base the believed no-deal value

The target never rises unless the reservation r does.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "aspiration",
    "clock",
    "minimal_target",
    "obstinate_target",
    "patience_horizon",
    "reciprocal_target",
    "settled_target",
    "timed_target",
]

Array = NDArray[np.float64]


def patience_horizon(patience: Array, spread: Array) -> Array:
    """T in days, from the weekly discount factor ``patience`` in (0, 1) and a factor ``spread``.

    >>> patience_horizon(np.array([0.99, 0.5]), np.array([1.0, 1.0])).round(1).tolist()
    [60.0, 30.0]
    """
    days = 60.0 * np.sqrt(np.log(0.99) / np.log(patience))
    return np.clip(days, 30.0, 180.0) * spread


def aspiration(best: Array, ideal: Array, opening: Array) -> Array:
    """The first aim A, value units: the believed best, and ``opening`` of the way to the ideal."""
    return best + opening * (ideal - best)


def clock(
    day: float, horizon: Array, toughness: Array, deadline: float | None, belief: Array
) -> Array:
    """The share φ of the aspiration that is left on a day, in [0, 1].

    horizon : T in days. toughness : e in (0, 1], small is tough. deadline : day D, ``None`` for
    none; belief : the chance c that talks end at D.

    >>> one = np.ones(1)
    >>> clock(30.0, 60.0 * one, one, None, 0 * one).tolist()
    [0.5]
    >>> clock(14.0, 1e9 * one, one, 14.0, 0.25 * one).round(6).tolist()
    [0.75]
    """
    left = 1.0 - np.minimum(1.0, day / horizon) ** (1.0 / toughness)
    if deadline is not None and day <= deadline:
        left = left * (1.0 - belief * (day / deadline) ** 4)
    return left


def timed_target(base: Array, aim: Array, left: Array) -> Array:
    """The time-dependent aim: from A down to the no-deal value as φ runs out."""
    return base + (aim - base) * left


def reciprocal_target(aim: Array, first: Array, best: Array) -> Array:
    """Give as much as was given: A less what offers received have improved for oneself.

    first, best : own value of the first and of the best package received; NaN before any.
    """
    given = np.where(np.isnan(first), 0.0, np.maximum(0.0, best - first))
    return aim - given


def minimal_target(rungs: Array, made: NDArray[np.int64], received: NDArray[np.int64]) -> Array:
    """One rung down only when the own different offers do not outnumber those received.

    rungs : (S + 1, W) own value of each rung, falling, −inf beyond the last. made, received : (W,)
    different packages offered by oneself and received. Of the automated-negotiation field's
    MiCRO (de Jonge 2022).
    """
    step = np.where(made <= received, made, made - 1)
    last = np.isfinite(rungs).sum(axis=0) - 1
    step = np.clip(step, 0, last)
    return rungs[step, np.arange(rungs.shape[1])]


def obstinate_target(aim: Array) -> Array:
    """The first aim, for ever."""
    return aim


def settled_target(wanted: Array, reservation: Array, last: Array) -> Array:
    """Never below the reservation, and never rising unless the reservation rises."""
    return np.maximum(reservation, np.minimum(wanted, last))
