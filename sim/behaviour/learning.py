"""What a party learns from refusals and offers. Likelihoods live here, so inference can use them.

From "too little" a proposer learns that it undervalues somebody: that party's weight λ in its
ladder grows. From how often another party's offers improve it learns about that party's type.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "BOOST",
    "HEAVIEST",
    "LINE_AVERSION",
    "evidence_of_offer",
    "others_score",
    "power_of_two",
    "shifted_chance",
]

Array = NDArray[np.float64]

#: Growth of a party's weight in the proposer's ladder at each "too little".
BOOST = 1.4

#: Where that growth ends: after thousands of refusals the weight would no longer be a number.
HEAVIEST = 1e250

#: How much of another's best-to-worst range a surely refused cell counts as worth less to it.
LINE_AVERSION = 0.3


def others_score(estimate: Array, line_chance: Array, spread: Array, weight: Array) -> Array:
    """Σ_q λ_q (estimate_q / range_q − 0.3 · P_q(line)), per cell: (C, W).

    estimate, line_chance : (Q, C) public values and line chances of the others. spread : (Q,)
    their best-to-worst ranges. weight : (Q, W) the λ of each.
    """
    scaled = estimate / spread[:, None] - LINE_AVERSION * line_chance
    score = np.zeros((scaled.shape[1], weight.shape[1]))
    for worth, mine in zip(scaled, weight, strict=True):
        score += worth[:, None] * mine
    return score


def power_of_two(count: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether counts are 1, 2, 4, 8, …

    >>> power_of_two(np.arange(6)).tolist()
    [False, True, True, False, True, False]
    """
    return (count > 0) & ((count & (count - 1)) == 0)


def evidence_of_offer(moved: NDArray[np.bool_], if_type: Array, if_plain: Array) -> Array:
    """Log odds that one new offer adds to the party being of the type.

    if_type, if_plain : chance in [0, 1] that an offer of such a party improves on its last one.
    """
    with np.errstate(divide="ignore"):
        improving = np.log(if_type) - np.log(if_plain)
        repeating = np.log1p(-if_type) - np.log1p(-if_plain)
    return np.nan_to_num(np.where(moved, improving, repeating), posinf=700.0, neginf=-700.0)


def shifted_chance(chance: Array, evidence: Array) -> Array:
    """A chance with its odds multiplied by exp(evidence), as by Bayes' rule; 0 and 1 stay.

    chance : (W,) in [0, 1]. evidence : (W,) log odds.

    >>> shifted_chance(np.array([0.5, 0.0]), np.log(np.array([3.0, 3.0]))).round(6).tolist()
    [0.75, 0.0]
    """
    odds = np.exp(np.clip(evidence, -700.0, 700.0))
    inside = (chance > 0.0) & (chance < 1.0)
    return np.where(inside, chance * odds / (1.0 - chance + chance * odds), chance)
