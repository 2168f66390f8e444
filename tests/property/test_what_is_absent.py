"""A mechanism set to nothing equals the scenario without it, draw for draw."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from sim.domain.event import Event, EventKind, PartialDeal
from sim.domain.party import PartyType
from sim.domain.protocol import Deadline
from sim.domain.quantity import Role
from sim.domain.scenario import Scenario
from sim.engine import negotiate
from sim.sampling import sample_worlds
from tests.property.playing import differing_columns
from tests.property.small_cases import number
from tests.scenario_strategies import FEATURES, random_scenario

WORLDS = 24
SEEDS = range(8)


def same(
    scenario: Scenario, other: Scenario, seed: int, but: frozenset[str] = frozenset()
) -> list[str]:
    one, two = (
        negotiate(each, sample_worlds(each, n=WORLDS, seed=seed)) for each in (scenario, other)
    )
    return differing_columns(one, two, but=but)


def effects(scenario: Scenario, path: str, size: float) -> dict[str, object]:
    return {party: number(f"{path}.{party}", (-size, size)) for party in scenario.parties}


def event(scenario: Scenario, kind: EventKind, chance: float, **what: object) -> Event:
    path = f"event.new_{kind.value}"
    return Event(
        id=f"new_{kind.value}",
        name="new",
        kind=kind,
        day=2.0,
        chance=number(f"{path}.chance", chance, Role.CHANCE),
        **what,  # type: ignore[arg-type]
    )


def with_event(scenario: Scenario, added: Event) -> Scenario:
    return replace(scenario, events={**scenario.events, added.id: added})


def with_aims(scenario: Scenario, steps: float) -> Scenario:
    """A ratchet that is sure to strike, and raises everybody's aims by so many steps."""
    aims = {
        party: {
            issue.id: number(f"event.ratchet.aims.{party}.{issue.id}", steps, Role.AMOUNT)
            for issue in scenario.agenda
        }
        for party in scenario.parties
    }
    return with_event(scenario, event(scenario, EventKind.HAZARD, 1.0, aims=aims))


def with_departure(scenario: Scenario, chance: float) -> Scenario:
    leaving = tuple(scenario.parties)
    return with_event(scenario, event(scenario, EventKind.DATED, chance, leaves=leaving))


def with_shock(scenario: Scenario, size: float) -> Scenario:
    no_deal = effects(scenario, "event.shock.no_deal", size)
    premium = effects(scenario, "event.shock.premium", size)
    return with_event(
        scenario, event(scenario, EventKind.DATED, 1.0, no_deal=no_deal, premium=premium)
    )


def with_deadline(scenario: Scenario, belief: float) -> Scenario:
    parties = {
        id_: replace(party, deadline_belief=number(f"deadline.{id_}", belief, Role.CHANCE))
        for id_, party in scenario.parties.items()
    }
    return replace(scenario, parties=parties, deadline=Deadline(day=scenario.protocol.horizon / 2))


def with_talkers(scenario: Scenario, side_benefit: float) -> Scenario:
    """Everybody may be of a type that only differs by its gain from talking on."""
    parties = {}
    for id_, party in scenario.parties.items():
        path = f"party.{id_}.type.talker"
        talker = PartyType(
            id="talker",
            name="talker",
            chance=number(f"{path}.chance", 0.7, Role.CHANCE),
            side_benefit=number(f"{path}.side_benefit", side_benefit, Role.AMOUNT),
        )
        parties[id_] = replace(party, types={"talker": talker})
    return replace(scenario, parties=parties)


def with_small_deal(scenario: Scenario, weekly_chance: float) -> Scenario:
    path = "partial.new"
    deal = PartialDeal(
        id="new",
        name="new",
        consent=(frozenset(scenario.principals),),
        weekly_chance=number(f"{path}.weekly_chance", weekly_chance, Role.CHANCE),
        gain={party: number(f"{path}.gain.{party}", 0.1) for party in scenario.principals},
        no_deal=effects(scenario, f"{path}.no_deal", 0.3),  # type: ignore[arg-type]
    )
    return replace(scenario, partial_deals={"new": deal})


def with_premium(scenario: Scenario, size: float) -> Scenario:
    parties = {
        id_: replace(party, premium=number(f"{id_}.premium", size))
        for id_, party in scenario.parties.items()
    }
    return replace(scenario, parties=parties)


#: Mechanism → how to add it, a strength that does something, columns it changes by being there.
MECHANISMS: dict[str, tuple[Callable[[Scenario, float], Scenario], float, frozenset[str]]] = {
    "departure by chance": (with_departure, 0.8, frozenset()),
    "dated effects": (with_shock, 0.4, frozenset()),
    "ratchet": (with_aims, 2.0, frozenset()),
    "belief in the deadline": (with_deadline, 0.9, frozenset()),
    "side benefit of talking on": (with_talkers, 0.06, frozenset({"type"})),
    "small deal": (with_small_deal, 0.9, frozenset({"signed_partial"})),
    "premium": (with_premium, 0.2, frozenset()),
}
PLAIN = FEATURES - {"deadline", "types", "learning", "partials", "premium"}


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_strength_nil_is_absence_and_some_strength_is_not(mechanism: str) -> None:
    adding, strength, but = MECHANISMS[mechanism]
    changed = 0
    for seed in SEEDS:
        scenario = random_scenario(8000 + seed, features=PLAIN)
        assert same(scenario, adding(scenario, 0.0), seed, but) == []
        changed += bool(same(scenario, adding(scenario, strength), seed, but))
    assert changed >= 3
