"""Given packages in every world of a batch: who signs, and how well the worst off does."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.analysis.acceptable.open_worlds import own_ranges
from sim.domain.cells import Cells
from sim.domain.value import INDIFFERENT

if TYPE_CHECKING:
    from sim.engine import Standing

__all__ = ["worst_margins"]

Array = NDArray[np.float64]
Index = NDArray[np.intp]

#: Packages looked at together; bounds memory.
_CHUNK = 64


def worst_margins(asked: Standing, packages: Index) -> Array:
    """Margin of the worst-off signatory of each package in each world, −inf if not signed: (m, W).

    packages : (B, m) as cells. Of several alternatives of a consent the one that is best for its
    worst-off member counts.
    """
    m = packages.shape[1]
    parts = [_of_some(asked, packages[:, k : k + _CHUNK]) for k in range(0, m, _CHUNK)]
    return np.concatenate(parts) if parts else np.empty((0, len(asked.number)))


def _of_some(asked: Standing, packages: Index) -> Array:
    cells = asked.cells
    own = _signing_margins(asked, packages)
    parties = range(len(own))
    worst = np.minimum.reduce([own[p] for p in parties if cells.principals >> p & 1])
    worst = np.where(asked.closed[packages].any(axis=0), -np.inf, worst)
    for row in packages:
        for k, cell in enumerate(row):
            masks = _alternatives(cells, int(cell))
            if 0 not in masks:
                met = [_least(own[:, k], mask) for mask in masks]
                worst[k] = np.minimum(worst[k], reduce(np.maximum, met))
    return worst


def _signing_margins(asked: Standing, packages: Index) -> Array:
    """(P, m, W) each party's margin, −inf where it does not sign."""
    ranges = own_ranges(asked)
    value = sum(asked.deal[:, row] for row in packages)
    gain = value - asked.need[:, None]
    crossed = asked.refused[:, packages].any(axis=1)
    gone = (asked.departed >> np.arange(len(ranges))[:, None]) & 1
    signs = (gain >= -INDIFFERENT) & ~crossed & (gone == 0)[:, None]
    return np.where(signs, np.maximum(gain, 0.0) / ranges[:, None], -np.inf)


def _alternatives(cells: Cells, cell: int) -> Sequence[int]:
    return [int(mask) for mask in cells.alternatives[cell] if mask >= 0]


def _least(own: Array, mask: int) -> Array:
    """(W,) least margin over the parties of a bit mask. own : (P, W)."""
    members = [p for p in range(len(own)) if mask >> p & 1]
    least: Array = own[members].min(axis=0)
    return least
