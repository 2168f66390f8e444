"""What happens beside the offers, as plain Python: events, what is learnt, small deals.

Part of the rules written a second time; see ``benchmarks.plain_objects`` for how they are read.
"""

from __future__ import annotations

import math

from benchmarks.plain_parties import EQUAL, Package, Party
from benchmarks.plain_worlds import World
from sim.domain.event import EventKind
from sim.domain.scenario import Scenario

__all__ = ["Happenings"]


class Happenings:
    """What has happened so far in one world.

    odds : learning event → how much more likely the type has become by all offers so far.
    learnt : the same as it stood on the learning day. exposure : hazard → cumulated rate.
    """

    def __init__(
        self, scenario: Scenario, world: World, public: World, parties: dict[str, Party]
    ) -> None:
        self.scenario, self.world, self.public = scenario, world, public
        self.parties = parties
        self.departed: set[str] = set()
        self.happened: set[str] = set()
        self.signed_partials: dict[str, float] = {}
        self.odds = {e.id: 1.0 for e in scenario.events.values() if e.learning is not None}
        self.learnt = dict(self.odds)
        self.exposure = dict.fromkeys(scenario.events, 0.0)
        self.yesterday = -1.0

    def events(self, day: float) -> None:
        """What has happened by this day; what is learnt that day is learnt first."""
        for event in self.scenario.events.values():
            if event.learning is not None and self.yesterday < event.day <= day:
                self.learnt[event.id] = self.odds[event.id]
        for event in self.scenario.events.values():
            if event.id not in self.happened and self.happens(event.id, day):
                self.happened.add(event.id)
                self.departed.update(event.leaves)
                drawn, modes = self.world.events[event.id], self.public.events[event.id]
                for q, party in self.parties.items():
                    party.truth.effects += drawn.no_deal.get(q, 0.0)
                    party.truth.premium += drawn.premium.get(q, 0.0)
                    party.aims.append(drawn.aims.get(q, {}))
                    for about, seen in party.estimates.items():
                        seen.effects += modes.no_deal.get(about, 0.0)
                    party.revalued = party.revalued or bool(drawn.premium.get(q, 0.0))
                    party.outdated = party.outdated or bool(event.leaves)
        self.yesterday = day

    def happens(self, id_: str, day: float) -> bool:
        event, numbers = self.scenario.events[id_], self.world.events[id_]
        if day < event.day or event.kind is EventKind.LEARNING:
            return False
        ratio, learnt_on = 1.0, math.inf
        if event.follows is not None:
            learnt_on = self.scenario.events[event.follows].day
            sure = self.world.events[event.follows].chance in (0.0, 1.0)
            ratio = 1.0 if sure else self.learnt[event.follows]
        revised = with_odds(numbers.chance, ratio)
        if event.kind is EventKind.DATED:
            due = self.yesterday < event.day
            chance = revised if event.day >= learnt_on else numbers.chance
            return due and numbers.u < chance
        start = max(self.yesterday, event.day)
        self.exposure[id_] += hazard(numbers.chance, min(day, learnt_on) - start)
        self.exposure[id_] += hazard(revised, day - max(start, learnt_on))
        return self.exposure[id_] > -math.log(1.0 - numbers.u)

    def small_deals(self, day: float) -> None:
        """Sign what partial deals are ready."""
        for partial in self.scenario.partial_deals.values():
            numbers, modes = self.world.partials[partial.id], self.public.partials[partial.id]
            if partial.id in self.signed_partials or numbers.day > day:
                continue
            willing = {
                q
                for q in self.parties
                if q not in self.departed and numbers.gain.get(q, 0.0) >= 0.0
            }
            if not any(members <= willing for members in partial.consent):
                continue
            self.signed_partials[partial.id] = day
            for q, party in self.parties.items():
                party.truth.effects += numbers.no_deal.get(q, 0.0)
                party.truth.fear *= numbers.fear.get(q, 1.0)
                for about, seen in party.estimates.items():
                    seen.effects += modes.no_deal.get(about, 0.0)
                party.revalued = party.revalued or numbers.fear.get(q, 1.0) != 1.0

    def learn(self, proposer: str, before: Package, now: Package) -> None:
        for event in self.scenario.events.values():
            learning = event.learning
            if learning is None or learning.about != proposer:
                continue
            numbers = self.world.events[event.id]
            gain = self.given(learning.observer, proposer, now) - self.given(
                learning.observer, proposer, before
            )
            if gain > EQUAL:
                self.odds[event.id] *= numbers.moves_if_type / numbers.moves_if_plain
            else:
                self.odds[event.id] *= (1 - numbers.moves_if_type) / (1 - numbers.moves_if_plain)

    def given(self, observer: str, proposer: str, package: Package) -> float:
        """What a package gives everyone but its proposer, as the observer reckons."""
        total = 0.0
        for q in self.parties:
            if q == proposer:
                continue
            seen = self.parties[observer].estimates[q]
            spread = self.parties[observer].ranges[q]
            total += seen.deal(package) / spread if spread else 0.0
        return total


def with_odds(chance: float, ratio: float) -> float:
    """The chance whose odds are ``ratio`` times those of ``chance``."""
    if chance in (0.0, 1.0):
        return chance
    odds = chance / (1.0 - chance) * ratio
    return odds / (1.0 + odds)


def hazard(weekly_chance: float, days: float) -> float:
    """Cumulated rate of something with this chance to come within a week, after some days."""
    if days <= 0.0 or weekly_chance <= 0.0:
        return 0.0
    if weekly_chance >= 1.0:
        return math.inf
    return -math.log(1.0 - weekly_chance) * days / 7.0
