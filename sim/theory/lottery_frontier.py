"""The frontier of lotteries over the packages of an additive agenda.

Lotteries and their payoffs F are those of :mod:`sim.theory.additive_agenda`. The corners of F are
packages. With two parties the frontier of each block is a chain of edges, and that of their sum has
all their edges in the order of falling slope, steepest gain for the second party first: the linear
relaxation of a multiple-choice knapsack (Sinha & Zoltners 1979, Oper. Res. 27:503–515; Zemel 1984,
Inf. Process. Lett. 18:123–128). With more parties corners may be too many to list;
:func:`room_above` tells of any payoffs how far from the frontier they lie.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.domain.value import INDIFFERENT
from sim.errors import UsageError
from sim.theory.additive_agenda import AdditiveAgenda, best_lottery

__all__ = ["frontier_of_two", "room_above"]

Array = NDArray[np.float64]


def frontier_of_two(agenda: AdditiveAgenda) -> Array:
    """The corners of the Pareto frontier of two parties, from best for the first: (V, 2).

    Between corners lie lotteries over two packages that differ in one block. Raises ``UsageError``
    unless there are two parties.

    >>> agenda = AdditiveAgenda(worth=np.array([[3.0, 0.0], [0.0, 2.0], [1.0, 0.0], [0.0, 4.0]]),
    ...                         block=np.array([0, 0, 1, 1]))
    >>> frontier_of_two(agenda)                      # the second gains 4 for 1, then 2 for 3
    array([[4., 0.],
           [3., 4.],
           [0., 6.]])
    """
    if agenda.n_parties != 2:
        raise UsageError(f"corners are listed for two parties; there are {agenda.n_parties}")
    chains = [
        _upper_right(agenda.worth[(agenda.block == b) & ~agenda.closed])
        for b in range(agenda.n_blocks)
    ]
    start = np.sum([chain[0] for chain in chains], axis=0)
    steps = np.concatenate([np.diff(chain, axis=0) for chain in chains])
    steepest = np.argsort(-np.arctan2(steps[:, 1], -steps[:, 0]), kind="stable")
    corners = start + np.concatenate([np.zeros((1, 2)), np.cumsum(steps[steepest], axis=0)])
    return _upper_right(corners)


def room_above(agenda: AdditiveAgenda, payoffs: Array) -> float:
    """By how much all parties can get more than this at once, value units.

    payoffs : (k,), such that some lottery gives everybody as much. Zero iff none gives everybody
    more. Raises ``UsageError`` for payoffs out of reach.

    >>> agenda = AdditiveAgenda(worth=np.array([[3.0, 0.0], [0.0, 2.0], [1.0, 0.0], [0.0, 4.0]]),
    ...                         block=np.array([0, 0, 1, 1]))
    >>> round(room_above(agenda, np.array([2.0, 3.0])), 9)              # up to (3, 4)
    1.0
    """
    only_room = np.append(np.zeros(len(agenda.block)), 1.0)
    found = best_lottery(agenda, only_room, payoffs, lift=1.0)
    if found is None:
        raise UsageError(f"no lottery gives the parties as much as {payoffs}")
    return found.extra


def _upper_right(points: Array) -> Array:
    """The corners of the Pareto frontier of a planar hull, by falling first coordinate."""
    order = np.lexsort((-points[:, 1], -points[:, 0]))
    kept: list[Array] = []
    for point in points[order]:
        if kept and point[1] <= kept[-1][1] + INDIFFERENT:
            continue
        while len(kept) > 1 and _not_a_corner(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return np.array(kept)


def _not_a_corner(before: Array, corner: Array, after: Array) -> bool:
    first, second = corner - before, after - corner
    return bool(first[0] * second[1] - first[1] * second[0] <= 0.0)
