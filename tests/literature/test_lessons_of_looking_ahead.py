"""The lessons on Rubinstein and Powell show what their pages say."""

import pytest

from sim.domain.outcome import Ending
from sim.engine import negotiate
from sim.loading import load_scenario
from sim.sampling import sample_worlds

SLOWLY = (
    "event.rise.chance=0",
    "party.rising.no_deal.drift=0.1",
    "party.declining.no_deal.drift=-0.1",
)


def ends(name, *sets):
    """Ending, week, and the first party's share of 100."""
    scenario = load_scenario(name, sets=sets)
    played = negotiate(scenario, sample_worlds(scenario, n=3))
    rows = {
        (int(code), day / 7.0, int(package[0]))
        for code, day, package in zip(played.ending, played.day, played.package, strict=True)
    }
    ((code, week, option),) = rows
    return Ending(code), week, 5 * option if option >= 0 else None


@pytest.mark.parametrize(
    ("sets", "share"),
    [
        ((), 60),
        (("party.second.patience=0.5",), 75),
        (("protocol.horizon=7",), 100),
        (("protocol.horizon=14",), 30),
        (("protocol.horizon=21",), 80),
    ],
)
def test_rubinstein(sets, share):
    """Rubinstein 1982: 1/(1 + 2/3); Ståhl 1972: backwards, in steps of 5, 100, 30, 80 …"""
    assert ends("theory/rubinstein", *sets) == (Ending.SETTLEMENT, 1.0, share)


def test_a_habit_costs_both_the_wait_and_the_plan_is_followed():
    sets = ('party.second.behaviour="time-dependent"',)
    scenario = load_scenario("theory/rubinstein", sets=sets)
    played = negotiate(scenario, sample_worlds(scenario, n=60))
    assert (played.ending == Ending.SETTLEMENT).all()
    assert (played.day > 7.0).mean() > 0.9
    # Its offers are those of the plan, whose end comes near and brings them apart.
    assert (played.first_offer[:, 0, 0] == 12).all()
    assert (played.value.sum(axis=1) < 2 / 3).mean() > 0.9


def shift(size):
    return f"event.rise.no_deal.rising={size}", f"event.rise.no_deal.declining=-{size}"


@pytest.mark.parametrize(
    ("sets", "ending", "week"),
    [
        ((), Ending.WALKOUT, 3.0),
        (shift(0.5), Ending.SETTLEMENT, 7.0),
        (shift(0.55), Ending.WALKOUT, 3.0),
        (SLOWLY, Ending.SETTLEMENT, 7.0),
        (('protocol.deals="permanent"',), Ending.SETTLEMENT, 1.0),
    ],
)
def test_powell(sets, ending, week):
    """Powell 2004: war iff the shift exceeds 1/5 + 1/5 + 1/10, a round before it; none for good."""
    assert ends("theory/powell", *sets)[:2] == (ending, week)
