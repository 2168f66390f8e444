"""The smallest sets of waivers that open a world: the least of what its packages ask.

Waiving a set makes the acceptable set of a world non-empty if and only if it contains what some
package asks with some signatories (``sim.analysis.waiving.requirements``), for waiving never
shrinks the acceptable set. So the minimal sets of a world are the minimal elements of those
requirements: of the sets that hit something in every package they are the smallest, found without
trying sets.

They are found by size. What asks for more than a set found before is left at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.analysis.acceptable.open_worlds import signing_sets
from sim.analysis.waiving.requirements import Branch, reached, shifts
from sim.analysis.waiving.waivers import Mask, Waivers, contains, keeping_lines

if TYPE_CHECKING:
    from sim.engine.standing import Standing

__all__ = ["OpeningSets", "joined", "least_shortfall", "opening_sets"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Index = NDArray[np.intp]

#: Packages kept at a time before only the best of each set are.
_KEPT = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningSets:
    """Minimal sets of waivers: one row per world and set. P parties, M words, B blocks.

    world : (n,). mask : (M, n). margin : (P, n) the most that a package opened by just this set
    leaves each party above its reservation as it was; NaN for those who need not sign. package :
    (B, n) of these packages the one with the best worst margin, as cells.
    """

    world: Index
    mask: Mask
    margin: Array
    package: Index

    def take(self, rows: Index | Flags) -> OpeningSets:
        """Some of the rows."""
        return OpeningSets(**{f.name: getattr(self, f.name)[..., rows] for f in fields(self)})


def opening_sets(
    asked: Standing, crossed: Flags, waivers: Waivers, most: int, worlds: Index
) -> OpeningSets:
    """Every minimal set of at most ``most`` waivers that opens a world, by world and size.

    crossed : see ``crossed_lines``. worlds : positions of worlds whose acceptable set is empty.

    A seller who wants at least 0.2 and a buyer who pays at most 0.15 are opened by either of two
    sets, {seller 0.05} and {buyer 0.05}: the grid's first step for one of them.
    """
    cells, W = asked.cells, asked.deal.shape[2]
    signing = [guests | cells.principals for guests in signing_sets(cells)]
    found = _none(asked, waivers)
    for size in range(1, most + 1):
        known, parts = _known(found, W), []
        for who in signing:
            limit = np.full(W, np.inf)
            for branch in reached(
                asked,
                crossed,
                waivers,
                who,
                most=size,
                worlds=worlds,
                known=known,
                limit=limit,
            ):
                parts.append(_told(branch, who, waivers, len(asked.deal)))
                if sum(len(part.world) for part in parts) > _KEPT:
                    parts = [_least(joined(parts), waivers)]
        # Sets found at a smaller size came with all their packages.
        found = joined([found, _least(joined([_none(asked, waivers), *parts]), waivers)])
    return _least(found, waivers)


def least_shortfall(asked: Standing, crossed: Flags, worlds: Index) -> Array:
    """(W,) the least by which no-deal values, all together, would have to fall, every line kept.

    Over packages that cross no line of those who sign them; infinite where there is none, NaN
    outside ``worlds``. Value units.
    """
    P, J, _, W = crossed.shape
    waivers = keeping_lines(P, J, [np.inf])
    least, nothing = np.full(W, np.inf), np.empty((0, 1, W), dtype=np.uint64)
    for guests in signing_sets(asked.cells):
        who = guests | asked.cells.principals
        for branch in reached(
            asked, crossed, waivers, who, most=0, worlds=worlds, known=nothing, limit=least
        ):
            np.minimum.at(least, branch.world, branch.short.clip(0.0).sum(axis=0))
    made = np.full(W, np.nan)
    made[worlds] = least[worlds]
    return made


def _told(branch: Branch, who: int, waivers: Waivers, parties: int) -> OpeningSets:
    """One row per package of a batch."""
    signing = [p for p in range(parties) if who >> p & 1]
    margin = np.full((parties, len(branch.world)), np.nan)
    margin[signing] = -branch.short
    return OpeningSets(
        world=branch.world,
        mask=branch.lines | shifts(waivers, signing, branch.short),
        margin=margin,
        package=branch.chosen,
    )


def _least(found: OpeningSets, waivers: Waivers) -> OpeningSets:
    """One row per world and set, of sets that contain no other of their world."""
    if not len(found.world):
        return found
    worst = np.nanmin(found.margin, axis=0)
    bits = np.bitwise_count(found.mask).sum(axis=0)
    size = waivers.size(found.mask)
    order = np.lexsort((*found.package[::-1], -worst, *found.mask, bits, size, found.world))
    found = found.take(order)
    new = np.ones(len(order), dtype=bool)
    new[1:] = (np.diff(found.world) != 0) | (np.diff(found.mask) != 0).any(axis=0)
    first = np.flatnonzero(new)
    one = OpeningSets(
        world=found.world[first],
        mask=found.mask[:, first],
        margin=np.fmax.reduceat(found.margin, first, axis=1),
        package=found.package[:, first],
    )
    return one.take(_undominated(one.world, one.mask))


def _undominated(world: Index, mask: Mask) -> Flags:
    """Of different masks (M, n), those that contain no other of their world.

    world : (n,) in order, and within a world a mask comes after all that it contains.
    """
    least = np.zeros(len(world), dtype=bool)
    left = np.arange(len(world))
    while len(left):
        first = np.ones(len(left), dtype=bool)
        first[1:] = np.diff(world[left]) != 0
        least[left[first]] = True
        # What contains the first mask left of its world, itself among it, is done with.
        heading = left[first][np.cumsum(first) - 1]
        left = left[~contains(mask[:, left], mask[:, heading])]
    return least


def _known(found: OpeningSets, worlds: int) -> Mask:
    """(A, M, W) the sets found in each world, the rest filled with every bit."""
    order = np.argsort(found.world, kind="stable")
    world = found.world[order]
    place = np.arange(len(world)) - np.searchsorted(world, world)
    made = np.full((place.max(initial=-1) + 1, len(found.mask), worlds), ~np.uint64(0))
    made[place, :, world] = found.mask[:, order].T
    return made


def joined(parts: Sequence[OpeningSets]) -> OpeningSets:
    """Rows one after the other. parts : at least one."""
    return OpeningSets(
        **{
            f.name: np.concatenate([getattr(part, f.name) for part in parts], axis=-1)
            for f in fields(OpeningSets)
        }
    )


def _none(asked: Standing, waivers: Waivers) -> OpeningSets:
    return OpeningSets(
        world=np.empty(0, np.intp),
        mask=np.empty((len(waivers.counted), 0), np.uint64),
        margin=np.empty((len(asked.deal), 0)),
        package=np.empty((asked.cells.n_blocks, 0), np.intp),
    )
