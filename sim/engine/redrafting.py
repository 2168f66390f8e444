"""What a mediator may change in a text, and what each change is worth.

E edits, C cells, B blocks, n worlds.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.domain.cells import Cells, packages_over
from sim.domain.protocol import Edits

__all__ = ["Blocks", "Issues", "Packages", "Redrafting", "redrafting"]

Index = NDArray[np.intp]
Flags = NDArray[np.bool_]
Numbers = NDArray[Any]


class Redrafting(Protocol):
    """All the edits of a text that are allowed; some may leave it as it is."""

    size: int

    def gained(self, table: Numbers, text: Index) -> Numbers:
        """What each edit adds to a sum over the cells of the texts (B, n): (E, n).

        table : (C,) or (C, n), what is summed.
        """

    def possible(self, text: Index) -> Flags | None:
        """Which edits the texts (B, n) allow: (E, n), or ``None`` for all."""

    def made(self, edit: Index, text: Index) -> Index:
        """The texts (B, n) that the edits (n,) make of the texts (B, n)."""


class Blocks:
    """Edits of one or two blocks: the cells they bring in, second −1 for single ones."""

    def __init__(self, cells: Cells) -> None:
        self.block_of = cells.block_of
        one, two = np.triu_indices(cells.n_cells, k=1)
        apart = cells.block_of[one] != cells.block_of[two]
        singles = np.arange(cells.n_cells)
        first = np.concatenate([singles, one[apart]])
        second = np.concatenate([np.full(len(singles), -1), two[apart]])
        usable = cells.allowed[first] & ((second < 0) | cells.allowed[second])
        self.first, self.second = first[usable], second[usable]
        self.size = len(self.first)

    def gained(self, table: Numbers, text: Index) -> Numbers:
        change = _change(table, text, self.block_of)
        return np.asarray(
            change[self.first] + np.where(self.second[:, None] >= 0, change[self.second], 0)
        )

    def possible(self, text: Index) -> Flags | None:
        return None

    def made(self, edit: Index, text: Index) -> Index:
        made, columns = text.copy(), np.arange(text.shape[1])
        first, second = self.first[edit], self.second[edit]
        made[self.block_of[first], columns] = first
        pair = second >= 0
        made[self.block_of[second[pair]], columns[pair]] = second[pair]
        return made


class Issues:
    """Edits of a single issue: the cell of its block that they bring in."""

    def __init__(self, cells: Cells) -> None:
        self.block_of, self.option = cells.block_of, cells.option
        self.cell = np.flatnonzero(cells.allowed)
        self.size = len(self.cell)

    def gained(self, table: Numbers, text: Index) -> Numbers:
        return _change(table, text, self.block_of)[self.cell]

    def possible(self, text: Index) -> Flags | None:
        # A block may hold several issues, all but one of which must stay.
        held = self.option[:, text][:, self.block_of[self.cell]]
        return np.asarray((held != self.option[:, self.cell, None]).sum(axis=0) <= 1)

    def made(self, edit: Index, text: Index) -> Index:
        made, cell = text.copy(), self.cell[edit]
        made[self.block_of[cell], np.arange(text.shape[1])] = cell
        return made


class Packages:
    """Any package in place of the text: packages (B, E), as cells."""

    def __init__(self, cells: Cells) -> None:
        self.packages = packages_over(cells.allowed_cells)
        self.size = self.packages.shape[1]

    def gained(self, table: Numbers, text: Index) -> Numbers:
        total = np.asarray(sum(table[held] for held in self.packages))
        return np.asarray(total.reshape(self.size, -1) - _held(table, text).sum(axis=0))

    def possible(self, text: Index) -> Flags | None:
        return None

    def made(self, edit: Index, text: Index) -> Index:
        return np.asarray(self.packages[:, edit])


def redrafting(edits: Edits, cells: Cells) -> Redrafting:
    """The edits that the rules of the table allow."""
    kinds: dict[Edits, Callable[[Cells], Redrafting]] = {
        Edits.ONE: Issues,
        Edits.TWO: Blocks,
        Edits.PACKAGE: Packages,
    }
    return kinds[edits](cells)


def _held(table: Numbers, text: Index) -> Numbers:
    """The table (C,) or (C, n) at the cells of the texts (B, n): (B, n)."""
    return np.asarray(table[text] if table.ndim == 1 else np.take_along_axis(table, text, axis=0))


def _change(table: Numbers, text: Index, block_of: Index) -> Numbers:
    """What each cell (C, n) adds in place of the one its block holds now."""
    return np.asarray(table.reshape(len(table), -1) - _held(table, text)[block_of])
