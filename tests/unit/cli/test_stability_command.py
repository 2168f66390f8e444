"""``parley stability``: what it says, keeps and refuses."""

import inspect
import json
from pathlib import Path

import jsonschema
import pytest

from sim.analysis.stability import FOLLOWED, PACKAGES
from sim.cli.stability import stability
from sim.records import answer_schema

FEW = ("--worlds", "24", "--packages", "2")


def test_it_answers_in_words_and_keeps_tables_and_a_picture(parley):
    said = parley("stability", "labour-contract", *FEW)
    assert said.code == 0, said.err
    words = " ".join(said.out.split())
    assert "DOES IT HOLD AGAINST MOVES" in words
    assert "IS IT KEPT, ONCE SIGNED" in words
    assert words.endswith("it does not predict what will happen.")
    (folder,) = Path("results").iterdir()
    assert folder.name.startswith("labour-contract-stability-")
    for name in ("packages", "states", "exits", "kept", "links", "curves", "changes", "shifts"):
        assert (folder / f"{name}.csv").stat().st_size > 0
    assert (folder / "figures" / "against-moves.png").stat().st_size > 5_000


def test_asked_again_it_reads_and_asked_otherwise_it_does_not(parley):
    first = parley("stability", "price-haggle", *FEW, "--json")
    again = parley("stability", "price-haggle", *FEW, "--json", "--workers", "2")
    assert first.out == again.out
    other = parley("stability", "price-haggle", *FEW, "--json", "--until", "90")
    assert other.out != first.out
    assert len(list(Path("results").iterdir())) == 2


def test_json_is_alone_on_standard_output_and_follows_the_schema(parley):
    said = parley("stability", "three-party-coalition", *FEW, "--json")
    found = json.loads(said.out)
    assert said.err == ""
    jsonschema.validate(found, answer_schema())
    assert found["kind"] == "stability"
    assert {row["sense"] for row in found["rows"] if row["table"] == "states"} == {
        "nash",
        "gmr",
        "smr",
        "seq",
    }


def test_a_package_can_be_asked_for(parley):
    said = parley("stability", "price-haggle", *FEW, "--package", "price=p130", "--json")
    (row, *_) = [r for r in json.loads(said.out)["rows"] if r["table"] == "packages"]
    assert (row["origin"], row["package"]) == ("asked for", {"price": "p130"})


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--day", "99"), "horizon"),
        (("--until", "0"), "followed"),
        (("--packages", "0"), "packages"),
        (("--package", "price"), "ISSUE=OPTION"),
        (("--package", "price=p1"), "no option"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(parley, options, words):
    said = parley("stability", "price-haggle", "--worlds", "24", *options)
    assert said.code == 2
    assert words in said.err
    assert "Traceback" not in said.err
    assert not list(Path("results").glob("*stability*"))


def test_the_command_asks_for_what_the_analysis_does_unless_told():
    """The command does not import the analysis, to start fast, and so states the same again."""
    told = inspect.signature(stability).parameters
    assert (told["until"].default, told["packages"].default) == (FOLLOWED, PACKAGES)
