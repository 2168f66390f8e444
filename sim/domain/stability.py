"""Whether states hold against moves, whether what is signed is kept, and what makes it hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, ClassVar

from sim.domain.answer import Made
from sim.domain.estimate import Difference, Quantiles, Share

__all__ = [
    "LESS",
    "NO_AGREEMENT",
    "Against",
    "ChangeRow",
    "CurveRow",
    "ExitRow",
    "KeptRow",
    "LinkRow",
    "Origin",
    "PackageRow",
    "Sense",
    "ShiftRow",
    "Stability",
    "StateRow",
    "WorldsRow",
]

#: The state in which nothing is signed.
NO_AGREEMENT = "no agreement"

#: Stands for a package that is left of one looked at after a consent is withdrawn.
LESS = "less"


class Sense(Enum):
    """In which sense a state is stable: how far who leaves it looks ahead, and what is feared."""

    NASH = "nash"
    GMR = "gmr"
    SMR = "smr"
    SEQ = "seq"


class Against(Enum):
    """Whose moves a state holds against."""

    SINGLE = "single parties"
    COALITIONS = "coalitions"


class Origin(Enum):
    """Why a package is among those looked at."""

    ASKED = "asked for"
    TALKS = "signed in the talks"
    ACCEPTABLE = "acceptable"
    STATUS_QUO = "status quo on every issue"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageRow:
    """A package that is looked at. talks : worlds in which the talks as played sign it. signed :
    worlds in which all who must sign would on the day. behind : how many fewer the talks sign it in
    than package 1, in the same worlds."""

    coding: str
    state: str
    origin: Origin
    package: Mapping[str, str]
    talks: Share
    behind: Difference
    signed: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldsRow:
    """What the worlds of a coding are like.

    open : those in which all who must sign some package would on the day, of all packages and not
    only those looked at. sure : whether the search of large agendas ended; else there may be more.
    drift, events : those in which drift, and in which events, move somebody's no-deal value after
    signing.
    """

    coding: str
    open: Share
    sure: bool
    drift: Share
    events: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class StateRow:
    """Worlds in which a state is stable in a sense for every party, or every coalition.

    share : of all worlds. held : of those in which all who must sign a package would, those in
    which it is; ``None`` for no agreement, and where nobody would.
    """

    coding: str
    state: str
    against: Against
    sense: Sense
    share: Share
    held: Share | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExitRow:
    """Who would move from a state where: worlds in which all of ``movers`` prefer what it leads to.

    share : of all worlds, or of those in which all who must sign the package would. to : a state;
    or, where what is left is no package that is looked at itself, ``LESS``: then ``left`` has the
    options that it holds in the place of others.
    """

    coding: str
    state: str
    rank: int
    movers: tuple[str, ...]
    to: str
    left: Mapping[str, str]
    share: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRow:
    """Whether a package is kept once it is signed.

    signed : worlds in which all who must sign would on the day. kept : of these, those in which
    nobody breaks it by the last day. Of those in which it is broken: gained, the first day on which
    somebody gains by breaking. Parties looking ahead: at_once, worlds in which it is broken on the
    day of signing, so that it would not be signed at all; at_end, those in which it is broken only
    on the last day followed, though somebody gains before; broken, the day in all others. early,
    later: those in which it is broken before, and after, the first day on which somebody gains.
    """

    coding: str
    state: str
    signed: Share
    kept: Share | None
    broken: Quantiles | None
    gained: Quantiles | None
    at_once: Share | None
    at_end: Share | None
    early: Share | None
    later: Share | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """A party as a link of a package.

    gains : of the worlds in which it is signed, those in which the party gains by breaking it on
    some day. Of the worlds in which it is broken (several may be first at once): first, those in
    which it is the first to gain; behind, how many fewer these are than those of the party that is
    first most often in the coding, in the same worlds; ahead, those in which it is the first to
    break, all looking ahead. promise : where it gains, by how much the deal falls short of no deal
    at worst, in value units: what a promise would have to be worth to it.
    """

    coding: str
    state: str
    party: str
    gains: Share | None
    first: Share | None
    behind: Difference | None
    ahead: Share | None
    promise: Quantiles | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveRow:
    """Of the worlds in which a package is signed, those in which a party would have more on a day
    without it than by its being kept."""

    coding: str
    state: str
    party: str
    day: float
    gains: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """A package with one option changed. guarantee : whether some party's fear of a breach hangs on
    the issue. signed : worlds in which the changed one is signed. holds : those in which it is kept
    as well. change : paired difference to the unchanged one, its interval for all changes of the
    package together. mends : of the worlds in which the unchanged one is signed and broken, those
    in which the changed one holds; ``None`` where there is none."""

    coding: str
    state: str
    rank: int
    issue: str
    option: str
    guarantee: bool
    signed: Share
    holds: Share
    change: Difference
    mends: Share | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftRow:
    """Of the worlds in which a package is signed, those in which it is kept if from then on every
    no-deal value drifted at ``factor`` times its pace."""

    coding: str
    state: str
    factor: float
    kept: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Stability:
    """Stability of no agreement and of leading packages.

    day : of signing. until : days after it to which deals are followed. step : days of a round.
    coalitions : how many are tried. events : those that move a no-deal value. breakers : state →
    ids of those who can end it alone.
    """

    kind: ClassVar[str] = "stability"

    made: Made
    day: float
    until: float
    step: float
    coalitions: int
    events: tuple[str, ...]
    breakers: Mapping[str, tuple[str, ...]]
    worlds: tuple[WorldsRow, ...]
    packages: tuple[PackageRow, ...]
    states: tuple[StateRow, ...]
    exits: tuple[ExitRow, ...]
    kept: tuple[KeptRow, ...]
    links: tuple[LinkRow, ...]
    curves: tuple[CurveRow, ...]
    changes: tuple[ChangeRow, ...]
    shifts: tuple[ShiftRow, ...]

    @property
    def tables(self) -> Mapping[str, Sequence[Any]]:
        names = ("worlds", "packages", "states", "exits", "kept", "links", "curves", "changes")
        return {name: getattr(self, name) for name in (*names, "shifts")}
