"""What was believed, in a run folder: read back row by row against the track it was made from."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import numpy as np
import pytest

import sim
from sim.domain.outcome import BeliefTrack, Held
from sim.records import TableFormat, add_table, write_run
from sim.records.beliefs import belief_columns, belief_table
from sim.records.storing import stored_csv
from sim.records.table import to_csv

LEARNT = Held(observer="us", about="it", type="sly", event="day_ten")
OWN = Held(observer="us", about="it", type="sly")
NAN = float("nan")


def table_of(outcomes):
    table = belief_table({"stated": outcomes})
    return [] if table is None else list(csv.DictReader(io.StringIO(to_csv(table))))


@pytest.fixture(scope="module")
def outcomes():
    scenario = sim.load_scenario("price-haggle", sets=['party.seller.behaviour = "risk-return"'])
    return sim.negotiate(scenario, sim.sample_worlds(scenario, n=30, seed=2))


def tracked(outcomes, chance, signing):
    track = BeliefTrack(
        held=(LEARNT, OWN),
        proposers=("us",),
        day=np.array([3.0, 6.0, 9.0]),
        chance=np.array(chance)[..., None],
        signing=np.array(signing)[:, None, None],
    )
    return replace(outcomes, beliefs=track)


def test_a_row_wherever_a_belief_moves(outcomes):
    made = tracked(
        outcomes,
        chance=[[0.25, NAN], [0.25, 0.5], [0.75, NAN]],
        signing=[NAN, 0.125, 0.125],
    )
    rows = [(r["round"], r["day"], r["type"], r["event"], r["chance"]) for r in table_of(made)]
    assert rows == [
        ("1", "3.000000", "sly", "day_ten", "0.250000"),
        ("2", "6.000000", "sly", "", "0.500000"),
        ("2", "6.000000", "", "", "0.125000"),
        ("3", "9.000000", "sly", "day_ten", "0.750000"),
    ]


def test_the_rows_give_the_whole_track_back(outcomes):
    """Played forward, each row stands until the next: the chances of every round of every world."""
    track = outcomes.beliefs
    rows = table_of(outcomes)
    assert rows
    for w in range(outcomes.n):
        mine = {int(r["round"]): float(r["chance"]) for r in rows if int(r["world"]) == w}
        stands = NAN
        for k in range(1, len(track.day) + 1):
            stands = mine.get(k, stands)
            logged = track.signing[k - 1, 0, w]
            if not np.isnan(logged):
                assert stands == pytest.approx(logged, abs=1e-6)


def test_without_beliefs_there_is_no_file(tmp_path):
    scenario = sim.load_scenario("price-haggle")
    made = sim.negotiate(scenario, sim.sample_worlds(scenario, n=5, seed=2))
    assert belief_table({"stated": made}) is None
    by_coding = {scenario.coding: made}
    folder = write_run(tmp_path / "run", by_coding, sim.summarise_run(by_coding), run_hash="a")
    assert not list(folder.glob("beliefs.*"))


def test_a_run_folder_holds_the_table_in_both_formats(outcomes, tmp_path):
    pytest.importorskip("pyarrow")
    by_coding = {outcomes.scenario.coding: outcomes}
    folder = write_run(tmp_path / "run", by_coding, sim.summarise_run(by_coding), run_hash="a")
    listed = json.loads((folder / "manifest.json").read_text())["files"]
    assert "beliefs.csv" in listed
    add_table(folder, TableFormat.PARQUET)
    text = (folder / "beliefs.csv").read_text()
    (folder / "beliefs.csv").unlink()
    assert stored_csv(folder, belief_columns(), "beliefs") == text
    files = json.loads((folder / "manifest.json").read_text())["files"]
    assert files["beliefs.parquet"] == files["beliefs.csv"]
