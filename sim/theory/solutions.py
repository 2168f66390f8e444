"""Bargaining solutions on a finite set of payoff vectors.

A bargaining problem is a finite set S ⊂ ℝᵏ and a disagreement point d. Only the *individually
rational* vectors count: u_i ≥ d_i for every player. With gains g_i = u_i − d_i ≥ 0 and the ideal
point a_i = max {g_i : u ∈ S individually rational}, the solutions choose

    Nash, weights w_i           max  Π_i g_i^(w_i)
    Kalai–Smorodinsky           max  min_i g_i / a_i
    egalitarian                 max  min_i g_i
    utilitarian, weights w_i    max  Σ_i w_i g_i

(Nash 1950, Econometrica 18:155–162; with weights Kalai 1977, Int. J. Game Theory 6:129–133; Kalai &
Smorodinsky 1975, Econometrica 43:513–518; egalitarian Kalai 1977, Econometrica 45:1623–1630.)

On a finite set the diagonal through a need not meet S, so Kalai–Smorodinsky is read as the largest
smallest share of the ideal gain (on finite sets see Nagahisa & Tanaka 2002, Soc. Choice Welfare
19:751–761). Nash and Kalai–Smorodinsky do not depend on the units of any one player, the other two
do.

Ties, up to a tolerance in the objective, go to the vector whose smallest gain is largest (smallest
*share* of the ideal gain for Kalai–Smorodinsky), then the second smallest, and so on
(leximin); then to the first. So no chosen vector is dominated. Where every product of gains is zero
all of them tie.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.domain.value import INDIFFERENT

__all__ = ["egalitarian", "kalai_smorodinsky", "nash", "utilitarian"]

Array = NDArray[np.float64]


def nash(payoffs: Array, disagreement: Array, weights: Array | None = None) -> int:
    """The place of the vector with the largest (weighted) product of gains.

    payoffs : (n, k). disagreement : (k,). weights : (k,), not negative; equal if not given.
    Raises ``ValueError`` where no vector is individually rational.

    >>> points, nothing = np.array([[4.0, 1.0], [3.0, 2.0], [1.0, 3.0]]), np.zeros(2)
    >>> nash(points, nothing), nash(points, nothing, np.array([3.0, 1.0]))   # 4, 6, 3; 64, 54, 3
    (1, 0)
    """
    places, gains = _gains(payoffs, disagreement)
    shares = np.ones(gains.shape[1]) if weights is None else weights
    all_gain = (gains > INDIFFERENT)[:, shares > 0].all(axis=1)
    with np.errstate(divide="ignore"):
        logs = np.log(gains[:, shares > 0]) @ shares[shares > 0]
    return int(places[_first_of_best(np.where(all_gain, logs, -np.inf), gains)])


def kalai_smorodinsky(payoffs: Array, disagreement: Array) -> int:
    """The place of the vector with the largest smallest share of the ideal gain.

    payoffs : (n, k). disagreement : (k,). A player who gains nowhere is left out. Raises
    ``ValueError`` where no vector is individually rational.

    >>> kalai_smorodinsky(np.array([[4.0, 1.0], [3.0, 2.0], [1.0, 3.0]]), np.zeros(2))
    1
    """
    places, gains = _gains(payoffs, disagreement)
    ideal = gains.max(axis=0)
    shares = np.where(ideal > INDIFFERENT, gains / np.where(ideal > INDIFFERENT, ideal, 1.0), 1.0)
    return int(places[_first_of_best(shares.min(axis=1), shares)])


def egalitarian(payoffs: Array, disagreement: Array) -> int:
    """The place of the vector whose smallest gain is largest.

    payoffs : (n, k), in units that can be compared. disagreement : (k,). Raises ``ValueError``
    where no vector is individually rational.

    >>> egalitarian(np.array([[9.0, 2.0], [3.0, 2.0], [1.0, 3.0]]), np.array([0.0, 1.0]))
    0
    """
    places, gains = _gains(payoffs, disagreement)
    return int(places[_first_of_best(gains.min(axis=1), gains)])


def utilitarian(payoffs: Array, disagreement: Array, weights: Array | None = None) -> int:
    """The place of the vector with the largest (weighted) sum of gains.

    payoffs : (n, k), in units that can be compared. disagreement : (k,). weights : (k,), not
    negative; equal if not given. Raises ``ValueError`` where no vector is individually rational.

    >>> utilitarian(np.array([[4.0, 1.0], [3.0, 2.0], [1.0, 3.0]]), np.zeros(2))   # 5 ties with 5
    1
    """
    places, gains = _gains(payoffs, disagreement)
    shares = np.ones(gains.shape[1]) if weights is None else weights
    return int(places[_first_of_best(gains @ shares, gains)])


def _gains(payoffs: Array, disagreement: Array) -> tuple[NDArray[np.intp], Array]:
    """Places and gains of the individually rational vectors; gains within rounding of 0 are 0."""
    gains = payoffs - disagreement
    places = np.flatnonzero((gains >= -INDIFFERENT).all(axis=1))
    if not len(places):
        raise ValueError("no payoff vector gives every player at least its disagreement payoff")
    return places, np.maximum(gains[places], 0.0)


def _first_of_best(objective: Array, gains: Array) -> int:
    best = np.max(objective)
    tied = (
        np.flatnonzero(objective >= best - INDIFFERENT)
        if best > -np.inf
        else np.arange(len(objective))
    )
    if len(tied) > 1:
        rising = np.sort(gains[tied], axis=1)
        for column in range(rising.shape[1]):
            kept = rising[:, column] >= rising[:, column].max() - INDIFFERENT
            tied, rising = tied[kept], rising[kept]
    return int(tied[0])
