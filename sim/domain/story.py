"""One world's negotiation as it was played: a list of moves a person can read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from sim.domain.outcome import Ending

__all__ = ["Answer", "Move", "MoveKind", "Reason", "Story"]


class Reason(Enum):
    """Why a party refuses: a LINE is crossed, or the VALUE is too little."""

    LINE = "line"
    VALUE = "value"


class MoveKind(Enum):
    """What a move is."""

    OFFER = "offer"
    SILENCE = "silence"
    LEAVING = "leaving"
    EVENT = "event"
    PARTIAL = "partial"
    BELIEF = "belief"
    BREAKDOWN = "breakdown"
    ENDING = "ending"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One party's answer to a package.

    value : what the package is worth to it. floor : what it would have accepted. needed : whether
    its signature was missing. reason, issue, option : why it refuses, the line's issue and option.
    """

    party: str
    accepts: bool
    needed: bool
    value: float
    floor: float
    reason: Reason | None = None
    issue: str | None = None
    option: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Something that happened in a round.

    OFFER: ``party`` tabled ``package``, worth ``value`` to it, aiming at ``target`` with
    reservation ``reservation``; ``answers`` follow. ``chance`` is what it gave to that package
    being signed, NaN where it weighs none. SILENCE: ``party`` had the turn and offered nothing
    because of ``why``. LEAVING: ``party`` left because no agreement was worth more to it than going
    on. EVENT: ``subject`` is the event's id. PARTIAL: ``subject`` the partial
    deal's id; ``answers`` tell who signed. BELIEF: ``party`` now gives ``value`` to the type
    ``subject`` of party ``about``. BREAKDOWN: the talks broke down after the round before. ENDING:
    ``ending``, with ``package`` if settled.
    """

    round: int
    day: float
    kind: MoveKind
    party: str = ""
    about: str = ""
    subject: str = ""
    why: str = ""
    package: Mapping[str, str] = field(default_factory=dict)
    value: float = float("nan")
    target: float = float("nan")
    reservation: float = float("nan")
    chance: float = float("nan")
    believes_deal: bool = True
    answers: tuple[Answer, ...] = ()
    ending: Ending | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """All moves of one world, with what was drawn for its parties.

    types : party → type id, ``plain`` for none. lines : party → issue → options it truly refuses.
    no_deal : party → true no-deal value on day 0. overlap : whether the acceptable set held a
    package on the day the talks ended.
    """

    world: int
    seed: int
    moves: tuple[Move, ...]
    types: Mapping[str, str]
    lines: Mapping[str, Mapping[str, tuple[str, ...]]]
    no_deal: Mapping[str, float]
    overlap: bool
