"""PRIM: a box of inputs in which an output of 0 or 1 is often 1 (Friedman & Fisher 1999, Stat.
Comput. 9:123–143), as used to find the scenarios that matter (Bryant & Lempert 2010, Technol.
Forecast. Soc. Change 77:34–49).

*Peeling.* From a box around everything, one slice after another is cut off: at either end of one
input, the share α of the box's worlds (of an input with few values, its last value). Of all slices
the one goes whose loss raises the density most per world lost – so that a yes-or-no input, which
can only lose many worlds at once, is measured by the same yardstick (Kwakkel & Jaxa-Rozen 2016,
Environ. Model. Softw. 79:311–321). Peeling ends when no slice raises the density, or when the box
would hold too few worlds. Once so many inputs are limited as can still be told, no other is.

*Pasting.* A limit is moved back out by a slice of α as long as the density does not fall.

*What could be chance.* Without the limit on one input the box holds a share p of ones; with it, h
of m worlds. The quasi-p-value is the chance that m worlds with chance p each have h ones or more.

coverage: the box's ones among all ones; density: ones among the box's worlds; mass: the box's
worlds among all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["ALPHA", "Box", "paste", "peel", "quasi_p_values"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: Share of a box's worlds that one slice holds.
ALPHA = 0.05


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Box:
    """Limits on inputs, ends included. low, high : (d,), infinite where there is none.

    >>> box = Box.around(2).limited(0, low=0.5)
    >>> box.holds(np.array([[0.4, 9.0], [0.5, 9.0]])).tolist(), box.restricted.tolist()
    ([False, True], [True, False])
    """

    low: Array
    high: Array

    @classmethod
    def around(cls, inputs: int) -> Box:
        """A box that holds everything."""
        return cls(low=np.full(inputs, -np.inf), high=np.full(inputs, np.inf))

    @property
    def restricted(self) -> Flags:
        """(d,) which inputs have a limit."""
        return np.isfinite(self.low) | np.isfinite(self.high)

    def holds(self, x: Array) -> Flags:
        """(n,) which of the worlds lie in it. x : (n, d)."""
        limited = self.restricted
        inside = (x[:, limited] >= self.low[limited]) & (x[:, limited] <= self.high[limited])
        return np.asarray(inside.all(axis=1))

    def limited(self, place: int, *, low: float | None = None, high: float | None = None) -> Box:
        """The same box with one limit of one input put elsewhere."""
        lows, highs = self.low.copy(), self.high.copy()
        if low is not None:
            lows[place] = low
        if high is not None:
            highs[place] = high
        return Box(low=lows, high=highs)

    def without(self, place: int) -> Box:
        """The same box with no limit on one input."""
        return self.limited(place, low=-np.inf, high=np.inf)


def peel(
    x: Array,
    y: Flags,
    *,
    fewest: int,
    inputs: Sequence[int] | None = None,
    most: int | None = None,
    alpha: float = ALPHA,
) -> tuple[Box, ...]:
    """The boxes left after each slice, the one around everything first.

    x : (n, d) inputs. y : (n,) the output. fewest : worlds that a box holds at least. inputs :
    those that may be limited, all if not given. most : how many of them at most.

    >>> x = np.arange(20.0)[:, None]
    >>> boxes = peel(x, x[:, 0] > 14, fewest=2, alpha=0.1)
    >>> float(boxes[-1].low[0])
    15.0
    """
    box, inside = Box.around(x.shape[1]), np.ones(len(x), dtype=bool)
    boxes = [box]
    while True:
        best, gain = None, 0.0
        ones, worlds = int(y[inside].sum()), int(inside.sum())
        for place in _open(box, range(x.shape[1]) if inputs is None else inputs, most):
            for limit in _slices(x[inside, place], alpha):
                low, high = limit
                kept = inside & (x[:, place] >= low) & (x[:, place] <= high)
                left = int(kept.sum())
                if left < fewest or left == worlds:
                    continue
                rise = (int(y[kept].sum()) / left - ones / worlds) / (worlds - left)
                if rise > gain * (1 + 1e-12):
                    best, gain = (place, low, high, kept), rise
        if best is None:
            return tuple(boxes)
        place, low, high, inside = best
        box = box.limited(
            place, low=max(low, float(box.low[place])), high=min(high, float(box.high[place]))
        )
        boxes.append(box)


def _open(box: Box, inputs: Sequence[int], most: int | None) -> list[int]:
    """The inputs that the next slice may limit."""
    limited = box.restricted
    full = most is not None and int(limited.sum()) >= most
    return [place for place in inputs if limited[place] or not full]


def _slices(values: Array, alpha: float) -> Iterator[tuple[float, float]]:
    """What is left of a range after a slice at its lower end, and after one at its upper end."""
    ordered = np.sort(values)
    count = max(1, int(alpha * len(ordered)))
    low, high = ordered[0], ordered[-1]
    if low == high:
        return
    start, stop = ordered[min(count, len(ordered) - 1)], ordered[max(len(ordered) - 1 - count, 0)]
    if start == low:
        start = ordered[np.searchsorted(ordered, low, side="right")]
    if stop == high:
        stop = ordered[np.searchsorted(ordered, high, side="left") - 1]
    yield float(start), np.inf
    yield -np.inf, float(stop)


def paste(x: Array, y: Flags, box: Box, *, alpha: float = ALPHA) -> Box:
    """The box with limits moved out as long as the density does not fall.

    >>> x = np.arange(20.0)[:, None]
    >>> tight = Box.around(1).limited(0, low=17.0)
    >>> float(paste(x, x[:, 0] > 14, tight).low[0])
    15.0
    """
    while True:
        inside = box.holds(x)
        ones, worlds = int(y[inside].sum()), int(inside.sum())
        best, found = None, (ones / max(worlds, 1), worlds)
        for wider in _wider(x, box, max(1, int(alpha * worlds))):
            more = wider.holds(x)
            told = (int(y[more].sum()) / int(more.sum()), int(more.sum()))
            if told[1] > worlds and told[0] >= found[0] - 1e-12 and told > found:
                best, found = wider, told
        if best is None:
            return box
        box = best


def _wider(x: Array, box: Box, count: int) -> Iterator[Box]:
    for place in np.flatnonzero(box.restricted):
        values = x[box.without(int(place)).holds(x), place]
        if np.isfinite(box.low[place]):
            below = np.sort(values[values < box.low[place]])[::-1]
            low = below[count - 1] if len(below) > count else -np.inf
            yield box.limited(int(place), low=float(low))
        if np.isfinite(box.high[place]):
            above = np.sort(values[values > box.high[place]])
            high = above[count - 1] if len(above) > count else np.inf
            yield box.limited(int(place), high=float(high))


def quasi_p_values(x: Array, y: Flags, box: Box) -> dict[int, float]:
    """Restricted input → the chance that its limit tells nothing.

    >>> x = np.arange(20.0)[:, None]
    >>> p = quasi_p_values(x, x[:, 0] > 14, Box.around(1).limited(0, low=15.0))
    >>> bool(abs(p[0] - 0.25**5) < 1e-12)
    True
    """
    from scipy.special import bdtrc

    inside = box.holds(x)
    worlds, ones = int(inside.sum()), int(y[inside].sum())
    found = {}
    for place in np.flatnonzero(box.restricted):
        looser = box.without(int(place)).holds(x)
        share = float(y[looser].mean()) if looser.any() else 0.0
        found[int(place)] = 1.0 if ones == 0 else float(bdtrc(ones - 1, worlds, share))
    return found
