"""Groups of estimates that their intervals do not tell apart, where a ranking would claim more."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["tiers"]


def tiers(estimates: Sequence[tuple[float, float, float]]) -> list[int]:
    """Groups, from 1, of estimates (middle, low, high) that their intervals do not tell apart.

    The highest leads the first group, which holds all whose interval reaches up to the leader's
    low end; the highest of the rest leads the next one.

    >>> tiers([(0.1, 0.0, 0.2), (0.5, 0.4, 0.6), (0.45, 0.35, 0.55)])
    [2, 1, 1]
    """
    found = [0] * len(estimates)
    left = sorted(range(len(estimates)), key=lambda k: -estimates[k][0])
    tier = 0
    while left:
        tier += 1
        floor = estimates[left[0]][1]
        for k in left:
            if estimates[k][2] >= floor:
                found[k] = tier
        left = [k for k in left if not found[k]]
    return found
