"""``parley equilibrium``: what it says, keeps and refuses."""

import json
from pathlib import Path

import jsonschema
import pytest

from sim.analysis.equilibrium import PRECISION, TOLERANCE
from sim.records import answer_schema

FEW = ("--worlds", "24")


def test_it_answers_in_words_and_keeps_tables_and_pictures(parley):
    said = parley("equilibrium", "labour-contract", *FEW)
    assert said.code == 0, said.err
    words = " ".join(said.out.split())
    assert "PROFILES WITH THE LEAST REGRET" in words
    assert words.endswith("it does not predict what will happen.")
    (folder,) = Path("results").iterdir()
    assert folder.name.startswith("labour-contract-equilibrium-")
    for name in ("games", "menu", "profiles", "changes", "told", "ends", "values"):
        assert (folder / f"{name}.csv").stat().st_size > 0
    for name in ("regret", "at-equilibrium"):
        assert (folder / "figures" / f"{name}.png").stat().st_size > 5_000


def test_asked_again_it_reads_and_asked_otherwise_it_does_not(parley):
    first = parley("equilibrium", "price-haggle", *FEW, "--json")
    again = parley("equilibrium", "price-haggle", *FEW, "--json", "--workers", "2")
    assert first.out == again.out
    other = parley("equilibrium", "price-haggle", *FEW, "--json", "--tolerance", "0.1")
    assert other.out != first.out
    sharper = parley("equilibrium", "price-haggle", *FEW, "--json", "--precision", "50")
    assert sharper.out not in (first.out, other.out)
    assert len(list(Path("results").iterdir())) == 3


def test_json_is_alone_on_standard_output_and_follows_the_schema(parley):
    said = parley("equilibrium", "three-party-coalition", *FEW, "--json")
    found = json.loads(said.out)
    assert said.err == ""
    jsonschema.validate(found, answer_schema())
    assert found["kind"] == "equilibrium"
    assert found["asked"] == {"tolerance": TOLERANCE, "precision": PRECISION}
    assert {row["table"] for row in found["rows"]} >= {"games", "profiles", "told", "ends"}


def test_a_menu_of_the_scenario_is_used(parley, tmp_path):
    place = tmp_path / "mine.toml"
    place.write_text(
        'extends = "price-haggle"\n[menu.give]\nbehaviour = "time-dependent"\n'
        '[menu.stone]\nname = "a stone"\nbehaviour = "obstinate"\n',
        encoding="utf-8",
    )
    said = parley("equilibrium", str(place), *FEW)
    assert said.code == 0, said.err
    assert "a stone" in said.out
    assert "4 profiles" in " ".join(said.out.split())
    assert "risk-return" not in said.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--worlds", "1"), "at least two worlds"),
        (("--tolerance", "-1"), "tolerance"),
        (("--precision", "-1"), "precision"),
        (("--set", 'menu.one={behaviour="obstinate"}'), "nothing to choose"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(arguments, words, parley):
    said = parley("equilibrium", "price-haggle", *arguments)
    assert said.code == 2
    assert words in " ".join(said.err.split())
    assert "Traceback" not in said.err
    assert not list(Path("results").glob("*equilibrium*"))


def test_a_faulty_menu_is_told_by_its_path(parley):
    said = parley("equilibrium", "price-haggle", "--set", 'menu.one={behaviour="obstinat"}')
    assert said.code == 3
    assert "menu.one.behaviour" in said.err
