"""Which unknowns drive the answer, and under which conditions deals happen.

Every coding is played on its ordinary worlds, on a second world for each of them, and on mixtures
of the two (``sim.analysis.drivers.redrawing``): one for every group of inputs, and one for all
inputs whose direction rests on a claim, on an outside source, on nobody, or that are luck. Indices
follow from these runs (``sim.analysis.drivers.sobol``), the tornado's numbers are screened on them
(``sim.analysis.drivers.ends``), and conditions are sought in the ordinary worlds and told for the
second ones (``sim.analysis.drivers.conditions``). All worlds weigh the same here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from sim.analysis.drivers.circumstances import circumstances
from sim.analysis.drivers.conditions import Found, conditions_of
from sim.analysis.drivers.ends import MOST_MOVED, ends_rows, play_ends, screened
from sim.analysis.drivers.input_groups import InputGroup, groups_of
from sim.analysis.drivers.inputs import Input, inputs_of
from sim.analysis.drivers.redrawing import Design, Told, design_of, play_redrawn, second
from sim.analysis.drivers.rows import (
    direction_rows,
    group_rows,
    input_rows,
    output_row,
    size_rows,
)
from sim.analysis.drivers.sobol import can_tell
from sim.analysis.making import made_from
from sim.domain.scenario import Scenario
from sim.domain.sensitivity import SETTLEMENT, Direction, Sensitivity
from sim.errors import NotFoundError

__all__ = ["check_output", "find_drivers"]

Progress = Callable[[int, int], None]
Scenarios = Mapping[str, Scenario]

#: Worlds in which conditions are sought at most; more would only make the search slow.
_MOST_SEARCHED = 10_000


def find_drivers(
    scenarios: Scenarios,
    *,
    n: int = 2000,
    seed: int = 1,
    workers: int = 1,
    output: str = SETTLEMENT,
    progress: Progress | None = None,
) -> Sensitivity:
    """Which groups of inputs, and which single numbers, an output hangs on most.

    scenarios : coding → scenario. output : ``settlement`` (by the horizon, 0 or 1), or
    ``result.PARTY``: what that party ends up with, in value units. progress : called with how many
    runs are done, and of how many at most. The finding does not depend on ``workers``. Raises
    ``UsageError`` without a world or a coding, and ``NotFoundError`` for an unknown output.
    """
    made = made_from(scenarios, n=n, seed=seed, asked={"output": output})
    first = next(iter(scenarios.values()))
    check_output(scenarios, output)
    settings = {"scenarios": scenarios, "n": n, "seed": seed, "output": output}
    groups = groups_of(scenarios)
    inputs = {coding: inputs_of(scenario) for coding, scenario in scenarios.items()}
    runs = _Runs(settings, workers, progress)
    designs = _designs(inputs, groups, runs)
    outputs = {coding: (one.a.output, one.b.output) for coding, one in designs.items()}
    streams = {coding: tuple(one.stream for one in listed) for coding, listed in inputs.items()}
    told = {coding: scenarios[coding] for coding, pair in outputs.items() if can_tell(*pair)}
    moved = screened(told, streams, outputs, seed=seed)
    ends = ends_rows(
        moved,
        list(runs.play(play_ends, moved)),
        {coding: pair[0] for coding, pair in outputs.items()},
        output=output,
    )
    found = {
        coding: _conditions(scenario, designs[coding], streams[coding], n=n, seed=seed)
        for coding, scenario in scenarios.items()
    }
    return Sensitivity(
        made=made,
        output=output,
        outputs=tuple(
            output_row(
                coding,
                designs[coding],
                inputs=len(inputs[coding]),
                output=output,
                search=one.search,
            )
            for coding, one in found.items()
        ),
        groups=group_rows(groups, designs, first.seeds, output),
        directions=direction_rows(inputs, designs, output),
        sizes=size_rows(scenarios),
        ends=ends,
        boxes=tuple(box for one in found.values() for box in one.boxes),
        conditions=tuple(each for one in found.values() for each in one.conditions),
        peeling=tuple(step for one in found.values() for step in one.peeling),
        inputs=input_rows(groups, inputs),
    )


def check_output(scenarios: Scenarios, output: str) -> None:
    """Raises ``NotFoundError`` for an output that no scenario has."""
    scenario = next(iter(scenarios.values()))
    known = [SETTLEMENT, *(f"result.{party}" for party in scenario.parties)]
    if output not in known:
        raise NotFoundError(f"no output is called {output!r}; there are {', '.join(known)}")


class _Runs:
    """Plays tasks and tells how many are done."""

    def __init__(
        self, settings: Mapping[str, Any], workers: int, progress: Progress | None
    ) -> None:
        self._settings, self._workers, self._progress = settings, workers, progress
        self._done = 0

    def play(
        self, play: Callable[..., Any], tasks: Sequence[Any], *, later: int = 0
    ) -> Iterator[Any]:
        """later : tasks that may still come after these."""
        from sim.engine.workers import in_order

        known = self._done + len(tasks) + later
        for result in in_order(partial(play, **self._settings), tasks, self._workers):
            yield result
            self._done += 1
            if self._progress is not None:
                self._progress(self._done, known)


def _designs(
    inputs: Mapping[str, Sequence[Input]], groups: Sequence[InputGroup], runs: _Runs
) -> dict[str, Design]:
    planned = {
        (coding, name): task
        for coding, listed in inputs.items()
        for name, task in design_of(coding, listed, groups).items()
    }
    # Chance moves are a group and a direction, so some tasks are the same.
    tasks = list(dict.fromkeys(planned.values()))
    played = runs.play(play_redrawn, tasks, later=MOST_MOVED * len(inputs))
    by_task = dict(zip(tasks, played, strict=True))
    told: dict[Any, Told] = {key: by_task[task] for key, task in planned.items()}
    return {
        coding: Design(
            a=told[coding, "a"],
            b=told[coding, "b"],
            groups={g.id: told[coding, g.id] for g in groups if (coding, g.id) in told},
            directions={d: told[coding, d] for d in Direction if (coding, d) in told},
        )
        for coding in inputs
    }


def _conditions(
    scenario: Scenario, runs: Design, streams: Sequence[str], *, n: int, seed: int
) -> Found:
    from sim.sampling import draw, sample_worlds

    most = min(n, _MOST_SEARCHED)
    searched, checked = (
        circumstances(
            scenario, draw(sample_worlds(scenario, n=most, seed=seed, aliases=again), 0, most)
        )
        for again in ({}, second(streams))
    )
    return conditions_of(
        scenario.coding, searched, runs.a.settled[:most], checked, runs.b.settled[:most]
    )
