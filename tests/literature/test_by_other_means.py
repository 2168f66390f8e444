"""Closed forms found again by other means, on numbers that no other test uses.

Each value is worked out twice: by hand from the paper's own condition, and by an algorithm that
shares nothing with the module – iterating offers, bisecting, trying all orders, a programme over
all packages.
"""

from __future__ import annotations

from itertools import permutations, product
from math import exp, factorial, log

import numpy as np
import pytest
from scipy.optimize import LinearConstraint, brentq, linprog, minimize, minimize_scalar

from sim.theory.additive_agenda import AdditiveAgenda
from sim.theory.alternating_offers import rubinstein
from sim.theory.crisis import demand_on_uniform
from sim.theory.legislative import veto_rule
from sim.theory.lottery_nash import nash_lottery
from sim.theory.lottery_solutions import (
    egalitarian_lottery,
    kalai_smorodinsky_lottery,
    utilitarian_lottery,
)
from sim.theory.reputation import war_of_attrition
from sim.theory.shifting_power import Side, largest_safe_shift
from sim.theory.voting_power import banzhaf, shapley_shubik, winning_by_quota

BY_HAND = 1e-6
EXACT = 1e-12
SOLVER = 1e-6


def test_rubinstein_is_where_offers_come_to_rest():
    """Rubinstein 1982, δ = .83 and .91: x = 1 − .91 y and y = 1 − .83 x, from any first guess.
    By hand .09 / (1 − .7553) = .36780."""
    share = 0.5
    for _ in range(400):
        share = 1.0 - 0.91 * (1.0 - 0.83 * share)
    assert float(rubinstein(0.83, 0.91)) == pytest.approx(share, abs=EXACT)
    assert share == pytest.approx(0.367797, abs=BY_HAND)


def test_both_reputations_are_complete_at_once():
    """Abreu & Gul 2000, demands .6 and .7, chances .1 and .2, rates .05 and .08. By hand
    λ = (.08 · .4 / .3, .05 · .3 / .3) = (.10667, .05), T = ln 10 / λ_1 = 21.5867; the second side
    alone would need 32.2, so it gives in at once with chance 1 − c, where c is found by bisection:
    who starts from z / c and grows at λ_2 is known by T. By hand
    c = .2 · 10^(15/32) = .58855."""
    found = war_of_attrition(np.array([0.6, 0.7]), np.array([0.1, 0.2]), np.array([0.05, 0.08]))
    hazards = np.array([0.08 * 0.4 / 0.3, 0.05])
    horizon = log(10.0) / hazards[0]
    left = brentq(lambda c: 0.2 / c * exp(hazards[1] * horizon) - 1.0, 0.2, 1.0, xtol=1e-14)
    np.testing.assert_allclose(found.hazards, hazards, atol=EXACT)
    np.testing.assert_allclose(found.horizon, horizon, atol=1e-10)
    np.testing.assert_allclose(found.atoms, [0.0, 1.0 - left], atol=1e-10)
    np.testing.assert_allclose(found.payoffs, [(1 - left) * 0.6 + left * 0.3, 0.4], atol=1e-10)
    assert horizon == pytest.approx(21.586735, abs=BY_HAND)
    assert left == pytest.approx(0.2 * 10.0 ** (15 / 32), abs=EXACT)


def test_the_demand_that_pays_best_on_a_cost_nobody_tells():
    """Fearon 1995, p = .55, c_A = .12, c_B uniform on [.1, .4]: (.4 − .12) / 2 = .14 beyond p, war
    with chance .04 / .3, worth .69 · .86667 + .43 · .13333 = .65533."""

    def payoff(share):
        war = np.clip((share - 0.55 - 0.1) / 0.3, 0.0, 1.0)
        return share * (1.0 - war) + (0.55 - 0.12) * war

    best = minimize_scalar(lambda x: -payoff(x), bounds=(0.5, 1.0), options={"xatol": 1e-10})
    found = demand_on_uniform(0.55, 0.12, 0.1, 0.4)
    told = (float(found.share), float(found.war), float(found.payoff))
    assert told == pytest.approx((0.69, 0.04 / 0.3, 0.655333), abs=BY_HAND)
    assert told[0] == pytest.approx(best.x, abs=SOLVER)
    assert told[2] == pytest.approx(-best.fun, abs=EXACT)


def test_two_vetoes_among_seven():
    """Baron & Ferejohn's rule with vetoes (Winter 1996): five of seven votes, two vetoes, δ = .85.
    By hand B = (.15 / 7) / (1 − .85 (5/7 + (2/7)(3/5))) = .08671. Again by paying votes at what
    talks are worth until nothing changes."""
    others, veto = 1.0 / 7.0, 1.0 / 7.0
    for _ in range(2000):
        a, b = 0.85 * veto, 0.85 * others
        keeps_veto, keeps_other = 1.0 - a - 3.0 * b, 1.0 - 2.0 * a - 2.0 * b
        # Bought by a veto player: three of five; by one of the other four: two of four.
        others = keeps_other / 7.0 + b * (2 / 7 * 3 / 5 + 4 / 7 * 2 / 4)
        veto = keeps_veto / 7.0 + a * 6 / 7
    found = veto_rule(7, 5, 0.85, vetoes=2)
    np.testing.assert_allclose(found.values, [veto, others], atol=EXACT)
    np.testing.assert_allclose(found.kept, [keeps_veto, keeps_other], atol=EXACT)
    assert others == pytest.approx(0.086705, abs=BY_HAND)


def test_who_tips_the_scales_in_every_order():
    """Shapley & Shubik 1954 and Banzhaf 1965 in [9; 5, 4, 3, 2, 2, 1], by all 720 orders and all
    64 coalitions."""
    weights, quota = (5, 4, 3, 2, 2, 1), 9
    pivots = np.zeros(6)
    for order in permutations(range(6)):
        reached = np.cumsum([weights[i] for i in order])
        pivots[order[int((reached >= quota).argmax())]] += 1
    swings = np.zeros(6)
    for held in product((0, 1), repeat=6):
        total = sum(w for w, there in zip(weights, held, strict=True) if there)
        for i in range(6):
            swings[i] += held[i] and total >= quota > total - weights[i]
    winning = winning_by_quota(np.array(weights, dtype=float), quota)
    np.testing.assert_allclose(shapley_shubik(winning), pivots / factorial(6), atol=EXACT)
    np.testing.assert_allclose(banzhaf(winning), swings / 2**5, atol=EXACT)


@pytest.mark.parametrize(("proposer", "safe"), [(Side.B, 0.155), (Side.A, 0.085)])
def test_how_far_power_may_shift_at_once(proposer, safe):
    """Powell 2004 and Fearon 1995, p = .3, costs .15 and .2, δ = .8, a stake for ever, V = 5.
    With B proposing (.3 + .2 + .8 · .15) / 4 = .155, with A (.3 + .2 · .2) / 4 = .085. Again by
    bisecting on whether B, offered all of today, would rather fight."""

    def b_gains_by_war(shift):
        later = 0.3 + shift
        war_now = 0.7 * 5.0 - 0.2
        tomorrow = 5.0 - (later * 5.0 - 0.15) if proposer is Side.B else (1 - later) * 5.0 - 0.2
        return war_now - (1.0 + 0.8 * tomorrow)

    found = largest_safe_shift(0.3, 0.15, 0.2, 0.8, 5.0, proposer)
    assert found == pytest.approx(safe, abs=EXACT)
    assert found == pytest.approx(brentq(b_gains_by_war, 0.0, 0.6), abs=1e-10)


# Solutions on lotteries, again by programmes over all packages

PARTIES = 3
BLOCKS = (3, 4, 2)


def listed(seed):
    """An agenda, and what each of its 24 packages gives the parties (24, 3)."""
    rng = np.random.default_rng(seed)
    worth = rng.uniform(0.0, 1.0, (sum(BLOCKS), PARTIES))
    block = np.repeat(np.arange(len(BLOCKS)), BLOCKS)
    cells = [np.flatnonzero(block == b) for b in range(len(BLOCKS))]
    packages = np.array([worth[list(chosen)].sum(axis=0) for chosen in product(*cells)])
    return AdditiveAgenda(worth=worth, block=block), packages


def mixed_best(packages, reward, least):
    """The largest expected reward of a lottery over packages that leaves each its least."""
    n = len(packages)
    found = linprog(
        -reward, A_ub=-packages.T, b_ub=-least, A_eq=np.ones((1, n)), b_eq=[1.0], bounds=(0, 1)
    )
    return -found.fun


def largest_share(packages, floor, scale):
    """The largest t with a lottery that gives each floor + t · scale."""
    n = len(packages)
    found = linprog(
        np.append(np.zeros(n), -1.0),
        A_ub=np.column_stack([-packages.T, scale]),
        b_ub=-floor,
        A_eq=np.append(np.ones(n), 0.0)[None],
        b_eq=[1.0],
        bounds=[(0, 1)] * n + [(None, None)],
    )
    return -found.fun


@pytest.mark.parametrize("seed", range(4))
def test_solutions_on_lotteries_are_those_over_all_packages(seed):
    agenda, packages = listed(seed)
    floor = np.quantile(packages, 0.4, axis=0)
    ideal = np.array([mixed_best(packages, packages[:, i], floor) for i in range(PARTIES)]) - floor
    shares = (kalai_smorodinsky_lottery(agenda, floor).payoffs - floor) / ideal
    assert shares.min() == pytest.approx(largest_share(packages, floor, ideal), abs=SOLVER)
    gains = egalitarian_lottery(agenda, floor).payoffs - floor
    assert gains.min() == pytest.approx(
        largest_share(packages, floor, np.ones(PARTIES)), abs=SOLVER
    )
    total = utilitarian_lottery(agenda, floor).payoffs.sum()
    assert total == pytest.approx(mixed_best(packages, packages.sum(axis=1), floor), abs=SOLVER)


@pytest.mark.parametrize("seed", range(4))
def test_nor_does_another_optimiser_find_a_larger_product(seed):
    """Nash 1950, with weights 1 : 2 : 3, by sequential quadratic programmes from 8 starts."""
    agenda, packages = listed(seed)
    floor, weights = np.quantile(packages, 0.3, axis=0), np.array([1.0, 2.0, 3.0]) / 6.0
    n, rng = len(packages), np.random.default_rng(seed)

    def loss(chances):
        gains = np.maximum(packages.T @ chances - floor, 1e-12)
        return -float(weights @ np.log(gains))

    sums = LinearConstraint(np.ones((1, n)), 1.0, 1.0)
    best = min(
        minimize(
            loss, rng.dirichlet(np.ones(n)), method="SLSQP", bounds=[(0, 1)] * n, constraints=sums,
            options={"maxiter": 500, "ftol": 1e-14},
        ).fun
        for _ in range(8)
    )  # fmt: skip
    gains = nash_lottery(agenda, floor, weights).payoffs - floor
    assert -float(weights @ np.log(gains)) == pytest.approx(best, abs=SOLVER)
