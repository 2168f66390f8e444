"""The commands do what they say, on small cases."""

import json
from pathlib import Path

import pytest

from sim.cli import app

FEW = ("--worlds", "32")
HAGGLE = ("run", "price-haggle", *FEW)


def run_folders(folder=Path("results")):
    return sorted(path.name for path in folder.iterdir())


def test_help_groups_commands_under_questions(parley):
    said = parley("--help")
    places = [
        said.out.index(question)
        for question in (
            "What happens?",
            "What must move?",
            "What would rational parties do?",
            "What do we not know?",
            "Files and",
        )
    ]
    assert said.code == 0
    assert places == sorted(places)
    assert places[0] < said.out.index(" run ") < places[1] < said.out.index(" concessions ")


@pytest.mark.parametrize("command", [one.callback.__name__ for one in app.registered_commands])
def test_every_command_shows_an_example(command, parley):
    said = parley(command.replace("list_scenarios", "list"), "--help")
    assert said.code == 0
    assert "Example: parley" in said.out


def test_a_run_ends_in_words_and_a_folder(parley):
    said = parley(*HAGGLE)
    assert said.code == 0
    assert "of 100 worlds" in said.out
    assert "sampling only" in said.out
    assert "WHICH SINGLE CONCESSIONS WOULD CHANGE THAT" in said.out
    assert said.out.rstrip().endswith("does not predict what will\nhappen.")
    folder = Path("results") / run_folders()[0]
    assert (folder / "figures" / "endings.png").stat().st_size > 5_000
    assert "%" not in " ".join(said.out.split()).replace("95 % interval", "")


def test_the_same_run_again_reads_its_folder(parley, monkeypatch):
    first = parley(*HAGGLE)
    refuse_to_negotiate(monkeypatch)
    again = parley(*HAGGLE)
    assert again.code == 0
    assert again.out == first.out
    assert len(run_folders()) == 1
    as_json = parley(*HAGGLE, "--json")
    assert as_json.code == 0
    assert json.loads(as_json.out)["worlds"] == 32


def refuse_to_negotiate(monkeypatch):
    import sim.engine

    def refuse(*_, **__):
        raise AssertionError("negotiated again")

    monkeypatch.setattr(sim.engine, "negotiate", refuse)


def test_a_folder_lacks_only_what_was_not_asked_for(parley):
    parley(*HAGGLE, "--json")
    folder = Path("results") / run_folders()[0]
    assert not (folder / "figures").exists()
    parley(*HAGGLE)
    assert (folder / "figures" / "refusals.png").exists()


def test_json_is_alone_on_standard_output(parley):
    said = parley(*HAGGLE, "--json")
    found = json.loads(said.out)
    assert said.err == ""
    assert found["scenario"] == "price-haggle"
    endings = found["codings"]["stated"]["endings"]
    assert list(endings) == ["settlement", "partial", "impasse", "walkout"]
    assert sum(ending["share"] for ending in endings.values()) == pytest.approx(1.0)
    assert endings["settlement"]["share"] > 0


def test_overrides_and_named_options_are_the_same(parley):
    named = parley(*HAGGLE, "--horizon", "8", "--json")
    written = parley(*HAGGLE, "--set", "protocol.horizon=8", "--json")
    assert named.out == written.out
    assert json.loads(named.out)["horizon"] == 8
    assert len(run_folders()) == 1


def test_out_refuses_a_folder_with_something_else_unless_forced(parley):
    place = Path("mine")
    place.mkdir()
    (place / "letter.txt").write_text("keep me")
    refused = parley(*HAGGLE, "--out", place, "--json")
    assert refused.code == 2
    assert "--force" in refused.err
    assert (place / "letter.txt").read_text() == "keep me"
    assert parley(*HAGGLE, "--out", place, "--force", "--json").code == 0


def test_forcing_another_run_draws_its_figures_anew(parley):
    first = ("run", "price-haggle", "--worlds", "20", "--out", "mine")
    parley(*first)
    figure = Path("mine/figures/endings.png")
    before = figure.read_bytes()
    assert parley(*first, "--seed", "9", "--force", "--json").code == 0
    assert not figure.exists()
    parley(*first, "--seed", "9")
    assert figure.read_bytes() != before


def test_what_is_missing_from_a_run_is_added(parley):
    whole = parley(*HAGGLE, "--out", "mine", "--json")
    parts = (Path("mine/summary.json"), Path("mine/outcomes.csv"))
    before = [part.read_bytes() for part in parts]
    for part in parts:
        part.unlink()
    again = parley(*HAGGLE, "--out", "mine", "--json")
    assert (again.code, again.out) == (0, whole.out)
    assert [part.read_bytes() for part in parts] == before


def test_several_scenarios_are_held_against_the_first(parley):
    Path("hurried.toml").write_text(
        'extends = "price-haggle"\ntitle = "Hurry"\nquestion = "What does hurry cost?"\n'
        "[party.seller]\npatience = [0.8, 0.85, 0.9]\n"
        'direction_from = "nobody: test"\nsize_from = "assumption: test"\n'
    )
    alone = json.loads(parley("run", "hurried.toml", *FEW, "--json").out)
    assert alone["against"]["scenario"] == "price-haggle"
    pair = json.loads(parley("run", "price-haggle", "hurried.toml", *FEW, "--json").out)
    compared = json.loads(parley("compare", "price-haggle", "hurried.toml", *FEW, "--json").out)
    assert pair == compared
    assert pair["against"] == alone["against"]
    three = json.loads(
        parley("run", "price-haggle", "hurried.toml", "price-haggle", *FEW, "--json").out
    )
    assert [run["scenario"] for run in three["runs"]] == ["price-haggle", "hurried", "price-haggle"]
    same = three["runs"][2]["against"]["codings"]["stated"]["settlement"]
    assert same["difference"] == 0


def test_compare_speaks_of_both(parley):
    said = parley("compare", "price-haggle", "price-haggle", *FEW)
    assert said.code == 0
    assert "no world ends otherwise" in said.out


@pytest.mark.parametrize("world", ["0", "settlement", "median"])
def test_trace_tells_a_story(world, parley):
    said = parley("trace", "price-haggle", "--world", world, *FEW)
    assert said.code == 0
    assert "Round 1, day 1" in said.out
    assert "Ending, day" in said.out


def test_trace_picks_a_settled_world(parley):
    said = parley("trace", "price-haggle", "--world", "settlement", *FEW)
    assert said.out.split("Ending, ")[1].split("\n")[0].endswith("settlement")


def test_trace_says_when_there_is_no_such_world(parley):
    words = ("trace", "price-haggle", "--world", "settlement", "--horizon", "1")
    said = parley(*words, "--worlds", "2")
    assert said.code == 2
    assert "more --worlds" in said.err


def test_trace_looks_under_the_other_codings_and_names_the_one(parley):
    Path("codes.toml").write_text(
        'extends = "price-haggle"\ntitle = "Codes"\nquestion = "Which?"\n'
        "[coding.short.protocol]\nhorizon = 1\n[coding.long.protocol]\nhorizon = 30\n"
    )
    said = parley("trace", "codes.toml", "--world", "settlement", *FEW)
    assert said.code == 0, said.err
    assert "under the coding 'short'; this one is under 'long'" in said.err
    only = parley("trace", "codes.toml", "--world", "settlement", *FEW,
                  "--coding", "short")  # fmt: skip
    assert only.code == 2
    assert "under any coding" not in only.err


def test_plot_redraws_one_kind(parley, monkeypatch):
    parley(*HAGGLE, "--out", "mine", "--json")
    refuse_to_negotiate(monkeypatch)
    said = parley("plot", "mine", "--kind", "endings")
    assert said.out.split() == ["mine/figures/endings.png", "mine/figures/endings.svg"]
    wrong = parley("plot", "mine", "--kind", "pie")
    assert wrong.code == 2
    assert wrong.err.rstrip().endswith(
        "endings, timing, packages, values, offers, refusals, beliefs, concessions"
    )


def test_plot_names_what_a_run_without_concessions_lacks(parley):
    parley(*HAGGLE, "--out", "quick", "--json")
    refused = parley("plot", "quick", "--kind", "concessions")
    assert refused.code == 2
    assert "`parley concessions` keeps them in a folder of their own" in refused.err


def test_why_tells_where_a_number_comes_from(parley):
    said = parley("why", "price-haggle", "party.seller.patience")
    assert said.code == 0
    assert "teaching case" in said.out
    changed = parley("why", "price-haggle", "party.seller.patience", "--set",
                     "party.seller.patience=0.9")  # fmt: skip
    assert "--set" in changed.out


def test_new_writes_a_scenario_that_is_valid_and_runs(parley):
    assert parley("new", "my-talks").code == 0
    assert parley("validate", "my-talks.toml").out == "1 file valid\n"
    assert parley("run", "my-talks.toml", *FEW, "--json").code == 0
    again = parley("new", "my-talks")
    assert again.code == 2
    assert "there already" in again.err


def test_validate_names_every_fault_with_its_line(parley):
    Path("bad.toml").write_text('schema = 1\ntitel = "x"\n[protocol]\nround_days = -1\n')
    said = parley("validate", "bad.toml")
    assert said.code == 3
    assert "bad.toml:2: titel" in said.err
    assert "bad.toml:4: protocol.round_days" in said.err
    assert said.out == ""


def test_validate_prints_a_schema(parley):
    schema = json.loads(parley("validate", "--schema").out)
    assert "party" in schema["properties"]


def test_list_shows_each_bundled_scenario_with_its_question(parley):
    from sim.loading import bundled

    said = parley("list")
    for entry in bundled():
        assert entry.name in said.out
    assert said.out.count("?") >= len(bundled()) - 1


@pytest.mark.parametrize("columns", ["40", "60", "200"])
def test_text_fits_the_terminal(columns, parley, monkeypatch):
    monkeypatch.setenv("COLUMNS", columns)
    said = parley(*HAGGLE)
    widest = max(len(line) for line in said.out.splitlines())
    assert widest <= min(100, int(columns))


def test_what_is_missing_is_said_and_counts_as_partial(parley, monkeypatch):
    import sim.analysis
    from sim.errors import UsageError

    def refuse(*_, **__):
        raise UsageError("no time for that")

    monkeypatch.setattr(sim.analysis, "single_concessions", refuse, raising=False)
    said = parley(*HAGGLE)
    assert said.code == 4
    assert "the concessions are missing: no time for that" in said.err
    assert "HOW THE TALKS END" in said.out


def test_a_workers_count_changes_no_byte(parley):
    one = parley(*HAGGLE, "--json", "--workers", "1", "--out", "one")
    two = parley(*HAGGLE, "--json", "--workers", "2", "--out", "two")
    assert one.out == two.out
    assert Path("one/outcomes.csv").read_bytes() == Path("two/outcomes.csv").read_bytes()
