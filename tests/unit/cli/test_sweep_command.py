"""``parley sweep``: what it says, keeps and refuses, and that it goes on after an interruption."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

FEW = ("--worlds", "40")
HORIZON = ("sweep", "price-haggle", "--vary", "protocol.horizon=10:40:4", *FEW)
GRID = (*HORIZON, "--vary", "party.seller.no_deal.shift=-0.2,0.2")


def contents(folder):
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(Path(folder).rglob("*"))
        if file.is_file()
    }


def test_a_sweep_ends_in_words_tables_and_a_picture(parley):
    said = parley(*HORIZON)
    assert said.code == 0
    words = " ".join(said.out.split())
    assert "As protocol.horizon goes from 10 to 40, the share that settles rises by" in words
    assert "its stated range and what that rests on are set aside" in words
    assert words.endswith("it does not predict what will happen.")
    assert "%" not in words.replace("95 % interval", "")
    (folder,) = Path("results").iterdir()
    assert folder.name.startswith("price-haggle-sweep-")
    assert {file.stem for file in (folder / "cells").iterdir()} == {"000", "001", "002", "003"}
    for name in ("cells.csv", "steps.csv", "stretches.csv", "results.csv", "figures/sweep.png"):
        assert (folder / name).stat().st_size > 0


def test_json_is_alone_on_standard_output(parley):
    said = parley(*HORIZON, "--json")
    found = json.loads(said.out)
    assert said.err == ""
    assert found["kind"] == "sweep"
    assert found["asked"] == {"vary": "protocol.horizon=10,20,30,40", "scale": "even"}
    cells = [row for row in found["rows"] if row["table"] == "cells"]
    assert [row["first"] for row in cells] == ["10", "20", "30", "40"]
    assert 2 <= len(found["says"]) <= 4


def test_a_cell_says_what_run_says_with_set(parley):
    found = json.loads(parley(*GRID, "--json").out)
    for row in found["rows"]:
        if row["table"] == "cells":
            sets = ("--set", f"protocol.horizon={row['first']}")
            sets += ("--set", f"party.seller.no_deal.shift={row['second']}")
            run = json.loads(parley("run", "price-haggle", *sets, *FEW, "--json").out)
            endings = run["codings"]["stated"]["endings"]
            assert {ending: row[ending] for ending in endings} == endings


def test_a_finished_sweep_is_read_and_not_played_again(parley, monkeypatch):
    first = parley(*HORIZON)
    import sim.engine

    def refuse(*_, **__):
        raise AssertionError("played again")

    monkeypatch.setattr(sim.engine, "negotiate", refuse)
    monkeypatch.setattr(sim.engine, "replay", refuse)
    again = parley(*HORIZON)
    assert (again.code, again.out) == (0, first.out)
    other_order = parley("sweep", "price-haggle", "--vary", "protocol.horizon=40:10:4", *FEW)
    assert other_order.out == first.out
    assert len(list(Path("results").iterdir())) == 1


def test_a_sweep_that_lost_cells_and_finding_plays_only_what_is_missing(parley, monkeypatch):
    parley(*HORIZON, "--out", "mine")
    whole = contents("mine")
    for file in Path("mine").rglob("*"):
        if file.is_file() and file.parent.name != "cells":
            file.unlink()
    Path("mine/figures").rmdir()
    Path("mine/cells/001.json").unlink()
    import sim.engine

    played, replay = [], sim.engine.replay
    monkeypatch.setattr(
        sim.engine, "replay", lambda *args, **kw: played.append(args) or replay(*args, **kw)
    )
    assert parley(*HORIZON, "--out", "mine").code == 0
    assert contents("mine") == whole
    assert len(played) == 1


def test_a_folder_with_something_else_is_refused_unless_forced(parley):
    Path("mine").mkdir()
    Path("mine/letter.txt").write_text("keep me")
    refused = parley(*HORIZON, "--out", "mine", "--json")
    assert refused.code == 2
    assert "--force" in refused.err
    assert parley(*HORIZON, "--out", "mine", "--force", "--json").code == 0
    assert Path("mine/letter.txt").read_text() == "keep me"


def test_forcing_another_sweep_leaves_none_of_its_cells(parley):
    assert parley(*HORIZON, "--out", "mine", "--json").code == 0
    other = ("sweep", "price-haggle", "--vary", "protocol.horizon=10,50", *FEW, "--out", "mine")
    assert parley(*other, "--json").code == 2
    assert parley(*other, "--force", "--json").code == 0
    parley(*other[:-1], "fresh", "--json")
    assert contents("mine") == contents("fresh")


def test_an_unfinished_sweep_of_another_kind_is_refused(parley):
    parley(*HORIZON, "--out", "mine", "--json")
    for file in Path("mine").iterdir():
        if file.is_file():
            file.unlink()
    other = ("sweep", "price-haggle", "--vary", "protocol.horizon=10,50", *FEW, "--out", "mine")
    assert parley(*other, "--json").code == 2


WRONG = {
    "no path": ((), "--vary once or twice"),
    "three paths": (("a.b=1", "a.c=1", "a.d=1"), "got it 3 times"),
    "no values": (("protocol.horizon",), "must read PATH=lo:hi:n"),
    "half a span": (("protocol.horizon=10:20",), "must read PATH=lo:hi:n"),
    "ends that are no numbers": (("protocol.horizon=a:b:3",), "must be numbers"),
    "no value between": (("protocol.horizon=10:20:0",), "whole number from 1"),
    "one value for two ends": (("protocol.horizon=10:20:1",), "cannot hold both"),
    "the same value twice": (("protocol.horizon=10,10",), "names 10 twice"),
    "the same path twice": (("protocol.horizon=1,2", "protocol.horizon=3"), "set the same"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_asked_ends_with_two_and_one_line(case, parley):
    words, told = WRONG[case]
    said = parley("sweep", "price-haggle", *(part for word in words for part in ("--vary", word)))
    assert (said.code, said.out) == (2, "")
    assert told in said.err
    assert said.err.count("\n") == 1
    assert not Path("results").exists()


def test_a_path_to_nothing_is_told_once_before_anything_is_written(parley):
    said = parley("sweep", "price-haggle", "--vary", "party.selle.patience=0.9:0.99:20")
    assert (said.code, said.out) == (3, "")
    assert said.err == (
        "--vary: party.selle.patience names nothing in this scenario; got 0.9 "
        "(did you mean 'seller'?)\n"
    )
    assert list(Path().iterdir()) == []


def test_illegal_values_are_told_for_all_cells(parley):
    said = parley("sweep", "price-haggle", "--vary", "party.seller.patience=0.9,1.5,2")
    assert said.code == 3
    lines = said.err.splitlines()
    assert ["party.seller.patience=1.5" in lines[0], "party.seller.patience=2" in lines[1]] == [
        *(True, True)
    ]
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize("word", ["protocol.horizon=20", "protocol.horizon=20:20:1"])
def test_a_single_cell_is_told_in_a_sentence(word, parley):
    said = parley("sweep", "price-haggle", "--vary", word, *FEW)
    assert said.code == 0
    assert "With protocol.horizon at 20," in said.out


def test_one_world_is_enough(parley):
    assert (
        parley("sweep", "price-haggle", "--vary", "protocol.horizon=5,30", "--worlds", "1").code
        == 0
    )


LONG = ("price-haggle", "--vary", "protocol.horizon=10:50:13", "--worlds", "2000", "--json")

#: ``parley`` in which the third cell and all after it take a minute, so that whoever stops a sweep
#: whose first two cells are kept stops it halfway, however busy the machine is. Worker processes
#: run this file as well, before they take up work.
HALFWAY = """
import time

import sim.analysis.sweep as sweeping

play = sweeping._play_cell

def wait_from_the_third_cell(place, **asked):
    if place[0] >= 2:
        time.sleep(60)
    return play(place, **asked)

sweeping._play_cell = wait_from_the_third_cell

if __name__ == "__main__":
    from sim.cli import main

    main()
"""


def started(workers):
    Path("halfway.py").write_text(HALFWAY)
    command = [sys.executable, "halfway.py", "sweep", *LONG, "--workers", str(workers)]
    root = Path(__file__).resolve().parents[3]
    return subprocess.Popen(
        [*command, "--out", "mine"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    )


def kept():
    return sorted(Path("mine").glob("cells/*.json"))


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory):
    place = tmp_path_factory.mktemp("whole") / "mine"
    from tests.unit.cli.conftest import typed

    assert typed("sweep", *LONG, "--workers", "1", "--out", place).code == 0
    return contents(place)


@pytest.mark.parametrize(
    ("sent", "workers", "code"),
    [
        (signal.SIGINT, 2, 130),
        (signal.SIGTERM, 2, 130),
        (signal.SIGKILL, 1, -signal.SIGKILL),
    ],
)
def test_a_sweep_that_is_killed_goes_on_where_it_stopped(
    sent, workers, code, parley, uninterrupted
):
    process = started(workers)
    while process.poll() is None and len(kept()) < 2:
        time.sleep(0.01)
    # As a terminal does: everybody in the session gets it.
    os.killpg(process.pid, sent)
    _, told = process.communicate(timeout=60)
    assert process.returncode == code
    before = {file.name: file.stat().st_mtime_ns for file in kept()}
    assert len(before) == 2
    if code == 130:
        assert told == (
            f"parley: interrupted; {len(before)} of 13 cells are kept in mine, and the same "
            "command goes on from there\n"
        )
    again = parley("sweep", *LONG, "--workers", "1", "--out", "mine")
    assert again.code == 0
    assert contents("mine") == uninterrupted
    assert before == {file.name: file.stat().st_mtime_ns for file in kept() if file.name in before}


def test_a_lost_worker_leaves_the_cells_that_were_finished(parley, monkeypatch, uninterrupted):
    import sim.engine.workers
    from sim.errors import WorkerLostError

    played = []

    def lost_after_two(work, pieces, workers):
        for piece in pieces:
            if len(played) == 2:
                raise WorkerLostError(f"a worker process died twice on {piece!r}")
            played.append(piece)
            yield work(piece)

    with monkeypatch.context() as patched:
        patched.setattr(sim.engine.workers, "in_order", lost_after_two)
        said = parley("sweep", *LONG, "--workers", "1", "--out", "mine")
    assert said.code == 4
    assert "2 of 13 cells are kept in mine" in said.err
    assert parley("sweep", *LONG, "--workers", "1", "--out", "mine").code == 0
    assert contents("mine") == uninterrupted
