"""``why`` tells range, claims, groups, contradictions and every layer that wrote a number."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.domain.scenario import Scenario
from sim.errors import NotFoundError
from sim.loading import load_codings, load_scenario
from sim.report.why import explain

ROOT = Path(__file__).resolve().parents[3]
ORDINARY = ROOT / "tests" / "fixtures" / "faults" / "ordinary.toml"
LINE = "party.left.red_line.price.firmness.mid"


@pytest.fixture(scope="module")
def ordinary() -> Scenario:
    return load_scenario(ORDINARY, coding="harsh", sets=["party.left.premium=[0, 0.1]"])


def test_a_number_is_told_with_everything_behind_it(ordinary: Scenario) -> None:
    told = explain(ordinary, LINE)
    for words in (
        f"{LINE}  (ordinary, coding harsh)",
        "anything between 0.2 and 0.4, all equally likely",
        "not taken at its word: 0 to 0.4",
        "T1  left asks for a high price",
        "the witness (a report, nobody named); place P1",
        "source group witness (one witness): reliability most likely 0.6, between 0.4 and 0.8",
        "assumption: test",
        "X1  both cannot be true (claims T1, T2)",
        "treated so: wide ranges",
        "ordinary.toml:20  [0.2, 0.4]",
    ):
        assert words in told, words
    assert "right has all the time" not in told  # a claim it does not rest on


def test_the_chain_runs_from_the_parent_to_the_last_change() -> None:
    sets = ["party.left.red_line.price.firmness.mid=0.1"]
    chain = explain(load_scenario(ORDINARY, sets=sets), LINE).split("Written by")[1]
    assert chain.index("ordinary.toml:20") < chain.index("--set")
    assert "0.1" in chain.splitlines()[-1]


def test_a_changed_number_is_an_assumption_of_whoever_set_it(ordinary: Scenario) -> None:
    told = explain(ordinary, "party.left.premium")
    assert "assumption: set by --set" in told
    assert "T1" not in told
    assert "assumption: set by coding harsh" in explain(ordinary, "party.left.no_deal.shift")


def test_what_nobody_states_is_said_so(ordinary: Scenario) -> None:
    told = explain(ordinary, "party.right.premium")
    assert "not stated, taken as none" in told
    assert "the scenario does not state it" in told
    assert "Parley's default opening" in explain(ordinary, "party.right.tactics.opening")


def test_a_widened_value_tells_how_it_was_written(ordinary: Scenario) -> None:
    told = explain(ordinary, "party.left.demand.price.values.mid")
    assert "most likely 0.35, between 0.25 and 0.45 (written 0.35, widened by the band" in told


def test_a_table_lists_the_numbers_beneath(ordinary: Scenario) -> None:
    told = explain(ordinary, "party.left.red_line")
    assert "2 numbers beneath it" in told
    assert f"{LINE}  0.2 … 0.4" in told.replace("   ", "  ")
    assert "party.right" not in told


def test_settings_claims_and_groups_have_a_story_too(ordinary: Scenario) -> None:
    assert "ordinary.toml:9" in explain(ordinary, "protocol.horizon")
    assert "round_days = 1" in explain(ordinary, "protocol")
    claim = explain(ordinary, "T1")
    assert "Numbers whose direction rests on it" in claim
    assert "party.left.demand.price.weight" in claim
    assert "No number of this scenario rests on it: too vague." in explain(ordinary, "T2")
    group = explain(ordinary, "group.witness.reliability")
    assert "good.toml:5" in group
    assert "Direction from" not in group


def test_an_unknown_path_is_met_with_a_near_one(ordinary: Scenario) -> None:
    with pytest.raises(NotFoundError, match=r"did you mean 'party\.left\.premium'"):
        explain(ordinary, "party.left.premuim")
    with pytest.raises(NotFoundError, match="holds nothing at ''"):
        explain(ordinary, "")


@pytest.mark.parametrize("coding", ["low-no-deal", "high-no-deal"])
def test_every_number_of_the_full_scenario_has_a_story(coding: str) -> None:
    scenario = load_scenario("ukraine-2025-v01-sanctions-bite", coding=coding)
    for quantity in scenario.quantities():
        told = explain(scenario, quantity.path)
        source = scenario.provenance[quantity.path]
        assert all(f"{claim}  " in told for claim in source.claims)
        assert all(setting.layer in told for setting in source.chain)
        assert max(map(len, told.splitlines())) <= 140


SHIFT = "party.left.no_deal.shift"


def test_a_setting_tells_the_sources_that_cover_it(ordinary: Scenario) -> None:
    for path in ("protocol.horizon", "event.shock.day"):
        told = explain(ordinary, path)
        assert told.index("T1  left asks for a high price") < told.index("assumption: test")
        assert told.index("assumption: test") < told.index("Written by")
    assert "Direction from" not in explain(ordinary, "protocol.kind")
    assert "Direction from" not in explain(ordinary, "schema")


def test_a_changed_setting_inherits_no_source() -> None:
    told = explain(load_scenario(ORDINARY, sets=["protocol.horizon=8"]), "protocol.horizon")
    assert "assumption: set by --set" in told
    assert "T1" not in told


def test_a_setting_that_nothing_covers_is_said_so() -> None:
    told = explain(load_scenario("ukraine-2025"), "event.us_exit.day")
    assert "The scenario states no source for it." in told


def test_the_path_as_a_coding_writes_it_asks_for_that_coding() -> None:
    codings = load_codings(ORDINARY)
    told = explain(codings["calm"], f"coding.harsh.{SHIFT}", others=codings)
    assert told.startswith(f"{SHIFT}  (ordinary, coding harsh)")
    assert "exactly -0.2" in told
    assert explain(codings["harsh"], f"coding.harsh.{SHIFT}").startswith(SHIFT)
    assert "left has little" in explain(codings["calm"], "coding.harsh.says", others=codings)
    assert "left has little" in explain(codings["calm"], "coding.harsh", others=codings)
    with pytest.raises(NotFoundError, match="did you mean 'harsh'"):
        explain(codings["calm"], f"coding.hrash.{SHIFT}", others=codings)


def test_where_codings_differ_the_one_told_is_named_and_the_others_are_told() -> None:
    codings = load_codings(ORDINARY)
    told = explain(codings["harsh"], SHIFT, others=codings)
    assert "Told for coding harsh; others differ\n  calm: exactly 0\n" in told + "\n"
    table = explain(codings["harsh"], "party.left", others=codings)
    assert "calm: other values of no_deal.shift" in table
    assert "calm: not stated" in explain(codings["harsh"], "event.shock.day", others=codings)
    for path in (LINE, "protocol.horizon", "T1", "coding.harsh"):
        assert "others differ" not in explain(codings["harsh"], path, others=codings)
    assert "others differ" not in explain(codings["harsh"], SHIFT)
