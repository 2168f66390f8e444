"""Blocks of tied issues and their cells: the coordinates in which everything is additive.

Issues tied by a condition of a red line, or by the fear of one party, form one block; a cell is
one combination of a block's options. A package is one cell per block.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, product
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.domain.agenda import Issue
from sim.domain.party import Party
from sim.domain.scenario import Scenario

__all__ = ["ENUMERATED", "Cells", "cells_of"]

#: Agendas of at most this many packages form a single block, so that every package is a cell.
ENUMERATED = 100


Mask = NDArray[np.signedinteger[Any]]

_WORDS: tuple[type[np.signedinteger[Any]], ...] = (np.int8, np.int16, np.int32, np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """The fixed tables of a scenario's blocks and cells. B blocks, C cells, J issues, P parties.

    start : (B + 1,) first cell of each block. block_of : (C,) and block_of_issue : (J,) the block.
    option : (J, C) option position of issue j in cell c, −1 where the issue is not in its block.
    allowed : (C,) whether packages may hold it. principals : bit mask of parties.
    alternatives : (C, A) bit masks of parties beyond the principals; a cell's consents are met
    when all members of one accept; padded with −1, which nobody meets. option_alternatives :
    (J, K, A') the same per option. option_members : (J, K) members of any alternative.
    waived : (P, J, C) whether party p's line on issue j is waived in the cell.
    beyond : (P, J, K, K) options ruled out once p states that it refuses option k.
    fear_block : (P,) the block whose options cut the party's feared breach, −1 where none does.
    opens_above : (P, J) position of the ``opens_with`` option, −1 for none.
    consented, consented_issues : blocks and issues some of whose options need a signature beyond
    the principals'. needed : bit mask of the parties whose signature may be needed.
    alike : blocks of like size, to be worked on together: (K, n) cells, one block a column,
    padded with −1.
    """

    start: NDArray[np.intp]
    block_of: NDArray[np.intp]
    block_of_issue: NDArray[np.intp]
    option: NDArray[np.int8]
    allowed: NDArray[np.bool_]
    principals: int
    alternatives: Mask
    option_alternatives: Mask
    option_members: Mask
    waived: NDArray[np.bool_]
    beyond: NDArray[np.bool_]
    fear_block: NDArray[np.intp]
    opens_above: NDArray[np.int8]
    consented: tuple[int, ...]
    consented_issues: tuple[int, ...]
    needed: int
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

    def options(self, package: NDArray[np.intp]) -> NDArray[np.int8]:
        """Option positions (J, W) of packages given as cells (B, W)."""
        return self.option[
            np.arange(len(self.block_of_issue))[:, None], package[self.block_of_issue]
        ]


def cells_of(scenario: Scenario) -> Cells:
    """Lay a scenario out in blocks and cells.

    Raises ``ValueError`` for more than 62 parties, whose signatures no longer fit one word.
    """
    parties, issues = tuple(scenario.parties.values()), scenario.agenda.issues
    if len(parties) > 62:
        raise ValueError(f"at most 62 parties can sign; got {len(parties)}")
    bit = {party.id: 1 << i for i, party in enumerate(parties)}
    # The narrowest word with a bit a party and one to spare for the sign of the padding.
    mask = next(word for word in _WORDS if 8 * word().itemsize > len(parties))
    principals = sum(bit[party.id] for party in parties if party.principal)
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
    per_option = [[_masks(issue, k, bit, principals) for k in _range(issue)] for issue in issues]
    by_cell = [
        [_union(masks) for masks in product(*(per_option[j][k] for j, k in enumerate(c) if k >= 0))]
        for c in option.T
    ]
    members = np.zeros((len(issues), max(len(issue.options) for issue in issues)), dtype=mask)
    needed = principals
    for j, issue in enumerate(issues):
        for k in _range(issue):
            members[j, k] = _union(per_option[j][k])
            needed |= int(members[j, k]) if issue.options[k].allowed else 0
    return Cells(
        start=np.array(start, dtype=np.intp),
        block_of=np.repeat(np.arange(len(blocks)), np.diff(start)),
        block_of_issue=np.array(
            [next(b for b, block in enumerate(blocks) if j in block) for j in range(len(issues))],
            dtype=np.intp,
        ),
        option=option,
        allowed=allowed,
        principals=principals,
        alternatives=_padded(by_cell, mask),
        option_alternatives=_padded_options(per_option, members.shape[1], mask),
        option_members=members,
        waived=_waived(parties, issues, option),
        beyond=_beyond(parties, issues, members.shape[1]),
        fear_block=np.array(
            [_fear_block(party, blocks, [issue.id for issue in issues]) for party in parties],
            dtype=np.intp,
        ),
        opens_above=_opens_above(parties, issues),
        consented=tuple(b for b, block in enumerate(blocks) if members[block].any()),
        consented_issues=tuple(np.flatnonzero(members.any(axis=1)).tolist()),
        needed=int(needed),
        alike=_alike(start),
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


def _union(masks: tuple[int, ...] | list[int]) -> int:
    union = 0
    for mask in masks:
        union |= mask
    return union


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


def _masks(issue: Issue, k: int, bit: dict[str, int], principals: int) -> list[int]:
    """Alternatives of an option as bit masks without the principals, who sign everything."""
    option = issue.options[k]
    if option.id == issue.status_quo or not option.consent:
        return [0]
    return sorted({sum(bit[p] for p in members) & ~principals for members in option.consent})


def _padded(by_cell: list[list[int]], mask: type[np.signedinteger[Any]]) -> Mask:
    width = max(len(masks) for masks in by_cell)
    made = np.full((len(by_cell), width), -1, dtype=mask)
    for c, masks in enumerate(by_cell):
        made[c, : len(masks)] = masks
    return made


def _padded_options(
    per_option: list[list[list[int]]], K: int, mask: type[np.signedinteger[Any]]
) -> Mask:
    width = max(len(masks) for row in per_option for masks in row)
    made = np.full((len(per_option), K, width), -1, dtype=mask)
    for j, row in enumerate(per_option):
        for k, masks in enumerate(row):
            made[j, k, : len(masks)] = masks
    return made


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
