"""Smallest sets of waivers against trying every set on every package, on any scenario."""

from __future__ import annotations

from dataclasses import replace
from unittest.mock import patch

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.analysis.acceptable.open_worlds import open_of
from sim.analysis.waiving import opening_sets as sets
from sim.analysis.waiving import requirements
from sim.analysis.waiving.opening_sets import least_shortfall, opening_sets
from sim.analysis.waiving.requirements import crossed_lines
from sim.analysis.waiving.waivers import lines_and_steps
from sim.engine.overlap import find_acceptable
from sim.engine.standing import standing
from sim.sampling import draw, sample_worlds
from tests.oracle.opening_sets import Waived, World
from tests.scenario_strategies import random_scenario, scenarios

FEATURES = {
    *("aims", "breach", "consents", "events", "hazards", "leaves", "lines", "only"),
    *("premium", "status_quo", "types", "unless"),
}
FEW = settings(max_examples=60, deadline=None, derandomize=True)
GRID = (0.05, 0.15)
WORLDS = 4


def asked_on(scenario, day=0.0, n=WORLDS):
    worlds = sample_worlds(scenario, n=n, seed=1)
    asked = standing(scenario, worlds, 0, n, min(day, scenario.protocol.horizon))
    return asked, crossed_lines(asked.cells, draw(worlds, 0, n).refused)


def told(found, waivers, w, parties):
    """The sets found in a world, in the oracle's words."""
    found_here = set()
    for mask in found.mask[:, found.world == w].T:
        lines = {line for line in waivers.lines if (waivers.line[:, *line] & ~mask == 0).all()}
        steps = dict.fromkeys(range(parties), 0)
        for p in range(parties):
            for k in range(1, len(waivers.grid) + 1):
                if (waivers.shift[:, p, k] & ~mask == 0).all():
                    steps[p] = k
        lowered = tuple((p, float(waivers.grid[k - 1])) for p, k in steps.items() if k)
        found_here.add(Waived(frozenset(lines), lowered))
    return found_here


@given(scenarios(features=FEATURES), st.sampled_from((0.0, 21.0)), st.sampled_from((2, 3)))
@FEW
def test_the_sets_are_those_that_trying_all_finds(scenario, day, most):
    asked, crossed = asked_on(scenario, day)
    waivers = lines_and_steps(scenario, GRID)
    empty = np.flatnonzero(~open_of(asked))
    found = opening_sets(asked, crossed, waivers, most, empty)
    for w in empty:
        mine = told(found, waivers, w, len(scenario.parties))
        assert mine == World(asked, crossed, w).minimal_sets(GRID, most)


@given(scenarios(features=FEATURES), st.sampled_from((0.0, 21.0)))
@FEW
def test_a_package_of_a_set_is_signed_once_it_is_waived_and_leaves_the_margins_told(scenario, day):
    asked, crossed = asked_on(scenario, day)
    waivers = lines_and_steps(scenario, GRID)
    empty = np.flatnonzero(~open_of(asked))
    found = opening_sets(asked, crossed, waivers, 3, empty)
    for row in range(len(found.world)):
        one = found.take(np.array([row]))
        (waived,) = told(one, waivers, one.world[0], len(scenario.parties))
        world = World(asked, crossed, one.world[0])
        signed = {tuple(package) for package in world.acceptable(waived)}
        assert tuple(one.package[:, 0]) in signed
        best = np.max(
            [asked.deal[:, list(package), one.world[0]].sum(axis=1) for package in signed], axis=0
        )
        best -= asked.need[:, one.world[0]]
        for p, margin in enumerate(one.margin[:, 0]):
            if asked.cells.principals >> p & 1:
                assert abs(margin - best[p]) < 1e-9
            else:
                assert np.isnan(margin) or margin <= best[p] + 1e-9


@given(scenarios(features=FEATURES), st.sampled_from((0.0, 21.0)))
@FEW
def test_the_least_shortfall_is_that_of_the_best_package_that_keeps_every_line(scenario, day):
    asked, crossed = asked_on(scenario, day)
    found = least_shortfall(asked, crossed, np.arange(WORLDS))
    open_ = open_of(asked)
    assert ((found <= 1e-8) == open_).all()
    for w in np.flatnonzero(~open_):
        world = World(asked, crossed, w)
        least = np.inf
        for guests in range(1 << len(asked.deal)):
            who = [p for p in world.parties if (guests | asked.cells.principals) >> p & 1]
            lowered = tuple((p, 1e6) for p in who)
            gone = frozenset(
                (p, j) for p in set(world.parties) - set(who) for j in range(len(scenario.agenda))
            )
            # Those outside ``who`` stay away: nothing is signed that needs them.
            others = replace(
                asked,
                departed=asked.departed
                | asked.departed.dtype.type(sum(1 << p for p in world.parties if p not in who)),
            )
            for package in World(others, crossed, w).acceptable(Waived(gone, lowered)):
                short = asked.need[who, w] - asked.deal[who][:, package, w].sum(axis=1)
                least = min(least, short.clip(0.0).sum())
        assert found[w] == least or abs(found[w] - least) < 1e-9


def granting(scenario, waived):
    """The scenario once some lines are gone and some no-deal values lower."""
    parties = list(scenario.parties.values())
    issues = [issue.id for issue in scenario.agenda]
    for p, j in waived.lines:
        kept = {i: line for i, line in parties[p].red_lines.items() if i != issues[j]}
        parties[p] = replace(parties[p], red_lines=kept)
    for p, by in waived.lowered:
        shift = parties[p].no_deal.shift
        lower = replace(shift, range=tuple(bound - by for bound in shift.range))
        parties[p] = replace(parties[p], no_deal=replace(parties[p].no_deal, shift=lower))
    return replace(scenario, parties={party.id: party for party in parties})


@given(scenarios(features=FEATURES), st.sampled_from((0.0, 21.0)))
@FEW
def test_a_scenario_edited_by_a_set_has_an_acceptable_package_in_the_same_world(scenario, day):
    asked, crossed = asked_on(scenario, day)
    waivers = lines_and_steps(scenario, GRID)
    empty = np.flatnonzero(~open_of(asked))
    found = opening_sets(asked, crossed, waivers, 2, empty)
    for w in np.unique(found.world):
        for waived in told(found, waivers, w, len(scenario.parties)):
            edited, _ = asked_on(granting(scenario, waived), day)
            assert (
                find_acceptable(
                    edited.cells,
                    edited.deal[..., w],
                    edited.need[:, w],
                    edited.refused[..., w],
                    edited.closed[:, w],
                    int(edited.departed[w]),
                )
                is not None
            )


@given(scenarios(features=FEATURES))
@FEW
def test_portions_and_what_is_left_for_better_ones_change_nothing(scenario):
    asked, crossed = asked_on(scenario)
    waivers = lines_and_steps(scenario, GRID)
    empty = np.flatnonzero(~open_of(asked))
    whole = opening_sets(asked, crossed, waivers, 3, empty)
    least = least_shortfall(asked, crossed, empty)
    with (
        patch.object(requirements, "_AT_ONCE", 9),
        patch.object(requirements, "_CROWDED", 0),
        patch.object(requirements, "_PIVOTS", 2),
        patch.object(sets, "_KEPT", 5),
    ):
        portions = opening_sets(asked, crossed, waivers, 3, empty)
        np.testing.assert_allclose(least_shortfall(asked, crossed, empty), least)
    np.testing.assert_array_equal(portions.world, whole.world)
    np.testing.assert_array_equal(portions.mask, whole.mask)
    np.testing.assert_allclose(portions.margin, whole.margin)


def test_empty_worlds_come_up_with_and_without_a_way_out():
    ways = []
    for seed in range(40):
        scenario = random_scenario(seed, features=FEATURES)
        asked, crossed = asked_on(scenario)
        empty = np.flatnonzero(~open_of(asked))
        found = opening_sets(asked, crossed, lines_and_steps(scenario, GRID), 3, empty)
        ways += [int((found.world == w).sum()) for w in empty]
    assert ways.count(0) > 5
    assert sum(way > 1 for way in ways) > 5
