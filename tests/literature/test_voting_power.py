"""Voting power against published bodies and against counting orders one by one."""

from __future__ import annotations

from itertools import permutations
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import UsageError
from sim.theory.voting_power import (
    banzhaf,
    normalised_banzhaf,
    shapley_shubik,
    winning_by_consent,
    winning_by_quota,
)

EXACT = 1e-12
PRINTED = 5e-6  # what is printed with five places


def by_counting_orders(winning, n):
    """Shapley–Shubik by listing all n! orders and asking who turns losing into winning."""
    pivots = np.zeros(n)
    orders = list(permutations(range(n)))
    for order in orders:
        coalition = 0
        for i in order:
            if winning[coalition | 1 << i]:
                pivots[i] += 1
                break
            coalition |= 1 << i
    return pivots / len(orders)


def by_counting_ballots(winning, n):
    """Banzhaf by listing all votes of the others."""
    decides = np.zeros(n)
    for i in range(n):
        for ballot in range(2**n):
            if not ballot >> i & 1:
                decides[i] += winning[ballot | 1 << i] and not winning[ballot]
    return decides / 2 ** (n - 1)


@st.composite
def consents(draw):
    n = draw(st.integers(2, 5))
    mask = st.integers(1, 2**n - 1)
    rows = draw(st.lists(st.lists(mask, min_size=1, max_size=3), min_size=1, max_size=3))
    widest = max(map(len, rows))
    padded = np.array([row + [-1] * (widest - len(row)) for row in rows])
    return n, draw(st.integers(0, 2**n - 1)), padded


@given(consents())
@settings(deadline=None, max_examples=60)
def test_indices_of_consents_equal_plain_counting(case):
    n, principals, alternatives = case
    winning = winning_by_consent(n, principals, alternatives)
    for coalition in range(2**n):
        members = {i for i in range(n) if coalition >> i & 1}

        def has(mask, members=members):
            return all(i in members for i in range(n) if mask >> i & 1)

        signs = has(principals) and all(
            any(mask >= 0 and has(mask) for mask in row.tolist()) for row in alternatives
        )
        assert winning[coalition] == signs
    np.testing.assert_allclose(shapley_shubik(winning), by_counting_orders(winning, n), atol=EXACT)
    np.testing.assert_allclose(banzhaf(winning), by_counting_ballots(winning, n), atol=EXACT)


@given(
    st.lists(st.integers(0, 9), min_size=2, max_size=6).filter(lambda w: sum(w) > 0),
    st.floats(0.01, 1.0),
)
@settings(deadline=None, max_examples=60)
def test_efficiency_symmetry_dummies_and_order_of_weights(weights, share):
    """Shapley's axioms as properties; who has more votes never has less power."""
    votes = np.array(weights, dtype=float)
    winning = winning_by_quota(votes, share * votes.sum())
    for index in (shapley_shubik(winning), normalised_banzhaf(winning)):
        assert index.sum() == pytest.approx(1.0, abs=EXACT)
        order = np.argsort(votes, kind="stable")
        assert (np.diff(index[order]) >= -EXACT).all()
        assert (index[votes == 0.0] == 0.0).all()
        for v in set(weights):
            assert np.ptp(index[votes == v]) <= EXACT


def test_security_council():
    """Shapley & Shubik 1954 wrote of the council of eleven; with fifteen seats since 1965 (five
    permanent, nine votes of fifteen) an elected member has 4/2145 = .00186 and a permanent one
    421/2145 = .19627. By hand: an elected member decides iff exactly the five and three other
    elected came before, in C(9, 3) · 8! · 6! of 15! orders. Banzhaf by hand: an elected one decides
    in C(9, 3) = 84 of 2^14 ballots, a permanent one in Σ_{m ≥ 4} C(10, m) = 848."""
    weights = np.array([7.0] * 5 + [1.0] * 10)
    council = winning_by_quota(weights, 39.0)
    power = shapley_shubik(council)
    np.testing.assert_allclose(power[:5], 421 / 2145, atol=EXACT)
    np.testing.assert_allclose(power[5:], 4 / 2145, atol=EXACT)
    np.testing.assert_allclose(power[[0, 5]], [0.19627, 0.00186], atol=PRINTED)
    assert sum(comb(10, m) for m in range(4, 11)) == 848
    np.testing.assert_allclose(banzhaf(council)[[0, 5]] * 2**14, [848, 84], atol=EXACT)


def test_a_veto_player_and_two_others():
    """[51; 50, 49, 1]: one vote is worth as much as 49 (Brams 1975, Game Theory and Politics, ch.
    5): 2/3, 1/6, 1/6 and 3/5, 1/5, 1/5. As a consent: the first, and either of the others."""
    by_votes = winning_by_quota(np.array([50.0, 49.0, 1.0]), 51.0)
    by_consent = winning_by_consent(3, 0b001, np.array([[0b010, 0b100]]))
    np.testing.assert_array_equal(by_votes, by_consent)
    np.testing.assert_allclose(shapley_shubik(by_consent), [2 / 3, 1 / 6, 1 / 6], atol=EXACT)
    np.testing.assert_allclose(normalised_banzhaf(by_consent), [0.6, 0.2, 0.2], atol=EXACT)


def test_council_of_the_six():
    """The EEC Council of 1958, [12; 4, 4, 4, 2, 2, 1]: Luxembourg is a dummy (Brams & Affuso 1976,
    Theory and Decision 7:29–56). Shapley–Shubik 14, 14, 14, 9, 9, 0 sixtieths; Banzhaf 5, 5, 5, 3,
    3, 0 twenty-firsts."""
    six = winning_by_quota(np.array([4.0, 4.0, 4.0, 2.0, 2.0, 1.0]), 12.0)
    np.testing.assert_allclose(shapley_shubik(six) * 60, [14, 14, 14, 9, 9, 0], atol=1e-10)
    np.testing.assert_allclose(normalised_banzhaf(six) * 21, [5, 5, 5, 3, 3, 0], atol=1e-10)


def test_unanimity_gives_all_the_same_and_a_principal_alone_is_a_dictator():
    """By hand: with unanimity of n everybody is last in 1/n of the orders, and decides in one
    ballot of 2^(n−1)."""
    n = 7
    all_sign = winning_by_consent(n, 2**n - 1, np.empty((0, 1), dtype=int))
    np.testing.assert_allclose(shapley_shubik(all_sign), 1 / n, atol=EXACT)
    np.testing.assert_allclose(banzhaf(all_sign), 2.0 ** (1 - n), atol=EXACT)
    alone = winning_by_consent(3, 0b010, np.empty((0, 1), dtype=int))
    np.testing.assert_array_equal(shapley_shubik(alone), [0, 1, 0])


def test_two_options_with_different_consents():
    """By hand: principal 0; one option needs 1 or 2, the other needs 2 or 3. With 0, party 2 alone
    meets both, or 1 and 3 together. Party 1 swings {0, 3} only: 2! 1!/4! = 1/12, and so does 3 with
    {0, 1}. Party 2 swings {0}, {0, 1}, {0, 3}: 1! 2!/4! + 2 · 2! 1!/4! = 3/12. 0 has the rest.
    """
    winning = winning_by_consent(4, 0b0001, np.array([[0b0010, 0b0100], [0b0100, 0b1000]]))
    np.testing.assert_array_equal(np.flatnonzero(winning), [5, 7, 11, 13, 15])
    np.testing.assert_allclose(shapley_shubik(winning) * 12, [7, 1, 3, 1], atol=1e-10)


@pytest.mark.parametrize(
    "call",
    [
        lambda: winning_by_quota(np.array([1.0, 2.0]), 4.0),
        lambda: winning_by_quota(np.array([1.0, 2.0]), 0.0),
        lambda: winning_by_quota(np.array([1.0, -2.0]), 0.5),
        lambda: winning_by_consent(2, 0, np.empty((0, 1), dtype=int)),
        lambda: winning_by_consent(2, 4, np.empty((0, 1), dtype=int)),
        lambda: winning_by_consent(2, 1, np.array([[8]])),
        lambda: winning_by_consent(2, 1, np.array([[-1]])),
        lambda: shapley_shubik(np.array([False, True, False, False])),
        lambda: shapley_shubik(np.array([False, True, True])),
        lambda: banzhaf(np.zeros(2**21, dtype=bool)),
    ],
)
def test_games_that_are_none_are_refused(call):
    with pytest.raises(UsageError):
        call()
