"""Run pieces of work in worker processes, results in order, a lost worker's piece tried again."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.context import BaseContext
from typing import TypeVar

from sim.errors import WorkerLostError

__all__ = ["context", "in_order"]

Piece = TypeVar("Piece")
Result = TypeVar("Result")


def context() -> BaseContext:
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
    pool = _pool(min(workers, len(pieces)))
    try:
        futures = [pool.submit(work, piece) for piece in pieces]
        for future, piece in zip(futures, pieces, strict=True):
            yield _result(future, work, piece)
    finally:
        # The pool cancels what waits: cancelled one by one, a piece could meet a pool that is
        # breaking and be waited for ever.
        pool.shutdown(wait=True, cancel_futures=True)


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=context(), initializer=_end_silently)


def _end_silently() -> None:
    """On Ctrl-C a worker just ends; who hands out the work says what there is to say."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _result(future: Future[Result], work: Callable[[Piece], Result], piece: Piece) -> Result:
    try:
        return future.result()
    except BrokenProcessPool:
        return _alone(work, piece)


def _alone(work: Callable[[Piece], Result], piece: Piece) -> Result:
    with _pool(1) as pool:
        try:
            return pool.submit(work, piece).result()
        except BrokenProcessPool as lost:
            raise WorkerLostError(f"a worker process died twice on {piece!r}") from lost
