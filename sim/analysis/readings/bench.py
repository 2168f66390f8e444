"""What is tested, on which worlds: readings measured and flip points searched, task by task."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from sim.analysis.readings.flips import Found, Search, search
from sim.analysis.readings.readings import Reading, measure
from sim.analysis.readings.tally import Tally
from sim.domain.robust import Taken
from sim.domain.scenario import Scenario
from sim.domain.statement import Statement

__all__ = ["SCREENED", "Bench", "Key"]

Task = TypeVar("Task")
Result = TypeVar("Result")

#: Coding, statement, how it is taken, and what is.
Key = tuple[str, str, Taken, str]

#: Leading worlds of every run but the one as drawn.
SCREENED = 400


@dataclass(slots=True, kw_only=True)
class Bench:
    """A scenario under its codings, the worlds it is tested on, and the processes that do it.

    progress : called with how many tasks are done, and of how many known so far.
    """

    scenarios: Mapping[str, Scenario]
    n: int
    seed: int
    workers: int = 1
    progress: Callable[[int, int], None] | None = None
    done: int = 0
    known: int = 0

    @property
    def few(self) -> int:
        """Worlds of every run but the one as drawn."""
        return min(self.n, SCREENED)

    def measure(
        self, wanted: Iterable[tuple[Reading, Mapping[str, Statement]]]
    ) -> dict[Key, Tally]:
        """What worlds say of statements, by id, under readings.

        A reading under which the scenario would not be valid is left out.
        """
        asked = [(reading, statements) for reading, statements in wanted if statements]
        tasks = [(reading, tuple(statements.values())) for reading, statements in asked]
        work = partial(measure, scenarios=self.scenarios, seed=self.seed)
        found: dict[Key, Tally] = {}
        for (reading, statements), tallies in zip(asked, self._each(work, tasks), strict=True):
            for name, tally in zip(statements, tallies, strict=False):
                found[reading.coding, name, reading.taken, reading.subject] = tally
        return found

    def search(self, tasks: Sequence[Search]) -> Iterator[tuple[str, Found]]:
        """Coding and place, for every statement of every search."""
        work = partial(search, scenarios=self.scenarios, seed=self.seed)
        for task, found in zip(tasks, self._each(work, tasks), strict=True):
            for one in found:
                yield task.coding, one

    def _each(self, work: Callable[[Task], Result], tasks: Sequence[Task]) -> Iterator[Result]:
        from sim.engine.workers import in_order

        self.known += len(tasks)
        for result in in_order(work, tasks, self.workers):
            self.done += 1
            if self.progress is not None:
                self.progress(self.done, self.known)
            yield result
