"""The package whose worst-off signatory is best off in one world: exact, by branch and bound.

Everything is additive over blocks. For signatories S with margins m_i(x) = Σ_b a_i(x_b) − need_i,
any weights λ ≥ 0 that sum to 1 give

    max_x min_i m_i(x)  ≤  max_x Σ_i λ_i m_i(x)  =  Σ_b max_c Σ_i λ_i a_i(c) − Σ_i λ_i need_i

since the right side falls apart into blocks (Lagrangian relaxation; Fisher 1981, Management Science
27:1–18). ``screen`` lowers that bound for all worlds together; what it cannot decide is left to
``best_worst``, which walks the blocks of one world and drops every branch whose bound is too low.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.domain.cells import Cells

__all__ = ["CLEARLY", "Found", "Screened", "best_worst", "screen"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Index = NDArray[np.intp]

#: Bounds this far below zero prove that nothing is acceptable; rounding stays well inside.
CLEARLY = 1e-12

#: Rounds of lowering the bound; more decide hardly any further world.
_ROUNDS = 24

#: Partial packages taken further at a time.
_CHUNK = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """What the relaxation found. S signatories, B blocks, W worlds.

    bound : (W,) the worst margin is at most this; −inf where a block has no usable cell.
    value, package : (W,) and (B, W) the best worst margin met on the way, and where (−inf: none).
    weights : (S, W) the λ of the lowest bound.
    """

    bound: Array
    value: Array
    package: Index
    weights: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The best worst margin of one world and a package (B,) with it, ``None`` where no package
    betters what was asked. sure : ``False`` where the search stopped at its limit."""

    value: float
    package: Index | None
    sure: bool = True


def screen(
    cells: Cells, worth: Array, need: Array, usable: Flags, *, enough: float = 0.0
) -> Screened:
    """Bounds on the best worst margin of many worlds, from above and from below.

    worth : (S, C, W) each signatory's share of a cell. need : (S, W) what must be reached. usable :
    (C, W). A world is left as soon as the bound falls below 0 or a package at ``enough`` is met;
    infinite, bounds are made as tight as they get.
    """
    S, W = need.shape
    found = Screened(
        bound=np.full(W, np.inf),
        value=np.full(W, -np.inf),
        package=np.zeros((cells.n_blocks, W), dtype=np.intp),
        weights=np.full((S, W), 1.0 / S),
    )
    possible = np.ones(W, dtype=bool)
    for b in range(cells.n_blocks):
        possible &= usable[cells.block(b)].any(axis=0)
    found.bound[~possible] = -np.inf
    left = np.flatnonzero(possible)
    here, least, open_ = worth[..., left], need[:, left], usable[:, left]
    weights = found.weights[:, left]
    for turn in range(_ROUNDS):
        if not len(left):
            break
        package, margins = _favoured(cells, here, least, open_, weights)
        _note(found, left, weights, package, margins)
        undecided = (found.value[left] < enough) & (found.bound[left] >= -CLEARLY)
        if not undecided.all():
            left, margins, weights = left[undecided], margins[:, undecided], weights[:, undecided]
            here, least, open_ = here[..., undecided], least[:, undecided], open_[:, undecided]
        # Whoever falls short counts for more in the next round.
        scale = np.abs(margins).max(axis=0, initial=1e-300)
        weights = weights * np.exp(-1.5 / np.sqrt(turn + 1.0) * margins / scale)
        weights = weights / weights.sum(axis=0)
    return found


def _favoured(
    cells: Cells, worth: Array, need: Array, usable: Flags, weights: Array
) -> tuple[Index, Array]:
    """The package (B, W) with the best weighted margin, and all margins (S, W) there."""
    score = np.where(usable, np.einsum("sw,scw->cw", weights, worth), -np.inf)
    worlds = np.arange(need.shape[1])
    package = np.stack(
        [cells.start[b] + score[cells.block(b)].argmax(axis=0) for b in range(cells.n_blocks)]
    )
    return package, worth[:, package, worlds].sum(axis=1) - need


def _note(found: Screened, left: Index, weights: Array, package: Index, margins: Array) -> None:
    bound, value = (weights * margins).sum(axis=0), margins.min(axis=0)
    lower = bound < found.bound[left]
    found.bound[left[lower]] = bound[lower]
    found.weights[:, left[lower]] = weights[:, lower]
    better = value > found.value[left]
    found.value[left[better]] = value[better]
    found.package[:, left[better]] = package[:, better]


def best_worst(
    cells: Cells,
    worth: Array,
    need: Array,
    usable: Flags,
    weights: Array,
    *,
    above: float,
    enough: float = np.inf,
    limit: int = 5_000_000,
) -> Found:
    """The best worst margin in one world, if it lies above ``above``.

    worth : (S, C). need : (S,). usable : (C,). weights : (S,) any λ; those of ``screen`` cut most.
    Stops at the first package worth ``enough``, and not sure after ``limit`` partial packages.
    """
    rows = np.vstack([worth, weights @ worth])
    kept = [cells.start[b] + np.flatnonzero(usable[cells.block(b)]) for b in range(cells.n_blocks)]
    if not all(len(block) for block in kept):
        return Found(value=above, package=None)
    order = sorted(range(cells.n_blocks), key=lambda b: -_reach(rows[:, kept[b]]))
    rest = np.zeros((len(order) + 1, len(rows)))
    for depth in range(len(order) - 1, -1, -1):
        rest[depth] = rest[depth + 1] + rows[:, kept[order[depth]]].max(axis=1)
    start = -np.append(need, weights @ need)
    best, found, seen = above, None, 0
    stack = [(0, np.empty((0, 1), dtype=np.intp), start[:, None])]
    while stack:
        depth, chosen, value = stack.pop()
        promise = (value + rest[depth][:, None]).min(axis=0)
        alive = promise > best
        if not alive.any():
            continue
        chosen, value = chosen[:, alive], value[:, alive]
        if depth == len(order):
            worst = value[:-1].min(axis=0)
            top = int(worst.argmax())
            if worst[top] > best:
                best, found = float(worst[top]), chosen[np.argsort(order), top]
            if best >= enough:
                return Found(value=best, package=found)
            continue
        if seen > limit:
            return Found(value=best, package=found, sure=False)
        options = kept[order[depth]]
        longer = (value[:, :, None] + rows[:, None, options]).reshape(len(rows), -1)
        promise = (longer + rest[depth + 1][:, None]).min(axis=0)
        children = np.flatnonzero(promise > best)
        seen += longer.shape[1]
        # The most promising are pushed last, hence taken further first.
        children = children[np.argsort(promise[children], kind="stable")]
        for cut in range(0, len(children), _CHUNK):
            part = children[cut : cut + _CHUNK]
            parent, child = np.divmod(part, len(options))
            grown = np.vstack([chosen[:, parent], options[child]])
            stack.append((depth + 1, grown, longer[:, part]))
    return Found(value=best, package=found)


def _reach(rows: Array) -> float:
    """How much a block's choice moves the margins: big blocks first make bounds bite early."""
    return float(np.ptp(rows, axis=1).sum())
