"""One package as every party judges it: who signs, with how much room, across which lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.domain.estimate import Quantiles, Share

__all__ = ["Asking", "CrossedLine", "Judged", "JudgedParty", "KeptBy", "KeptPackage"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """An option of the package whose consent asks for signatures beside the principals'.

    alternatives : sets of parties, of one of which all must sign.
    """

    issue: str
    option: str
    alternatives: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossedLine:
    """A red line on an option of the package. share : worlds in which it is
    crossed: the line is firm there, and the package does not waive it."""

    issue: str
    option: str
    share: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedParty:
    """How one party judges the package.

    principal : its signature is needed whatever is in the package. asked_by : issues whose chosen
    option asks for it, perhaps as one of several. signs : worlds in which it would sign. margin :
    the deal less the reservation, in value units, over all worlds. lines : every red line of its
    own on a chosen option. too_little : worlds in which it crosses no line and
    only the value falls short. gone : worlds in which it has left. missing : worlds in which it
    stands in the way: it does not sign, and without its signature some needed set is not whole.
    alone : worlds in which it is the only one in the way.
    """

    party: str
    principal: bool
    asked_by: tuple[str, ...]
    signs: Share
    margin: Quantiles
    lines: tuple[CrossedLine, ...]
    too_little: Share
    gone: Share
    missing: Share
    alone: Share

    @property
    def needed(self) -> bool:
        """Whether its signature is needed, at least as one of several."""
        return self.principal or bool(self.asked_by)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A package given by hand, judged on a day.

    package : issue → option. acceptable : worlds in which all who are needed sign; the same as the
    share signed of the acceptable set. closed : worlds in which nobody can sign it, whatever it is
    worth: an option is ruled out, or whose consent it needs has left. margin : of the signatory
    that is worst off, in shares of its own best-to-worst range, in the worlds in which it is
    signed; ``None`` without any. weakest : the party that stands in the way in most worlds;
    ``None`` where nobody ever does.
    """

    coding: str
    package: Mapping[str, str]
    day: float
    worlds: int
    seed: int
    acceptable: Share
    closed: Share
    margin: Quantiles | None
    asking: tuple[Asking, ...]
    parties: tuple[JudgedParty, ...]
    weakest: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBy:
    """A party that can end the package alone, over the worlds in which it is signed.

    keeps : worlds in which it gains by breaking on no day followed. first : of the worlds in which
    the package is broken, those in which it is (among) the first to gain; ``None`` without any.
    curve : day, and worlds in which on that day it would have more without the package.
    """

    party: str
    keeps: Share
    first: Share | None
    curve: tuple[tuple[float, Share], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPackage:
    """Whether a package lasts once it is signed.

    until : the last day followed. signed : worlds in which it is signed on the day. kept : of
    these, those in which nobody breaks it. broken : the day of the breach in the others. weakest :
    the party that gains by breaking in most worlds; ``None`` where none ever does.
    """

    coding: str
    package: Mapping[str, str]
    day: float
    until: float
    signed: Share
    kept: Share
    broken: Quantiles | None
    parties: tuple[KeptBy, ...]
    weakest: str | None
