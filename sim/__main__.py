"""``parley``, which ``python -m sim`` starts as well: interrupted at any moment, it says so."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

__all__ = ["main"]

_INTERRUPTED = 130


def main() -> None:
    """Carry out the command of this process and end it with the command's exit code.

    Loading the command line takes long enough to be interrupted in. Nothing is begun by then, so
    the process just ends; so it does once the command has said all it has to say.
    """
    _set(_leave)
    from sim.cli import main as command

    try:
        command()
    finally:
        _set(signal.SIG_DFL)


def _set(answer: signal.Handlers | object) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, answer)  # type: ignore[arg-type]


def _leave(number: int, frame: FrameType | None) -> None:
    # Not through an exception: a library that is being loaded may lose it.
    os.write(sys.stderr.fileno(), b"parley: interrupted before anything was begun\n")
    os._exit(_INTERRUPTED)


if __name__ == "__main__":
    main()
