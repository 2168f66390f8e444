"""Where a share turns along a line of cells, told only where the change is beyond noise.

The cells of a line share their worlds, so any two are compared world by world. Looking at all
pairs of a line, or of many lines, some pair will differ by chance; each interval is therefore
widened for the number of looks m (Bonferroni; Miller 1981, Simultaneous Statistical Inference,
section 1.2): from the 1 − α/2 quantile of the normal distribution to its 1 − α/2m quantile, with
α = 0.05. A change counts as *beyond noise* where the widened interval leaves out 0.

Turns are found by one walk along the line that keeps the lowest and the highest cell since the last
turn: a rise is there once a cell lies beyond noise above the lowest, a fall once one lies beyond
noise below the highest. So many small steps of one direction are seen as one change, and a course
that rises and falls again is told as both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sim.analysis.shares import difference_of, widened
from sim.domain.estimate import Difference
from sim.domain.sweep import Course

__all__ = ["Part", "beyond", "extremes", "looks_along", "parts_of"]

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

#: A move is told from where it starts to where this part of it is done; the rest is level.
_NEARLY_ALL = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a line between two of its cells, by position. ``half`` : the closest two cells
    between which at least half of the change happens."""

    course: Course
    first: int
    last: int
    half: tuple[int, int]


def looks_along(cells: int, lines: int = 1) -> int:
    """How many pairs of cells so many lines of so many cells each hold; at least 1.

    >>> looks_along(7), looks_along(7, 7)
    (21, 147)
    """
    return max(1, lines * cells * (cells - 1) // 2)


def beyond(difference: Difference, looks: int) -> Course:
    """Which way a paired difference goes when ``looks`` of its kind are looked at.

    >>> found = Difference(difference=0.03, low=0.01, high=0.05)
    >>> beyond(found, 1), beyond(found, 100)
    (<Course.RISES: 'rises'>, <Course.LEVEL: 'level'>)
    """
    wide = widened(difference, looks)
    if wide.low > 0.0:
        return Course.RISES
    return Course.FALLS if wide.high < 0.0 else Course.LEVEL


def parts_of(line: Sequence[Mask], weight: Array, looks: int) -> tuple[Part, ...]:
    """The parts of a line in order; one that is level throughout has one, a single cell none.

    line : for each cell, (n,) whether a world settles in it. weight : (n,). looks : of the kind
    that are made in all.

    >>> worlds = np.arange(400)
    >>> line = [worlds < 40, worlds < 40, worlds < 200, worlds < 200]
    >>> [(part.course.value, part.first, part.last) for part in parts_of(line, np.ones(400), 6)]
    [('level', 0, 1), ('rises', 1, 2), ('level', 2, 3)]
    """
    if len(line) < 2:
        return ()
    shares = [float(np.sum(weight[mask])) for mask in line]

    def compared(one: int, other: int) -> Course:
        return beyond(difference_of(line[one], line[other], weight), looks)

    pivots = _pivots(shares, compared)
    parts: list[Part] = []
    done = 0
    for start, end in pairwise(pivots):
        moving = _moving(shares, compared, start, end)
        parts += [*_level(done, moving.first), moving]
        done = moving.last
    return (*parts, *_level(done, len(line) - 1))


def extremes(line: Sequence[Mask], weight: Array, looks: int) -> Part:
    """From the cell with the fewest to the one with the most, for values that have no order.

    The part is level where even those two do not differ beyond noise.
    """
    shares = [float(np.sum(weight[mask])) for mask in line]
    fewest, most = int(np.argmin(shares)), int(np.argmax(shares))
    course = beyond(difference_of(line[fewest], line[most], weight), looks)
    return Part(course=course, first=fewest, last=most, half=(fewest, most))


def _pivots(shares: Sequence[float], compared: Callable[[int, int], Course]) -> list[int]:
    """Positions of the lowest and highest cells between which the share moves; empty for none."""
    low = high = 0
    heading = Course.LEVEL
    pivots: list[int] = []
    for here in range(1, len(shares)):
        if heading is not Course.RISES and compared(low, here) is Course.RISES:
            pivots.append(low)
            heading, high = Course.RISES, here
        elif heading is not Course.FALLS and compared(high, here) is Course.FALLS:
            pivots.append(high)
            heading, low = Course.FALLS, here
        if shares[here] < shares[low]:
            low = here
        if shares[here] > shares[high]:
            high = here
    if heading is Course.LEVEL:
        return []
    return [*pivots, high if heading is Course.RISES else low]


def _moving(
    shares: Sequence[float], compared: Callable[[int, int], Course], start: int, end: int
) -> Part:
    """The move between two pivots, without the level run-ups that only noise makes part of it."""
    first, last = _closest(
        shares,
        _NEARLY_ALL,
        [k for k in range(start, end) if compared(start, k) is Course.LEVEL],
        [k for k in range(start + 1, end + 1) if compared(k, end) is Course.LEVEL],
        shares[end] - shares[start],
    )
    inner = range(first, last + 1)
    half = _closest(shares, 0.5, inner, inner, shares[last] - shares[first])
    course = Course.RISES if shares[last] > shares[first] else Course.FALLS
    return Part(course=course, first=first, last=last, half=half)


def _closest(
    shares: Sequence[float], part: float, firsts: Sequence[int], lasts: Sequence[int], whole: float
) -> tuple[int, int]:
    """The closest two cells between which so large a part of the whole change happens.

    Of equally close ones those with the larger change, then the earlier.
    """
    found = [
        (last - first, -(shares[last] - shares[first]) / whole, (first, last))
        for first in firsts
        for last in lasts
        if first < last and (shares[last] - shares[first]) / whole >= part - 1e-9
    ]
    return min(found)[2]


def _level(first: int, last: int) -> list[Part]:
    if first >= last:
        return []
    return [Part(course=Course.LEVEL, first=first, last=last, half=(first, last))]
