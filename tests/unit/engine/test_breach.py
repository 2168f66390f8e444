"""Feared breach counts once, whatever is drawn of what remains."""

from __future__ import annotations

import numpy as np
import pytest

from sim.domain.quantity import Role
from sim.engine.model import NegotiationModel
from sim.engine.setting import setting_of
from tests.property.playing import block_of
from tests.property.small_cases import agenda_of, number, party_of, scenario_of


@pytest.mark.parametrize("share", [(0.5, 0.9, 1.0), (0.5, 1.0, 1.0)])
def test_feared_breach_counts_once_whatever_the_mode_of_what_remains(
    share: tuple[float, ...],
) -> None:
    agenda = agenda_of([2])
    remaining = {"i0": {"o1": number("party.a.breach.remaining.i0.o1", share, Role.SHARE)}}
    a = party_of("a", agenda, values=[[0.0, 1.0]], remaining=remaining, fear=0.5, loss=0.4)
    scenario = scenario_of(agenda, [a, party_of("b", agenda, values=[[1.0, 0.0]])])
    block = block_of(scenario, 5, 1)
    party = NegotiationModel(setting_of(scenario), block, asked=0, tracked=0).parties[0]
    for k in (0, 1):
        plainly = block.values[0, 0, k] - 0.5 * 0.4 * block.remaining[0, 0, k]
        np.testing.assert_allclose(party.value(np.full((1, 5), k)), plainly)
