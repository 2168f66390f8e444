"""Concessions re-run on real scenarios: pairing, cost, order, and independence of workers."""

import numpy as np
import pytest

from sim.analysis.conceding.edits import possible_concessions
from sim.analysis.conceding.moving import result_of, unedited_result
from sim.analysis.screening import single_concessions
from sim.domain.concession import ConcessionKind
from sim.engine import negotiate
from sim.loading import edit, load_codings, load_scenario
from sim.sampling import draw, sample_worlds

N = 60


@pytest.fixture(scope="module")
def haggle():
    return load_codings("price-haggle")


@pytest.fixture(scope="module")
def table(haggle):
    return single_concessions(haggle, n=N, seed=1)


def play(scenario):
    return negotiate(scenario, sample_worlds(scenario, n=N, seed=1), asked=0)


def test_a_lift_is_the_paired_difference_to_the_plain_run(haggle, table):
    scenario = haggle["stated"]
    row = next(row for row in table.rows if row.kind is ConcessionKind.OPEN_WITH)
    before, after = play(scenario), play(edit(scenario, row.edits["stated"], layer="test"))
    settled = [np.mean(one.ending == 0) for one in (before, after)]
    assert row.lifts["stated"].horizon.difference == pytest.approx(settled[1] - settled[0])
    assert table.settled["stated"].share == pytest.approx(settled[0])
    change = result_of(after, row.party) - result_of(before, row.party)
    assert row.lifts["stated"].cost.mean == pytest.approx(change.mean())


def test_every_concession_has_its_row_and_the_best_come_first(haggle, table):
    assert len(table.rows) == len(possible_concessions(haggle["stated"]))
    ranks = [(row.floor, row.dearest) for row in table.rows]
    assert ranks == sorted(ranks, reverse=True)


def test_no_settlement_comes_early_that_does_not_come_at_all(table):
    assert table.early["stated"].share <= table.settled["stated"].share
    assert table.early_day == pytest.approx(table.horizon / 6)


def test_workers_and_progress_change_nothing(haggle, table):
    calls = []
    again = single_concessions(
        haggle, n=N, seed=1, workers=2, progress=lambda done, of: calls.append((done, of))
    )
    assert again == table
    assert calls[-1] == (len(table.rows), len(table.rows))
    assert calls == sorted(calls)


def test_a_raised_value_is_told_in_the_values_it_replaced():
    """Accepting p130 lifts its value to the seller; what p130 is worth to it stays as drawn."""
    scenario = load_scenario("price-haggle")
    edited = edit(scenario, {"party.seller.demand.price.values.p130": [0.9]}, layer="test")
    outcomes = play(edited)
    position = scenario.agenda["price"].position("p130")
    here = (outcomes.ending == 0) & (outcomes.package[:, 0] == position)
    assert here.any()
    worlds = draw(sample_worlds(scenario, n=N, seed=1), 0, N)
    discount = worlds.patience[0] ** (outcomes.day / 7)
    own = worlds.values[0, 0, position]
    assert own.max() < 0.9
    told = unedited_result(outcomes, scenario, "seller", "price")
    assert result_of(outcomes, "seller")[here] == pytest.approx((0.9 * discount)[here], abs=1e-6)
    assert told[here] == pytest.approx((own * discount)[here], abs=1e-6)
    failed = outcomes.ending != 0
    assert told[failed] == pytest.approx(result_of(outcomes, "seller")[failed])


def test_a_raised_indifference_option_is_told_in_its_own_value_too():
    scenario = load_scenario("price-haggle")
    package = scenario.parties["seller"].no_deal.package["price"]
    path = f"party.seller.demand.price.values.{package}"
    outcomes = play(edit(scenario, {path: [0.45]}, layer="test"))
    plain = play(scenario)
    both = (outcomes.ending != 0) & (plain.ending != 0)
    assert both.any()
    told = unedited_result(outcomes, scenario, "seller", "price")
    assert told[both] == pytest.approx(result_of(plain, "seller")[both], abs=1e-6)


def test_another_party_pays_nothing_for_the_edit():
    scenario = load_scenario("price-haggle")
    outcomes = play(edit(scenario, {"party.seller.demand.price.values.p130": [0.9]}, layer="test"))
    told = unedited_result(outcomes, scenario, "buyer", "price")
    assert (told == result_of(outcomes, "buyer")).all()
