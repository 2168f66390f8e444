"""A package judged by hand says what the acceptable set, trying all, and stability say of it."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings

from benchmarks.plain_worlds import world_of
from sim.analysis import find_stability, judge_keeping, judge_package
from sim.analysis.judging import _in_the_way
from sim.analysis.stabilising.moves import cells_at
from sim.analysis.zopa import acceptable_set as find_set
from sim.domain.cells import cells_of
from sim.domain.scenario import Scenario
from sim.domain.zopa_rows import Order
from sim.errors import UsageError
from sim.loading import load_scenario
from tests.oracle.acceptable_set import acceptable_set, deal, reservation
from tests.property.playing import block_of
from tests.scenario_strategies import scenarios

STATIC = {"breach", "consents", "lines", "only", "premium", "status_quo", "unless"}
WORLDS = 12


def packages_of(scenario: Scenario) -> list[dict[str, str]]:
    issues = list(scenario.agenda)
    choices = [[option.id for option in issue.options] for issue in issues]
    ids = [issue.id for issue in issues]
    return [dict(zip(ids, chosen, strict=True)) for chosen in itertools.product(*choices)]


@pytest.mark.parametrize(
    ("name", "n", "day"),
    [("price-haggle", 700, 0.0), ("labour-contract", 300, 20.0), ("ukraine-2025", 60, 0.0)],
)
def test_the_share_is_that_of_the_acceptable_set(name: str, n: int, day: float) -> None:
    scenario = load_scenario(name)
    found = find_set({scenario.coding: scenario}, n=n, seed=3, day=day)
    rows = [row for row in found.packages if row.order is Order.SIGNED]
    assert rows
    for row in rows[:6]:
        judged = judge_package(scenario, row.package, n=n, seed=3, day=day)
        assert judged.acceptable == row.signed
        assert (judged.margin is None) == (row.signed.share == 0.0)
        assert judged.acceptable.share <= min(p.signs.share for p in judged.parties if p.principal)


@given(scenarios(features=STATIC))
@settings(max_examples=15, deadline=None, derandomize=True)
def test_trying_all_packages_of_every_world_counts_the_same(scenario: Scenario) -> None:
    block = block_of(scenario, WORLDS, 1)
    worlds = [world_of(scenario, block.take(slice(k, k + 1))) for k in range(WORLDS)]
    sets = [acceptable_set(scenario, world, 0.0) for world in worlds]
    packages = packages_of(scenario)
    for package in packages[:: max(1, len(packages) // 8)]:
        judged = judge_package(scenario, package, n=WORLDS, seed=1)
        held = [package in some for some in sets]
        assert judged.acceptable.share == pytest.approx(np.mean(held), abs=1e-12)
        for one in judged.parties:
            crossed = [
                {
                    j: o
                    for j, o in package.items()
                    if o in world.parties[one.party].refused.get(j, ())
                }
                for world in worlds
            ]
            total = sum(line.share.share for line in one.lines) * WORLDS
            assert total <= sum(map(len, crossed)) + 1e-9
            if not any(line.unless for line in scenario.parties[one.party].red_lines.values()):
                assert total == pytest.approx(sum(map(len, crossed)))


def test_the_margin_is_the_deal_less_the_reservation() -> None:
    scenario = load_scenario("price-haggle")
    package = {"price": "p150"}
    judged = judge_package(scenario, package, n=1, seed=4)
    world = world_of(scenario, block_of(scenario, 1, 4))
    for one in judged.parties:
        gap = deal(scenario, world, one.party, package, (), ()) - reservation(
            scenario, world, one.party, 0.0, (), ()
        )
        assert one.margin.p50 == pytest.approx(gap, abs=1e-12)


@given(scenarios(features=STATIC))
@settings(max_examples=15, deadline=None, derandomize=True)
def test_who_stands_in_the_way_is_who_would_open_it(scenario: Scenario) -> None:
    """Alone in the way: with that signature more, and only then, nothing is lacking."""
    cells = cells_of(scenario)
    P = len(scenario.parties)
    signs = np.array(list(itertools.product([False, True], repeat=P))).T
    for package in packages_of(scenario)[::7]:
        options = tuple(issue.position(package[issue.id]) for issue in scenario.agenda)
        sets = [int(s) for s in cells.signing_sets(cells_at(cells, [options]))[0] if s >= 0]
        way = _in_the_way(cells, options, signs)
        assert not (way & signs).any()
        for w in range(signs.shape[1]):
            held = sum(1 << p for p in range(P) if signs[p, w])
            whole = any(s & ~held == 0 for s in sets)
            assert whole == (not way[:, w].any())
            if way[:, w].sum() == 1:
                p = int(way[:, w].argmax())
                assert any(s & ~(held | 1 << p) == 0 for s in sets)


@pytest.mark.parametrize("name", ["labour-contract", "ukraine-2025"])
def test_it_lasts_as_long_as_stability_has_it(name: str) -> None:
    scenario = load_scenario(name)
    found = find_set({scenario.coding: scenario}, n=40, seed=1)
    package = next(row.package for row in found.packages if row.order is Order.SIGNED)
    finding = find_stability({scenario.coding: scenario}, n=40, packages=1, asked=[package])
    judged = judge_keeping(scenario, package, n=40)
    (row,) = [row for row in finding.kept if row.state == "package 1"]
    assert judged is not None
    assert (judged.signed, judged.kept) == (row.signed, row.kept)
    links = {one.party: one for one in finding.links if one.state == "package 1"}
    assert set(links) == {one.party for one in judged.parties}
    for one in judged.parties:
        assert one.keeps.share == pytest.approx(1.0 - links[one.party].gains.share, abs=1e-12)
        assert one.first == links[one.party].first
        curve = [
            (each.day, each.gains)
            for each in finding.curves
            if each.state == "package 1" and each.party == one.party
        ]
        assert list(one.curve) == curve


def test_what_is_signed_nowhere_cannot_be_kept() -> None:
    scenario = load_scenario("labour-contract", sets=["party.union.no_deal.shift=1"])
    package = {issue.id: issue.options[0].id for issue in scenario.agenda}
    assert judge_package(scenario, package, n=50).acceptable.share == 0.0
    assert judge_keeping(scenario, package, n=50) is None


def test_what_cannot_be_judged_is_told_in_words() -> None:
    scenario = load_scenario("labour-contract")
    whole = {issue.id: issue.options[0].id for issue in scenario.agenda}
    part = {key: whole[key] for key in ("pay", "shifts", "dismissals")}
    for judge in (judge_package, judge_keeping):
        with pytest.raises(UsageError, match="leaves open training, pension"):
            judge(scenario, part)
        with pytest.raises(UsageError, match="no option 'gold'"):
            judge(scenario, {**whole, "pay": "gold"})
        with pytest.raises(UsageError, match="horizon"):
            judge(scenario, whole, day=1000.0)
        with pytest.raises(UsageError, match="quota"):
            judge(load_scenario("labour-contract", sets=["protocol.quota=1"]), whole)
