"""The oracle keeps its own promises; otherwise it could vouch for nothing."""

from __future__ import annotations

from collections import Counter
from random import Random

import numpy as np
import pytest

from benchmarks.plain_draws import draw_world, modes_of
from benchmarks.plain_objects import Result, negotiate
from benchmarks.plain_worlds import World, world_of
from sim.domain.outcome import Ending
from sim.domain.scenario import Scenario
from sim.sampling import draw, public_world, sample_worlds
from tests.oracle.acceptable_set import acceptable_set
from tests.scenario_strategies import random_scenario

SEEDS = range(150)
ROUNDING = 1e-12
STANDARD_ERRORS = 5.0


def played(seed: int) -> tuple[Scenario, World, Result]:
    scenario = random_scenario(seed)
    world = draw_world(scenario, Random(seed))
    return scenario, world, negotiate(scenario, world, modes_of(scenario))


def test_settlements_lie_in_the_acceptable_set_of_their_day() -> None:
    settled = 0
    for seed in SEEDS:
        scenario, world, result = played(seed)
        if result.ending is Ending.SETTLEMENT:
            settled += 1
            assert result.package in acceptable_set(
                scenario,
                world,
                result.day,
                happened=result.happened,
                partials=result.partials,
                departed=result.departed,
            )
    assert settled > len(SEEDS) / 5


def test_random_scenarios_reach_every_ending() -> None:
    endings = Counter(played(seed)[2].ending for seed in SEEDS)
    assert min(endings[ending] for ending in Ending) >= 5


def test_talks_end_by_the_horizon_on_a_round_day() -> None:
    for seed in SEEDS:
        scenario, _, result = played(seed)
        protocol = scenario.protocol
        rounds = {protocol.day(k) for k in range(1, protocol.rounds + 1)}
        assert result.day in rounds | {protocol.horizon}


@pytest.mark.parametrize("seed", range(40))
def test_what_others_know_is_the_same_by_both_ways(seed: int) -> None:
    scenario = random_scenario(seed)
    here, there = modes_of(scenario), world_of(scenario, public_world(scenario))
    for party in scenario.parties:
        mine, theirs = here.parties[party], there.parties[party]
        for name in ("weights", "values", "remaining", "firmness"):
            assert _flat(getattr(mine, name)) == pytest.approx(
                _flat(getattr(theirs, name)), abs=ROUNDING
            )
        for name in ("premium", "fear", "loss", "no_deal", "drift"):
            assert getattr(mine, name) == pytest.approx(getattr(theirs, name), abs=ROUNDING)


@pytest.mark.parametrize("seed", range(6))
def test_draws_have_the_same_means_by_both_ways(seed: int) -> None:
    n = 1500
    scenario = random_scenario(seed)
    block = draw(sample_worlds(scenario, n=n, seed=seed), 0, n)
    rng = Random(seed)
    mine = np.array([_numbers(scenario, draw_world(scenario, rng)) for _ in range(n)])
    theirs = np.array([_numbers(scenario, world_of(scenario, block, k)) for k in range(n)])
    error = np.sqrt((mine.var(axis=0) + theirs.var(axis=0)) / n)
    assert np.all(
        np.abs(mine.mean(axis=0) - theirs.mean(axis=0)) <= STANDARD_ERRORS * error + ROUNDING
    )


def _numbers(scenario: Scenario, world: World) -> list[float]:
    """Every number drawn for a world, days capped so that their means exist."""
    numbers: list[float] = []
    for party in world.parties.values():
        numbers += _flat(party.weights) + _flat(party.values) + _flat(party.remaining)
        numbers += _flat(party.firmness)
        numbers += [
            float(option.id in party.refused[issue.id])
            for issue in scenario.agenda
            for option in issue.options
        ]
        numbers += [party.premium, party.fear, party.loss, party.no_deal, party.drift]
        numbers += [party.belief_gap, party.patience, party.opening, party.toughness]
        numbers += [party.patience_spread, party.deadline_belief, party.side_benefit]
        numbers += [min(party.draft_day, 30.0), float(party.type == 1), float(party.type == 2)]
    for id_, event in world.events.items():
        numbers.append(event.chance)
        numbers += [event.no_deal.get(p, 0.0) for p in scenario.events[id_].no_deal]
    for id_, partial in world.partials.items():
        numbers += [min(partial.day, 60.0)]
        numbers += [partial.gain.get(p, 0.0) for p in scenario.partial_deals[id_].gain]
    return numbers


def _flat(table: dict[str, object]) -> list[float]:
    numbers: list[float] = []
    for child in table.values():
        numbers += _flat(child) if isinstance(child, dict) else [float(child)]  # type: ignore[arg-type]
    return numbers
