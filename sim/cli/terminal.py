"""Talking to the person at the terminal: width, notes on stderr, a progress bar where it helps."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

__all__ = ["counted", "note", "progress", "show", "width"]

_WIDEST = 100


def width() -> int:
    """Columns to write in: the terminal's, or ``COLUMNS``, or 80; not more than is good to read."""
    return max(40, min(_WIDEST, shutil.get_terminal_size((80, 24)).columns))


def show(text: str) -> None:
    """Write a result on standard output."""
    typer.echo(text, nl=not text.endswith("\n"))


def note(text: str) -> None:
    """Say something beside the result, on stderr."""
    typer.echo(f"parley: {text}", err=True)


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar that is told how much more was done; silent unless stderr is a terminal."""
    done = 0

    def advance(more: int) -> None:
        nonlocal done
        done += more
        report(done, total)

    with counted(what) as report:
        yield advance


@contextmanager
def counted(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar that is told how much was done of how much; silent unless stderr is a terminal."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
