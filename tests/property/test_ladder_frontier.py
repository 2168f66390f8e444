"""The ladder against trying every package: its rungs are the supported frontier and no more."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, product
from unittest.mock import patch

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.behaviour.ladder import build_ladder, package_at, rung_cells, rung_values
from sim.domain import cells as cells_module
from sim.domain.cells import Cells, cells_of
from tests.property.small_cases import talks_over

CLOSE = 1e-9
MANY = settings(max_examples=150, deadline=None, derandomize=True)


@dataclass(frozen=True)
class Agenda:
    """A small agenda with the value of every cell to oneself and to the others, in one world."""

    cells: Cells
    own: np.ndarray
    score: np.ndarray
    deleted: np.ndarray

    def packages(self) -> list[tuple[float, float]]:
        """Own value and score of every package without a deleted cell."""
        kept = [
            [c for c in range(*self.cells.block(b).indices(self.cells.n_cells)) if not self.gone(c)]
            for b in range(self.cells.n_blocks)
        ]
        return [
            (float(sum(self.own[c, 0] for c in x)), float(sum(self.score[c, 0] for c in x)))
            for x in product(*kept)
        ]

    def gone(self, c: int) -> bool:
        return bool(self.deleted[c, 0])

    def rungs(self) -> list[tuple[float, float]]:
        """Own value and score of every rung, by adding up the package the ladder names."""
        ladder = build_ladder(self.cells, self.own, self.score, self.deleted, np.zeros(1))
        count = int(np.isfinite(ladder.own[:, 0]).sum())
        made = []
        for m in range(count):
            package = package_at(self.cells, ladder, np.array([m]))[:, 0]
            assert not self.deleted[package, 0].any()
            made.append((float(self.own[package, 0].sum()), float(self.score[package, 0].sum())))
        return made


#: Steps coarse enough for ties to be common, and fine enough for them not to be everything.
number = st.integers(0, 20).map(lambda tick: tick / 20.0)


@st.composite
def agendas(draw: st.DrawFn, least: int = 2) -> Agenda:
    sizes = draw(st.lists(st.integers(1, 4), min_size=least, max_size=3))
    with patch.object(cells_module, "ENUMERATED", 0):
        cells = cells_of(talks_over(sizes))
    column = st.lists(number, min_size=cells.n_cells, max_size=cells.n_cells)
    own, score = (np.array(draw(column))[:, None] for _ in range(2))
    gone = st.lists(st.booleans(), min_size=cells.n_cells, max_size=cells.n_cells)
    deleted = np.array(draw(gone))[:, None]
    for b in range(cells.n_blocks):
        deleted[cells.start[b], 0] = False
    return Agenda(cells=cells, own=own, score=score, deleted=deleted)


def best_score_at(packages: list[tuple[float, float]], own: float) -> float:
    """The upper hull of all packages at an own value: the best mixture of two of them."""
    best = -np.inf
    for (x, a), (y, b) in product(packages, repeat=2):
        if x - CLOSE <= own <= y + CLOSE:
            share = 0.0 if y - x < CLOSE else (own - x) / (y - x)
            best = max(best, a + share * (b - a), *([a, b] if y - x < CLOSE else []))
    return best


@given(agendas())
@MANY
def test_every_rung_is_best_under_some_weighting_of_the_others(agenda: Agenda) -> None:
    rungs, packages = agenda.rungs(), agenda.packages()
    for m, (own, score) in enumerate(rungs[1:], start=1):
        before = rungs[m - 1]
        weight = (before[0] - own) / (score - before[1])
        assert score > before[1]
        best = max(mine + weight * theirs for mine, theirs in packages)
        assert own + weight * score >= best - CLOSE
        assert before[0] + weight * before[1] >= best - CLOSE


@given(agendas())
@MANY
def test_the_merged_steps_are_the_upper_hull_of_all_packages(agenda: Agenda) -> None:
    rungs, packages = agenda.rungs(), agenda.packages()
    for own, score in rungs:
        assert abs(best_score_at(packages, own) - score) < CLOSE
    assert abs(max(score for _, score in packages) - rungs[-1][1]) < CLOSE
    for (x, a), (y, b) in pairwise(rungs):
        middle = (x + y) / 2
        assert abs(best_score_at(packages, middle) - (a + b) / 2) < CLOSE


@given(agendas(least=1).filter(lambda agenda: agenda.cells.n_blocks == 1))
@MANY
def test_a_single_block_is_enumerated_so_every_undominated_package_is_a_rung(
    agenda: Agenda,
) -> None:
    packages = set(agenda.packages())
    undominated = {
        (own, score)
        for own, score in packages
        if not any(x >= own and y >= score and (x, y) != (own, score) for x, y in packages)
    }
    assert agenda.rungs() == sorted(undominated, reverse=True)


@given(agendas(least=1))
@MANY
def test_the_ladder_starts_at_the_own_ideal_and_of_equals_at_the_best_for_others(
    agenda: Agenda,
) -> None:
    ideal = max(own for own, _ in agenda.packages())
    kindest = max(score for own, score in agenda.packages() if abs(own - ideal) < CLOSE)
    first = agenda.rungs()[0]
    assert abs(first[0] - ideal) < CLOSE
    assert abs(first[1] - kindest) < CLOSE


@given(agendas())
@MANY
def test_each_step_costs_more_per_gain_than_the_one_before(agenda: Agenda) -> None:
    rungs = agenda.rungs()
    rates = [
        (theirs[1] - mine[1]) / (mine[0] - theirs[0])
        for mine, theirs in pairwise(rungs)
        if mine[0] - theirs[0] > CLOSE
    ]
    assert all(later <= earlier + CLOSE for earlier, later in pairwise(rates))


@given(agendas(least=1))
@MANY
def test_values_kept_with_the_rungs_are_those_of_their_packages(agenda: Agenda) -> None:
    cells, zero = agenda.cells, np.zeros(1)
    ladder = build_ladder(cells, agenda.own, agenda.score, agenda.deleted, zero)
    rungs = agenda.rungs()
    others = rung_values(cells, ladder, agenda.score[:, 0], 0.0, len(rungs))
    for m, (own, score) in enumerate(rungs):
        assert abs(ladder.own[m, 0] - own) < CLOSE
        assert abs(others[m, 0] - score) < CLOSE
        package = package_at(cells, ladder, np.array([m]))[:, 0]
        for b in range(cells.n_blocks):
            assert rung_cells(cells, ladder, b, len(rungs))[m, 0] == package[b]
    assert np.isneginf(ladder.own[len(rungs) :]).all()


@given(agendas(least=1), agendas())
@MANY
def test_a_world_has_the_same_ladder_alone_and_in_company(one: Agenda, other: Agenda) -> None:
    both = [np.resize(table, one.own.shape) for table in (other.own, other.score)]
    own, score = (np.hstack([a, b]) for a, b in zip((one.own, one.score), both, strict=True))
    deleted = np.hstack([one.deleted, np.zeros_like(one.deleted)])
    together = build_ladder(one.cells, own, score, deleted, np.zeros(2))
    alone = build_ladder(one.cells, one.own, one.score, one.deleted, np.zeros(1))
    assert together.own[:, 0].tobytes() == alone.own[:, 0].tobytes()
    for m in range(int(np.isfinite(alone.own[:, 0]).sum())):
        pair = package_at(one.cells, together, np.array([m, 0]))[:, 0]
        assert np.array_equal(pair, package_at(one.cells, alone, np.array([m]))[:, 0])
