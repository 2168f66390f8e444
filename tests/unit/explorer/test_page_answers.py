"""An answer of the page holds the numbers that the command line prints, and paired differences."""

import json
import shlex

import pytest

from sim.analysis import summarise_run
from sim.domain.outcome import Ending
from sim.engine import negotiate
from sim.explorer.answer import command_of, thinned
from sim.explorer.asked import QUICK
from sim.loading import load_codings
from sim.loading.toml import as_toml
from sim.records import run_json
from sim.sampling import sample_worlds
from tests.unit.cli.conftest import typed

LINE = {"party.russia.red_line.territory.firmness": {"line": 0, "administration": 0}}
CASES = [
    ("price-haggle", "stated", {"party.buyer.patience": 0.9}, 400),
    ("price-haggle", "stated", {"only.price": ["p140", "p150"], "protocol.horizon": 12}, 600),
    ("labour-contract", None, {"protocol.kind": "single-text"}, 400),
    ("ukraine-2025", "high-no-deal", LINE, 400),
]


def answered(ground, coding, changes, n):
    return ground.answered(coding, changes, n)


@pytest.mark.parametrize(("name", "coding", "changes", "n"), CASES)
def test_the_numbers_are_those_of_a_run_with_the_same_set(name, coding, changes, n, talks):
    ground = talks(name)
    coding = coding or ground.first.coding
    found = answered(ground, coding, changes, n)
    sets = [f"{path}={as_toml(value)}" for path, value in changes.items()]
    scenario = load_codings(name, codings=[coding], sets=sets)[coding]
    less = {} if n > QUICK else {"asked": 0, "tracked": 0}
    outcomes = negotiate(scenario, sample_worlds(scenario, n=n, seed=1), **less)
    printed = run_json(summarise_run({coding: outcomes}))["codings"][coding]
    assert bare(found["now"]["endings"]) == printed["endings"]
    assert bare(found["now"]["packages"]) == printed["packages"]
    assert bare(found["now"]["refusals"]) == printed["refusals"]
    assert found["now"]["values"] == printed["values"]
    assert bare(found["now"]["missed_overlap"]) == printed["missed_overlap"]
    last = found["now"]["by_day"][-1]
    assert last["settlement"] == printed["by_day"][-1]["settlement"]


def bare(plain):
    """The same without the words beside the numbers."""
    if isinstance(plain, list):
        return [bare(one) for one in plain]
    if isinstance(plain, dict):
        return {key: bare(held) for key, held in plain.items() if key != "words"}
    return plain


def test_the_command_it_names_prints_the_same_numbers(talks, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    changes = {"party.seller.no_deal.shift": [-0.1, 0.2], "only.price": ["p140", "p150", "p160"]}
    found = answered(talks("price-haggle"), "stated", changes, 64)
    told = shlex.split(found["command"])
    assert told[:3] == ["parley", "run", "price-haggle"]
    said = typed(*told[1:], "--json")
    assert said.code == 0
    assert json.loads(said.out)["codings"]["stated"]["endings"] == bare(found["now"]["endings"])


def test_a_file_of_ones_own_is_named_by_its_place(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text('schema = 1\nextends = "price-haggle"\ntitle = "Mine"\n')
    scenario = load_codings(file)["stated"]
    assert command_of(scenario, 8, 3) == f"parley run {scenario.file} --worlds 8 --seed 3"


def test_nothing_moved_is_no_change_at_all(talks):
    found = answered(talks("price-haggle"), "stated", {}, 64)
    assert found["now"] == found["unmoved"]
    assert [one["difference"] for one in found["change"].values()] == [0, 0, 0, 0]


def test_differences_are_of_the_same_worlds(talks):
    ground, changes = talks("price-haggle"), {"party.buyer.patience": 0.9}
    before, after = ground.played("stated", {}, 200), ground.played("stated", changes, 200)
    found = answered(ground, "stated", changes, 200)
    by_hand = sum(after.ending == Ending.SETTLEMENT) - sum(before.ending == Ending.SETTLEMENT)
    assert found["change"]["settlement"]["difference"] == pytest.approx(by_hand / 200)
    # 8 pairs at the least differ in one direction only where they differ at all.
    assert (
        found["change"]["settlement"]["low"] < by_hand / 200 < found["change"]["settlement"]["high"]
    )


def test_worlds_are_offered_by_how_they_end(talks):
    ground = talks("price-haggle")
    outcomes = ground.played("stated", {}, 64)
    found = answered(ground, "stated", {}, 64)["stories"]
    for ending in Ending:
        listed = found[ending.name.lower()]
        assert all(outcomes.ending[world] == ending for world in listed)
        assert len(listed) == min(12, sum(outcomes.ending == ending))


def test_long_curves_are_thinned_and_keep_their_ends():
    rows = list(range(1000))
    kept = thinned(rows)
    assert len(kept) == 120
    assert (kept[0], kept[-1]) == (0, 999)
    assert kept == sorted(set(kept))
    assert thinned(rows[:120]) == rows[:120]
