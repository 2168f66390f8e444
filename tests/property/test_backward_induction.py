"""Backward induction over arrays against a plain recursive tree in which everybody moves in turn.

The tree shares nothing with the solver but the rules of the game: votes and leaving are decisions
of single parties, one after another, each by comparing what follows; who is indifferent signs, and
stays. (Whether votes are given in turn or at once does not matter for what is signed.)
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.theory.subgame_perfect import (
    NO_OFFER,
    Ties,
    acceptances,
    chance_signed,
    subgame_perfect,
)
from sim.theory.talks import Talks, in_order, quota, unanimity

SAME = 1e-9
CLOSE = 1e-12
MANY = settings(max_examples=150, deadline=None, derandomize=True)


@dataclass(frozen=True)
class Tree:
    """One world of the talks, as plain numbers."""

    talks: Talks
    w: int

    def value(self, t):
        """What each party expects as round t begins."""
        talks, w = self.talks, self.w
        if t == talks.n_rounds:
            return tuple(talks.no_deal[t - 1, :, w])
        made = [0.0] * talks.n_parties
        for p in range(talks.n_parties):
            chance = talks.recognition[t, p, w]
            if chance > 0.0:
                for i, one in enumerate(self.proposed(t, p)[1]):
                    made[i] += chance * one
        return tuple(made)

    def proposed(self, t, p):
        """The offer of p in round t and what follows."""
        offer, follows, key = NO_OFFER, self.refused(t, p), None
        for x in range(self.talks.n_packages):
            if self.barred(t, x, p):
                continue
            responders = tuple(i for i in range(self.talks.n_parties) if i != p)
            signed, payoffs = self.voted(t, p, x, responders, frozenset({p}))
            if not signed:
                continue
            rest = sum(payoffs) - payoffs[p]
            if key is None:
                better = payoffs[p] >= follows[p] - SAME
            else:
                better = payoffs[p] > key[0] + SAME or (
                    payoffs[p] >= key[0] - SAME and rest > key[1] + SAME
                )
            if better:
                offer, follows, key = x, payoffs, (payoffs[p], rest)
        return offer, follows

    def voted(self, t, p, x, left, ayes):
        """(Signed or not, payoffs) once those left have voted in turn on x."""
        if not left:
            if any(self.covers(mask, ayes) for mask in self.talks.alternatives[x]):
                return True, tuple(self.talks.payoffs[x, :, self.w])
            return False, self.refused(t, p)
        i, later = left[0], left[1:]
        no = self.voted(t, p, x, later, ayes)
        if self.barred(t, x, i):
            return no
        yes = self.voted(t, p, x, later, ayes | {i})
        return yes if yes[1][i] >= no[1][i] - SAME else no

    def barred(self, t, x, i):
        return self.talks.red_lines[x, i, self.w] or self.talks.absent[t, i, self.w]

    def covers(self, mask, ayes):
        return mask >= 0 and all(
            i in ayes for i in range(self.talks.n_parties) if int(mask) >> i & 1
        )

    def refused(self, t, p):
        """Payoffs once nothing is signed: responders leave or stay in turn."""
        free = [i for i in range(self.talks.n_parties) if i != p and self.talks.may_leave[i]]
        return self.left(t, tuple(free))

    def left(self, t, free):
        if not free:
            return self.went_on(t)
        stay = self.left(t, free[1:])
        leave = tuple(self.talks.leaving[t, :, self.w])
        return leave if leave[free[0]] > stay[free[0]] + SAME else stay

    def went_on(self, t):
        talks, w = self.talks, self.w
        risk = talks.breakdown[t, w]
        ahead = self.value(t + 1)
        return tuple(
            talks.discount[i, w] * (risk * talks.no_deal[t, i, w] + (1.0 - risk) * ahead[i])
            - talks.cost[t, i, w]
            for i in range(talks.n_parties)
        )


def remembering(talks, w):
    """The tree, whose value in a round does not depend on what was said before."""
    tree = Tree(talks, w)
    object.__setattr__(tree, "value", cache(tree.value))
    object.__setattr__(tree, "refused", cache(tree.refused))
    return tree


@st.composite
def games(draw):
    """Small talks: coarse numbers, so that ties abound, or smooth ones."""
    k = draw(st.integers(2, 3))
    T, X, W = draw(st.integers(1, 4)), draw(st.integers(1, 6)), draw(st.integers(1, 3))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    steps = draw(st.sampled_from([4, 10, 2**40]))

    def numbers(*shape, low=0.0, high=1.0):
        return low + (high - low) * rng.integers(0, steps + 1, size=shape) / steps

    if draw(st.booleans()):
        recognition = in_order(rng.integers(0, k, size=T), k)
    else:
        recognition = rng.integers(0, 4, size=(T, k, W)).astype(float)
        recognition[:, 0] += recognition.sum(axis=1) == 0.0
        recognition /= recognition.sum(axis=1, keepdims=True)
    rule = draw(st.sampled_from(["unanimity", "quota", "consent"]))
    if rule == "unanimity":
        alternatives = unanimity(k)
    elif rule == "quota":
        alternatives = quota(k, draw(st.integers(1, k)))
    else:
        alternatives = rng.integers(-1, 1 << k, size=(X, 2))
    return Talks(
        payoffs=numbers(X, k, W),
        no_deal=numbers(T, k, W, low=-0.3, high=0.6),
        recognition=recognition,
        alternatives=alternatives,
        discount=draw(st.sampled_from([1.0, 0.5])) * numbers(k, W, low=0.5),
        cost=draw(st.sampled_from([0.0, 0.2])) * numbers(T, k, W, low=-0.5),
        breakdown=draw(st.sampled_from([0.0, 0.5])) * numbers(T, W),
        leaving=numbers(T, k, W, low=-0.3, high=0.8),
        may_leave=rng.random(k) < draw(st.sampled_from([0.0, 0.6])),
        red_lines=rng.random((X, k, W)) < draw(st.sampled_from([0.0, 0.25])),
        absent=rng.random((T, k, W)) < draw(st.sampled_from([0.0, 0.2])),
    )


@given(games())
@MANY
def test_the_solver_is_the_tree(talks):
    play = subgame_perfect(talks)
    for w in range(talks.n_worlds):
        tree = remembering(talks, w)
        for t in range(talks.n_rounds + 1):
            np.testing.assert_allclose(play.values[t, :, w], tree.value(t), atol=CLOSE)
        for t in range(talks.n_rounds):
            np.testing.assert_allclose(play.continuation[t, :, w], tree.went_on(t), atol=CLOSE)
            for p in range(talks.n_parties):
                if talks.recognition[t, p, w] > 0.0:
                    assert play.offers[t, p, w] == tree.proposed(t, p)[0]
                    np.testing.assert_allclose(
                        play.refusal[t, p, :, w], tree.refused(t, p), atol=CLOSE
                    )
                else:
                    assert play.offers[t, p, w] == NO_OFFER


@given(games())
@MANY
def test_nobody_gains_by_departing_once(talks):
    """The one-deviation principle, read off the answers that the solver gives."""
    play = subgame_perfect(talks)
    for t in range(talks.n_rounds):
        for p in range(talks.n_parties):
            accepts = acceptances(talks, play, t, p)
            for w in range(talks.n_worlds):
                if talks.recognition[t, p, w] == 0.0:
                    continue
                fails = play.refusal[t, p, :, w]
                offer = play.offers[t, p, w]
                gets = fails[p] if offer == NO_OFFER else talks.payoffs[offer, p, w]
                for x in range(talks.n_packages):
                    ayes = set(np.flatnonzero(accepts[x, :, w]))
                    signed = any(
                        mask >= 0
                        and all(i in ayes for i in range(talks.n_parties) if mask >> i & 1)
                        for mask in talks.alternatives[x]
                    )
                    if signed and p in ayes:
                        assert talks.payoffs[x, p, w] <= gets + 2 * SAME
                    for i in ayes - {p}:
                        assert talks.payoffs[x, i, w] >= fails[i] - SAME
                        assert not talks.red_lines[x, i, w]
                assert gets >= fails[p] - SAME


@given(games())
@MANY
def test_worlds_do_not_touch_one_another(talks):
    """Solving one world alone gives what it gets among others."""
    together = subgame_perfect(talks)
    for w in range(talks.n_worlds):
        alone = subgame_perfect(
            Talks(
                payoffs=talks.payoffs[..., [w]],
                no_deal=talks.no_deal[..., [w]],
                recognition=talks.recognition[..., [w]],
                alternatives=talks.alternatives,
                discount=talks.discount[..., [w]],
                cost=talks.cost[..., [w]],
                breakdown=talks.breakdown[..., [w]],
                leaving=talks.leaving[..., [w]],
                may_leave=talks.may_leave,
                red_lines=talks.red_lines[..., [w]],
                absent=talks.absent[..., [w]],
            )
        )
        np.testing.assert_array_equal(alone.offers[..., 0], together.offers[..., w])
        np.testing.assert_allclose(alone.values[..., 0], together.values[..., w], atol=CLOSE)


@given(games())
@MANY
def test_values_add_up_along_what_is_played(talks):
    """Values at the start, from the chances of every ending and what it pays, discounted."""
    play = subgame_perfect(talks)
    chances = chance_signed(talks, play)
    assert (chances >= 0.0).all()
    assert (chances.sum(axis=(0, 1)) <= 1.0 + SAME).all()
    for w in range(talks.n_worlds):
        for i in range(talks.n_parties):
            worth, alive, spent, factor = 0.0, 1.0, 0.0, 1.0
            for t in range(talks.n_rounds):
                on = 0.0
                for p in range(talks.n_parties):
                    chance = alive * talks.recognition[t, p, w]
                    offer = play.offers[t, p, w]
                    if offer != NO_OFFER:
                        np.testing.assert_allclose(chances[t, p, w], chance, atol=CLOSE)
                        worth += chance * (factor * talks.payoffs[offer, i, w] - spent)
                    elif play.leaves[t, p, :, w].any():
                        worth += chance * (factor * talks.leaving[t, i, w] - spent)
                    else:
                        on += chance
                spent += factor * talks.cost[t, i, w]
                factor *= talks.discount[i, w]
                last = t == talks.n_rounds - 1
                ended = on if last else on * talks.breakdown[t, w]
                worth += ended * (factor * talks.no_deal[t, i, w] - spent)
                alive = on - ended
            np.testing.assert_allclose(play.values[0, i, w], worth, atol=SAME)


@given(games())
@MANY
def test_mixing_evenly_changes_nothing_without_ties(talks):
    """Where all payoffs are smooth there is nothing to mix; where there is, proposers lose none."""
    lowest, evenly = (subgame_perfect(talks, ties) for ties in Ties)
    last = talks.n_rounds - 1
    np.testing.assert_array_equal(lowest.offers[last], evenly.offers[last])
    distinct = all(
        len(np.unique(np.round(talks.payoffs[:, p, w], 9))) == talks.n_packages
        for p in range(talks.n_parties)
        for w in range(talks.n_worlds)
    )
    if distinct:
        np.testing.assert_allclose(lowest.values, evenly.values, atol=CLOSE)


@given(games())
@MANY
def test_what_is_drawn_is_one_of_the_packages_mixed_and_all_are_drawn(talks):
    """Payoffs of what is drawn tie with the lowest; over many draws each is named as often."""
    lowest = subgame_perfect(talks, Ties.EVENLY)
    n, T, W = 16, talks.n_rounds, talks.n_worlds
    named = []
    for j in range(n):
        draws = np.full((T, W), (j + 0.5) / n)
        play = subgame_perfect(talks, Ties.EVENLY, draws)
        np.testing.assert_array_equal(play.values, lowest.values)
        named.append(play.offers)
    named = np.stack(named)
    np.testing.assert_array_equal(named[0], lowest.offers)
    for t in range(T):
        for p in range(talks.n_parties):
            for w in range(W):
                seen, often = np.unique(named[:, t, p, w], return_counts=True)
                if seen[0] == NO_OFFER:
                    assert len(seen) == 1
                    continue
                own, all_ = talks.payoffs[seen, p, w], talks.payoffs[seen, :, w].sum(axis=1)
                assert np.ptp(own) <= 2 * SAME
                assert np.ptp(all_) <= 4 * SAME
                assert often.max() - often.min() <= 1
