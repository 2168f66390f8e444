"""The empirical game: who would choose which behaviour, and what happens where nobody changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, ClassVar

from sim.domain.answer import Made
from sim.domain.estimate import Amount, Difference, Quantiles, Share

__all__ = [
    "ChanceRow",
    "ChangeRow",
    "EndRow",
    "Equilibria",
    "GameRow",
    "Holds",
    "MenuRow",
    "ProfileKind",
    "ProfileRow",
    "RangeRow",
    "SignedRow",
    "ToldRow",
    "ValueRow",
]


class Holds(Enum):
    """Whether a profile is an equilibrium among the behaviours on the menu: YES where no party
    would gain more than the tolerance by changing alone, NO where some party would, UNTOLD where
    these worlds do not tell."""

    YES = "yes"
    UNTOLD = "untold"
    NO = "no"


class ProfileKind(Enum):
    """The profiles told of: as CODED, PURE choices, MIXED ones that nobody would leave, and LOGIT
    ones, in which better choices are made more often, at a stated precision."""

    CODED = "as-coded"
    PURE = "pure"
    MIXED = "mixed"
    LOGIT = "logit"


@dataclass(frozen=True, slots=True, kw_only=True)
class GameRow:
    """The game of one coding.

    profiles : of pure choices, those that are the same in play once. plays : worlds played, alike
    ones once. comparisons : of two choices of a party, all else alike; all intervals of gains hold
    together for so many. largest : of all mean gains. yes, untold : pure profiles that are an
    equilibrium, and that these worlds do not tell from one. told : of which ``least``, ``most`` and
    ``RangeRow`` are, YES or, where none is, UNTOLD; ``None`` where every profile is left. least,
    most : worlds that settle in the one of these where fewest do, and most.
    """

    coding: str
    profiles: int
    plays: int
    comparisons: int
    largest: float
    yes: int
    untold: int
    told: Holds | None
    least: Share | None
    most: Share | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuRow:
    """One choice of one party. toughness, opening : low to high, ``None`` for as coded.

    same_as : the choice that stands for it, since in these worlds both are the same in play. yes,
    untold : pure equilibria, and profiles not told from one, in which the party makes it. answers :
    of all choices of the others, ``against``, those to which no other choice pays the party more by
    above the tolerance, by the means over these worlds.
    """

    coding: str
    party: str
    choice: str
    name: str
    behaviour: str
    toughness: tuple[float, ...] | None
    opening: tuple[float, ...] | None
    same_as: str | None
    yes: int
    untold: int
    answers: int
    against: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeRow:
    """What the profiles that ``GameRow.told`` names leave a principal: least and most."""

    coding: str
    party: str
    least: Amount
    most: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileRow:
    """A pure profile: party → choice.

    rank : by regret, from 1. regret : the most that any party would gain by changing alone, in
    value units, at least 0. tempted, to : who would gain most and by which choice, ``None`` where
    nobody would gain. often : in what share of sets of worlds redrawn from these nobody gains more
    than the tolerance, which leaves out the luck with which a profile was found among many.
    """

    coding: str
    rank: int
    profile: Mapping[str, str]
    holds: Holds
    regret: Amount
    tempted: str | None
    to: str | None
    often: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """What a party would gain by a choice, the others doing as they are coded: value units."""

    coding: str
    party: str
    choice: str
    gain: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldRow:
    """A profile that is told of at length.

    at : its name in the tables that follow. rank : of a pure one among pure profiles. regret, holds
    : as in ``ProfileRow``; for MIXED and LOGIT with the chances held fixed.
    """

    coding: str
    at: str
    kind: ProfileKind
    rank: int | None
    holds: Holds
    regret: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class ChanceRow:
    """With what chance a party makes a choice; those below 1 in 1,000 are left out."""

    coding: str
    at: str
    party: str
    choice: str
    chance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EndRow:
    """How talks end. change : in worlds that settle, from as coded. day : on which they end."""

    coding: str
    at: str
    settlement: Share
    partial: Share
    impasse: Share
    walkout: Share
    change: Difference | None
    day: Quantiles | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedRow:
    """How often a package is signed, of the worlds that settle."""

    coding: str
    at: str
    rank: int
    package: Mapping[str, str]
    share: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRow:
    """What the talks leave a party, deal or none, in value units discounted to day 0.

    change : the paired mean of the difference from as coded.
    """

    coding: str
    at: str
    party: str
    value: Amount | None
    change: Amount | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Equilibria:
    """The empirical game of every coding.

    principals : ids of those who choose. guessed : parties of which something is drawn, in some
    coding, that others must guess unless they know everything. tolerance : value units; gains up
    to it do not count. precision : of the logit equilibrium, per value unit.
    """

    kind: ClassVar[str] = "equilibrium"

    made: Made
    principals: tuple[str, ...]
    guessed: tuple[str, ...]
    tolerance: float
    precision: float
    games: tuple[GameRow, ...]
    menu: tuple[MenuRow, ...]
    ranges: tuple[RangeRow, ...]
    profiles: tuple[ProfileRow, ...]
    changes: tuple[ChangeRow, ...]
    told: tuple[ToldRow, ...]
    chances: tuple[ChanceRow, ...]
    ends: tuple[EndRow, ...]
    signed: tuple[SignedRow, ...]
    values: tuple[ValueRow, ...]

    @property
    def tables(self) -> Mapping[str, Sequence[Any]]:
        return {
            "games": self.games,
            "menu": self.menu,
            "ranges": self.ranges,
            "profiles": self.profiles,
            "changes": self.changes,
            "told": self.told,
            "chances": self.chances,
            "ends": self.ends,
            "signed": self.signed,
            "values": self.values,
        }
