"""The concession ladder: packages from the own ideal towards what the others want.

Values are additive over blocks, so the supported Pareto frontier between own value and a weighted
score of the others is the linear relaxation of a multiple-choice knapsack: per block the upper
concave hull, then all single steps merged by falling gain per loss (Sinha & Zoltners 1979, Zemel
1984). Every step names the concession it makes. An agenda small enough to enumerate is one block,
and its ladder holds every undominated package.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.domain.cells import Cells

__all__ = ["Ladder", "blank_ladder", "build_ladder", "package_at", "rung_cells", "rung_values"]

Array = NDArray[np.float64]

#: Place of a hull step that does not exist: after every rung.
_NEVER = np.iinfo(np.int16).max

#: Value of a deleted cell: worse than anything, yet finite.
_GONE = -1e30

#: Steps whose gain per loss differs by less than this share are equally good.
_ALIKE = 1e-9

#: Stands in for a loss of nothing, which only the cell one stands on has.
_LEAST_LOSS = 1e-300


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
            own=self.own[:, worlds],
            hull=self.hull[:, worlds],
            position=self.position[:, worlds],
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
    losses = -_steps(made, own, count)
    losses[~np.isfinite(made.own[1 : count + 1])] = np.inf
    np.subtract(made.own[0], np.cumsum(losses, axis=0), out=made.own[1 : count + 1])
    return made


def _open_cells(table: Array, deleted: NDArray[np.bool_]) -> Array:
    """A copy (C + 1, W) with deleted cells, and one more that pads short blocks, gone."""
    made = np.full((len(table) + 1, table.shape[1]), _GONE)
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
    steps: dict[int, Array] = {}
    for group in cells.alike:
        wide = (len(group), group.shape[1] * worlds)
        hull, ratio = _hull(mine[group].reshape(wide), theirs[group].reshape(wide))
        hull = hull.reshape(-1, group.shape[1], worlds)
        ratio = ratio.reshape(-1, group.shape[1], worlds)
        for n, cell in enumerate(group.T):
            _enter(made, cell, hull[:, n], ratio[:, n], steps)
    if steps:
        _merge(made, np.stack([steps[place] for place in sorted(steps)]), sorted(steps))
    return len(steps)


def _enter(
    made: Ladder,
    cell: NDArray[np.intp],
    hull: NDArray[np.intp],
    ratio: Array,
    steps: dict[int, Array],
) -> None:
    """Write one block's hull down; its steps go under the place of the cell they enter."""
    cell = cell[cell >= 0]
    size = min(len(cell), len(hull))
    made.hull[cell[0] : cell[0] + size] = hull[:size] + cell[0]
    made.hull[cell[0] + size : cell[0] + len(cell)] = hull[size - 1] + cell[0]
    steps.update({int(cell[0]) + h: ratio[h - 1] for h in range(1, size)})


def _hull(mine: Array, theirs: Array) -> tuple[NDArray[np.intp], Array]:
    """Upper concave hull of one block: cells (H, W) from the own best, and step ratios (H − 1, W).

    mine, theirs : (K, W) own value and others' score. Where a world's hull is shorter its last
    cell is repeated with ratio 0.
    """
    worlds = mine.shape[1]
    here = mine.max(axis=0)
    at = np.where(mine == here, theirs, 2 * _GONE).argmax(axis=0)
    there = theirs[at, np.arange(len(at))]
    climbing = np.arange(len(at))
    cells = [at]
    ratios: list[Array] = []
    for _ in range(len(mine) - 1):
        # A deleted cell gains nothing at a huge loss, so it reads as no step, like the cell itself.
        ratio = np.maximum(theirs - there, 0.0) / np.maximum(here - mine, _LEAST_LOSS)
        steepness = ratio.max(axis=0)
        nearly = ratio >= steepness * (1.0 - _ALIKE)
        step = np.where(nearly, mine, 2 * _GONE).argmax(axis=0)
        columns = np.arange(len(climbing))
        moving = steepness > 0.0
        if not moving.any():
            break
        at, taken = at.copy(), np.zeros(worlds)
        at[climbing[moving]], taken[climbing[moving]] = step[moving], steepness[moving]
        if ratios:
            # Rounding must not rank a later step of the block before an earlier one.
            np.minimum(taken, ratios[-1], out=taken)
        cells.append(at)
        ratios.append(taken)
        if 2 * np.count_nonzero(moving) < len(moving):
            climbing, step, columns = climbing[moving], step[moving], np.flatnonzero(moving)
            mine, theirs = mine[:, columns], theirs[:, columns]
            columns = np.arange(len(climbing))
            here, there = mine[step, columns], theirs[step, columns]
        else:
            here = np.where(moving, mine[step, columns], here)
            there = np.where(moving, theirs[step, columns], there)
    return np.stack(cells), np.stack(ratios) if ratios else np.empty((0, worlds))


def _merge(made: Ladder, ratio: Array, entry: list[int]) -> None:
    """Rank all steps by falling ratio, of equals by cell; mark the rungs that exist."""
    order = np.argsort(-ratio, axis=0, kind="stable")
    rank = np.empty(order.shape, dtype=np.int16)
    places = np.arange(len(order), dtype=np.int16)[:, None]
    rank[order, np.arange(order.shape[1])] = places
    real = ratio > 0.0
    made.position[entry] = np.where(real, rank, _NEVER)
    made.own[1 : len(order) + 1] = np.where(places < real.sum(axis=0), 0.0, -np.inf)


def _steps(ladder: Ladder, worth: Array, count: int) -> Array:
    """Change in a cell table at each merged step: (count, W); 0 where there is no such step.

    worth : (C,) the same in all worlds, or (C, W).
    """
    hull = ladder.hull
    worlds = np.arange(hull.shape[1])
    change = worth[hull] if worth.ndim == 1 else worth[hull, worlds]
    np.subtract(change[1:], change[:-1].copy(), out=change[1:])
    made = np.zeros((count + 1, len(worlds)))
    where = np.minimum(ladder.position, count)
    made[where, worlds] = change
    return made[:count]


def package_at(cells: Cells, ladder: Ladder, rung: NDArray[np.intp]) -> NDArray[np.intp]:
    """Packages (B, W), as cells, at one rung per world (W,)."""
    worlds = np.arange(len(rung))
    before = ladder.position < rung
    picked = []
    for b in range(cells.n_blocks):
        place = cells.block(b)
        taken = np.count_nonzero(before[place], axis=0)
        picked.append(ladder.hull[place.start + taken, worlds])
    return np.stack(picked).astype(np.intp)


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


def rung_values(cells: Cells, ladder: Ladder, worth: Array, base: float, rungs: int) -> Array:
    """Value of the first ``rungs`` rungs (rungs, W) to somebody who puts ``worth`` (C,) on cells.

    Beyond the last rung of a world the last value is repeated.
    """
    made = np.empty((rungs, ladder.own.shape[1]))
    made[0] = base + worth[ladder.hull[cells.start[:-1]]].sum(axis=0)
    np.cumsum(_steps(ladder, worth, rungs - 1), axis=0, out=made[1:])
    made[1:] += made[0]
    return made
