"""The concession ladder: packages from the own ideal towards what the others want.

Values are additive over blocks, so the supported Pareto frontier between own value and a weighted
score of the others is the linear relaxation of a multiple-choice knapsack: per block the upper
concave hull, then all single steps merged by falling gain per loss (Sinha & Zoltners 1979, Zemel
1984). Every step names the concession it makes. An agenda small enough to enumerate is one block,
and its ladder holds every undominated package.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.behaviour.hull import GONE, upper_hull
from sim.domain.cells import Cells

__all__ = [
    "Ladder",
    "blank_ladder",
    "build_ladder",
    "count_true",
    "package_at",
    "rung_cells",
    "rung_values",
]

Array = NDArray[np.float64]
Index = NDArray[np.intp]

#: Place of a hull step that does not exist: after every rung.
_NEVER = np.iinfo(np.int16).max


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Ladders of one party in W worlds. S + 1 rungs at most, C cells in blocks.

    open : (W,) whether every block has a cell left to offer. own : (S + 1, W) own value at each
    rung, −inf beyond the last. hull : (C, W) per block its cells in hull order from the own best,
    the last repeated. position : (C, W) number of steps merged before the one that enters the
    hull cell; never for the first of a block and for repeated ones.
    """

    open: NDArray[np.bool_]
    own: Array
    hull: NDArray[np.int16]
    position: NDArray[np.int16]

    def put(self, worlds: NDArray[np.intp], other: Ladder) -> None:
        """Take over another's ladders at these worlds."""
        for name in ("open", "own", "hull", "position"):
            getattr(self, name)[..., worlds] = getattr(other, name)

    def take(self, worlds: NDArray[np.intp]) -> Ladder:
        """The ladders of a selection of worlds."""
        return Ladder(
            open=self.open[worlds],
            own=self.own.take(worlds, axis=1),
            hull=self.hull.take(worlds, axis=1),
            position=self.position.take(worlds, axis=1),
        )


def blank_ladder(cells: Cells, worlds: int) -> Ladder:
    """Ladders nobody can climb, to be filled by ``put``."""
    rungs = cells.n_cells - cells.n_blocks + 1
    return Ladder(
        open=np.zeros(worlds, dtype=bool),
        own=np.full((rungs, worlds), -np.inf),
        hull=np.zeros((cells.n_cells, worlds), dtype=np.int16),
        position=np.full((cells.n_cells, worlds), _NEVER, dtype=np.int16),
    )


def build_ladder(
    cells: Cells, own: Array, score: Array, deleted: NDArray[np.bool_], base: Array
) -> Ladder:
    """Ladders in W worlds.

    own : (C, W) own value of each cell. score : (C, W) weighted value of the others. deleted :
    (C, W) cells that may not be offered. base : (W,) own value that no cell changes.

    Ties: the start is the best own cell, of equals the one better for the others, then the lower
    index; of equally good steps of a block the smallest, of two blocks the earlier one's.
    """
    made = blank_ladder(cells, own.shape[1])
    mine, theirs = _open_cells(own, deleted), _open_cells(score, deleted)
    count = (
        _frontier(made, mine, theirs) if cells.n_blocks == 1 else _hulls(cells, made, mine, theirs)
    )
    held, worlds = made.hull[cells.start[:-1]], np.arange(own.shape[1])
    made.open[:] = ~deleted[held, worlds].any(axis=0)
    made.own[0] = base + own[held, worlds].sum(axis=0)
    entered, left = (step * len(worlds) + worlds for step in _steps(made, count))
    losses = own.take(left) - own.take(entered)
    np.copyto(losses, np.inf, where=~np.isfinite(made.own[1 : count + 1]))
    _add_up(losses)
    np.subtract(made.own[0], losses, out=made.own[1 : count + 1])
    return made


def _add_up(table: Array) -> None:
    """Running sums (…, R, W) over rungs, in place.

    Row by row, which adds the same numbers in the same order as a sum down each world's column, and
    reads memory as it lies: with thousands of worlds it takes a twentieth of the time.
    """
    for before, here in pairwise(np.moveaxis(table, -2, 0)):
        np.add(before, here, out=here)


def _open_cells(table: Array, deleted: NDArray[np.bool_]) -> Array:
    """A copy (C + 1, W) with deleted cells, and one more that pads short blocks, gone."""
    made = np.full((len(table) + 1, table.shape[1]), GONE)
    np.copyto(made[:-1], table, where=~deleted)
    return made


def _frontier(made: Ladder, mine: Array, theirs: Array) -> int:
    """A single block is an agenda small enough to enumerate: every undominated cell is a rung."""
    mine, theirs = mine[:-1], theirs[:-1]
    order = np.argsort(-theirs, axis=0, kind="stable")
    order = np.take_along_axis(
        order, np.argsort(-np.take_along_axis(mine, order, axis=0), axis=0, kind="stable"), axis=0
    )
    gained = np.take_along_axis(theirs, order, axis=0)
    best = np.maximum.accumulate(gained, axis=0)
    kept = np.ones(gained.shape, dtype=bool)
    kept[1:] = gained[1:] > best[:-1]
    front = np.argsort(~kept, axis=0, kind="stable")
    rungs = kept.sum(axis=0)
    places = np.arange(len(order), dtype=np.int16)[:, None]
    cell = np.take_along_axis(order, front, axis=0)
    last = cell[rungs - 1, np.arange(len(rungs))]
    made.hull[:] = np.where(places < rungs, cell, last)
    made.position[1:] = np.where(places < rungs, places - 1, _NEVER)[1:]
    made.own[1:] = np.where(places < rungs, 0.0, -np.inf)[1:]
    return len(order) - 1


def _hulls(cells: Cells, made: Ladder, mine: Array, theirs: Array) -> int:
    """The hulls of all blocks, and their steps merged. Returns the largest number of steps."""
    worlds = mine.shape[1]
    entry: list[Index] = []
    ratios: list[Array] = []
    for group in cells.alike:
        size, blocks = group.shape
        wide = (size, blocks * worlds)
        hull, ratio = upper_hull(mine[group].reshape(wide), theirs[group].reshape(wide))
        held = hull.reshape(-1, blocks, worlds) + group[0][:, None]
        real, last = group >= 0, len(held) - 1
        # Beyond the end of the hull its last cell is repeated.
        made.hull[group[real]] = held[np.minimum(np.arange(size), last)][real]
        entry.append(group[1 : last + 1][real[1 : last + 1]])
        ratios.append(ratio.reshape(-1, blocks, worlds)[real[1 : last + 1]])
    entered = np.concatenate(entry)
    if len(entered):
        by_cell = np.argsort(entered)
        _merge(made, np.concatenate(ratios)[by_cell], entered[by_cell])
    return len(entered)


def _merge(made: Ladder, ratio: Array, entry: Index) -> None:
    """Rank all steps by falling ratio, of equals by cell; mark the rungs that exist."""
    order = np.argsort(-ratio, axis=0, kind="stable")
    rank = np.empty(order.size, dtype=np.int16)
    places = np.arange(len(order), dtype=np.int16)[:, None]
    worlds = order.shape[1]
    rank[order * worlds + np.arange(worlds)] = places
    real = ratio > 0.0
    made.position[entry] = np.where(real, rank.reshape(order.shape), _NEVER)
    made.own[1 : len(order) + 1] = np.where(places < count_true(real), 0.0, -np.inf)


def _steps(ladder: Ladder, count: int) -> tuple[Index, Index]:
    """The cells that the first ``count`` merged steps enter and leave: (count, W) each.

    Where there is no such step it enters and leaves the same cell, so that nothing changes.
    """
    worlds = ladder.hull.shape[1]
    # One flat index for both: an index an axis takes several times as long to read and write.
    where = np.minimum(ladder.position, count) * np.intp(worlds) + np.arange(worlds)
    entered = np.zeros((count + 1) * worlds, dtype=np.intp)
    left = np.zeros((count + 1) * worlds, dtype=np.intp)
    entered[where], left[where[1:]] = ladder.hull, ladder.hull[:-1]
    shape = (count + 1, worlds)
    return entered.reshape(shape)[:count], left.reshape(shape)[:count]


def package_at(cells: Cells, ladder: Ladder, rung: NDArray[np.integer[Any]]) -> Index:
    """Packages (B, W), as cells, at one rung per world (W,)."""
    worlds = len(rung)
    before = ladder.position < rung.astype(np.int16)
    place = np.empty((cells.n_blocks, worlds), dtype=np.intp)
    for b, first in enumerate(cells.start[:-1]):
        place[b] = count_true(before[cells.block(b)])
        place[b] += first
    return ladder.hull.take(place * worlds + np.arange(worlds)).astype(np.intp)


def count_true(flags: NDArray[np.bool_]) -> NDArray[np.int16]:
    """How many of each column's flags (R, W) are set: (W,), for fewer than 32,768 rows.

    In words of the size that ladders count rungs in: in the usual ones it takes several times as
    long.
    """
    counted: NDArray[np.int16] = np.add.reduce(flags, axis=0, dtype=np.int16)
    return counted


def rung_cells(cells: Cells, ladder: Ladder, b: int, rungs: int) -> NDArray[np.int16]:
    """The cell of block ``b`` at the first ``rungs`` rungs: (rungs, W)."""
    place = cells.block(b)
    rung = np.arange(rungs, dtype=np.int16)[:, None]
    position = ladder.position[place.start + 1 : place.stop]
    entered = position[(position < _NEVER).any(axis=1)]
    taken = np.full((rungs, ladder.own.shape[1]), place.start, dtype=np.int16)
    for each in entered:
        taken += each < rung
    return ladder.hull[taken, np.arange(taken.shape[1])]


def rung_values(
    cells: Cells, ladder: Ladder, worth: Array, base: Array | float, rungs: int
) -> Array:
    """Value of the first ``rungs`` rungs (…, rungs, W) to those who put ``worth`` (…, C) on cells.

    base : (…), what no cell changes. Beyond the last rung of a world the last value is repeated.
    """
    made = np.empty((*worth.shape[:-1], rungs, ladder.own.shape[1]))
    start = worth.take(ladder.hull[cells.start[:-1]], axis=-1).sum(axis=-2)
    made[..., 0, :] = np.asarray(base)[..., None] + start
    entered, left = _steps(ladder, rungs - 1)
    change = made[..., 1:, :]
    np.subtract(worth.take(entered, axis=-1), worth.take(left, axis=-1), out=change)
    _add_up(change)
    change += made[..., :1, :]
    return made
