"""What may happen during the talks: dated events, hazards, learning events, partial deals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from sim.domain.agenda import Consent
from sim.domain.quantity import Quantity

__all__ = ["Event", "EventKind", "Learning", "PartialDeal"]


class EventKind(Enum):
    """DATED happens on its day with its chance; HAZARD at some time from its day on, with a chance
    a week; LEARNING always happens, and lets events that follow it lean on what was learnt."""

    DATED = "dated"
    HAZARD = "hazard"
    LEARNING = "learning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning:
    """Who learns about whose type, and what an offer tells.

    prior : the observer's odds, as a chance, that ``about`` is of ``type`` on day 0.
    moves_if_type, moves_if_plain : chance that a new offer gives others more than the last one
        (by the observer's estimate), for a party of the type and for a plain one.
    """

    observer: str
    about: str
    type: str
    prior: Quantity
    moves_if_type: Quantity
    moves_if_plain: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that may happen at most once, known to all when it does.

    day : the day it happens (DATED, LEARNING) or may happen from (HAZARD).
    chance : DATED, of happening at all; HAZARD, of happening within a week; LEARNING, ``None``.
    follows : a learning event. From its day on the odds of this one are multiplied by what the
        observer has learnt (posterior odds over prior odds of the type).
    no_deal : party → value units added to its no-deal value. premium : party → value units added
        to its premium. aims : party → issue → steps; its reservation rises by that many mean
        steps' worth on the issue. leaves : parties that leave the talks.
    """

    id: str
    name: str
    kind: EventKind
    day: float
    chance: Quantity | None = None
    follows: str | None = None
    no_deal: Mapping[str, Quantity] = field(default_factory=dict)
    premium: Mapping[str, Quantity] = field(default_factory=dict)
    aims: Mapping[str, Mapping[str, Quantity]] = field(default_factory=dict)
    leaves: tuple[str, ...] = ()
    learning: Learning | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDeal:
    """A small deal outside the package.

    consent : who signs; each signs iff its own gain is at least 0. weekly_chance : that the text
        is worked out within a week. gain : party → value units at once.
    no_deal : party → value units added to its no-deal value once signed.
    fear : party → share of its feared breach that remains once signed.
    """

    id: str
    name: str
    consent: Consent
    weekly_chance: Quantity
    gain: Mapping[str, Quantity]
    no_deal: Mapping[str, Quantity] = field(default_factory=dict)
    fear: Mapping[str, Quantity] = field(default_factory=dict)
