"""Peace under shifting power: Fearon 1995, Powell 2004 and 2006, against plain trees and by hand.

The inequalities of the papers are derived anew in the docstrings; nothing rests on a number read
off a page.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sim.errors import UsageError
from sim.theory.shifting_power import (
    PowerPath,
    Side,
    largest_safe_shift,
    one_period_deals,
    permanent_range,
    promise_needed,
    with_end,
    without_end,
)

EXACT = 1e-9
#: Offers of the tree lie 1/4000 apart; it is compared where nobody is closer to a change of mind.
STEPS = 4_000
CLEAR = 5e-3

chance = st.floats(0.0, 1.0)
cost = st.floats(0.01, 0.6)
patience = st.floats(0.1, 0.95)
side = st.sampled_from(list(Side))


def tree(power, costs, discount, proposers, worth, after, given_on_top=0.0):
    """Values of A and B and whether they fight, offer by offer; a list from the first period on.

    given_on_top is handed from A to B at the start of the second period, if that is reached."""
    offers = np.linspace(0.0, 1.0, STEPS + 1)
    tomorrow, story = np.array(after, dtype=float), []
    for t in reversed(range(len(power))):
        war = np.array(
            [power[t] * worth[t] - costs[0], (1 - power[t]) * worth[t] - costs[1]], dtype=float
        )
        deal = np.stack([offers, 1 - offers]) + discount * tomorrow[:, None]
        proposer, other = (0, 1) if proposers[t] == Side.A else (1, 0)
        accepted = deal[other] >= war[other] - 1.0 / STEPS
        best = int(np.argmax(np.where(accepted, deal[proposer], -np.inf)))
        peace = accepted.any() and deal[proposer, best] >= war[proposer] - 1.0 / STEPS
        tomorrow = deal[:, best] if peace else war
        story.insert(0, (tomorrow.copy(), not peace))
        if t == 1:
            tomorrow = tomorrow + np.array([-given_on_top, given_on_top])
    return story


def worths(periods, discount):
    return [sum(discount**s for s in range(periods - t)) for t in range(periods)]


@given(
    power=st.lists(chance, min_size=1, max_size=5),
    a=cost,
    b=cost,
    discount=patience,
    proposers=st.lists(side, min_size=5, max_size=5),
)
@settings(deadline=None, max_examples=60)
def test_play_is_that_of_a_plain_tree(power, a, b, discount, proposers):
    """Selten 1965: subgame-perfect play, by trying every offer of a fine grid in every period."""
    asks = np.array(proposers[: len(power)])
    play = one_period_deals(with_end(np.array(power), a, b, discount), asks)
    assume((np.abs(play.short) > CLEAR).all())
    story = tree(power, (a, b), discount, asks, worths(len(power), discount), (0.0, 0.0))
    assert [fight for _, fight in story] == play.fights.tolist()
    np.testing.assert_allclose([w for w, _ in story], play.values[:-1], atol=CLEAR)


@given(power=chance, a=cost, b=cost, discount=patience, lasting=side, split=chance)
@settings(deadline=None, max_examples=40)
def test_constant_power_is_the_limit_of_long_games(power, a, b, discount, lasting, split):
    """Whatever holds after 400 more periods, what comes before approaches the stationary value."""
    short = without_end(np.array([power]), a, b, discount, lasting)
    periods = 400
    long = PowerPath(
        war=np.repeat(short.war, periods, axis=0),
        worth=np.repeat(short.worth, periods),
        after=np.array([split, 1 - split]) / (1 - discount),
        discount=discount,
    )
    play = one_period_deals(long, np.full(periods, lasting))
    np.testing.assert_allclose(play.values[0], short.after, atol=1e-6)
    assert not play.fights[: periods // 2].any()


@given(power=st.lists(chance, min_size=1, max_size=4), a=cost, b=cost, d=patience, who=side)
@settings(deadline=None, max_examples=60)
def test_binding_deals_never_leave_war(power, a, b, d, who):
    """Complete information, divisible stakes, positive costs, and deals for good: Fearon 1995's
    range, so no war however power shifts; both sides like every share in it better than war."""
    for path in (with_end(np.array(power), a, b, d), without_end(np.array(power), a, b, d, who)):
        low, high = permanent_range(path)
        assert 0.0 <= low < high <= 1.0
        assert low * path.worth[0] >= path.war[0, 0] - EXACT
        assert (1 - high) * path.worth[0] >= path.war[0, 1] - EXACT


@given(before=chance, later=chance, a=cost, b=cost, d=patience, asks=side)
@settings(deadline=None, max_examples=200)
def test_war_exactly_where_the_shift_is_too_large(before, later, a, b, d, asks):
    """One shift: A from p_1 to p_2. War in the first period iff p_2 - p_1 exceeds the closed form,
    with an end (V_2 = 1) and without (V_2 = 1/(1 - delta))."""
    power, proposers = np.array([before, later]), np.array([asks, asks])
    for path in (with_end(power, a, b, d), without_end(power, a, b, d, asks)):
        play = one_period_deals(path, proposers)
        edge = largest_safe_shift(before, a, b, d, path.worth[1], asks)
        if later > before and abs(later - before - edge) > 1e-6:
            assert play.fights[0] == (later - before > edge)
        assert not play.fights[1]


@given(before=chance, later=chance, a=cost, b=cost, d=patience)
@settings(deadline=None, max_examples=100)
def test_fearon_preventive_war(before, later, a, b, d):
    """Fearon 1995 (preventive war), A making the offers: in the second period B is left
    (1 - p_2)/(1 - δ) - c_B. In the first it gets at most 1 and that, discounted; war gives
    (1 - p_1)/(1 - δ) - c_B. So B attacks iff δ p_2 - p_1 > (1 - δ)² c_B, where p_2 leaves B
    something: (1 - p_2) ≥ (1 - δ) c_B."""
    assume(1 - later >= (1 - d) * b and later > before)
    margin = d * later - before - (1 - d) ** 2 * b
    assume(abs(margin) > 1e-6)
    path = without_end(np.array([before, later]), a, b, d, Side.A)
    play = one_period_deals(path, np.array([Side.A, Side.A]))
    assert play.fights[0] == (margin > 0)


@given(before=chance, later=chance, a=cost, b=cost, d=patience)
@settings(deadline=None, max_examples=100)
def test_powell_inefficiency_condition(before, later, a, b, d):
    """Powell 2004, 2006: with B offering, A is left just its war value in t + 1: there is war iff
    δ M_A(2) - M_A(1) > V - M_A(1) - M_B(1); that is δ p_2 - p_1 > (1 - δ)(c_B + δ c_A)."""
    assume(later - (1 - d) * a >= 0 and later > before)
    path = without_end(np.array([before, later]), a, b, d, Side.B)
    play = one_period_deals(path, np.array([Side.B, Side.B]))
    (a1, b1), (a2, _) = path.war
    surplus = path.worth[0] - a1 - b1
    assert surplus == pytest.approx(a + b, abs=EXACT)
    margin = d * a2 - a1 - surplus
    assume(abs(margin) > 1e-6)
    assert play.fights[0] == (margin > 0)
    assert (margin > 0) == (d * later - before > (1 - d) * (b + d * a))


def test_two_periods_by_hand():
    """δ = 1/2, p from 1/5 to 9/10, c_A = c_B = 1/10, the stake lasts two periods (V = 3/2, 1); B
    offers. In the second A is left 9/10 - 1/10 = 4/5, B has 1/5. In the first war gives B
    4/5 · 3/2 - 1/10 = 11/10; all of the stake and then 1/5 give 1 + 1/10: B just keeps the peace,
    x_1 = 0. The safe shift is (1/5 + 1/10 + 1/20)/(1/2) = 7/10. A little less cost, and it fights,
    short by twice as much: (1 + 1/2 · 1/5) - 11/10 - cost saved."""
    asks = np.array([Side.B, Side.B])
    even = one_period_deals(with_end(np.array([0.2, 0.9]), 0.1, 0.1, 0.5), asks)
    assert even.fights.tolist() == [False, False]
    np.testing.assert_allclose(even.share, [0.0, 0.8], atol=EXACT)
    np.testing.assert_allclose(even.values[0], [0.4, 1.1], atol=EXACT)
    assert largest_safe_shift(0.2, 0.1, 0.1, 0.5, 1.0, Side.B) == pytest.approx(0.7, abs=EXACT)
    path = with_end(np.array([0.2, 0.9]), 0.1, 0.08, 0.5)
    war = one_period_deals(path, asks)
    assert war.fights.tolist() == [True, False]
    assert war.short[0, 1] == pytest.approx(0.02, abs=EXACT)
    assert promise_needed(path, war)[0, 1] == pytest.approx(0.04, abs=EXACT)


@given(
    before=st.floats(0.0, 0.05),
    later=st.floats(0.8, 1.0),
    a=st.floats(0.01, 0.1),
    b=st.floats(0.01, 0.1),
    d=st.floats(0.5, 0.95),
    asks=side,
)
@settings(deadline=None, max_examples=30)
def test_the_promise_restores_peace_and_no_less_does(before, later, a, b, d, asks):
    """A promise of that size, kept, turns war into peace in the plain tree; one somewhat smaller
    does not."""
    path = with_end(np.array([before, later]), a, b, d)
    play = one_period_deals(path, np.array([asks, asks]))
    assert play.short[0, Side.B] > 2 * CLEAR
    promise = promise_needed(path, play)[0, Side.B]
    game = ((before, later), (a, b), d, (asks, asks), path.worth, (0.0, 0.0))
    assert tree(*game)[0][1]
    assert tree(*game, given_on_top=promise - CLEAR / d)[0][1]
    assert not tree(*game, given_on_top=promise)[0][1]


def test_shift_spread_over_more_periods_keeps_the_peace():
    """Powell 2006: it is the speed of the shift that matters. From 0.2 to 0.8 at once is war, in
    24 steps it is peace; the promise needed never rises as steps are added."""
    wars, promises = [], []
    for steps in (1, 3, 6, 12, 24):
        path = without_end(np.linspace(0.2, 0.8, steps + 1), 0.3, 0.3, 0.9, Side.B)
        play = one_period_deals(path, np.full(steps + 1, Side.B))
        wars.append(bool(play.fights[0]))
        promises.append(promise_needed(path, play)[0].max())
    assert wars == [True, True, True, True, False]
    assert all(x >= y for x, y in pairwise(promises))


@given(power=st.lists(chance, min_size=2, max_size=6), a=cost, b=cost, d=patience)
@settings(deadline=None, max_examples=150)
def test_peace_all_along_iff_no_shift_over_any_stretch_is_too_large(power, a, b, d):
    """B offers throughout, A rising or falling. A is left in t the most that it can wait for,
    max_s δ^(s - t) M_A(s), so B always keeps the peace iff M_B(t) <= V_t - δ^(s - t) M_A(s) for
    every s > t: Powell's condition between any two periods."""
    path = without_end(np.array(power), a, b, d, Side.B)
    margins = [
        path.worth[t] - path.war[t, 1] - d ** (s - t) * path.war[s, 0]
        for t in range(len(power))
        for s in range(t + 1, len(power))
    ]
    assume(min(abs(m) for m in margins) > 1e-6)
    falls = [path.war[t, 0] - d * path.war[t + 1, 0] for t in range(len(power) - 1)]
    assume(max(falls) < 1)  # A falling that fast fights itself, though offered all
    play = one_period_deals(path, np.full(len(power), Side.B))
    assert (not play.fights.any()) == (min(margins) > 0)


def test_war_that_is_to_come_comes_at_once_unless_it_is_cheap_to_wait():
    """By hand, δ = 0.9, no end, c = 0.1 each: from 0.5 to 0.9 in period 3 is too fast. In period 2
    power rises by little, yet B compares war now with one period's stake and war tomorrow:
    Δ* = (p + (1 - δ) c_B)/(δ V) = (0.4 + 0.01)/9 = 0.0456. So a first rise of 0.1 brings war at
    once, one of 0.04 leaves it where it was."""
    for first, fights in ((0.1, True), (0.04, False)):
        power = np.array([0.4, 0.4 + first, 0.9])
        path = without_end(power, 0.1, 0.1, 0.9, Side.B)
        play = one_period_deals(path, np.full(3, Side.B))
        assert play.fights.tolist() == [fights, True, False]


def test_limits():
    """Constant power never leads to war; nor do costs above the whole stake; patience without end
    makes any rise dangerous: with A offering, Δ* tends to 0 as δ tends to 1."""
    flat = without_end(np.full(5, 0.7), 0.01, 0.01, 0.99, Side.A)
    assert not one_period_deals(flat, np.full(5, Side.A)).fights.any()
    dear = with_end(np.array([0.0, 1.0, 0.0, 1.0]), 5.0, 5.0, 0.9)
    assert not one_period_deals(dear, np.array([0, 1, 0, 1])).fights.any()
    edges = [largest_safe_shift(0.3, 0.2, 0.2, d, 1 / (1 - d), Side.A) for d in (0.9, 0.99, 0.999)]
    assert edges[0] > edges[1] > edges[2] > 0
    assert edges[2] < 1e-3


def test_sides_are_treated_alike():
    """Swapping the names of the sides swaps everything."""
    power = np.array([0.8, 0.3, 0.4])
    asks = np.array([Side.A, Side.B, Side.A])
    one = one_period_deals(with_end(power, 0.1, 0.2, 0.8), asks)
    other = one_period_deals(with_end(1 - power, 0.2, 0.1, 0.8), 1 - asks)
    assert one.fights.tolist() == other.fights.tolist()
    np.testing.assert_allclose(one.values, other.values[:, ::-1], atol=EXACT)
    np.testing.assert_allclose(one.share, 1 - other.share, atol=EXACT)


@pytest.mark.parametrize(
    "call",
    [
        lambda: with_end(np.array([0.5, 1.5]), 0.1, 0.1, 0.9),
        lambda: with_end(np.array([]), 0.1, 0.1, 0.9),
        lambda: with_end(np.array([0.5]), 0.0, 0.1, 0.9),
        lambda: with_end(np.array([0.5]), 0.1, 0.1, 1.1),
        lambda: without_end(np.array([0.5]), 0.1, 0.1, 1.0, Side.A),
        lambda: one_period_deals(with_end(np.array([0.5]), 0.1, 0.1, 0.9), np.array([0, 1])),
        lambda: largest_safe_shift(0.5, 0.1, 0.1, 0.9, 0.5, Side.A),
    ],
)
def test_numbers_that_cannot_be_are_refused(call):
    with pytest.raises(UsageError):
        call()
