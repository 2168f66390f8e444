"""Agreements pile up at the deadline (Roth, Murnighan & Schoumaker 1988, Am. Econ. Rev. 78:806-823,
for the phenomenon), through ``negotiate``, against a distribution worked out by hand.

Both sides aim at 1 - c_i (t/D)^4 of a whole of 1; their aims fit from day t* = D S^(-1/4) on, where
S = c_1 + c_2 >= 1. With c uniform on [0, 1], P(S >= s) = (2 - s)^2/2 for s in [1, 2]. Intervals
hold 999 times in 1000, seeds and worlds preset.
"""

from __future__ import annotations

import functools

import numpy as np
import pytest
from scipy.stats import binomtest

from sim.engine import negotiate
from sim.loading import load_scenario
from sim.sampling import draw, sample_worlds

WORLDS = 4096
SURE = 0.999
DEADLINE = 14.0
COIN = 1 / 99
#: Later than the aims fit by the last coin, at most: what d(S (t/D)^4) = COIN takes in days.
COIN_DAYS = 0.04
TICK = 1e-6


@functools.cache
def played(round_days, *sets):
    words = [f"protocol.round_days={round_days}", *sets]
    scenario = load_scenario("theory/deadline-effect", sets=words)
    worlds = sample_worlds(scenario, n=WORLDS)
    beliefs = draw(worlds, 0, WORLDS).deadline_belief
    return negotiate(scenario, worlds, asked=0, tracked=0), beliefs.sum(axis=0)


def inside(count, of, chance):
    interval = binomtest(int(count), of, chance).proportion_ci(SURE)
    return interval.low <= chance <= interval.high


def signed_by(day):
    """(2 - (D/t)^4)^2/2 from day D 2^(-1/4) on."""
    return max(0.0, 2 - (DEADLINE / day) ** 4) ** 2 / 2


@pytest.mark.parametrize("round_days", [1.0, 0.1, 0.02])
def test_each_world_signs_in_the_first_round_in_which_the_aims_fit(round_days):
    """World by world: no sooner than t*, and no later than one round and one coin after it."""
    outcomes, fears = played(round_days)
    settled = outcomes.ending == 0
    assert (fears[settled] >= 1.0).all()
    # Aims that overlap by less than a coin on the last day may find no coin to share.
    assert settled[fears >= 1.0 + COIN].all()
    lag = outcomes.day[settled] - DEADLINE * fears[settled] ** -0.25
    assert lag.min() >= -TICK
    assert lag.max() <= round_days + COIN_DAYS


@pytest.mark.parametrize("day", [12.0, 12.5, 13.0, 13.5, 14.0])
def test_agreements_pile_up_as_worked_out(day):
    outcomes, _ = played(0.02)
    count = ((outcomes.ending == 0) & (outcomes.day <= day + TICK)).sum()
    assert inside(count, WORLDS, signed_by(day))


def test_more_than_half_of_all_agreements_come_on_the_last_day():
    """By hand: (1/2 - (2 - (14/13)^4)^2/2) / (1/2) = 0.57 of them; none in the first 11 days."""
    outcomes, _ = played(0.02)
    settled = outcomes.ending == 0
    late = (outcomes.day[settled] > DEADLINE - 1).sum()
    assert 1 - 2 * signed_by(13.0) == pytest.approx(0.571, abs=1e-3)
    assert inside(late, settled.sum(), 1 - 2 * signed_by(13.0))
    assert outcomes.day[settled].min() >= DEADLINE * 2**-0.25 - TICK


def test_the_error_shrinks_with_the_rounds():
    """The mean delay after t* falls with the length of a round."""
    delays = []
    for round_days in (1.0, 0.1, 0.02):
        outcomes, fears = played(round_days)
        settled = outcomes.ending == 0
        delays.append((outcomes.day - DEADLINE * np.maximum(fears, 1.0) ** -0.25)[settled].mean())
    assert delays[0] > delays[1] > delays[2] >= 0
    assert delays[2] <= 0.02 + COIN_DAYS


@pytest.mark.parametrize(
    "sets",
    [
        ("deadline.belief.left=0", "deadline.belief.right=0"),
        # Nobody has cause to think of a day long after the talks.
        ("protocol.horizon=1400", "deadline.day=1400", "protocol.quiet_days=1400"),
    ],
)
def test_without_a_deadline_to_fear_nobody_signs_in_those_days(sets):
    round_days = 1.0 if "horizon" not in sets[0] else 14.0
    outcomes, _ = played(round_days, *sets)
    assert not ((outcomes.ending == 0) & (outcomes.day <= DEADLINE)).any()


def test_sides_that_are_surer_sign_more_often_and_no_sooner_than_the_aims_allow():
    """With c uniform on [1/2, 1], S is triangular on [1, 2]: all sign, half of them by
    D 1.5^(-1/4) = 12.65, with the last days the emptier."""
    sets = ("deadline.belief.left=[0.5, 1]", "deadline.belief.right=[0.5, 1]")
    outcomes, fears = played(0.02, *sets)
    settled = outcomes.ending == 0
    assert settled[fears >= 1 + COIN].all()
    half = (outcomes.day[settled] <= DEADLINE * 1.5**-0.25 + 0.02).sum()
    assert inside(half, WORLDS, 0.5)
    assert (outcomes.day[settled] > 13.5).mean() < (outcomes.day[settled] > 13.0).mean() / 2
