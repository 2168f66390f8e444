"""How much each part of a party's way of deciding is worth, in shares settled by day 90.

Shares of the same worlds are compared, world by world; bounds hold within two standard errors of
the paired difference.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from sim import load_scenario
from sim.domain.scenario import Scenario
from sim.engine import proposer
from sim.engine.ledger import Ledger
from sim.engine.model import NegotiationModel
from tests.property.enumerating import best_of_all
from tests.property.fixing import daily, fully_known, opening_at, static
from tests.property.playing import block_of, play_block, settled_by
from tests.property.small_cases import agenda_of, party_of, scenario_of

TWO_ERRORS = 2.0
LEARNING_ADDS = 0.10
LADDER_COSTS = 0.03
ORDER_MOVES = 0.02


@dataclass(frozen=True)
class Paired:
    """Mean difference between two columns of the same worlds, and its standard error."""

    mean: float
    error: float

    @property
    def margin(self) -> float:
        return TWO_ERRORS * self.error


def paired(first: np.ndarray, second: np.ndarray) -> Paired:
    difference = first.astype(float) - second.astype(float)
    error = float(difference.std() / np.sqrt(len(difference)))
    return Paired(mean=float(difference.mean()), error=error)


def by_day_90(ledger: Ledger) -> np.ndarray:
    return settled_by(ledger, 90.0)


def missed(ledger: Ledger) -> np.ndarray:
    """Worlds that ended without the deal that was there to be had."""
    return (ledger.ending != 0) & (ledger.overlap == 1)


def ukraine(coding: str) -> Scenario:
    return load_scenario("ukraine-2025", coding=coding)


@pytest.mark.parametrize("coding", ["low-no-deal", "high-no-deal"])
def test_learning_finds_deals_that_are_missed_without_it(
    coding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = static(daily(ukraine(coding)))
    block = block_of(scenario, 400, 1)
    learning = play_block(scenario, block)
    with monkeypatch.context() as deaf:
        deaf.setattr(proposer, "BOOST", 1.0)
        deaf.setattr(NegotiationModel, "bar", lambda *_: None)
        without = play_block(scenario, block)
    adds = paired(by_day_90(learning), by_day_90(without))
    assert adds.mean > adds.margin
    if coding == "low-no-deal":
        # In the other coding hardly more than a tenth of the worlds hold a deal to be missed.
        assert adds.mean + adds.margin >= LEARNING_ADDS
    there = (learning.overlap == 1) | (without.overlap == 1)
    found = paired(by_day_90(learning)[there], by_day_90(without)[there])
    assert found.mean - found.margin >= LEARNING_ADDS


@pytest.mark.parametrize(
    "scenario",
    [ukraine("low-no-deal"), static(daily(ukraine("low-no-deal")))],
    ids=["as it is", "static, in rounds of a day"],
)
def test_the_ladder_costs_little_against_trying_every_package(
    scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    block = block_of(scenario, 150, 2)
    ladder = play_block(scenario, block)
    monkeypatch.setattr(proposer.ProposingParty, "next_offer", best_of_all)
    every = play_block(scenario, block)
    lost = paired(by_day_90(ladder), by_day_90(every))
    assert abs(lost.mean) <= LADDER_COSTS + lost.margin
    more_missed = paired(missed(ladder), missed(every))
    assert more_missed.mean <= LADDER_COSTS + more_missed.margin
    assert by_day_90(every).mean() > 0.05


def mirrored() -> Scenario:
    """Two principals who want opposite things and care most about different ones."""
    agenda = agenda_of([4] * 5)
    up = [[0.0, (0.2, 0.4), (0.5, 0.8), 1.0]] * 5
    down = [list(reversed(values)) for values in up]
    care = [(0.1, 0.3), (0.1, 0.4), (0.2, 0.6), (0.2, 0.8), (0.3, 0.9)]
    habits = {"no_deal": (0.5, 0.8), "opening": (0.01, 0.3), "toughness": (0.25, 1.0)}
    return scenario_of(
        agenda,
        [
            party_of("a", agenda, values=up, weights=care, **habits),
            party_of("b", agenda, values=down, weights=care[::-1], **habits),
        ],
    )


@pytest.mark.parametrize(
    "scenario", [mirrored(), ukraine("low-no-deal")], ids=["mirrored", "ukraine"]
)
def test_it_matters_little_who_proposes_first(scenario: Scenario) -> None:
    rules = replace(scenario.protocol, order=scenario.protocol.order[::-1])
    block = block_of(scenario, 600, 3)
    forth = play_block(scenario, block)
    back = play_block(replace(scenario, protocol=rules), block)
    moved = paired(by_day_90(forth), by_day_90(back))
    assert abs(moved.mean) <= ORDER_MOVES + moved.margin
    assert 0.05 < by_day_90(forth).mean() < 0.95
    assert not np.array_equal(forth.first_offer, back.first_offer)


def test_aiming_from_the_own_ideal_settles_nobody_before_day_30_even_with_full_information() -> (
    None
):
    known = fully_known(static(daily(ukraine("low-no-deal"))))
    ledgers = {}
    for share in (0.0, 1.0):
        scenario = opening_at(known, share)
        ledgers[share] = play_block(scenario, block_of(scenario, 60, 1))
    assert (ledgers[1.0].overlap == 1).all()
    assert not settled_by(ledgers[1.0], 29.0).any()
    assert settled_by(ledgers[0.0], 29.0).mean() > 0.5
