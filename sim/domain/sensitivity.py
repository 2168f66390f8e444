"""What drives the answer: which unknowns the outcome hangs on, and where deals happen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from sim.domain.answer import Made
from sim.domain.box import BoxRow, BoxSearch, Condition, PeelStep
from sim.domain.estimate import Amount, Difference, Share

__all__ = [
    "SETTLEMENT",
    "Direction",
    "DirectionIndex",
    "EndsRow",
    "GroupIndex",
    "GroupInput",
    "GroupKind",
    "Index",
    "OutputRow",
    "Sensitivity",
    "SizeCount",
]

#: The output asked about if no other is: whether a world settles by the horizon.
SETTLEMENT = "settlement"


class Direction(StrEnum):
    """Who says which way an input points: a CLAIM, an OUTSIDE source, or NOBODY.

    CHANCE : a chance move, which is luck and not something anybody could know.
    """

    CLAIM = "claim"
    OUTSIDE = "outside"
    NOBODY = "nobody"
    CHANCE = "chance"


class GroupKind(StrEnum):
    """What a group of inputs is about."""

    SOURCE = "source"
    PARTY = "party"
    EVENTS = "events"
    SMALL_DEALS = "small-deals"
    CHANCE = "chance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """A share of the output's variance with a 95 % interval (sampling error only).

    The true index lies in [0, 1]; the estimate of a small one may fall below 0.
    """

    index: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputRow:
    """The output in one coding.

    inputs : how many independent draws lie behind a world. mean : of the output over the worlds
    (worlds that settle count 1), ``None`` with a single world. settled : share that settles.
    varies : whether any world differs from any other. anew : share of worlds whose ending changes
    when everything is drawn anew; ``None`` where the output is not settlement. told : whether there
    are worlds enough, and ends enough, for indices.
    """

    coding: str
    inputs: int
    mean: Amount | None
    settled: Share
    varies: bool
    anew: Share | None
    told: bool
    search: BoxSearch


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupIndex:
    """How much of the answer hangs on one group of inputs, in one coding.

    group : id. owner : party or source group (several joined by ``+``), empty for the rest.
    about : what of a party, joined by ``+``: lines, values, no_deal, clocks, breach, type. note :
    what the seed file says of the source. inputs : how many streams are in it; none, and then no
    index, where the coding holds them all constant.
    total : Sobol total index, the group with all its interactions. first : the group by itself.
    flips : share of worlds whose ending changes when this group alone is drawn anew.
    """

    coding: str
    group: str
    kind: GroupKind
    owner: str
    about: str
    note: str
    inputs: int
    total: Index | None
    first: Index | None
    flips: Share | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectionIndex:
    """The same with inputs grouped by who says which way they point."""

    coding: str
    direction: Direction
    inputs: int
    total: Index | None
    first: Index | None
    flips: Share | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeCount:
    """On what the sizes of the uncertain numbers rest: assumption, indifference or outside."""

    coding: str
    size: str
    numbers: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupInput:
    """One stream of a group. direction : who says which way it points."""

    coding: str
    group: str
    input: str
    direction: Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class EndsRow:
    """One number at the two ends of its range, all else as drawn: a bar of the tornado.

    quantity : path, or the path of a red line whose firmnesses move together. name : of the event,
    the small deal or the type it belongs to. low, high : the ends, ``None`` for a line.
    at_low, at_high : change against the ordinary worlds. swing : high end minus low end. They are
    paired by world; differences of shares for settlement, else means in value units.
    """

    coding: str
    quantity: str
    name: str
    low: float | None
    high: float | None
    at_low: Difference | Amount
    at_high: Difference | Amount
    swing: Difference | Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """Which unknowns drive one output, and the conditions under which deals happen.

    output : ``settlement``, or ``result.PARTY``: what that party ends up with, in value units.
    groups, directions, ends : most important first, codings side by side.
    """

    kind: ClassVar[str] = "sensitivity"

    made: Made
    output: str
    outputs: tuple[OutputRow, ...]
    groups: tuple[GroupIndex, ...]
    directions: tuple[DirectionIndex, ...]
    sizes: tuple[SizeCount, ...]
    ends: tuple[EndsRow, ...]
    boxes: tuple[BoxRow, ...]
    conditions: tuple[Condition, ...]
    peeling: tuple[PeelStep, ...]
    inputs: tuple[GroupInput, ...]

    @property
    def tables(self) -> Mapping[str, Sequence[Any]]:
        """Name → rows."""
        return {
            "outputs": self.outputs,
            "groups": self.groups,
            "directions": self.directions,
            "sizes": self.sizes,
            "ends": self.ends,
            "boxes": self.boxes,
            "conditions": self.conditions,
            "peeling": self.peeling,
            "inputs": self.inputs,
        }
