"""Work on every draw block of every coding, in worker processes, counted as it goes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from sim.domain.worlds import draw_blocks

__all__ = ["Counter", "Progress", "on_blocks"]

Key = TypeVar("Key")
Result = TypeVar("Result")
About = TypeVar("About")
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Counter:
    """Tells ``progress`` how many worlds are done, and of how many.

    >>> counter = Counter(print, 600)
    >>> counter(512)
    512 600
    >>> counter(88)
    600 600
    """

    progress: Progress | None
    total: int
    done: int = 0

    def __call__(self, worlds: int) -> None:
        """So many worlds more are done."""
        self.done += worlds
        if self.progress is not None:
            self.progress(self.done, self.total)


def on_blocks(
    work: Callable[[About, int, int], Result],
    cases: Mapping[Key, About],
    *,
    n: int,
    workers: int,
    count: Callable[[int], object] | None = None,
) -> dict[Key, list[Result]]:
    """``work(about, first, size)`` on every draw block of ``n`` worlds of every case, in order.

    work : a function of a module, or a part of one, since it goes to worker processes. cases : a
    coding, or whatever stands for one → what the work is about there. count : called with the
    worlds of each block that is done. Nothing depends on ``workers``.

    >>> on_blocks(lambda word, first, size: f"{word}{size}", {"a": "x"}, n=600, workers=1)
    {'a': ['x512', 'x88']}
    """
    from sim.engine.workers import in_order

    pieces = [(case, *block) for case in cases for block in draw_blocks(n)]
    task = partial(_on_piece, work, dict(cases))
    found: dict[Key, list[Result]] = {case: [] for case in cases}
    for (case, _, size), part in zip(pieces, in_order(task, pieces, workers), strict=True):
        found[case].append(part)
        if count is not None:
            count(size)
    return found


def _on_piece(
    work: Callable[[About, int, int], Result],
    cases: Mapping[Key, About],
    piece: tuple[Key, int, int],
) -> Result:
    case, first, size = piece
    return work(cases[case], first, size)
