"""What packages and no agreement are worth: the only definition, as arrays over cells.

    deal(x)    = Σ_j w_j v_j(x_j) + premium − fear · loss · Π_j remaining_j(x_j)
    no_deal(d) = Σ_j w_j v_j(y_j) + shift + drift · d/7 + effects of events that have happened by d

``deal`` is additive over blocks: a cell's worth, plus a part that no cell changes.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.domain.cells import Cells
from sim.domain.worlds import WorldBlock

__all__ = [
    "INDIFFERENT",
    "TALKING_WEEKS",
    "at_package",
    "cell_breach",
    "cell_firmness",
    "cell_refused",
    "cell_worth",
    "package_sum",
    "reaches",
    "spread",
]

Array = NDArray[np.float64]

#: Values closer than this count as equal, so that rounding never decides whether a party signs.
INDIFFERENT = 1e-9

#: Weeks of talking on whose side benefit a stalling party counts.
TALKING_WEEKS = 5.0


def cell_worth(cells: Cells, block: WorldBlock) -> Array:
    """Σ w v of each cell: (P, C, W), without premium and feared breach."""
    weighted = block.weights[:, :, None, :] * block.values
    made = np.zeros((weighted.shape[0], cells.n_cells, weighted.shape[-1]))
    for j, options in enumerate(cells.option):
        mine = np.flatnonzero(options >= 0)
        made[:, mine] += weighted[:, j, options[mine]]
    return made


def cell_breach(cells: Cells, block: WorldBlock) -> Array:
    """fear · loss · Π remaining of each cell: (P, C, W); 0 outside the block that cuts the fear.

    A party whose fear no option cuts carries it outside the cells.
    """
    P, W = block.fear.shape
    made = np.zeros((P, cells.n_cells, W))
    for i, b in enumerate(cells.fear_block):
        if b < 0:
            continue
        place = cells.block(b)
        share = np.ones((place.stop - place.start, W))
        for j, options in enumerate(cells.option[:, place]):
            if options[0] >= 0:
                share *= block.remaining[i, j, options]
        made[i, place] = block.fear[i] * block.loss[i] * share
    return made


def cell_firmness(cells: Cells, block: WorldBlock) -> Array:
    """(P, C, W): the largest firmness among the cell's options whose line is not waived there."""
    P, W = block.fear.shape
    made = np.zeros((P, cells.n_cells, W))
    for j, options in enumerate(cells.option):
        mine = np.flatnonzero(options >= 0)
        firm = block.firmness[:, j, options[mine]]
        firm = np.where(cells.waived[:, j, mine, None], 0.0, firm)
        made[:, mine] = np.maximum(made[:, mine], firm)
    return made


def cell_refused(cells: Cells, block: WorldBlock) -> NDArray[np.bool_]:
    """(P, C, W): whether the cell crosses a firm line of the party in this world."""
    P, W = block.fear.shape
    made = np.zeros((P, cells.n_cells, W), dtype=bool)
    for j, options in enumerate(cells.option):
        mine = np.flatnonzero(options >= 0)
        made[:, mine] |= block.refused[:, j, options[mine]] & ~cells.waived[:, j, mine, None]
    return made


def package_sum(worth: Array, package: NDArray[np.intp]) -> Array:
    """Σ over blocks of cell tables (…, C, W) at packages given as cells (B, W): (…, W)."""
    total: Array = np.add.reduce(at_package(worth, package), axis=-2)
    return total


def at_package(table: NDArray[Any], package: NDArray[np.intp]) -> NDArray[Any]:
    """Cell tables (…, C, W) at packages given as cells (B, W): (…, B, W).

    One flat index takes a fraction of the time that one index an axis does.
    """
    worlds = package.shape[1]
    flat = table.reshape(*table.shape[:-2], -1)
    return flat.take(package * worlds + np.arange(worlds), axis=-1)


def reaches(value: Array, floor: Array | float) -> NDArray[np.bool_]:
    """Whether values reach floors; indifference is enough."""
    return np.asarray(value >= floor - INDIFFERENT)


def spread(cells: Cells, deal: Array) -> Array:
    """Best-to-worst range over allowed packages of cell tables (C, …): (…), value units."""
    made = np.zeros(deal.shape[1:])
    for b in range(cells.n_blocks):
        place = cells.block(b)
        allowed = deal[place][cells.allowed[place]]
        made += allowed.max(axis=0) - allowed.min(axis=0)
    return made
