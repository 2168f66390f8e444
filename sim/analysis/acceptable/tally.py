"""What is counted over worlds about every package: how often it is signed, how well, and how often
it is what a bargaining solution picks."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.analysis.acceptable.packages import Acceptable, Packages, packages_of, signing_of
from sim.domain.cells import Cells
from sim.domain.zopa_rows import Solution
from sim.theory.frontier import undominated
from sim.theory.solutions import egalitarian, kalai_smorodinsky, nash, utilitarian

if TYPE_CHECKING:
    from sim.engine import Standing

__all__ = [
    "FOLLOWED",
    "NEAR",
    "SOLVERS",
    "Tally",
    "joined",
    "option_starts",
    "tally_of",
]

Array = NDArray[np.float64]
Index = NDArray[np.intp]

#: A package is near the best of a world if its worst-off signatory loses at most this by it.
NEAR = 0.05

#: The frontier of all who may have to sign is counted in the first so many worlds only: the more
#: parties, the fewer packages are dominated, and long frontiers take long.
FOLLOWED = 50

SOLVERS = {
    Solution.NASH: nash,
    Solution.KALAI_SMORODINSKY: kalai_smorodinsky,
    Solution.EGALITARIAN: egalitarian,
    Solution.UTILITARIAN: utilitarian,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Weighted counts over worlds. N packages, K options of all issues together, W worlds.

    signed, near, undominated : (N,) weight of worlds. score : (N,) sum of weight times score.
    chosen : (4, N) weight of worlds in which each solution picks it; empty without two principals.
    pairs : (K, K) weight of worlds in which some acceptable package holds both options.
    number : (W,) world. weight : (W,). size, best : (W,) packages in the set, and the best worst
    margin (0 and −inf in worlds without any). efficient, efficient_by_all : (W,) undominated ones
    for the principals and for all who may have to sign; NaN where not counted.
    """

    signed: Array
    near: Array
    undominated: Array
    score: Array
    chosen: Array
    pairs: Array
    number: NDArray[np.int64]
    weight: Array
    size: Array
    best: Array
    efficient: Array
    efficient_by_all: Array


#: Fields with a world axis: put one after the other where the others are added up.
_PER_WORLD = frozenset({"number", "weight", "size", "best", "efficient", "efficient_by_all"})


def joined(parts: list[Tally]) -> Tally:
    """The tally of several batches of worlds, in their order."""
    made = {}
    for field in fields(Tally):
        values = [getattr(part, field.name) for part in parts]
        made[field.name] = (
            np.concatenate(values) if field.name in _PER_WORLD else np.sum(values, axis=0)
        )
    return Tally(**made)


def tally_of(asked: Standing) -> Tally:
    """Everything counted in one batch of worlds."""
    packages = packages_of(asked.cells)
    signing = signing_of(asked, packages)
    made = _empty(asked, packages)
    holds = _Holds(packages)
    for w in range(len(asked.number)):
        found = signing.acceptable(w)
        if len(found.left):
            _count(made, w, found, packages, holds)
    return made


def _empty(asked: Standing, packages: Packages) -> Tally:
    N, W = packages.size, len(asked.number)
    K = int(option_starts(asked.cells)[-1])
    two = asked.cells.principals.bit_count() > 1
    return Tally(
        signed=np.zeros(N),
        near=np.zeros(N),
        undominated=np.zeros(N),
        score=np.zeros(N),
        chosen=np.zeros((len(SOLVERS) if two else 0, N)),
        pairs=np.zeros((K, K)),
        number=asked.number,
        weight=asked.weight,
        size=np.zeros(W),
        best=np.full(W, -np.inf),
        efficient=np.full(W, np.nan),
        efficient_by_all=np.full(W, np.nan),
    )


def _count(made: Tally, w: int, found: Acceptable, packages: Packages, holds: _Holds) -> None:
    """Add world ``w`` of the batch, whose acceptable packages are these (some)."""
    weight, cells = made.weight[w], packages.cells
    number = found.left * packages.right.shape[1] + found.right
    best = found.worst.max()
    made.size[w], made.best[w] = len(number), best
    made.signed[number] += weight
    made.score[number] += weight * found.worst
    made.near[number[found.worst >= best - NEAR]] += weight
    made.pairs[holds.together(found)] += weight
    payoffs = _margins_of(cells.principals, found)
    kept = undominated(payoffs)
    made.efficient[w] = kept.sum()
    made.undominated[number[kept]] += weight
    for solution, solve in enumerate(list(SOLVERS.values())[: len(made.chosen)]):
        made.chosen[solution, number[solve(payoffs, np.zeros(payoffs.shape[1]))]] += weight
    if made.number[w] < FOLLOWED:
        made.efficient_by_all[w] = undominated(_margins_of(cells.needed, found)).sum()


def _margins_of(parties: int, found: Acceptable) -> Array:
    """Margins (m, k) of the parties of a bit mask."""
    return found.margins[[p for p in range(len(found.margins)) if parties >> p & 1]].T


def option_starts(cells: Cells) -> Index:
    """Places (J + 1,) of each issue's first option in a list of all, then how many there are."""
    sizes = cells.option.max(axis=1).astype(np.intp) + 1
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.intp)


class _Holds:
    """Which options each half of a package holds: one row an issue, places among all options."""

    def __init__(self, packages: Packages) -> None:
        self.starts = option_starts(packages.cells)
        self.left = self._of(packages.cells, packages.left)
        self.right = self._of(packages.cells, packages.right)

    def _of(self, cells: Cells, half: Index) -> list[Index]:
        return [
            self.starts[j] + cells.option[j, row]
            for row in half
            for j in np.flatnonzero(cells.option[:, row[0]] >= 0)
        ]

    def together(self, found: Acceptable) -> NDArray[np.bool_]:
        """Which two options some acceptable package holds together: (K, K)."""
        K = int(self.starts[-1])
        made = np.zeros((K, K), dtype=bool)
        # What each right half goes together with, so that packages are looked at once an issue.
        beside = np.zeros((K, len(self.right[0]) if self.right else 1), dtype=bool)
        for held in self.left:
            beside[held[found.left], found.right] = True
        option, half = np.nonzero(beside)
        for held in self.right:
            made[option, held[half]] = True
        for halves, used in ((self.left, found.left), (self.right, found.right)):
            once = np.flatnonzero(np.bincount(used))
            for one, other in itertools.product(halves, repeat=2):
                made[one[once], other[once]] = True
        return made | made.T
