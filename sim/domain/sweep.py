"""A sweep: the same worlds with one number, or two, at each value of a grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, ClassVar, Protocol

import numpy as np

from sim.domain.answer import Made
from sim.domain.estimate import Amount, Difference, Share

__all__ = [
    "Cell",
    "CellShares",
    "Course",
    "Place",
    "Played",
    "Result",
    "Scale",
    "Shelf",
    "StatedValue",
    "Step",
    "Stretch",
    "Sweep",
    "Varied",
]

#: A cell of the grid: the position of its value on each varied path.
Place = tuple[int, ...]


class Scale(Enum):
    """How the values of a path lie: numbers EVEN or by their LOGARITHM, or mere NAMES."""

    EVEN = "even"
    LOGARITHM = "log"
    NAMES = "names"


class Course(Enum):
    """What a share does between two values: it RISES or FALLS beyond noise, or it is LEVEL."""

    RISES = "rises"
    FALLS = "falls"
    LEVEL = "level"


@dataclass(frozen=True, slots=True, kw_only=True)
class Varied:
    """One path and the values it is set to.

    values : as TOML text, each once; numbers in rising order, anything else as asked. numbers :
    the same as numbers, and empty where one of them is none.
    """

    path: str
    values: tuple[str, ...]
    numbers: tuple[float, ...] = ()
    scale: Scale = Scale.NAMES

    def position(self, number: float) -> float:
        """Where a number lies among the values, in steps from the first; at the nearer end if it
        lies beyond.

        >>> Varied(path="a", values=("0", "1", "3"), numbers=(0.0, 1.0, 3.0)).position(2.0)
        1.5
        """
        return float(np.interp(number, self.numbers, np.arange(len(self.numbers))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What one cell led to in one coding.

    endings : one digit a world, its ``Ending``. deadline : of this cell. by_deadline : share that
    settled by it. median_day : over settled worlds. means, changes : party → mean of what it ends
    up with, and of the paired change from the unchanged scenario.
    """

    endings: str
    settlement: Share
    partial: Share
    walkout: Share
    impasse: Share
    lift: Difference
    deadline: float | None
    by_deadline: Share | None
    median_day: float | None
    means: Mapping[str, Amount]
    changes: Mapping[str, Amount]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a grid, played under every coding (coding → what it led to)."""

    place: Place
    values: tuple[str, ...]
    codings: Mapping[str, Played]


class Shelf(Protocol):
    """Where finished cells are kept, so that none is played twice.

    ``open`` is called once, before anything is looked for.
    """

    def open(self) -> None: ...

    def find(self, place: Place) -> Cell | None: ...

    def keep(self, cell: Cell) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CellShares:
    """How the talks end in one cell (or, with no values, in the unchanged scenario).

    first, second : the values of the paths, as TOML text; empty where there is none. lift : of the
    settlement share, paired, to the unchanged scenario; ``None`` for that itself. deadline,
    by_deadline, median_day : as in ``Played``. beyond : whether the lift is beyond noise even when
    every cell of the grid is looked at.
    """

    coding: str
    first: str
    second: str
    settlement: Share
    partial: Share
    walkout: Share
    impasse: Share
    lift: Difference | None
    beyond: Course
    deadline: float | None
    by_deadline: Share | None
    median_day: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a party ends up with in one cell: the signed package or, without settlement, its no-deal
    value; discounted to day 0, in value units.

    first, second : empty for the unchanged scenario. change : paired, from the unchanged scenario.
    Both ``None`` where a single world tells no spread.
    """

    coding: str
    first: str
    second: str
    party: str
    mean: Amount | None
    change: Amount | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedValue:
    """What the unchanged scenario states at a varied path.

    written : as TOML text, empty where nothing is stated. low, mid, high : of a number's range;
    ``mid`` is the number that others reckon with. place : the position of the same single value on
    the grid, if it is there.
    """

    coding: str
    path: str
    written: str
    low: float | None
    mid: float | None
    high: float | None
    place: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Two neighbours on a line of the grid: the paired differences, later minus earlier.

    along : the path that differs. across : the value of the other path, empty where there is none.
    """

    coding: str
    along: str
    across: str
    earlier: str
    later: str
    settlement: Difference
    partial: Difference
    walkout: Difference
    impasse: Difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of a line of the grid on which the settlement share rises, falls or is level.

    along, across : as in ``Step``. first, last : the values between which it does so. change : the
    paired difference, last minus first. half_from, half_to : the closest two values between which
    at least half of the change happens; those of the whole stretch where it is level.
    """

    coding: str
    along: str
    across: str
    course: Course
    first: str
    last: str
    change: Difference
    half_from: str
    half_to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """A grid over one path or two.

    varied : one or two. unchanged : the scenario as it is, one row a coding. cells : coding after
    coding, the second path's values fastest. stretches : of each line its parts in order; lines
    along the first path come first.
    """

    kind: ClassVar[str] = "sweep"

    made: Made
    varied: tuple[Varied, ...]
    stated: tuple[StatedValue, ...]
    unchanged: tuple[CellShares, ...]
    cells: tuple[CellShares, ...]
    results: tuple[Result, ...]
    steps: tuple[Step, ...]
    stretches: tuple[Stretch, ...]

    @property
    def tables(self) -> Mapping[str, Sequence[Any]]:
        """Table name → rows."""
        return {
            "cells": self.cells,
            "unchanged": self.unchanged,
            "stated": self.stated,
            "stretches": self.stretches,
            "steps": self.steps,
            "results": self.results,
        }
