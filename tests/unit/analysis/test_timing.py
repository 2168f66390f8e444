"""Time to agreement and paths of beliefs, counted on fingers."""

from dataclasses import replace

import numpy as np
import pytest
from making_outcomes import number, outcomes, scenario

from sim.analysis.belief_paths import belief_paths
from sim.analysis.timing import time_to_agreement
from sim.domain.outcome import BeliefTrack, Held
from sim.domain.party import PartyType


def at(timing, day):
    return next(point for point in timing.points if point.day == day)


def states(point):
    return point.settled.share, point.over.share, point.talking.share


def test_settled_broken_off_and_talking_add_up_on_every_day():
    found = time_to_agreement(outcomes("SWSPPI", days=[3, 6, 9, 6, 12, 12]))
    assert [point.day for point in found.points] == [0.0, 3.0, 6.0, 9.0, 12.0]
    for point in found.points:
        assert sum(states(point)) == pytest.approx(1.0)
    assert states(at(found, 0.0)) == (0.0, 0.0, 1.0)
    # Two are over by day 6: a walk-out, and talks that broke off with a small deal.
    assert states(at(found, 6.0)) == pytest.approx((1 / 6, 2 / 6, 3 / 6))
    # A small deal in talks that the clock ends does not break them off.
    assert states(at(found, 12.0)) == pytest.approx((2 / 6, 2 / 6, 2 / 6))


def test_without_breaking_off_the_estimate_is_the_plain_share():
    found = time_to_agreement(outcomes("SSII", days=[3, 9, 12, 12]))
    assert [p.agreed for p in found.points[1:]] == [p.settled for p in found.points[1:]]


def test_talks_that_broke_off_are_taken_to_have_gone_on_like_the_rest():
    found = time_to_agreement(outcomes("SWSI", days=[3, 6, 9, 12]))
    # A quarter agrees on day 3; of the two that are left on day 9, half do.
    assert at(found, 9.0).agreed.share == pytest.approx(1 - 3 / 4 * 1 / 2)
    assert at(found, 9.0).settled.share == 0.5
    assert at(found, 9.0).at_table == 2


def test_who_is_left_at_the_deadline_is_counted_after_its_last_round():
    # The deadline is day 7; the last round before it is day 6.
    found = time_to_agreement(outcomes("SSWI", days=[6, 9, 6, 12]))
    assert found.left is not None
    assert found.left.share == 0.5
    undated = replace(scenario(), deadline=None)
    assert time_to_agreement(outcomes("SI", of=undated)).left is None


def test_the_day_by_which_half_have_settled():
    assert time_to_agreement(outcomes("SSI", days=[3, 9, 12])).half == 9.0
    assert time_to_agreement(outcomes("SII", days=[3, 12, 12])).half is None


def test_weights_enter():
    found = time_to_agreement(outcomes("SI", days=[3, 12], weight=np.array([3.0, 1.0])))
    assert at(found, 3.0).settled.share == 0.75


@pytest.fixture
def believed():
    """Three worlds, in the second of which the seller truly stalls."""
    of = scenario()
    kind = PartyType(
        id="stalling",
        name="in no hurry",
        chance=number("party.seller.type.stalling.chance", 0.5),
        side_benefit=number("party.seller.type.stalling.side_benefit", 0.0),
    )
    seller = replace(of.parties["seller"], types={"stalling": kind})
    of = replace(of, parties={**of.parties, "seller": seller})
    held = (Held(observer="buyer", about="seller", type="stalling"),)
    nan = np.nan
    chance = np.array([[0.5, 0.5, 0.5], [0.4, 0.8, nan], [nan, 0.9, nan]], dtype=np.float32)
    track = BeliefTrack(
        held=held,
        proposers=("buyer", "seller"),
        day=np.array([3.0, 6.0, 9.0]),
        chance=chance[:, None],
        signing=np.full((3, 2, 3), nan, dtype=np.float32),
    )
    kinds = np.zeros((4, 3), dtype=np.int8)
    kinds[1, 1] = 1
    return outcomes("SIWI", days=[6, 12, 3, 12], of=of, type=kinds, beliefs=track)


def test_a_belief_is_told_apart_by_whether_it_is_true(believed):
    true, false = belief_paths(believed)
    assert (true.true, false.true) == (True, False)
    assert true.name == "in no hurry"
    assert [point.chance.p50 for point in true.points] == pytest.approx([0.5, 0.8, 0.9])
    assert [point.n for point in false.points] == [2, 2, 2]


def test_a_world_whose_talks_are_over_keeps_its_last_belief(believed):
    _, false = belief_paths(believed)
    assert [point.chance.p50 for point in false.points] == pytest.approx([0.5, 0.45, 0.45])


def test_nobody_believing_anything_leaves_no_path(believed):
    nothing = replace(believed.beliefs, chance=np.full((3, 1, 3), np.nan, dtype=np.float32))
    assert belief_paths(replace(believed, beliefs=nothing)) == ()
    assert belief_paths(outcomes("SI")) == ()
