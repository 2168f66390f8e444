"""Which sets of waivers open a world, by trying every set on every package: slow and short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from sim.domain.value import INDIFFERENT

__all__ = ["Waived", "World", "subsets"]


@dataclass(frozen=True)
class Waived:
    """Lines (party, issue) that are waived, and by how much parties lower their no-deal value."""

    lines: frozenset[tuple[int, int]] = frozenset()
    lowered: tuple[tuple[int, float], ...] = ()

    @property
    def size(self) -> int:
        return len(self.lines) + len(self.lowered)

    def within(self, other: Waived) -> bool:
        more = dict(other.lowered)
        return self.lines <= other.lines and all(by <= more.get(p, 0.0) for p, by in self.lowered)


class World:
    """Every package of one world of a batch, with what it is worth and which lines it crosses."""

    def __init__(self, asked, crossed, w):
        cells, self.parties = asked.cells, range(len(asked.deal))
        blocks = (range(cells.start[b], cells.start[b + 1]) for b in range(cells.n_blocks))
        self.cells, self.departed = cells, int(asked.departed[w])
        self.packages = np.array(
            [held for held in product(*blocks) if not asked.closed[list(held), w].any()], dtype=int
        ).reshape(-1, cells.n_blocks)
        self.short = asked.need[:, w, None] - asked.deal[:, :, w][:, self.packages].sum(axis=-1)
        self.crosses = crossed[..., w][:, :, self.packages].any(axis=-1)
        self.lines = [tuple(map(int, line)) for line in np.argwhere(crossed[..., w].any(axis=-1))]

    def acceptable(self, waived):
        """Packages, as cells, that are signed once these waivers are granted."""
        lowered = dict(waived.lowered)
        signing = np.zeros(len(self.packages), dtype=int)
        for p in self.parties:
            if self.departed >> p & 1:
                continue
            kept = [j for j in range(self.crosses.shape[1]) if (p, j) not in waived.lines]
            signs = self.short[p] - lowered.get(p, 0.0) <= INDIFFERENT
            signs &= ~self.crosses[p, kept].any(axis=0)
            signing |= np.where(signs, 1 << p, 0)
        done = (signing & self.cells.principals) == self.cells.principals
        for held in self.packages.T:
            consents = self.cells.alternatives[held].astype(int)
            met = (consents >= 0) & ((consents & signing[:, None]) == consents)
            done &= met.any(axis=1)
        return self.packages[done]

    def minimal_sets(self, grid, most):
        """Of all sets of up to so many waivers that open the world, those that contain no other."""
        tried = subsets(self.lines, len(self.parties), grid, most)
        opening = [one for one in tried if len(self.acceptable(one))]
        return {
            one
            for one in opening
            if not any(other != one and other.within(one) for other in opening)
        }


def subsets(
    lines: Sequence[tuple[int, int]], parties: int, grid: Sequence[float], most: int
) -> list[Waived]:
    """Every set of up to so many waivers, small ones first."""
    single = [*lines, *range(parties)]
    found = []
    for size in range(1, most + 1):
        for chosen in combinations(single, size):
            moving = [one for one in chosen if isinstance(one, int)]
            kept = frozenset(one for one in chosen if not isinstance(one, int))
            for steps in product(grid, repeat=len(moving)):
                found.append(Waived(kept, tuple(zip(moving, steps, strict=True))))
    return found
