"""Looking only where something became looser finds the same open worlds as looking everywhere."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.analysis.acceptable.open_worlds import open_worlds
from sim.analysis.conceding.opened import first_open, still_open
from sim.domain.agenda import Issue
from sim.domain.quantity import Quantity
from sim.domain.scenario import Scenario
from tests.scenario_strategies import FEATURES, random_scenario

N = 24


def fixed(scenario: Scenario, rng: Random) -> Scenario:
    """One issue fixed at one of its options."""
    place = rng.randrange(len(scenario.agenda))
    issue: Issue = scenario.agenda.issues[place]
    kept = rng.choice([option.id for option in issue.options if option.allowed])
    options = tuple(replace(option, allowed=option.id == kept) for option in issue.options)
    issues = list(scenario.agenda.issues)
    issues[place] = replace(issue, options=options)
    return replace(scenario, agenda=replace(scenario.agenda, issues=tuple(issues)))


def softer(scenario: Scenario, rng: Random) -> Scenario:
    """One party's lines on an issue gone, and what it thinks of an option another number."""
    party = rng.choice(list(scenario.parties.values()))
    issue = rng.choice(list(party.demands))
    demand = party.demands[issue]
    option = rng.choice(list(demand.values))
    level = rng.random()
    values = {**demand.values, option: moved(demand.values[option], level)}
    changed = replace(
        party,
        demands={**party.demands, issue: replace(demand, values=values)},
        red_lines={one: line for one, line in party.red_lines.items() if one != issue},
    )
    return replace(scenario, parties={**scenario.parties, party.id: changed})


def moved(quantity: Quantity, level: float) -> Quantity:
    return replace(quantity, range=(level,), groups=())


@given(seed=st.integers(min_value=0, max_value=2**32 - 1), day=st.sampled_from((0.0, 0.5, 1.0)))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_open_worlds_after_an_edit(seed: int, day: float) -> None:
    rng = Random(seed)
    # A condition of a line ties issues; without the line they may fall apart into other blocks.
    base = random_scenario(seed, features=FEATURES - {"unless"})
    on = day * base.protocol.horizon
    known = first_open(base, n=N, seed=seed, day=on)
    assert np.array_equal(known.open, open_worlds(base, n=N, seed=seed, day=on))
    edited = [fixed(base, rng), softer(base, rng), softer(fixed(base, rng), rng)]
    for after, found in zip(edited, still_open(known, base, edited), strict=True):
        assert np.array_equal(found, open_worlds(after, n=N, seed=seed, day=on))
