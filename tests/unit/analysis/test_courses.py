"""Where a course turns: hand-made lines, noise, and what must hold for any line."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.grid.courses import beyond, extremes, looks_along, parts_of
from sim.analysis.shares import difference_of
from sim.domain.estimate import Difference
from sim.domain.sweep import Course

N = 1000
ONES = np.ones(N)
RISES, FALLS, LEVEL = Course.RISES, Course.FALLS, Course.LEVEL


def nested(*settled):
    """A line of cells in which so many worlds settle, always the same ones first."""
    return [np.arange(N) < count for count in settled]


def told(line, looks=None):
    looks = looks or looks_along(len(line))
    return [(part.course, part.first, part.last) for part in parts_of(line, ONES, looks)]


def test_a_level_line_is_one_level_part():
    assert told(nested(300, 300, 300)) == [(LEVEL, 0, 2)]


def test_a_single_cell_has_no_course():
    assert told(nested(300)) == []


def test_a_straight_rise_and_a_straight_fall_are_one_part_each():
    assert told(nested(100, 300, 500, 700)) == [(RISES, 0, 3)]
    assert told(nested(700, 500, 300, 100)) == [(FALLS, 0, 3)]


def test_a_step_is_told_where_it_is():
    assert told(nested(100, 100, 100, 600, 600)) == [(LEVEL, 0, 2), (RISES, 2, 3), (LEVEL, 3, 4)]


def test_a_hill_rises_and_falls():
    assert told(nested(100, 400, 700, 400, 100)) == [(RISES, 0, 2), (FALLS, 2, 4)]


def test_a_valley_with_a_floor_is_level_there():
    line = nested(700, 100, 100, 100, 700)
    assert told(line) == [(FALLS, 0, 1), (LEVEL, 1, 3), (RISES, 3, 4)]


def test_three_turns_are_all_told():
    assert [course for course, *_ in told(nested(100, 500, 200, 600, 300))] == [
        *(RISES, FALLS, RISES, FALLS)
    ]


def test_a_dent_within_noise_is_no_turn():
    assert told(nested(100, 300, 297, 500)) == [(RISES, 0, 3)]


def test_many_small_steps_are_seen_as_one_change():
    line = nested(*range(300, 341, 4))
    steps = [difference_of(one, other, ONES) for one, other in pairwise(line)]
    looks = looks_along(len(line))
    assert all(beyond(step, looks) is LEVEL for step in steps)
    # Nine tenths of the change are told as the move; the last step alone is within noise.
    assert told(line) == [(RISES, 0, 9), (LEVEL, 9, 10)]


def test_a_run_up_that_noise_alone_explains_counts_as_level():
    # 301 to 303 of 1,000 is no change; the jump after it is.
    found = told(nested(301, 302, 303, 600, 601, 602))
    assert found == [(LEVEL, 0, 2), (RISES, 2, 3), (LEVEL, 3, 5)]


def test_half_of_a_change_is_found_where_it_is():
    (jump,) = parts_of(nested(100, 150, 200, 600, 650, 700), ONES, 15)
    assert jump.half == (2, 3)
    (even,) = parts_of(nested(100, 200, 300, 400, 500), ONES, 10)
    assert even.half == (0, 2)


def test_more_looks_need_a_larger_change():
    clear = Difference(difference=0.03, low=0.01, high=0.05)
    assert beyond(clear, 1) is RISES
    assert beyond(clear, 1000) is LEVEL
    fall = Difference(difference=-0.03, low=-0.05, high=-0.01)
    assert (beyond(fall, 1), beyond(fall, 1000)) == (FALLS, LEVEL)


def test_one_look_is_the_interval_itself():
    for low, course in ((1e-9, RISES), (-1e-9, LEVEL)):
        assert beyond(Difference(difference=0.1, low=low, high=0.2), 1) is course


def test_noise_alone_is_seldom_taken_for_a_change():
    rng = np.random.default_rng(1)
    seen = sum(told(list(rng.random((8, N)) < 0.3)) != [(LEVEL, 0, 7)] for _ in range(200))
    # At most one line in twenty; a little more would be bad luck.
    assert seen <= 15


def test_values_without_an_order_are_told_by_their_extremes():
    found = extremes(nested(300, 100, 700, 650), ONES, 6)
    assert (found.course, found.first, found.last) == (RISES, 1, 2)
    assert extremes(nested(300, 300), ONES, 1).course is LEVEL


@pytest.mark.parametrize(("cells", "lines", "looks"), [(1, 1, 1), (2, 1, 1), (21, 1, 210)])
def test_looks_are_pairs(cells, lines, looks):
    assert looks_along(cells, lines) == looks


@given(st.lists(st.integers(0, N), min_size=2, max_size=12))
def test_parts_follow_each_other_from_end_to_end(settled):
    line = nested(*settled)
    looks = looks_along(len(line))
    parts = parts_of(line, ONES, looks)
    assert parts[0].first == 0
    assert parts[-1].last == len(line) - 1
    for earlier, later in pairwise(parts):
        assert earlier.last == later.first
        assert not earlier.course is later.course is LEVEL
    for part in parts:
        assert part.first <= part.half[0] < part.half[1] <= part.last
        change = settled[part.last] - settled[part.first]
        if part.course is not LEVEL:
            assert (change > 0) is (part.course is RISES)
            half = settled[part.half[1]] - settled[part.half[0]]
            assert abs(half) >= abs(change) / 2


@given(st.lists(st.integers(0, N), min_size=2, max_size=10))
def test_a_line_read_backwards_turns_the_other_way(settled):
    other = {RISES: FALLS, FALLS: RISES, LEVEL: LEVEL}
    forth = [course for course, *_ in told(nested(*settled)) if course is not LEVEL]
    back = [other[course] for course, *_ in told(nested(*settled[::-1])) if course is not LEVEL]
    assert bool(forth) == bool(back)
    if len(forth) == 1 and len(back) == 1:
        assert forth == back


@given(st.lists(st.integers(0, N), min_size=2, max_size=10))
def test_a_rising_list_never_falls(settled):
    found = told(nested(*sorted(settled)))
    assert {course for course, *_ in found} <= {RISES, LEVEL}
