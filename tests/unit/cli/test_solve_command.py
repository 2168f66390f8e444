"""``parley solve``: what it says, keeps and refuses."""

import json
from pathlib import Path

import jsonschema

from sim.records import answer_schema

FEW = ("--worlds", "24")


def test_it_answers_in_words_and_keeps_tables_and_a_picture(parley):
    said = parley("solve", "labour-contract", *FEW)
    assert said.code == 0, said.err
    words = " ".join(said.out.split())
    assert "THE PRICE OF HAGGLING" in words
    assert words.endswith("it does not predict what will happen.")
    (folder,) = Path("results").iterdir()
    assert folder.name.startswith("labour-contract-solve-")
    for name in ("worlds", "concepts", "picks", "prices", "spreads"):
        assert (folder / f"{name}.csv").stat().st_size > 0
    assert (folder / "figures" / "price-of-haggling.png").stat().st_size > 5_000


def test_asked_again_it_reads_and_asked_otherwise_it_does_not(parley):
    first = parley("solve", "price-haggle", *FEW, "--json")
    again = parley("solve", "price-haggle", *FEW, "--json", "--workers", "2")
    assert first.out == again.out
    other = parley("solve", "price-haggle", *FEW, "--json", "--day", "10")
    assert other.out != first.out
    assert len(list(Path("results").iterdir())) == 2


def test_json_is_alone_on_standard_output_and_follows_the_schema(parley):
    said = parley("solve", "three-party-coalition", *FEW, "--json")
    found = json.loads(said.out)
    assert said.err == ""
    jsonschema.validate(found, answer_schema())
    assert found["kind"] == "solve"
    assert {row["concept"] for row in found["rows"] if row["table"] == "prices"} == {
        "subgame-perfect"
    }


def test_a_day_outside_the_talks_is_refused_in_words(parley):
    said = parley("solve", "price-haggle", *FEW, "--day", "99")
    assert said.code == 2
    assert "horizon" in said.err
    assert "Traceback" not in said.err
    assert not list(Path("results").glob("*solve*"))
