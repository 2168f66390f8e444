"""``parley zopa``: what it says, keeps and refuses."""

import json
from pathlib import Path

import jsonschema
import pytest

from sim.records import answer_schema

FEW = ("--worlds", "30")


def test_the_set_ends_in_words_tables_and_pictures(parley):
    said = parley("zopa", "labour-contract", *FEW)
    assert said.code == 0, said.err
    words = " ".join(said.out.split())
    assert "On day 0 some package is acceptable to all who must sign in" in words
    assert "WHO BLOCKS ALONE" in words
    assert words.endswith("it does not predict what will happen.")
    (folder,) = Path("results").iterdir()
    assert folder.name.startswith("labour-contract-zopa-")
    for name in ("sets", "days", "packages", "pairs", "talks", "blocking_lines", "opening_sets"):
        assert (folder / f"{name}.csv").stat().st_size > 0
    drawn = {file.stem for file in (folder / "figures").iterdir()}
    assert {"acceptance-map", "best-packages", "public-world", "who-blocks"} <= drawn


def test_the_same_command_again_reads_what_was_kept(parley):
    first = parley("zopa", "price-haggle", *FEW)
    (folder,) = Path("results").iterdir()
    kept = (folder / "details.json").stat().st_mtime_ns
    again = parley("zopa", "price-haggle", *FEW)
    assert again.out == first.out
    assert (folder / "details.json").stat().st_mtime_ns == kept
    parley("zopa", "price-haggle", *FEW, "--day", "3")
    assert len(list(Path("results").iterdir())) == 2


def test_json_is_alone_on_standard_output_and_follows_the_schema(parley):
    said = parley(
        "zopa", "labour-contract", *FEW, "--map", "pay", "pension", "--keep", "3", "--json"
    )
    found = json.loads(said.out)
    assert said.err == ""
    jsonschema.validate(found, answer_schema())
    assert (found["kind"], found["worlds"], found["coding"]) == ("zopa", 30, ["stated"])
    assert found["asked"] == {"day": 0.0, "map": "pay pension", "keep": 3}
    tables = {row["table"] for row in found["rows"]}
    assert {"sets", "packages", "pairs", "empty", "blocking_parties"} <= tables
    assert max(row["rank"] for row in found["rows"] if row["table"] == "packages") == 3
    assert 2 <= len(found["says"]) <= 4
    assert not list(Path("results").glob("*/figures/*"))


def test_settings_and_the_day_change_what_is_found(parley):
    def open_share(*words):
        said = parley("zopa", "price-haggle", *FEW, "--json", *words)
        (row,) = [row for row in json.loads(said.out)["rows"] if row["table"] == "sets"]
        return row["open"]["share"]

    plain = open_share()
    assert open_share("--set", "party.seller.no_deal.shift=-0.9") > plain
    assert open_share("--set", "party.seller.no_deal.drift=0.05", "--day", "30") < plain


def test_an_empty_set_says_so_and_ends_well(parley):
    said = parley("zopa", "price-haggle", *FEW, "--set", "party.seller.no_deal.shift=0.9")
    words = " ".join(said.out.split())
    assert said.code == 0
    assert "in none of the 30 worlds of this coding" in words
    assert "WHERE NOTHING IS ACCEPTABLE" in words


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--day", "31"), "the day lies between 0 and the horizon, 30; got 31"),
        (("--day", "-1"), "the day lies between 0 and the horizon"),
        (("--map", "price", "wages"), "no issue is called 'wages'; there are price"),
        (("--map", "price", "price"), "two different issues"),
        (("--keep", "0"), "between 1 and 1000 packages can be listed"),
        (("--worlds", "0"), "must be 1 or more"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(parley, words, told):
    said = parley("zopa", "price-haggle", *FEW, *words)
    assert said.code == 2
    assert told in " ".join(said.err.split())
    assert "Traceback" not in said.err
    assert said.out == ""


def test_a_folder_with_something_else_in_it_is_refused(parley):
    assert parley("zopa", "price-haggle", *FEW, "--out", "here").code == 0
    assert parley("zopa", "price-haggle", "--worlds", "31", "--out", "here").code == 2
    assert parley("zopa", "price-haggle", "--worlds", "31", "--out", "here", "--force").code == 0


def test_a_coding_without_any_acceptable_package_stands_beside_one_that_has_some(parley, tmp_path):
    place = tmp_path / "two.toml"
    place.write_text(
        'extends = "price-haggle"\n'
        '[coding.near]\nsays = "near"\n'
        '[coding.far]\nsays = "far"\n'
        "[coding.far.party.seller.no_deal]\nshift = [0.9, 1.0]\n"
        "[coding.far.party.buyer.no_deal]\nshift = [0.9, 1.0]\n"
    )
    said = parley("zopa", str(place), "--worlds", "20", "--workers", "1", "--json")
    assert said.code == 0, said.err
    rows = [row for row in json.loads(said.out)["rows"] if row["table"] == "packages"]
    far = [row for row in rows if row["coding"] == "far"]
    assert all(row["regret_95"] is None and row["near"] is None for row in far)
    assert any(row["regret_95"] is not None for row in rows)
