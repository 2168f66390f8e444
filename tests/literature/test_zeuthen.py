"""Zeuthen's rule ends at the Nash solution, and each concession is by who risks less."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import UsageError
from sim.theory.solutions import nash
from sim.theory.zeuthen import zeuthen

SAME = 1e-9
MANY = settings(max_examples=200, deadline=None, derandomize=True)


@st.composite
def problems(draw):
    """Coarse vectors, where ties abound, or smooth ones; not concave."""
    n = draw(st.integers(1, 30))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    steps = draw(st.sampled_from([6, 2**40]))
    payoffs = rng.integers(0, steps + 1, size=(n, 2)) / steps
    conflict = np.array([draw(st.sampled_from([0.0, 0.25])), draw(st.sampled_from([-0.1, 0.0]))])
    payoffs[draw(st.integers(0, n - 1))] = [0.5, 0.5]
    return payoffs, conflict


@given(problems())
@MANY
def test_talks_end_at_the_nash_solution(problem):
    """Harsanyi 1956, Econometrica 24:144-157: on any finite set, concave or not. Of several largest
    products the one that is best for the second party."""
    payoffs, conflict = problem
    talks = zeuthen(payoffs, conflict)
    gains = payoffs - conflict
    product = np.where((gains >= 0.0).all(axis=1), gains.prod(axis=1), -np.inf)
    best = product.max()
    assert product[talks.agreement] >= best - SAME
    assert best == pytest.approx(product[nash(payoffs, conflict)], abs=SAME)
    tied = product >= best - SAME
    if best > 0.0:
        assert payoffs[talks.agreement, 1] >= payoffs[tied, 1].max() - SAME


@given(problems())
@MANY
def test_each_concession_is_by_who_risks_less_and_by_the_smaller_product(problem):
    """Zeuthen's comparison and Harsanyi's are the same one; offers only ever fall for who makes
    them and stay within what both prefer to conflict."""
    payoffs, conflict = problem
    talks = zeuthen(payoffs, conflict)
    gains = payoffs - conflict
    for now, (before, after) in enumerate(pairwise(talks.offers)):
        (who,) = np.flatnonzero(before != after)
        mine, other = before[who], before[1 - who]
        limits = [
            (gains[before[i], i] - gains[before[1 - i], i]) / gains[before[i], i] for i in range(2)
        ]
        np.testing.assert_allclose(talks.risk_limits[now], limits, atol=SAME)
        assert limits[who] <= limits[1 - who] + SAME
        assert gains[mine].prod() <= gains[other].prod() + SAME
        assert payoffs[after[who], who] <= payoffs[mine, who]
        assert (gains[after] >= 0.0).all()
    first = talks.offers[0]
    possible = (gains >= 0.0).all(axis=1)
    for i in range(2):
        assert payoffs[first[i], i] == payoffs[possible, i].max()
    assert (talks.risk_limits >= -SAME).all()
    assert (talks.risk_limits <= 1.0).all()


@given(problems(), st.floats(0.1, 50.0), st.floats(-5.0, 5.0))
@MANY
def test_units_do_not_matter(problem, unit, origin):
    payoffs, conflict = problem
    scale, shift = np.array([unit, 1.0]), np.array([origin, 0.0])
    here, there = (
        zeuthen(payoffs, conflict),
        zeuthen(payoffs * scale + shift, conflict * scale + shift),
    )
    products = (payoffs - conflict).prod(axis=1)
    assert products[here.agreement] == pytest.approx(products[there.agreement], abs=1e-6)


def test_a_finely_cut_pie_ends_at_its_nash_solution():
    """By hand: sharing a whole where the second party's utility is √: x √(1 − x) is largest at 2/3,
    so the party averse to risk gets a third (Roth 1979, Axiomatic Models of Bargaining, on risk
    aversion being a disadvantage)."""
    for pieces in (30, 300, 3000):
        share = np.arange(pieces + 1) / pieces
        talks = zeuthen(np.stack([share, np.sqrt(1.0 - share)], axis=1), np.zeros(2))
        assert abs(share[talks.agreement] - 2 / 3) <= 1 / pieces


def test_equal_risk_limits_make_the_first_party_concede():
    """By hand: two vectors, each the other's mirror; both risk 1/2."""
    talks = zeuthen(np.array([[2.0, 1.0], [1.0, 2.0]]), np.zeros(2))
    np.testing.assert_array_equal(talks.risk_limits[0], [0.5, 0.5])
    np.testing.assert_array_equal(talks.offers, [[0, 1], [1, 1]])
    assert talks.agreement == 1


def test_one_vector_is_agreed_on_at_once_and_dominated_ones_are_not_asked_for():
    talks = zeuthen(np.array([[0.2, 0.2], [0.8, 0.9], [0.8, 0.1]]), np.zeros(2))
    np.testing.assert_array_equal(talks.offers, [[1, 1]])
    assert talks.agreement == 1


def test_problems_that_cannot_be_are_refused():
    with pytest.raises(UsageError, match="conflict for both"):
        zeuthen(np.array([[0.2, 0.2]]), np.array([0.3, 0.0]))
    with pytest.raises(UsageError, match=r"\(n, 2\)"):
        zeuthen(np.zeros((2, 3)), np.zeros(2))
