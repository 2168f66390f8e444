"""Supposed worlds: what a party that weighs its chances holds possible about everybody else.

They are draws of the whole scenario from its own ranges, the same for every party, world and seed
of a run. A centred Latin hypercube (McKay, Beckman & Conover 1979, Technometrics 21:239–245, each
point in the middle of its cell): every stream runs through (s + 1/2)/S, s = 0 … S − 1, in an order
of its own, so a chance that hangs on one uncertain number alone is known to 1/S.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.domain.quantity import Quantity, quantile
from sim.domain.scenario import Scenario
from sim.domain.worlds import DRAW_BLOCK, WorldBlock, Worlds
from sim.sampling.draw import fill
from sim.sampling.source import Drawn

__all__ = ["SUPPOSED", "Supposing", "supposed_worlds"]

Array = NDArray[np.float64]

#: Number of supposed worlds, S: as many as a stream draws at a time.
SUPPOSED = DRAW_BLOCK

#: Seed of the orders; their streams have names that no world's draw has, whatever its seed.
_SEED = 0
_PREFIX = "supposed "


class Supposing(Drawn):
    """Numbers of the supposed worlds of a scenario."""

    def __init__(self, scenario: Scenario) -> None:
        super().__init__(Worlds(scenario=scenario, n=SUPPOSED, seed=_SEED), 0, SUPPOSED)

    def uniform(self, stream: str) -> Array:
        """The middles of S cells, in the stream's own order: (S,)."""
        order = np.argsort(super().uniform(_PREFIX + stream), kind="stable")
        return (order + 0.5) / self.n

    def _quantiles(self, quantity: Quantity, bounds: tuple[float, ...], stream: str) -> Array:
        return quantile(self.uniform(stream), bounds, logarithmic=quantity.logarithmic)


def supposed_worlds(scenario: Scenario) -> WorldBlock:
    """The S supposed worlds of a scenario; they hang on nothing else."""
    return fill(scenario, Supposing(scenario), np.arange(SUPPOSED, dtype=np.int64))
