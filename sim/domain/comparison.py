"""Two scenarios on the same worlds: what differs, which worlds flip, what stood in the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.domain.estimate import Difference, Labels

__all__ = ["CodingComparison", "Comparison", "Flip", "Obstacle"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """Worlds that end as ``first`` on one side and as ``second`` on the other (ending names).

    worlds : the numbers of the first few of them, to be traced.
    """

    first: str
    second: str
    n: int
    share: float
    worlds: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """What most often stood in the way in a set of worlds without settlement.

    reason, issue : as in ``Refusal``. n : worlds where it was the most frequent refusal. share :
    of the worlds looked at.
    """

    party: str
    issue: str | None
    reason: str
    n: int
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingComparison:
    """Second minus first, world by world, in one coding.

    endings : ending → difference. flips : every pair of endings that occurs, the unchanged ones
    included, most frequent first. gained : obstacles that stood, on the first side, in worlds that
    settle only on the second. lost : obstacles on the second side in worlds that settle only on
    the first.
    """

    coding: str
    n: int
    endings: Mapping[str, Difference]
    flips: tuple[Flip, ...]
    gained: tuple[Obstacle, ...]
    lost: tuple[Obstacle, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two scenarios on the same worlds: ``second`` minus ``first``.

    labels : the names on both sides; those of ``second`` where the two differ.
    """

    first: str
    second: str
    labels: Labels
    codings: Mapping[str, CodingComparison]
