"""``parley sensitivity``: what it says, keeps and refuses."""

import csv
import json
from pathlib import Path

import jsonschema
import pytest

from sim.records import answer_schema

FEW = ("--worlds", "60")
ASKED = ("sensitivity", "price-haggle", *FEW)


def test_it_ends_in_words_tables_and_pictures(parley):
    said = parley(*ASKED)
    assert said.code == 0
    words = " ".join(said.out.split())
    assert "Whether the talks settle hangs most on the no-deal value of the" in words
    assert words.endswith("it does not predict what will happen.")
    assert "%" not in words.replace("95 % interval", "")
    (folder,) = Path("results").iterdir()
    assert folder.name.startswith("price-haggle-sensitivity-")
    assert (folder / "report.txt").stat().st_size > 0
    for figure in ("drivers", "tornado"):
        assert (folder / "figures" / f"{figure}.png").stat().st_size > 0
    rows = list(csv.DictReader((folder / "groups.csv").open(encoding="utf-8")))
    assert {row["group"] for row in rows} == {
        f"party.{party}.{about}" for party in ("seller", "buyer") for about in ("no_deal", "clocks")
    }
    assert 0.0 <= float(rows[0]["flips"]) <= 1.0
    assert float(rows[0]["total_low"]) <= float(rows[0]["total_index"])


def test_json_is_alone_on_standard_output_and_follows_the_schema(parley):
    said = parley(*ASKED, "--json")
    assert said.err == ""
    found = json.loads(said.out)
    jsonschema.validate(found, answer_schema())
    assert found["kind"] == "sensitivity"
    assert found["asked"] == {"output": "settlement"}
    tables = {row["table"] for row in found["rows"]}
    assert {"outputs", "groups", "directions", "sizes", "ends", "inputs"} <= tables
    assert 2 <= len(found["says"]) <= 4


def test_a_second_time_it_is_read(parley):
    first, second = parley(*ASKED, "--json"), parley(*ASKED, "--json")
    assert first.out == second.out
    assert len(list(Path("results").iterdir())) == 1


def test_a_partys_result(parley):
    said = parley(*ASKED, "--output", "result.seller", "--json")
    found = json.loads(said.out)
    assert found["asked"] == {"output": "result.seller"}
    assert found["says"][0].startswith("The result of the seller hangs most on")


def test_an_unknown_output_is_refused_before_anything_is_made(parley):
    said = parley(*ASKED, "--output", "result.nobody")
    assert said.code == 2
    assert "there are settlement, result.seller, result.buyer" in said.err
    assert not Path("results").exists()


@pytest.mark.parametrize("worlds", ["1", "5"])
def test_few_worlds_are_told(parley, worlds):
    said = parley("sensitivity", "price-haggle", "--worlds", worlds)
    assert said.code == 0
    assert "cannot tell what drives the talks" in " ".join(said.out.split())
    assert "nan" not in said.out.lower()


def test_no_world_is_refused(parley):
    assert parley("sensitivity", "price-haggle", "--worlds", "0").code == 2


def test_a_scenario_without_anything_uncertain(parley):
    fixed = [
        word
        for party in ("seller", "buyer")
        for path, value in (
            ("no_deal.shift", "0"),
            ("patience", "0.97"),
            ("tactics.opening", "0.1"),
            ("tactics.toughness", "0.5"),
            ("tactics.patience_spread", "1"),
        )
        for word in ("--set", f"party.{party}.{path}={value}")
    ]
    said = parley(*ASKED, *fixed)
    assert said.code == 0
    assert "Nothing is uncertain here: every world is the same world" in " ".join(said.out.split())
