"""The best offer under what is believed of the others: more for oneself against more risk.

For a package x, in own value u(x), that is signed with chance P(x) and leaves r where it is not:

    worth(x) = P(x) u(x) + (1 − P(x)) r

(the risk–return trade-off of Fearon 1995, Int. Organ. 49:379–414, for any package and any number of
parties that must sign). Nothing is reckoned to follow a refusal but r. The others are reckoned to
decide independently of each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import numpy as np
from numpy.typing import NDArray

from sim.behaviour.acceptance import signed
from sim.domain.cells import Cells
from sim.domain.value import INDIFFERENT, reaches

__all__ = ["best_offer", "chance_signed"]

Array = NDArray[np.float64]
Index = NDArray[np.intp]


def chance_signed(
    cells: Cells, package: Index, place: Index, chances: Mapping[int, Array], proposer: int
) -> Array:
    """P: the chance (R, W) that all signatures come together.

    package : (B, N) different packages. place : (R, W) which of them is meant. chances : party →
    (R, W) chance that it signs, for everybody but the proposer whose signature may be needed.

    Summed over who of those asked beyond the principals says yes, so that a party that two options
    ask is not counted twice.
    """
    asked = [q for q in chances if not cells.principals >> q & 1]
    total = np.ones(place.shape)
    for q, chance in chances.items():
        if q not in asked:
            total *= chance
    if not asked:
        return total
    some = np.zeros(place.shape)
    for answers in product((False, True), repeat=len(asked)):
        accepting = cells.principals | 1 << proposer
        accepting |= sum(1 << q for q, yes in zip(asked, answers, strict=True) if yes)
        mask = np.full(package.shape[1], accepting, dtype=cells.alternatives.dtype)
        enough = signed(cells, package, mask)
        if not enough.any():
            continue
        weight = enough[place].astype(np.float64)
        for q, yes in zip(asked, answers, strict=True):
            weight *= chances[q] if yes else 1.0 - chances[q]
        some += weight
    return np.asarray(total * some)


def best_offer(
    own: Array, chance: Array, reservation: Array, others: Array | float = 0.0
) -> tuple[Index, Array]:
    """The candidate (W,) whose offer is worth most, and what it is worth (W,).

    own : (R, W) own value of each. chance : (R, W) P of each. reservation : (W,) r. others : (R, 1)
    what each is reckoned to be worth to the others.
    Candidates worth less than r are no offers; where there is no other, the first is named, and
    worth r. Ties (within ``INDIFFERENT``): the least risk, then the greatest own value (where none
    has any chance), then the greatest to the others, then the first.

    A sure 0.5, or 0.8 that two in five refuse (worth 0.8 · 0.6 = 0.48): with nothing to fall back
    on the sure one is better, with 0.2 to fall back on the other, 0.56.

    >>> own, chance = np.array([[0.8, 0.8], [0.5, 0.5]]), np.array([[0.6, 0.6], [1.0, 1.0]])
    >>> at, worth = best_offer(own, chance, np.array([0.0, 0.2]))
    >>> at.tolist(), worth.round(9).tolist()
    ([1, 0], [0.5, 0.56])
    """
    gain = chance * np.maximum(own - reservation, 0.0)
    most = gain.max(axis=0)
    tied = reaches(own, reservation) & (gain >= most - INDIFFERENT)
    several = np.flatnonzero(np.count_nonzero(tied, axis=0) > 1)
    left = tied[:, several]
    for liked in (chance[:, several], own[:, several], others):
        standing = np.where(left, liked, -np.inf)
        left &= standing >= standing.max(axis=0) - INDIFFERENT
    tied[:, several] = left
    return tied.argmax(axis=0), np.asarray(reservation + most)
