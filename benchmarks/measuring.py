"""Rows of the performance table, and timing that compares within one run.

Seconds are seconds of processor time of this process and the children it has waited for, so that
a busy machine blurs them less; everything measured runs on one core and hardly waits, so on an
idle machine they are what a clock shows.
"""

from __future__ import annotations

import gc
import math
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Row", "alternate", "exponent", "median_of", "show"]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the table: what was reached, beside the least that is asked and the aim."""

    what: str
    reached: str
    at_least: str = ""
    aim: str = ""
    note: str = ""


def alternate(
    one: Callable[[], object], other: Callable[[], object], times: int = 5
) -> tuple[float, float]:
    """Median seconds of each, run in turns so that a slow spell of the machine hits both."""
    one(), other()
    seconds: tuple[list[float], list[float]] = ([], [])
    for _ in range(times):
        seconds[0].append(_seconds(one))
        seconds[1].append(_seconds(other))
    return statistics.median(seconds[0]), statistics.median(seconds[1])


def median_of(call: Callable[[], object], times: int = 5) -> float:
    """Median seconds of a call in a warm process."""
    call()
    return statistics.median(_seconds(call) for _ in range(times))


def _seconds(call: Callable[[], object]) -> float:
    gc.collect()
    start = _spent()
    call()
    return _spent() - start


def _spent() -> float:
    times = os.times()
    return time.process_time() + times.children_user + times.children_system


def exponent(sizes: list[float], seconds: list[float]) -> float:
    """Slope of the straight line through log seconds against log sizes."""
    x, y = [math.log(s) for s in sizes], [math.log(s) for s in seconds]
    mean_x, mean_y = statistics.fmean(x), statistics.fmean(y)
    above = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True))
    return above / sum((a - mean_x) ** 2 for a in x)


def show(rows: list[Row]) -> str:
    """The rows as a markdown table."""
    lines = ["| what | reached | at least | aim |", "|---|---|---|---|"]
    lines += [f"| {r.what} | {r.reached} | {r.at_least} | {r.aim} |" for r in rows]
    lines += [""] + [f"- {r.what}: {r.note}" for r in rows if r.note]
    return "\n".join(lines)
