"""A ladder of two issues worked out by hand, and its ties."""

from __future__ import annotations

from unittest.mock import patch

import numpy as np
import pytest

from sim.behaviour.ladder import Ladder, build_ladder, package_at
from sim.domain import cells as cells_module
from sim.domain.cells import Cells, cells_of
from tests.property.small_cases import talks_over


@pytest.fixture
def cells() -> Cells:
    """Two blocks of three cells each: 0, 1, 2 and 3, 4, 5."""
    with patch.object(cells_module, "ENUMERATED", 0):
        return cells_of(talks_over([3, 3]))


def ladder_of(
    cells: Cells, own: list[float], score: list[float], gone: tuple[int, ...] = ()
) -> Ladder:
    deleted = np.zeros((len(own), 1), dtype=bool)
    deleted[list(gone)] = True
    return build_ladder(
        cells, np.array(own)[:, None], np.array(score)[:, None], deleted, np.array([0.1])
    )


def packages(cells: Cells, ladder: Ladder) -> list[list[int]]:
    count = int(np.isfinite(ladder.own[:, 0]).sum())
    return [package_at(cells, ladder, np.array([m]))[:, 0].tolist() for m in range(count)]


OWN = [0.5, 0.4, 0.0, 0.4, 0.3, 0.1]
SCORE = [0.0, 0.3, 0.6, 0.0, 0.1, 0.4]


def test_the_best_bargain_comes_first(cells: Cells) -> None:
    # Issue 0: 0 → 1 gains 3 per loss, 1 → 2 gains .75. Issue 1: 3 → 5 gains 4/3; 3 → 4 only 1.
    ladder = ladder_of(cells, OWN, SCORE)
    assert packages(cells, ladder) == [[0, 3], [1, 3], [1, 5], [2, 5]]
    assert ladder.own[:4, 0].tolist() == pytest.approx([1.0, 0.9, 0.6, 0.2])


def test_what_is_deleted_is_on_no_rung(cells: Cells) -> None:
    ladder = ladder_of(cells, OWN, SCORE, gone=(0, 5))
    assert packages(cells, ladder) == [[1, 3], [1, 4], [2, 4]]
    assert ladder.own[0, 0] == pytest.approx(0.1 + 0.4 + 0.4)


def test_a_block_without_a_cell_closes_the_ladder(cells: Cells) -> None:
    assert ladder_of(cells, OWN, SCORE).open[0]
    assert not ladder_of(cells, OWN, SCORE, gone=(3, 4, 5)).open[0]


def test_cells_that_cost_and_give_nothing_are_on_no_rung(cells: Cells) -> None:
    ladder = ladder_of(cells, [0.5, 0.4, 0.3, 0.5, 0.2, 0.1], [0.4, 0.4, 0.1, 0.2, 0.2, 0.0])
    assert packages(cells, ladder) == [[0, 3]]


def test_of_equal_ideals_the_one_better_for_the_others_then_the_lower_index(cells: Cells) -> None:
    ladder = ladder_of(cells, [0.5, 0.5, 0.0, 0.4, 0.4, 0.4], [0.1, 0.2, 0.2, 0.3, 0.3, 0.1])
    assert packages(cells, ladder)[0] == [1, 3]


def test_of_equally_good_steps_the_smallest_so_that_a_straight_line_is_walked_whole(
    cells: Cells,
) -> None:
    ladder = ladder_of(cells, [0.4, 0.3, 0.2, 0.4, 0.2, 0.0], [0.0, 0.1, 0.2, 0.0, 0.1, 0.2])
    assert packages(cells, ladder) == [[0, 3], [1, 3], [2, 3], [2, 4], [2, 5]]


def test_of_equally_good_steps_of_two_blocks_the_earlier_blocks(cells: Cells) -> None:
    ladder = ladder_of(cells, [0.4, 0.2, 0.0, 0.4, 0.2, 0.0], [0.0, 0.2, 0.2, 0.0, 0.2, 0.2])
    assert packages(cells, ladder) == [[0, 3], [1, 3], [1, 4]]
