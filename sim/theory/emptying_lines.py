"""Which red lines empty a set of packages, and which must go to open it.

Let L be the lines and L(x) ⊆ L those that package x crosses. The packages are *emptied by* E ⊆ L
iff every x crosses a line in E, and *opened by* O ⊆ L iff some x crosses no line outside O. Then

    the minimal opening sets are the minimal ones among the L(x);
    the minimal emptying sets are the minimal sets that meet every opening set

(minimal hitting sets: Berge 1989, Hypergraphs, ch. 2; as conflicts and diagnoses Reiter 1987,
Artif. Intell. 32:57–95). Anything that a package fails may count as a line: that it is worth less
to a party than no deal, say. Where some package crosses nothing the empty set opens, and no set
empties.

On lotteries over an additive agenda a line closes cells, and no-deal values bound sums: whether a
set of lines empties it is asked of a linear programme, set by set.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from sim.domain.value import INDIFFERENT
from sim.errors import UsageError
from sim.theory.additive_agenda import AdditiveAgenda, best_lottery

__all__ = ["Lines", "emptying_sets", "lines_emptying_lotteries", "opening_sets"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]

#: A set of lines: their places, rising.
Lines = tuple[int, ...]

#: A word holds a bit a line.
MOST_LINES = 62
#: Lines whose sets are tried one by one: some thousands.
MOST_LINES_TRIED = 12


def opening_sets(crossed: Flags) -> tuple[Lines, ...]:
    """The minimal sets of lines whose waiving opens a package, the smallest first.

    crossed : (X, L), whether package x crosses line l. Raises ``UsageError`` for no package at all
    and for too many lines.

    >>> opening_sets(np.array([[True, False, False], [False, True, True], [True, True, False]]))
    ((0,), (1, 2))
    """
    return tuple(sorted(map(_places, _minimal_rows(crossed)), key=_by_size))


def emptying_sets(crossed: Flags) -> tuple[Lines, ...]:
    """The minimal sets of lines of which every package crosses one, the smallest first.

    crossed : (X, L). None where some package crosses nothing. There may be very many where lines
    cross at random. Raises ``UsageError`` for no package at all and for too many lines.

    >>> emptying_sets(np.array([[True, False, False], [False, True, True], [True, True, False]]))
    ((0, 1), (0, 2))
    """
    hitting = [0]
    for row in _minimal_rows(crossed):
        met = [held for held in hitting if held & row]
        missed = [held for held in hitting if not held & row]
        hitting = list(met)
        for line in _places(row):
            # Of the grown sets none holds another; they may hold one that met the row by this line.
            alike = [held for held in met if held & row == 1 << line]
            grown = [held | 1 << line for held in missed]
            hitting += [new for new in grown if not any(old & new == old for old in alike)]
    return tuple(sorted(map(_places, hitting), key=_by_size))


def lines_emptying_lotteries(
    worth: Array, block: Places, closing: Flags, disagreement: Array
) -> tuple[Lines, ...]:
    """The minimal sets of lines that leave no lottery at least as good as no deal for all.

    worth : (C, k) and block : (C,), as in :class:`AdditiveAgenda`. closing : (C, L), whether line l
    closes cell c. disagreement : (k,). The empty set is the answer where no-deal values alone do,
    none where all lines together do not. Raises ``UsageError`` for more than ``MOST_LINES_TRIED``
    lines that close a cell.

    >>> worth = np.array([[2.0, 0.0], [0.0, 2.0], [1.0, 0.5]])
    >>> closing = np.array([[True, False], [False, True], [False, False]])
    >>> lines_emptying_lotteries(worth, np.zeros(3, dtype=int), closing, np.array([0.5, 0.8]))
    ((1,),)
    """
    closes = np.asarray(closing, dtype=bool)
    counting = np.flatnonzero(closes.any(axis=0)).tolist()
    if len(counting) > MOST_LINES_TRIED:
        raise UsageError(f"at most {MOST_LINES_TRIED} lines are tried; {len(counting)} close cells")

    def empties(lines: Lines) -> bool:
        closed = np.asarray(closes[:, list(lines)].any(axis=1))
        if len(np.unique(block[~closed])) < len(np.unique(block)):
            return True
        agenda = AdditiveAgenda(worth=worth, block=block, closed=closed)
        return best_lottery(agenda, np.zeros(len(block) + 1), disagreement - INDIFFERENT) is None

    return _minimal_sets(counting, empties)


def _minimal_sets(members: list[int], holds: Callable[[Lines], bool]) -> tuple[Lines, ...]:
    """The minimal sets of which something holds that holds of every larger set too."""
    found: list[Lines] = []
    for size in range(len(members) + 1):
        for lines in combinations(members, size):
            if not any(set(small) <= set(lines) for small in found) and holds(lines):
                found.append(lines)
    return tuple(found)


def _minimal_rows(crossed: Flags) -> list[int]:
    """The minimal L(x), as bit masks."""
    if crossed.ndim != 2 or not len(crossed) or crossed.shape[1] > MOST_LINES:
        raise UsageError(
            f"crossed is (packages, lines), one package at least and {MOST_LINES} lines at most; "
            f"got shape {crossed.shape}"
        )
    word = np.zeros(len(crossed), dtype=np.int64)
    for line, column in enumerate(crossed.T):
        word |= column.astype(np.int64) << line
    return _minimal(np.unique(word))


def _minimal(masks: NDArray[np.int64]) -> list[int]:
    """The masks that hold no other, smallest first."""
    left = masks[np.argsort(np.bitwise_count(masks), kind="stable")]
    kept: list[int] = []
    while len(left):
        kept.append(int(left[0]))
        left = left[(left & left[0]) != left[0]]
    return kept


def _places(mask: int) -> Lines:
    return tuple(line for line in range(mask.bit_length()) if mask >> line & 1)


def _by_size(lines: Lines) -> tuple[int, Lines]:
    return len(lines), lines
