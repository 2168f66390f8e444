"""Menus of behaviours: read as written, checked, inherited, and without effect on a run."""

import numpy as np
import pytest

import sim
from sim.domain.menu import entries_for
from sim.domain.party import Behaviour
from sim.errors import ScenarioError
from sim.loading import edit, load_scenario

MENU = """
extends = "price-haggle"
[menu.firm]
name = "hold firm"
behaviour = "time-dependent"
toughness.range = [0.25, 0.5]
toughness.direction_from = "nobody: tried"
toughness.size_from = "assumption: half"
[menu.stone]
behaviour = "obstinate"
parties = ["seller"]
"""


def written(tmp_path, text):
    place = tmp_path / "mine.toml"
    place.write_text(text, encoding="utf-8")
    return place


def test_a_menu_is_read_as_written_and_its_numbers_have_sources(tmp_path):
    scenario = load_scenario(written(tmp_path, MENU))
    firm, stone = scenario.menu.values()
    assert (firm.name, firm.behaviour) == ("hold firm", Behaviour.TIME_DEPENDENT)
    assert (firm.toughness.range, firm.opening) == ((0.25, 0.5), None)
    assert scenario.provenance["menu.firm.toughness"].size == "assumption: half"
    assert (stone.name, stone.parties) == ("stone", ("seller",))
    assert [entry.id for entry in entries_for(scenario.menu.values(), "buyer")] == ["firm"]
    assert [entry.id for entry in entries_for(scenario.menu.values(), "seller")] == [
        "firm",
        "stone",
    ]


def test_a_menu_changes_no_run(tmp_path):
    plain, chosen = load_scenario("price-haggle"), load_scenario(written(tmp_path, MENU))
    one, other = (sim.negotiate(s, sim.sample_worlds(s, n=64, seed=3)) for s in (plain, chosen))
    assert np.array_equal(one.value, other.value, equal_nan=True)
    assert list(plain.quantities()) == list(chosen.quantities())


def test_who_may_choose_can_be_set_from_outside(tmp_path):
    scenario = load_scenario(written(tmp_path, MENU))
    assert edit(scenario, {"menu.stone.parties": ["buyer"]}, layer="t").menu["stone"].parties == (
        "buyer",
    )
    with pytest.raises(ScenarioError, match="names no known party"):
        edit(scenario, {"menu.stone.parties": ["byer"]}, layer="test")


def test_a_number_that_cannot_be_is_a_fault(tmp_path):
    with pytest.raises(ScenarioError, match="must lie in"):
        load_scenario(written(tmp_path, MENU.replace("[0.25, 0.5]", "[9]")))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("menu = {}", "at least one behaviour"),
        (
            'menu.one = { behaviour = "reciprocal", parties = ["buyer"] }',
            "'seller' nothing to choose",
        ),
        ('menu.one = { behaviour = "reputational" }', "obstinate"),
    ],
)
def test_a_menu_that_leaves_somebody_without_a_choice_is_a_fault(tmp_path, text, rule):
    with pytest.raises(ScenarioError, match=rule):
        load_scenario(written(tmp_path, f'extends = "price-haggle"\n{text}\n'))


def test_every_behaviour_can_stand_on_a_menu():
    from typing import get_args

    from sim.loading.menu_models import BehaviourName

    assert list(get_args(BehaviourName)) == [behaviour.value for behaviour in Behaviour]
