"""What supposed worlds say about others: which of them would sign a package, as bits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.domain.cells import Cells
from sim.domain.scenario import Scenario
from sim.domain.value import TALKING_WEEKS, cell_breach, cell_refused, cell_worth, reaches
from sim.domain.worlds import WorldBlock
from sim.engine.public import supposed_by
from sim.sampling import supposed_worlds
from sim.sampling.supposed import SUPPOSED, Supposing

__all__ = ["ALL", "Bits", "Supposition", "distinct", "share", "supposition_of"]

Array = NDArray[np.float64]
Index = NDArray[np.intp]
Bits = NDArray[np.uint64]

#: Every supposed world, one bit each.
ALL: Bits = np.full(SUPPOSED // 64, np.iinfo(np.uint64).max, dtype=np.uint64)

#: Packages valued together in all supposed worlds; a table of them fits a processor's cache.
_TOGETHER = 256

#: Most different numbers that packages are told apart by before they are counted anew.
_MOST_CODES = 2**62


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposition:
    """The supposed worlds as one party sees the others in them. S of them.

    deal : (P, C, S) value of each cell, −inf across a firm line. base : (P, S) value no cell
    changes. need : (P, S) least value signed on day 0; drift : (P, S) what a week adds to it.
    of_type : (P, T, words) bits of the worlds in which a party is of its type, T at most.
    """

    deal: Array
    base: Array
    need: Array
    drift: Array
    of_type: Bits

    def would_sign(self, party: int, package: Index, day: float, effect: float) -> Bits:
        """Bits (N, words) of the worlds in which a party signs packages (B, N) on a day.

        effect : what has happened by then did to its no-deal value, as everybody knows.
        """
        cells = self.deal[party]
        least = self.need[party] + self.drift[party] * (day / 7.0) + effect - self.base[party]
        made = np.empty((package.shape[1], len(ALL)), dtype=np.uint64)
        for first in range(0, package.shape[1], _TOGETHER):
            held = package[:, first : first + _TOGETHER]
            worth = cells[held[0]]
            for block in held[1:]:
                worth += cells[block]
            bits = np.packbits(reaches(worth, least), axis=1, bitorder="little")
            made[first : first + _TOGETHER] = bits.view(np.uint64)
        return made


def supposition_of(scenario: Scenario, cells: Cells, holder: str) -> Supposition:
    """What a party supposes of the others in a scenario, its own ``belief`` tables included."""
    block = supposed_by(scenario, supposed_worlds(scenario), holder, Supposing(scenario))
    uncut = (cells.fear_block < 0)[:, None]
    deal = cell_worth(cells, block) - cell_breach(cells, block)
    return Supposition(
        deal=np.where(cell_refused(cells, block), -np.inf, deal),
        base=block.premium - block.fear * block.loss * uncut,
        need=block.no_deal + TALKING_WEEKS * block.side_benefit,
        drift=block.drift + block.belief_gap,
        of_type=_of_type(block),
    )


def _of_type(block: WorldBlock) -> Bits:
    kinds = np.arange(1, int(block.type.max(initial=0)) + 1)
    flags = block.type[:, None] == kinds[:, None]
    return np.packbits(flags, axis=2, bitorder="little").view(np.uint64)


def share(bits: Bits, among: Bits) -> Array:
    """The share of the worlds ``among`` that ``bits`` holds too; words on the last axis."""
    held = np.bitwise_count(bits & among).sum(axis=-1, dtype=np.int64)
    return np.asarray(held / np.bitwise_count(among).sum(axis=-1, dtype=np.int64))


def distinct(cells: Cells, held: NDArray[np.integer[Any]]) -> tuple[Index, Index]:
    """The different packages (B, N) among many (B, …), and which of them each is (…)."""
    flat = held.reshape(len(held), -1).astype(np.int64)
    codes, many = np.zeros(flat.shape[1], dtype=np.int64), 1
    for b, cell in enumerate(flat):
        size = cells.block(b).stop - cells.block(b).start
        if many > _MOST_CODES // size:
            codes = np.unique(codes, return_inverse=True)[1]
            many = int(codes.max()) + 1
        codes, many = codes * size + (cell - cells.start[b]), many * size
    _, first, place = np.unique(codes, return_index=True, return_inverse=True)
    return flat[:, first].astype(np.intp), place.reshape(held.shape[1:])
