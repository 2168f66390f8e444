"""Conditions under which an ending is frequent: a box of limits that hold together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sim.domain.estimate import Share

__all__ = ["BoxRow", "BoxSearch", "Condition", "ConditionKind", "PeelStep", "Sought"]


class BoxSearch(StrEnum):
    """How the search for conditions ended.

    FEW : too few worlds, or too few of the rarer ending, to search. NONE : nothing that also held
    in the worlds kept apart. FOUND : at least one box.
    """

    FEW = "few"
    NONE = "none"
    FOUND = "found"


class Sought(StrEnum):
    """The ending whose conditions are told: the rarer of the two."""

    SETTLEMENT = "settlement"
    NO_SETTLEMENT = "no-settlement"


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxRow:
    """Conditions under which the sought ending is frequent, all holding together.

    Shares are of ``checked`` worlds that the search never saw. base : share of all of them with
    the ending. density : share of the box's worlds with it. coverage : share of those with the
    ending that lie in the box. mass : share of worlds in the box. conditions : how many.
    density_found, coverage_found : in the ``found`` worlds that were searched. A second box is
    sought outside the first; its coverage is still of all worlds with the ending.
    """

    coding: str
    box: int
    sought: Sought
    conditions: int
    found: int
    checked: int
    base: Share
    density: Share
    coverage: Share
    mass: Share
    density_found: float
    coverage_found: float


class ConditionKind(StrEnum):
    """What a condition limits; LINE and TYPE hold (1) or do not (0)."""

    LINE = "line"
    TYPE = "type"
    NO_DEAL = "no-deal"
    DRIFT = "drift"
    BELIEF_GAP = "belief-gap"
    WEIGHT = "weight"
    PREMIUM = "premium"
    FEARED_LOSS = "feared-loss"
    OPENING = "opening"
    TOUGHNESS = "toughness"
    PATIENCE = "patience"
    DEADLINE = "deadline"
    DRAFT = "draft"
    EVENT = "event"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One side of a box: a value that lies within limits, either of which may be absent.

    party, issue, option, name : what it is about, empty where that does not apply; ``name`` is the
    name of a type or event. lowest, highest : between which it lies in the worlds searched.
    quasi_p : chance that as many hits would be in the box if this condition told nothing (Bryant &
    Lempert 2010), in the worlds searched.
    """

    coding: str
    box: int
    kind: ConditionKind
    party: str
    issue: str
    option: str
    name: str
    low: float | None
    high: float | None
    lowest: float
    highest: float
    quasi_p: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PeelStep:
    """One step of the search, in the worlds searched: what is left in the box."""

    coding: str
    box: int
    step: int
    coverage: float
    density: float
    mass: float
    restricted: int
