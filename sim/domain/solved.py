"""What rational parties would sign, and what they would have over the talks as played."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, ClassVar

from sim.domain.answer import Made
from sim.domain.estimate import Amount, Quantiles, Share

__all__ = ["Concept", "ConceptRow", "PickRow", "PriceRow", "Solved", "SpreadRow", "WorldsRow"]


class Concept(Enum):
    """Solution concepts. The first four choose among acceptable packages by the principals'
    margins; the last is what is signed in subgame-perfect equilibrium of alternating offers."""

    NASH = "nash"
    KALAI_SMORODINSKY = "kalai-smorodinsky"
    EGALITARIAN = "egalitarian"
    UTILITARIAN = "utilitarian"
    SUBGAME_PERFECT = "subgame-perfect"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldsRow:
    """The worlds of a coding.

    packages : that the agenda allows. open : worlds with an acceptable package on the day asked
    for. settled : worlds in which the talks as played settle. Of the open ones: both, worlds in
    which they settle too; agree, worlds in which all concepts name the same package. ``None``
    where no world is open.
    """

    coding: str
    packages: int
    open: Share
    settled: Share
    both: Share | None
    agree: Share | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptRow:
    """What one solution concept comes to.

    signed : of all worlds, those in which it names a package. Of these: at_once, those in which it
    is signed on the first possible day; day, when; as_played, of those in which the talks as
    played settle, the ones in which they sign the same package. ``None`` where there is none.
    """

    coding: str
    concept: Concept
    signed: Share
    at_once: Share | None
    day: Quantiles | None
    as_played: Share | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PickRow:
    """How often a package is what a concept names, of the worlds with an acceptable package."""

    coding: str
    concept: Concept
    rank: int
    package: Mapping[str, str]
    share: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRow:
    """The price of haggling: a party's value under a concept less what the talks as played left it
    in the same world, both in value units discounted to day 0.

    Over worlds in which the concept names a package: value, its mean; values, its spread; played,
    the mean of what was left; price, the paired mean of the difference; gains, loses, worlds in
    which that is more than 0.01, or less than −0.01; settled, unsettled, the price over those of
    them in which the talks as played settle, and do not. ``None`` with fewer than two worlds.
    """

    coding: str
    concept: Concept
    party: str
    value: Amount | None
    values: Quantiles | None
    played: Amount | None
    price: Amount | None
    gains: Share | None
    loses: Share | None
    settled: Amount | None
    unsettled: Amount | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpreadRow:
    """How much of a party's value hangs on the concept: its highest less its lowest value over the
    concepts that name a package in a world."""

    coding: str
    party: str
    spread: Quantiles | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """Bargaining solutions and subgame-perfect packages of every world.

    day : days from the start on which the solutions are taken. rounds : that the subgame-perfect
    play has from then on. first_round : the day of its first. order : ids in the order of turns.
    principals : ids. ahead : those of them who play subgame-perfect in the talks as played, of
    whatever type and in every coding. kept : coding → what part of a value is left once the rounds
    are waited for, by the modes of the principals' patience (their geometric mean).
    """

    kind: ClassVar[str] = "solve"

    made: Made
    day: float
    rounds: int
    first_round: float
    order: tuple[str, ...]
    principals: tuple[str, ...]
    ahead: tuple[str, ...]
    kept: Mapping[str, float]
    worlds: tuple[WorldsRow, ...]
    concepts: tuple[ConceptRow, ...]
    picks: tuple[PickRow, ...]
    prices: tuple[PriceRow, ...]
    spreads: tuple[SpreadRow, ...]

    @property
    def tables(self) -> Mapping[str, Sequence[Any]]:
        return {
            "worlds": self.worlds,
            "concepts": self.concepts,
            "picks": self.picks,
            "prices": self.prices,
            "spreads": self.spreads,
        }
