"""Legislative bargaining: closed forms, value iteration over coalitions, and finite sessions."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from sim.errors import UsageError
from sim.theory.legislative import closed_rule, veto_rule
from sim.theory.subgame_perfect import Ties, subgame_perfect
from sim.theory.talks import Talks, quota
from sim.theory.unanimous_offers import random_shares, random_values

EXACT = 1e-12
ITERATED = 1e-9


def pie_of_three(pieces):
    rows = [
        (a, b, pieces - a - b) for a in range(pieces, -1, -1) for b in range(pieces - a, -1, -1)
    ]
    return np.array(rows, dtype=float)[:, :, None] / pieces


def one_session(values, chances, votes, vetoes, discount):
    """Values a session earlier: every coalition is priced, the cheapest are mixed evenly."""
    n = len(values)
    made = np.zeros(n)
    for p in range(n):
        rest = [i for i in range(n) if i != p]
        needed = {i for i in range(vetoes) if i != p}
        coalitions = [set(c) for c in combinations(rest, votes - 1) if needed <= set(c)]
        prices = np.array([discount * sum(values[i] for i in c) for c in coalitions])
        cheapest = [c for c, price in zip(coalitions, prices, strict=True)
                    if price <= prices.min() + ITERATED]  # fmt: skip
        for c in cheapest:
            share = chances[p] / len(cheapest)
            made[p] += share * (1.0 - prices.min())
            for i in c:
                made[i] += share * discount * values[i]
    return made


def iterated(n, votes, vetoes, discount, chances, sessions=4000):
    values = np.full(n, 1.0 / n)
    for _ in range(sessions):
        after = one_session(values, chances, votes, vetoes, discount)
        if np.abs(after - values).max() < EXACT / 10:
            break
        values = after
    return values


# Baron & Ferejohn 1989


def test_the_closed_rule_in_numbers():
    """Baron & Ferejohn 1989, Proposition 3: with simple majority of n odd the proposer keeps
    1 − δ (n − 1) / (2 n) and (n − 1) / 2 others get δ / n. Three members, δ = 1: 2/3 and 1/3."""
    for n in (3, 5, 9):
        for discount in (0.0, 0.5, 1.0):
            rule = closed_rule(n, (n + 1) // 2, discount)
            np.testing.assert_allclose(rule.kept, 1 - discount * (n - 1) / (2 * n), atol=EXACT)
            np.testing.assert_allclose(rule.paid, discount / n, atol=EXACT)
    np.testing.assert_allclose(closed_rule(3, 2, 1.0).kept, 2 / 3, atol=EXACT)


@pytest.mark.parametrize("votes", [1, 2, 3, 4, 5])
def test_a_member_expects_an_even_share(votes):
    """Indifference: the price of a vote is δ times the value, and the value is what proposing and
    being bought, each as often as symmetry has it, come to."""
    rule = closed_rule(5, votes, 0.9)
    being_bought = (4 / 5) * (votes - 1) / 4
    np.testing.assert_allclose(rule.kept / 5 + being_bought * rule.paid, rule.value, atol=EXACT)
    np.testing.assert_allclose(rule.paid, 0.9 * rule.value, atol=EXACT)
    assert rule.kept >= rule.paid


def test_unanimity_is_random_recognition_of_all():
    """With q = n nobody can be left out: the stationary unanimity game."""
    rule, even = closed_rule(4, 4, 0.7), np.full(4, 0.25)
    shares = random_shares(np.full(4, 0.7), even)
    np.testing.assert_allclose(shares[0], [rule.kept, *[rule.paid] * 3], atol=EXACT)
    np.testing.assert_allclose(random_values(np.full(4, 0.7), even), rule.value, atol=EXACT)


def test_two_sessions_by_backward_induction():
    """Baron & Ferejohn 1989, the two-session legislature: in the last session the proposer takes
    all, so a vote costs δ / n in the first, whichever of the tied coalitions is bought."""
    for ties in Ties:
        talks = Talks(
            payoffs=pie_of_three(30), no_deal=np.zeros((2, 3, 1)), alternatives=quota(3, 2),
            recognition=np.full((1, 3, 1), 1 / 3), discount=np.array(0.9),
        )  # fmt: skip
        play = subgame_perfect(talks, ties)
        for p in range(3):
            division = talks.payoffs[play.offers[0, p, 0], :, 0]
            np.testing.assert_allclose(division[p], closed_rule(3, 2, 0.9).kept, atol=EXACT)
            np.testing.assert_allclose(np.sort(division), [0.0, 0.3, 0.7], atol=EXACT)


def test_many_sessions_by_backward_induction_are_the_stationary_rule():
    """With ties mixed evenly values are 1/3 in every session, however many follow: the finite
    game plays the stationary equilibrium in all but the last. δ / 3 = 9/30 is on the grid."""
    talks = Talks(
        payoffs=pie_of_three(30), no_deal=np.zeros((12, 3, 1)), alternatives=quota(3, 2),
        recognition=np.full((1, 3, 1), 1 / 3), discount=np.array(0.9),
    )  # fmt: skip
    play = subgame_perfect(talks, Ties.EVENLY)
    np.testing.assert_allclose(play.values[:12], 1 / 3, atol=EXACT)
    for t in range(11):
        kept = [talks.payoffs[play.offers[t, p, 0], p, 0] for p in range(3)]
        np.testing.assert_allclose(kept, closed_rule(3, 2, 0.9).kept, atol=EXACT)


# Veto players


@pytest.mark.parametrize(
    ("n", "votes", "vetoes", "recognition"),
    [(3, 2, 1, None), (5, 3, 1, None), (5, 4, 2, None), (5, 5, 2, 0.2), (4, 3, 1, 0.05),
     (4, 3, 1, 0.7), (5, 3, 2, 0.0)],
)  # fmt: skip
@pytest.mark.parametrize("discount", [0.3, 0.9])
def test_veto_values_are_where_value_iteration_ends(n, votes, vetoes, recognition, discount):
    """Derived in the module (after Winter 1996 and McCarty 2000), here by enumeration: all
    coalitions with the veto players are priced and the cheapest mixed evenly, until values stay."""
    rule = veto_rule(n, votes, discount, vetoes, recognition)
    each = 1 / n if recognition is None else recognition
    other = (1 - vetoes * each) / (n - vetoes)
    chances = np.array([each] * vetoes + [other] * (n - vetoes))
    values = iterated(n, votes, vetoes, discount, chances)
    np.testing.assert_allclose(values[:vetoes], rule.values[0], atol=ITERATED)
    np.testing.assert_allclose(values[vetoes:], rule.values[1], atol=ITERATED)
    np.testing.assert_allclose(rule.paid, discount * rule.values, atol=EXACT)
    worth = one_session(values, np.eye(n)[0], votes, vetoes, discount)
    np.testing.assert_allclose(worth[0], rule.kept[0], atol=ITERATED)
    worth = one_session(values, np.eye(n)[-1], votes, vetoes, discount)
    np.testing.assert_allclose(worth[-1], rule.kept[1], atol=ITERATED)


def test_patience_gives_the_veto_player_everything():
    """Winter 1996: as δ → 1 the shares of those without a veto vanish, unless everybody's vote is
    needed; a veto is worth more the more patient all are."""
    values = [veto_rule(5, 3, discount).values[0] for discount in (0.0, 0.5, 0.9, 0.99, 0.9999)]
    assert values == sorted(values)
    np.testing.assert_allclose(values[0], 1 / 5, atol=EXACT)
    assert values[-1] > 0.999
    for discount in (0.0, 0.5, 0.99):
        np.testing.assert_allclose(veto_rule(5, 5, discount).values, 1 / 5, atol=EXACT)


def test_a_veto_without_the_right_to_propose_is_worth_nothing():
    """McCarty 2000: the two rights differ. By hand A = δ A where the player is only ever paid."""
    rule = veto_rule(4, 3, 0.9, recognition=0.0)
    np.testing.assert_allclose(rule.values, [0.0, 1 / 3], atol=EXACT)
    often = [veto_rule(4, 3, 0.9, recognition=chance).values[0] for chance in (0.1, 0.3, 0.6, 1.0)]
    assert often == sorted(often)
    np.testing.assert_allclose(often[-1], 1.0, atol=EXACT)


def test_many_sessions_with_a_veto_tend_to_the_stationary_rule():
    """Backward induction, alternatives {1, 2} and {1, 3}: A = 0.6 and B = 0.2 at δ = 0.8 (by hand
    in the module). Two dues a session are rounded up by a piece at most, discounted over time."""
    errors = []
    for pieces in (30, 120):
        talks = Talks(
            payoffs=pie_of_three(pieces), no_deal=np.zeros((40, 3, 1)),
            alternatives=np.array([[0b011, 0b101]]), recognition=np.full((1, 3, 1), 1 / 3),
            discount=np.array(0.8),
        )  # fmt: skip
        values = subgame_perfect(talks, Ties.EVENLY).values[0, :, 0]
        errors.append(np.abs(values - [0.6, 0.2, 0.2]).max())
        assert errors[-1] < 2 / pieces
        np.testing.assert_allclose(values[1], values[2], atol=EXACT)
    assert errors[1] < errors[0] or errors[0] < EXACT


@pytest.mark.parametrize(
    "call",
    [
        lambda: closed_rule(1, 1, 0.5),
        lambda: closed_rule(3, 4, 0.5),
        lambda: closed_rule(3, 2, 1.5),
        lambda: veto_rule(3, 2, 1.0),
        lambda: veto_rule(3, 2, 0.5, vetoes=2),
        lambda: veto_rule(3, 3, 0.5, vetoes=3),
        lambda: veto_rule(3, 2, 0.5, recognition=1.5),
    ],
)
def test_legislatures_that_cannot_be_are_refused(call):
    with pytest.raises(UsageError):
        call()
