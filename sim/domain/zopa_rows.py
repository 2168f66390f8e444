"""Rows about the acceptable set: how often it holds a package, which packages, and what is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from sim.domain.estimate import Amount, Quantiles, Share

__all__ = [
    "CloudRow",
    "DayRow",
    "EndedRow",
    "FrontierRow",
    "Method",
    "OptionRow",
    "Order",
    "PackageRow",
    "PairRow",
    "PointRow",
    "SetRow",
    "Solution",
    "SolutionRow",
    "TalksRow",
]


class Method(Enum):
    """ALL: every package was tried in every world. SEARCHED: there are too many; branch and
    bound."""

    ALL = "all"
    SEARCHED = "searched"


class Order(Enum):
    """What packages are ranked by: the share of worlds in which they are SIGNED, the MARGIN of the
    signatory that is worst off, or how seldom one would REGRET them; ACROSS: the lowest share
    signed over codings."""

    SIGNED = "signed"
    MARGIN = "margin"
    REGRET = "regret"
    ACROSS = "across"


class Solution(Enum):
    """Bargaining solutions over the principals' margins, with the reservations as disagreement."""

    NASH = "nash"
    KALAI_SMORODINSKY = "kalai-smorodinsky"
    EGALITARIAN = "egalitarian"
    UTILITARIAN = "utilitarian"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRow:
    """The acceptable set of one coding. Margins are in shares of a party's own range.

    packages : that the agenda allows. sure : no search stopped at its limit; where one did, shares
    and margins are lower bounds. tried : packages whose numbers were worked out in all worlds.
    level : packages besides the one signed in most worlds that sampling does not tell from it.
    open : worlds whose set holds a package. Over those worlds: size, how many it holds; best, the
    best margin the worst-off signatory can have; undominated, how many no other betters for the
    principals; undominated_by_all, the same for all who may have to sign, in ``followed`` worlds.
    ``None``: there is no such world, or it was not worked out.
    """

    coding: str
    method: Method
    sure: bool
    packages: int
    tried: int
    level: int | None
    open: Share
    size: Quantiles | None
    best: Quantiles | None
    undominated: Quantiles | None
    undominated_by_all: Quantiles | None
    followed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRow:
    """Worlds whose set holds a package on a day, had the talks gone on without an offer."""

    coding: str
    day: float
    open: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageRow:
    """One of the best packages by one order. Its score in a world is the margin of the signatory
    that is worst off, 0 where it is not signed; its regret, the best score there less its own.

    rank : from 1; equal ones in the order of the agenda. Of the order ACROSS every coding has the
    same packages; there is none with a single coding. signed, score : over all worlds. margin :
    mean score where it is signed. Over worlds with an acceptable package: regret, its mean;
    regret_95, what nineteen of twenty stay below; near, worlds in which it is signed and regret is
    at most 0.05; undominated, worlds in which it is signed and no other acceptable one betters it
    for the principals. ``None`` as in ``SetRow``.
    """

    coding: str
    order: Order
    rank: int
    package: Mapping[str, str]
    signed: Share
    score: Amount | None
    margin: Amount | None
    regret: Amount | None
    regret_95: float | None
    near: Share | None
    undominated: Share | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionRow:
    """Worlds in which some acceptable package holds an option."""

    coding: str
    issue: str
    option: str
    share: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRow:
    """Worlds in which some acceptable package holds two options of two issues together."""

    coding: str
    issue: str
    option: str
    other_issue: str
    other_option: str
    share: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class SolutionRow:
    """How often a package is a bargaining solution, of the worlds with an acceptable one."""

    coding: str
    solution: Solution
    rank: int
    package: Mapping[str, str]
    share: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudRow:
    """How many packages of the public world leave two parties margins within one small square.

    first, second : margins at its middle. width, height : of the square, in margins; 0 where the
    agenda is so small that each package is shown at its own place. packages : how many; acceptable
    : how many of them all needed signatories would sign in that world.
    """

    coding: str
    first: float
    second: float
    width: float
    height: float
    packages: int
    acceptable: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontierRow:
    """A package of the public world that no other betters for both parties of the picture: of all
    packages, or (``acceptable``) of those that all needed signatories would sign there."""

    coding: str
    acceptable: bool
    package: Mapping[str, str]
    first: float
    second: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PointRow:
    """A bargaining solution of the public world, in the margins of the two parties pictured."""

    coding: str
    solution: Solution
    package: Mapping[str, str]
    first: float
    second: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedRow:
    """A package that the talks sign, in the margins that it leaves in the public world.

    share : of the settled worlds among the first ``TalksRow.asked``.
    """

    coding: str
    package: Mapping[str, str]
    first: float
    second: float
    share: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class TalksRow:
    """What the talks themselves leave unused, in the first ``asked`` worlds.

    settled : worlds that settle. Of those that do not: missed, the set held a package on the day
    their talks ended; lapsed, it held one on day 0 and none on that day; never, it held none on
    either. Over settled worlds, on the day of signing: left, the most that the principals' margins
    together could still gain by an acceptable package that makes no signatory worse off;
    improvable, worlds in which that is more than 0.01. ``None`` where no world settled, or the
    agenda is too large to try all its packages.
    """

    coding: str
    asked: int
    settled: Share
    missed: Share
    lapsed: Share
    never: Share
    left: Quantiles | None
    improvable: Share | None
