"""Who blocks: what stands in the way where no package is acceptable, and what would open it.

In a world whose acceptable set is empty on the day, a *sole blocker* is a line whose waiving alone
makes it non-empty, or a party whose whole signature test – all its lines and its reservation
together – does so. Where nobody blocks alone, the *smallest sets* of lines and no-deal shifts
take over; they are exact (``sim.analysis.waiving.opening_sets``). Nothing here depends on how the
parties talk: only on what they would sign.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from sim.analysis.making import made_from
from sim.analysis.over_blocks import Counter, Progress, on_blocks
from sim.analysis.waiving.blocked import Blocked, Question, blocked_in, in_a_row
from sim.analysis.waiving.rows import Told, cost_rows, empty_row, option_rows, set_rows, size_rows
from sim.analysis.waiving.tests import line_rows, party_rows, shift_rows
from sim.analysis.waiving.waived_sets import best_sets, elements_of
from sim.analysis.waiving.waivers import lines_and_steps
from sim.domain.blocking import Blocking
from sim.domain.cells import cells_of
from sim.domain.scenario import Scenario
from sim.errors import UsageError

__all__ = ["GRID", "LISTED", "MOST", "OF_LINES", "who_blocks"]

#: Steps by which a party may lower its no-deal value, in value units.
GRID = (0.05, 0.10, 0.15, 0.20)

#: The largest set of waivers that is looked for.
MOST = 3

#: How many sets of each size are listed, and how many of lines alone at least.
LISTED = 10
OF_LINES = 5


def who_blocks(
    scenarios: Mapping[str, Scenario],
    *,
    n: int = 2000,
    seed: int = 1,
    day: float = 0.0,
    grid: Sequence[float] = GRID,
    most: int = MOST,
    workers: int = 1,
    progress: Progress | None = None,
) -> Blocking:
    """Who blocks in every coding, and the sets of waivers that open most of the empty worlds.

    scenarios : coding → scenario. day : from 0 to the horizon, had the talks gone on without an
    offer. grid : rising steps of no-deal shifts, value units. most : the largest set looked for.
    progress : called with how many worlds are done, and of how many, over all codings. The finding
    does not depend on ``workers``. Raises ``UsageError`` where one of these makes no sense.
    """
    steps = _checked(grid, most)
    made = made_from(
        scenarios,
        n=n,
        seed=seed,
        asked={"day": day, "grid": " ".join(f"{step:g}" for step in steps), "most": most},
    )
    question = Question(n=n, seed=seed, day=day, grid=steps, most=most)
    told = [
        Told(
            coding=coding,
            scenario=scenarios[coding],
            blocked=blocked,
            sets=elements_of(
                blocked.sets,
                lines_and_steps(scenarios[coding], steps),
                cells_of(scenarios[coding]),
                n,
            ),
        )
        for coding, blocked in _ask(scenarios, question, workers, progress).items()
    ]
    chosen = best_sets(
        [(one.sets, one.blocked.empty, one.blocked.weight) for one in told], most, LISTED, OF_LINES
    )
    return Blocking(
        made=made,
        day=day,
        grid=steps,
        most=most,
        empty=tuple(empty_row(one) for one in told),
        sizes=tuple(row for one in told for row in size_rows(one, most)),
        lines=line_rows(told),
        parties=party_rows(told),
        shifts=tuple(row for one in told for row in shift_rows(one, steps)),
        sets=tuple(row for one in chosen for row in set_rows(told, one)),
        costs=tuple(row for one in chosen for row in cost_rows(told, one)),
        options=tuple(row for one in told for row in option_rows(one)),
    )


def _checked(grid: Sequence[float], most: int) -> tuple[float, ...]:
    steps = tuple(float(step) for step in grid)
    rising = all(low < high for low, high in zip((0.0, *steps), steps, strict=False))
    if not rising or any(step > 10.0 for step in steps):
        raise UsageError(
            "the grid is a row of rising steps in value units, above 0 and at most 10; got "
            + (" ".join(f"{step:g}" for step in steps) or "none")
        )
    if not 1 <= most <= 4:
        raise UsageError(f"sets of 1 to 4 waivers can be looked for; got {most}")
    return steps


def _ask(
    scenarios: Mapping[str, Scenario],
    question: Question,
    workers: int,
    progress: Progress | None,
) -> dict[str, Blocked]:
    """Coding → what stands in the way in each of its worlds."""
    parts = on_blocks(
        partial(_ask_some, question),
        scenarios,
        n=question.n,
        workers=workers,
        count=Counter(progress, question.n * len(scenarios)),
    )
    return {coding: in_a_row(some) for coding, some in parts.items()}


def _ask_some(question: Question, scenario: Scenario, first: int, n: int) -> Blocked:
    """One batch of worlds: a task for a worker process."""
    return blocked_in(scenario, question, first, n)
