"""The search for the smallest sets that reach a target, whatever the sets are and mean.

Nothing is assumed of how the share of one set bears on that of another: a larger set may well bring
less. What is skipped is skipped because the answer does not depend on it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

__all__ = ["Found", "Members", "find_smallest", "reaches"]

#: A set, by the places of its members in a list, rising.
Members = tuple[int, ...]

#: The shares of these sets in one coding.
Play = Callable[[Sequence[Members], str], Sequence[float]]

#: Shares are sums of weights, so one that is the target may come out that little below it.
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found.

    reaching : sets that reach the target in every coding and hold no smaller one that does, in the
    order given. nearest : where there is none, those whose lowest share is highest and that hold
    no smaller one that comes as near, best first.
    played : sets played in at least one coding. contained : sets not played since they hold one
    that reaches the target.
    """

    reaching: tuple[Members, ...]
    nearest: tuple[Members, ...]
    played: int
    contained: int


def find_smallest(
    sets: Sequence[Members], codings: Sequence[str], target: float, play: Play, *, nearest: int
) -> Found:
    """The sets that reach the target in every coding and of which no part does.

    sets : smallest first. codings : a set is played in the next one only if it reaches the target
    in those before, so the hardest should come first. nearest : so many are told where none
    reaches it, ties by the order given.

    >>> shares = {(): 0.1, (0,): 0.2, (1,): 0.6, (0, 1): 0.4}
    >>> play = lambda sets, coding: [shares[one] for one in sets]
    >>> find_smallest(list(shares), ["a"], 0.5, play, nearest=1)
    Found(reaching=((1,),), nearest=(), played=3, contained=1)
    """
    known: dict[Members, dict[str, float]] = {}
    reaching: list[Members] = []
    contained = 0

    def look(some: Sequence[Members], coding: str) -> None:
        fresh = [one for one in some if coding not in known.setdefault(one, {})]
        for one, share in zip(fresh, play(fresh, coding) if fresh else (), strict=True):
            known[one][coding] = share

    for _, group in groupby(sets, key=len):
        alike = list(group)
        left = [one for one in alike if not any(set(small) <= set(one) for small in reaching)]
        contained += len(alike) - len(left)
        for coding in codings:
            look(left, coding)
            left = [one for one in left if reaches(known[one][coding], target)]
        reaching += left
    found: tuple[Members, ...] = ()
    if not reaching:
        found = _nearest(known, codings, look, nearest)
    return Found(reaching=tuple(reaching), nearest=found, played=len(known), contained=contained)


def reaches(share: float, target: float) -> bool:
    """Whether a share is at least the target, but for rounding."""
    return share >= target - _ROUNDING


def _nearest(
    known: dict[Members, dict[str, float]],
    codings: Sequence[str],
    look: Callable[[Sequence[Members], str], None],
    most: int,
) -> tuple[Members, ...]:
    """The sets whose lowest share is highest, of which no part comes as near.

    A set's lowest share is at most its lowest one so far, so those below all that are told need no
    further coding.
    """
    bounds = {one: min(shares.values()) for one, shares in known.items()}
    order = {one: place for place, one in enumerate(bounds)}
    floors: dict[Members, float] = {}
    best: list[Members] = []
    for one in sorted(bounds, key=lambda each: -bounds[each]):
        if len(best) == most and bounds[one] < floors[best[-1]]:
            break
        for coding in codings:
            look([one], coding)
        floors[one] = min(known[one].values())
        ranked = sorted(floors, key=lambda each: (-floors[each], order[each]))
        best = [each for each in ranked if not _superfluous(each, floors)][:most]
    return tuple(best)


def _superfluous(one: Members, floors: Mapping[Members, float]) -> bool:
    """Whether a part of it comes at least as near."""
    return any(set(part) < set(one) and floors[part] >= floors[one] for part in floors)
