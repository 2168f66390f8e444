"""Talks that may break down after a round without a signature."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom

from sim.domain.outcome import Ending
from sim.domain.story import MoveKind
from tests.mechanisms.play import BASE, drawn, ends, load, package, play, tell
from tests.mechanisms.play import no_deal as no_deal_of

SETTLED, WALKOUT = Ending.SETTLEMENT, Ending.WALKOUT
#: After a round of one day.
CHANCE = 1.0 - 0.5 ** (1.0 / 7.0)


def test_each_world_ends_a_round_after_its_first_breakdown() -> None:
    n = 200
    played, u = play("breakdown", n=n), drawn("breakdown", n=n).breakdown_u
    broken = u[:17] < CHANCE
    first = np.where(broken.any(axis=0), broken.argmax(axis=0) + 1, 17)
    gone = broken.any(axis=0)
    np.testing.assert_array_equal(played.ending, np.where(gone, WALKOUT, SETTLED))
    np.testing.assert_allclose(played.day, first + 1.0)
    assert 0 < gone.sum() < n
    assert {package(played, world)["price"] for world in np.flatnonzero(~gone)} == {"p5"}


def test_as_many_settle_as_no_breakdown_comes_before() -> None:
    n = 4000
    settled = int((play("breakdown", n=n).ending == SETTLED).sum())
    low, high = binom.interval(0.999, n, 0.5 ** (17 / 7))
    assert low <= settled <= high


def test_without_the_risk_every_world_settles() -> None:
    sets = ["protocol.breakdown=0"]
    assert drawn("breakdown", sets).breakdown_u.shape == (0, 1)
    assert {ends("breakdown", sets, world) for world in range(8)} == {BASE}


def test_talks_over_before_the_second_round_break_down_nowhere() -> None:
    """The last round is followed by the horizon, whatever is drawn."""
    sets = ["protocol.breakdown=0.999999", "protocol.horizon=1"]
    assert {ends("breakdown", sets, world) for world in range(8)} == {(Ending.IMPASSE, 1.0, "")}


def test_events_of_the_day_still_come_and_small_deals_do_not() -> None:
    """The chance of a breakdown is all but 1: the talks end on day 2, on which something happens
    that takes 0.3 from no deal, and on which a small deal would be ready."""
    sets = [
        "protocol.breakdown=0.999999999999",
        "event.blow={ kind = 'dated', day = 2, chance = 1, no_deal = { seller = -0.3 } }",
        "partial.swap={ weekly_chance = 1, consent = { all_of = ['seller', 'buyer'] },"
        " gain = { seller = 0.1, buyer = 0.1 } }",
    ]
    late = [*sets, "event.blow.day=3"]
    world = next(k for k in range(64) if drawn("breakdown", sets, k + 1).breakdown_u[0, k] < 0.9)
    assert load("breakdown", sets).protocol.breaks_down > 0.9
    for chosen, left in ((sets, -0.18), (late, 0.12)):
        played = play("breakdown", chosen, n=world + 1)
        assert played.day[world] == 2.0
        assert no_deal_of(played, "seller", world) == pytest.approx(left)


def test_the_story_says_so() -> None:
    u = drawn("breakdown", n=64).breakdown_u
    world = int(np.flatnonzero((u[0] > CHANCE) & (u[1] < CHANCE))[0])
    moves = tell("breakdown", world=world).moves
    assert [move.kind for move in moves[-2:]] == [MoveKind.BREAKDOWN, MoveKind.ENDING]
    assert moves[-1].day == 3.0
    assert all(move.day < 3.0 for move in moves if move.kind is MoveKind.OFFER)
