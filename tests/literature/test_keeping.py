"""Keeping and breaking deals: a tree written out, hand-worked shifts, and Powell's game."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import UsageError
from sim.theory.keeping import keep_or_break, promises_needed
from sim.theory.shifting_power import (
    Side,
    one_period_deals,
    permanent_range,
    with_end,
    without_end,
)

SAME = 1e-9


def by_tree(flow, no_deal, after, discount, t=0):
    """Round of the first breach, who breaks then, and values, by plain recursion on one world."""
    if t == len(no_deal):
        return t, set(), list(after)
    end, who, later = by_tree(flow, no_deal, after, discount, t + 1)
    keeps = [f + d * v for f, d, v in zip(flow[t], discount, later, strict=True)]
    breakers = {i for i, keep in enumerate(keeps) if no_deal[t][i] > keep + SAME}
    return (t, breakers, list(no_deal[t])) if breakers else (end, who, keeps)


@st.composite
def shifts(draw):
    rounds, k, worlds = draw(st.integers(1, 5)), draw(st.integers(1, 4)), 4
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    no_deal = rng.integers(-3, 6, size=(rounds, k, worlds)) / 2.0
    deal = rng.integers(0, 5, size=(k, worlds)) / 2.0
    discount = rng.choice([0.5, 0.9, 1.0], size=(k, worlds))
    return no_deal, deal, discount


def constant(no_deal, deal, discount):
    flow = np.broadcast_to((1.0 - discount) * deal, no_deal.shape)
    return keep_or_break(flow, no_deal, deal, discount)


@settings(deadline=None, max_examples=60)
@given(shifts(), st.integers(0, 10**6))
def test_it_is_what_a_tree_says(case, seed):
    no_deal, deal, discount = case
    flow = np.random.default_rng(seed).integers(0, 4, size=no_deal.shape) / 4.0
    play = keep_or_break(flow, no_deal, deal, discount)
    for w in range(no_deal.shape[2]):
        end, who, values = by_tree(flow[:, :, w], no_deal[:, :, w], deal[:, w], discount[:, w])
        assert play.ends[w] == end
        assert set(np.flatnonzero(play.by[:, w])) == who
        np.testing.assert_allclose(play.values[:, w], values)


@settings(deadline=None, max_examples=60)
@given(shifts())
def test_a_constant_deal_is_kept_iff_nobody_ever_gains_by_breaking(case):
    no_deal, deal, discount = case
    play = constant(no_deal, deal, discount)
    gains = (no_deal > deal + SAME).any(axis=(0, 1))
    np.testing.assert_array_equal(play.ends < len(no_deal), gains)


@settings(deadline=None, max_examples=60)
@given(shifts())
def test_the_promises_are_enough_and_no_less_is(case):
    no_deal, deal, discount = case
    promised = promises_needed(no_deal, deal)
    assert (constant(no_deal, deal + promised, discount).ends == len(no_deal)).all()
    if promised.max() > 0.0:
        i, w = np.unravel_index(promised.argmax(), promised.shape)
        less = promised.copy()
        less[i, w] -= 1e-3
        assert constant(no_deal, deal + less, discount).ends[w] < len(no_deal)


def test_a_rise_breaks_a_deal_on_the_round_worked_out_by_hand():
    """No deal is worth 0, ½, 1, 1½, 1½ to one party, the deal 1. Breaking in round 2 gives no more
    than keeping; with δ = ½ keeping there is worth ½ + ½ · 1½ > 1. In round 3 no deal, 1½, beats
    ½ + ½ · 1½, so the deal ends in 3; with round 4 at 5 it waits for that: ½ + ½ · 5 > 1½."""
    path = np.array([[0.0], [0.5], [1.0], [1.5], [1.5]])
    one, half = np.array([1.0]), np.array([0.5])
    assert constant(path, one, half).ends == 3
    path[4] = 5.0
    assert constant(path, one, half).ends == 4


def test_who_falls_breaks_first_where_the_other_will_break_later():
    """By hand: a gains from round 2 on. b's no-deal value falls 0.9, 0.5, 0. To b the deal is worth
    1 for ever; but a's breach leaves it 0 in 2, so that in 1 keeping is worth ½ + 0 = 0.5, which is
    what it has by breaking: it keeps. In 0 it has ½ + ½ · 0.5 = 0.75 < 0.9, and breaks."""
    no_deal = np.array([[0.0, 0.9], [0.0, 0.5], [2.0, 0.0]])
    deal, half = np.array([1.0, 1.0]), np.array([0.5, 0.5])
    play = constant(no_deal, deal, half)
    assert (int(play.ends), play.by.tolist()) == (0, [False, True])
    alone = constant(no_deal[:, 1:], deal[1:], half[1:])
    assert alone.ends == 3
    still = constant(np.minimum(no_deal, 1.0), deal, half)
    assert still.ends == 3


def test_without_a_shift_what_is_signed_is_kept_for_ever():
    deal = np.array([1.0, 0.4])
    no_deal = np.broadcast_to(np.array([1.0, 0.3]), (50, 2))
    assert constant(no_deal, deal, np.array([0.9, 0.99])).ends == 50


@pytest.mark.parametrize("share", [0.1, 0.35, 0.4, 0.6, 0.74, 0.8])
def test_without_a_shift_fixed_divisions_are_kept_inside_the_range_of_permanent_deals(share):
    """Powell's game with power at ½ for ever: a constant share binds itself iff it lies in the
    range that both prefer to war at once."""
    power = np.full(40, 0.5)
    path = without_end(power, 0.3, 0.5, 0.5, Side.A)
    low, high = permanent_range(path)
    flow = np.broadcast_to(np.array([share, 1.0 - share]), (40, 2))
    after = path.worth[-1] * flow[0]
    play = keep_or_break(flow, path.war, after, np.full(2, path.discount))
    assert (play.ends == 40) == (low <= share <= high)
    if play.ends < 40:
        assert play.ends == 0


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10**6))
def test_the_shares_of_powells_equilibrium_are_kept_until_its_war(seed):
    """Where one-period deals keep the peace in every period, nobody gains by leaving the path."""
    rng = np.random.default_rng(seed)
    path = with_end(rng.random(5), *rng.uniform(0.1, 1.0, size=2), float(rng.uniform(0.3, 1.0)))
    found = one_period_deals(path, rng.integers(0, 2, size=5))
    peace = 5 if not found.fights.any() else int(found.fights.argmax())
    if not peace:
        return
    flow = np.stack([found.share, 1.0 - found.share], axis=1)[:peace]
    after = found.values[peace]
    play = keep_or_break(flow, path.war[:peace], after, np.full(2, path.discount))
    assert play.ends == peace
    np.testing.assert_allclose(play.values, found.values[0])


def test_a_fixed_division_breaks_where_power_shifts_too_far():
    """By hand: p = 0 then 1, cost ¼, δ = 1, no value after. With half to each, war in period 1
    gives A 1 − ¼ > ½: it breaks then, leaving B −¼. B foresees it: war at once gives it 2 − ¼,
    more than ½ − ¼, so B breaks in 0. Peace for good needs A to have ¾ from 1 on."""
    path = with_end(np.array([0.0, 1.0]), 0.25, 0.25, 1.0)
    flow = np.full((2, 2), 0.5)
    play = keep_or_break(flow, path.war, path.after, np.ones(2))
    assert (int(play.ends), play.by.tolist()) == (0, [False, True])
    late = keep_or_break(flow[1:], path.war[1:], path.after, np.ones(2))
    assert (int(late.ends), late.by.tolist()) == (0, [True, False])


def test_what_cannot_be_is_said():
    with pytest.raises(UsageError, match="round"):
        keep_or_break(np.zeros((0, 1)), np.zeros((0, 1)), np.ones(1), np.ones(1))
    with pytest.raises(UsageError, match="discount"):
        keep_or_break(np.zeros((1, 1)), np.zeros((1, 1)), np.ones(1), np.zeros(1))
