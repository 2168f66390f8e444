"""Run pieces of work in worker processes, results in order, a lost worker's piece tried again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.context import BaseContext
from typing import TypeVar

from sim.errors import WorkerLostError

__all__ = ["in_order"]

Piece = TypeVar("Piece")
Result = TypeVar("Result")


def _context() -> BaseContext:
    """Workers fork from a server that has loaded the engine once; where there is none, spawn.

    Named here since an import of mesa sets the process-wide default to spawn, which loads
    everything anew in every worker. Forking this process itself is not safe beside threads.
    """
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(["sim.engine", "sim.loading"])
    return context


def in_order(
    work: Callable[[Piece], Result], pieces: Sequence[Piece], workers: int
) -> Iterator[Result]:
    """Yield ``work(piece)`` of every piece, in the order of the pieces.

    workers : processes; 1 works in this process. A pool that loses a process loses every piece
    still queued, so each is then tried once more, alone.
    Raises ``WorkerLostError`` for a piece that kills its worker again.
    """
    if workers <= 1 or len(pieces) <= 1:
        yield from map(work, pieces)
        return
    with ProcessPoolExecutor(min(workers, len(pieces)), mp_context=_context()) as pool:
        futures = [pool.submit(work, piece) for piece in pieces]
        try:
            for future, piece in zip(futures, pieces, strict=True):
                yield _result(future, work, piece)
        finally:
            for future in futures:
                future.cancel()


def _result(future: Future[Result], work: Callable[[Piece], Result], piece: Piece) -> Result:
    try:
        return future.result()
    except BrokenProcessPool:
        return _alone(work, piece)


def _alone(work: Callable[[Piece], Result], piece: Piece) -> Result:
    with ProcessPoolExecutor(1, mp_context=_context()) as pool:
        try:
            return pool.submit(work, piece).result()
        except BrokenProcessPool as lost:
            raise WorkerLostError(f"a worker process died twice on {piece!r}") from lost
