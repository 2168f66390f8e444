"""Intervals against published and hand-computed numbers, and their properties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis import shares
from sim.domain.estimate import Amount, Difference
from sim.errors import UsageError

ONES = np.ones(100)


@pytest.mark.parametrize(
    ("seen", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_matches_the_four_examples_of_newcombe_1998(seen, n, low, high):
    """R. G. Newcombe (1998), Statistics in Medicine 17:857-872, table I, method 3."""
    assert shares.wilson_interval(seen / n, n) == pytest.approx((low, high), abs=5e-5)


def test_wilson_solves_its_own_quadratic():
    low, high = shares.wilson_interval(0.3, 57.5)
    for limit in (low, high):
        assert (0.3 - limit) ** 2 == pytest.approx(shares.Z**2 * limit * (1 - limit) / 57.5)


def test_z_is_the_normal_quantile():
    stats = pytest.importorskip("scipy.stats")
    assert pytest.approx(stats.norm.ppf(0.975), abs=1e-14) == shares.Z


def test_paired_interval_by_hand():
    # n = 100, 20 pairs gained, 10 lost: 21/102 - 11/102 = 0.0980;
    # half = 1.96 * sqrt((32/102 - (10/102)^2) / 102) = 0.10702
    low, high = shares.paired_interval(0.10, 0.20, 100)
    assert (low, high) == pytest.approx((-0.00898, 0.20506), abs=2e-5)


def test_difference_is_the_difference_of_the_shares():
    first = np.arange(100) < 40
    second = np.arange(100) >= 30
    found = shares.difference_of(first, second, ONES)
    assert found.difference == pytest.approx(0.30)
    assert found.low < 0.30 < found.high


def test_pairing_narrows_the_interval():
    first = np.arange(100) < 40
    together = shares.difference_of(first, np.arange(100) < 50, ONES)
    apart = shares.difference_of(first, np.arange(100) >= 50, ONES)
    assert together.difference == pytest.approx(apart.difference)
    assert together.high - together.low < (apart.high - apart.low) / 2


def test_swapping_sides_changes_the_sign():
    first, second = np.arange(100) < 40, np.arange(100) % 3 == 0
    there = shares.difference_of(first, second, ONES)
    back = shares.difference_of(second, first, ONES)
    assert (back.difference, back.low, back.high) == pytest.approx(
        (-there.difference, -there.high, -there.low)
    )


def test_two_worlds_of_half_weight_count_as_their_weight_says():
    weight = np.array([1.0, 0.5, 0.5])
    found = shares.share_of(np.array([True, False, False]), weight)
    assert found.share == pytest.approx(0.5)
    assert shares.effective_number(weight) == pytest.approx(4 / 1.5)


def test_weightless_worlds_do_not_matter():
    mask = np.array([True, False, True])
    light = shares.share_of(mask, np.array([1.0, 1.0, 0.0]))
    assert light == shares.share_of(mask[:2], np.ones(2))


def test_without_any_weight_there_is_no_share_and_no_difference():
    mask, nothing = np.array([True, False]), np.zeros(2)
    with pytest.raises(UsageError, match="carries weight"):
        shares.share_of(mask, nothing)
    with pytest.raises(UsageError, match="carries weight"):
        shares.difference_of(mask, ~mask, nothing)


@pytest.mark.parametrize("n", [1, 2, 7, 100])
def test_equal_weights_give_hazen_quantiles(n):
    values = np.random.default_rng(3).normal(size=n)
    wanted = [0.05, 0.25, 0.5, 0.75, 0.95]
    found = shares.weighted_quantiles(values, np.full(n, 0.7), np.array(wanted))
    assert found == pytest.approx(np.quantile(values, wanted, method="hazen"))


def test_doubling_every_weight_changes_no_quantile():
    values, weight = np.array([4.0, 1.0, 2.0]), np.array([0.2, 0.5, 0.3])
    assert shares.quantiles_of(values, weight) == shares.quantiles_of(values, 2 * weight)


def test_nothing_known_is_no_quantile_and_no_amount():
    nothing = np.full(4, np.nan)
    assert shares.quantiles_of(nothing, np.ones(4)) is None
    assert shares.amount_of(nothing, np.ones(4)) is None
    assert shares.amount_of(np.array([1.0, np.nan]), np.ones(2)) is None


def test_amount_by_hand():
    # mean 2, variance about the mean 2/3, standard error sqrt((2/3) / 2) = 0.57735
    found = shares.amount_of(np.array([1.0, 2.0, 3.0, np.nan]), np.ones(4))
    assert (found.mean, found.low, found.high) == pytest.approx((2.0, 0.86842, 3.13158), abs=1e-5)


@given(
    st.lists(st.tuples(st.booleans(), st.booleans(), st.floats(0.01, 10)), min_size=1, max_size=50)
)
def test_points_lie_in_their_intervals(rows):
    first = np.array([row[0] for row in rows])
    second = np.array([row[1] for row in rows])
    weight = np.array([row[2] for row in rows])
    share = shares.share_of(first, weight)
    assert 0 <= share.low <= share.share <= share.high <= 1
    difference = shares.difference_of(first, second, weight)
    assert -1 <= difference.low <= difference.difference + 1e-12
    assert difference.difference - 1e-12 <= difference.high <= 1


def test_a_widened_difference_stays_within_all_worlds_and_an_amount_does_not():
    near = Difference(difference=0.9, low=0.7, high=0.99)
    assert shares.widened(near, 100).high == 1.0
    assert shares.widened(Amount(mean=0.9, low=0.7, high=0.99), 100).high > 1.0
