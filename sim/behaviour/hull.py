"""The upper concave hull of one block in many worlds: the steps that a ladder is merged from."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["GONE", "upper_hull"]

Array = NDArray[np.float64]

#: Value of a deleted cell: worse than anything, yet finite.
GONE = -1e30

#: Steps whose gain per loss differs by less than this share are equally good.
_ALIKE = 1e-9

#: Stands in for a loss of nothing, which only the cell one stands on has.
_LEAST_LOSS = 1e-300


def upper_hull(mine: Array, theirs: Array) -> tuple[NDArray[np.int16], Array]:
    """Upper concave hull of one block: cells (H, W) from the own best, and step ratios (H − 1, W).

    mine, theirs : (K, W) own value and others' score. Where a world's hull is shorter its last
    cell is repeated with ratio 0.

    >>> one_world = np.array([[1.0], [0.5], [0.0]])
    >>> cells, ratios = upper_hull(one_world, np.array([[0.0], [0.8], [1.0]]))
    >>> cells[:, 0].tolist(), ratios[:, 0].tolist()
    ([0, 1, 2], [1.6, 0.3999999999999999])
    """
    worlds = mine.shape[1]
    climbing = columns = np.arange(worlds)
    here = mine.max(axis=0)
    stands = np.where(mine == here, theirs, 2 * GONE).argmax(axis=0)
    there = theirs.take(stands * worlds + columns)
    # Written down row by row in place: a list of rows would be copied once more in the end.
    cells = np.empty((len(mine), worlds), dtype=np.int16)
    ratios = np.zeros((len(mine), worlds))
    cells[0], ratios[0], count = stands, np.inf, 1
    gain, loss = np.empty_like(mine), np.empty_like(mine)
    while count < len(mine):
        # A deleted cell gains nothing at a huge loss, so it reads as no step, like the cell itself.
        np.maximum(np.subtract(theirs, there, out=gain), 0.0, out=gain)
        np.maximum(np.subtract(here, mine, out=loss), _LEAST_LOSS, out=loss)
        ratio = np.divide(gain, loss, out=gain)
        steepness = ratio.max(axis=0)
        moving = steepness > 0.0
        moved = np.count_nonzero(moving)
        if not moved:
            break
        nearly = ratio >= steepness * (1.0 - _ALIKE)
        step = np.where(nearly, mine, 2 * GONE).argmax(axis=0)
        stands = np.where(moving, step, stands)
        cells[count] = cells[count - 1]
        cells[count, climbing], ratios[count, climbing] = stands, steepness
        # Rounding must not rank a later step of the block before an earlier one.
        np.minimum(ratios[count], ratios[count - 1], out=ratios[count])
        count += 1
        if 2 * moved < len(moving):
            columns = np.flatnonzero(moving)
            climbing, stands = climbing[columns], stands[columns]
            mine, theirs = mine.take(columns, axis=1), theirs.take(columns, axis=1)
            gain, loss = np.empty_like(mine), np.empty_like(mine)
            columns = np.arange(moved)
        # Who does not move stands where it stood: what it reads there is what it has.
        reached = stands * len(columns) + columns
        here, there = mine.take(reached), theirs.take(reached)
    return cells[:count], ratios[1:count]
