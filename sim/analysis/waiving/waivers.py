"""What may be waived so that a package can be signed, written as bits of a mask.

A party's signature test has two parts: its firm lines, and its reservation. A *waiver* takes one
part away: a line (all its nested options together), or as much of the reservation as a step of a
grid says, by which the party lowers its no-deal value. A larger step contains the smaller ones, so
step k is written as k bits: masks then contain one another just as waivers do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.domain.scenario import Scenario
from sim.domain.value import INDIFFERENT

__all__ = ["Mask", "Waivers", "contains", "holding", "keeping_lines", "lines_and_steps"]

Mask = NDArray[np.uint64]
Array = NDArray[np.float64]

_WORD = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Waivers:
    """Which waivers are told apart. P parties, J issues, G steps, M words of a mask.

    line : (M, P, J) what crossing the party's line on the issue asks to be waived. shift :
    (M, P, G + 1) what falling short of the reservation by more than k − 1 and at most k steps
    asks; nothing for k = 0. grid : (G,) steps, rising, value units; the last may be infinite.
    counted : (M,) the bits whose number is the size of a mask: one for each line, and for each
    party its first step. lines : party and issue of each line, in the order of their bits.
    """

    line: Mask
    shift: Mask
    grid: Array
    counted: Mask
    lines: tuple[tuple[int, int], ...] = ()

    def size(self, masks: Mask) -> NDArray[np.intp]:
        """How many waivers masks (M, …) hold; a party's shift is one, whatever its step."""
        bits = self.counted.reshape(-1, *[1] * (masks.ndim - 1))
        sizes: NDArray[np.intp] = np.bitwise_count(masks & bits).sum(axis=0, dtype=np.intp)
        return sizes

    def steps(self, shortfall: Array) -> NDArray[np.intp]:
        """The least step that makes up for a shortfall; G + 1 where none does.

        >>> keeping_lines(1, 1, [0.05, 0.1]).steps(np.array([-0.1, 0.0, 0.05, 0.07, 0.3])).tolist()
        [0, 0, 1, 2, 3]
        """
        made = (shortfall > INDIFFERENT).astype(np.intp)
        # The grid is short: comparing with each of its steps beats a search by far.
        for step in self.grid:
            made += shortfall > step + INDIFFERENT
        return made


def lines_and_steps(scenario: Scenario, grid: Sequence[float]) -> Waivers:
    """Every line a waiver, and every party's no-deal value lowered by a step of the grid.

    Bits: the lines first, by party and issue; then each party's steps.
    """
    P, G = len(scenario.parties), len(grid)
    lines = tuple(
        (i, j)
        for i, party in enumerate(scenario.parties.values())
        for j, issue in enumerate(scenario.agenda)
        if issue.id in party.red_lines
    )
    L = len(lines)
    words = max(1, -(-(L + P * G) // _WORD))
    line = np.zeros((words, P, len(scenario.agenda)), dtype=np.uint64)
    shift = np.zeros((words, P, G + 1), dtype=np.uint64)
    for bit, (i, j) in enumerate(lines):
        line[:, i, j] = holding(words, bit)
    first_steps = [L + i * G for i in range(P)] if G else []
    for i, first in enumerate(first_steps):
        for k in range(1, G + 1):
            shift[:, i, k] = holding(words, *range(first, first + k))
    counted = holding(words, *range(L), *first_steps)
    return Waivers(line=line, shift=shift, grid=np.array(grid, float), counted=counted, lines=lines)


def keeping_lines(parties: int, issues: int, grid: Sequence[float] = ()) -> Waivers:
    """No line may be waived (each has size 1); lowering by steps of the grid asks for nothing.

    With an empty grid nothing may be waived at all.
    """
    line = np.ones((1, parties, issues), dtype=np.uint64)
    shift = np.zeros((1, parties, len(grid) + 1), dtype=np.uint64)
    counted = np.ones(1, dtype=np.uint64)
    return Waivers(line=line, shift=shift, grid=np.array(grid, float), counted=counted)


def holding(words: int, *bits: int) -> Mask:
    """A mask (M,) that holds these bits.

    >>> holding(2, 0, 65).tolist()
    [1, 2]
    """
    made = np.zeros(words, dtype=np.uint64)
    for bit in bits:
        made[bit // _WORD] |= np.uint64(1 << (bit % _WORD))
    return made


def contains(masks: Mask, part: Mask) -> NDArray[np.bool_]:
    """Whether masks (M, …) hold all the bits of others (M, …)."""
    return np.asarray(((part & ~masks) == 0).all(axis=0))
