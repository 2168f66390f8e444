"""Blocks of tied issues and their cells: the coordinates in which everything is additive.

Issues tied by a condition of a red line, or by the fear of one party, form one block; a cell is
one combination of a block's options. A package is one cell per block.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import pairwise, product
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.domain.agenda import Issue
from sim.domain.party import Party
from sim.domain.scenario import Scenario
from sim.domain.signatures import Signatures, signatures_of

__all__ = ["ENUMERATED", "Cells", "cells_of", "packages_over"]

#: Agendas of at most this many packages form a single block, so that every package is a cell.
ENUMERATED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells(Signatures):
    """The fixed tables of a scenario's blocks and cells. B blocks, C cells, J issues, P parties.

    start : (B + 1,) first cell of each block. block_of : (C,) and block_of_issue : (J,) the block.
    option : (J, C) option position of issue j in cell c, −1 where the issue is not in its block.
    allowed : (C,) whether packages may hold it. Who must sign: see ``Signatures``.
    waived : (P, J, C) whether party p's line on issue j is waived in the cell.
    beyond : (P, J, K, K) options ruled out once p states that it refuses option k.
    fear_block : (P,) the block whose options cut the party's feared breach, −1 where none does.
    opens_above : (P, J) position of the ``opens_with`` option, −1 for none.
    consented, consented_issues : blocks and issues some of whose options ask for consent.
    alike : blocks of like size, to be worked on together: (K, n) cells, one block a column,
    padded with −1.
    """

    start: NDArray[np.intp]
    block_of: NDArray[np.intp]
    block_of_issue: NDArray[np.intp]
    option: NDArray[np.int8]
    allowed: NDArray[np.bool_]
    waived: NDArray[np.bool_]
    beyond: NDArray[np.bool_]
    fear_block: NDArray[np.intp]
    opens_above: NDArray[np.int8]
    consented: tuple[int, ...]
    consented_issues: tuple[int, ...]
    alike: tuple[NDArray[np.intp], ...]

    @property
    def n_blocks(self) -> int:
        return len(self.start) - 1

    @property
    def n_cells(self) -> int:
        return self.option.shape[1]

    def block(self, b: int) -> slice:
        """The cells of block ``b``."""
        return slice(int(self.start[b]), int(self.start[b + 1]))

    def bits(self, parties: int) -> NDArray[np.signedinteger[Any]]:
        """The bit of each of so many parties in masks of those who sign: (parties,)."""
        one = self.alternatives.dtype.type(1)
        return np.left_shift(one, np.arange(parties, dtype=one.dtype))

    def options(self, package: NDArray[np.intp]) -> NDArray[np.int8]:
        """Option positions (J, W) of packages given as cells (B, W)."""
        return self.option[
            np.arange(len(self.block_of_issue))[:, None], package[self.block_of_issue]
        ]

    @property
    def allowed_cells(self) -> list[NDArray[np.intp]]:
        """Of each block the cells that packages may hold."""
        return [
            self.start[b] + np.flatnonzero(self.allowed[self.block(b)])
            for b in range(self.n_blocks)
        ]

    def holding(self, options: NDArray[np.int8]) -> NDArray[np.intp]:
        """The cells (B, m) of packages given as option positions (J, m)."""
        own = self.option[:, :, None]
        fits = ((own < 0) | (own == options[:, None])).all(axis=0)
        return np.argwhere(fits.T)[:, 1].reshape(options.shape[1], self.n_blocks).T


def packages_over(blocks: Sequence[NDArray[np.intp]]) -> NDArray[np.intp]:
    """Every choice of one cell of each of some blocks: (B, X), the last block turning fastest.

    >>> packages_over([np.array([0, 1]), np.array([2, 3])]).T.tolist()
    [[0, 2], [0, 3], [1, 2], [1, 3]]
    """
    if not blocks:
        return np.empty((0, 1), dtype=np.intp)
    return np.stack([grid.ravel() for grid in np.meshgrid(*blocks, indexing="ij")])


def cells_of(scenario: Scenario) -> Cells:
    """Lay a scenario out in blocks and cells.

    Raises ``ValueError`` for more than 62 parties, whose signatures no longer fit one word.
    """
    parties, issues = tuple(scenario.parties.values()), scenario.agenda.issues
    if len(parties) > 62:
        raise ValueError(f"at most 62 parties can sign; got {len(parties)}")
    blocks = _blocks(parties, [issue.id for issue in issues])
    if prod(len(issue.options) for issue in issues) <= ENUMERATED:
        blocks = [list(range(len(issues)))]
    start = [0]
    columns: list[list[int]] = []
    for block in blocks:
        for choice in product(*(range(len(issues[j].options)) for j in block)):
            column = [-1] * len(issues)
            for j, k in zip(block, choice, strict=True):
                column[j] = k
            columns.append(column)
        start.append(len(columns))
    option = np.array(columns, dtype=np.int8).T
    allowed = np.ones(option.shape[1], dtype=bool)
    for j, issue in enumerate(issues):
        open_options = np.array([candidate.allowed for candidate in issue.options])
        allowed &= (option[j] < 0) | open_options[option[j]]
    signing = signatures_of(parties, issues, option, scenario.protocol.quota)
    members = signing.option_members
    return Cells(
        start=np.array(start, dtype=np.intp),
        block_of=np.repeat(np.arange(len(blocks)), np.diff(start)),
        block_of_issue=np.array(
            [next(b for b, block in enumerate(blocks) if j in block) for j in range(len(issues))],
            dtype=np.intp,
        ),
        option=option,
        allowed=allowed,
        waived=_waived(parties, issues, option),
        beyond=_beyond(parties, issues, members.shape[1]),
        fear_block=np.array(
            [_fear_block(party, blocks, [issue.id for issue in issues]) for party in parties],
            dtype=np.intp,
        ),
        opens_above=_opens_above(parties, issues),
        consented=tuple(b for b, block in enumerate(blocks) if members[block].any()),
        consented_issues=tuple(np.flatnonzero(members.any(axis=1)).tolist()),
        alike=_alike(start),
        **{field.name: getattr(signing, field.name) for field in fields(Signatures)},
    )


def _fear_block(party: Party, blocks: list[list[int]], issues: list[str]) -> int:
    if not party.breach.remaining:
        return -1
    named = issues.index(next(iter(party.breach.remaining)))
    return next(b for b, block in enumerate(blocks) if named in block)


def _alike(start: list[int]) -> tuple[NDArray[np.intp], ...]:
    """Group blocks whose sizes have as many binary digits."""
    groups: dict[int, list[int]] = {}
    for b, (first, after) in enumerate(pairwise(start)):
        groups.setdefault((after - first).bit_length(), []).append(b)
    made = []
    for blocks in groups.values():
        size = max(start[b + 1] - start[b] for b in blocks)
        rows = np.arange(size)[:, None] + np.array([start[b] for b in blocks])
        made.append(np.where(rows < [start[b + 1] for b in blocks], rows, -1))
    return tuple(made)


def _range(issue: Issue) -> range:
    return range(len(issue.options))


def _blocks(parties: tuple[Party, ...], issues: list[str]) -> list[list[int]]:
    """Groups of issue positions tied by any party, in order of their first issue."""
    label = list(range(len(issues)))

    def tie(first: str, second: str) -> None:
        old, new = label[issues.index(second)], label[issues.index(first)]
        label[:] = [new if each == old else each for each in label]

    for party in parties:
        for issue, line in party.red_lines.items():
            for other in line.unless:
                tie(issue, other)
        feared = list(party.breach.remaining)
        for other in feared[1:]:
            tie(feared[0], other)
    seen = list(dict.fromkeys(label))
    return [[j for j, each in enumerate(label) if each == group] for group in seen]


def _waived(
    parties: tuple[Party, ...], issues: tuple[Issue, ...], option: NDArray[np.int8]
) -> NDArray[np.bool_]:
    made = np.zeros((len(parties), len(issues), option.shape[1]), dtype=bool)
    ids = [issue.id for issue in issues]
    for i, party in enumerate(parties):
        for issue, line in party.red_lines.items():
            for other, reached in line.unless.items():
                place = ids.index(other)
                made[i, ids.index(issue)] |= option[place] >= issues[place].position(reached)
    return made


def _beyond(parties: tuple[Party, ...], issues: tuple[Issue, ...], K: int) -> NDArray[np.bool_]:
    """Lines are nested: refusing an option tells that those further out are refused as well."""
    made = np.zeros((len(parties), len(issues), K, K), dtype=bool)
    for i, party in enumerate(parties):
        for j, issue in enumerate(issues):
            line = party.red_lines.get(issue.id)
            stated = [
                line.firmness[option.id].mode if line and option.id in line.firmness else 0.0
                for option in issue.options
            ]
            for k in _range(issue):
                made[i, j, k, k] = True
                made[i, j, k, :k] = any(later < stated[k] for later in stated[k + 1 :])
                made[i, j, k, k + 1 : len(stated)] = any(
                    earlier < stated[k] for earlier in stated[:k]
                )
    return made


def _opens_above(parties: tuple[Party, ...], issues: tuple[Issue, ...]) -> NDArray[np.int8]:
    made = np.full((len(parties), len(issues)), -1, dtype=np.int8)
    for i, party in enumerate(parties):
        for j, issue in enumerate(issues):
            opening = party.demands[issue.id].opens_with
            if opening is not None:
                made[i, j] = issue.position(opening)
    return made
