"""The brief: what every analysis found of a scenario, for a single page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sim.domain.answer import Made
from sim.domain.base_rate import BaseRate
from sim.domain.clock import Clock
from sim.domain.concession_sets import ConcessionSets
from sim.domain.finding import RunSummary
from sim.domain.robust import Robust
from sim.domain.roles import RoleSheet
from sim.domain.sensitivity import Direction, Index, Sensitivity
from sim.domain.zopa import Zopa

__all__ = ["Brief", "DirectionCount", "SupportRow"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportRow:
    """One of the least supported inputs: nobody says which way it points.

    group : of inputs it is drawn with. total : of that group, in the coding where it is highest;
    ``None`` where nothing can be told. low, high : ends of its range. reason, size : why nobody
    stands behind it, and on what its size rests.
    """

    path: str
    group: str
    total: Index | None
    low: float
    high: float
    reason: str
    size: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectionCount:
    """How many of the uncertain numbers point the way somebody says they do.

    assumed : how many of them have a size that is an assumption.
    """

    direction: Direction
    numbers: int
    assumed: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """Everything a brief tells. Each finding says how it was made and on how many worlds.

    set_worlds : worlds of ``sets``. silences : what the source does not say. roles : one sheet a
    party, for a class.
    """

    kind: ClassVar[str] = "brief"

    made: Made
    run: RunSummary
    zopa: Zopa
    sets: ConcessionSets
    set_worlds: int
    clock: Clock
    sensitivity: Sensitivity
    robust: Robust
    support: tuple[SupportRow, ...]
    directions: tuple[DirectionCount, ...]
    base_rates: tuple[BaseRate, ...]
    silences: tuple[str, ...]
    roles: tuple[RoleSheet, ...]

    @property
    def tables(self) -> Mapping[str, Sequence[Any]]:
        return {
            "statements": self.robust.statements,
            "acceptable": self.zopa.sets,
            "sets": self.sets.sets,
            "set_steps": self.sets.steps,
            "clock": self.clock.effects,
            "unknowns": self.sensitivity.groups,
            "least_supported": self.support,
            "directions": self.directions,
            "base_rates": self.base_rates,
        }
