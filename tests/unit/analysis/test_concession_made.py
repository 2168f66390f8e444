"""What was conceded where it settled and where it did not, counted on fingers."""

import numpy as np
import pytest
from making_outcomes import outcomes, scenario

from sim.analysis.conceding.made import (
    concessions_where_settled,
    difference_of_groups,
    welch,
)
from sim.domain.concession_made import When
from sim.engine import negotiate
from sim.loading import load_scenario
from sim.sampling import sample_worlds


def run():
    """Buyer concedes .3, .5 on the price where it settles and .1, .1, .1 where it does not."""
    conceded = np.full((5, 3, 2), np.nan, dtype=np.float32)
    conceded[:, 0, 0] = (0.3, 0.5, 0.1, 0.1, 0.0)
    conceded[:, 0, 1] = (0.0, 0.0, 0.0, np.nan, 0.0)
    last = np.full((5, 3, 2), -1, dtype=np.int8)
    last[:, 0, 0] = (0, 0, 1, 2, 0)
    last[:, 0, 1] = (0, 0, 0, -1, 0)
    return outcomes(
        "SSIIW",
        conceded=conceded,
        last_offer=last,
        packages=[[2, 0], [1, 0], [0, 0], [0, 0], [0, 0]],
    )


@pytest.fixture(scope="module")
def made():
    return concessions_where_settled({"stated": run()})


def row_of(rows, **wanted):
    (found,) = [row for row in rows if all(getattr(row, k) == v for k, v in wanted.items())]
    return found


def test_units_by_group_and_their_difference(made):
    row = row_of(made.conceded, party="buyer", issue="price")
    assert (row.settled_worlds, row.unsettled_worlds) == (2, 3)
    assert row.settled.mean == pytest.approx(0.4)
    assert row.unsettled.mean == pytest.approx(0.2 / 3)
    assert row.difference.mean == pytest.approx(0.4 - 0.2 / 3)
    assert row.difference.low < row.difference.mean < row.difference.high


def test_worlds_that_do_not_tell_are_left_out(made):
    row = row_of(made.conceded, party="buyer", issue="date")
    assert row.unsettled_worlds == 2
    silent = row_of(made.conceded, party="witness", issue="price")
    assert silent.settled is silent.unsettled is silent.difference is None


def test_an_option_counts_as_given_where_it_is_worth_less_than_what_was_asked(made):
    """The signed option where it settled, the last offer elsewhere."""
    shares = {
        row.option: (row.settled.share, row.unsettled.share)
        for row in made.given
        if (row.party, row.issue) == ("buyer", "price")
    }
    assert shares == {
        "middle": (pytest.approx(1 / 2), pytest.approx(1 / 3)),
        "high": (pytest.approx(1 / 2), pytest.approx(1 / 3)),
    }
    assert not [row for row in made.given if (row.party, row.issue) == ("buyer", "date")]


def many(settled_give, failed_give):
    """Fifty worlds of each kind; so many of them give the middle price."""
    conceded = np.zeros((100, 3, 2), dtype=np.float32)
    conceded[:settled_give, 0, 0] = 0.2
    conceded[50 : 50 + failed_give, 0, 0] = 0.2
    last = np.zeros((100, 3, 2), dtype=np.int8)
    last[:, 0, 0] = 1
    packages = np.tile([[1, 0]], (100, 1))
    return outcomes("S" * 50 + "I" * 50, conceded=conceded, last_offer=last, packages=packages)


@pytest.mark.parametrize(
    ("settled", "failed", "when"),
    [
        (30, 0, When.ONLY_SETTLED),
        (40, 5, When.MORE_SETTLED),
        (5, 40, When.LESS_SETTLED),
        (20, 22, When.ALIKE),
        (1, 0, When.ALIKE),
    ],
)
def test_where_an_option_was_given(settled, failed, when):
    made = concessions_where_settled({"stated": many(settled, failed)})
    assert row_of(made.given, party="buyer", issue="price", option="middle").when is when


def test_where_all_settle_nothing_can_be_compared():
    made = concessions_where_settled({"stated": outcomes("SSS", conceded=np.ones((3, 3, 2)))})
    row = row_of(made.conceded, party="buyer", issue="price")
    assert row.settled.mean == 1.0
    assert row.unsettled is row.difference is None
    given = row_of(made.given, party="buyer", issue="price")
    assert given.unsettled is given.difference is None
    assert given.when is When.UNTOLD


def test_one_world_tells_no_mean():
    made = concessions_where_settled({"stated": outcomes("I", conceded=np.ones((1, 3, 2)))})
    assert all(row.settled is row.unsettled is None for row in made.conceded)


def test_every_coding_party_and_issue_has_its_row():
    two = {"one": outcomes("SI"), "other": outcomes("SI")}
    made = concessions_where_settled(two)
    issues = len(scenario().agenda)
    assert len(made.conceded) == 2 * 3 * issues
    assert {row.coding for row in made.conceded} == {"one", "other"}


def test_a_real_run_agrees_with_its_own_tables():
    haggle = load_scenario("price-haggle")
    outcome = negotiate(haggle, sample_worlds(haggle, n=80, seed=1), asked=0)
    made = concessions_where_settled({"stated": outcome})
    settled = outcome.ending == 0
    for place, party in enumerate(haggle.parties):
        row = row_of(made.conceded, party=party)
        units = outcome.conceded[:, place, 0].astype(float)
        assert row.settled.mean == pytest.approx(units[settled].mean())
        assert row.unsettled.mean == pytest.approx(np.nanmean(units[~settled]))


def test_welch_against_a_published_case():
    """Sleep data of Student 1908 as two groups: Welch's test has t = −1.8608 at 17.776 degrees."""
    one = np.array([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
    two = np.array([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])
    found = welch(one, np.ones(10), two, np.ones(10))
    assert (found.mean, found.low, found.high) == pytest.approx((-1.58, -3.3655, 0.2055), abs=1e-4)


def test_weights_stand_for_repeated_worlds():
    values, weight = np.array([1.0, 2.0, 4.0]), np.array([1.0, 1.0, 2.0])
    found = welch(values, weight, np.zeros(3), np.ones(3))
    assert found.mean == pytest.approx((1 + 2 + 4 + 4) / 4)
    assert difference_of_groups(
        np.array([True, False]), np.array([3.0, 1.0]), np.array([False]), np.ones(1)
    ).difference == pytest.approx(0.75)


def test_groups_that_never_vary_have_no_spread():
    found = welch(np.ones(3), np.ones(3), np.zeros(4), np.ones(4))
    assert (found.mean, found.low, found.high) == (1.0, 1.0, 1.0)
    assert welch(np.ones(1), np.ones(1), np.zeros(4), np.ones(4)) is None
    empty = np.zeros(0, dtype=bool)
    assert difference_of_groups(empty, np.zeros(0), np.ones(2, dtype=bool), np.ones(2)) is None
