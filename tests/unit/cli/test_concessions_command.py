"""``parley concessions``: what it says, keeps and refuses."""

import json
from pathlib import Path

import jsonschema
import pytest

from sim.cli import conceding
from sim.records import answer_schema
from tests.conceding_cases import CODINGS, HIRE

FEW = ("--worlds", "8", "--workers", "1")
BIRCH = ("concessions", "hire.toml", "--by", "birch", *FEW)
CEDAR = ("concessions", "hire.toml", "--by", "cedar", "--coding", "plain", *FEW)


@pytest.fixture
def ask(parley):
    Path("hire.toml").write_text(HIRE + CODINGS, encoding="utf-8")
    return parley


def test_it_ends_in_words_tables_and_a_picture(ask):
    said = ask(*BIRCH)
    assert said.code == 0, said.err
    words = " ".join(said.out.split())
    assert "Only what Birch gives." in words
    assert "WHAT EACH CONCESSION WOULD CHANGE" in words
    assert words.endswith("it does not predict what will happen.")
    assert "%" not in words.replace("95 % interval", "")
    (folder,) = Path("results").iterdir()
    assert folder.name.startswith("hire-concessions-")
    for name in ("concessions", "effects", "rules", "gains", "without"):
        assert (folder / f"{name}.csv").stat().st_size > 0
    assert (folder / "figures" / "concessions.png").stat().st_size > 0
    assert (folder / "concessions.csv").read_text().startswith("party,issue,option,kind,to,by,")


def test_json_is_alone_on_standard_output_and_follows_its_schema(ask):
    said = ask(*BIRCH, "--day", "6", "--json")
    assert (said.code, said.err, said.out.count("\n")) == (0, "", 1)
    found = json.loads(said.out)
    jsonschema.Draft202012Validator(answer_schema()).validate(found)
    assert found["kind"] == "concessions"
    assert found["coding"] == ["plain", "hard"]
    assert found["asked"] == {
        "by": "birch",
        "day": 6.0,
        "quiet": False,
        "pairs": False,
        "target": None,
    }
    assert 2 <= len(found["says"]) <= 4
    effects = [row for row in found["rows"] if row["table"] == "effects"]
    assert {row["coding"] for row in effects} == {"plain", "hard"}
    assert all(row["payer"] == "birch" for row in effects)


def test_a_row_says_what_run_says_with_set(ask):
    found = json.loads(ask(*BIRCH, "--json").out)
    rows = [row for row in found["rows"] if row["table"] == "effects" and row["coding"] == "hard"]
    without = next(
        row
        for row in found["rows"]
        if (row["table"], row.get("coding"), row.get("rule")) == ("without", "hard", "as stated")
    )
    for row in [row for row in rows if row["sets"]][:3]:
        sets = [f"--set={path}={json.dumps(value)}" for path, value in row["sets"].items()]
        run = json.loads(ask("run", "hire.toml", *sets, "--coding", "hard", *FEW, "--json").out)
        after = run["codings"]["hard"]["endings"]["settlement"]["share"]
        lift = after - without["horizon"]["share"]
        assert row["horizon"]["difference"] == pytest.approx(lift, abs=1e-6)


def test_pairs_and_sets_stand_beside(ask):
    said = ask(*BIRCH, "--coding", "plain", "--pairs", "--target", "0.9")
    assert said.code == 0, said.err
    for heading in ("PAIRS OF CONCESSIONS", "SMALLEST SETS", "WHAT WAS CONCEDED"):
        assert heading in said.out
    (folder,) = Path("results").iterdir()
    drawn = {place.name for place in (folder / "figures").glob("*.png")}
    assert {"concessions.png", "concession-sets.png"} <= drawn
    found = json.loads(ask(*BIRCH, "--coding", "plain", "--pairs", "--target", "0.9", "--json").out)
    assert {"pairs", "sets", "conceded"} <= {row["table"] for row in found["rows"]}
    assert 2 <= len(found["says"]) <= 6
    assert (found["asked"]["pairs"], found["asked"]["target"]) == (True, 0.9)


def test_quiet_has_no_grants_and_says_so(ask):
    said = ask(*BIRCH, "--coding", "plain", "--quiet")
    assert "A grant cannot be kept quiet" in " ".join(said.out.split())
    (folder,) = Path("results").iterdir()
    assert ",grant," not in (folder / "concessions.csv").read_text()


def test_what_was_kept_is_read_back(ask, monkeypatch):
    first = ask(*CEDAR)
    monkeypatch.setattr(conceding, "_found", None)
    again = ask(*CEDAR)
    assert (again.code, again.out) == (0, first.out)
    assert len(list(Path("results").iterdir())) == 1


def test_plot_draws_it_again(ask):
    ask(*CEDAR, "--out", "moves", "--json")
    said = ask("plot", "moves")
    assert said.out.split() == [f"moves/figures/concessions.{form}" for form in ("png", "svg")]


def test_a_folder_with_something_else_is_refused_unless_forced(ask):
    place = Path("mine")
    place.mkdir()
    (place / "letter.txt").write_text("keep me")
    words = (*CEDAR, "--out", place, "--json")
    refused = ask(*words)
    assert refused.code == 2
    assert "--force" in refused.err
    assert [path.name for path in place.iterdir()] == ["letter.txt"]
    assert ask(*words, "--force").code == 0
    assert (place / "letter.txt").read_text() == "keep me"


def test_an_interruption_leaves_no_folder(ask, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(conceding, "_found", interrupt)
    assert ask(*CEDAR).code == 130
    assert not list(Path("results").iterdir())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--by", "oak"), "no party 'oak'; it has ash, birch, cedar"),
        (("--day", "40"), "the day lies between 0 and the horizon, 30; got 40"),
        (("--target", "30"), "a share of worlds above 0 and at most 1 (0.3 for 30 of 100)"),
        (("--coding", "soft"), "no coding 'soft'"),
        (("--worlds", "0"), "worlds"),
    ],
)
def test_what_cannot_be_asked_is_told_in_one_line(ask, words, told):
    said = ask("concessions", "hire.toml", *FEW, *words)
    assert said.code == 2
    assert told in " ".join(said.err.split())
    assert "Traceback" not in said.err
