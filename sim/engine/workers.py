"""Run pieces of work in worker processes, results in order, a lost worker's piece tried again."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_all_start_methods, get_context, resource_tracker
from multiprocessing.context import BaseContext
from typing import TypeVar

from sim.errors import WorkerLostError

__all__ = ["context", "in_order"]

Piece = TypeVar("Piece")
Result = TypeVar("Result")

_ENDING = (signal.SIGINT, signal.SIGTERM)


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
    with _pool(min(workers, len(pieces))) as pool:
        with _undisturbed():
            futures = [pool.submit(work, piece) for piece in pieces]
        for future, piece in zip(futures, pieces, strict=True):
            yield _result(future, work, piece)


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    pool = ProcessPoolExecutor(workers, mp_context=context(), initializer=_end_silently)
    try:
        yield pool
    finally:
        # The pool cancels what waits: cancelled one by one, a piece could meet a pool that is
        # breaking and be waited for ever. Who asks twice waits until the workers are gone.
        with _answering_later():
            pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Within it workers are started: whoever asks to end is answered once they all stand.

    A server or a worker that is only being started would else answer Ctrl-C with a traceback, or
    be left behind half made, looking for what its maker has cleared away.
    """
    with _answering_later(), _starting_deaf():
        yield


@contextmanager
def _answering_later() -> Iterator[None]:
    # Not by blocking the signals: threads of numerical libraries take them all the same.
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    asked: list[int] = []
    before = {int(number): signal.getsignal(number) for number in _ENDING}
    for number in before:
        signal.signal(number, lambda got, frame: asked.append(got))
    try:
        yield
    finally:
        for number, answer in before.items():
            signal.signal(number, answer if answer is not None else signal.SIG_DFL)
        for number in asked[:1]:
            signal.raise_signal(number)


@contextmanager
def _starting_deaf() -> Iterator[None]:
    # A process inherits what its maker blocks; a worker listens once it takes up work.
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # Its own start unblocks what was blocked, so it has to be there before.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_silently() -> None:
    """Asked to end, a worker just ends; who hands out the work says what there is to say."""
    for number in _ENDING:
        signal.signal(number, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)


def _result(future: Future[Result], work: Callable[[Piece], Result], piece: Piece) -> Result:
    try:
        return future.result()
    except BrokenProcessPool:
        return _alone(work, piece)


def _alone(work: Callable[[Piece], Result], piece: Piece) -> Result:
    with _pool(1) as pool:
        with _undisturbed():
            future = pool.submit(work, piece)
        try:
            return future.result()
        except BrokenProcessPool as lost:
            raise WorkerLostError(f"a worker process died twice on {piece!r}") from lost
