"""Names, listing order and the unit of value are the analyst's choice and must not matter."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from sim.domain import cells as cells_module
from sim.domain.outcome import Outcomes
from sim.domain.protocol import ProtocolKind
from sim.domain.scenario import Scenario
from sim.domain.worlds import WorldBlock
from sim.engine import negotiate
from sim.engine.public import PublicEstimate
from sim.engine.setting import Setting, setting_of
from sim.sampling import sample_worlds
from tests.property.playing import block_of, different_rows, differing_columns, play_block
from tests.property.relabelling import former_streams, renamed, reordered
from tests.scenario_strategies import random_scenario

WORLDS = 24


@pytest.fixture(autouse=True)
def agendas_of_many_blocks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every other scenario keeps its blocks apart, however small its agenda."""
    callspec = getattr(request.node, "callspec", None)
    if callspec is not None and callspec.params.get("seed", 0) % 2:
        monkeypatch.setattr(cells_module, "ENUMERATED", 0)


KINDS = tuple(ProtocolKind)
NAMES = {
    "ash": "zelkova", "birch": "yew", "cedar": "willow", "elm": "alder",
    "land": "wind", "money": "vine", "ships": "apples", "fish": "bread",
    "none": "zero", "some": "one", "most": "two", "all": "three",
    "threat": "vow", "ratchet": "bolt", "exit": "door", "lesson": "class",
    "exchange": "swap", "truce": "pause", "stalling": "waiting", "stubborn": "rigid",
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(8))
def test_renaming_changes_nothing(seed: int, kind: ProtocolKind) -> None:
    scenario = random_scenario(4000 + seed, kind=kind)
    other = renamed(scenario, NAMES)
    assert set(other.parties).isdisjoint(scenario.parties)
    plain = negotiate(scenario, sample_worlds(scenario, n=WORLDS, seed=seed))
    recipe = sample_worlds(other, n=WORLDS, seed=seed, aliases=former_streams(scenario, NAMES))
    assert differing_columns(plain, negotiate(other, recipe)) == []


def test_renaming_without_the_old_streams_does_change_the_draws() -> None:
    scenario = random_scenario(19)
    other = renamed(scenario, NAMES)
    plain, drawn = (block_of(each, WORLDS, 1) for each in (scenario, other))
    assert not np.array_equal(plain.weights, drawn.weights)


#: Columns of outcomes with a party axis, and with an issue axis behind it.
BY_PARTY = ("value", "no_deal", "refused_value", "type")
BY_PARTY_AND_ISSUE = ("first_offer", "last_offer", "refused_line", "conceded")


def listed_again(rows: Outcomes, parties: list[int], issues: list[int]) -> dict[str, np.ndarray]:
    """A table's columns with parties and issues in another order."""
    made = {name: getattr(rows, name) for name in ("ending", "day", "signed_partial", "overlap")}
    made["package"] = rows.package[:, issues]
    for name in BY_PARTY:
        made[name] = getattr(rows, name)[:, parties]
    for name in BY_PARTY_AND_ISSUE:
        made[name] = getattr(rows, name)[:, parties][:, :, issues]
    return made


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(10))
def test_listing_parties_and_issues_in_another_order_permutes_the_result(
    seed: int, kind: ProtocolKind
) -> None:
    scenario = random_scenario(5000 + seed, kind=kind)
    rng = Random(seed)
    parties = rng.sample(range(len(scenario.parties)), len(scenario.parties))
    issues = rng.sample(range(len(scenario.agenda)), len(scenario.agenda))
    other = reordered(scenario, parties, issues)
    plain, again = (
        negotiate(each, sample_worlds(each, n=WORLDS, seed=seed)) for each in (scenario, other)
    )
    for name, column in listed_again(plain, parties, issues).items():
        if column.dtype.kind == "f":
            np.testing.assert_allclose(getattr(again, name), column, atol=1e-9, err_msg=name)
        else:
            np.testing.assert_array_equal(getattr(again, name), column, err_msg=name)


def in_half_units(block: WorldBlock, party: int) -> WorldBlock:
    """All of one party's numbers that are value units, halved. Chances and steps stay."""
    changes = {}
    for name in (
        "values", "premium", "loss", "no_deal", "drift", "belief_gap", "side_benefit"
    ):  # fmt: skip
        changes[name] = getattr(block, name).copy()
        changes[name][party] *= 0.5
    for name in ("event_no_deal", "event_premium", "partial_gain", "partial_no_deal"):
        changes[name] = getattr(block, name).copy()
        changes[name][:, party] *= 0.5
    return replace(block, **changes)


def estimate_in_half_units(estimate: PublicEstimate, party: int) -> PublicEstimate:
    """What others reckon of that party, in its new unit."""
    changes = {}
    for name in ("deal", "base", "spread", "no_deal", "drift"):
        changes[name] = getattr(estimate, name).copy()
        changes[name][party] *= 0.5
    return replace(estimate, **changes)


def setting_in_half_units(scenario: Scenario, party: int) -> Setting:
    setting = setting_of(scenario)
    return replace(
        setting,
        public=in_half_units(setting.public, party),
        estimates={
            holder: estimate_in_half_units(estimate, party)
            for holder, estimate in setting.estimates.items()
        },
        mediators_estimate=estimate_in_half_units(setting.mediators_estimate, party),
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(10))
def test_halving_everything_a_party_counts_in_value_changes_no_move(
    seed: int, kind: ProtocolKind
) -> None:
    scenario = random_scenario(6000 + seed, kind=kind)
    block = block_of(scenario, WORLDS, seed)
    plain = play_block(scenario, block)
    for party in range(len(scenario.parties)):
        halved = play_block(
            scenario, in_half_units(block, party), setting_in_half_units(scenario, party)
        )
        assert different_rows(plain, halved, but={"value", "no_deal", "track"}) == []
        np.testing.assert_allclose(halved.value[:, party], plain.value[:, party] / 2, atol=1e-12)


def test_halving_the_gains_alone_does_change_moves() -> None:
    scenario = random_scenario(19)
    block = block_of(scenario, WORLDS, 19)
    values = block.values.copy()
    values[0] *= 0.5
    lopsided = play_block(scenario, replace(block, values=values))
    assert different_rows(play_block(scenario, block), lopsided, but={"value", "no_deal"})
