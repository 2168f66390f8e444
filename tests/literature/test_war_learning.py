"""War that ends by learning, after Smith & Stam 2004, J. Conflict Resolut. 48:783-813, and
Slantchev 2003, Am. Polit. Sci. Rev. 97:621-632.

No number is read off the papers: all are by hand, or by going through every run of battles in exact
fractions."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import betaln

from sim.errors import UsageError
from sim.theory.war_learning import (
    Beliefs,
    equally_firm_day,
    latest_day,
    means,
    opening_day,
    opening_day_believed,
    range_open,
)

EXACT = 1e-12
DAYS = 8

whole = st.integers(1, 12)
cents = st.integers(1, 20)


def beliefs_of(wins, losses, cents_of_cost):
    return Beliefs(
        wins=np.array(wins, dtype=float),
        losses=np.array(losses, dtype=float),
        costs=np.array(cents_of_cost, dtype=float) / 100,
    )


def first_open(run, wins, losses, cents_of_cost):
    """The day a run of battles ends on, in fractions; None if it goes on."""
    for n in range(len(run) + 1):
        w = sum(run[:n])
        a, b = (Fraction(wins[i] + w, wins[i] + losses[i] + n) for i in (0, 1))
        if a - b <= Fraction(sum(cents_of_cost), 100):
            return n
    return None


@given(
    wins=st.tuples(whole, whole),
    losses=st.tuples(whole, whole),
    cost=st.tuples(cents, cents),
    percent=st.integers(0, 100),
)
@settings(deadline=None, max_examples=25)
def test_distribution_over_every_run_of_battles(wins, losses, cost, percent):
    expected = [Fraction(0)] * (DAYS + 1)
    theta = Fraction(percent, 100)
    for run in product((0, 1), repeat=DAYS):
        day = first_open(run, wins, losses, cost)
        if day is not None:
            expected[day] += theta ** sum(run) * (1 - theta) ** (DAYS - sum(run))
    found = opening_day(beliefs_of(wins, losses, cost), percent / 100, DAYS)
    np.testing.assert_allclose(found, np.array(expected, dtype=float), atol=EXACT)


@given(wins=st.tuples(whole, whole), losses=st.tuples(whole, whole), cost=st.tuples(cents, cents))
@settings(deadline=None, max_examples=30)
def test_the_latest_day_ends_every_war_and_none_before_does(wins, losses, cost):
    beliefs = beliefs_of(wins, losses, cost)
    last = latest_day(beliefs)
    by_day = opening_day(beliefs, 0.5, last)
    assert by_day.sum() == pytest.approx(1.0, abs=1e-9)
    assert by_day[last] > 0


@given(wins=st.tuples(whole, whole), losses=st.tuples(whole, whole), w=whole, lost=whole)
@settings(deadline=None, max_examples=60)
def test_range_is_the_overlap_of_what_both_prefer_to_fighting(wins, losses, w, lost):
    """With the means of the two Beta posteriors; a share inside beats fighting on for both."""
    beliefs = beliefs_of(wins, losses, (7, 9))
    low, high, is_open = range_open(beliefs, w, lost)
    a, b = means(beliefs, w, lost)
    assert a == pytest.approx((wins[0] + w) / (wins[0] + losses[0] + w + lost), abs=EXACT)
    assert is_open == (a - 0.07 <= b + 0.09 + 1e-9)
    if is_open:
        assert low <= high + 1e-9
        assert high >= a - 0.07 - 1e-9
        assert 1 - low >= 1 - b - 0.09 - 1e-9


@pytest.mark.parametrize(
    ("a", "b", "firmness", "cost", "day"),
    [(3, 1, 4, (0.125, 0.125), 4), (8, 2, 10, (0.125, 0.125), 14), (8, 2, 10, (0.25, 0.25), 2),
     (5, 5, 10, (0.0625, 0.0625), 0), (2, 6, 10, (0.0625, 0.0625), 0)],
)  # fmt: skip
def test_equally_firm_beliefs_end_the_war_on_a_day_known_beforehand(a, b, firmness, cost, day):
    """The gap after n battles is (a - b)/(f + n), so n >= (a - b)/(c_A + c_B) - f: 2/(1/4) - 4 = 4,
    6/(1/4) - 10 = 14, 6/(1/2) - 10 = 2. Who is not the optimist starts no war."""
    beliefs = Beliefs(
        wins=np.array([a, b], dtype=float),
        losses=np.array([firmness - a, firmness - b], dtype=float),
        costs=np.array(cost),
    )
    assert equally_firm_day(beliefs) == latest_day(beliefs) == day
    for theta in (0.0, 0.3, 1.0):
        assert opening_day(beliefs, theta, day)[day] == pytest.approx(1.0, abs=EXACT)


def test_unequal_firmness_by_hand():
    """A believes Beta(3, 1), B Beta(1, 1); a deal needs means within 1/8. They are 1/4 apart before
    the first battle; 4/15 and 2/15 after it; on day two 1/4, 1/6 and (won both) 1/12; on day three
    8/35, 6/35 and (two won) 4/35; on day four 5/24, 1/6 and (two won) 1/8. So with chances even
    1/4, then two runs of eight, then three of sixteen."""
    beliefs = beliefs_of((3, 1), (1, 1), (6.25, 6.25))
    gap = -np.diff(means(beliefs, np.arange(5), 4 - np.arange(5)), axis=0)[0]
    np.testing.assert_allclose(gap[:3], [5 / 24, 1 / 6, 1 / 8], atol=EXACT)
    np.testing.assert_allclose(
        opening_day(beliefs, 0.5, 4), [0, 0, 1 / 4, 1 / 4, 3 / 16], atol=EXACT
    )
    assert opening_day(beliefs, 1.0, 2)[2] == 1.0


@given(p=whole, q=whole)
@settings(deadline=None, max_examples=20)
def test_what_somebody_expects_mixes_over_the_chances_it_believes_in(p, q):
    """Averaging over θ from Beta(p, q), by quadrature, gives the predictive distribution."""
    beliefs = beliefs_of((6, 1), (2, 2), (8, 9))
    believed = opening_day_believed(beliefs, p, q, 5)
    for day in range(6):
        mixed = quad(
            lambda x, day=day: (
                opening_day(beliefs, x, 5)[day]
                * np.exp((p - 1) * np.log(x) + (q - 1) * np.log1p(-x) - betaln(p, q))
            ),
            0,
            1,
        )[0]
        assert believed[day] == pytest.approx(mixed, abs=1e-7)


def test_who_agrees_at_first_never_fights():
    """Both expect 1/2, so the range is open on day 0, though it would have closed in a war: after
    five defeats firm A, Beta(10, 10), believes in 10/25, wavering B, Beta(1, 1), in 1/7."""
    beliefs = beliefs_of((10, 1), (10, 1), (5, 5))
    assert not range_open(beliefs, 0, 5)[2]
    assert latest_day(beliefs) == 0
    np.testing.assert_array_equal(opening_day(beliefs, 0.1, 5), [1, 0, 0, 0, 0, 0])


def test_beliefs_converge():
    """The posterior means meet each other and the frequency of victories; the distance falls
    as 1/n."""
    beliefs = beliefs_of((9, 1), (1, 30), (1, 1))
    won = np.array([30, 300, 3_000, 30_000])
    a, b = means(beliefs, won, won * 7 / 3)
    np.testing.assert_allclose(a[-1], 0.3, atol=1e-3)
    np.testing.assert_allclose(b[-1], 0.3, atol=1e-3)
    ratios = (a - b)[1:-1] / (a - b)[2:]
    assert ((ratios > 8) & (ratios < 12)).all()


def test_dearer_wars_are_shorter_and_sides_are_alike():
    cheap, dear = (beliefs_of((6, 1), (2, 2), (c, c)) for c in (4, 7))
    days = latest_day(cheap)
    by_cheap, by_dear = (np.cumsum(opening_day(x, 0.4, days)) for x in (cheap, dear))
    assert (by_dear >= by_cheap - EXACT).all()
    assert by_dear.sum() > by_cheap.sum() + 1
    mirrored = beliefs_of((2, 2), (1, 6), (4, 4))
    np.testing.assert_allclose(
        opening_day(mirrored, 0.6, days), opening_day(cheap, 0.4, days), atol=EXACT
    )


@pytest.mark.parametrize(
    "call",
    [
        lambda: beliefs_of((0, 1), (1, 1), (1, 1)),
        lambda: beliefs_of((1, 1), (1, 1), (0, 0)),
        lambda: beliefs_of((1, 1), (1, 1), (-1, 2)),
        lambda: beliefs_of((1, 1, 1), (1, 1, 1), (1, 1)),
        lambda: equally_firm_day(beliefs_of((1, 1), (1, 2), (1, 1))),
        lambda: opening_day(beliefs_of((1, 1), (1, 1), (1, 1)), 1.1, 3),
        lambda: opening_day(beliefs_of((1, 1), (1, 1), (1, 1)), 0.5, -1),
        lambda: opening_day_believed(beliefs_of((1, 1), (1, 1), (1, 1)), 0.0, 1.0, 3),
    ],
)
def test_numbers_that_cannot_be_are_refused(call):
    with pytest.raises(UsageError):
        call()
