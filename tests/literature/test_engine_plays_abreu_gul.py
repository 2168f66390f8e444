"""The engine's ``reputational`` against the war of attrition of Abreu & Gul (2000, Econometrica
68:85-117), through ``negotiate``.

Rounds sample a time that is drawn in days: what a round adds is two rounds until both demands are
known, and less than one until the next. Intervals hold 999 times in 1000, seeds and worlds preset.
"""

from __future__ import annotations

import functools

import numpy as np
import pytest
from scipy.stats import binomtest, norm

from sim.engine import negotiate
from sim.loading import load_scenario
from sim.sampling import draw, sample_worlds
from sim.theory.reputation import concession_times, reputation, unsettled, war_of_attrition

WORLDS = 4096
SURE = 0.999
FINE = 0.05
RATE = 0.1
#: Slack for days that are sums of floats.
TICK = 1e-6

#: Name → what is set, demands, chances of obstinacy, discount rates a day.
CASES = {
    "uneven chances": ((), (0.75, 0.75), (1 / 16, 1 / 4), (RATE, RATE)),
    "alike": (
        ("party.seller.type.obstinate.chance=0.2", "party.buyer.type.obstinate.chance=0.2"),
        (0.75, 0.75),
        (0.2, 0.2),
        (RATE, RATE),
    ),
    "one asks for less": (
        ("party.buyer.demand.share.opens_with='half'", "party.seller.type.obstinate.chance=0.3"),
        (0.75, 0.5),
        (0.3, 1 / 4),
        (RATE, RATE),
    ),
    "one is in a hurry": (
        (f"party.buyer.patience={np.exp(-7 * 0.3)}",),
        (0.75, 0.75),
        (1 / 16, 1 / 4),
        (RATE, 0.3),
    ),
}


@functools.cache
def played(case, round_days):
    scenario = load_scenario(
        "theory/abreu-gul", sets=[*CASES[case][0], f"protocol.round_days={round_days}"]
    )
    return negotiate(scenario, sample_worlds(scenario, n=WORLDS), asked=0, tracked=0)


def closed_form(case):
    _, demands, obstinate, rates = CASES[case]
    return war_of_attrition(
        *(np.array(numbers)[:, None] for numbers in (demands, obstinate, rates))
    )


def inside(count, of, chance):
    interval = binomtest(int(count), of, chance).proportion_ci(SURE)
    return interval.low <= chance <= interval.high


def settled_by(outcomes, day):
    return (outcomes.ending == 0) & (outcomes.day <= day + TICK)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("round_days", [1.0, 0.2, FINE])
def test_each_world_settles_when_the_first_rational_side_gives_in(case, round_days):
    """World by world, from the same draws: the day less the drawn time lies in [2Δ, 3Δ), so that it
    tends to the closed form; and two obstinate sides never settle."""
    outcomes, found = played(case, round_days), closed_form(case)
    block = draw(sample_worlds(outcomes.scenario, n=WORLDS), 0, WORLDS)
    drawn = np.where(block.type == 0, concession_times(found, block.concession_u), np.inf)
    first = drawn.min(axis=0)
    ever = np.isfinite(first)
    np.testing.assert_array_equal(outcomes.ending == 0, ever)
    lag = (outcomes.day[ever] - first[ever]) / round_days
    assert lag.min() >= 2 - TICK
    assert lag.max() < 3 + TICK


@pytest.mark.parametrize("case", CASES)
def test_the_share_settled_follows_the_closed_form(case):
    """1 - (1 - F_1)(1 - F_2) at five times, and after the horizon, when z_1 z_2 is left. Who has
    given in by kΔ, k >= 1, has settled by (k + 2)Δ."""
    outcomes, found = played(case, FINE), closed_form(case)
    horizon = float(found.horizon[0])
    for share in (0.0, 0.2, 0.5, 0.8, 0.95):
        time = max(1, round(share * horizon / FINE)) * FINE
        chance = 1 - unsettled(found, np.array(time)).item()
        assert inside(settled_by(outcomes, time + 2 * FINE).sum(), WORLDS, chance), share
    assert outcomes.day[outcomes.ending == 0].max() <= horizon + 3 * FINE + TICK
    z = np.prod(CASES[case][2])
    assert inside((outcomes.ending != 0).sum(), WORLDS, z)


def test_only_the_weaker_side_gives_in_at_once():
    """By hand: λ = 0.1 (1/4)/(1/2) = 0.05 for both, T_2 = ln(4)/0.05, c_1 = (1/16)/(1/4) = 1/4: the
    first gives in at once with chance 3/4, the second never does."""
    outcomes = played("uneven chances", FINE)
    at_once = settled_by(outcomes, 3 * FINE)
    yields = outcomes.package[:, 0] == 0  # The seller ends with a quarter.
    assert inside((at_once & yields).sum(), WORLDS, 0.75)
    # One more round at the rate 0.05 of a side that is rational.
    assert (at_once & ~yields).sum() <= 0.05 * FINE * WORLDS
    assert outcomes.day[outcomes.ending == 0].max() == pytest.approx(27.73, abs=0.3)


def test_no_side_gives_in_at_once_when_they_are_alike():
    """T_1 = T_2: no atoms, and either is the first with the same chance."""
    outcomes = played("alike", FINE)
    settled = outcomes.ending == 0
    assert settled_by(outcomes, 3 * FINE).sum() <= 2 * 0.05 * 2 * FINE * WORLDS
    assert inside((outcomes.package[settled, 0] == 0).sum(), settled.sum(), 0.5)


def error_of(case, round_days):
    """By how much what rational sides have differs from the closed form, and its standard error."""
    outcomes, found = played(case, round_days), closed_form(case)
    missed, spread = [], []
    for side in (0, 1):
        value = np.nan_to_num(outcomes.value[outcomes.type[:, side] == 0, side])
        missed.append(value.mean() - found.payoffs[side, 0])
        spread.append(value.std(ddof=1) / np.sqrt(len(value)))
    return np.array(missed), np.array(spread)


@pytest.mark.parametrize("case", CASES)
def test_rational_sides_have_what_the_closed_form_says(case):
    """u_i = (1 - c_j) α_i + c_j (1 - α_j), discounted to the first day: the error shrinks with the
    rounds, and the finest is inside the interval."""
    errors = [np.abs(error_of(case, days)[0]).max() for days in (2.0, 0.5, FINE)]
    assert errors[0] > errors[1] > errors[2], errors
    missed, spread = error_of(case, FINE)
    # Two and a half rounds of discounting are no error of sampling.
    late = 2.5 * FINE * max(CASES[case][3]) * closed_form(case).payoffs[:, 0]
    assert (np.abs(missed + late) <= norm.isf((1 - SURE) / 2) * spread + late).all(), missed


def test_where_giving_in_gains_nothing_nobody_ever_does():
    """No agreement is worth a quarter to each, which is what the other's demand leaves it."""
    sets = ["party.seller.no_deal.shift=0", "party.buyer.no_deal.shift=0"]
    scenario = load_scenario("theory/abreu-gul", sets=[*sets, "protocol.round_days=1"])
    outcomes = negotiate(scenario, sample_worlds(scenario, n=256), asked=0, tracked=0)
    assert (outcomes.ending != 0).all()


def reputation_track(round_days):
    """What the seller holds of the buyer, and the buyer of the seller, after each round."""
    scenario = load_scenario("theory/abreu-gul", sets=[f"protocol.round_days={round_days}"])
    track = negotiate(scenario, sample_worlds(scenario, n=512), asked=0, tracked=512).beliefs
    held = [(belief.observer, belief.about) for belief in track.held]
    assert held == [("seller", "buyer"), ("buyer", "seller")]
    return track.day, track.chance


def test_reputations_grow_as_the_closed_form_says():
    """z_i before both demands are known, e^(-λ (T - t)) after; here both are 1/4 after the atom."""
    round_days = 0.5
    found = closed_form("uneven chances")
    days, chance = reputation_track(round_days)
    for h, about in enumerate((1, 0)):
        stated = CASES["uneven chances"][2][about]
        first = chance[0, h][~np.isnan(chance[0, h])]
        np.testing.assert_allclose(first, stated)
        for k in (2, 8, 20):
            seen = chance[k, h][~np.isnan(chance[k, h])]
            waited = np.array(days[k] - 2 * round_days)
            told = reputation(found, waited)[about, 0]
            # One that has just given in is known to be rational.
            # Beliefs are kept with seven digits.
            assert ((seen == 0.0) | np.isclose(seen, told, rtol=1e-6)).all()
            assert (seen > 0).any()


def test_reputations_are_what_they_say():
    """Of the worlds still open on a day, the share in which a side is obstinate is what the other
    holds: the mixing keeps beliefs true."""
    outcomes, found = played("uneven chances", FINE), closed_form("uneven chances")
    for time in (0.0, 5.0, 10.0, 20.0):
        waited = max(time, FINE)
        open_ = (outcomes.ending != 0) | (outcomes.day > waited + 2 * FINE + TICK)
        for side in (0, 1):
            told = reputation(found, np.array(waited))[side, 0]
            assert inside((outcomes.type[open_, side] == 1).sum(), open_.sum(), told), (time, side)
