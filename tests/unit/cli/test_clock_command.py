"""``parley clock`` as a person would type it."""

import csv
import json

import pytest

FEW = ("--worlds", "24")


def rows(said, table):
    return [row for row in json.loads(said.out)["rows"] if row["table"] == table]


def test_it_answers_in_words_and_keeps_a_folder_with_tables_and_figures(parley, tmp_path):
    said = parley("clock", "labour-contract", *FEW, "--out", "kept")
    assert said.code == 0, said.err
    assert "WITH AND WITHOUT THE DEADLINE ON DAY 42" in said.out
    assert "assumption" in said.out
    kept = tmp_path / "kept"
    assert {"channels.png", "deadline.png", "who_pays.svg"} <= {
        file.name for file in (kept / "figures").iterdir()
    }
    with (kept / "settings.csv").open(encoding="utf-8") as file:
        assert {row["vary"] for row in csv.DictReader(file)} >= {"horizon", "credibility"}


def test_asked_again_it_reads_and_asked_otherwise_it_does_not(parley, tmp_path):
    first = parley("clock", "labour-contract", *FEW, "--json")
    again = parley("clock", "labour-contract", *FEW, "--json", "--workers", "2")
    assert first.out == again.out
    other = parley("clock", "labour-contract", *FEW, "--json", "--day", "20")
    assert other.out != first.out
    assert len(list((tmp_path / "results").glob("labour-contract-clock-*"))) == 2


def test_json_is_one_object_that_says_what_it_comes_to(parley):
    said = parley("clock", "price-haggle", *FEW, "--json", "--day", "12", "--belief", "0.7")
    told = json.loads(said.out)
    assert told["kind"] == "clock"
    assert told["asked"] == {"day": "12", "belief": 0.7, "tied": ""}
    assert 2 <= len(told["says"]) <= 4
    assert [row["value"] for row in rows(said, "settings") if row["vary"] == "deadline day"] == [12]
    assert {row["value"] for row in rows(said, "settings") if row["vary"] == "feared by"} == {
        None,
        0.7,
    }


def test_one_world_without_a_deadline_is_answered_and_called_an_assumption(parley):
    said = parley("clock", "price-haggle", "--worlds", "1")
    assert said.code == 0, said.err
    assert "too few worlds" in said.out
    assert "the scenario has none, so this one" in " ".join(said.out.split())


def test_talks_that_always_end_the_same_way_are_told_in_words(parley):
    always = [f"party.{side}.no_deal.shift=-5" for side in ("seller", "buyer")]
    never = [word.replace("-5", "5") for word in always]
    for sets in (always, never):
        changes = [word for one in sets for word in ("--set", one)]
        said = parley("clock", "price-haggle", *FEW, *changes, "--json")
        assert said.code == 0, said.err
        assert json.loads(said.out)["says"][0].startswith("Time pressure")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--day", "99"), "not after the horizon, day 60; got 99"),
        (("--belief", "2"), "a belief is a chance above 0 and not above 1; got 2"),
        (("--tie", "rain"), "has no event 'rain'; its events: none"),
        (("--worlds", "0"), "--worlds"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(parley, words, said):
    told = parley("clock", "labour-contract", *FEW, *words)
    assert told.code == 2
    assert said in " ".join(told.err.split())


def test_help_ends_with_an_example(parley):
    assert "Example: parley clock labour-contract" in parley("clock", "--help").out
