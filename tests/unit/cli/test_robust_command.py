"""``parley robust``: what it says, keeps and refuses."""

import json
from pathlib import Path

import jsonschema
import pytest

from sim.records import answer_schema

FEW = ("--worlds", "40", "--inputs", "1")
CASE = ("robust", "labour-contract", *FEW)


def test_statements_end_in_words_tables_and_a_picture(parley):
    said = parley(*CASE)
    assert said.code == 0, said.err
    words = " ".join(said.out.split())
    assert "in every reading" in words
    assert "1. Without a large training fund fewer talks settle." in words
    assert words.endswith("it does not predict what will happen.")
    (folder,) = Path("results").iterdir()
    assert folder.name.startswith("labour-contract-robust-")
    for name in ("statements", "readings", "flips", "inputs"):
        assert (folder / f"{name}.csv").stat().st_size > 0
    assert {file.stem for file in (folder / "figures").iterdir()} == {"statements"}


def test_the_same_command_again_reads_what_was_kept(parley):
    first = parley(*CASE)
    (folder,) = Path("results").iterdir()
    kept = (folder / "details.json").stat().st_mtime_ns
    assert parley(*CASE).out == first.out
    assert (folder / "details.json").stat().st_mtime_ns == kept


def test_json_is_alone_on_standard_output_and_follows_the_schema(parley):
    said = parley(*CASE, "--json")
    found = json.loads(said.out)
    assert said.err == ""
    jsonschema.validate(found, answer_schema())
    assert (found["kind"], found["worlds"], found["asked"]) == ("robust", 40, {"inputs": 1})
    tables = {row["table"] for row in found["rows"]}
    assert tables == {"statements", "readings", "flips", "inputs"}
    assert 2 <= len(found["says"]) <= 4


def test_a_statement_that_names_nobody_is_told_with_file_and_line(parley):
    Path("said.toml").write_text(
        'schema = 1\nextends = "price-haggle"\n[statement.who]\nkind = "blocks-more"\n'
        'says = "the seler blocks more"\nparty = "seler"\nthan = "buyer"\n',
        encoding="utf-8",
    )
    said = parley("robust", "said.toml", *FEW)
    assert said.code == 3
    assert "said.toml:6: statement.who.party names no known party" in said.err
    assert "did you mean 'seller'?" in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize("words", [("--worlds", "0"), ("--inputs", "-1")])
def test_what_cannot_be_asked_is_a_usage_error(parley, words):
    said = parley("robust", "price-haggle", *words)
    assert said.code == 2
    assert said.out == ""
    assert "Traceback" not in said.err


def test_one_world_is_too_few_and_said_to_be(parley):
    said = parley("robust", "price-haggle", "--worlds", "1", "--inputs", "1")
    assert said.code == 0, said.err
    assert "holds in 0 of 3 readings, fails in 0 and is too close to tell in 3" in " ".join(
        said.out.split()
    )


LOOKS_AHEAD = ("--set", 'party.blue.behaviour="subgame-perfect"')


def test_a_statement_that_cannot_be_played_as_set_is_left_out_with_a_word(parley):
    """One text put to all cannot be played by a party that looks ahead to offers; in the file's own
    behaviour it can, and who gets the treasury can be asked either way."""
    case = ("robust", "three-party-coalition", "--worlds", "40", "--inputs", "0")
    said = parley(*case, *LOOKS_AHEAD)
    assert said.code == 0, said.err
    words = " ".join(said.out.split())
    assert (
        "Left out: “One text put to all three settles more talks than Blue's own offers”" in words
    )
    assert "cannot be played: party.blue.behaviour can be played in talks of kind" in words
    found = json.loads(parley(*case, *LOOKS_AHEAD, "--json").out)
    jsonschema.validate(found, answer_schema())
    rows = {table: [row for row in found["rows"] if row["table"] == table] for table in
            ("statements", "left_out")}  # fmt: skip
    assert [row["statement"] for row in rows["left_out"]] == ["one_text"]
    assert "one_text" not in {row["statement"] for row in rows["statements"]}
    assert "post_for_gold" in {row["statement"] for row in rows["statements"]}
    assert "Left out" not in parley(*case).out


def test_other_commands_take_the_same_words(parley):
    said = parley("run", "three-party-coalition", "--worlds", "20", *LOOKS_AHEAD, "--json")
    assert said.code == 0, said.err


@pytest.mark.parametrize("value", ["5", "{}", '{party={blue={behaviour="nobody"}}}'])
def test_what_is_set_of_a_statement_itself_is_a_fault(value, parley):
    said = parley("robust", "three-party-coalition", "--set", f"statement.one_text.set={value}")
    assert said.code == 3
    assert "statement.one_text" in said.err
    assert "Traceback" not in said.err


def test_a_statement_that_no_setting_breaks_is_a_fault_of_its_file(parley):
    Path("never.toml").write_text(
        'schema = 1\nextends = "price-haggle"\n[statement.never]\nkind = "lifts"\n'
        'says = "patience beyond all bounds helps"\nset.party.buyer.patience = 1.5\n',
        encoding="utf-8",
    )
    said = parley("robust", "never.toml", *FEW, "--set", "protocol.horizon=20")
    assert said.code == 3
    assert "never.toml:6: statement.never.set.party.buyer.patience must" in said.err
