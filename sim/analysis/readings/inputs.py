"""The uncertain numbers that are held at the ends of their ranges, and which of them matter.

An input is one number or, for a red line, the firmness of all its options moved together. What it
does is told from worlds that have been played already: the mean of what worlds say of a statement,
in the quarter of them in which the input was drawn highest less the quarter in which it was drawn
lowest, in standard errors of that difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.analysis.readings.tally import Tally
from sim.analysis.unread import unread
from sim.domain.party import RedLine
from sim.domain.quantity import Quantity
from sim.domain.scenario import Scenario

__all__ = ["RangeInput", "choose", "range_inputs", "stretches"]

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeInput:
    """An input: its path, the numbers it moves, the stream they are drawn from.

    option : for a line, the option whose number is told, its firmest; empty else.
    """

    path: str
    stream: str
    numbers: tuple[Quantity, ...]
    told: Quantity
    option: str = ""

    def held(self, way: float, *, end: int) -> dict[str, list[float]]:
        """Edits that hold the input off its mid. end : −1 for its low end, 1 for its high end.

        way : 0 at the mid, 1 at the end, ``reach(end)`` at the end of what is legal.
        """
        beyond = (way - 1.0) / (self.reach(end) - 1.0) if way > 1.0 else 0.0
        return {
            # A list of one: a plain number would be widened by the band around it.
            number.path: [_between(number, min(way, 1.0), beyond, end)]
            for number in self.numbers
        }

    def value(self, way: float, *, end: int) -> float:
        """The value of the number that is told, held so."""
        return self.held(way, end=end)[self.told.path][0]

    def reach(self, end: int) -> float:
        """How far the end of what is legal lies from the mid, the end of the range being 1."""
        last = self.told.high if end > 0 else self.told.low
        unit = abs(last - self.told.mode) or self.told.high - self.told.low
        legal = self.told.role.legal[1 if end > 0 else 0]
        return 1.0 + abs(legal - last) / unit


def _between(number: Quantity, way: float, beyond: float, end: int) -> float:
    last = number.high if end > 0 else number.low
    legal = number.role.legal[1 if end > 0 else 0]
    if way < 1.0:
        return float(number.mode + (last - number.mode) * way)
    return float(last + (legal - last) * beyond)


def range_inputs(scenario: Scenario) -> tuple[RangeInput, ...]:
    """Every input that has a range, is drawn, and is read by somebody, in file order."""
    lines = list(_lines(scenario))
    moved = {number.path for line in lines for number in line.numbers} | unread(scenario)
    # What parties believe of each other is reckoned with, never drawn; sources are read apart.
    alone = [
        RangeInput(path=number.path, stream=number.path, numbers=(number,), told=number)
        for number in scenario.quantities()
        if number.high > number.low
        and number.path not in moved
        and not number.path.startswith("belief.")
    ]
    return (*alone, *lines)


def _lines(scenario: Scenario) -> Iterator[RangeInput]:
    for party in scenario.parties.values():
        for issue, line in party.red_lines.items():
            if any(number.high > number.low for number in line.firmness.values()):
                path = f"party.{party.id}.red_line.{issue}"
                yield _line(path, line)


def _line(path: str, line: RedLine) -> RangeInput:
    wide = [option for option, number in line.firmness.items() if number.high > number.low]
    option = max(wide, key=lambda one: line.firmness[one].mode)
    return RangeInput(
        path=f"{path}.firmness",
        stream=f"{path}#quantile",
        numbers=tuple(line.firmness.values()),
        told=line.firmness[option],
        option=option,
    )


def stretches(
    inputs: Sequence[RangeInput], tallies: Mapping[str, Tally], *, seed: int
) -> dict[str, dict[str, float]]:
    """Input → statement → how far apart low and high worlds stand, in standard errors.

    tallies : statement → what the first worlds of a coding, as drawn, say of it.
    """
    from sim.sampling import uniforms

    names = list(tallies)
    if not names:
        return {one.path: {} for one in inputs}
    scores = np.stack([tallies[name].score for name in names])
    n, found = scores.shape[1], {}
    for one in inputs:
        order = np.argsort(uniforms(seed, one.stream, 0, n), kind="stable")
        quarter = max(1, n // 4)
        low, high = scores[:, order[:quarter]], scores[:, order[-quarter:]]
        # One world's worth of variance more, for quarters in which all worlds say the same.
        error = np.sqrt((low.var(axis=1) + high.var(axis=1) + 1.0 / quarter) / quarter)
        stretch = np.abs(high.mean(axis=1) - low.mean(axis=1)) / error
        found[one.path] = {name: float(value) for name, value in zip(names, stretch, strict=True)}
    return found


def choose(
    by_coding: Sequence[Mapping[str, Mapping[str, float]]], first: Sequence[str], many: int
) -> tuple[str, ...]:
    """At most so many inputs: ``first``, then those that move the statements most, all together.

    by_coding : of each coding, input → statement → stretch. Squares are added over statements, and
    the largest sum over codings counts. first : inputs wanted in any case; those that no coding
    has are left out.

    >>> choose([{"a": {"s": 3.0, "t": 3.0}, "b": {"s": 4.0}, "c": {"s": 0.0}}], ["c"], 2)
    ('c', 'a')
    """
    sums: dict[str, float] = {}
    for found in by_coding:
        for path, stretch in found.items():
            sums[path] = max(sums.get(path, 0.0), sum(one * one for one in stretch.values()))
    order = sorted(sums, key=lambda path: (path not in first, -sums[path]))
    return tuple(order[:many])
