"""Sets of red lines that empty or open a set of packages, against trying every set."""

from __future__ import annotations

from itertools import chain, combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import UsageError
from sim.theory.emptying_lines import emptying_sets, lines_emptying_lotteries, opening_sets


def all_sets(n):
    return chain.from_iterable(combinations(range(n), size) for size in range(n + 1))


def minimal(sets):
    sets = list(sets)
    return {s for s in sets if not any(set(o) < set(s) for o in sets)}


@st.composite
def crossings(draw):
    X, L = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    bits = draw(st.lists(st.booleans(), min_size=X * L, max_size=X * L))
    return np.array(bits).reshape(X, L)


@given(crossings())
@settings(deadline=None, max_examples=150)
def test_both_kinds_equal_trying_every_set(crossed):
    n = crossed.shape[1]
    empties = [s for s in all_sets(n) if crossed[:, list(s)].any(axis=1).all()]
    opens = [s for s in all_sets(n) if (~np.delete(crossed, list(s), axis=1).any(axis=1)).any()]
    assert set(emptying_sets(crossed)) == minimal(empties)
    assert set(opening_sets(crossed)) == minimal(opens)


@given(crossings())
@settings(deadline=None, max_examples=60)
def test_each_kind_hits_the_other(crossed):
    """Berge 1989: the hitting sets of the hitting sets are the sets themselves."""
    for emptying in emptying_sets(crossed):
        for opening in opening_sets(crossed):
            assert set(emptying) & set(opening)


def test_three_of_two_by_hand():
    """Packages cross {0, 1}, {1, 2}, {0, 2}: any two lines empty the set and waiving any two opens
    it, as with the edges of a triangle."""
    crossed = np.array([[1, 1, 0], [0, 1, 1], [1, 0, 1]], dtype=bool)
    pairs = ((0, 1), (0, 2), (1, 2))
    assert emptying_sets(crossed) == pairs
    assert opening_sets(crossed) == pairs


def test_an_open_package_needs_no_waiving():
    crossed = np.array([[True, True], [False, False]])
    assert emptying_sets(crossed) == ()
    assert opening_sets(crossed) == ((),)


@given(st.integers(0, 10_000))
@settings(deadline=None, max_examples=25)
def test_lotteries_against_hulls_of_the_packages(seed):
    """Independent of cells: lots over whole packages, one chance each, by another programme."""
    from scipy.optimize import linprog

    rng = np.random.default_rng(seed)
    block = np.array([0, 0, 0, 1, 1])
    worth, closing = rng.random((5, 2)), rng.random((5, 3)) < 0.4
    disagreement = rng.random(2) * 1.4
    packages = np.array(list(product([0, 1, 2], [3, 4])))

    def empties(lines):
        closed = closing[:, list(lines)].any(axis=1)
        left = packages[~closed[packages].any(axis=1)]
        if not len(left):
            return True
        payoffs = worth[left].sum(axis=1)
        found = linprog(
            np.zeros(len(left)),
            A_ub=-payoffs.T,
            b_ub=-disagreement,
            A_eq=np.ones((1, len(left))),
            b_eq=[1.0],
        )
        return found.status == 2

    found = set(lines_emptying_lotteries(worth, block, closing, disagreement))
    assert found == minimal(s for s in all_sets(3) if empties(s))


def test_a_lottery_survives_where_no_package_does():
    """By hand: of (2, 0) and (0, 2) neither gives both .9, an even lot gives (1, 1). A line on
    either ends that, and so do no-deal values of 1.2 without any line."""
    worth, block = np.array([[2.0, 0.0], [0.0, 2.0]]), np.array([0, 0])
    closing = np.eye(2, dtype=bool)
    lines = lines_emptying_lotteries(worth, block, closing, np.array([0.9, 0.9]))
    assert lines == ((0,), (1,))
    assert lines_emptying_lotteries(worth, block, closing, np.array([1.2, 1.2])) == ((),)
    assert lines_emptying_lotteries(worth, block, closing[:, :1], np.array([-1.0, 0.0])) == ()


def test_what_cannot_be_asked_is_refused():
    with pytest.raises(UsageError):
        opening_sets(np.zeros((0, 2), dtype=bool))
    with pytest.raises(UsageError):
        emptying_sets(np.zeros((1, 63), dtype=bool))
    with pytest.raises(UsageError):
        lines_emptying_lotteries(
            np.zeros((13, 1)), np.zeros(13, dtype=int), np.eye(13, dtype=bool), np.zeros(1)
        )
