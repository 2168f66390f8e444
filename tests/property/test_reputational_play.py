"""Reputation in random scenarios of two principals: batches, and what a party does once it gives
in."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.domain.party import Behaviour, PartyType
from sim.domain.protocol import ProtocolKind
from sim.domain.quantity import Quantity, Role
from sim.domain.scenario import Scenario
from sim.engine import negotiate
from sim.engine.model import NegotiationModel
from sim.engine.reputational import Reputational
from sim.engine.setting import setting_of
from sim.sampling import sample_worlds
from tests.property.playing import block_of, differing_columns
from tests.scenario_strategies import FEATURES, random_scenario

WORLDS = 24
#: Seeds of which about half have two principals.
SEEDS = range(300, 316)
KINDS = (ProtocolKind.ALTERNATING, ProtocolKind.SIMULTANEOUS)
CODE = tuple(Behaviour).index(Behaviour.REPUTATIONAL)
EXACT = 1e-9


def hard(party: str) -> PartyType:
    path = f"party.{party}.type.hard"
    return PartyType(
        id="hard",
        name="hard",
        chance=Quantity(path=f"{path}.chance", range=(0.2,), role=Role.CHANCE),
        side_benefit=Quantity(path=f"{path}.side_benefit", range=(0.0,), role=Role.AMOUNT),
        behaviour=Behaviour.OBSTINATE,
    )


def drawn(seed: int, kind: ProtocolKind) -> Scenario:
    ways = (Behaviour.REPUTATIONAL,)
    made = random_scenario(seed, features=FEATURES - {"learning"}, behaviours=ways, kind=kind)
    parties = {
        id_: replace(party, types={"hard": hard(id_)} if party.principal else {})
        for id_, party in made.parties.items()
    }
    return replace(made, parties=parties)


CASES = [
    pytest.param(seed, kind, id=f"{seed}-{kind.value}")
    for seed in SEEDS
    for kind in KINDS
    if len(drawn(seed, kind).protocol.order) == 2
]


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 8


@pytest.mark.parametrize(("seed", "kind"), CASES)
def test_a_world_does_not_depend_on_those_played_with_it(seed: int, kind: ProtocolKind) -> None:
    scenario = drawn(seed, kind)
    recipe = sample_worlds(scenario, n=WORLDS, seed=seed)
    whole = negotiate(scenario, recipe, asked=0, tracked=0)
    for k in range(0, WORLDS, 5):
        alone = negotiate(scenario, replace(recipe, n=1, first=k), asked=0, tracked=0)
        row = replace(
            whole,
            **{
                name: getattr(whole, name)[k : k + 1]
                for name in whole.__dataclass_fields__
                if isinstance(getattr(whole, name), np.ndarray)
            },
        )
        assert differing_columns(row, alone) == []


@pytest.mark.parametrize(("seed", "kind"), CASES)
def test_who_has_given_in_wants_what_it_was_offered_and_no_less_than_no_agreement(
    seed: int, kind: ProtocolKind
) -> None:
    """Round by round, from the model's own arrays: the target is at most the best offer heard or
    the reservation; before, no habit but the first aim has moved it."""
    scenario = drawn(seed, kind)
    model = NegotiationModel(
        setting_of(scenario), block_of(scenario, WORLDS, seed), asked=0, tracked=0
    )
    for _ in range(min(scenario.protocol.rounds, 40)):
        if not model.playing.any():
            break
        model.step()
        for party in model.proposers:
            habit = party.habits.get(CODE)
            if not isinstance(habit, Reputational):
                continue
            r = party.reservation(model.day)
            assert (party.target >= r - EXACT).all()
            # What was heard in this very round is aimed at from the next on.
            before = (habit.due < model.day - scenario.protocol.round_days) & habit.offered
            gave = before & (party.does == CODE) & model.playing & party.ladder.open
            limit = np.maximum(r, party.value(habit.best))
            assert (party.target[gave] <= limit[gave] + EXACT).all()
