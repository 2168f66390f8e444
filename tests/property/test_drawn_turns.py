"""Who proposes, where it is drawn, and quotas that are none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from sim.domain.outcome import Outcomes
from sim.domain.quantity import Quantity, Role
from sim.domain.scenario import Scenario
from sim.engine import negotiate
from sim.sampling import draw, sample_worlds
from tests.property.playing import differing_columns
from tests.scenario_strategies import BEHAVIOURS, FEATURES, random_scenario

WORLDS = 8
LEVEL = 0.999

seeds = st.integers(min_value=0, max_value=2**32 - 1)


def recognised(scenario: Scenario, chances: dict[str, float]) -> Scenario:
    return replace(scenario, protocol=replace(scenario.protocol, recognition=chances))


def played(scenario: Scenario, n: int = WORLDS) -> Outcomes:
    return negotiate(scenario, sample_worlds(scenario, n=n, seed=1), tracked=0)


@given(seed=seeds, quota_of_all=st.booleans())
@settings(max_examples=25, deadline=None, derandomize=True)
def test_a_quota_of_all_and_no_quota_give_the_same_bytes(seed: int, quota_of_all: bool) -> None:
    scenario = random_scenario(seed)
    quota = len(scenario.principals) if quota_of_all else None
    other = replace(scenario, protocol=replace(scenario.protocol, quota=quota))
    assert differing_columns(played(scenario), played(other)) == []


@given(seed=seeds)
@settings(max_examples=25, deadline=None, derandomize=True)
def test_the_order_of_the_table_of_chances_does_not_matter(seed: int) -> None:
    scenario = random_scenario(seed, features=FEATURES)
    parts = {party: 1.0 + place for place, party in enumerate(scenario.protocol.order)}
    chances = {party: part / sum(parts.values()) for party, part in parts.items()}
    one = recognised(scenario, chances)
    other = recognised(scenario, dict(reversed(chances.items())))
    assert differing_columns(played(one), played(other)) == []


@pytest.mark.parametrize("seed", range(24))
def test_one_who_is_always_recognised_speaks_as_in_talks_in_which_the_other_is_silent(
    seed: int,
) -> None:
    """In turns twice as short the silent party has every other one, the first among them."""
    scenario = random_scenario(seed, features=(), behaviours=BEHAVIOURS[:2])
    if len(scenario.principals) > 2:
        return
    second, first = scenario.protocol.order
    protocol = replace(
        scenario.protocol, quiet_days=1e6, round_days=2.0, horizon=2.0 * scenario.protocol.rounds
    )
    silent = replace(
        scenario.parties[second],
        draft_days=Quantity(path=f"party.{second}.draft_days", range=(1e12,), role=Role.DAYS),
    )
    in_turn = replace(
        scenario,
        parties={**scenario.parties, second: silent},
        protocol=replace(protocol, round_days=1.0),
    )
    alone = recognised(replace(scenario, protocol=protocol), {first: 1.0, second: 0.0})
    one, other = played(in_turn), played(alone)
    assert not (one.day % 2).any()
    assert differing_columns(one, other) == []


def test_some_of_these_talks_settle() -> None:
    settled = 0
    for seed in range(24):
        scenario = random_scenario(seed, features=(), behaviours=BEHAVIOURS[:2])
        first = scenario.protocol.order[-1]
        chances = {party: float(party == first) for party in scenario.protocol.order}
        outcomes = played(recognised(scenario, chances))
        settled += int((outcomes.package[:, 0] >= 0).sum())
        others = [p for p, party in enumerate(scenario.parties) if party != first]
        assert (outcomes.first_offer[:, others] < 0).all()
    assert settled > 20


@pytest.mark.parametrize("chances", [(0.5, 0.3, 0.2), (0.9, 0.0, 0.1), (0.0, 0.0, 1.0)])
def test_each_is_recognised_as_often_as_stated(chances: tuple[float, ...]) -> None:
    n = 3000
    scenario = next(
        found
        for found in (random_scenario(seed, features=()) for seed in range(100))
        if len(found.principals) == 3
    )
    order = scenario.protocol.order
    protocol = replace(scenario.protocol, horizon=scenario.protocol.round_days)
    outcomes = played(
        recognised(replace(scenario, protocol=protocol), dict(zip(order, chances, strict=True))), n
    )
    proposed = outcomes.first_offer[:, :, 0] >= 0
    assert (proposed.sum(axis=1) <= 1).all()
    for party, chance in zip(order, chances, strict=True):
        low, high = binom.interval(LEVEL, n, chance)
        times = int(proposed[:, list(scenario.parties).index(party)].sum())
        assert low <= times <= high


def test_rounds_are_drawn_apart_and_do_not_hang_on_how_many_there_are() -> None:
    scenario = recognised(random_scenario(1), {})
    chances = {party: 1.0 / len(scenario.principals) for party in scenario.principals}
    short = recognised(scenario, chances)
    long = replace(short, protocol=replace(short.protocol, horizon=2 * short.protocol.horizon))
    few, many = (draw(sample_worlds(one, n=600), 0, 600).turn_u for one in (short, long))
    assert np.array_equal(few, many[: len(few)])
    assert abs(np.corrcoef(many[0], many[1])[0, 1]) < 0.15
    assert draw(sample_worlds(scenario, n=3), 0, 3).turn_u.shape == (0, 3)
