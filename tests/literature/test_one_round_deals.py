"""Deals of a round against a tree written out, and against two who divide a stake."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.theory.one_round_deals import OneRoundDeals, one_round_deals
from sim.theory.shifting_power import Side, largest_safe_shift, one_period_deals, without_end
from sim.theory.subgame_perfect import NO_OFFER
from sim.theory.talks import in_order, unanimity

SAME = 1e-9
MANY = settings(max_examples=100, deadline=None, derandomize=True)


# -- a tree written out


def tree(game, t, w):
    """What every party expects as round t begins, with plain numbers; and what each would offer."""
    X, k, _ = game.payoffs.shape
    T = len(game.fight)
    fight = [float(game.fight[t, i, w]) for i in range(k)]
    if game.over[t, w]:
        return fight, None
    after = tree(game, t + 1, w)[0] if t + 1 < T else None
    worth = {}
    for x in range(X):
        row = []
        for i in range(k):
            whole = float(game.payoffs[x, i, w] + game.gains[t, i, w])
            delta = float(game.discount[i, w])
            row.append(whole if after is None else (1 - delta) * whole + delta * after[i])
        worth[x] = row
    expected, offers = [0.0] * k, {}
    for p in range(k):
        chance = float(game.recognition[t, p, w])
        best, gets, held = NO_OFFER, fight, (-np.inf, -np.inf)
        for x in range(X):
            signers = {
                i
                for i in range(k)
                if not game.red_lines[x, i, w]
                and not game.absent[t, i, w]
                and worth[x][i] >= fight[i] - SAME
            }
            masks = [int(m) for m in game.alternatives[x] if m >= 0]
            whole = any(all(i in signers for i in range(k) if m >> i & 1) for m in masks)
            if p not in signers or not whole:
                continue
            key = (worth[x][p], sum(worth[x]) - worth[x][p])
            more = key[0] > held[0] + SAME
            if more or (key[0] >= held[0] - SAME and key[1] > held[1] + SAME):
                best, gets, held = x, worth[x], key
        offers[p] = best
        for i in range(k):
            expected[i] += chance * gets[i]
    return expected, offers


@st.composite
def games(draw):
    k, T, X = draw(st.integers(2, 3)), draw(st.integers(1, 4)), draw(st.integers(1, 5))
    W = 2
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    if draw(st.booleans()):
        recognition = np.repeat(in_order(rng.integers(0, k, size=T), k), W, axis=2)
    else:
        recognition = rng.dirichlet(np.ones(k), size=(T, W)).transpose(0, 2, 1)
    some = draw(st.booleans())
    masks = rng.integers(-1, 1 << k, size=(X, 2))
    return OneRoundDeals(
        payoffs=rng.random((X, k, W)),
        fight=rng.uniform(-0.2, 0.7, size=(T, k, W)),
        recognition=recognition,
        alternatives=masks if some else np.repeat(unanimity(k), X, axis=0),
        discount=rng.random((k, W)),
        gains=rng.uniform(-0.1, 0.1, size=(T, k, W)) * draw(st.booleans()),
        red_lines=rng.random((X, k, W)) < draw(st.sampled_from([0.0, 0.2])),
        absent=rng.random((T, k, W)) < draw(st.sampled_from([0.0, 0.1])),
        over=rng.random((T, W)) < draw(st.sampled_from([0.0, 0.2])),
    )


@given(games())
@MANY
def test_the_solver_is_the_tree(game):
    play = one_round_deals(game)
    T, k, W = game.fight.shape
    for t, w in product(range(T), range(W)):
        expected, offers = tree(game, t, w)
        np.testing.assert_allclose(play.values[t, :, w], expected, atol=SAME)
        if offers is not None:
            for p in range(k):
                if game.recognition[t, p, w] > 0.0:
                    assert play.offers[t, p, w] == offers[p]


@given(games())
@MANY
def test_who_is_offered_the_least_it_signs_at_is_as_well_off_as_fighting(game):
    play = one_round_deals(game)
    T = len(game.fight)
    for t in range(T):
        last = t == T - 1
        now = 1.0 if last else 1.0 - game.discount
        later = 0.0 if last else game.discount * play.values[t + 1]
        signing = now * play.least[t] + later
        np.testing.assert_allclose(signing, game.fight[t], atol=2 * SAME)


def test_where_a_round_gives_nothing_all_depends_on_what_comes_after():
    """δ = 1: by hand, the first of two rounds is signed at anything by who is better off later."""
    game = OneRoundDeals(
        payoffs=np.full((1, 2, 1), 0.5),
        fight=np.array([[0.4, 0.6], [0.5, 0.5]])[:, :, None],
        recognition=in_order([0, 0], 2),
        alternatives=unanimity(2),
        discount=np.ones((2, 1)),
    )
    play = one_round_deals(game)
    assert play.least[0, :, 0].tolist() == [-np.inf, np.inf]
    assert play.offers[:, 0, 0].tolist() == [NO_OFFER, 0]


# -- two who divide a stake


def divided(power, costs, delta, proposers, steps):
    """The same game on shares of a grid, in shares of the stake for good."""
    share = np.arange(steps + 1) / steps
    power = np.asarray(power)
    burnt = (1.0 - delta) * np.asarray(costs)
    return OneRoundDeals(
        payoffs=np.stack([share, 1.0 - share], axis=1)[:, :, None],
        fight=np.stack([power - burnt[0], 1.0 - power - burnt[1]], axis=1)[:, :, None],
        recognition=in_order([int(p) for p in proposers], 2),
        alternatives=unanimity(2),
        discount=np.full((2, 1), delta),
    )


@pytest.mark.parametrize("proposers", [[Side.A] * 4, [Side.B] * 4, [Side.B, Side.A] * 2])
@pytest.mark.parametrize("first", [0.0, 0.125, 0.25])
@pytest.mark.parametrize("rise", [0.0, 0.125, 0.25, 0.5])
@pytest.mark.parametrize("cost", [0.25, 0.5, 1.0])
def test_one_period_deals_of_the_closed_form(proposers, first, rise, cost):
    """Powell 2004: the same wars, shares and values, on a grid of 1/64 that holds every share."""
    delta = 0.5
    power = np.minimum(first + rise * np.arange(4), 1.0)
    path = without_end(power, cost, cost, delta, proposers[-1])
    told = one_period_deals(path, np.array(proposers))
    steps = 64
    play = one_round_deals(divided(power, (cost, cost), delta, proposers, steps))
    for t, p in enumerate(proposers):
        offer = play.offers[t, p, 0]
        assert (offer == NO_OFFER) == told.fights[t]
        np.testing.assert_allclose(play.values[t, :, 0], (1 - delta) * told.values[t], atol=SAME)
        # In its last period the theory's stake is divided again for ever; here it is for good.
        if t < 3 and not told.fights[t]:
            assert offer / steps == told.share[t]


@pytest.mark.parametrize("proposer", list(Side))
@pytest.mark.parametrize(("power", "cost_a", "cost_b"), [(0.25, 0.25, 0.25), (0.0, 0.5, 0.125)])
def test_war_on_one_side_of_the_largest_safe_shift_alone(proposer, power, cost_a, cost_b):
    """Fearon 1995; Powell 2004: war in the first of two rounds iff power rises by more than Δ*."""
    delta, steps = 0.5, 4096
    safe = largest_safe_shift(power, cost_a, cost_b, delta, 1.0 / (1.0 - delta), proposer)
    assert 0.0 < safe < 1.0 - power
    for rise, fights in [(safe - 0.002, False), (safe, False), (safe + 0.002, True)]:
        game = divided([power, power + rise], (cost_a, cost_b), delta, [Side.A, proposer], steps)
        assert (one_round_deals(game).offers[0, Side.A, 0] == NO_OFFER) == fights
