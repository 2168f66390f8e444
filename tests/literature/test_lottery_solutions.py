"""Bargaining solutions on lotteries: their axioms as properties, and numbers from the books."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sim.errors import UsageError
from sim.theory import solutions
from sim.theory.additive_agenda import AdditiveAgenda, best_package
from sim.theory.lottery_frontier import frontier_of_two, room_above
from sim.theory.lottery_nash import nash_lottery
from sim.theory.lottery_solutions import (
    best_for_all,
    egalitarian_lottery,
    ideal_gains,
    kalai_smorodinsky_lottery,
    leximin,
    utilitarian_lottery,
)

CLOSE = 1e-6  # payoffs; the programmes keep constraints to 1e-9 and objectives to 1e-10
LOSS = 1e-8  # in Σ w log g
ALL = (nash_lottery, kalai_smorodinsky_lottery, egalitarian_lottery, utilitarian_lottery)
SCALE_FREE = (nash_lottery, kalai_smorodinsky_lottery)

seeds = st.integers(0, 100_000)
some = settings(deadline=None, max_examples=25)


def drawn(seed, k=None):
    """A small agenda and a disagreement point that some lottery beats for all by 0.02 at least."""
    rng = np.random.default_rng(seed)
    k = k or int(rng.integers(2, 5))
    block = np.repeat(np.arange(int(rng.integers(1, 4))), int(rng.integers(2, 5)))
    worth = rng.random((len(block), k))
    agenda = AdditiveAgenda(worth=worth, block=block)
    centre = best_for_all(agenda, worth.sum(axis=1), np.full(k, -9.0)).payoffs
    return agenda, centre - 0.02 - rng.random(k) * 0.6, rng


def packages_of(agenda):
    cells = [np.flatnonzero((agenda.block == b) & ~agenda.closed) for b in range(agenda.n_blocks)]
    return np.array(list(product(*cells)))


@given(seeds, st.sampled_from(ALL))
@some
def test_pareto_and_nobody_loses(seed, solve):
    agenda, nothing, _ = drawn(seed)
    found = solve(agenda, nothing)
    assert (found.payoffs >= nothing - CLOSE).all()
    assert (found.chances >= 0.0).all()
    np.testing.assert_allclose(np.bincount(agenda.block, found.chances), 1.0, atol=CLOSE)
    np.testing.assert_allclose(found.chances @ agenda.worth, found.payoffs, atol=CLOSE)
    for own in agenda.worth.T:
        most = best_for_all(agenda, own, found.payoffs - CLOSE)
        assert own @ most.chances <= own @ found.chances + 1e-3  # CLOSE over the flattest slope


@given(seeds, st.sampled_from(ALL))
@some
def test_symmetry(seed, solve):
    """With every cell there under both names two parties get the same."""
    agenda, nothing, _ = drawn(seed, k=2)
    both = AdditiveAgenda(
        worth=np.concatenate([agenda.worth, agenda.worth[:, ::-1]]), block=np.tile(agenda.block, 2)
    )
    same = np.full(2, nothing.min())
    found = solve(both, same)
    assert found.payoffs[0] == pytest.approx(found.payoffs[1], abs=1e-5)


@given(seeds, st.sampled_from(SCALE_FREE))
@some
def test_units_of_a_party_do_not_matter(seed, solve):
    agenda, nothing, rng = drawn(seed)
    factor, shift = rng.uniform(0.2, 5.0, len(nothing)), rng.normal(size=len(nothing))
    other = AdditiveAgenda(
        worth=agenda.worth * factor + shift / agenda.n_blocks, block=agenda.block
    )
    found = solve(other, nothing * factor + shift)
    plain = solve(agenda, nothing)
    np.testing.assert_allclose(found.payoffs, plain.payoffs * factor + shift, atol=1e-5)


@given(seeds, st.sampled_from(ALL))
@some
def test_what_the_disagreement_point_and_all_packages_share_does_not_matter(seed, solve):
    """So no-deal values below the worst package are as good as others, and are kept."""
    agenda, nothing, rng = drawn(seed)
    shift = -9.0 * rng.random(len(nothing))
    moved = AdditiveAgenda(worth=agenda.worth + shift / agenda.n_blocks, block=agenda.block)
    found, plain = solve(moved, nothing + shift), solve(agenda, nothing)
    np.testing.assert_allclose(found.payoffs - shift, plain.payoffs, atol=1e-5)


@given(seeds)
@some
def test_nash_does_not_heed_what_is_not_chosen(seed):
    """Independence of irrelevant alternatives: close some cells without chance."""
    agenda, nothing, rng = drawn(seed)
    found = nash_lottery(agenda, nothing)
    closed = (found.chances < 1e-9) & (rng.random(len(agenda.block)) < 0.5)
    assume(closed.any())
    fewer = AdditiveAgenda(worth=agenda.worth, block=agenda.block, closed=closed)
    np.testing.assert_allclose(nash_lottery(fewer, nothing).payoffs, found.payoffs, atol=1e-5)


@given(seeds)
@settings(deadline=None, max_examples=60)
def test_kalai_smorodinsky_is_individually_monotone(seed):
    """A further cell that leaves the ideal of the first as it is does not hurt the second."""
    agenda, nothing, rng = drawn(seed, k=2)
    more = AdditiveAgenda(
        worth=np.vstack([agenda.worth, rng.random(2) * [0.7, 1.3]]),
        block=np.append(agenda.block, 0),
    )
    before, after = ideal_gains(agenda, nothing), ideal_gains(more, nothing)
    assume(after[0] - before[0] < 1e-9)
    second = [kalai_smorodinsky_lottery(a, nothing).payoffs[1] for a in (agenda, more)]
    assert second[1] >= second[0] - CLOSE


def test_nash_is_not_individually_monotone():
    """Kalai & Smorodinsky 1975, ideals (1, 1) throughout. By hand: of (0, 1), (.75, .75), (1, 0)
    the Nash solution is the corner (.75, .75); of these and (1, .7) it is (1, .7), though the set
    has grown in favour of both."""

    def second(points):
        agenda = AdditiveAgenda(worth=np.array(points), block=np.zeros(len(points), dtype=int))
        nothing = np.zeros(2)
        return [solve(agenda, nothing).payoffs[1] for solve in SCALE_FREE]

    smaller = second([[0.0, 1.0], [0.75, 0.75], [1.0, 0.0]])
    larger = second([[0.0, 1.0], [0.75, 0.75], [1.0, 0.7], [1.0, 0.0]])
    assert smaller[0] == pytest.approx(0.75, abs=CLOSE)
    assert larger[0] == pytest.approx(0.7, abs=CLOSE)
    assert larger[1] > smaller[1]


@given(seeds)
@some
def test_nash_beats_every_lottery_tried_and_gives_each_its_weight(seed):
    """First-order optimality against all packages, products against many lotteries at random, and
    g_i ≥ w_i a_i."""
    agenda, nothing, rng = drawn(seed)
    weights = rng.dirichlet(np.ones(len(nothing)))
    gains = nash_lottery(agenda, nothing, weights).payoffs - nothing
    assert (gains >= weights * ideal_gains(agenda, nothing) - CLOSE).all()
    top = weights @ np.log(gains)
    payoffs = agenda.worth[packages_of(agenda)].sum(axis=1) - nothing
    for lots in rng.dirichlet(np.full(len(payoffs), 0.1), size=200):
        other = lots @ payoffs
        if (other > 0.0).all():
            assert weights @ np.log(other) <= top + LOSS
    good = payoffs[(payoffs > 0.0).all(axis=1)]
    assert (good @ (weights / gains) <= 1.0 + 1e-5).all()


@given(seeds)
@some
def test_lotteries_do_at_least_as_well_as_packages(seed):
    agenda, nothing, _ = drawn(seed)
    payoffs = agenda.worth[packages_of(agenda)].sum(axis=1)
    assume((payoffs >= nothing).all(axis=1).any())
    ideal = ideal_gains(agenda, nothing)

    def objectives(u):
        gains = np.maximum(u - nothing, 0.0)
        return np.array([gains.prod(), (gains / ideal).min(), gains.min(), gains.sum()])

    by_lot = [objectives(solve(agenda, nothing).payoffs)[j] for j, solve in enumerate(ALL)]
    on_set = (
        solutions.nash,
        solutions.kalai_smorodinsky,
        solutions.egalitarian,
        solutions.utilitarian,
    )
    for j, solve in enumerate(on_set):
        by_package = objectives(payoffs[solve(payoffs, nothing)])[j]
        assert by_lot[j] >= by_package - CLOSE


@given(seeds)
@some
def test_corners_for_two_are_those_of_the_listed_packages(seed):
    agenda, _, rng = drawn(seed, k=2)
    closed = rng.random(len(agenda.block)) < 0.2
    assume(np.isin(np.arange(agenda.n_blocks), agenda.block[~closed]).all())
    agenda = AdditiveAgenda(worth=agenda.worth, block=agenda.block, closed=closed)
    payoffs = agenda.worth[packages_of(agenda)].sum(axis=1)
    corners = frontier_of_two(agenda)
    assert (np.diff(corners[:, 0]) < 0.0).all()
    assert (np.diff(corners[:, 1]) > 0.0).all()
    for angle in np.linspace(0.01, np.pi / 2 - 0.01, 40):
        way = np.array([np.cos(angle), np.sin(angle)])
        best = (payoffs @ way).max()
        assert (corners @ way).max() == pytest.approx(best, abs=1e-9)
        assert agenda.worth[best_package(agenda, way)].sum(axis=0) @ way == pytest.approx(best)
    for corner in corners:
        assert np.abs(payoffs - corner).max(axis=1).min() < 1e-9
        assert room_above(agenda, corner - 1e-7) == pytest.approx(1e-7, abs=2e-9)


PARTS = 3000
STEP = np.linspace(0.0, 1.0, PARTS + 1)


def dollar(factor=1.0):
    """A dollar of which the first keeps x, u = (x, factor √(1 − x)), in thirds of thousandths."""
    return AdditiveAgenda(
        worth=np.column_stack([STEP, factor * np.sqrt(1.0 - STEP)]),
        block=np.zeros(PARTS + 1, dtype=int),
    )


def test_dividing_a_dollar_with_a_risk_averse_party():
    """A textbook problem (of the kind of Osborne & Rubinstein 1990, ch. 2), by hand: x √(1 − x) is
    largest at x = 2/3; Kalai–Smorodinsky and egalitarian solve x² = 1 − x, x = (√5 − 1)/2; the sum
    x + √(1 − x) is largest at √(1 − x) = 1/2. With weight w on the first Nash is 2w/(1 + w). Other
    units for the second, twice as large, change only egalitarian, x² = 4 (1 − x), x = 2√2 − 2, and
    the sum, √(1 − x) = 1. The grid is within 10^-7 of the frontier, and 2/3 and 3/4 lie on it."""
    nothing = np.zeros(2)
    golden = (np.sqrt(5.0) - 1.0) / 2.0
    first = [solve(dollar(), nothing).payoffs[0] for solve in ALL[:3]]
    np.testing.assert_allclose(first, [2 / 3, golden, golden], atol=CLOSE)
    # Sums within 1e-9 tie, so that x itself is known to the root of that only.
    largest = utilitarian_lottery(dollar(), nothing).payoffs
    assert largest.sum() == pytest.approx(5 / 4, abs=LOSS)
    assert largest[0] == pytest.approx(3 / 4, abs=1e-4)
    weighted = nash_lottery(dollar(), nothing, np.array([3.0, 1.0])).payoffs[0]
    assert weighted == pytest.approx(2 * 0.75 / 1.75, abs=2 / PARTS)
    doubled = [solve(dollar(2.0), nothing).payoffs[0] for solve in ALL[:3]]
    np.testing.assert_allclose(doubled, [2 / 3, golden, 2 * np.sqrt(2) - 2], atol=CLOSE)
    assert utilitarian_lottery(dollar(2.0), nothing).payoffs.sum() == pytest.approx(2.0, abs=LOSS)


def test_outside_value_moves_the_split():
    """Split the difference on a straight frontier (Muthoo 1999, ch. 2): u1 + u2 = 1, d = (.3, .1)
    gives (.6, .4) by all but the sum, which ties and goes to equal gains."""
    whole = AdditiveAgenda(worth=np.eye(2), block=np.array([0, 0]))
    for solve in ALL:
        found = solve(whole, np.array([0.3, 0.1])).payoffs
        np.testing.assert_allclose(found, [0.6, 0.4], atol=CLOSE)


def test_three_parties_share_by_weight():
    """By hand: on u1 + u2 + u3 = 1 the Nash solution is w; with no weight for the third all goes to
    the others, and a party without anything to gain leaves the rest to them."""
    whole = AdditiveAgenda(worth=np.eye(3), block=np.zeros(3, dtype=int))
    shares = np.array([0.5, 0.3, 0.2])
    np.testing.assert_allclose(nash_lottery(whole, np.zeros(3), shares).payoffs, shares, atol=CLOSE)
    two = nash_lottery(whole, np.zeros(3), np.array([1.0, 1.0, 0.0])).payoffs
    np.testing.assert_allclose(two, [0.5, 0.5, 0.0], atol=CLOSE)
    idle = AdditiveAgenda(worth=np.eye(3)[:2], block=np.zeros(2, dtype=int))
    for solve in ALL:
        np.testing.assert_allclose(solve(idle, np.zeros(3)).payoffs, [0.5, 0.5, 0.0], atol=CLOSE)


def test_who_has_no_weight_gets_what_costs_the_others_nothing():
    """By hand: a second issue that only the third cares for."""
    worth = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 0.2], [0.0, 0.0, 0.7]])
    agenda = AdditiveAgenda(worth=worth, block=np.array([0, 0, 1, 1]))
    found = nash_lottery(agenda, np.zeros(3), np.array([1.0, 1.0, 0.0])).payoffs
    np.testing.assert_allclose(found, [0.5, 0.5, 0.7], atol=CLOSE)


def test_leximin_goes_on_where_the_smallest_is_stuck():
    """Imai 1983, by hand: the first gets 1 whatever is done; the others share 3 and 1 evenly."""
    worth = np.array([[1.0, 3.0, 0.0], [1.0, 0.0, 3.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    agenda = AdditiveAgenda(worth=worth, block=np.array([0, 0, 1, 1]))
    np.testing.assert_allclose(
        leximin(agenda, np.zeros(3), np.ones(3)).payoffs, [1.0, 2.0, 2.0], atol=CLOSE
    )


def test_lines_close_cells():
    """By hand: without (0, 2) the even lot is gone and (1, .5) is all that beats d = (0, .2)."""
    worth = np.array([[2.0, 0.0], [0.0, 2.0], [1.0, 0.5]])
    block, closed = np.zeros(3, dtype=int), np.array([False, True, False])
    agenda = AdditiveAgenda(worth=worth, block=block, closed=closed)
    found = nash_lottery(agenda, np.array([0.0, 0.4]))
    assert found.chances[1] == 0.0
    np.testing.assert_allclose(found.payoffs, [1.0, 0.5], atol=CLOSE)


@pytest.mark.parametrize("solve", ALL)
def test_nothing_to_agree_on_is_said(solve):
    whole = AdditiveAgenda(worth=np.eye(2), block=np.array([0, 0]))
    with pytest.raises(UsageError, match="less than it must get"):
        solve(whole, np.array([0.6, 0.6]))


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"worth": np.zeros((2, 1)), "block": np.zeros(3, dtype=int)}, "cells"),
        ({"worth": np.zeros((2, 1)), "block": np.array([0, 2])}, "without gaps"),
        ({"worth": np.full((1, 1), np.inf), "block": np.array([0])}, "not finite"),
        (
            {"worth": np.zeros((2, 1)), "block": np.array([0, 1]), "closed": np.array([0, 1])},
            "block 1 is closed",
        ),
    ],
)
def test_agendas_that_are_none_are_refused(facts, words):
    with pytest.raises(UsageError, match=words):
        AdditiveAgenda(**facts)


def test_weights_that_are_none_are_refused():
    whole = AdditiveAgenda(worth=np.eye(2), block=np.array([0, 0]))
    for weights in (np.zeros(2), np.array([-1.0, 2.0]), np.ones(3)):
        with pytest.raises(UsageError):
            nash_lottery(whole, np.zeros(2), weights)
    with pytest.raises(UsageError):
        frontier_of_two(AdditiveAgenda(worth=np.eye(3), block=np.zeros(3, dtype=int)))
