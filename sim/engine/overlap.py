"""Whether the acceptable set holds a package: an exact search that stops at the first."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.domain.cells import Cells
from sim.domain.value import INDIFFERENT

__all__ = ["find_acceptable"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: Partial packages taken further at a time; bounds memory on large agendas.
_CHUNK = 20_000


def find_acceptable(
    cells: Cells, deal: Array, need: Array, refused: Flags, closed: Flags, departed: int
) -> NDArray[np.intp] | None:
    """Some package that all needed signatories sign in one world, as cells (B,), or ``None``.

    deal : (P, C) value of each cell. need : (P,) what the cells together must reach: reservation
    less the value no cell changes. refused : (P, C) firm lines. closed : (C,) cells no package may
    hold. departed : bit mask of parties that no longer sign. Under a quota every set of principals
    that makes it up is tried in turn.
    """
    for together in cells.quorums:
        if not departed & together:
            found = _find(cells, together, deal, need, refused, closed, departed)
            if found is not None:
                return found
    return None


def _find(
    cells: Cells,
    together: int,
    deal: Array,
    need: Array,
    refused: Flags,
    closed: Flags,
    departed: int,
) -> NDArray[np.intp] | None:
    """The same where all members of ``together``, a bit mask, must sign.

    Depth first over blocks, smallest first; a branch is left when one of them cannot reach its
    need with the best of what is still open.
    """
    principals = [p for p in range(len(deal)) if together >> p & 1]
    usable = ~closed & ~refused[principals].any(axis=0)
    kept = [cells.start[b] + np.flatnonzero(usable[cells.block(b)]) for b in range(cells.n_blocks)]
    if not all(len(block) for block in kept):
        return None
    order = sorted(range(cells.n_blocks), key=lambda b: len(kept[b]))
    rest = np.zeros((len(order) + 1, len(principals)))
    for depth in range(len(order) - 1, -1, -1):
        best = deal[np.ix_(principals, kept[order[depth]])].max(axis=1)
        rest[depth] = rest[depth + 1] + best
    least = need[principals] - INDIFFERENT
    if (rest[0] < least).any():
        return None
    stack = [(0, np.empty((0, 1), dtype=np.intp), np.zeros((len(principals), 1)))]
    while stack:
        depth, chosen, value = stack.pop()
        if depth == len(order):
            found = _signed(cells, together, chosen, order, deal, need, refused, departed)
            if found is not None:
                return found
            continue
        options = kept[order[depth]]
        summed = (value[:, :, None] + deal[np.ix_(principals, options)][:, None, :]).reshape(
            len(principals), -1
        )
        alive = np.flatnonzero((summed + rest[depth + 1][:, None] >= least[:, None]).all(axis=0))
        if not len(alive):
            continue
        parent, child = np.divmod(alive, len(options))
        longer = np.vstack([chosen[:, parent], options[child]])
        for cut in range(0, len(alive), _CHUNK):
            part = slice(cut, cut + _CHUNK)
            stack.append((depth + 1, longer[:, part], summed[:, alive[part]]))
    return None


def _signed(
    cells: Cells,
    together: int,
    chosen: NDArray[np.intp],
    order: list[int],
    deal: Array,
    need: Array,
    refused: Flags,
    departed: int,
) -> NDArray[np.intp] | None:
    """The first of these packages that all whose signature it needs would sign."""
    package = chosen[np.argsort(order)]
    accepting = np.full(package.shape[1], together, dtype=cells.alternatives.dtype)
    for p in range(len(deal)):
        if (departed | together) >> p & 1:
            continue
        signs = deal[p][package].sum(axis=0) >= need[p] - INDIFFERENT
        signs &= ~refused[p][package].any(axis=0)
        accepting |= np.where(signs, accepting.dtype.type(1 << p), 0)
    alternatives = cells.consents[package]
    met = ((alternatives & accepting[None, :, None]) == alternatives).any(axis=2).all(axis=0)
    first = np.flatnonzero(met)
    return package[:, first[0]] if len(first) else None
