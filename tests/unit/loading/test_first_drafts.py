"""A new scenario validates as it is; a spreadsheet fills it, or its faults are told by line."""

from __future__ import annotations

from pathlib import Path

import pytest

import sim
from sim.domain.outcome import Ending
from sim.errors import NotFoundError, ScenarioError
from sim.loading import load_scenario, new_scenario, validate


def test_a_new_scenario_validates_and_explains_itself(tmp_path: Path) -> None:
    text = new_scenario("my-first-case")
    place = tmp_path / "my-first-case.toml"
    place.write_text(text, encoding="utf-8")
    assert validate([place]) == []
    scenario = load_scenario(place)
    assert (scenario.title, len(scenario.agenda), len(scenario.principals)) == (
        "my first case",
        3,
        2,
    )
    assert sum("#" in line for line in text.splitlines()) > 20


def test_a_name_with_quotes_and_lines_stays_a_text(tmp_path: Path) -> None:
    place = tmp_path / "odd.toml"
    place.write_text(new_scenario('a "b"\nc'), encoding="utf-8")
    assert load_scenario(place).title == 'a "b"\nc'


@pytest.mark.parametrize("separator", [",", ";"])
def test_values_come_from_a_spreadsheet(tmp_path: Path, separator: str) -> None:
    rows = [
        ["Issue", "Option", "Côte d'Azur", "2nd party", "Third"],
        ["Price", "low", "0", "1", "0.5"],
        ["Price", "very high", "1", "0", "0.25"],
        [],
        ["Date", "soon", "0.1", "0.2", "0.3"],
        ["Date", "late", "0.4", "0.5", "0.6"],
    ]
    text = "\n".join(separator.join(row) for row in rows)
    if separator == ";":
        text = text.replace("0.", "0,")
    (tmp_path / "values.csv").write_text("\ufeff" + text, encoding="utf-8")
    place = tmp_path / "case.toml"
    place.write_text(new_scenario("case", values=tmp_path / "values.csv"), encoding="utf-8")
    scenario = load_scenario(place)
    assert [party.name for party in scenario.parties.values()] == [
        "Côte d'Azur",
        "2nd party",
        "Third",
    ]
    assert list(scenario.parties) == ["cote_d_azur", "n2nd_party", "third"]
    assert scenario.quantity("party.third.demand.price.values.very_high").mode == 0.25
    assert [option.name for option in scenario.agenda["price"].options] == ["low", "very high"]


def test_faults_of_a_spreadsheet_are_told_by_line(tmp_path: Path) -> None:
    place = tmp_path / "values.csv"
    place.write_text(
        "issue,option,a,b\nprice,low,0,x\nprice,low,0,1\nprice,high,2,nan\nprice,mid,1\n,none,0,1\n",
        encoding="utf-8",
    )
    with pytest.raises(ScenarioError) as caught:
        new_scenario("case", values=place)
    told = [(fault.line, fault.path, fault.rule) for fault in caught.value.faults]
    assert told == [
        (2, "price.low.b", "must be a number"),
        (3, "price.low", "is there twice"),
        (4, "price.high.a", "must lie in [0, 1]"),
        (4, "price.high.b", "must lie in [0, 1]"),
        (5, "", "must have 4 cells"),
        (6, "", "must have a name made of letters"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "option,issue,a,b\nx,y,0,1\n",
        "issue,option,a\nx,y,0\n",
        "issue,option,a,A\nx,y,0,1\n",
        "issue,option,a,b\n",
        "issue,option,a,b\nx,y,0,1\n",
    ],
)
def test_a_spreadsheet_that_makes_no_scenario_is_refused(tmp_path: Path, text: str) -> None:
    place = tmp_path / "values.csv"
    place.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError):
        new_scenario("case", values=place)


def test_a_missing_spreadsheet_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        new_scenario("case", values=tmp_path / "values.csv")


def test_a_first_draft_runs_and_finds_deals(tmp_path: Path) -> None:
    place = tmp_path / "draft.toml"
    place.write_text(new_scenario("draft"), encoding="utf-8")
    scenario = load_scenario(place)
    outcomes = sim.negotiate(scenario, sim.sample_worlds(scenario, n=64, seed=1))
    assert (outcomes.ending == Ending.SETTLEMENT).any()
