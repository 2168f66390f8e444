"""Parley's model lives beside Mesa's own names, of 3.3 as of later releases."""

from __future__ import annotations

from sim.engine.model import NegotiationModel
from sim.engine.setting import setting_of
from tests.property.playing import block_of
from tests.property.small_cases import agenda_of, party_of, scenario_of

#: What Mesa 3.3 to 3.5 keep for themselves on a model.
MESAS = {"agents", "agents_by_type", "data_registry", "random", "rng", "running"}
MESAS |= {"scenario", "schedule", "steps", "time"}


def test_nothing_of_mesa_is_overwritten() -> None:
    agenda = agenda_of([2])
    parties = [
        party_of("a", agenda, values=[[0.0, 1.0]]),
        party_of("b", agenda, values=[[1.0, 0.0]]),
    ]
    scenario = scenario_of(agenda, parties)
    model = NegotiationModel(setting_of(scenario), block_of(scenario, 1, 1), asked=0, tracked=0)
    plain = set(vars(type(model).__mro__[1](rng=0)))
    assert not (set(vars(model)) - plain) & MESAS
