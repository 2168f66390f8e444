"""Parties that look ahead and have something to fall back on: the outside option principle.

Shaked & Sutton 1984 (Econometrica 52:1351–1364) and Binmore, Shaked & Sutton 1989 (Q. J. Econ.
104:753–770): what can be had by leaving on any day is no part of the split. It changes nothing as
long as it is less than what talking on brings, and is given, and no more than that, where it is
not.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.domain.outcome import Ending
from sim.domain.party import Behaviour
from sim.engine import negotiate, standing
from sim.loading import load_scenario
from sim.sampling import sample_worlds
from tests.looking_ahead_cases import outcomes, shared
from tests.property.small_cases import number

STEPS, ROUNDS = 40, 60


def falling_back(scenario, **on):
    """The scenario with no-deal values, by party."""
    parties = dict(scenario.parties)
    for id_, worth in on.items():
        shift = number(f"party.{id_}.no_deal.shift", worth)
        path = parties[id_].no_deal
        parties[id_] = replace(parties[id_], no_deal=replace(path, shift=shift))
    return replace(scenario, parties=parties)


@pytest.mark.parametrize("fallback", [0.0, 0.1, 0.3, 0.35, 0.5, 0.6, 0.9])
def test_a_way_out_counts_only_where_it_beats_talking_on(fallback):
    """δ = 2/3: who answers is left 2/5 by talking on, or its way out where that is more."""
    patience = (2 / 3, 2 / 3)
    scenario = falling_back(shared(STEPS, rounds=ROUNDS, patience=patience), b=fallback)
    played = outcomes(scenario)
    assert played.ending[0] == Ending.SETTLEMENT
    assert played.day[0] == scenario.protocol.day(1)
    given = played.value[0, 1] / (2 / 3) ** (played.day[0] / 7.0)
    assert given == pytest.approx(max(0.4, fallback), abs=1.0 / STEPS)


def test_the_way_out_of_who_proposes_first_gives_it_no_more_either():
    patience = (2 / 3, 2 / 3)
    plain = outcomes(shared(STEPS, rounds=ROUNDS, patience=patience))
    helped = outcomes(falling_back(shared(STEPS, rounds=ROUNDS, patience=patience), a=0.3))
    np.testing.assert_array_equal(plain.package, helped.package)


def test_where_nothing_is_left_to_share_they_leave_at_once():
    """Together 1.1 is to be had elsewhere; to wait would only make it come later."""
    scenario = falling_back(shared(STEPS, rounds=10, patience=(0.9, 0.9)), a=0.6, b=0.5)
    played = outcomes(scenario)
    assert (played.ending[0], played.day[0]) == (Ending.WALKOUT, scenario.protocol.day(1))


def test_what_comes_on_the_day_of_the_last_offer_is_not_discounted():
    """One round on the last day: who answers is left what no deal brings that day, 0.6 in full."""
    scenario = falling_back(shared(10, rounds=1, patience=(0.5, 0.5)), b=0.6)
    assert scenario.protocol.horizon == scenario.protocol.day(1)
    played = outcomes(scenario)
    assert played.value[0, 1] / 0.5 ** (played.day[0] / 7.0) == pytest.approx(0.6)


@pytest.mark.parametrize("name", ["price-haggle", "labour-contract"])
def test_nobody_signs_what_is_worth_less_than_no_deal(name):
    loaded = load_scenario(name)
    plans = {
        id_: replace(party, behaviour=Behaviour.SUBGAME_PERFECT)
        for id_, party in loaded.parties.items()
    }
    scenario = replace(loaded, parties=plans)
    worlds = sample_worlds(scenario, n=60, seed=3)
    played = negotiate(scenario, worlds, asked=60)
    settled = np.flatnonzero(played.ending == Ending.SETTLEMENT)
    assert len(settled) > 20
    for day in np.unique(played.day[settled]):
        asked = standing(scenario, worlds, 0, 60, day)
        for w in settled[played.day[settled] == day]:
            options = played.package[w].astype(np.intp)
            cells = [
                next(
                    c
                    for c in range(asked.cells.n_cells)
                    if asked.cells.block_of[c] == b
                    and all(o in (-1, options[j]) for j, o in enumerate(asked.cells.option[:, c]))
                )
                for b in range(asked.cells.n_blocks)
            ]
            worth = asked.deal[:, cells, w].sum(axis=1) + asked.base[:, w]
            assert (worth >= asked.reservation[:, w] - 1e-9).all(), w
