"""The offer rule without a ladder: of all packages worth the target, the best for the others."""

from __future__ import annotations

from functools import reduce
from itertools import pairwise

import numpy as np

from sim.behaviour.learning import others_score
from sim.domain.value import INDIFFERENT
from sim.engine.proposer import ProposingParty

__all__ = ["best_of_all"]


def best_of_all(self: ProposingParty) -> np.ndarray:
    """Stands in for ``ProposingParty.next_offer``: tries every package, by the same score."""
    model, cells, estimate = self.model, self.model.cells, self.estimate
    score = others_score(
        estimate.deal[self.others],
        estimate.line_chance[self.others],
        estimate.spread[self.others],
        self.weight[self.others],
    )
    gone = self.lost | model.barred
    package = np.repeat(cells.start[:-1, None], len(self.target), axis=1)
    sizes = tuple(np.diff(cells.start))
    for w in np.flatnonzero(self.ready(model.day) & model.playing):
        mine = _over_all_packages(cells.start, np.where(gone[:, w], -np.inf, self.deal[:, w]))
        theirs = _over_all_packages(cells.start, score[:, w])
        enough = mine + self.base[w] >= self.target[w] - INDIFFERENT
        best = int(np.where(enough, theirs, -np.inf).argmax())
        package[:, w] = cells.start[:-1] + np.array(np.unravel_index(best, sizes))
    return package


def _over_all_packages(start: np.ndarray, worth: np.ndarray) -> np.ndarray:
    """Sums of one cell of each block, last block fastest: (number of packages,)."""
    blocks = [worth[a:b] for a, b in pairwise(start)]
    total: np.ndarray = reduce(np.add.outer, blocks)
    return total.ravel()
