"""Crisis bargaining (Fearon 1995, Int. Organ. 49:379-414) against brute force and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import UsageError
from sim.theory.crisis import (
    bargaining_range,
    demand_on_types,
    demand_on_uniform,
    risk_threshold,
)

EXACT = 1e-12
#: The grid has steps of 1/20000; a payoff is lost at no more than a slope of some 1/width.
GRID = np.linspace(0.0, 1.0, 20_001)
GRID_PAYOFF = 5e-4

share = st.floats(0.0, 1.0)
cost = st.floats(0.0, 0.8)


def expected(x, p, cost_a, accepts):
    """A's payoff from demanding x, with accepts(x - p) the chance that B's cost is at least that"""
    chance = accepts(x - p)
    return x * chance + (p - cost_a) * (1 - chance)


@given(p=share, a=cost, b=cost)
@settings(deadline=None, max_examples=50)
def test_some_deal_always_beats_war(p, a, b):
    """Fearon 1995, pp. 386-389: with costs not negative the range is never empty, and is c_A + c_B
    wide unless the stake itself cuts it. Its ends leave one side with what war gives it."""
    low, high = bargaining_range(p, a, b)
    assert 0.0 <= low <= high <= 1.0
    inside = np.linspace(low, high, 5)
    assert (inside >= p - a - EXACT).all()
    assert (1 - inside >= 1 - p - b - EXACT).all()
    if a <= p <= 1 - b:
        assert high - low == pytest.approx(a + b, abs=EXACT)


@given(p=share, a=cost, low=cost, width=st.floats(0.05, 1.0))
@settings(deadline=None, max_examples=60)
def test_no_demand_on_the_uniform_does_better(p, a, low, width):
    """The closed form against every demand on a fine grid."""
    best = demand_on_uniform(p, a, low, low + width)

    def accepts(excess):
        return np.clip((low + width - excess) / width, 0.0, 1.0)

    payoffs = expected(GRID, p, a, accepts)
    assert best.payoff >= payoffs.max() - EXACT
    assert best.payoff == pytest.approx(payoffs.max(), abs=GRID_PAYOFF)
    assert best.payoff == pytest.approx(expected(best.share, p, a, accepts), abs=1e-9)
    assert best.war == pytest.approx(1 - accepts(best.share - p), abs=1e-9)


def test_uniform_agrees_with_the_hazard_condition():
    """Fearon 1995, appendix: an inner demand equates the hazard f/(1 - F) at x - p with
    1/(x - p + c_A). For the uniform on [0, h] the hazard is 1/(h - k)."""
    p, a, high = 0.4, 0.1, 0.5
    best = demand_on_uniform(p, a, 0.0, high)
    excess = best.share - p
    assert 1 / (high - excess) == pytest.approx(1 / (excess + a), abs=EXACT)
    assert best.war == pytest.approx((high - a) / (2 * high), abs=EXACT)


def test_chance_of_war_under_uniform_costs():
    """By hand, costs on [0, h], nothing cut: war has chance (1 - c_A/h)/2. It is 1/2 when war
    costs A nothing, falls in c_A and is 0 from c_A = h on; p does not matter."""
    own = np.array([0.0, 0.1, 0.2, 0.3, 0.4, 0.5])
    np.testing.assert_allclose(
        demand_on_uniform(0.3, own, 0.0, 0.4).war, [0.5, 0.375, 0.25, 0.125, 0.0, 0.0], atol=EXACT
    )
    np.testing.assert_allclose(
        demand_on_uniform(np.array([0.1, 0.5]), 0.1, 0.0, 0.4).war, 0.375, atol=EXACT
    )


def test_known_costs_give_no_war():
    """With nothing private A takes the whole range and there is no war (the complete-information
    benchmark); the demand is the upper end of the range."""
    p = np.linspace(0, 1, 7)
    best = demand_on_uniform(p, 0.1, 0.3, 0.3)
    assert not best.war.any()
    np.testing.assert_allclose(best.share, bargaining_range(p, 0.1, 0.3)[1], atol=EXACT)


def test_war_vanishes_with_uncertainty():
    """A uniform on [c - w, c + w] is risked iff c + w - c_A > 2 (c - w), i.e. w > (c + c_A)/3."""
    c, a = 0.3, 0.15
    assert demand_on_uniform(0.5, a, c - 0.15, c + 0.15).war == 0.0
    assert demand_on_uniform(0.5, a, c - 0.16, c + 0.16).war > 0.0


def test_stake_that_is_all_had_at_no_risk():
    """p + l ≥ 1: even the toughest type gives A everything."""
    best = demand_on_uniform(0.9, 0.0, 0.2, 0.6)
    assert (best.share, best.war, best.payoff) == (1.0, 0.0, 1.0)
    assert risk_threshold(0.9, 0.0, 0.2, 0.6) == 1.0


def test_two_types_by_hand():
    """p = 1/2, c_A = 0.1, types 0.1 and 0.4: the safe demand 0.6 against 0.9 with the costly type
    and 0.4 with the other; equal at q = (0.1 + 0.1)/(0.4 + 0.1) = 0.4."""
    types = np.array([0.4, 0.1])
    assert risk_threshold(0.5, 0.1, 0.1, 0.4) == pytest.approx(0.4, abs=EXACT)
    for q, risks in ((0.39, False), (0.4, False), (0.41, True)):
        best = demand_on_types(0.5, 0.1, types, np.array([q, 1 - q]))
        assert best.share == pytest.approx(0.9 if risks else 0.6, abs=EXACT)
        assert best.war == pytest.approx(1 - q if risks else 0.0, abs=EXACT)
        assert best.payoff == pytest.approx(0.9 * q + 0.4 * (1 - q) if risks else 0.6, abs=EXACT)


@given(p=share, a=cost, low=cost, more=st.floats(0.0, 0.5), q=share)
@settings(deadline=None, max_examples=100)
def test_threshold_says_when_the_two_type_demand_is_risky(p, a, low, more, q):
    edge = float(risk_threshold(p, a, low, low + more))
    best = demand_on_types(p, a, np.array([low, low + more]), np.array([1 - q, q]))
    if abs(q - edge) > 1e-6 and more > 0.01 and p + low < 0.99:  # else payoffs tie in rounding
        assert (best.war > 0) == (edge < q < 1)


@given(
    p=share,
    a=cost,
    costs=st.lists(cost, min_size=1, max_size=5),
    weights=st.lists(st.integers(1, 9), min_size=5, max_size=5),
)
@settings(deadline=None, max_examples=60)
def test_no_demand_on_types_does_better(p, a, costs, weights):
    """Every demand on a grid, each B answering by its own payoffs."""
    chances = np.array(weights[: len(costs)], dtype=float)
    chances /= chances.sum()
    best = demand_on_types(p, a, np.array(costs), chances)

    def accepts(excess):
        excess = np.asarray(excess)[..., None]
        return ((np.array(costs) >= excess - 1e-9) * chances).sum(axis=-1)

    assert best.payoff >= expected(GRID, p, a, accepts).max() - 1e-8
    assert best.payoff == pytest.approx(expected(best.share, p, a, accepts), abs=1e-8)


def test_many_types_approach_the_uniform():
    """Types on a grid of [0, h] give the uniform's demand and risk to within a step."""
    n, high = 2_000, 0.5
    costs = (np.arange(n) + 0.5) / n * high
    found = demand_on_types(0.4, 0.1, costs, np.full(n, 1 / n))
    limit = demand_on_uniform(0.4, 0.1, 0.0, high)
    assert found.share == pytest.approx(limit.share, abs=2 * high / n)
    assert found.war == pytest.approx(limit.war, abs=2 / n)


def test_many_cases_at_once():
    """Cases side by side get what each gets alone."""
    power, own = np.array([0.2, 0.5, 0.8]), np.array([0.1, 0.0, 0.3])
    costs = np.array([[0.3, 0.1, 0.2], [0.0, 0.6, 0.1]])
    chances = np.array([[0.9, 0.4, 0.5], [0.1, 0.6, 0.5]])
    together = demand_on_types(power, own, costs, chances)
    for i in range(3):
        alone = demand_on_types(power[i], own[i], costs[:, i], chances[:, i])
        assert together.share[i] == alone.share
        assert together.war[i] == alone.war
        assert together.payoff[i] == alone.payoff
    # One belief about B may serve many cases.
    shared = demand_on_types(power, 0.1, costs[:, :1], chances[:, :1])
    assert shared.share.shape == (3,)


@pytest.mark.parametrize(
    "call",
    [
        lambda: bargaining_range(1.2, 0.1, 0.1),
        lambda: bargaining_range(0.5, -0.1, 0.1),
        lambda: demand_on_uniform(0.5, 0.1, 0.3, 0.2),
        lambda: risk_threshold(0.5, 0.1, 0.3, 0.2),
        lambda: demand_on_types(0.5, 0.1, np.array([0.1, 0.2]), np.array([0.5, 0.6])),
        lambda: demand_on_types(0.5, 0.1, np.array([0.1, 0.2]), np.array([1.0])),
        lambda: demand_on_types(np.full(2, 0.5), 0.1, np.array([0.1, 0.2]), np.array([0.5, 0.5])),
    ],
)
def test_numbers_that_cannot_be_are_refused(call):
    with pytest.raises(UsageError):
        call()
