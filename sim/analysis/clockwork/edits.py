"""What a scenario's clock is made of, and the edits that set it otherwise.

What *hangs on* the deadline: a learning event of its day; an event of its day, or one that follows
such a learning event and is dated no earlier; and, of an event that follows it but is dated before
it, the odds alone. They come and go with the deadline, and move as many days as it moves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sim.domain.clock_kinds import Channel, HangsAs
from sim.domain.event import Event, EventKind
from sim.domain.outcome import SAME_DAY
from sim.domain.quantity import Quantity
from sim.domain.scenario import Scenario
from sim.errors import NotFoundError

__all__ = ["OF_DEADLINE", "Clockwork", "Timing", "clockwork_of", "edits_of", "retimed"]

#: Channels by which a deadline acts.
OF_DEADLINE = frozenset({Channel.EVENTS, Channel.BELIEFS, Channel.TACTICS})

#: A hypothetical deadline stands at this share of the horizon.
_HYPOTHETICAL = 1.0 / 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Clockwork:
    """The clock of one scenario. deadline : day; of a scenario without one the day that is tried
    (``hypothetical``). belief : chance tried where none is stated. hangs : event → how."""

    scenario: Scenario
    deadline: float
    hypothetical: bool
    belief: float
    hangs: Mapping[str, HangsAs]

    @property
    def channels(self) -> frozenset[Channel]:
        """Those that have something to act by in this scenario."""
        scenario, found = self.scenario, set()
        if self.hypothetical or any(map(self.fears, scenario.principals)):
            found.add(Channel.TACTICS)
        if HangsAs.EVENT in self.hangs.values():
            found.add(Channel.EVENTS)
        if any(self._leans(event) for event in scenario.events.values()):
            found.add(Channel.BELIEFS)
        paths = [party.no_deal for party in scenario.parties.values()]
        if any(_moves(path.drift) or _moves(path.belief_gap) for path in paths):
            found.add(Channel.DRIFT)
        return frozenset(found)

    def fears(self, party: str) -> bool:
        """Whether the scenario states that a party gives the deadline any chance."""
        belief = self.scenario.parties[party].deadline_belief
        return self.scenario.deadline is not None and _moves(belief)

    def _leans(self, event: Event) -> bool:
        """Whether its odds lean on what is learnt on the deadline's day."""
        return event.follows is not None and self.hangs[event.follows] is HangsAs.LEARNT


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """One setting of the clock; what is not named is as stated.

    day : of the deadline. beliefs : (party, chance) put in the place of what is stated. without :
    channels switched off. small_deals : whether there are any.
    """

    day: float | None = None
    beliefs: tuple[tuple[str, float], ...] = ()
    horizon: float | None = None
    without: frozenset[Channel] = field(default_factory=frozenset)
    small_deals: bool = True


def clockwork_of(scenario: Scenario, *, belief: float, tied: Sequence[str] = ()) -> Clockwork:
    """What the clock of a scenario is made of.

    tied : events that hang on the deadline too, whatever their day. Raises ``NotFoundError`` for an
    event the scenario does not have.
    """
    for event in tied:
        if event not in scenario.events:
            known = ", ".join(scenario.events) or "none"
            raise NotFoundError(f"{scenario.name} has no event {event!r}; its events: {known}")
    protocol, stated = scenario.protocol, scenario.deadline
    day = protocol.horizon * _HYPOTHETICAL if stated is None else stated.day
    if stated is None:
        day = max(protocol.round_days, protocol.last_round_day(day))
    of_day = {
        event.id
        for event in scenario.events.values()
        if stated is not None and abs(event.day - day) < SAME_DAY
    }
    return Clockwork(
        scenario=scenario,
        deadline=float(day),
        hypothetical=stated is None,
        belief=belief,
        hangs=_hanging(scenario, of_day | set(tied)),
    )


def _hanging(scenario: Scenario, bound: set[str]) -> dict[str, HangsAs]:
    learnt = {
        event.id: event.day
        for event in scenario.events.values()
        if event.id in bound and event.kind is EventKind.LEARNING
    }
    found = {}
    for event in scenario.events.values():
        follows = event.follows if event.follows in learnt else None
        if event.id in learnt:
            found[event.id] = HangsAs.LEARNT
        elif event.id in bound or (follows is not None and event.day >= learnt[follows]):
            found[event.id] = HangsAs.EVENT
        else:
            found[event.id] = HangsAs.FREE if follows is None else HangsAs.ODDS
    return found


def _moves(number: Quantity | None) -> bool:
    """Whether a number is anything but 0 in some world."""
    return number is not None and not (number.constant and number.low == 0.0)


def retimed(clockwork: Clockwork, timing: Timing) -> Scenario:
    """The scenario with its clock set so; the scenario itself where that changes nothing."""
    from sim.loading import edit

    changes, removed = edits_of(clockwork, timing)
    if not changes and not removed:
        return clockwork.scenario
    return edit(clockwork.scenario, changes, layer="clock", remove=removed)


def edits_of(clockwork: Clockwork, timing: Timing) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Path → value, and the paths removed, that set the clock so."""
    changes: dict[str, Any] = {}
    removed: list[str] = []
    _set_deadline(clockwork, timing, changes, removed)
    _set_events(clockwork, timing, changes, removed)
    if Channel.DRIFT in timing.without:
        for party in clockwork.scenario.parties.values():
            for name in ("drift", "belief_gap"):
                if _moves(getattr(party.no_deal, name)):
                    changes[f"party.{party.id}.no_deal.{name}"] = 0
    if not timing.small_deals:
        removed += [f"partial.{deal}" for deal in clockwork.scenario.partial_deals]
    if timing.horizon is not None:
        # Last, for a horizon set before the days it cuts off would make them mistakes.
        changes["protocol.horizon"] = timing.horizon
    return changes, tuple(removed)


def _set_deadline(
    clockwork: Clockwork, timing: Timing, changes: dict[str, Any], removed: list[str]
) -> None:
    if Channel.TACTICS in timing.without:
        removed += [] if clockwork.scenario.deadline is None else ["deadline"]
        return
    beliefs = dict(timing.beliefs)
    day = timing.day
    if clockwork.hypothetical:
        day = clockwork.deadline if day is None else day
        beliefs = {p: beliefs.get(p, clockwork.belief) for p in clockwork.scenario.principals}
    if day is not None:
        changes["deadline.day"] = day
    changes |= {f"deadline.belief.{party}": chance for party, chance in beliefs.items()}


def _set_events(
    clockwork: Clockwork, timing: Timing, changes: dict[str, Any], removed: list[str]
) -> None:
    scenario = clockwork.scenario
    days = {event: _day_of(clockwork, timing, event) for event in scenario.events}
    for id_, event in scenario.events.items():
        day = days[id_]
        if day is None:
            removed.append(f"event.{id_}")
            continue
        if day != event.day:
            changes[f"event.{id_}.day"] = day
        if event.follows is not None and days[event.follows] is None:
            removed.append(f"event.{id_}.follows")


def _day_of(clockwork: Clockwork, timing: Timing, event: str) -> float | None:
    """The day of an event; ``None`` where it is gone, or moved to where it never comes."""
    scenario, hangs = clockwork.scenario, clockwork.hangs[event]
    stated = scenario.events[event].day
    channel = {HangsAs.EVENT: Channel.EVENTS, HangsAs.LEARNT: Channel.BELIEFS}.get(hangs)
    if channel is None:
        return stated
    if channel in timing.without:
        return None
    if timing.day is None:
        return stated
    day = max(0.0, stated + timing.day - clockwork.deadline)
    return day if day <= scenario.protocol.horizon else None
