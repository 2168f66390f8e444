"""Ctrl-C, and a request to terminate: both unwind the command, even where a library loses them.

Extension modules clear errors of their own while they are loaded, and callbacks of the
interpreter cannot raise; an interruption that falls there is gone without a trace, and the command
would go on as if nobody had asked. So it is asked for again until it is on its way.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["interruptible"]

_ENDING = (signal.SIGINT, signal.SIGTERM)

#: Seconds until an interruption that was lost is raised again.
_PAUSE = 0.2


@contextmanager
def interruptible() -> Iterator[None]:
    """Within it, Ctrl-C and a request to terminate raise ``KeyboardInterrupt`` until it is heard.

    Only the main thread can be interrupted; in another one nothing is changed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, _interrupt) for number in _ENDING}
    try:
        yield
    finally:
        _stop_asking()
        for number, answer in before.items():
            signal.signal(number, answer)


def _interrupt(number: int, frame: FrameType | None) -> None:
    _ask_again()
    raise KeyboardInterrupt


def _insist(number: int, frame: FrameType | None) -> None:
    if not _is_under_way():
        raise KeyboardInterrupt


def _is_under_way() -> bool:
    """Whether whatever runs now runs because of an interruption, as a ``finally`` does."""
    error = sys.exc_info()[1]
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return True
        error = error.__context__
    return False


def _ask_again() -> None:
    # Windows has no such clock.
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, _insist)
        signal.setitimer(signal.ITIMER_REAL, _PAUSE, _PAUSE)


def _stop_asking() -> None:
    if hasattr(signal, "setitimer") and signal.getsignal(signal.SIGALRM) is _insist:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
