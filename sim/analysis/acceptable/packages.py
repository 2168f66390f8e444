"""Every acceptable package of a world, for agendas small enough to try them all.

The packages are the outer product of two halves of the blocks, so that a party's value of all of
them is one outer sum of two short tables. In each world rows and columns that cannot be part of an
acceptable package are left out first: those across a principal's line, and those too poor for some
principal whatever they are put together with.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.analysis.acceptable.open_worlds import own_ranges
from sim.domain.cells import Cells, packages_over
from sim.domain.value import INDIFFERENT

if TYPE_CHECKING:
    from sim.engine import Standing

__all__ = ["Acceptable", "Packages", "Signing", "packages_of", "signing_of"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Index = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class Packages:
    """All packages that the allowed cells make, numbered with the last block fastest.

    R different consents that some option asks for. left, right : (B', L) and (B″, M) cells of the
    first and the last blocks; package number l · M + m is left[:, l] with right[:, m]. consents : R
    tuples of alternatives, each a bit mask of guests. asks_left, asks_right : (R, L) and (R, M)
    whether a half holds an option with that consent.
    """

    cells: Cells
    left: Index
    right: Index
    consents: tuple[tuple[int, ...], ...]
    asks_left: Flags
    asks_right: Flags

    @property
    def size(self) -> int:
        return self.left.shape[1] * self.right.shape[1]

    def at(self, number: Index) -> Index:
        """Packages (B, m) as cells, from their numbers (m,)."""
        left, right = np.divmod(number, self.right.shape[1])
        return np.vstack([self.left[:, left], self.right[:, right]])


def packages_of(cells: Cells) -> Packages:
    """Lay out all packages of an agenda. Takes the memory of two tables of its halves."""
    blocks = cells.allowed_cells
    sizes = [len(block) for block in blocks]
    cuts = range(1, len(blocks) + 1)
    cut = min(cuts, key=lambda k: int(np.prod(sizes[:k])) + int(np.prod(sizes[k:])))
    left, right = packages_over(blocks[:cut]), packages_over(blocks[cut:])
    consents = sorted(_consents(cells))
    return Packages(
        cells=cells,
        left=left,
        right=right,
        consents=tuple(consents),
        asks_left=_asked(cells, left, consents),
        asks_right=_asked(cells, right, consents),
    )


def _consent_of(cells: Cells, j: int, k: int) -> tuple[int, ...]:
    """What an option asks of guests; empty if nothing."""
    masks = {int(mask) for mask in cells.option_alternatives[j, k] if mask >= 0}
    return () if 0 in masks else tuple(sorted(masks))


def _consents(cells: Cells) -> set[tuple[int, ...]]:
    J, K = cells.option_alternatives.shape[:2]
    return {found for j in range(J) for k in range(K) if (found := _consent_of(cells, j, k))}


def _asked(cells: Cells, half: Index, consents: list[tuple[int, ...]]) -> Flags:
    """(R, L) whether a half holds an option with each consent."""
    J, K = cells.option_alternatives.shape[:2]
    made = np.zeros((len(consents), half.shape[1]), dtype=bool)
    for r, consent in enumerate(consents):
        for j in range(J):
            asking = [k for k in range(K) if _consent_of(cells, j, k) == consent]
            made[r] |= np.isin(cells.option[j][half], asking).any(axis=0)
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptable:
    """The acceptable packages of one world, by rising number. m packages, P parties.

    left, right : (m,) their halves. worst : (m,) the margin of the signatory that is worst off,
    with the choice of alternatives that is best for it. margins : (P, m) every party's, signatory
    or not.
    """

    left: Index
    right: Index
    worst: Array
    margins: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """The two halves of all packages as a batch of worlds values them. P parties, W worlds.

    left, right : (W, P, L) and (W, P, M) margins; a party's margin at a package is the sum of both
    (the need is taken off on the left). slack : (W, P) by how much less than 0 still counts as
    signing. bars_left, bars_right : (W, P, L) and (W, P, M) halves across a party's firm line, or
    closed to all. departed : (W,).
    """

    packages: Packages
    left: Array
    right: Array
    slack: Array
    bars_left: Flags
    bars_right: Flags
    departed: NDArray[np.int64]

    def acceptable(self, w: int) -> Acceptable:
        """Every package that all needed signatories sign in world ``w`` of the batch."""
        rows, columns = self._kept(w)
        left, right = self.left[w][:, rows], self.right[w][:, columns]
        signed = np.ones((len(rows), len(columns)), dtype=bool)
        for p in self._principals:
            signed &= np.add.outer(left[p], right[p]) >= -self.slack[w, p]
        row, column = np.nonzero(signed)
        margins = left[:, row] + right[:, column]
        row, column = rows[row], columns[column]
        worst = margins[self._principals].min(axis=0)
        if self.packages.consents and len(row):
            worst = np.minimum(worst, self._guests_worst(w, row, column, margins))
        here = worst > -np.inf
        return Acceptable(
            left=row[here],
            right=column[here],
            worst=np.maximum(worst[here], 0.0),
            margins=margins[:, here],
        )

    @property
    def _principals(self) -> list[int]:
        return [p for p in range(self.left.shape[1]) if self.packages.cells.principals >> p & 1]

    def _kept(self, w: int) -> tuple[Index, Index]:
        """Halves some acceptable package may be made of."""
        signers = self._principals
        rows = ~self.bars_left[w, signers].any(axis=0)
        columns = ~self.bars_right[w, signers].any(axis=0)
        if int(self.departed[w]) & self.packages.cells.principals or not (
            rows.any() and columns.any()
        ):
            return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp)
        for p in signers:
            best_left, best_right = self.left[w, p, rows].max(), self.right[w, p, columns].max()
            floor = -self.slack[w, p] - INDIFFERENT
            rows = rows & (self.left[w, p] + best_right >= floor)
            columns = columns & (self.right[w, p] + best_left >= floor)
            if not (rows.any() and columns.any()):
                break
        return np.flatnonzero(rows), np.flatnonzero(columns)

    def _guests_worst(self, w: int, row: Index, column: Index, margins: Array) -> Array:
        """Least margin (m,) of the guests asked for, −inf where some consent is not met."""
        own = {
            p: np.where(self._signs(w, p, row, column, margins[p]), margins[p], -np.inf)
            for p in range(len(margins))
            if any(mask >> p & 1 for consent in self.packages.consents for mask in consent)
        }
        worst = np.full(len(row), np.inf)
        for r, consent in enumerate(self.packages.consents):
            asked = self.packages.asks_left[r, row] | self.packages.asks_right[r, column]
            if asked.any():
                met = [
                    reduce(np.minimum, [own[p] for p in own if mask >> p & 1]) for mask in consent
                ]
                worst = np.where(asked, np.minimum(worst, reduce(np.maximum, met)), worst)
        return worst

    def _signs(self, w: int, p: int, row: Index, column: Index, margin: Array) -> Flags:
        if int(self.departed[w]) >> p & 1:
            return np.zeros(len(row), dtype=bool)
        free = ~self.bars_left[w, p, row] & ~self.bars_right[w, p, column]
        return np.asarray(free & (margin >= -self.slack[w, p]))


def signing_of(asked: Standing, packages: Packages) -> Signing:
    """What a batch of worlds makes of the halves of all packages."""
    ranges = own_ranges(asked)
    share = asked.deal / ranges[:, None]
    bars = asked.refused | asked.closed

    def halves(half: Index) -> tuple[Array, Flags]:
        value = np.zeros((share.shape[0], half.shape[1], share.shape[2]))
        barred = np.zeros(value.shape, dtype=bool)
        for row in half:
            value += share[:, row]
            barred |= bars[:, row]
        return np.ascontiguousarray(value.transpose(2, 0, 1)), np.ascontiguousarray(
            barred.transpose(2, 0, 1)
        )

    left, bars_left = halves(packages.left)
    right, bars_right = halves(packages.right)
    left -= (asked.need / ranges).T[:, :, None]
    return Signing(
        packages=packages,
        left=left,
        right=right,
        slack=(INDIFFERENT / ranges).T,
        bars_left=bars_left,
        bars_right=bars_right,
        departed=asked.departed.astype(np.int64),
    )
