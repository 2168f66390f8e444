"""The acceptable set: in which worlds it holds a package, which packages, and who empties it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sim.domain.answer import Made
from sim.domain.blocking import Blocking
from sim.domain.zopa_rows import (
    CloudRow,
    DayRow,
    EndedRow,
    FrontierRow,
    OptionRow,
    PackageRow,
    PairRow,
    PointRow,
    SetRow,
    SolutionRow,
    TalksRow,
)

__all__ = ["Zopa"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Zopa:
    """What could be signed on a day, had talks gone on without an offer until then.

    day : days from the start. map : the two issues whose options are shown against each other.
    axes : the two parties whose margins the public world is pictured in. pairs : every two issues
    where all packages were tried, else those of the map. cloud, frontier, points : the public
    world, where every number is its mode and a line holds if its firmness is at least one half.
    ended : the packages that the talks sign most, placed there. blocking : who blocks where the set
    is empty; its tables are among those of the finding.
    """

    kind: ClassVar[str] = "zopa"

    made: Made
    day: float
    map: tuple[str, str] | None
    axes: tuple[str, str] | None
    sets: tuple[SetRow, ...]
    days: tuple[DayRow, ...]
    packages: tuple[PackageRow, ...]
    options: tuple[OptionRow, ...]
    pairs: tuple[PairRow, ...]
    solutions: tuple[SolutionRow, ...]
    cloud: tuple[CloudRow, ...]
    frontier: tuple[FrontierRow, ...]
    points: tuple[PointRow, ...]
    talks: tuple[TalksRow, ...]
    blocking: Blocking
    ended: tuple[EndedRow, ...] = ()

    @property
    def tables(self) -> Mapping[str, Sequence[Any]]:
        return {
            "sets": self.sets,
            "days": self.days,
            "packages": self.packages,
            "options": self.options,
            "pairs": self.pairs,
            "solutions": self.solutions,
            "frontier": self.frontier,
            "points": self.points,
            "cloud": self.cloud,
            "ended": self.ended,
            "talks": self.talks,
            **self.blocking.tables,
        }
