"""Alternating offers: closed forms, what defines them, their limits, and backward induction."""

from __future__ import annotations

from itertools import chain, combinations, pairwise

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from sim.errors import UsageError
from sim.theory.alternating_offers import finite_horizon, fixed_costs, rubinstein
from sim.theory.offers_on_frontier import Haggle, limit_problem, stationary_offers
from sim.theory.subgame_perfect import Ties, subgame_perfect
from sim.theory.talks import Talks, in_order, unanimity
from sim.theory.unanimous_offers import (
    exit_shares,
    random_shares,
    random_values,
    rotating_shares,
)

EXACT = 1e-12
ROOT = 1e-8
FACTORS = np.array([[0.3, 0.8], [0.9, 0.9], [0.95, 0.6], [0.0, 0.5], [0.7, 0.0]]).T
WHOLE = np.array([[0.0, 1.0], [1.0, 0.0]])


def pie(pieces):
    share = np.linspace(1.0, 0.0, pieces + 1)
    return np.stack([share, 1.0 - share], axis=1)[:, :, None]


def pie_of_three(pieces):
    rows = [
        (a, b, pieces - a - b) for a in range(pieces, -1, -1) for b in range(pieces - a, -1, -1)
    ]
    return np.array(rows, dtype=float)[:, :, None] / pieces


def by_turns(rounds, payoffs, **given):
    k = payoffs.shape[1]
    facts = {
        "no_deal": np.zeros((rounds, k, 1)),
        "recognition": in_order([t % k for t in range(rounds)], k),
        "alternatives": unanimity(k),
    }
    return subgame_perfect(Talks(payoffs=payoffs, **{**facts, **given}))


# Rubinstein 1982


def test_rubinstein_makes_each_indifferent_between_accepting_and_waiting():
    """What defines the equilibrium (Rubinstein 1982, Econometrica 50:97-109): with x₁ the share of
    party 1 when it proposes and y₁ when it answers, 1 − x₁ = δ₂ (1 − y₁) and y₁ = δ₁ x₁."""
    x = rubinstein(*FACTORS)
    y = 1.0 - rubinstein(FACTORS[1], FACTORS[0])
    np.testing.assert_allclose(1.0 - x, FACTORS[1] * (1.0 - y), atol=EXACT)
    np.testing.assert_allclose(y, FACTORS[0] * x, atol=EXACT)


def test_rubinstein_in_numbers_and_limits():
    """The conclusion of section 4: equal δ give 1 / (1 + δ); δ₂ = 0 gives all, δ₁ = 0 gives
    1 − δ₂; a party that does not discount takes all."""
    np.testing.assert_allclose(rubinstein(0.9, 0.9), 10 / 19, atol=EXACT)
    np.testing.assert_allclose(rubinstein([0.4, 0.0], [0.0, 0.4]), [1.0, 0.6], atol=EXACT)
    np.testing.assert_allclose(rubinstein([1.0, 0.8], [0.8, 1.0]), [1.0, 0.0], atol=EXACT)
    for length in (1.0, 0.1, 0.01):
        share = rubinstein(np.exp(-0.2 * length), np.exp(-0.1 * length))
        # Asymmetric Nash with weights r₂ : r₁ as rounds shorten.
        assert abs(share - 1.0 / 3.0) < 0.1 * length
    with pytest.raises(UsageError):
        rubinstein(1.0, 1.0)
    with pytest.raises(UsageError):
        rubinstein(1.1, 0.5)


def test_backward_induction_tends_to_rubinstein_as_pieces_and_rounds_grow():
    """A responder's due is rounded up to a whole piece h, so a proposer's share errs by at most
    h + δ times the error one round later: h / (1 − δ) in all, and δ^T for the end."""
    discount = FACTORS[:, 0:3]
    exact = rubinstein(*discount)
    errors = []
    for pieces, rounds in ((10, 20), (100, 60), (1000, 150), (4000, 200)):
        no_deal = np.zeros((rounds, 2, 3))
        play = by_turns(rounds, pie(pieces), discount=discount, no_deal=no_deal)
        error = np.abs(play.values[0, 0] - exact)
        patient = discount.max(axis=0)
        assert (error <= 1 / pieces / (1 - patient) + patient**rounds + EXACT).all()
        errors.append(error.max())
    assert errors[-1] < 5e-3 < errors[0]


@pytest.mark.parametrize(("costs", "share"), [((0.1, 0.2), 1.0), ((0.2, 0.1), 0.1)])
def test_fixed_costs_and_backward_induction(costs, share):
    """Rubinstein 1982, the case of fixed bargaining costs: the cheaper party takes all when it
    proposes first; the dearer gets just the other's cost. With costs on the grid and rounds enough
    to use up the whole at 0.1 a pair, the finite game gives it exactly."""
    play = by_turns(41, pie(10), cost=np.array(costs)[:, None])
    np.testing.assert_allclose(play.values[0, 0, 0], share, atol=1e-8)
    np.testing.assert_allclose(fixed_costs(*costs), [share, share], atol=EXACT)


def test_equal_fixed_costs_leave_a_range_that_the_end_decides():
    """Rubinstein 1982: with equal costs c every share in [c, 1] is an equilibrium. Odd horizons
    end at 1, even ones at c."""
    least, greatest = fixed_costs(0.3, 0.3)
    assert (least, greatest) == (0.3, 1.0)
    cost = np.array(0.3)
    ends = [by_turns(rounds, pie(10), cost=cost).values[0, 0, 0] for rounds in (10, 11)]
    np.testing.assert_allclose(ends, [0.3, 1.0], atol=EXACT)
    with pytest.raises(UsageError):
        fixed_costs(0.0, 0.2)


# Ståhl 1972


@pytest.mark.parametrize("rounds", range(9))
def test_finite_horizon_is_its_recursion(rounds):
    """Ståhl 1972: whoever proposes last takes all, and before that gives the other what the rest
    of the talks is worth to it."""
    for first, second in FACTORS.T:
        share, factors = 0.0, (first, second)
        for left in range(1, rounds + 1):
            proposer = (rounds - left) % 2
            # ``share`` is that of the one proposing; with one more round before, it answers.
            share = 1.0 - factors[1 - proposer] * share
        np.testing.assert_allclose(finite_horizon(rounds, first, second), share, atol=EXACT)


def test_finite_horizon_on_dyadic_pieces_is_backward_induction_exactly():
    """δ = 1/2 and at most 8 rounds: every due is a multiple of 1/256, so nothing is rounded."""
    for rounds in range(1, 9):
        play = by_turns(rounds, pie(256), discount=np.array(0.5))
        assert play.values[0, 0, 0] == finite_horizon(rounds, 0.5, 0.5)


def test_finite_horizon_tends_to_rubinstein_from_both_sides():
    discounts = FACTORS[:, :3]
    exact = rubinstein(*discounts)
    for rounds in range(1, 40):
        error = finite_horizon(rounds, *discounts) - exact
        assert (error * (-1) ** rounds <= EXACT).all()
        assert (np.abs(error) <= (discounts[0] * discounts[1]) ** (rounds // 2) + EXACT).all()
    np.testing.assert_array_equal(finite_horizon(4, 1.0, 1.0), 0.0)
    np.testing.assert_array_equal(finite_horizon(5, 1.0, 1.0), 1.0)
    with pytest.raises(UsageError):
        finite_horizon(-1, 0.5, 0.5)


# Binmore, Rubinstein & Wolinsky 1986


def curved(corners=2001):
    """u₂ = √(1 − u₁): the second party is averse to risk. Fine enough to stand for the curve."""
    own = 1.0 - np.linspace(1.0, 0.0, corners) ** 2
    return np.stack([own, np.sqrt(1.0 - own)], axis=1)


def nash_on_the_curve(disagreement, weights):
    """Found by a search over the curve itself, not over its corners."""
    d1, d2 = disagreement

    def minus_log(u1):
        gains = u1 - d1, np.sqrt(1.0 - u1) - d2
        return -weights[0] * np.log(gains[0]) - weights[1] * np.log(gains[1])

    found = minimize_scalar(
        minus_log, bounds=(d1 + 1e-9, 1.0 - d2**2 - 1e-9), method="bounded",
        options={"xatol": 1e-10},
    )  # fmt: skip
    return np.array([found.x, np.sqrt(1.0 - found.x)])


def test_on_the_pie_it_is_rubinstein():
    for factors in FACTORS.T:
        offers = stationary_offers(WHOLE, Haggle(discount=factors))
        np.testing.assert_allclose(offers.by_first[0], rubinstein(*factors), atol=ROOT)
        np.testing.assert_allclose(offers.by_second[1], rubinstein(*factors[::-1]), atol=ROOT)


@pytest.mark.parametrize(
    ("rates", "hazard", "paid"),
    [
        ((0.0, 0.0), 0.5, (0.1, 0.3)),  # BRW: breakdown, Nash with the breakdown point
        ((0.3, 0.1), 0.0, (0.0, 0.0)),  # BRW: time preference, weights 1 / r
        ((0.3, 0.1), 0.4, (0.2, 0.25)),  # both at once; derived in the module
    ],
)
def test_short_rounds_tend_to_the_nash_solution(rates, hazard, paid):
    """Binmore, Rubinstein & Wolinsky 1986, RAND J. Econ. 17:176-188, propositions for the model of
    time preference and of exogenous breakdown. The error falls with the length of a round."""
    rates, paid = np.array(rates), np.array(paid)
    limit = nash_on_the_curve(*limit_problem(rates, hazard, paid))
    errors = []
    for length in (0.4, 0.1, 0.025):
        haggle = Haggle(
            discount=np.exp(-rates * length),
            breakdown=1.0 - np.exp(-hazard * length),
            after_breakdown=paid,
        )
        offers = stationary_offers(curved(), haggle)
        between = offers.by_second[0] - 1e-4 <= limit[0] <= offers.by_first[0] + 1e-4
        assert between
        errors.append(np.abs(offers.by_first - limit).max())
    assert all(later < 0.35 * earlier for earlier, later in pairwise(errors))
    assert errors[-1] < 0.01


def test_the_breakdown_point_matters_and_what_talking_for_ever_pays_does_not():
    """BRW's contrast, by hand on the pie: breakdown paying (0, 0.5) gives the limit (1/4, 3/4); the
    same 0.5 as an outside option leaves (1/2, 1/2), and 0.6 gives (0.4, 0.6)."""
    brief = 1e-4
    broken = Haggle(breakdown=brief, after_breakdown=np.array([0.0, 0.5]))
    np.testing.assert_allclose(
        stationary_offers(WHOLE, broken).by_first, [0.25, 0.75], atol=10 * brief
    )
    for outside, gets in ((0.45, 0.5), (0.6, 0.6)):
        option = Haggle(discount=np.full(2, 1.0 - brief), outside=np.array([-np.inf, outside]))
        offers = stationary_offers(WHOLE, option)
        np.testing.assert_allclose(offers.by_first[1], gets, atol=10 * brief)


def test_outside_options_in_closed_form():
    """Osborne & Rubinstein 1990, section 3.12.1 (only the responder may opt out, party 2 has b):
    b ≤ δ / (1 + δ) changes nothing; above it party 1 offers b and accepts δ (1 − b)."""
    discount = np.array([0.8, 0.8])
    for b in (0.0, 0.4, 0.44, 0.45, 0.6, 0.9):
        offers = stationary_offers(WHOLE, Haggle(discount=discount, outside=np.array([-np.inf, b])))
        if b <= 0.8 / 1.8:
            np.testing.assert_allclose(offers.by_first[1], 0.8 / 1.8, atol=ROOT)
        else:
            np.testing.assert_allclose(offers.by_first, [1.0 - b, b], atol=ROOT)
            np.testing.assert_allclose(offers.by_second[0], 0.8 * (1.0 - b), atol=ROOT)


@pytest.mark.parametrize("outside", [0.3, 0.6])
def test_backward_induction_with_breakdown_and_an_outside_option(outside):
    """The finite game over a finely cut pie, against the stationary offers."""
    rounds, pieces = 120, 2000
    leaving = np.zeros((2, 1))
    leaving[1] = outside
    paid = np.array([0.1, 0.2])
    play = by_turns(
        rounds, pie(pieces), discount=np.array([[0.9], [0.95]]), breakdown=np.array(0.05),
        no_deal=np.tile(paid[:, None], (rounds, 1, 1)), leaving=leaving,
        may_leave=np.array([False, True]),
    )  # fmt: skip
    haggle = Haggle(
        discount=np.array([0.9, 0.95]), breakdown=0.05, after_breakdown=paid,
        outside=np.array([-np.inf, outside]),
    )  # fmt: skip
    offers = stationary_offers(WHOLE, haggle)
    np.testing.assert_allclose(play.values[0, :, 0], offers.by_first, atol=15 / pieces)
    np.testing.assert_allclose(play.values[1, :, 0], offers.by_second, atol=15 / pieces)


def test_offers_stop_at_the_end_of_the_frontier():
    """By hand: the frontier ends where party 2 still has 0.7, more than waiting is worth to it."""
    short = np.array([[0.0, 1.0], [0.3, 0.7]])
    offers = stationary_offers(short, Haggle(discount=np.array([0.5, 0.5])))
    np.testing.assert_allclose(offers.by_first, [0.3, 0.7], atol=ROOT)
    np.testing.assert_allclose(offers.by_second, [0.15, 0.85], atol=ROOT)


@pytest.mark.parametrize(
    ("frontier", "haggle", "says"),
    [
        (WHOLE, Haggle(), "nothing urges"),
        (WHOLE, Haggle(breakdown=0.1, outside=np.array([0.7, 0.7])), "no point of the frontier"),
        (WHOLE, Haggle(breakdown=0.1, outside=np.array([1.7, 0.0])), "no point of the frontier"),
        (WHOLE, Haggle(breakdown=0.1, after_breakdown=np.ones(2)), "no point of the frontier"),
        (WHOLE[::-1], Haggle(breakdown=0.1), "rises in the first"),
        (np.array([[0.0, 1.0], [0.5, 0.2], [1.0, 0.0]]), Haggle(breakdown=0.1), "concave"),
        (WHOLE, Haggle(breakdown=1.1), "chance of breakdown"),
        (WHOLE, Haggle(discount=np.array([1.1, 0.5])), "discount factors"),
        (WHOLE[:1], Haggle(breakdown=0.1), "two corners"),
    ],
)
def test_frontiers_and_talks_that_cannot_be_are_refused(frontier, haggle, says):
    with pytest.raises(UsageError, match=says):
        stationary_offers(frontier, haggle)


def test_a_limit_needs_hurry():
    with pytest.raises(UsageError, match="some hurry"):
        limit_problem(np.array([0.1, 0.0]))


# Stationary unanimity of k parties

UNLIKE = np.array([0.9, 0.5, 0.7, 0.2])


def test_two_parties_are_rubinsteins():
    for factors in FACTORS.T:
        exact = rubinstein(*factors)
        np.testing.assert_allclose(rotating_shares(factors)[0, 0], exact, atol=EXACT)
        np.testing.assert_allclose(exit_shares(factors)[0, 0], exact, atol=EXACT)


def test_rotating_offers_leave_each_responder_what_the_next_round_gives():
    """What defines the stationary equilibrium: x_i^p = δ_i x_i^(p+1) for i ≠ p, shares sum to 1,
    and the proposer has at least what waiting is worth to it."""
    x = rotating_shares(UNLIKE)
    following = UNLIKE * np.roll(x, -1, axis=0)
    others = ~np.eye(4, dtype=bool)
    np.testing.assert_allclose(x[others], following[others], atol=EXACT)
    np.testing.assert_allclose(x.sum(axis=1), 1.0, atol=EXACT)
    assert (x.diagonal() > following.diagonal()).all()
    assert (x > 0.0).all()


def test_rotating_shares_fall_by_the_discount_factor():
    """Osborne & Rubinstein 1990, section 3.13: with one δ the stationary division is (1, δ, …,
    δ^(k−1)) / (1 + δ + … + δ^(k−1))."""
    for k, factor in ((2, 0.5), (3, 0.8), (5, 0.9)):
        row = factor ** np.arange(k)
        np.testing.assert_allclose(
            rotating_shares(np.full(k, factor))[0], row / row.sum(), atol=EXACT
        )


def test_random_recognition_leaves_each_responder_what_waiting_gives():
    """Binmore 1987; Merlo & Wilson 1995: x_i^p = δ_i V_i, and V is the mean over proposers."""
    chances = np.array([0.1, 0.4, 0.2, 0.3])
    x, values = random_shares(UNLIKE, chances), random_values(UNLIKE, chances)
    np.testing.assert_allclose(chances @ x, values, atol=EXACT)
    others = ~np.eye(4, dtype=bool)
    np.testing.assert_allclose(
        x[others], np.broadcast_to(UNLIKE * values, (4, 4))[others], atol=EXACT
    )
    np.testing.assert_allclose(x.sum(axis=1), 1.0, atol=EXACT)
    np.testing.assert_allclose(
        random_values(np.full(4, 0.9), chances), chances, atol=EXACT
    )  # fmt: skip


def test_with_exit_nobody_gains_by_refusing_with_any_others():
    """Krishna & Serrano 1996, Rev. Econ. Stud. 63:61-80, checked for every set of refusers: they
    share with the proposer what is left, by the same rule; each of them is then at most as well
    off as by accepting, exactly so if it proposes next, and the proposer is worse off."""
    p, x = 0, exit_shares(UNLIKE)[0]
    np.testing.assert_allclose(x.sum(), 1.0, atol=EXACT)
    sets = chain.from_iterable(combinations((1, 2, 3), size) for size in (1, 2, 3))
    for refusers in sets:
        table = [p, *refusers]
        left = x[table].sum()
        smaller = exit_shares(UNLIKE[table]) * left
        for place, following in enumerate(refusers, start=1):
            later = UNLIKE[table] * smaller[place]
            np.testing.assert_allclose(later[place], x[following], atol=EXACT)
            assert (later[1:] <= x[table][1:] + EXACT).all()
            assert later[0] < x[p]


def test_with_exit_one_refuser_is_in_a_game_of_two():
    """Chae & Yang 1994, J. Econ. Theory 62:86-102: alone with the proposer, whoever refuses plays
    Rubinstein's game over both shares as its first proposer."""
    for p in range(4):
        x = exit_shares(UNLIKE)[p]
        for i in set(range(4)) - {p}:
            waits = UNLIKE[i] * rubinstein(UNLIKE[i], UNLIKE[p]) * (x[i] + x[p])
            np.testing.assert_allclose(x[i], waits, atol=EXACT)


def test_with_exit_the_proposer_gets_krishna_and_serranos_share():
    for k, factor in ((2, 0.5), (3, 0.8), (6, 0.95)):
        x = exit_shares(np.full(k, factor))
        np.testing.assert_allclose(x.diagonal(), 1 / (1 + (k - 1) * factor), atol=EXACT)


def test_short_rounds_tend_to_weights_of_patience():
    """All three rules tend to shares ∝ 1 / r (q / r where recognition is random)."""
    rates, chances = np.array([0.1, 0.2, 0.4]), np.array([0.5, 0.3, 0.2])
    patience, lucky = (1 / rates) / (1 / rates).sum(), (chances / rates) / (chances / rates).sum()
    for length in (0.1, 0.01, 0.001):
        factors = np.exp(-rates * length)
        for shares, limit in (
            (rotating_shares(factors), patience),
            (exit_shares(factors), patience),
            (random_shares(factors, chances), lucky),
        ):
            assert np.abs(shares - limit).max() < 0.5 * length


@pytest.mark.parametrize("pieces", [20, 60, 120])
def test_backward_induction_with_three_parties(pieces):
    """Both rules over a whole cut ever more finely: two dues a round are rounded up to whole
    pieces, and shares are never further off than two. The end, δ^25, is far below that."""
    discount, rounds = np.array([0.6, 0.5, 0.7]), 25
    bound = 2 / pieces
    whole = pie_of_three(pieces)
    play = by_turns(rounds, whole, discount=discount[:, None])
    assert np.abs(play.values[0, :, 0] - rotating_shares(discount)[0]).max() < bound
    chances = np.array([0.2, 0.5, 0.3])
    drawn = by_turns(rounds, whole, discount=discount[:, None], recognition=chances[:, None])
    assert np.abs(drawn.values[0, :, 0] - random_values(discount, chances)).max() < bound
    evenly = Talks(
        payoffs=whole, no_deal=np.zeros((rounds, 3, 1)), recognition=chances[:, None],
        alternatives=unanimity(3), discount=discount[:, None],
    )  # fmt: skip
    np.testing.assert_allclose(
        subgame_perfect(evenly, Ties.EVENLY).values, drawn.values, atol=EXACT
    )


@pytest.mark.parametrize(
    "call",
    [
        lambda: rotating_shares(np.array([0.5, 1.0])),
        lambda: exit_shares(np.array([0.5, -0.1])),
        lambda: random_values(np.array([0.5, 0.5]), np.array([0.5, 0.6])),
        lambda: random_values(np.array([0.5, 0.5]), np.array([1.0])),
    ],
)
def test_parties_that_cannot_be_are_refused(call):
    with pytest.raises(UsageError):
        call()
