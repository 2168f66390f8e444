"""Whose turn it is, what they may do, and when the talks end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from sim.domain.party import Behaviour

__all__ = [
    "FOR_A_ROUND",
    "KINDS_OF_BEHAVIOUR",
    "KIND_OF_RULE",
    "MOST_REDRAFTED",
    "Acceptance",
    "Answers",
    "Deadline",
    "Deals",
    "Edits",
    "Protocol",
    "ProtocolKind",
]

#: How talks in which a package binds for a round only are told (``Protocol.told``).
FOR_A_ROUND = "deals of one round"

#: Packages among which a mediator may choose freely: each is weighed in every round and world.
MOST_REDRAFTED = 10_000


class ProtocolKind(Enum):
    """The protocols a scenario may name."""

    ALTERNATING = "alternating"
    SINGLE_TEXT = "single-text"
    FINAL_OFFER = "final-offer"
    SIMULTANEOUS = "simultaneous"


#: Rules of the table that one kind of talks alone has.
KIND_OF_RULE: Mapping[str, ProtocolKind] = {
    "recognition": ProtocolKind.ALTERNATING,
    "quota": ProtocolKind.ALTERNATING,
    "deals": ProtocolKind.ALTERNATING,
    "breakdown": ProtocolKind.ALTERNATING,
    "edits": ProtocolKind.SINGLE_TEXT,
}

#: Kinds of talks in which a behaviour can be played; in all, where it is not named.
KINDS_OF_BEHAVIOUR: Mapping[Behaviour, tuple[ProtocolKind, ...]] = {
    Behaviour.SUBGAME_PERFECT: (ProtocolKind.ALTERNATING, ProtocolKind.FINAL_OFFER),
    Behaviour.REPUTATIONAL: (ProtocolKind.ALTERNATING, ProtocolKind.SIMULTANEOUS),
}


class Acceptance(Enum):
    """What a principal accepts: its TARGET (it still haggles) or already its RESERVATION."""

    TARGET = "target"
    RESERVATION = "reservation"


class Answers(Enum):
    """How parties answer a mediator: HONEST at the reservation, STRATEGIC at the target."""

    HONEST = "honest"
    STRATEGIC = "strategic"


class Deals(Enum):
    """How long a signed package binds: PERMANENT, or ONE_ROUND, after which any party may fight.

    Under ONE_ROUND a party that is offered a package signs it for the round or fights, which ends
    the talks with no agreement; the last round's package is for good.
    """

    PERMANENT = "permanent"
    ONE_ROUND = "one-round"


class Edits(Enum):
    """What a mediator may change between two texts: ONE issue, up to TWO blocks, or the PACKAGE.

    Issues that belong together are one block, and a small agenda is a single one.
    """

    ONE = "one"
    TWO = "two"
    PACKAGE = "package"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """An announced day on which something may happen; soft unless it equals the horizon."""

    day: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """The rules of the table.

    order : principals by id, in the order of their turns. round_days : days a round lasts; round
    k, from 1, is played on day k · round_days. horizon : the day the talks end whatever happens.
    quiet_days : the talks break up when, after the longest patience horizon, no new offer has come
    for this many days. recognition : principal → chance that it proposes in a round; empty where
    they take turns. quota : how many principals must sign; ``None`` for all of them. deals : how
    long a signed package binds. edits : what the mediator of a single text may change at once.
    breakdown : weekly chance that talks without a signature break down.
    """

    kind: ProtocolKind
    order: tuple[str, ...]
    round_days: float
    horizon: float
    acceptance: Acceptance = Acceptance.TARGET
    answers: Answers = Answers.HONEST
    quiet_days: float = 14.0
    recognition: Mapping[str, float] = field(default_factory=dict)
    quota: int | None = None
    deals: Deals = Deals.PERMANENT
    edits: Edits = Edits.TWO
    breakdown: float = 0.0

    @property
    def told(self) -> str:
        """The kind of talks, with what else of the rules a reader must know.

        >>> rules = {"order": ("a", "b", "c"), "round_days": 1.0, "horizon": 9.0}
        >>> Protocol(kind=ProtocolKind.ALTERNATING, quota=2, **rules).told
        'alternating with 2 of 3 principals signing'
        """
        more = ["drawn turns"] if self.recognition else []
        if self.quota is not None and self.quota < len(self.order):
            more.append(f"{self.quota} of {len(self.order)} principals signing")
        if self.deals is Deals.ONE_ROUND:
            more.append(FOR_A_ROUND)
        if self.breakdown:
            more.append("a risk of breakdown")
        return " with ".join([self.kind.value, *([" and ".join(more)] if more else [])])

    @property
    def rounds(self) -> int:
        """Number of rounds whose day is not after the horizon."""
        return int(self.horizon / self.round_days + 1e-9)

    @property
    def breaks_down(self) -> float:
        """The chance that talks break down after a round without a signature.

        >>> rules = {"order": ("a", "b"), "round_days": 14.0, "horizon": 70.0}
        >>> Protocol(kind=ProtocolKind.ALTERNATING, breakdown=0.5, **rules).breaks_down
        0.75
        """
        return 1.0 - (1.0 - self.breakdown) ** (self.round_days / 7.0)

    def day(self, round_number: int) -> float:
        """Day on which a round, counted from 1, is played."""
        return round_number * self.round_days

    def last_round_day(self, day: float) -> float:
        """The last round day on or before ``day`` (0 if none)."""
        return int(day / self.round_days + 1e-9) * self.round_days
