"""What can be varied about the clock, and the words for what comes of it."""

from __future__ import annotations

from enum import Enum

__all__ = ["LEAST_VALUE", "Channel", "ClockVerdict", "HangsAs", "SignedWhen", "Vary"]

#: The least change of what a side gets that deserves the name, value units.
LEAST_VALUE = 0.01


class Vary(Enum):
    """What a setting varies.

    PRESENT and ABSENT: the deadline with all that hangs on it, or without. DAY, CREDIBILITY,
    FEARED_BY, HORIZON: one thing about the clock. ADDED: one channel alone added to talks without
    the deadline. REMOVED: one alone taken from talks with it. STILL: no-deal values that do not
    drift.
    """

    PRESENT = "deadline present"
    ABSENT = "deadline absent"
    DAY = "deadline day"
    CREDIBILITY = "credibility"
    FEARED_BY = "feared by"
    HORIZON = "horizon"
    ADDED = "one channel added"
    REMOVED = "one channel removed"
    STILL = "no drift"


class Channel(Enum):
    """A way in which the clock can act.

    EVENTS: events that hang on the deadline change no-deal values, or make somebody leave.
    BELIEFS: what is learnt on its day moves the odds of events. TACTICS: parties that fear it come
    down before it. DRIFT: no-deal values change by themselves; it runs with or without a deadline
    and is no part of the deadline's effect. REST: what the deadline's channels do only together.
    """

    EVENTS = "no-deal values"
    BELIEFS = "beliefs"
    TACTICS = "tactics"
    REST = "together only"
    DRIFT = "drift"


class ClockVerdict(Enum):
    """What the deadline does to settlement in one coding, beyond sampling error.

    MOVES_VALUE: it moves what some side gets by ``LEAST_VALUE`` or more; TOO_LITTLE: by less, and
    nothing else.
    """

    HELPS = "helps"
    HURTS = "hurts"
    MOVES_VALUE = "only moves value"
    MOVES_DAY = "only moves the day"
    TOO_LITTLE = "changes nothing that matters"
    NOTHING = "changes nothing beyond noise"


class HangsAs(Enum):
    """How an event is bound to the deadline. ODDS: it stays on its day, only its odds follow."""

    LEARNT = "what is learnt"
    EVENT = "event"
    ODDS = "odds only"
    FREE = "not bound"


class SignedWhen(Enum):
    """Which settlements: all, those signed by the day of the deadline, those signed later."""

    ALL = "all"
    EARLY = "by the deadline's day"
    LATE = "later"
