"""What is asked of the acceptable set, and what was counted of it in one coding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.domain.cells import Cells
from sim.domain.scenario import Scenario
from sim.domain.zopa_rows import Method, Order, Solution

if TYPE_CHECKING:
    from sim.engine import Standing

__all__ = ["Counted", "Listed", "Picked", "SetQuestion", "ranked"]

Array = NDArray[np.float64]
Index = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetQuestion:
    """What is asked of every coding. keep : how many packages are listed by each order."""

    n: int
    seed: int
    day: float
    keep: int
    workers: int

    def standing(self, scenario: Scenario, first: int, n: int) -> Standing:
        """The signature tests of ``n`` worlds from ``first`` on."""
        from sim.engine import standing
        from sim.sampling import sample_worlds

        worlds = sample_worlds(scenario, n=self.n, seed=self.seed)
        return standing(scenario, worlds, first, n, self.day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A package worth naming. package : (B,) as cells. scores : (n,) worst margin in each world,
    −inf where it is not signed. undominated : weight of the worlds in which nothing acceptable
    betters it for the principals; ``None`` if not counted."""

    order: Order
    package: Index
    scores: Array
    undominated: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """A package (B,) as cells that a bargaining solution picks in worlds of this weight."""

    solution: Solution
    package: Index
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What was found about one coding. n worlds, K options of all issues together.

    weight, best, size, efficient, efficient_by_all : (n,) as in ``Tally``; NaN where not counted.
    pairs : (K, K) weight of the worlds in which some acceptable package holds both options, on the
    diagonal one; NaN where not counted. sure, packages, tried, level : as in ``SetRow``.
    """

    cells: Cells
    method: Method
    sure: bool
    packages: int
    tried: int
    level: int | None
    weight: Array
    best: Array
    size: Array
    efficient: Array
    efficient_by_all: Array
    pairs: Array
    listed: tuple[Listed, ...]
    picked: tuple[Picked, ...]

    @property
    def open(self) -> NDArray[np.bool_]:
        """Worlds (n,) with an acceptable package."""
        return self.best > -np.inf


def ranked(*keys: Array, keep: int) -> Index:
    """Places of the ``keep`` largest by the first key, then by the others, then as they come.

    >>> ranked(np.array([1.0, 2.0, 2.0]), np.array([0.0, 5.0, 6.0]), keep=2)
    array([2, 1])
    """
    # Sums of the same worlds in another order may differ in their last digits.
    falling = [-np.round(key, 9) for key in keys]
    order: Index = np.lexsort(falling[::-1])[:keep]
    return order
