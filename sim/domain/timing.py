"""When talks end, and what is believed meanwhile: day by day."""

from __future__ import annotations

from dataclasses import dataclass

from sim.domain.estimate import Quantiles, Share

__all__ = ["BeliefPath", "BeliefPoint", "Timing", "TimingPoint"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimingPoint:
    """Where the worlds stand after a round.

    settled : settled on or before the day. over : talks over by then without settlement, before the
    clock ran out (walk-outs, with a small deal or without). talking : neither. The three add to
    one. agreed : agreed by then if talks that broke off are taken to have gone on like the rest
    (product-limit). at_table : worlds whose talks had not ended before the day.
    """

    day: float
    settled: Share
    over: Share
    talking: Share
    agreed: Share
    at_table: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Time to agreement in one coding.

    points : day 0 and every round day. half : the first of them by which half of all worlds
    have settled; ``None`` if that many never do. left : worlds still talking after the last round
    on or before the announced deadline, whom one who stops watching there never sees agree;
    ``None`` without a deadline before the horizon.
    """

    points: tuple[TimingPoint, ...]
    half: float | None
    left: Share | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BeliefPoint:
    """The chance given after a round, over ``n`` worlds; talks that are over keep their last."""

    day: float
    n: int
    chance: Quantiles


@dataclass(frozen=True, slots=True, kw_only=True)
class BeliefPath:
    """What ``observer`` holds of ``about`` being of ``type``, where it truly is (``true``) or not.

    name : of the type, as a reader sees it. event : the learning event it belongs to; empty where
    the observer reads it from refusals and waiting itself.
    """

    observer: str
    about: str
    type: str
    name: str
    event: str
    true: bool
    points: tuple[BeliefPoint, ...]
