"""Who must sign a package: principals, all of them or a quota, and the consents of its options."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from itertools import combinations, product
from operator import or_
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.domain.agenda import Issue
from sim.domain.party import Party

__all__ = ["MOST_QUORUMS", "Signatures", "seated", "signatures_of"]

Mask = NDArray[np.signedinteger[Any]]

#: Sets of principals that make up a quota, at most: searches go through them one by one.
MOST_QUORUMS = 500

_WORDS: tuple[type[np.signedinteger[Any]], ...] = (np.int8, np.int16, np.int32, np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatures:
    """Who must sign what. Parties are bits; C cells, J issues, K options an issue.

    principals : bit mask of the parties that sign every package; none of them under a quota.
    voters, quota : under a quota, bit mask of the principals and how many of them sign; else 0.
    consents : (C, A) bit masks; a cell's consents are met when all members of one accept; padded
    with −1, which nobody meets. alternatives : (C, A') the same, with the sets that make up a quota
    put to the consents of the first block: a package needs one alternative of each of its cells,
    and the ``principals``. option_alternatives : (J, K, A″) consents per option; option_members :
    (J, K) members of any. needed : bit mask of the parties whose signature may be needed.
    consent_kinds : (Q, A) the different consents that some cell needs beside the principals', and
    held_kinds : (Q, C) 1 where the cell needs it, else 0.
    """

    principals: int
    voters: int
    quota: int
    consents: Mask
    alternatives: Mask
    option_alternatives: Mask
    option_members: Mask
    needed: int
    consent_kinds: Mask
    held_kinds: NDArray[np.float64]

    @property
    def quorums(self) -> tuple[int, ...]:
        """Sets of principals, as bit masks, one of which must sign whole."""
        return _quorums(self.voters, self.quota) if self.quota else (self.principals,)

    def signing_sets(self, package: NDArray[np.intp]) -> NDArray[np.int64]:
        """Who must sign packages (B, X): bit masks (X, A) of the smallest sets that are enough.

        Padded with −1, which nobody meets.
        """
        rows, kind = np.unique(self.alternatives, axis=0, return_inverse=True)
        patterns, which = np.unique(kind.reshape(-1)[package].T, axis=0, return_inverse=True)
        found = []
        for pattern in patterns:
            least = {int(self.principals)}
            for held in pattern:
                joined = {one | int(mask) for one in least for mask in rows[held] if mask >= 0}
                least = {s for s in joined if not any(o != s and o & s == o for o in joined)}
            found.append(sorted(least))
        return np.asarray(_padded(found, np.int64)[which.reshape(-1)])


def signatures_of(
    parties: tuple[Party, ...],
    issues: tuple[Issue, ...],
    option: NDArray[np.int8],
    quota: int | None,
) -> Signatures:
    """Who must sign packages made of cells.

    option : (J, C) as in ``Cells``; the first block is that of the first issue. quota : how many of
    the principals sign; ``None`` for all of them, which a quota of as many is, too.
    """
    bit = {party.id: 1 << i for i, party in enumerate(parties)}
    # The narrowest word with a bit a party and one to spare for the sign of the padding.
    word = next(word for word in _WORDS if 8 * word().itemsize > len(parties))
    signing = [bit[party.id] for party in parties if party.principal]
    everybody = reduce(or_, signing, 0)
    some = quota is not None and quota < len(signing)
    principals, voters = (0, everybody) if some else (everybody, 0)
    per_option = [
        [_consents(issue, k, bit, principals) for k in range(len(issue.options))]
        for issue in issues
    ]
    by_cell = [
        [_union(masks) for masks in product(*(per_option[j][k] for j, k in enumerate(c) if k >= 0))]
        for c in option.T
    ]
    consents = alternatives = _padded(by_cell, word)
    kinds = [masks for masks in dict.fromkeys(tuple(masks) for masks in by_cell) if masks != (0,)]
    held_kinds = [[float(tuple(masks) == kind) for masks in by_cell] for kind in kinds]
    if some and quota is not None:
        sets = _quorums(voters, quota)
        whole = [
            sorted({s | mask for s in sets for mask in masks}) if option[0, c] >= 0 else masks
            for c, masks in enumerate(by_cell)
        ]
        alternatives = _padded(whole, word)
    members = np.zeros((len(issues), max(len(issue.options) for issue in issues)), dtype=word)
    needed = everybody
    for j, issue in enumerate(issues):
        for k, masks in enumerate(per_option[j]):
            members[j, k] = _union(masks)
            needed |= int(members[j, k]) if issue.options[k].allowed else 0
    return Signatures(
        principals=principals,
        voters=voters,
        quota=quota if some and quota is not None else 0,
        consents=consents,
        alternatives=alternatives,
        option_alternatives=_padded_options(per_option, members.shape[1], word),
        option_members=members,
        needed=needed,
        consent_kinds=_padded([*map(list, kinds)], word, consents.shape[1]),
        held_kinds=np.array(held_kinds, dtype=np.float64).reshape(len(kinds), len(by_cell)),
    )


def seated(masks: NDArray[np.int64], parties: NDArray[np.intp]) -> NDArray[np.int64]:
    """Bit masks of parties, padded with −1, as bit masks of places among some of them (k,)."""
    among = sum((masks >> place & 1) << seat for seat, place in enumerate(parties.tolist()))
    return np.where(masks < 0, -1, among)


def _quorums(voters: int, quota: int) -> tuple[int, ...]:
    bits = [1 << place for place in range(voters.bit_length()) if voters >> place & 1]
    return tuple(sorted(sum(members) for members in combinations(bits, quota)))


def _union(masks: tuple[int, ...] | list[int]) -> int:
    return reduce(or_, masks, 0)


def _consents(issue: Issue, k: int, bit: dict[str, int], principals: int) -> list[int]:
    """Alternatives of an option as bit masks without those who sign everything."""
    option = issue.options[k]
    if option.id == issue.status_quo or not option.consent:
        return [0]
    return sorted({sum(bit[p] for p in members) & ~principals for members in option.consent})


def _padded(
    by_cell: list[list[int]], word: type[np.signedinteger[Any]], width: int | None = None
) -> Mask:
    if width is None:
        width = max(len(masks) for masks in by_cell)
    made = np.full((len(by_cell), width), -1, dtype=word)
    for c, masks in enumerate(by_cell):
        made[c, : len(masks)] = masks
    return made


def _padded_options(
    per_option: list[list[list[int]]], K: int, word: type[np.signedinteger[Any]]
) -> Mask:
    width = max(len(masks) for row in per_option for masks in row)
    made = np.full((len(per_option), K, width), -1, dtype=word)
    for j, row in enumerate(per_option):
        for k, masks in enumerate(row):
            made[j, k, : len(masks)] = masks
    return made
