"""Who alone blocks on day 0, against trying every package with one party that signs anything."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.plain_worlds import World, world_of
from sim.analysis.readings.play import sole_blockers
from sim.domain.scenario import Scenario
from sim.sampling import draw, sample_worlds
from tests.oracle.acceptable_set import acceptable_set
from tests.scenario_strategies import FEATURES, random_scenario

N = 12
QUIET = FEATURES - {"aims", "events", "hazards", "leaves", "learning", "partials"}


def signing_anything(world: World, party: str) -> World:
    numbers = replace(
        world.parties[party],
        refused={issue: set() for issue in world.parties[party].refused},
        no_deal=-1e6,
    )
    return replace(world, parties={**world.parties, party: numbers})


def by_trying(scenario: Scenario, world: World, party: str) -> bool:
    if acceptable_set(scenario, world, 0.0):
        return False
    return bool(acceptable_set(scenario, signing_anything(world, party), 0.0))


@given(seed=st.integers(min_value=0, max_value=2**32 - 1))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_a_party_blocks_alone_where_waiving_its_test_opens_the_set(seed: int) -> None:
    scenario = random_scenario(seed, features=QUIET)
    block = draw(sample_worlds(scenario, n=N, seed=seed), 0, N)
    found = sole_blockers(scenario, n=N, seed=seed)
    for k in range(N):
        world = world_of(scenario, block, k)
        for party in scenario.parties:
            assert found[party][k] == by_trying(scenario, world, party), (party, k)


def test_it_does_happen() -> None:
    shares = [
        blocked.mean()
        for seed in range(12)
        for blocked in sole_blockers(random_scenario(seed, features=QUIET), n=N, seed=seed).values()
    ]
    assert any(0.0 < share < 1.0 for share in shares)
