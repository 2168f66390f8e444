"""Concessions actually made: where the talks settled, and where they did not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sim.domain.estimate import Amount, Difference, Share

__all__ = ["ConcededRow", "GivenRow", "When"]


class When(Enum):
    """Where an option was given: worlds that settled against worlds that did not."""

    ONLY_SETTLED = "only where it settled"
    MORE_SETTLED = "more often where it settled"
    LESS_SETTLED = "less often where it settled"
    ALIKE = "as often (within noise)"
    UNTOLD = "cannot be told"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcededRow:
    """Value units a party gave up on an issue between its first offer and the end, in one coding.

    The end is the signed package, else the party's own last offer. settled, unsettled : mean over
    worlds of that kind in which it can be told, ``settled_worlds`` and ``unsettled_worlds`` of
    them; difference : settled minus unsettled, two groups of different worlds (Welch). ``None``
    with fewer than two worlds.
    """

    coding: str
    party: str
    issue: str
    settled: Amount | None
    unsettled: Amount | None
    difference: Amount | None
    settled_worlds: int
    unsettled_worlds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenRow:
    """How often a party ended with an option that is worth less to it than what it first asked for.

    settled, unsettled : share of worlds of that kind; ``None`` where there is no such world.
    difference : settled minus unsettled, two groups of different worlds.
    """

    coding: str
    party: str
    issue: str
    option: str
    settled: Share | None
    unsettled: Share | None
    difference: Difference | None
    when: When
