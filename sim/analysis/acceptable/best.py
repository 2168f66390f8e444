"""The package that is signed in the most worlds, for agendas too large to try every package.

Best first over blocks: a partial package promises at most the weight of the worlds in which it can
still be completed to one that all needed signatories sign. Whether it can is judged by what is
necessary only – each signatory by itself, and all together by the weights λ that make the bound of
``sim.analysis.acceptable.search`` lowest –, so promises are never too low. The first complete
package to come up is the best there is.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.analysis.acceptable.open_worlds import own_ranges, signing_sets, sums_for
from sim.analysis.acceptable.scores import worst_margins
from sim.analysis.acceptable.search import CLEARLY, screen
from sim.domain.cells import Cells

if TYPE_CHECKING:
    from sim.engine import Standing

__all__ = ["MostSigned", "most_signed"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Index = NDArray[np.intp]

#: Weights closer than this are the same.
_SAME = 1e-9

#: Worlds times partial packages that are looked at before the search stops.
_WORK = 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class MostSigned:
    """A package (B,) as cells and the weight of the worlds in which it is signed.

    sure : none is signed in more; ``False`` where the search stopped at its limit.
    """

    package: Index
    weight: float
    sure: bool


def most_signed(asked: Standing, known: Index, *, limit: int | None = None) -> MostSigned:
    """The package signed in the most worlds of a batch, by weight.

    known : (B, m), m ≥ 1, packages to begin with; the better they are, the shorter the search.
    limit : partial packages taken further before it stops, not sure; if not given, the fewer the
    more worlds there are, for under a minute.
    """
    cells = asked.cells
    signed = (worst_margins(asked, known) > -np.inf) @ asked.weight
    best, weight = known[:, signed.argmax()], float(signed.max())
    order = sorted(range(cells.n_blocks), key=lambda b: -_reach(asked, cells, b))
    tests = [_test(asked, guests, order) for guests in signing_sets(cells)]
    # Of equal promises the longer partial package is taken further first.
    heap: list[tuple[float, int, tuple[int, ...]]] = [(-np.inf, 0, ())]
    for _ in range(_WORK // len(asked.number) if limit is None else limit):
        if not heap or -heap[0][0] <= weight + _SAME:
            return MostSigned(package=best, weight=weight, sure=True)
        chosen = heapq.heappop(heap)[2]
        place = cells.block(order[len(chosen)])
        options = np.arange(place.start, place.stop)[cells.allowed[place]]
        promises = _promises(asked.weight, tests, chosen, options)
        for cell, promise in zip(options.tolist(), promises.tolist(), strict=True):
            grown = (*chosen, cell)
            if promise <= weight + _SAME:
                continue
            if len(grown) < len(order):
                heapq.heappush(heap, (-promise, -len(grown), grown))
            else:
                # All that is necessary is also enough once every block has its cell.
                best, weight = np.array(grown, dtype=np.intp)[np.argsort(order)], promise
    return MostSigned(package=best, weight=weight, sure=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Test:
    """What one set of signatories asks, its shared bound as the last row. R rows, V worlds.

    at : (V,) places of worlds in the batch. rows : (R, C, V), need : (R, V) and usable : (C, V).
    rest : (B + 1, R, V) the most that the blocks from each place in the order on can add.
    """

    at: Index
    rows: Array
    need: Array
    usable: Flags
    rest: Array


def _test(asked: Standing, guests: int, order: list[int]) -> _Test:
    cells = asked.cells
    sums = sums_for(asked, guests, own_ranges(asked), np.ones(len(asked.number), dtype=bool))
    known = screen(cells, sums.worth, sums.need, sums.usable, enough=np.inf)
    here = known.bound >= -CLEARLY
    worth, need, weights = sums.worth[..., here], sums.need[:, here], known.weights[:, here]
    rows = np.concatenate([worth, (weights[:, None] * worth).sum(axis=0, keepdims=True)])
    needs = np.concatenate([need, (weights * need).sum(axis=0, keepdims=True)])
    usable = sums.usable[:, here]
    rest = np.zeros((len(order) + 1, *needs.shape))
    for depth in range(len(order) - 1, -1, -1):
        place = cells.block(order[depth])
        most = np.where(usable[place], rows[:, place], -np.inf).max(axis=1)
        rest[depth] = rest[depth + 1] + most
    return _Test(at=sums.at[here], rows=rows, need=needs, usable=usable, rest=rest)


def _promises(weight: Array, tests: list[_Test], chosen: tuple[int, ...], options: Index) -> Array:
    """Weight of the worlds in which the partial package may still be signed with each option."""
    alive = np.zeros((len(options), len(weight)), dtype=bool)
    cells = list(chosen)
    for test in tests:
        still = np.flatnonzero(test.usable[cells].all(axis=0))
        value = test.rows[:, cells][..., still].sum(axis=1) - test.need[:, still]
        value += test.rest[len(cells) + 1][:, still]
        reached = value[:, None] + test.rows[:, options][..., still] >= -CLEARLY
        alive[:, test.at[still]] |= reached.all(axis=0) & test.usable[options][:, still]
    return alive @ weight


def _reach(asked: Standing, cells: Cells, b: int) -> float:
    """How much a block's choice moves values: big blocks first make promises fall early."""
    return float(np.ptp(asked.deal[:, cells.block(b)], axis=1).mean(axis=1).sum())
