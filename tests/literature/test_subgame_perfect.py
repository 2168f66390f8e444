"""Subgame-perfect play against small cases worked out by hand and against what must hold."""

from __future__ import annotations

import numpy as np
import pytest

from sim.errors import UsageError
from sim.theory.subgame_perfect import (
    NO_OFFER,
    Ties,
    acceptances,
    chance_signed,
    subgame_perfect,
)
from sim.theory.talks import Talks, in_order, quota, unanimity

EXACT = 1e-12
TENTHS = np.linspace(1.0, 0.0, 11)
#: A whole shared by two parties in tenths; package x gives the second party x tenths.
PIE = np.stack([TENTHS, 1.0 - TENTHS], axis=1)[:, :, None]


def over_the_pie(rounds, order, **given):
    facts = {"no_deal": np.zeros((rounds, 2, 1)), "payoffs": PIE, "alternatives": unanimity(2)}
    return Talks(**{**facts, "recognition": in_order(order, 2), **given})


def test_one_round_gives_the_proposer_everything():
    """The ultimatum game (Güth, Schmittberger & Schwarze 1982, J. Econ. Behav. Organ. 3:367-388):
    the responder accepts when indifferent, and so gets nothing."""
    talks = over_the_pie(1, [1])
    play = subgame_perfect(talks)
    np.testing.assert_array_equal(PIE[play.offers[0, 1, 0], :, 0], [0.0, 1.0])
    np.testing.assert_array_equal(play.values[0, :, 0], [0.0, 1.0])
    assert acceptances(talks, play, 0, 1)[:, 0].all()


def test_no_deal_that_moves_is_paid_one_period_after_the_last_refusal():
    """By hand: the first proposes in both of two rounds, δ = 1/2. In the last it must give
    δ · 0.4 = 0.2, in the first δ · 0.2 = 0.1. In the second world the other's no-deal value has
    fallen to 0 by the end, and what it would have been after the first round does not matter."""
    no_deal = np.zeros((2, 2, 2))
    no_deal[:, 1] = [[0.4, 0.4], [0.4, 0.0]]
    play = subgame_perfect(over_the_pie(2, [0, 0], no_deal=no_deal, discount=np.array(0.5)))
    np.testing.assert_allclose(play.values[1], [[0.8, 1.0], [0.2, 0.0]], atol=EXACT)
    np.testing.assert_allclose(play.values[0], [[0.9, 1.0], [0.1, 0.0]], atol=EXACT)


def test_breakdown_pays_what_no_deal_is_worth_by_then():
    """By hand: as above, and after the first refusal talks break down with chance 1/2. Then the
    other gets 0.4 and otherwise 0.2 (or 0), a period later: δ · 0.3 (or δ · 0.2)."""
    no_deal = np.zeros((2, 2, 2))
    no_deal[:, 1] = [[0.4, 0.4], [0.4, 0.0]]
    finely = np.linspace(1.0, 0.0, 21)
    talks = over_the_pie(
        2, [0, 0], no_deal=no_deal, discount=np.array(0.5), breakdown=np.array(0.5),
        payoffs=np.stack([finely, 1.0 - finely], axis=1)[:, :, None],
    )  # fmt: skip
    play = subgame_perfect(talks)
    np.testing.assert_allclose(play.continuation[0, 1], [0.15, 0.1], atol=EXACT)
    np.testing.assert_allclose(play.values[0], [[0.85, 0.9], [0.15, 0.1]], atol=EXACT)


def test_breakdown_with_nothing_at_stake_is_discounting():
    """Where no deal is worth nothing, chance β of breakdown is a factor 1 − β (Binmore, Rubinstein
    & Wolinsky 1986, RAND J. Econ. 17:176-188, section 2)."""
    order = [0, 1, 1, 0, 1]
    by_chance = subgame_perfect(over_the_pie(5, order, breakdown=np.array(0.2)))
    by_time = subgame_perfect(over_the_pie(5, order, discount=np.array(0.8)))
    np.testing.assert_allclose(by_chance.values[:5], by_time.values[:5], atol=EXACT)
    np.testing.assert_array_equal(by_chance.offers, by_time.offers)


def test_costs_are_paid_in_each_round_that_ends_in_refusal():
    """By hand: the second party proposes last and takes all; refusing costs it 0.3 in the first
    round, so it gets 0.7. Costs of the last round are what it pays to get its no-deal value."""
    cost = np.zeros((2, 2, 1))
    cost[0, 1] = 0.3
    play = subgame_perfect(over_the_pie(2, [0, 1], cost=cost))
    np.testing.assert_allclose(play.values[0, :, 0], [0.3, 0.7], atol=EXACT)
    cost[1, 0] = -0.2
    play = subgame_perfect(over_the_pie(2, [0, 1], cost=cost))
    np.testing.assert_allclose(play.values[1, :, 0], [0.2, 0.8], atol=EXACT)


def test_an_outside_option_binds_only_where_it_beats_going_on():
    """The outside-option principle over two rounds, by hand: going on is worth δ = 1/2 to the
    second party. An outside option of 0.4 changes nothing; one of 0.7 is what it must be given
    (Shaked & Sutton 1984, Econometrica 52:1351-1364; Binmore, Shaked & Sutton 1989, QJE
    104:753-770). Who proposes cannot leave, so the first party's changes nothing in round 1."""
    for outside, gets in ((0.4, 0.5), (0.7, 0.7), (1.2, None)):
        leaving = np.zeros((2, 2, 1))
        leaving[0, :, 0] = [0.9, outside]
        talks = over_the_pie(
            2, [0, 1], leaving=leaving, discount=np.array(0.5), may_leave=np.array([True, True])
        )
        play = subgame_perfect(talks)
        assert play.leaves[0, 0, :, 0].tolist() == [False, outside > 0.5]
        if gets is None:
            # The whole is not enough to keep it: it leaves, and everybody gets what that pays.
            assert play.offers[0, 0, 0] == NO_OFFER
            np.testing.assert_allclose(play.values[0, :, 0], [0.9, 1.2], atol=EXACT)
            assert chance_signed(talks, play).sum() == 0.0
        elif outside == 0.7:
            # 0.3 is less than the 0.9 that the first party gets once the other is gone.
            assert play.offers[0, 0, 0] == NO_OFFER
        else:
            np.testing.assert_allclose(play.values[0, 1, 0], gets, atol=EXACT)
    leaving = np.zeros((2, 2, 1))
    leaving[0, 1] = 0.7
    alone = over_the_pie(
        2, [0, 1], leaving=leaving, discount=np.array(0.5), may_leave=np.array([False, True])
    )
    np.testing.assert_allclose(subgame_perfect(alone).values[0, :, 0], [0.3, 0.7], atol=EXACT)


def test_red_lines_are_kept_by_who_offers_and_who_answers():
    """The first party may not hold more than 0.6 by the other's line, nor less than 0.5 by its own;
    the last proposer takes the end of what is left on its side."""
    lines = np.zeros((11, 2, 1), dtype=bool)
    lines[:, 1, 0] = TENTHS > 0.6 + EXACT
    lines[:, 0, 0] = TENTHS < 0.5 - EXACT
    for order, share in (([1, 0], 0.6), ([0, 1], 0.5)):
        play = subgame_perfect(over_the_pie(2, order, red_lines=lines))
        np.testing.assert_allclose(play.values[0, 0, 0], share, atol=EXACT)
    lines[:, 0, 0] = TENTHS < 0.7 - EXACT
    no_deal = np.full((2, 2, 1), 0.25)
    play = subgame_perfect(over_the_pie(2, [0, 1], red_lines=lines, no_deal=no_deal))
    assert (play.offers == NO_OFFER).all()
    np.testing.assert_array_equal(play.values[0], no_deal[0])


def test_consent_asks_only_those_it_names():
    """By hand, one round, the first of three proposes. Package 0 needs the second party, package 1
    the third, package 2 either; nobody else is asked. The second refuses what is below its no-deal
    value, the third accepts anything."""
    payoffs = np.array([[0.9, 0.1, 0.0], [0.7, 0.0, 0.3], [0.8, 0.2, 0.0]])[:, :, None]
    no_deal = np.array([[0.0, 0.5, 0.0]])[:, :, None]
    facts = {"payoffs": payoffs, "no_deal": no_deal, "recognition": in_order([0], 3)}
    either = np.array([[0b011, -1], [0b101, -1], [0b011, 0b101]])
    assert subgame_perfect(Talks(**facts, alternatives=either)).offers[0, 0, 0] == 2
    second = np.array([[0b011], [0b101], [0b011]])
    assert subgame_perfect(Talks(**facts, alternatives=second)).offers[0, 0, 0] == 1
    everybody = subgame_perfect(Talks(**facts, alternatives=unanimity(3)))
    assert everybody.offers[0, 0, 0] == NO_OFFER
    majority = subgame_perfect(Talks(**facts, alternatives=quota(3, 2)))
    assert majority.offers[0, 0, 0] == 0


def test_ties_go_to_the_others_and_then_to_the_lowest_index():
    payoffs = np.array([[0.5, 0.1], [0.5, 0.3], [0.5, 0.3], [0.5 + EXACT, 0.2]])[:, :, None]
    facts = {"payoffs": payoffs, "no_deal": np.zeros((1, 2, 1)), "alternatives": unanimity(2)}
    talks = Talks(**facts, recognition=in_order([0], 2))
    assert subgame_perfect(talks).offers[0, 0, 0] == 1
    three = np.array([[0.5, 0.4, 0.1], [0.5, 0.1, 0.4]])[:, :, None]
    talks = Talks(
        payoffs=three, no_deal=np.zeros((1, 3, 1)), alternatives=quota(3, 2),
        recognition=in_order([0], 3),
    )  # fmt: skip
    np.testing.assert_allclose(
        subgame_perfect(talks, Ties.LOWEST).values[0, :, 0], [0.5, 0.4, 0.1], atol=EXACT
    )
    np.testing.assert_allclose(
        subgame_perfect(talks, Ties.EVENLY).values[0, :, 0], [0.5, 0.25, 0.25], atol=EXACT
    )


def test_a_deal_that_only_one_proposer_would_make_waits_for_it():
    """By hand: nothing suits the first party (no-deal value 0.6 against 0.5) but it is bound by a
    quota of one to what the second, recognised with chance 1/4 a round, offers. Signed in
    round t with chance (3/4)^t / 4."""
    talks = Talks(
        payoffs=np.array([[0.5, 0.9]])[:, :, None],
        no_deal=np.tile(np.array([0.6, 0.0])[:, None], (3, 1, 1)),
        recognition=np.array([0.75, 0.25])[:, None],
        alternatives=quota(2, 1),
    )
    play = subgame_perfect(talks)
    assert (play.offers[:, 0] == NO_OFFER).all()
    signed = chance_signed(talks, play)[:, 1, 0]
    np.testing.assert_allclose(signed, [1 / 4, 3 / 16, 9 / 64], atol=EXACT)
    never = 27 / 64
    np.testing.assert_allclose(
        play.values[0, :, 0], [0.5 * (1 - never) + 0.6 * never, 0.9 * (1 - never)], atol=EXACT
    )


def test_a_better_no_deal_value_never_hurts_its_owner_at_the_table():
    """With two parties, unanimity and one's own no-deal value raised, one's value does not fall."""
    rng = np.random.default_rng(5)
    base = rng.uniform(0.0, 0.5, size=(6, 2, 40))
    better = base.copy()
    better[:, 0] += rng.uniform(0.0, 0.3, size=(6, 40))
    finely = np.linspace(1.0, 0.0, 401)
    facts = {"discount": np.array(0.9), "breakdown": np.array(0.1)}
    facts["payoffs"] = np.stack([finely, 1.0 - finely], axis=1)[:, :, None]
    order = [0, 1, 0, 1, 0, 1]
    before, after = (
        subgame_perfect(over_the_pie(6, order, no_deal=path, **facts)).values[0, 0]
        for path in (base, better)
    )
    a_piece_a_round = 6 / 400
    assert (after >= before - a_piece_a_round).all()
    assert (after > before + a_piece_a_round).any()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"discount": np.array(1.5)}, "discount must lie in"),
        ({"breakdown": np.array(-0.1)}, "breakdown must lie in"),
        ({"recognition": np.full((2, 2, 1), 0.6)}, "chances of recognition"),
        ({"alternatives": np.array([[4]])}, "beyond the 2"),
        ({"cost": np.array(np.nan)}, "cost holds a number that is not finite"),
        ({"leaving": np.zeros((3, 2, 1))}, "leaving must spread to"),
        ({"payoffs": np.zeros((0, 2, 1))}, "a package and a round at least"),
        ({"payoffs": np.zeros((3, 2))}, "payoffs are"),
    ],
)
def test_numbers_that_cannot_be_are_refused(wrong, says):
    with pytest.raises(UsageError, match=says):
        over_the_pie(2, [0, 1], **wrong)


def test_rules_that_cannot_be_are_refused():
    with pytest.raises(UsageError, match="a quota lies between"):
        quota(3, 4)
    with pytest.raises(UsageError, match="order of proposers"):
        in_order([0, 2], 2)
