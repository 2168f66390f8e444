"""Two processes behind the page: one for the answer of a slider at rest, one for what may wait."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from enum import Enum
from typing import Any

from sim.domain.scenario import Scenario
from sim.engine.workers import context
from sim.explorer import tasks
from sim.explorer.asked import Asked
from sim.explorer.words import Words

__all__ = ["Behind", "Lane"]


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
        self._newest = self._around.Value("q", 0)
        self._begin = {
            lane: (codings, seed, words, self._newest, self._around.Value("q", 0)) for lane in Lane
        }
        self._pools = {lane: self._pool(lane) for lane in Lane}

    def _pool(self, lane: Lane) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            1, mp_context=self._around, initializer=tasks.begin, initargs=self._begin[lane]
        )

    def next_turn(self) -> int:
        """The number of a new turn: whatever is asked about an older one stops."""
        with self._newest.get_lock():
            self._newest.value += 1
            return int(self._newest.value)

    def newest(self) -> int:
        """The number of the newest turn."""
        return int(self._newest.value)

    def is_stale(self, asked: Asked) -> bool:
        """Whether the page has moved on since."""
        return bool(asked.turn < self._newest.value)

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
                return await asyncio.wrap_future(pool.submit(task, asked))
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
        with self._newest.get_lock():
            self._newest.value += 1
        for pool in self._pools.values():
            pool.shutdown(wait=True, cancel_futures=True)
