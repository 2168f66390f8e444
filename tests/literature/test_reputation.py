"""Bargaining and reputation (Abreu & Gul 2000, Econometrica 68:85-117), one obstinate type each.

What defines the equilibrium is checked by quadrature: along the path nobody gains by conceding
earlier, later or never. Numbers are by hand.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from sim.errors import UsageError
from sim.theory.reputation import (
    chance_conceded,
    concession_times,
    rational_hazard,
    reputation,
    unsettled,
    war_of_attrition,
    war_over_gains,
)

EXACT = 1e-12
QUADRATURE = 1e-8


@st.composite
def games(draw):
    first = draw(st.floats(0.3, 0.9))
    second = draw(st.floats(max(0.3, 1.1 - first), 0.95))
    numbers = st.floats(0.02, 0.6)
    return (
        np.array([first, second]),
        np.array([draw(numbers), draw(numbers)]),
        np.array([draw(st.floats(0.3, 3.0)), draw(st.floats(0.3, 3.0))]),
    )


def waiting_until(found, rates, i, t):
    """What rational i expects of conceding at t > 0, from the other's distribution F_j alone."""
    j = 1 - i
    alpha, r = found.win, rates[i]
    step = 1e-6

    def F(s):
        return float(chance_conceded(found, np.array(s))[j])

    def density(s):
        return (F(s + step) - F(s - step)) / (2 * step)

    # The other's concessions end at the horizon; there the density breaks off.
    last = min(t, float(found.horizon))
    inner = (
        quad(lambda s: np.exp(-r * s) * density(s), step, last - step, limit=200)[0]
        + step * (density(step) + np.exp(-r * last) * density(last - step))
        if last > 2 * step
        else 0.0
    )
    conceded = F(t)
    return alpha[i] * (F(0.0) + inner) + np.exp(-r * t) * (1 - conceded) * (1 - alpha[j])


@given(game=games())
@settings(deadline=None, max_examples=12)
def test_conceding_now_or_later_is_all_the_same(game):
    """Indifference on (0, T]: each time gives u_i. After T nobody rational is left to wait for, so
    waiting costs; conceding at 0 outright, before the other's atom pays, is not better."""
    found = war_of_attrition(*game)
    T = float(found.horizon)
    for i in range(2):
        for share in (0.05, 0.4, 0.8, 1.0):
            value = waiting_until(found, game[2], i, share * T)
            assert value == pytest.approx(found.payoffs[i], abs=1e-5)
        later = [waiting_until(found, game[2], i, T + more) for more in (0.1, 0.5, 3.0)]
        assert found.payoffs[i] > later[0] > later[1] > later[2]
        # At 0 both may concede together: at the worst i then gets 1 - alpha_j.
        assert found.payoffs[i] >= 1 - found.win[1 - i] - EXACT


@given(game=games())
@settings(deadline=None, max_examples=60)
def test_what_characterises_the_path(game):
    """Abreu & Gul, Proposition on the unique equilibrium: reputations reach 1 together at T, at
    most one side concedes at 0, F_i ends at 1 - z_i, and i's hazard makes j indifferent."""
    demands, z, rates = game
    found = war_of_attrition(*game)
    T = found.horizon
    assert found.atoms.min() == 0.0
    np.testing.assert_allclose(reputation(found, T), 1.0, atol=EXACT)
    np.testing.assert_allclose(chance_conceded(found, T), 1 - z, atol=EXACT)
    np.testing.assert_allclose(chance_conceded(found, np.array(0.0)), found.atoms, atol=EXACT)
    gain = demands.sum() - 1
    np.testing.assert_allclose(found.hazards[::-1] * gain, rates * (1 - demands[::-1]), rtol=1e-12)
    weaker = int(found.alone.argmax())
    assert found.atoms[weaker] >= 0
    assert found.payoffs[weaker] == pytest.approx(1 - demands[1 - weaker], abs=EXACT)
    assert found.payoffs[1 - weaker] >= 1 - demands[weaker] - EXACT
    assert found.payoffs.sum() <= 1
    strength = z[1 - weaker] ** (-found.hazards[weaker] / found.hazards[1 - weaker])
    assert 1 - found.atoms[weaker] == pytest.approx(z[weaker] * strength, rel=1e-9)


@given(game=games(), share=st.floats(0.0, 0.9))
@settings(deadline=None, max_examples=40)
def test_reputation_is_bayes_rule_and_hazards_are_those_of_the_path(game, share):
    found = war_of_attrition(*game)
    t, step = share * found.horizon, 1e-6
    F = chance_conceded(found, t)
    np.testing.assert_allclose(reputation(found, t), game[1] / (1 - F), rtol=1e-9)
    grows = (chance_conceded(found, t + step) - F) / step
    np.testing.assert_allclose(grows / (1 - F), found.hazards, rtol=1e-3)
    np.testing.assert_allclose(grows / (1 - game[1] - F), rational_hazard(found, t), rtol=1e-3)
    assert unsettled(found, t) == pytest.approx((1 - F).prod(), abs=EXACT)


def test_after_the_horizon_only_the_obstinate_are_left():
    """From T on nothing changes: F_i = 1 - z_i, reputations 1, no deal with chance z_1 z_2."""
    z = np.array([0.1, 0.3])
    found = war_of_attrition(np.array([0.7, 0.6]), z, np.array([1.0, 2.0]))
    later = found.horizon * np.array(3.0)
    np.testing.assert_allclose(chance_conceded(found, later), 1 - z, atol=EXACT)
    assert (reputation(found, later) == 1.0).all()
    assert unsettled(found, later) == pytest.approx(0.03, abs=EXACT)
    assert np.isinf(rational_hazard(found, later)).all()


def test_alike():
    """By hand, alike sides: no atom, λ = r (1 - α)/(2 α - 1), T = -ln(z)/λ, payoffs 1 - α. With
    α = 0.6, r = 0.1, z = e^-2: λ = 0.2, T = 10; after 5 the reputation is e^-1."""
    found = war_of_attrition(np.array([0.6, 0.6]), np.full(2, np.exp(-2)), np.full(2, 0.1))
    np.testing.assert_allclose(found.hazards, 0.2, rtol=EXACT)
    assert found.horizon == pytest.approx(10.0)
    assert not found.atoms.any()
    np.testing.assert_allclose(found.payoffs, 0.4, atol=EXACT)
    np.testing.assert_allclose(reputation(found, np.array(5.0)), np.exp(-1), rtol=1e-12)


def test_more_patience_is_strength():
    """By hand: α = 0.75, z = 1/16 each, r = (1, 2). λ_1 = 2 · 1/4 / 1/2 = 1, λ_2 = 1/2: the patient
    first side, which has the impatient one waiting for it, concedes faster and is the stronger.
    T = ln 16, c_2 = 1/16 · 16^(1/2) = 1/4; u_1 = 3/4 · 3/4 + 1/4 · 1/4 = 5/8, u_2 = 1/4."""
    found = war_of_attrition(np.full(2, 0.75), np.full(2, 1 / 16), np.array([1.0, 2.0]))
    np.testing.assert_allclose(found.hazards, [1.0, 0.5], rtol=EXACT)
    assert found.horizon == pytest.approx(np.log(16))
    np.testing.assert_allclose(found.atoms, [0.0, 0.75], atol=EXACT)
    np.testing.assert_allclose(found.payoffs, [0.625, 0.25], atol=EXACT)


def test_as_obstinacy_vanishes_the_faster_side_gets_its_demand():
    """Abreu & Gul: with z_1, z_2 -> 0 at one ratio and λ_1 > λ_2 the second concedes at once with a
    chance that tends to 1, so delay vanishes. Here c_2 = z^(1 - λ_2/λ_1) = z^(1/2)."""
    z = np.array([1e-2, 1e-4, 1e-8])
    found = war_of_attrition(np.full((2, 1), 0.75), np.stack([z, z]), np.array([[1.0], [2.0]]))
    np.testing.assert_allclose(1 - found.atoms[1], z**0.5, rtol=1e-9)
    assert (np.diff(found.payoffs[0]) > 0).all()
    assert found.payoffs[0, -1] == pytest.approx(0.75, abs=1e-3)
    assert unsettled(found, np.array(0.0))[-1] == pytest.approx(1e-4, rel=1e-6)


def test_a_side_known_to_be_obstinate_is_given_in_to():
    """z_2 -> 1: the first has nothing to wait for and concedes at once unless obstinate."""
    found = war_of_attrition(np.full(2, 0.75), np.array([0.2, 1 - 1e-9]), np.ones(2))
    assert found.horizon == pytest.approx(0.0, abs=1e-8)
    assert found.atoms[0] == pytest.approx(0.8, abs=1e-8)


def test_strength_grows_with_obstinacy_and_falls_with_greed():
    """The own T_i falls in z_i, and with a smaller own demand, other things equal."""

    def alone(demand, z):
        return war_of_attrition(np.array([demand, 0.7]), np.array([z, 0.1]), np.ones(2)).alone[0]

    assert alone(0.7, 0.2) < alone(0.7, 0.1)
    assert alone(0.6, 0.1) < alone(0.7, 0.1)


@pytest.mark.parametrize(
    ("demands", "obstinate", "rates"),
    [
        ([0.5, 0.5], [0.1, 0.1], [1.0, 1.0]),
        ([0.7, 1.0], [0.1, 0.1], [1.0, 1.0]),
        ([0.7, 0.7], [0.0, 0.1], [1.0, 1.0]),
        ([0.7, 0.7], [0.1, 1.0], [1.0, 1.0]),
        ([0.7, 0.7], [0.1, 0.1], [0.0, 1.0]),
        ([0.7, 0.7, 0.7], [0.1, 0.1, 0.1], [1.0, 1.0, 1.0]),
    ],
)
def test_numbers_that_cannot_be_are_refused(demands, obstinate, rates):
    with pytest.raises(UsageError):
        war_of_attrition(np.array(demands), np.array(obstinate), np.array(rates))


def test_time_starts_at_zero():
    found = war_of_attrition(np.full(2, 0.75), np.full(2, 0.1), np.ones(2))
    with pytest.raises(UsageError):
        reputation(found, np.array(-1.0))


def test_drawn_times_have_the_distribution_of_the_equilibrium():
    """Uniform numbers in, F_i/(1 - z_i) out: the share by t of evenly spread quantiles."""
    found = war_of_attrition(
        np.full((2, 1), 0.75), np.array([[1 / 16], [1 / 4]]), np.array([[1.0], [2.0]])
    )
    u = (np.arange(100_000) + 0.5) / 100_000
    times = concession_times(found, np.stack([u, u]))
    for t in (0.0, 0.1, 0.5, 1.0):
        given = chance_conceded(found, np.array(t)) / (1 - found.obstinate)
        np.testing.assert_allclose((times <= t).mean(axis=1), given[:, 0], atol=2e-5)
    assert times.max() <= found.horizon[0]


def test_only_gains_count_not_how_a_stake_is_shared():
    """Twice the gains of one side change nothing but its payoff."""
    z, rates = np.array([0.1, 0.3]), np.array([1.0, 2.0])
    plain = war_of_attrition(np.array([0.7, 0.6]), z, rates)
    scaled = war_over_gains(np.array([1.4, 0.6]), np.array([0.8, 0.3]), z, rates)
    np.testing.assert_allclose(scaled.hazards, plain.hazards)
    np.testing.assert_allclose(scaled.payoffs, plain.payoffs * [2, 1])
    with pytest.raises(UsageError, match="gain by conceding"):
        war_over_gains(np.array([1.0, 1.0]), np.array([0.5, 1.0]), z, rates)
