"""Time to agreement where not all agree: against scipy's estimate, and properties with weights."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from sim.analysis.product_limit import agreed_by, censored_from, product_limit
from sim.analysis.shares import share_of
from sim.errors import UsageError

DAYS = st.integers(1, 12).map(float)
WORLDS = st.lists(st.tuples(DAYS, st.booleans(), st.integers(1, 4)), min_size=1, max_size=60)


def arrays(worlds):
    day, agreed, weight = (np.array(part) for part in zip(*worlds, strict=True))
    return day, agreed, weight.astype(float)


def theirs(day, agreed):
    return stats.ecdf(stats.CensoredData(uncensored=day[agreed], right=day[~agreed])).sf


@settings(deadline=None)
@given(WORLDS)
def test_the_estimate_is_scipys(worlds):
    day, agreed, _ = arrays(worlds)
    found, wanted = product_limit(day, agreed, np.ones(len(day))), theirs(day, agreed)
    np.testing.assert_array_equal(found.day, wanted.quantiles)
    np.testing.assert_allclose(found.still, wanted.probabilities, atol=1e-12)


@pytest.mark.filterwarnings("ignore:The confidence interval is undefined")
@settings(deadline=None)
@given(WORLDS)
def test_the_number_behind_an_interval_is_that_of_scipys_variance(worlds):
    day, agreed, _ = arrays(worlds)
    found = product_limit(day, agreed, np.ones(len(day)))
    low = theirs(day, agreed).confidence_interval(0.95, method="linear").low.probabilities
    middle = (found.still > 1e-9) & (found.still < 1 - 1e-9) & (low > 1e-9)
    error = (found.still - low)[middle] / 1.959963984540054
    variance = (found.still * (1 - found.still) / found.number)[middle]
    np.testing.assert_allclose(variance, error**2, rtol=1e-6)


@settings(deadline=None)
@given(WORLDS)
def test_a_world_that_weighs_twice_counts_as_two(worlds):
    day, agreed, weight = arrays(worlds)
    copies = weight.astype(int)
    many = product_limit(np.repeat(day, copies), np.repeat(agreed, copies), np.ones(copies.sum()))
    np.testing.assert_allclose(product_limit(day, agreed, weight).still, many.still, atol=1e-12)


@settings(deadline=None)
@given(WORLDS, DAYS)
def test_where_nothing_is_censored_before_it_is_the_plain_share(worlds, by):
    day, _, weight = arrays(worlds)
    agreed = day <= by
    horizon = np.where(agreed, day, 13.0)
    found = agreed_by(product_limit(horizon, agreed, weight), by)
    plain = share_of(agreed, weight)
    assert found.share == pytest.approx(plain.share, abs=1e-12)
    if 0.0 < plain.share < 1.0:
        assert (found.low, found.high) == pytest.approx((plain.low, plain.high), abs=1e-9)


@settings(deadline=None)
@given(WORLDS, DAYS)
def test_who_stops_watching_sees_the_same_until_then_and_nothing_after(worlds, limit):
    day, agreed, weight = arrays(worlds)
    whole = product_limit(day, agreed, weight)
    stopped = product_limit(*censored_from(day, agreed, limit), weight)
    for at in np.arange(0.5, limit + 0.6, 0.5):
        if at <= limit:
            assert agreed_by(stopped, at).share == pytest.approx(agreed_by(whole, at).share)
    assert stopped.day[-1] <= limit


@settings(deadline=None)
@given(WORLDS)
def test_talks_that_break_off_never_lower_the_estimate_below_the_plain_share(worlds):
    day, agreed, weight = arrays(worlds)
    found = product_limit(day, agreed, weight)
    for at in found.day:
        assert agreed_by(found, at).share >= share_of(agreed & (day <= at), weight).share - 1e-12


def test_before_the_first_day_nobody_has_agreed_and_the_interval_says_how_sure_that_is():
    found = product_limit(np.array([5.0, 6.0]), np.array([True, False]), np.ones(2))
    before = agreed_by(found, 4.0)
    assert (before.share, before.low) == (0.0, 0.0)
    assert 0.5 < before.high < 1.0


def test_worlds_without_weight_are_refused():
    with pytest.raises(UsageError, match="carries weight"):
        product_limit(np.array([1.0]), np.array([True]), np.zeros(1))
