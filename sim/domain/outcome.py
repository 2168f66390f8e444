"""How negotiations ended: one row per world."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from sim.domain.scenario import Scenario

__all__ = ["SAME_DAY", "BeliefTrack", "Ending", "Held", "OfferTrack", "Outcomes", "Overlap"]


#: Days closer than this are the same day.
SAME_DAY = 1e-9


class Ending(IntEnum):
    """How a negotiation ended; the four exclude one another."""

    SETTLEMENT = 0
    PARTIAL = 1
    IMPASSE = 2
    WALKOUT = 3


class Overlap(IntEnum):
    """Whether the acceptable set held a package on the day the talks ended."""

    UNASKED = -1
    EMPTY = 0
    PRESENT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferTrack:
    """What was on the table, for the first worlds of a run.

    day : (n_rounds,) days. value : (n_rounds, n_proposers, n_proposers, n_tracked), the standing
    offer of each proposer (axis 1) valued by each proposer (axis 2), undiscounted; NaN before the
    first offer and after the end. proposers : ids.
    """

    proposers: tuple[str, ...]
    day: NDArray[np.float64]
    value: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A belief that is written down: what ``observer`` holds of ``about`` being of ``type``.

    event : the learning event it belongs to; empty where the observer reads it from refusals and
    waiting itself.
    """

    observer: str
    about: str
    type: str
    event: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BeliefTrack:
    """What was believed after each round, for the first worlds of a run.

    held : which beliefs. day : (n_rounds,) days. chance : (n_rounds, n_held, n_tracked), in
    [0, 1]. proposers : ids. signing : (n_rounds, n_proposers, n_tracked), the chance that each
    gave to its last offer being signed. NaN after the end, and where there is no such belief.
    """

    held: tuple[Held, ...]
    proposers: tuple[str, ...]
    day: NDArray[np.float64]
    chance: NDArray[np.float32]
    signing: NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """One row per world. Issues, parties and partial deals are in the scenario's order.

    world : (n,) world numbers. weight : (n,) world weights. ending : (n,) ``Ending`` codes.
    day : (n,) day the talks ended. package : (n, n_issues) option positions, −1 where none was
    signed. value : (n, n_parties) value of the signed package on the day of signing, discounted
    to day 0 with the party's weekly discount; NaN without settlement. no_deal : (n, n_parties)
    true no-deal value on the day the talks ended, discounted likewise. Where deals bind for a round
    both hold besides what the packages of the rounds before gave, discounted likewise: ``package``
    is the last one, which is for good, and a fight is a walk-out. signed_partial :
    (n, n_partial) day of signing, NaN if never. first_offer, last_offer : (n, n_parties, n_issues)
    option positions, −1 where the party never offered. refused_line : (n, n_parties, n_issues)
    how often the party refused because of its line on the issue. refused_value : (n, n_parties)
    how often as too little. conceded : (n, n_parties, n_issues) value units the party gave up on
    the issue between its first offer (its ideal, if it never offers) and the signed package (its
    last offer, without settlement); NaN where neither exists. type : (n, n_parties) 0 for the plain
    type, else the position of the type from 1. overlap : (n,) ``Overlap`` codes.
    """

    scenario: Scenario
    seed: int
    world: NDArray[np.int64]
    weight: NDArray[np.float64]
    ending: NDArray[np.int8]
    day: NDArray[np.float64]
    package: NDArray[np.int8]
    value: NDArray[np.float64]
    no_deal: NDArray[np.float64]
    signed_partial: NDArray[np.float64]
    first_offer: NDArray[np.int8]
    last_offer: NDArray[np.int8]
    refused_line: NDArray[np.int16]
    refused_value: NDArray[np.int16]
    conceded: NDArray[np.float32]
    type: NDArray[np.int8]
    overlap: NDArray[np.int8]
    offers: OfferTrack | None = None
    beliefs: BeliefTrack | None = None

    @property
    def n(self) -> int:
        return len(self.world)
