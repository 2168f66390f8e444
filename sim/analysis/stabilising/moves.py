"""States of the graph model of a negotiation, and who can move between them.

A state is no agreement or a package. The principals sign a package together with those whose
consent its options need, and enough of the principals can leave it: nothing is agreed then. Enough
of those whose consent an option needs can withdraw it: the option falls back to its issue's status
quo, and where there is none nothing is agreed. *Enough* is a smallest set without which no set of
signatures that would do is left: one party alone where all must sign, several where others could
stand in for one. What packages fall back to are states as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations
from operator import or_

import numpy as np
from numpy.typing import NDArray

from sim.domain.agenda import Agenda
from sim.domain.cells import Cells
from sim.theory.emptying_lines import emptying_sets

__all__ = ["Conflict", "Options", "cells_at", "coalitions_of", "conflict_over", "lone_breakers"]

Flags = NDArray[np.bool_]
Index = NDArray[np.intp]

#: Option positions, one an issue.
Options = tuple[int, ...]

#: Up to so many parties every coalition is tried; beyond, one party, two, those who can move
#: something together, and all.
_ALL_TRIED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """S states, no agreement first and then packages; m movers.

    packages : (S − 1) option positions. movers : m bit masks of parties that move as one. moves :
    (m, S, S) whether each can lead from a state to another.
    """

    packages: tuple[Options, ...]
    movers: tuple[int, ...]
    moves: Flags


def conflict_over(cells: Cells, agenda: Agenda, leading: Sequence[Options]) -> Conflict:
    """The conflict over some packages, with what they fall back to after them."""
    known: list[Options] = list(leading)
    steps: list[tuple[int, int, int]] = []
    for s, package in enumerate(known):  # grows as it goes
        for mover in _leavers(cells):
            steps.append((mover, s + 1, 0))
        for mover, left in _withdrawals(cells, agenda, package):
            if left is not None and left not in known:
                known.append(left)
            steps.append((mover, s + 1, 0 if left is None else known.index(left) + 1))
    for t, package in enumerate(known):
        for mover in signing_sets_of(cells, package):
            steps += [(mover, s, t + 1) for s in range(len(known) + 1) if s != t + 1]
    movers = sorted({mover for mover, _, _ in steps})
    moves = np.zeros((len(movers), len(known) + 1, len(known) + 1), dtype=bool)
    for mover, s, t in steps:
        moves[movers.index(mover), s, t] = True
    return Conflict(packages=tuple(known), movers=tuple(movers), moves=moves)


def signing_sets_of(cells: Cells, package: Options) -> list[int]:
    """The smallest sets, as bit masks, whose signatures are enough for a package."""
    found = cells.signing_sets(cells_at(cells, [package]))[0]
    return [mask for mask in found.tolist() if mask >= 0]


def lone_breakers(cells: Cells, package: Options) -> int:
    """Bit mask of those who can end a package by themselves, or take an option out of it."""
    alone = [mover for mover in _leavers(cells) if mover.bit_count() == 1]
    for j, k in enumerate(package):
        alone += [mover for mover in _hitting(_needed(cells, j, k)) if mover.bit_count() == 1]
    return reduce(or_, alone, 0)


def cells_at(cells: Cells, packages: Sequence[Options]) -> Index:
    """Packages as cells: (B, m)."""
    wanted = np.array(packages, dtype=np.int8).reshape(len(packages), len(cells.block_of_issue))
    return cells.holding(wanted.T)


def coalitions_of(movers: Iterable[int]) -> list[int]:
    """The coalitions that are tried, one party first, as bit masks."""
    listed = list(movers)
    everybody = reduce(or_, listed, 0)
    bits = [1 << p for p in range(everybody.bit_length()) if everybody >> p & 1]
    sizes = range(1, len(bits) + 1) if len(bits) <= _ALL_TRIED else (1, 2)
    found = {sum(some) for size in sizes for some in combinations(bits, size)}
    if bits:
        found |= {*listed, everybody}
    return sorted(found, key=lambda mask: (mask.bit_count(), mask))


def _leavers(cells: Cells) -> list[int]:
    """Smallest sets of principals without whom nothing can be signed."""
    return _hitting(cells.quorums)


def _withdrawals(
    cells: Cells, agenda: Agenda, package: Options
) -> Iterable[tuple[int, Options | None]]:
    """Who can withdraw consent, and what is left then; ``None`` for no agreement."""
    needed = [_needed(cells, j, k) for j, k in enumerate(package)]
    for mover in sorted({mover for masks in needed for mover in _hitting(masks)}):
        left = list(package)
        for j, masks in enumerate(needed):
            if masks and all(mask & mover for mask in masks):
                kept = agenda.issues[j].status_quo
                left[j] = -1 if kept is None else agenda.issues[j].position(kept)
        yield mover, None if -1 in left else tuple(left)


def _needed(cells: Cells, j: int, k: int) -> list[int]:
    """Sets, one of which must consent to an option; none where nobody must."""
    masks = [int(mask) for mask in cells.option_alternatives[j, k] if mask >= 0]
    return [] if 0 in masks else masks


def _hitting(masks: Sequence[int]) -> list[int]:
    """Smallest sets that hold a member of every one of some sets."""
    if not masks:
        return []
    parties = max(mask.bit_length() for mask in masks)
    members = np.array([[mask >> p & 1 for p in range(parties)] for mask in masks], dtype=bool)
    return [sum(1 << p for p in places) for places in emptying_sets(members)]
