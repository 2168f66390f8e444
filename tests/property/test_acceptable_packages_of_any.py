"""What holds of the acceptable set of any scenario."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.analysis.acceptable.open_worlds import best_margins, open_of
from sim.analysis.acceptable.packages import packages_of
from sim.analysis.acceptable.scores import worst_margins
from sim.analysis.acceptable.tally import option_starts, tally_of
from sim.domain.scenario import Scenario
from sim.engine import Standing, find_acceptable, standing
from sim.sampling import sample_worlds
from tests.scenario_strategies import scenarios

FEW = settings(max_examples=40, deadline=None, derandomize=True)
WORLDS = 6


def asked_of(scenario: Scenario, share_of_horizon: float = 0.0) -> Standing:
    worlds = sample_worlds(scenario, n=WORLDS, seed=1)
    day = share_of_horizon * scenario.protocol.horizon
    return standing(scenario, worlds, 0, WORLDS, day)


def signed(asked: Standing) -> np.ndarray:
    packages = packages_of(asked.cells)
    return worst_margins(asked, packages.at(np.arange(packages.size))) > -np.inf


@given(scenarios(), st.sampled_from((0.0, 0.3, 1.0)))
@FEW
def test_a_world_is_open_exactly_where_the_engine_finds_a_package(
    scenario: Scenario, when: float
) -> None:
    asked = asked_of(scenario, when)
    for w, found in enumerate(open_of(asked)):
        package = find_acceptable(
            asked.cells,
            asked.deal[..., w],
            asked.need[:, w],
            asked.refused[..., w],
            asked.closed[:, w],
            int(asked.departed[w]),
        )
        assert found == (package is not None)


@given(scenarios(), st.integers(0, 1), st.floats(0.0, 0.6))
@FEW
def test_expecting_less_without_a_deal_loses_no_package_and_no_margin(
    scenario: Scenario, party: int, by: float
) -> None:
    asked = asked_of(scenario)
    lower = asked.reservation.copy()
    lower[party] -= by
    eased = replace(asked, reservation=lower)
    assert not (signed(asked) & ~signed(eased)).any()
    assert (best_margins(eased).value >= best_margins(asked).value - 1e-12).all()


@given(scenarios(), st.integers(0, 3))
@FEW
def test_fewer_lines_lose_no_package(scenario: Scenario, party: int) -> None:
    asked = asked_of(scenario)
    refused = asked.refused.copy()
    refused[party % len(refused)] = False
    free = replace(asked, refused=refused)
    assert not (signed(asked) & ~signed(free)).any()
    assert (open_of(free) >= open_of(asked)).all()


@given(scenarios(), st.sampled_from((0.0, 1.0)))
@FEW
def test_parts_of_packages_add_up(scenario: Scenario, when: float) -> None:
    asked = asked_of(scenario, when)
    tally = tally_of(asked)
    here = tally.best > -np.inf
    assert (here == open_of(asked)).all()
    np.testing.assert_allclose(tally.best, best_margins(asked).value, atol=1e-9)
    starts = option_starts(asked.cells)
    options = np.diag(tally.pairs)
    for first, after in itertools.pairwise(starts):
        # Every package holds one option of each issue.
        assert (
            options[first:after].max() <= here.sum() <= options[first:after].sum() or not here.any()
        )
        np.testing.assert_array_equal(
            tally.pairs[first:after, first:after], np.diag(options[first:after])
        )
    assert (tally.pairs <= np.minimum.outer(options, options)).all()
    assert tally.signed.sum() == tally.size.sum()
    assert (tally.near <= tally.signed).all()
    assert (tally.undominated <= tally.signed).all()
    assert (tally.efficient[here] >= 1).all()
    assert (tally.chosen.sum(axis=1) == here.sum()).all()


@given(scenarios())
@FEW
def test_a_solution_is_never_bettered_for_all_principals(scenario: Scenario) -> None:
    tally = tally_of(asked_of(scenario))
    assert (tally.chosen <= tally.undominated + 1e-9).all()
