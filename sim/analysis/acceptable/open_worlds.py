"""Which worlds hold an acceptable package: exact for any agenda, without trying every package.

A package is acceptable iff some set of guests (parties beyond the principals) meets the consents of
all its options, and principals and guests of that set all sign it. For each such set the question
is one of sums alone: over the cells that the set may sign, does some package reach everybody's
need? ``sim.analysis.acceptable.search`` answers it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.analysis.acceptable.search import CLEARLY, best_worst, screen
from sim.domain.cells import Cells
from sim.domain.scenario import Scenario
from sim.domain.value import INDIFFERENT, spread
from sim.domain.worlds import draw_blocks
from sim.errors import UsageError

if TYPE_CHECKING:
    from sim.engine import Standing

__all__ = [
    "BestWorst",
    "Sums",
    "best_margins",
    "open_of",
    "open_worlds",
    "own_ranges",
    "signing_sets",
    "sums_for",
]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Index = NDArray[np.intp]

#: Ways to put the guests together beyond which the search takes too long.
_MOST_SETS = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class BestWorst:
    """The package of each world whose worst-off signatory has the best margin. W worlds, B blocks.

    value : (W,) that margin in shares of own ranges, −inf where no package is acceptable. package :
    (B, W) as cells. sure : (W,) ``False`` where the search stopped at its limit, so that the value
    is a lower bound.
    """

    value: Array
    package: Index
    sure: Flags


def open_worlds(
    scenario: Scenario, *, n: int, seed: int, day: float = 0.0, workers: int = 1
) -> Flags:
    """Worlds (n,) whose acceptable set holds a package on a day.

    day : from 0 to the horizon, had the talks gone on without an offer. The answer does not depend
    on ``workers``. Raises ``UsageError`` for n < 1 or a day outside the talks.
    """
    from sim.engine.workers import in_order

    if n < 1:
        raise UsageError(f"at least one world is needed; got {n}")
    work = partial(_open_piece, scenario, n, seed, day)
    return np.concatenate(list(in_order(work, draw_blocks(n), workers)))


def _open_piece(scenario: Scenario, n: int, seed: int, day: float, piece: tuple[int, int]) -> Flags:
    from sim.engine import standing
    from sim.sampling import sample_worlds

    return open_of(standing(scenario, sample_worlds(scenario, n=n, seed=seed), *piece, day))


def open_of(asked: Standing) -> Flags:
    """Worlds of a batch whose acceptable set holds a package: (W,)."""
    return best_margins(asked, enough=0.0).value > -np.inf


def best_margins(asked: Standing, *, enough: float = np.inf) -> BestWorst:
    """The best worst margin of every world of a batch, and a package that has it.

    enough : a margin at which the search may stop; 0 tells only whether there is a package at all.
    Raises ``UsageError`` where consents can be met in too many ways.
    """
    W, cells = len(asked.number), asked.cells
    ranges = own_ranges(asked)
    found = BestWorst(
        value=np.full(W, -np.inf),
        package=np.zeros((cells.n_blocks, W), dtype=np.intp),
        sure=np.ones(W, dtype=bool),
    )
    for guests in signing_sets(cells):
        sums = sums_for(asked, guests, ranges, found.value < enough)
        if len(sums.at):
            _improve(cells, sums, enough, found)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What principals and one set of guests ask of a package. S signatories, V worlds.

    at : (V,) places of the worlds in the batch. worth : (S, C, V) and need : (S, V) in shares of
    own ranges. slack : (S, V) by how much less than their need still counts as enough. usable :
    (C, V).
    """

    at: Index
    worth: Array
    need: Array
    slack: Array
    usable: Flags

    def worst(self, k: int, package: Index) -> float:
        """Least margin in world ``k`` of those asked, whose need a package meets."""
        margins = self.worth[:, package, k].sum(axis=1) - self.need[:, k] - self.slack[:, k]
        return max(0.0, float(margins.min()))


def sums_for(asked: Standing, guests: int, ranges: Array, wanted: Flags) -> Sums:
    """What signing with one set of guests takes, in those of the ``wanted`` worlds (W,) in which
    every block has a cell that nobody of them refuses."""
    cells = asked.cells
    needed = guests | cells.principals
    signing = [p for p in range(len(ranges)) if needed >> p & 1]
    usable = _met_by(cells, guests)[:, None] & ~asked.closed
    usable &= ~asked.refused[signing].any(axis=0)
    here = wanted & ((asked.departed & needed) == 0)
    for b in range(cells.n_blocks):
        here &= usable[cells.block(b)].any(axis=0)
    at = np.flatnonzero(here)
    own = ranges[signing][:, at]
    slack = INDIFFERENT / own
    return Sums(
        at=at,
        worth=asked.deal[signing][:, :, at] / own[:, None],
        need=asked.need[signing][:, at] / own - slack,
        slack=slack,
        usable=usable[:, at],
    )


def _improve(cells: Cells, sums: Sums, enough: float, found: BestWorst) -> None:
    """Raise what was found to what one set of guests allows."""
    known = screen(cells, sums.worth, sums.need, sums.usable, enough=enough)
    for k in np.flatnonzero(known.bound >= -CLEARLY).tolist():
        w = int(sums.at[k])
        if known.value[k] >= 0.0:
            _note(found, w, known.package[:, k], sums.worst(k, known.package[:, k]))
        if found.value[w] >= enough or known.bound[k] <= found.value[w]:
            continue
        best = best_worst(
            cells,
            sums.worth[..., k],
            sums.need[:, k],
            sums.usable[:, k],
            known.weights[:, k],
            above=max(float(found.value[w]), -CLEARLY),
            enough=enough,
        )
        found.sure[w] &= best.sure
        if best.package is not None:
            _note(found, w, best.package, sums.worst(k, best.package))


def _note(found: BestWorst, w: int, package: Index, worst: float) -> None:
    if worst > found.value[w]:
        found.value[w], found.package[:, w] = worst, package


def _met_by(cells: Cells, guests: int) -> Flags:
    """Cells (C,) some alternative of whose consents lies within a set of guests."""
    alternatives = cells.alternatives
    return np.asarray(((alternatives >= 0) & ((alternatives & ~guests) == 0)).any(axis=1))


def signing_sets(cells: Cells) -> Sequence[int]:
    """Sets of guests, as bit masks, that some choice among the consents of allowed cells asks for.

    Raises ``UsageError`` beyond 256 of them.
    """
    found = {0}
    for b in range(cells.n_blocks):
        place = cells.block(b)
        masks = {int(m) for m in cells.alternatives[place][cells.allowed[place]].ravel() if m >= 0}
        found = {one | mask for one in found for mask in masks}
        if len(found) > _MOST_SETS:
            raise UsageError(
                f"the consents can be met by more than {_MOST_SETS} sets of parties; name fewer "
                "parties in them, or leave options out with `only`"
            )
    return sorted(found)


def own_ranges(asked: Standing) -> Array:
    """Best-to-worst range of each party's deal over allowed packages: (P, W), value units.

    1 for a party to which all packages are worth the same, whose margin is then in value units.
    """
    made = np.stack([spread(asked.cells, deal) for deal in asked.deal])
    return np.where(made > INDIFFERENT, made, 1.0)
