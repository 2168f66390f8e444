"""The engine and the plain objects end the same worlds on the same day with the same deal."""

from __future__ import annotations

import pytest

from sim.domain.outcome import Ending, Overlap
from tests.oracle.acceptable_set import acceptable_set
from tests.oracle.comparing import Meeting, meet
from tests.scenario_strategies import BEHAVIOURS, FEATURES, random_scenario

WORLDS = 6
MOST_TIED = 0.03


def assert_same(meeting: Meeting) -> None:
    assert not meeting.differences, meeting.differences[:3]


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
@pytest.mark.parametrize("seed", range(12))
def test_bare_scenarios(seed: int, behaviour: str) -> None:
    assert_same(meet(random_scenario(seed, features=(), behaviours=(behaviour,)), WORLDS, seed))


@pytest.mark.parametrize("feature", sorted(FEATURES))
def test_one_feature_at_a_time(feature: str) -> None:
    needs = {
        "aims": {"hazards"},
        "learning": {"types", "events", "hazards"},
        "leaves": {"consents"},
        "unless": {"lines"},
        "status_quo": {"consents"},
    }
    features = {feature} | needs.get(feature, set())
    for seed in range(15):
        assert_same(meet(random_scenario(seed, features=features), WORLDS, seed))


@pytest.mark.parametrize("tens", range(12))
def test_everything_at_once(tens: int) -> None:
    tied, endings = 0, set()
    for seed in range(10 * tens, 10 * tens + 10):
        meeting = meet(random_scenario(1000 + seed), WORLDS, seed)
        assert_same(meeting)
        tied += meeting.tied
        endings |= {Ending(code) for code in meeting.outcomes.ending}
    assert tied <= MOST_TIED * 10 * WORLDS
    assert len(endings) >= 3


@pytest.mark.parametrize("tens", range(6))
def test_settlements_and_overlaps_against_the_brute_force_acceptable_set(tens: int) -> None:
    for seed in range(10 * tens, 10 * tens + 10):
        meeting = meet(random_scenario(2000 + seed), WORLDS, seed)
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
            elif meeting.outcomes.overlap[k] != Overlap.UNASKED:
                assert (meeting.outcomes.overlap[k] == Overlap.PRESENT) == bool(packages)
