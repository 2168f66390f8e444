"""Choices that come to the same in play are one choice: what is counted must not hang on names.

Two entries of a menu may be told alike, and choices that are told apart may still do the same: who
never makes an offer does not haggle by any habit. Choices of a party are the same in play where, by
every combination of choices of the others, the talks end in the same way, on the same day, with
the same package in every world. The first of them stands for all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import prod

import numpy as np
from numpy.typing import NDArray

from sim.analysis.empirical.menus import Menus
from sim.engine.profiles import AS_CODED, Played

__all__ = ["Merged", "merged"]

Index = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What is left to choose among. played : of the pure profiles left, then as coded, then each
    party's changes left. alike : as in ``Game``. first : k arrays (M_i,), the place in the party's
    whole menu of the choice that stands for each.
    """

    menus: Menus
    played: Played
    alike: Sequence[NDArray[np.int8]]
    first: Sequence[Index]


def merged(menus: Menus, played: Played, alike: Sequence[NDArray[np.int8]]) -> Merged:
    """The same talks with each choice once.

    played : ``profiles_of`` the menus, then ``coded_and_changes``. alike : k arrays (1 + M_i,), as
    coded first: the first choice that is told alike.
    """
    sizes = [len(menu) for menu in menus.values()]
    pure = prod(sizes)
    play = played.play[:pure].reshape(*sizes, -1)
    first = [_first_same(np.moveaxis(play, i, 0), played) for i in range(len(sizes))]
    kept = [np.flatnonzero(one == np.arange(len(one))) for one in first]
    rows = np.arange(pure).reshape(sizes)[np.ix_(*kept)].reshape(-1)
    starts = pure + 1 + np.concatenate([[0], np.cumsum(sizes)[:-1]])
    changes = [start + one for start, one in zip(starts, kept, strict=True)]
    return Merged(
        menus={
            party: tuple(menu[place] for place in one)
            for (party, menu), one in zip(menus.items(), kept, strict=True)
        },
        played=replace(played, play=played.play[np.concatenate([rows, [pure], *changes])]),
        alike=[_alike(*one) for one in zip(alike, first, kept, strict=True)],
        first=first,
    )


def _first_same(play: NDArray[np.int32], played: Played) -> Index:
    """Choice → the first that is the same in play. play : (M_i, …, W)."""
    found = np.arange(len(play))
    for choice in range(1, len(play)):
        for other in np.unique(found[:choice]).tolist():
            if _same(play[other], play[choice], played):
                found[choice] = other
                break
    return found


def _same(one: NDArray[np.int32], other: NDArray[np.int32], played: Played) -> bool:
    n = one.shape[-1]
    for a, b in zip(one.reshape(-1, n), other.reshape(-1, n), strict=True):
        apart = a != b
        rows = a[apart], b[apart]
        # No deal may be worth another sum where talks took another course, so values count too.
        for table in (played.ending, played.day, played.package, played.value):
            if not np.array_equal(table[rows[0]], table[rows[1]]):
                return False
    return True


def _alike(alike: NDArray[np.int8], first: Index, kept: Index) -> NDArray[np.int8]:
    """``alike`` of as coded and of the choices left; as coded is like who stands for its like."""
    coded = np.flatnonzero(alike[1:] == alike[AS_CODED])
    stands = alike[1 + first[coded[0]]] if len(coded) else alike[AS_CODED]
    return np.concatenate([[stands], alike[1 + kept]]).astype(np.int8)
