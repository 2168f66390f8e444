"""A grid over one path or two: the same worlds in every cell, paired with the unchanged scenario.

A cell is the scenario with its values set, as ``--set`` would: a number that varies is a constant
in it, its range and what it rests on set aside. Everything else is drawn as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.conceding.moving import result_of
from sim.analysis.endings import ending_shares
from sim.analysis.grid.rows import cells_of, results_of, steps_of, stretches_of, unchanged_of
from sim.analysis.grid.stated import stated_value
from sim.analysis.grid.varying import asked_of, plain_value
from sim.analysis.making import made_from
from sim.analysis.shares import amount_of, difference_of, share_of, weighted_quantiles
from sim.domain.estimate import Share
from sim.domain.outcome import Ending, Outcomes
from sim.domain.scenario import Scenario
from sim.domain.sweep import Cell, Place, Played, Shelf, Sweep, Varied
from sim.errors import Fault, ScenarioError, UsageError

__all__ = ["check_cells", "sweep_grid"]

Scenarios = Mapping[str, Scenario]
Progress = Callable[[int, int], None]

_LAYER = "--vary"

#: Worlds, over cells and codings, that one task of a worker plays: about a second of work.
_TASK_WORLDS = 4000


def sweep_grid(
    scenarios: Scenarios,
    varied: Sequence[Varied],
    *,
    n: int = 2000,
    seed: int = 1,
    workers: int = 1,
    progress: Progress | None = None,
    shelf: Shelf | None = None,
) -> Sweep:
    """Every cell of a grid on the same worlds.

    scenarios : coding → scenario, loaded from a file. varied : one or two, as ``varied_from``
    reads them. progress : called with how many cells are done, and of how many. shelf : holds the
    cells that are finished already and keeps each one that gets finished; they may be anybody's
    who asked for the same, since the finding depends on neither ``workers`` nor the shelf.
    Raises ``ScenarioError`` with the faults of all cells before anything is played, ``UsageError``
    without a coding, a world or a path.
    """
    made = made_from(scenarios, n=n, seed=seed, asked=asked_of(varied))
    if not 1 <= len(varied) <= 2:
        raise UsageError(f"a sweep varies one path or two; got {len(varied)}")
    check_cells(scenarios, varied)
    base = {coding: _play(scenario, n, seed) for coding, scenario in scenarios.items()}
    unchanged = {coding: _played(outcomes, outcomes) for coding, outcomes in base.items()}
    grid = _all_cells(base, varied, workers, progress, shelf)
    return Sweep(
        made=made,
        varied=tuple(varied),
        stated=tuple(stated_value(one, v) for one in scenarios.values() for v in varied),
        unchanged=tuple(unchanged_of(coding, played) for coding, played in unchanged.items()),
        cells=cells_of(grid, tuple(base)),
        results=results_of(grid, unchanged, base),
        steps=steps_of(grid, varied, base),
        stretches=stretches_of(grid, varied, base),
    )


def check_cells(scenarios: Scenarios, varied: Sequence[Varied]) -> None:
    """Raises ``ScenarioError`` with every fault of every cell, each told once with its cells."""
    from sim.loading import edit

    places = _places(varied)
    met: dict[tuple[str, ...], dict[Place, Fault]] = {}
    for place in places:
        edits = _edits(varied, place)
        for scenario in scenarios.values():
            try:
                edit(scenario, edits, layer=_LAYER)
            except ScenarioError as error:
                for fault in error.faults:
                    key = (fault.file, str(fault.line), fault.path, fault.rule, fault.advice)
                    met.setdefault(key, {}).setdefault(place, fault)
    faults = [fault for found in met.values() for fault in _told(found, varied, len(places))]
    if faults:
        raise ScenarioError(faults)


def _told(found: Mapping[Place, Fault], varied: Sequence[Varied], cells: int) -> list[Fault]:
    """One fault for what is wrong in every cell, else one for each value that is."""
    if len(found) == cells:
        return [next(iter(found.values()))]
    by_value: dict[str, list[Place]] = {}
    for place, fault in found.items():
        by_value.setdefault(fault.value, []).append(place)
    told = []
    for value, places in by_value.items():
        fault = found[places[0]]
        where = _cell_words(varied, places[0])
        if len(places) > 1:
            where = f"in {len(places)} of {cells} cells, the first {where}"
        else:
            where = f"in the cell {where}"
        advice = f"{fault.advice}; {where}" if fault.advice else where
        told.append(replace(fault, value=value, advice=advice))
    return told


def _cell_words(varied: Sequence[Varied], place: Place) -> str:
    return " ".join(f"{one.path}={one.values[at]}" for one, at in zip(varied, place, strict=True))


def _places(varied: Sequence[Varied]) -> list[Place]:
    return list(product(*(range(len(one.values)) for one in varied)))


def _edits(varied: Sequence[Varied], place: Place) -> dict[str, Any]:
    return {one.path: plain_value(one.values[at]) for one, at in zip(varied, place, strict=True)}


def _all_cells(
    base: Mapping[str, Outcomes],
    varied: Sequence[Varied],
    workers: int,
    progress: Progress | None,
    shelf: Shelf | None,
) -> dict[Place, Cell]:
    """Every cell in order: those on the shelf, and the others played and put there."""
    places = _places(varied)
    grid = _found(shelf, places)
    if progress is not None:
        progress(len(grid), len(places))
    missing = [place for place in places if place not in grid]
    for cell in _played_cells(base, varied, missing, workers):
        grid[cell.place] = cell
        if shelf is not None:
            shelf.keep(cell)
        if progress is not None:
            progress(len(grid), len(places))
    return {place: grid[place] for place in places}


def _played_cells(
    base: Mapping[str, Outcomes],
    varied: Sequence[Varied],
    places: Sequence[Place],
    workers: int,
) -> Iterator[Cell]:
    """The cells at some places, in order, each as soon as it is there."""
    from sim.engine.workers import in_order

    worlds = sum(outcomes.n for outcomes in base.values())
    size = 1 if workers <= 1 else max(1, _TASK_WORLDS // worlds)
    pieces = [places[low : low + size] for low in range(0, len(places), size)]
    work = partial(_play_cells, base=base, varied=tuple(varied))
    for cells in in_order(work, pieces, workers):
        yield from cells


def _found(shelf: Shelf | None, places: Sequence[Place]) -> dict[Place, Cell]:
    if shelf is None:
        return {}
    shelf.open()
    known = {place: shelf.find(place) for place in places}
    return {place: cell for place, cell in known.items() if cell is not None}


def _play_cells(
    places: Sequence[Place], *, base: Mapping[str, Outcomes], varied: tuple[Varied, ...]
) -> list[Cell]:
    """Some cells: a task for a worker process."""
    return [_play_cell(place, base=base, varied=varied) for place in places]


def _play_cell(place: Place, *, base: Mapping[str, Outcomes], varied: tuple[Varied, ...]) -> Cell:
    """One cell under every coding."""
    from sim.engine import replay
    from sim.loading import edit

    edits = _edits(varied, place)
    return Cell(
        place=place,
        values=tuple(one.values[at] for one, at in zip(varied, place, strict=True)),
        codings={
            coding: _played(before, replay(before, edit(before.scenario, edits, layer=_LAYER)))
            for coding, before in base.items()
        },
    )


def _play(scenario: Scenario, n: int, seed: int) -> Outcomes:
    from sim.engine import negotiate
    from sim.sampling import sample_worlds

    return negotiate(scenario, sample_worlds(scenario, n=n, seed=seed), asked=0, tracked=0)


def _played(before: Outcomes, after: Outcomes) -> Played:
    weight = before.weight
    means, changes = {}, {}
    for party in before.scenario.parties:
        own = result_of(after, party)
        mean, change = amount_of(own, weight), amount_of(own - result_of(before, party), weight)
        if mean is not None and change is not None:
            means[party], changes[party] = mean, change
    settled = after.ending == Ending.SETTLEMENT
    deadline = after.scenario.deadline
    return Played(
        endings="".join(map(str, after.ending.tolist())),
        **ending_shares(after),
        lift=difference_of(before.ending == Ending.SETTLEMENT, settled, weight),
        deadline=None if deadline is None else float(deadline.day),
        by_deadline=None if deadline is None else _by(after, float(deadline.day)),
        median_day=_median_day(after.day[settled], weight[settled]),
        means=means,
        changes=changes,
    )


def _by(outcomes: Outcomes, day: float) -> Share:
    settled = outcomes.ending == Ending.SETTLEMENT
    return share_of(settled & (outcomes.day <= day + 1e-9), outcomes.weight)


def _median_day(days: NDArray[np.float64], weight: NDArray[np.float64]) -> float | None:
    if not len(days):
        return None
    return float(weighted_quantiles(days, weight, np.array([0.5]))[0])
