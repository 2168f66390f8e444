"""What every world of a batch says on packages and on no deal: on the day, and on days after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.analysis.overlap.counted import SetQuestion
from sim.analysis.stabilising.moves import Options, cells_at
from sim.domain.scenario import Scenario
from sim.domain.value import cell_worth

if TYPE_CHECKING:
    from sim.engine import Standing

__all__ = ["Ground", "ground_of"]

Array = NDArray[np.float64]

#: Taken off a package that a party refuses: larger than any difference of legal values.
_REFUSED = 1_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """P parties, C cells, T days from that of signing on, W worlds; value units.

    standing : the signature tests on the day. worth : (P, C, W) of each cell while a deal is kept.
    base : (P, W) what is added to any deal, no feared breach taken off. no_deal : (T, P, W) true
    no-deal value. drift : (P, W) a week. weeks : (T,) since the day of signing. patience : (P, W)
    weekly discount. discount : (P, W) that of a round.
    """

    standing: Standing
    worth: Array
    base: Array
    no_deal: Array
    drift: Array
    weeks: Array
    patience: Array
    discount: Array

    def state_worth(self, packages: Sequence[Options]) -> Array:
        """(P, 1 + m, W) what states are worth to the parties on the day, no agreement first.

        No agreement: the reservation. A package: its value with feared breach; far below where a
        firm line is crossed, no consent can be had, or the party has left.
        """
        asked = self.standing
        parties = len(self.base)
        made = np.empty((parties, 1 + len(packages), len(asked.weight)))
        made[:, 0] = asked.reservation
        gone = (asked.departed >> np.arange(parties)[:, None]) & 1 == 1
        for m, cells in enumerate(cells_at(asked.cells, packages).T):
            barred = asked.refused[:, cells].any(axis=1) | asked.closed[cells].any(axis=0) | gone
            value = asked.deal[:, cells].sum(axis=1) + asked.base
            made[:, 1 + m] = np.where(barred, np.minimum(value, 0.0) - _REFUSED, value)
        return made

    def kept_worth(self, packages: Sequence[Options]) -> Array:
        """(P, m, W) what packages are worth while all keep them."""
        cells = cells_at(self.standing.cells, packages)
        total = np.zeros((len(self.base), len(packages), self.base.shape[-1]))
        for row in cells:
            total += self.worth[:, row]
        return np.asarray(total + self.base[:, None])

    def slowed(self, factor: float) -> Array:
        """(T, P, W) true no-deal values if drift went on at ``factor`` times its pace."""
        less = (1.0 - factor) * self.drift * self.weeks[:, None, None]
        return np.asarray(self.no_deal - less)


def ground_of(
    scenario: Scenario, question: SetQuestion, days: Sequence[float], first: int, n: int
) -> Ground:
    """The ground of ``n`` worlds from ``first`` on. days : rising, that of signing first."""
    from sim.engine.ahead import ahead_of
    from sim.sampling import draw, sample_worlds

    worlds = sample_worlds(scenario, n=question.n, seed=question.seed)
    block = draw(worlds, first, n)
    asked = question.standing(scenario, first, n)
    ahead = ahead_of(scenario, block, days)
    # Fear that no option cuts is part of the base; how far others keep a deal is no reason to break
    # it oneself, so it is added back.
    uncut = (asked.cells.fear_block < 0)[:, None]
    round_days = days[1] - days[0] if len(days) > 1 else scenario.protocol.round_days
    return Ground(
        standing=asked,
        worth=cell_worth(asked.cells, block),
        base=asked.base + block.fear * block.loss * uncut,
        no_deal=ahead.no_deal,
        drift=block.drift,
        weeks=(np.array(days) - days[0]) / 7.0,
        patience=block.patience,
        discount=block.patience ** (round_days / 7.0),
    )
