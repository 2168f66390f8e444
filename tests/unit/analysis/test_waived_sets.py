"""Sets of waivers over worlds, from minimal sets written down by hand."""

import numpy as np

from sim.analysis.waiving.opening_sets import OpeningSets
from sim.analysis.waiving.waived_sets import best_sets, elements_of
from sim.analysis.waiving.waivers import lines_and_steps
from sim.domain.cells import cells_of
from tests.property.small_cases import talks_over
from tests.unit.analysis.blocking_cases import line_on, two_over_one

GRID = (0.1, 0.5)
SCENARIO = two_over_one(a=line_on("a", "i0", o0=1.0), b=line_on("b", "i0", o2=1.0))
A_LINE, B_LINE, A_VALUE, B_VALUE = (0, 0), (1, 0), (0, -1), (1, -1)


def bits(*elements):
    """The mask of (element, step) pairs; a line needs no step."""
    waivers = lines_and_steps(SCENARIO, GRID)
    mask = np.uint64(0)
    for (party, issue), step in elements:
        one = waivers.line[:, party, issue] if issue >= 0 else waivers.shift[:, party, step]
        mask |= one[0]
    return mask


def told(rows, worlds):
    """Elements of minimal sets given as (world, (element, step), …)."""
    sets = OpeningSets(
        world=np.array([row[0] for row in rows], dtype=np.intp),
        mask=np.array([[bits(*row[1:]) for row in rows]], dtype=np.uint64),
        margin=np.zeros((2, len(rows))),
        package=np.zeros((1, len(rows)), dtype=np.intp),
    )
    return elements_of(sets, lines_and_steps(SCENARIO, GRID), cells_of(SCENARIO), worlds)


def test_a_world_takes_the_least_fall_then_the_fewest_waivers():
    found = told(
        [
            (0, (A_VALUE, 2)),
            (0, (B_VALUE, 1)),
            (1, (A_VALUE, 1), (A_LINE, 0)),
            (1, (B_VALUE, 1)),
            (2, (A_LINE, 0)),
            (2, (B_VALUE, 2)),
        ],
        3,
    )
    both = found.cheapest(frozenset({A_VALUE, B_VALUE, A_LINE}))
    assert found.world[both].tolist() == [0, 1, 2]
    assert found.step[:, both].T.tolist() == [[0.0, 0.1], [0.0, 0.1], [0.0, 0.0]]
    assert found.cheapest(frozenset({A_VALUE})).tolist() == [0]


def test_what_opens_adds_and_is_always_needed():
    found = told(
        [
            (0, (A_LINE, 0)),
            (1, (A_LINE, 0), (B_VALUE, 1)),
            (1, (A_LINE, 0), (B_LINE, 0)),
            (2, (B_VALUE, 1)),
        ],
        4,
    )
    pair = frozenset({A_LINE, B_VALUE})
    assert found.opened(pair).tolist() == [True, True, True, False]
    # Alone the line opens world 0, the value world 2; either is the best part.
    assert found.added(pair, np.ones(4)).sum() == 2
    assert found.always(A_LINE).tolist() == [True, True, False, False]
    assert found.always(B_VALUE).tolist() == [False, False, True, False]
    assert found.smallest.tolist() == [True, True, True, True]


def test_sets_are_ranked_by_the_lowest_share_and_idle_elements_left_out():
    empty, weight = np.array([True] * 4), np.ones(4)
    one = told([(0, (A_LINE, 0)), (1, (A_LINE, 0)), (2, (B_VALUE, 1)), (3, (B_VALUE, 1))], 4)
    other = told([(0, (B_VALUE, 1)), (1, (B_VALUE, 1)), (2, (B_VALUE, 1))], 4)
    codings = [(one, empty, weight), (other, empty, weight)]
    assert best_sets(codings, 2, 10, 5) == [
        frozenset({B_VALUE}),
        frozenset({A_LINE}),
        frozenset({A_LINE, B_VALUE}),
    ]
    # In the other coding alone, the line is idle in the pair.
    assert best_sets(codings[1:], 2, 10, 5) == [frozenset({B_VALUE})]
    # Of lines alone at least so many are told, whatever their rank.
    assert best_sets(codings, 1, 1, 0) == [frozenset({B_VALUE})]
    assert best_sets(codings, 1, 1, 1) == [frozenset({B_VALUE}), frozenset({A_LINE})]


def test_worlds_that_weigh_more_count_more():
    found = told([(0, (A_LINE, 0)), (1, (B_LINE, 0))], 2)
    heavy = [(found, np.array([True, True]), np.array([1.0, 9.0]))]
    assert best_sets(heavy, 1, 1, 0) == [frozenset({B_LINE})]


def test_codings_without_empty_worlds_do_not_rank():
    found = told([(0, (A_LINE, 0))], 2)
    nothing = told([], 2)
    codings = [
        (found, np.array([True, False]), np.ones(2)),
        (nothing, np.array([False, False]), np.ones(2)),
    ]
    assert best_sets(codings, 2, 5, 5) == [frozenset({A_LINE})]


def test_masks_of_more_than_one_word_are_told_apart():
    scenario = talks_over([2, 2])
    waivers = lines_and_steps(scenario, tuple(np.arange(1, 61) / 100))
    assert len(waivers.counted) == 2
    assert waivers.size(waivers.shift[:, 1, 60]) == 1
    assert waivers.size(waivers.shift[:, 0, 60] | waivers.shift[:, 1, 1]) == 2
