"""The engine and the plain objects end the same worlds on the same day with the same deal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.domain.event import EventKind
from sim.domain.outcome import Ending, Overlap
from sim.domain.protocol import ProtocolKind
from sim.domain.quantity import Quantity, Role
from sim.loading import load_codings
from tests.oracle.acceptable_set import acceptable_set
from tests.oracle.comparing import Meeting, meet
from tests.scenario_strategies import BEHAVIOURS, FEATURES, RISKS, TURNS, random_scenario

WORLDS = 6
MOST_TIED = 0.03
BUNDLED_WORLDS = 60

#: Features that mean something only beside others.
BESIDE = {
    "aims": {"hazards"},
    "leaves": {"consents"},
    "learning": {"types", "events", "hazards"},
    "partials": {"breach"},
    "premium": {"events"},
    "status_quo": {"consents"},
    "unless": {"lines"},
}


def assert_same(meeting: Meeting) -> None:
    assert not meeting.differences, meeting.differences[:3]


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
@pytest.mark.parametrize("seed", range(10))
def test_bare_scenarios(seed: int, behaviour: str) -> None:
    assert_same(meet(random_scenario(seed, features=(), behaviours=(behaviour,)), WORLDS, seed))


@pytest.mark.parametrize("feature", sorted(FEATURES))
def test_one_feature_at_a_time(feature: str) -> None:
    for seed in range(20):
        scenario = random_scenario(seed, features={feature} | BESIDE.get(feature, set()))
        assert_same(meet(scenario, WORLDS, seed))


@pytest.mark.parametrize("tens", range(12))
def test_everything_at_once(tens: int) -> None:
    tied, endings = 0, set()
    for seed in range(10 * tens, 10 * tens + 10):
        meeting = meet(random_scenario(seed), WORLDS, seed)
        assert_same(meeting)
        tied += meeting.tied
        endings |= {Ending(code) for code in meeting.outcomes.ending}
    assert tied <= MOST_TIED * 10 * WORLDS
    assert len(endings) >= 3


@pytest.mark.parametrize("rule", sorted(TURNS | RISKS))
def test_one_rule_of_turns_at_a_time(rule: str) -> None:
    for seed in range(30):
        assert_same(meet(random_scenario(seed, features={rule}), WORLDS, seed))


@pytest.mark.parametrize("tens", range(12))
def test_everything_at_once_with_drawn_turns_and_quotas(tens: int) -> None:
    tied, endings = 0, set()
    for seed in range(4000 + 10 * tens, 4010 + 10 * tens):
        meeting = meet(random_scenario(seed, features=FEATURES | TURNS), WORLDS, seed)
        assert_same(meeting)
        tied += meeting.tied
        endings |= {Ending(code) for code in meeting.outcomes.ending}
    assert tied <= MOST_TIED * 10 * WORLDS
    assert len(endings) >= 3


def test_talks_that_may_break_down_beside_everything_else() -> None:
    tied, ended = 0, 0
    for seed in range(5000, 5060):
        scenario = random_scenario(seed, features=FEATURES | TURNS | RISKS)
        meeting = meet(scenario, WORLDS, seed)
        assert_same(meeting)
        tied += meeting.tied
        if scenario.protocol.breakdown:
            ended += int((meeting.outcomes.ending == Ending.WALKOUT).sum())
    assert tied <= MOST_TIED * 60 * WORLDS
    assert ended > 40


def test_a_quota_that_nobody_believes_can_be_met() -> None:
    """Everybody reckons that the others can do without a deal, which is seldom true of them."""
    tried = 0
    for seed in range(150, 300):
        scenario = random_scenario(seed, features={"quota", "leaves"})
        if not 1 < (scenario.protocol.quota or 0) < len(scenario.principals):
            continue
        tried += 1
        parties = {}
        for id_, party in scenario.parties.items():
            shift = replace(party.no_deal.shift, range=(-0.3, 0.6, 0.6))
            parties[id_] = replace(party, no_deal=replace(party.no_deal, shift=shift))
        assert_same(meet(replace(scenario, parties=parties), 2 * WORLDS, seed))
    assert tried > 10


def test_an_event_dated_on_day_0_happens() -> None:
    scenario = random_scenario(3, features={"events"})
    event = scenario.events["threat"]
    sure = Quantity(path="event.threat.chance", range=(1.0,), role=Role.CHANCE)
    blow = {
        party: Quantity(path=f"event.threat.no_deal.{party}", range=(-5.0,), role=Role.EFFECT)
        for party in scenario.parties
    }
    event = replace(event, kind=EventKind.DATED, day=0.0, chance=sure, no_deal=blow)
    meeting = meet(replace(scenario, events={"threat": event}), WORLDS, 3)
    assert all("threat" in result.happened for result in meeting.results)
    assert (meeting.outcomes.no_deal < -1.0).all()
    assert_same(meeting)


@pytest.mark.parametrize(
    "name",
    [
        "price-haggle",
        "labour-contract",
        "three-party-coalition",
        "ukraine-2025",
        "ukraine-2025-v06-aid-surge",
        "ukraine-2025-v10-no-deadline",
    ],
)
def test_bundled_scenarios_under_every_coding(name: str) -> None:
    for seed, scenario in enumerate(load_codings(name).values()):
        assert scenario.protocol.kind is ProtocolKind.ALTERNATING
        meeting = meet(scenario, BUNDLED_WORLDS, seed)
        assert_same(meeting)
        assert meeting.tied <= MOST_TIED * BUNDLED_WORLDS


@pytest.mark.parametrize(
    "rules",
    [frozenset(), TURNS, RISKS],
    ids=["in turn", "drawn, by quota", "with a risk of breakdown"],
)
@pytest.mark.parametrize("tens", range(6))
def test_settlements_and_overlaps_against_the_brute_force_acceptable_set(
    tens: int, rules: frozenset[str]
) -> None:
    asked = 0
    for seed in range(10 * tens, 10 * tens + 10):
        scenario = random_scenario(2000 + seed, features=(FEATURES | rules) - {"learning"})
        meeting = meet(scenario, WORLDS, seed)
        assert_same(meeting)
        for k, (world, result) in enumerate(zip(meeting.worlds, meeting.results, strict=True)):
            packages = acceptable_set(
                meeting.scenario,
                world,
                result.day,
                happened=result.happened,
                partials=result.partials,
                departed=result.departed,
            )
            if meeting.outcomes.ending[k] == Ending.SETTLEMENT:
                assert result.package in packages
            else:
                asked += 1
                assert meeting.outcomes.overlap[k] != Overlap.UNASKED
                assert (meeting.outcomes.overlap[k] == Overlap.PRESENT) == bool(packages)
    assert asked > 5
