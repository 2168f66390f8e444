"""An edit is a ``--set`` without reading the files again."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.domain.protocol import ProtocolKind
from sim.domain.scenario import Scenario
from sim.errors import ScenarioError
from sim.loading import edit, load_scenario, scenario_hash
from sim.loading.toml import as_toml

BASE = load_scenario("ukraine-2025")
PATHS = sorted(quantity.path for quantity in BASE.quantities())


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_an_edit_equals_the_same_set(data: st.DataObject) -> None:
    paths = data.draw(st.lists(st.sampled_from(PATHS), min_size=1, max_size=3, unique=True))
    numbers = st.floats(-0.5, 1.5).map(lambda number: round(number, 3))
    values = st.one_of(numbers, st.lists(numbers, min_size=1, max_size=3).map(sorted))
    changes = {path: data.draw(values) for path in paths}
    sets = [f"{path}={as_toml(value)}" for path, value in changes.items()]
    try:
        loaded = load_scenario("ukraine-2025", sets=sets)
    except ScenarioError as problem:
        faults = set(problem.faults)
        with pytest.raises(ScenarioError) as caught:
            edit(BASE, changes, layer="--set")
        assert faults == set(caught.value.faults)
        return
    edited = edit(BASE, changes, layer="--set")
    assert edited == loaded
    assert scenario_hash(edited) == scenario_hash(loaded)


@pytest.mark.parametrize(
    "changes",
    [
        {"protocol.kind": "single-text", "protocol.horizon": 30, "deadline.day": 9},
        {"party.russia.demand.territory.opens_with": "line"},
        {"party.europe": {"principal": True}, "protocol.order": ["europe", "russia", "ukraine"]},
        {"issue.territory.option.line.consent": {"all_of": ["europe"]}},
        {"only.territory": ["line", "administration"]},
        {"tactics.opening": [0.1, 0.2]},
        {"deadline.belief": {"europe": 0.5}},
        {"party.russia.demand.territory.band": 0},
        {"group.wire.reliability": 0.5},
        {"party.united_states.type.rash": {"chance": 0.1, "behaviour": "obstinate"}},
    ],
)
def test_tables_and_texts_can_be_set_too(changes: dict[str, Any]) -> None:
    edited = edit(BASE, changes, layer="--set")
    sets = [f"{path}={as_toml(value)}" for path, value in changes.items()]
    assert edited == load_scenario("ukraine-2025", sets=sets)
    assert edited != BASE


def test_edits_add_up_and_leave_the_first_scenario_alone() -> None:
    path = "party.russia.premium"
    before = pickle.dumps(BASE)
    first = edit(BASE, {path: 0.1}, layer="first")
    second = edit(first, {path: 0.2, "protocol.kind": "final-offer"}, layer="second")
    assert BASE.quantity(path).range == (0.0,)
    assert first.quantity(path).range == (0.1,)
    assert second.protocol.kind is ProtocolKind.FINAL_OFFER
    assert [one.layer for one in second.provenance[path].chain] == ["first", "second"]
    assert second.provenance[path].size == "assumption: set by second"
    assert second.overrides == {path: "0.2", "protocol.kind": '"final-offer"'}
    assert pickle.loads(before) == BASE


def test_untouched_parties_are_the_same_objects() -> None:
    edited = edit(BASE, {"party.russia.premium": 0.1}, layer="x")
    assert edited.parties["ukraine"] is BASE.parties["ukraine"]
    assert edited.parties["russia"] is not BASE.parties["russia"]
    assert set(edited.provenance) == set(BASE.provenance)


def test_a_scenario_that_was_sent_to_another_process_can_be_edited() -> None:
    sent: Scenario = pickle.loads(pickle.dumps(BASE))
    changes = {"party.russia.premium": 0.1}
    assert edit(sent, changes, layer="x") == edit(BASE, changes, layer="x")


@pytest.mark.parametrize(
    "changes",
    [
        {"party.russia.demand.territory.opens_with": "lien"},
        {"party.rusia.premium": 1},
        {"event.us_exit.weekly_chance": 2},
        {"protocol.horizon": float("nan")},
        {"party.russia": 3},
        {"a b": 1},
        {"party.russia.red_line.territory.firmness": {"title_held": 0.9}},
    ],
)
def test_bad_edits_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ScenarioError):
        edit(BASE, changes, layer="x")


def test_the_hash_follows_what_changes_the_draws(ordinary: Path, tmp_path: Path) -> None:
    haggle = load_scenario("price-haggle")
    assert scenario_hash(haggle) == scenario_hash(load_scenario("price-haggle"))
    assert scenario_hash(BASE) != scenario_hash(haggle)
    assert scenario_hash(BASE) != scenario_hash(
        load_scenario("ukraine-2025", coding="high-no-deal")
    )
    changed = edit(BASE, {"group.wire.reliability": 0.5}, layer="x")
    assert scenario_hash(changed) != scenario_hash(BASE)
    text = ordinary.read_text(encoding="utf-8")
    text = text.replace("seeds/good", (ordinary.parent / "seeds" / "good").as_posix())
    (tmp_path / "ordinary.toml").write_text(f"# a comment\n\n{text}", encoding="utf-8")
    moved = load_scenario(tmp_path / "ordinary.toml")
    assert scenario_hash(moved) == scenario_hash(load_scenario(ordinary))
