"""From finished cells to the rows of a sweep: shares, neighbours, and where the course turns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.analysis.grid.courses import beyond, extremes, looks_along, parts_of
from sim.analysis.shares import difference_of
from sim.domain.estimate import Difference
from sim.domain.outcome import Ending, Outcomes
from sim.domain.sweep import (
    Cell,
    CellShares,
    Course,
    Place,
    Played,
    Result,
    Scale,
    Step,
    Stretch,
    Varied,
)

__all__ = ["cells_of", "results_of", "steps_of", "stretches_of", "unchanged_of"]

Grid = Mapping[Place, Cell]
Base = Mapping[str, Outcomes]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """Neighbouring cells along one path. across : the value of the other path, or empty."""

    along: Varied
    across: str
    cells: tuple[Cell, ...]

    def endings(self, coding: str) -> list[NDArray[np.uint8]]:
        """For each cell, (n,) ``Ending`` codes."""
        return [
            np.frombuffer(cell.codings[coding].endings.encode("ascii"), dtype=np.uint8) - ord("0")
            for cell in self.cells
        ]


def unchanged_of(coding: str, played: Played) -> CellShares:
    """The row of the unchanged scenario."""
    return _shares(coding, (), played, lift=None, course=Course.LEVEL)


def cells_of(grid: Grid, codings: Sequence[str]) -> tuple[CellShares, ...]:
    """One row per coding and cell."""
    return tuple(
        _shares(
            coding,
            cell.values,
            cell.codings[coding],
            lift=cell.codings[coding].lift,
            course=beyond(cell.codings[coding].lift, len(grid)),
        )
        for coding in codings
        for cell in grid.values()
    )


def results_of(grid: Grid, unchanged: Mapping[str, Played], base: Base) -> tuple[Result, ...]:
    """One row per coding, cell and party; those of the unchanged scenario come first."""
    return tuple(
        Result(
            coding=coding,
            first=first,
            second=second,
            party=party,
            mean=played.means.get(party),
            change=played.changes.get(party),
        )
        for coding, outcomes in base.items()
        for values, played in [((), unchanged[coding]), *_played_in(grid, coding)]
        for first, second in [_two(values)]
        for party in outcomes.scenario.parties
    )


def _played_in(grid: Grid, coding: str) -> Iterator[tuple[tuple[str, ...], Played]]:
    for cell in grid.values():
        yield cell.values, cell.codings[coding]


def steps_of(grid: Grid, varied: Sequence[Varied], base: Base) -> tuple[Step, ...]:
    """Paired differences of neighbours, one row per coding, line and step."""
    return tuple(
        step
        for coding, outcomes in base.items()
        for line in _lines(grid, varied)
        for step in _steps(coding, line, outcomes)
    )


def stretches_of(grid: Grid, varied: Sequence[Varied], base: Base) -> tuple[Stretch, ...]:
    """Where the settlement share rises, falls or is level, line by line."""
    lines = list(_lines(grid, varied))
    return tuple(
        stretch
        for coding, outcomes in base.items()
        for line in lines
        for stretch in _stretches(coding, line, outcomes, _like(line, lines))
    )


def _like(line: _Line, lines: Sequence[_Line]) -> int:
    return sum(other.along is line.along for other in lines)


def _lines(grid: Grid, varied: Sequence[Varied]) -> Iterator[_Line]:
    """Lines along the first path, then along the second."""
    if len(varied) == 1:
        yield _Line(along=varied[0], across="", cells=tuple(grid.values()))
        return
    first, second = varied
    for at, value in enumerate(second.values):
        cells = tuple(grid[k, at] for k in range(len(first.values)))
        yield _Line(along=first, across=value, cells=cells)
    for at, value in enumerate(first.values):
        cells = tuple(grid[at, k] for k in range(len(second.values)))
        yield _Line(along=second, across=value, cells=cells)


def _steps(coding: str, line: _Line, outcomes: Outcomes) -> Iterator[Step]:
    endings = line.endings(coding)
    for k in range(1, len(endings)):
        changes: dict[str, Difference] = {
            ending.name.lower(): difference_of(
                endings[k - 1] == ending, endings[k] == ending, outcomes.weight
            )
            for ending in Ending
        }
        yield Step(
            coding=coding,
            along=line.along.path,
            across=line.across,
            earlier=line.along.values[k - 1],
            later=line.along.values[k],
            **changes,
        )


def _stretches(coding: str, line: _Line, outcomes: Outcomes, like: int) -> Iterator[Stretch]:
    weight = outcomes.weight
    settled = [endings == Ending.SETTLEMENT for endings in line.endings(coding)]
    if len(settled) < 2:
        return
    looks = looks_along(len(settled), like)
    named = line.along.scale is Scale.NAMES
    parts = [extremes(settled, weight, looks)] if named else parts_of(settled, weight, looks)
    values = line.along.values
    for part in parts:
        yield Stretch(
            coding=coding,
            along=line.along.path,
            across=line.across,
            course=part.course,
            first=values[part.first],
            last=values[part.last],
            change=difference_of(settled[part.first], settled[part.last], weight),
            half_from=values[part.half[0]],
            half_to=values[part.half[1]],
        )


def _shares(
    coding: str, values: tuple[str, ...], played: Played, *, lift: Difference | None, course: Course
) -> CellShares:
    first, second = _two(values)
    return CellShares(
        coding=coding,
        first=first,
        second=second,
        settlement=played.settlement,
        partial=played.partial,
        walkout=played.walkout,
        impasse=played.impasse,
        lift=lift,
        beyond=course,
        deadline=played.deadline,
        by_deadline=played.by_deadline,
        median_day=played.median_day,
    )


def _two(values: tuple[str, ...]) -> tuple[str, str]:
    first, second = (*values, "", "")[:2]
    return first, second
