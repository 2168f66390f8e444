"""What a concession does to the acceptable set: exact for every world, and free of any tactic.

A world is *open* while its acceptable set holds a package. Nothing is searched where the answer is
certain: an open world stays open while the package that was found in it is still signed by all; an
empty one stays empty while nothing has become looser in it. What can open an empty world is a
package that holds something looser, so only such packages are looked through.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.analysis.acceptable.open_worlds import best_margins, open_of
from sim.behaviour.acceptance import accept_mask, signed
from sim.domain.scenario import Scenario
from sim.domain.value import INDIFFERENT

if TYPE_CHECKING:
    from sim.engine import Standing

__all__ = ["OpenWorlds", "first_open", "still_open"]

Flags = NDArray[np.bool_]
Index = NDArray[np.intp]

#: Worlds taken together: a whole number of draw blocks.
_BATCH = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWorlds:
    """Which of n worlds are open on a day, and a package of each that is.

    open : (n,). package : (B, n) as cells, one a block; of no meaning where nothing is acceptable.
    """

    day: float
    seed: int
    open: Flags
    package: Index

    @property
    def n(self) -> int:
        return len(self.open)


def first_open(scenario: Scenario, *, n: int, seed: int, day: float = 0.0) -> OpenWorlds:
    """Look through worlds 0 to n − 1. Raises ``UsageError`` for a day outside the talks."""
    found = [best_margins(one, enough=0.0) for one in _standings(scenario, n, seed, day)]
    return OpenWorlds(
        day=day,
        seed=seed,
        open=np.concatenate([one.value > -np.inf for one in found]),
        package=np.concatenate([one.package for one in found], axis=1),
    )


def still_open(known: OpenWorlds, base: Scenario, edited: Sequence[Scenario]) -> list[Flags]:
    """For each edited scenario, which of the same worlds are open: (n,).

    known : of ``base``, from which each was edited without touching parties, issues or options.
    """
    found: list[list[Flags]] = [[] for _ in edited]
    spans = [_standings(one, known.n, known.seed, known.day) for one in edited]
    done = 0
    for before in _standings(base, known.n, known.seed, known.day):
        here = slice(done, done + len(before.number))
        for place, after in enumerate(spans):
            found[place].append(
                _open(before, next(after), known.open[here], known.package[:, here])
            )
        done = here.stop
    return [np.concatenate(parts) for parts in found]


def _standings(scenario: Scenario, n: int, seed: int, day: float) -> Iterator[Standing]:
    from sim.engine import standing
    from sim.sampling import sample_worlds

    recipe = sample_worlds(scenario, n=n, seed=seed)
    for first in range(0, n, _BATCH):
        yield standing(scenario, recipe, first, min(_BATCH, n - first), day)


def _open(before: Standing, after: Standing, open_before: Flags, package: Index) -> Flags:
    found = open_before & _all_sign(after, package)
    lost = np.flatnonzero(open_before & ~found)
    found[lost] = open_of(after.take(lost))
    cells, whole = _looser(before, after)
    anew = np.flatnonzero(~open_before & (cells.any(axis=0) | whole))
    found[anew] = open_of(replace(after.take(anew), closed=_narrowed(after, cells, whole)[:, anew]))
    return found


def _all_sign(asked: Standing, package: Index) -> Flags:
    """Whether all whose signature it needs sign the package (B, W) of each world: (W,)."""
    worlds = np.arange(package.shape[1])
    worth = asked.deal[:, package, worlds].sum(axis=1)
    accepts = (worth >= asked.need - INDIFFERENT) & ~asked.refused[:, package, worlds].any(axis=1)
    accepting = accept_mask(asked.cells, accepts) & ~asked.departed
    closed = asked.closed[package, worlds].any(axis=0)
    return np.asarray(signed(asked.cells, package, accepting) & ~closed)


def _looser(before: Standing, after: Standing) -> tuple[Flags, Flags]:
    """Cells (C, W) that somebody may now sign sooner, and worlds (W,) in which that holds of any.

    Whoever needs less, or is back at the table, signs whatever the package holds sooner.
    """
    cells = (before.refused & ~after.refused).any(axis=0) | (after.deal > before.deal).any(axis=0)
    whole = (after.need < before.need).any(axis=0) | ((before.departed & ~after.departed) != 0)
    return cells | (before.closed & ~after.closed), whole


def _narrowed(after: Standing, looser: Flags, whole: Flags) -> Flags:
    """Closed cells (C, W), with all closed that no package with something looser needs.

    Where everything looser lies in one block, such a package holds one of those cells there.
    """
    cells = after.cells
    touched = np.stack([looser[cells.block(b)].any(axis=0) for b in range(cells.n_blocks)])
    alone = (touched.sum(axis=0) == 1) & ~whole
    closed = after.closed.copy()
    for b in range(cells.n_blocks):
        place = cells.block(b)
        closed[place] |= alone & touched[b] & ~looser[place]
    return closed
