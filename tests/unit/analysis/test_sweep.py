"""Sweeps on real scenarios: every cell is a run of its own, on the same worlds."""

from dataclasses import replace

import numpy as np
import pytest

from sim.analysis.conceding.moving import result_of
from sim.analysis.endings import summarise
from sim.analysis.grid.varying import varied_from
from sim.analysis.shares import difference_of
from sim.analysis.sweep import check_cells, sweep_grid
from sim.domain.outcome import Ending
from sim.domain.sweep import Course
from sim.engine import negotiate
from sim.errors import ScenarioError, UsageError
from sim.loading import edit, load_codings
from sim.sampling import sample_worlds

N = 60
HORIZON = "protocol.horizon=8:32:4"
SHIFT = "party.seller.no_deal.shift=-0.3:0.3:3"


@pytest.fixture(scope="module")
def haggle():
    return load_codings("price-haggle")


@pytest.fixture(scope="module")
def one_way(haggle):
    return sweep_grid(haggle, varied_from([HORIZON]), n=N)


@pytest.fixture(scope="module")
def two_way(haggle):
    return sweep_grid(haggle, varied_from([HORIZON, SHIFT]), n=N)


def play(scenario, n=N):
    return negotiate(scenario, sample_worlds(scenario, n=n, seed=1))


def set_run(name, sets, coding="stated", n=N):
    """An independent run, loaded with ``--set`` words."""
    return play(load_codings(name, sets=sets)[coding], n)


def check_cell(row, results, before, after):
    found = summarise(after)
    assert {ending: getattr(row, ending) for ending in found.endings} == dict(found.endings)
    settled = [one.ending == Ending.SETTLEMENT for one in (before, after)]
    assert row.lift == difference_of(*settled, before.weight)
    for party in after.scenario.parties:
        own = result_of(after, party)
        assert results[party].mean.mean == pytest.approx(own.mean())
        assert results[party].change.mean == pytest.approx((own - result_of(before, party)).mean())
    days = after.day[settled[1]]
    assert row.median_day == (pytest.approx(np.median(days)) if len(days) else None)


def results_in(finding, row):
    place = (row.coding, row.first, row.second)
    return {r.party: r for r in finding.results if (r.coding, r.first, r.second) == place}


def test_every_cell_equals_a_run_with_set(one_way):
    before = set_run("price-haggle", [])
    assert [row.first for row in one_way.cells] == ["8", "16", "24", "32"]
    for row in one_way.cells:
        after = set_run("price-haggle", [f"protocol.horizon={row.first}"])
        check_cell(row, results_in(one_way, row), before, after)


def test_every_cell_of_two_paths_equals_a_run_with_both_set(two_way):
    before = set_run("price-haggle", [])
    assert len(two_way.cells) == 12
    for row in two_way.cells:
        sets = [f"protocol.horizon={row.first}", f"party.seller.no_deal.shift={row.second}"]
        check_cell(row, results_in(two_way, row), before, set_run("price-haggle", sets))


@pytest.mark.parametrize(
    "word",
    [
        "event.sanctions.chance=0:1:3",
        "party.russia.patience=0.98,0.999",
        "party.russia.red_line.territory.firmness.ukrainian_control=0.9,1",
        "deadline.day=7,28",
    ],
)
def test_every_coding_has_its_own_cells(word):
    codings = load_codings("ukraine-2025")
    (path,) = {word.partition("=")[0]}
    finding = sweep_grid(codings, varied_from([word]), n=20)
    assert {row.coding for row in finding.cells} == set(codings)
    before = {coding: play(scenario, 20) for coding, scenario in codings.items()}
    for row in finding.cells:
        after = set_run("ukraine-2025", [f"{path}={row.first}"], row.coding, 20)
        check_cell(row, results_in(finding, row), before[row.coding], after)
        assert row.deadline == after.scenario.deadline.day
        in_time = (after.ending == Ending.SETTLEMENT) & (after.day <= row.deadline)
        assert row.by_deadline.share == pytest.approx(in_time.mean())


def test_the_unchanged_scenario_stands_beside_the_cells(haggle, one_way):
    (row,) = one_way.unchanged
    assert row.settlement == summarise(play(haggle["stated"])).endings["settlement"]
    assert (row.lift, row.first, row.deadline, row.by_deadline) == (None, "", None, None)


def test_a_cell_that_states_what_is_stated_changes_nothing(haggle):
    finding = sweep_grid(haggle, varied_from(["protocol.horizon=30"]), n=N)
    (cell,), (unchanged,) = finding.cells, finding.unchanged
    assert cell.settlement == unchanged.settlement
    assert cell.lift.difference == 0.0
    assert finding.stated[0].place == 0
    assert all(row.change.mean == 0.0 for row in finding.results)
    assert finding.steps == finding.stretches == ()


def test_neighbours_are_paired_world_by_world(one_way):
    runs = [set_run("price-haggle", [f"protocol.horizon={day}"]) for day in (8, 16, 24, 32)]
    assert [(step.earlier, step.later) for step in one_way.steps] == [
        *(("8", "16"), ("16", "24"), ("24", "32"))
    ]
    for step, before, after in zip(one_way.steps, runs, runs[1:], strict=False):
        for ending in Ending:
            expected = difference_of(before.ending == ending, after.ending == ending, before.weight)
            assert getattr(step, ending.name.lower()) == expected


def test_a_longer_time_settles_more_worlds_of_a_static_haggle(one_way):
    # Nothing drifts and nobody leaves: what settled by day 8 settles by day 32 as well.
    shares = [row.settlement.share for row in one_way.cells]
    assert shares == sorted(shares)
    assert Course.FALLS not in {stretch.course for stretch in one_way.stretches}
    assert all(step.settlement.difference >= 0 for step in one_way.steps)


def test_a_better_way_out_settles_fewer(haggle):
    finding = sweep_grid(haggle, varied_from(["party.seller.no_deal.shift=-0.3:0.4:5"]), n=200)
    shares = [row.settlement.share for row in finding.cells]
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] == 0.0
    courses = [stretch.course for stretch in finding.stretches]
    assert Course.FALLS in courses
    assert Course.RISES not in courses


def test_two_paths_have_lines_both_ways(two_way):
    lines = {(stretch.along, stretch.across) for stretch in two_way.stretches}
    shifts, days = ("-0.3", "0.0", "0.3"), ("8", "16", "24", "32")
    assert lines == {
        *(("protocol.horizon", shift) for shift in shifts),
        *(("party.seller.no_deal.shift", day) for day in days),
    }
    assert len(two_way.steps) == 3 * 3 + 4 * 2


def test_a_line_of_two_paths_is_the_sweep_along_one(haggle, two_way):
    settled = edit(haggle["stated"], {"party.seller.no_deal.shift": 0.0}, layer="test")
    alone = sweep_grid({"stated": settled}, varied_from([HORIZON]), n=N)
    line = [row for row in two_way.cells if row.second == "0.0"]
    assert [row.settlement for row in line] == [row.settlement for row in alone.cells]
    steps = [s for s in two_way.steps if s.along == "protocol.horizon" and s.across == "0.0"]
    assert [s.settlement for s in steps] == [s.settlement for s in alone.steps]


def test_names_are_told_by_the_most_and_the_fewest(haggle):
    word = "protocol.kind=alternating,single-text,final-offer"
    finding = sweep_grid(haggle, varied_from([word]), n=200)
    (stretch,) = finding.stretches
    shares = {row.first: row.settlement.share for row in finding.cells}
    assert shares[stretch.last] == max(shares.values())
    assert shares[stretch.first] == min(shares.values())


def test_workers_and_progress_change_nothing(haggle, one_way):
    calls = []
    again = sweep_grid(
        haggle,
        varied_from([HORIZON]),
        n=N,
        workers=2,
        progress=lambda done, of: calls.append((done, of)),
    )
    assert again == one_way
    assert calls == [(done, 4) for done in range(5)]


class Kept(dict):
    """A shelf in memory."""

    opened = 0

    def open(self):
        self.opened += 1

    def find(self, place):
        return self.get(place)

    def keep(self, cell):
        assert cell.place not in self
        self[cell.place] = cell


def test_cells_on_the_shelf_are_not_played_again(haggle, one_way, monkeypatch):
    kept = Kept()
    assert sweep_grid(haggle, varied_from([HORIZON]), n=N, shelf=kept) == one_way
    assert sorted(kept) == [(0,), (1,), (2,), (3,)]
    del kept[(1,)]
    played = []
    import sim.engine

    replay = sim.engine.replay
    monkeypatch.setattr(
        sim.engine, "replay", lambda *args, **kw: played.append(args) or replay(*args, **kw)
    )
    assert sweep_grid(haggle, varied_from([HORIZON]), n=N, shelf=kept) == one_way
    assert len(played) == 1
    assert kept.opened == 2


def faults_of(codings, *words):
    with pytest.raises(ScenarioError) as raised:
        check_cells(codings, varied_from(words))
    return [str(fault) for fault in raised.value.faults]


def test_a_path_with_a_typo_is_told_once_as_set_tells_it(haggle):
    (told,) = faults_of(haggle, "party.selle.patience=0.9:0.99:4")
    assert told == (
        "--vary: party.selle.patience names nothing in this scenario; got 0.9 "
        "(did you mean 'seller'?)"
    )
    with pytest.raises(ScenarioError) as raised:
        edit(haggle["stated"], {"party.selle.patience": 0.9}, layer="--vary")
    assert told == str(raised.value)


def test_illegal_values_are_told_all_at_once_with_their_cells(haggle):
    told = faults_of(haggle, "party.seller.patience=0.9,1.5,2.5")
    assert len(told) == 2
    assert "got 1.5" in told[0]
    assert "in the cell party.seller.patience=1.5" in told[0]
    assert "in the cell party.seller.patience=2.5" in told[1]


def test_a_value_that_is_illegal_in_a_whole_row_is_told_once(haggle):
    told = faults_of(haggle, "party.seller.patience=0.9,1.5", "protocol.horizon=10:30:3")
    assert len(told) == 1
    assert "in 3 of 6 cells, the first party.seller.patience=1.5 protocol.horizon=10" in told[0]


def test_faults_of_both_paths_come_together(haggle):
    told = faults_of(haggle, "party.seller.patience=0.9,1.5", "protocol.horizon=-5,10")
    assert len(told) == 2
    assert {"patience" in told[0], "horizon" in told[1]} == {True}


def test_a_fault_elsewhere_in_the_file_names_its_line(tmp_path):
    place = tmp_path / "events.toml"
    place.write_text(
        'extends = "price-haggle"\n[deadline]\nday = 10\n'
        'direction_from = "nobody: test"\nsize_from = "assumption: test"\n'
    )
    (told,) = faults_of(load_codings(place), "protocol.round_days=1,40")
    assert "in the cell protocol.round_days=40" in told


def test_nothing_is_played_before_all_cells_are_right(haggle, monkeypatch):
    import sim.engine

    def refuse(*_, **__):
        raise AssertionError("played")

    monkeypatch.setattr(sim.engine, "negotiate", refuse)
    kept = Kept()
    with pytest.raises(ScenarioError):
        sweep_grid(haggle, varied_from(["party.seller.patience=0.9,1.5"]), n=N, shelf=kept)
    assert (kept, kept.opened) == ({}, 0)


def test_what_cannot_be_asked_is_told(haggle):
    varied = varied_from([HORIZON])
    with pytest.raises(UsageError, match="at least one world"):
        sweep_grid(haggle, varied, n=0)
    with pytest.raises(UsageError, match="one path or two"):
        sweep_grid(haggle, (), n=N)
    with pytest.raises(UsageError, match="at least one coding"):
        sweep_grid({}, varied, n=N)
    unloaded = replace(haggle["stated"], resolved={})
    with pytest.raises(UsageError, match="loaded from a file"):
        sweep_grid({"stated": unloaded}, varied, n=N)


def test_a_single_world_tells_no_spread(haggle):
    finding = sweep_grid(haggle, varied_from([HORIZON]), n=1)
    assert {row.mean for row in finding.results} == {None}
    assert {stretch.course for stretch in finding.stretches} == {Course.LEVEL}


def test_a_case_that_always_settles_is_level(haggle):
    easy = edit(
        haggle["stated"],
        {"party.seller.no_deal.shift": -0.45, "party.buyer.no_deal.shift": -0.45},
        layer="test",
    )
    finding = sweep_grid({"stated": easy}, varied_from(["protocol.horizon=60:100:3"]), n=N)
    assert {row.settlement.share for row in finding.cells} == {1.0}
    assert [stretch.course for stretch in finding.stretches] == [Course.LEVEL]
