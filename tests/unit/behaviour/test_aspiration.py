"""Targets worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from sim.behaviour import aspiration as aim


def one(value: float) -> np.ndarray:
    return np.array([value])


@pytest.mark.parametrize(
    ("patience", "spread", "days"),
    [
        (0.99, 1.0, 60.0),
        (0.99, 1.4, 84.0),
        (0.99**4, 1.0, 30.0),
        (0.99**0.25, 1.0, 120.0),
        (0.5, 0.6, 18.0),
        (0.99999, 1.0, 180.0),
    ],
)
def test_patience_horizon(patience: float, spread: float, days: float) -> None:
    assert aim.patience_horizon(one(patience), one(spread))[0] == pytest.approx(days)


def test_the_first_aim_stands_between_the_believed_best_and_the_ideal() -> None:
    assert aim.aspiration(one(0.5), one(0.9), one(0.25))[0] == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("day", "toughness", "left"),
    [(0.0, 1.0, 1.0), (30.0, 1.0, 0.5), (30.0, 0.5, 0.75), (30.0, 0.25, 0.9375), (90.0, 0.5, 0.0)],
)
def test_clock_of_sixty_days(day: float, toughness: float, left: float) -> None:
    assert aim.clock(day, one(60.0), one(toughness), None, one(0.5))[0] == pytest.approx(left)


@pytest.mark.parametrize(
    ("day", "factor"), [(7.0, 1 - 0.4 / 16), (14.0, 0.6), (15.0, 1.0), (0.0, 1.0)]
)
def test_a_deadline_presses_as_it_nears_and_no_longer_once_it_has_passed(
    day: float, factor: float
) -> None:
    free = aim.clock(day, one(60.0), one(1.0), None, one(0.4))
    pressed = aim.clock(day, one(60.0), one(1.0), 14.0, one(0.4))
    assert pressed[0] == pytest.approx(free[0] * factor)


def test_the_timed_target_runs_from_the_aim_to_the_no_deal_value() -> None:
    left = np.array([1.0, 0.5, 0.0])
    target = aim.timed_target(np.full(3, 0.2), np.full(3, 0.8), left)
    assert target.tolist() == pytest.approx([0.8, 0.5, 0.2])


def test_the_target_never_rises_unless_the_reservation_does() -> None:
    wanted = np.array([0.5, 0.7, 0.3, 0.3])
    reservation = np.array([0.1, 0.1, 0.4, 0.65])
    last = np.array([0.6, 0.6, 0.6, 0.6])
    settled = aim.settled_target(wanted, reservation, last)
    assert settled.tolist() == [0.5, 0.6, 0.4, 0.65]


def test_a_reciprocal_party_gives_what_it_was_given_and_takes_nothing_back() -> None:
    first = np.array([np.nan, 0.3, 0.3])
    best = np.array([np.nan, 0.45, 0.3])
    assert aim.reciprocal_target(np.full(3, 0.9), first, best).tolist() == pytest.approx(
        [0.9, 0.75, 0.9]
    )


@pytest.mark.parametrize(
    ("made", "received", "target"),
    [(0, 0, 0.9), (1, 0, 0.9), (1, 1, 0.7), (2, 1, 0.7), (2, 2, 0.4), (9, 9, 0.4)],
)
def test_a_minimal_concession_takes_one_rung_when_the_others_have_kept_up(
    made: int, received: int, target: float
) -> None:
    rungs = np.array([[0.9], [0.7], [0.4], [-np.inf]])
    assert aim.minimal_target(rungs, np.array([made]), np.array([received]))[0] == target


def test_an_obstinate_party_stays_where_it_started() -> None:
    assert aim.obstinate_target(one(0.8))[0] == 0.8
