"""Two who look ahead share a stake while power shifts: deals of one round, and deals for good.

Powell 2004 (Am. Polit. Sci. Rev. 98:231–241) and 2006 (Int. Organ. 60:169–203): what brings war
is neither that there is too little to share nor that anybody is deceived, but that who rises cannot
bind itself to what it would have to leave the other tomorrow.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from sim.domain.outcome import Ending
from sim.domain.protocol import Deals
from sim.theory.shifting_power import (
    Side,
    largest_safe_shift,
    one_period_deals,
    permanent_range,
    without_end,
)
from tests.looking_ahead_cases import outcomes, shifting

DELTA, STEPS, ROUNDS = 0.5, 64, 4
#: How a's power moves from round to round, and what war costs each: multiples of 1/16, so that what
#: a side must be left, with three times δ = 1/2, lies on a grid of 1/64.
STRAIGHT = product((0, 0.25), (0, 1 / 16, 0.25))
PATHS = [
    *(tuple(first + rise * t for t in range(4)) for first, rise in STRAIGHT),
    (0.0, 0.0, 0.5, 0.5),
    (0.25, 0.25, 0.25, 1.0),
    (0.5, 0.25, 0.75, 0.5),
    (0.75, 0.5, 0.25, 0.0),
]
CASES = list(product(PATHS, (0.125, 0.25, 0.5, 1.0)))


def talks(power, cost, deals, *, order=("a", "b"), steps=STEPS):
    """order : who proposes, in turns; or one alone, always."""
    made = shifting(steps, power=power, costs=(cost, cost), discount=DELTA)
    if len(order) == 1:
        chances = {"a": 0.0, "b": 0.0, order[0]: 1.0}
        protocol = replace(made.protocol, deals=deals, recognition=chances)
    else:
        protocol = replace(made.protocol, deals=deals, order=order)
    return replace(made, protocol=protocol)


def told(power, cost, order=("a", "b")):
    """The closed form, in which power stays where it is after the last round."""
    sides = [Side.A if order[t % len(order)] == "a" else Side.B for t in range(ROUNDS)]
    path = without_end(np.array(power), cost, cost, DELTA, sides[-1])
    return one_period_deals(path, np.array(sides))


@pytest.mark.parametrize(("power", "cost"), CASES)
def test_deals_for_good_never_end_in_war(power, cost):
    """Signed at once, and a's share lies in the range that both prefer to war on that day."""
    played = outcomes(talks(power, cost, Deals.PERMANENT))
    assert played.ending[0] == Ending.SETTLEMENT
    assert played.day[0] == 7.0
    low, high = permanent_range(without_end(np.array(power), cost, cost, DELTA, Side.A))
    assert low - 1.0 / STEPS <= played.value[0, 0] / DELTA <= high + 1.0 / STEPS


@pytest.mark.parametrize(("power", "cost"), CASES)
@pytest.mark.parametrize("order", [("a", "b"), ("b", "a"), ("a",), ("b",)])
def test_deals_of_one_round_end_in_war_just_when_the_theory_says(power, cost, order):
    """The round of war, and what each side has in all, discounted to day 0."""
    play = told(power, cost, order)
    played = outcomes(talks(power, cost, Deals.ONE_ROUND, order=order))
    whole = DELTA * (1.0 - DELTA) * play.values[0]
    if play.fights.any():
        assert played.ending[0] == Ending.WALKOUT
        assert played.day[0] == pytest.approx(7.0 * (play.fights.argmax() + 1))
        assert np.isnan(played.value[0]).all()
        np.testing.assert_allclose(played.no_deal[0], whole, atol=1e-9)
    else:
        assert played.ending[0] == Ending.SETTLEMENT
        assert played.day[0] == pytest.approx(7.0 * ROUNDS)
        np.testing.assert_allclose(played.value[0], whole, atol=1e-9)


def test_the_cases_hold_war_at_once_war_later_and_peace():
    rounds = set()
    for power, cost in CASES:
        fights = told(power, cost).fights
        rounds.add(int(fights.argmax()) if fights.any() else None)
    assert {0, 1, 2, None} == rounds


@pytest.mark.parametrize("order", [("a",), ("a", "b")])
@pytest.mark.parametrize(("power", "cost"), [(0.25, 0.25), (0.0, 0.125), (0.125, 0.0625)])
def test_war_on_one_side_of_the_largest_safe_shift_alone(order, power, cost):
    """Δ* of two rounds, approached from both sides, on a grid of 1/4096."""
    second = Side.A if order[1 % len(order)] == "a" else Side.B
    safe = largest_safe_shift(power, cost, cost, DELTA, 1.0 / (1.0 - DELTA), second)
    assert 0.0 < safe < 1.0 - power
    ends = [
        Ending(
            outcomes(talks((power, power + rise), cost, deals, order=order, steps=4096)).ending[0]
        )
        for rise in (safe - 0.002, safe + 0.002)
        for deals in (Deals.ONE_ROUND, Deals.PERMANENT)
    ]
    assert ends == [Ending.SETTLEMENT, Ending.SETTLEMENT, Ending.WALKOUT, Ending.SETTLEMENT]
