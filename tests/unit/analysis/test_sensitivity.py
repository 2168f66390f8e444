"""Sensitivity against brute force: indices by their formula, ends by full re-runs."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.analysis.conceding.moving import result_of
from sim.analysis.drivers.ends import movable
from sim.analysis.drivers.redrawing import second
from sim.analysis.drivers.sobol import FEWEST
from sim.analysis.sensitivity import find_drivers
from sim.domain.box import BoxSearch
from sim.domain.outcome import Ending
from sim.domain.sensitivity import Direction
from sim.engine import negotiate
from sim.errors import NotFoundError, UsageError
from sim.loading import edit, load_codings, load_scenario
from sim.sampling import sample_worlds

N = 120
MECHANISMS = Path(__file__).parents[2] / "mechanisms"


@pytest.fixture(scope="module")
def haggle():
    return load_codings("price-haggle")


@pytest.fixture(scope="module")
def found(haggle):
    return find_drivers(haggle, n=N, seed=5)


def play(scenario, streams=(), n=N, seed=5, known=None):
    worlds = sample_worlds(scenario, n=n, seed=seed, aliases=second(streams))
    return negotiate(scenario, worlds, known=known, asked=0, tracked=0)


def settled(outcomes):
    return (outcomes.ending == Ending.SETTLEMENT).astype(float)


def streams_of(found, group, coding="stated"):
    return [one.input for one in found.inputs if (one.group, one.coding) == (group, coding)]


def formula(a, b, mixture, every):
    """Total and first-order index, worked out apart from SALib."""
    middle, variance = np.mean(every), np.var(np.concatenate([a, b]))
    total = np.mean((a - mixture) ** 2) / (2 * variance)
    first = np.mean((b - middle) * (mixture - a)) / variance
    return total, first


def test_indices_are_the_formula_on_full_re_runs(haggle, found):
    scenario = haggle["stated"]
    a = settled(play(scenario))
    b = settled(play(scenario, [one.input for one in found.inputs]))
    groups = {row.group: row for row in found.groups}
    mixtures = {name: settled(play(scenario, streams_of(found, name))) for name in groups}
    every = np.concatenate([a, *mixtures.values(), b])
    for name, row in groups.items():
        total, first = formula(a, b, mixtures[name], every)
        assert row.total.index == pytest.approx(total)
        assert row.first.index == pytest.approx(first)
        assert row.flips.share == pytest.approx(np.mean(a != mixtures[name]))
        assert row.total.low <= row.total.index <= row.total.high
    assert found.outputs[0].settled.share == pytest.approx(a.mean())
    assert found.outputs[0].anew.share == pytest.approx(np.mean(a != b))


def test_a_flip_is_what_the_total_index_counts(found):
    """T = P(flip) / 2V for an output of 0 or 1, V over the worlds of both draws."""
    ratios = [row.flips.share / row.total.index for row in found.groups if row.total.index > 0]
    assert len(ratios) > 2
    assert ratios == pytest.approx([ratios[0]] * len(ratios))


def test_most_important_first(found):
    totals = [row.total.index for row in found.groups]
    assert totals == sorted(totals, reverse=True)
    assert {row.group for row in found.groups[:2]} == {
        "party.buyer.no_deal",
        "party.seller.no_deal",
    }


def test_the_only_unknown_carries_everything(haggle):
    """All but the seller's way out held constant: it alone decides, by itself."""
    scenario = haggle["stated"]
    kept = "party.seller.no_deal.shift"
    fixed = {
        number.path: number.mode
        for number in scenario.quantities()
        if number.path != kept and number.low != number.high
    }
    alone = find_drivers({"stated": edit(scenario, fixed, layer="test")}, n=200, seed=5)
    (row,) = alone.groups
    assert row.group == "party.seller.no_deal"
    assert row.total.index == pytest.approx(1.0, abs=0.15)
    assert row.first.index == pytest.approx(1.0, abs=0.15)
    assert [one.quantity for one in alone.ends] == [kept]
    assert alone.ends[0].at_low.difference > 0 > alone.ends[0].at_high.difference
    (box,) = alone.boxes
    assert box.density.share > 0.95


def test_ends_are_full_re_runs_in_which_nobody_else_learns_of_the_change(haggle, found):
    scenario = haggle["stated"]
    before = settled(play(scenario))
    assert len(found.ends) >= 5
    for row in found.ends:
        ends = movable(scenario)[row.quantity]
        low, high = (
            settled(play(edit(scenario, end, layer="test"), known=scenario))
            for end in (ends.low, ends.high)
        )
        assert row.at_low.difference == pytest.approx(low.mean() - before.mean())
        assert row.at_high.difference == pytest.approx(high.mean() - before.mean())
        assert row.swing.difference == pytest.approx(high.mean() - low.mean())
        assert (row.low, row.high) == tuple(
            next(iter(end.values())) for end in (ends.low, ends.high)
        )
    swings = [abs(row.swing.difference) for row in found.ends]
    assert swings == sorted(swings, reverse=True)


def test_a_line_moves_as_one():
    scenario = load_scenario("ukraine-2025", coding="low-no-deal")
    line = movable(scenario)["party.russia.red_line.territory"]
    assert line.stream == "party.russia.red_line.territory#quantile"
    path = "party.russia.red_line.territory.firmness"
    assert line.low == {
        f"{path}.ukrainian_control": 0.6,
        f"{path}.line": 0.05,
        f"{path}.administration": 0,
    }
    assert line.high == {
        f"{path}.ukrainian_control": 1,
        f"{path}.line": 0.65,
        f"{path}.administration": 0.55,
    }
    event = movable(scenario)["event.sanctions.no_deal.russia"]
    assert event.name == "further American sanctions"
    assert movable(scenario)["party.russia.type.stalling.chance"].name == "stalling"


def test_a_better_way_out_makes_settling_rarer(found):
    rows = {row.quantity: row for row in found.ends}
    for party in ("seller", "buyer"):
        row = rows[f"party.{party}.no_deal.shift"]
        assert row.at_low.difference > 0 > row.at_high.difference


def test_a_partys_result_as_the_output(haggle):
    scenario = haggle["stated"]
    found = find_drivers(haggle, n=60, seed=5, output="result.seller")
    a = result_of(play(scenario, n=60), "seller")
    assert found.outputs[0].mean.mean == pytest.approx(a.mean())
    assert found.outputs[0].anew is None
    b = result_of(play(scenario, [one.input for one in found.inputs], n=60), "seller")
    rows = {row.group: row for row in found.groups}
    mixtures = {
        name: result_of(play(scenario, streams_of(found, name), n=60), "seller") for name in rows
    }
    every = np.concatenate([a, *mixtures.values(), b])
    for name, row in rows.items():
        assert row.flips is None
        told = formula(a, b, mixtures[name], every)
        assert (row.total.index, row.first.index) == pytest.approx(told)
    low = movable(scenario)[found.ends[0].quantity].low
    after = result_of(play(edit(scenario, low, layer="test"), n=60, known=scenario), "seller")
    assert found.ends[0].at_low.mean == pytest.approx((after - a).mean())


def test_inputs_are_split_by_who_says_which_way_they_point():
    scenario = load_scenario("ukraine-2025", coding="low-no-deal", sets=["protocol.horizon=15"])
    found = find_drivers({"low-no-deal": scenario}, n=FEWEST, seed=2)
    assert {row.direction for row in found.directions} == set(Direction)
    for row in found.directions:
        listed = [one for one in found.inputs if one.direction is row.direction]
        assert row.inputs == len(listed) > 0
    assert sum(row.inputs for row in found.directions) == found.outputs[0].inputs
    sizes = {row.size: row.numbers for row in found.sizes}
    assert sizes["indifference"] == 4
    assert sum(sizes.values()) == found.sizes[0].of
    assert sizes["assumption"] > 0.9 * found.sizes[0].of


def test_everything_by_nobody_is_everything(found):
    (row,) = found.directions
    assert row.direction is Direction.NOBODY
    assert row.flips == found.outputs[0].anew


def test_workers_and_progress_change_nothing(haggle, found):
    calls = []
    again = find_drivers(
        haggle, n=N, seed=5, workers=2, progress=lambda done, of: calls.append((done, of))
    )
    assert again == found
    assert [done for done, _ in calls] == list(range(1, len(calls) + 1))
    assert all(done <= of for done, of in calls)
    assert calls[-1][0] == calls[-1][1]


# -- nothing to tell -----------------------------------------------------------------------------


@pytest.mark.filterwarnings("error")
def test_nothing_uncertain():
    scenario = load_scenario(MECHANISMS / "haggle.toml")
    found = find_drivers({"stated": scenario}, n=40)
    row = found.outputs[0]
    assert (row.inputs, row.varies, row.told) == (0, False, False)
    assert row.search is BoxSearch.FEW
    assert not any(rows for name, rows in found.tables.items() if name != "outputs")


@pytest.mark.filterwarnings("error")
def test_uncertain_but_always_the_same_end(haggle):
    eager = {"no_deal.shift": [-0.9, -0.8], "patience": [0.5, 0.6]}
    scenario = edit(
        haggle["stated"],
        {f"party.{party}.{key}": v for party in ("seller", "buyer") for key, v in eager.items()},
        layer="test",
    )
    found = find_drivers({"stated": scenario}, n=40)
    row = found.outputs[0]
    assert row.settled.share == 1.0
    assert row.inputs > 0
    assert (row.varies, row.told) == (False, False)
    assert found.groups
    assert all(group.total is None and group.flips.share == 0.0 for group in found.groups)
    assert not found.ends


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("n", [1, 2, FEWEST - 1])
def test_few_worlds_give_no_indices(haggle, n):
    found = find_drivers(haggle, n=n)
    assert not found.outputs[0].told
    assert all(row.total is None for row in found.groups)
    assert not found.ends


def test_no_world_is_refused(haggle):
    with pytest.raises(UsageError, match="at least one world"):
        find_drivers(haggle, n=0)


def test_an_unknown_output_is_refused(haggle):
    with pytest.raises(NotFoundError, match=r"result\.seller, result\.buyer"):
        find_drivers(haggle, n=20, output="result.nobody")


def test_codings_stand_side_by_side(haggle):
    scenario = haggle["stated"]
    fixed = replace(
        edit(scenario, {"party.seller.no_deal.shift": 0.0}, layer="test"), coding="fixed"
    )
    both = {"free": replace(scenario, coding="free"), "fixed": fixed}
    found = find_drivers(both, n=40)
    rows = [row for row in found.groups if row.group == "party.seller.no_deal"]
    assert [row.coding for row in rows] == ["free", "fixed"]
    assert (rows[1].inputs, rows[1].total, rows[1].flips) == (0, None, None)
    assert {row.coding for row in found.ends if row.quantity == "party.seller.no_deal.shift"} == {
        "free"
    }
