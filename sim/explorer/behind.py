"""Two processes behind the page: one for the answer of a slider at rest, one for what may wait."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from enum import Enum
from multiprocessing import active_children
from typing import Any

from sim.domain.scenario import Scenario
from sim.engine.workers import context
from sim.explorer import tasks
from sim.explorer.asked import PAGES, Asked
from sim.explorer.words import Words

__all__ = ["Behind", "Lane"]

#: Seconds in which a process may end by itself when the page is closed.
_PATIENCE = 0.5


class Lane(Enum):
    """REST answers when a slider rests and must be free for it; LONG takes what may wait."""

    REST = "rest"
    LONG = "long"


class Behind:
    """Processes that hold the explored scenario; each works on one task at a time.

    codings : coding → scenario. seed : of all worlds. Call ``close`` at the end.
    """

    def __init__(self, codings: Mapping[str, Scenario], seed: int, words: Words) -> None:
        self._around = context()
        self._before = active_children()
        self._newest = self._around.Array("q", PAGES)
        self._begin = {
            lane: (codings, seed, words, self._newest, self._around.Value("q", 0)) for lane in Lane
        }
        self._pools = {lane: self._pool(lane) for lane in Lane}

    def _pool(self, lane: Lane) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            1, mp_context=self._around, initializer=_begin, initargs=self._begin[lane]
        )

    def next_turn(self, page: int) -> int:
        """The number of a new turn of a page: whatever it asked in an older one stops."""
        with self._newest.get_lock():
            self._newest[page] += 1
            return int(self._newest[page])

    def newest(self, page: int) -> int:
        """The number of a page's newest turn."""
        return int(self._newest[page])

    def is_stale(self, asked: Asked) -> bool:
        """Whether the page has moved on since."""
        return asked.turn < self.newest(asked.page)

    def done(self, lane: Lane) -> float:
        """How much of a lane's task is done, in [0, 1]."""
        return float(self._begin[lane][4].value) / 1000.0

    async def ask(
        self, lane: Lane, task: Callable[[Any], dict[str, Any]], asked: Asked
    ) -> dict[str, Any]:
        """Carry a task out in its lane. Raises ``StaleError`` where the page has moved on.

        A process that dies is replaced, and the task tried once more.
        """
        for last in (False, True):
            if self.is_stale(asked):
                raise tasks.StaleError
            pool = self._pools[lane]
            try:
                found = await asyncio.wrap_future(pool.submit(task, asked))
                if self.is_stale(asked):
                    raise tasks.StaleError
                return found
            except BrokenProcessPool:
                if self._pools[lane] is pool:
                    self._pools[lane] = self._pool(lane)
                if last:
                    raise
        raise AssertionError("the second try returns or raises")

    def warm(self) -> None:
        """Start the processes before they are needed."""
        for pool in self._pools.values():
            pool.submit(int)

    def close(self) -> None:
        """Stop every process; what is unfinished is dropped."""
        for page in range(PAGES):
            self.next_turn(page)
        for pool in self._pools.values():
            pool.shutdown(wait=False, cancel_futures=True)
        # Some tasks look up only between long batches; whoever ended the page waits for none.
        for process in set(active_children()) - set(self._before):
            process.join(_PATIENCE)
            if process.is_alive():
                process.kill()


def _begin(*held: Any) -> None:
    tasks.begin(*held)
