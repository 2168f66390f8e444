"""What a run found: frozen, with its intervals and how it was made.

Everything is keyed by the ids of the scenario; ``Labels`` carries the names a reader sees. No field
is ever NaN: what does not exist is absent from its mapping, or ``None`` where it says so, so that a
finding read back from disk equals the one written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.domain.comparison import Comparison
from sim.domain.estimate import Amount, Labels, Quantiles, Share
from sim.domain.timing import BeliefPath, Timing

__all__ = [
    "CodingSummary",
    "DayShares",
    "MissedOverlap",
    "PackageShare",
    "PartyValues",
    "Refusal",
    "RunSummary",
    "TrackPoint",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayShares:
    """Cumulative shares of worlds by one round day.

    settlement : settled on or before the day. partial : worlds that end with a small deal only,
    whose first small deal was signed on or before the day. walkout : broken off by the day.
    """

    day: float
    settlement: Share
    partial: Share
    walkout: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageShare:
    """How often one package is what settled worlds sign (issue → option id).

    An empty package stands for all the rest together.
    """

    package: Mapping[str, str]
    share: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyValues:
    """What a party gets, in value units, discounted to day 0.

    settled : value of the signed package, over settled worlds. no_deal : its true no-deal value on
    the day the talks ended, over all worlds. no_deal_settled : the same over settled worlds only,
    so that it can stand beside ``settled``. gain : value minus no-deal value, world by world, over
    settled worlds. ``None`` where no world has it.
    """

    settled: Quantiles | None
    no_deal: Quantiles | None
    no_deal_settled: Quantiles | None
    gain: Quantiles | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Share of worlds in which a party refused at least once for one reason.

    reason : ``line`` (then ``issue`` names the line) or ``value`` (too little; ``issue`` None).
    """

    party: str
    issue: str | None
    reason: str
    share: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedOverlap:
    """Missed overlaps among the ``n`` worlds that were asked (settled ones count as not missed).

    share : ``None`` where no world was asked.
    """

    n: int
    share: Share | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackPoint:
    """What the standing offer of ``proposer`` was worth to ``party`` on a day, over ``n`` worlds
    whose talks were still going on and in which it had offered (undiscounted value units)."""

    day: float
    proposer: str
    party: str
    n: int
    value: Quantiles


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingSummary:
    """What happened in one coding.

    says : the coding in words, as its file states it. n : worlds. endings : ``settlement``,
    ``partial``, ``impasse``, ``walkout``; they add to one. by_day : every round day to the horizon.
    packages : of settled worlds, most frequent first, ten at most and the rest as one. options :
    issue → option → share of settled worlds that hold it (empty where none settled). values : party
    → values. concessions_made : party → issue → value units given up. refusals : most frequent
    first. partial_deals : id → share of worlds that signed it. Over the first ``followed`` worlds:
    track, where offers met, and beliefs, what was believed. timing : how long the talks took.
    """

    coding: str
    says: str
    n: int
    endings: Mapping[str, Share]
    missed_overlap: MissedOverlap
    by_day: tuple[DayShares, ...]
    packages: tuple[PackageShare, ...]
    options: Mapping[str, Mapping[str, Share]]
    values: Mapping[str, PartyValues]
    concessions_made: Mapping[str, Mapping[str, Amount]]
    refusals: tuple[Refusal, ...]
    partial_deals: Mapping[str, Share]
    followed: int = 0
    track: tuple[TrackPoint, ...] = ()
    beliefs: tuple[BeliefPath, ...] = ()
    timing: Timing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """One run of one scenario, under each of its codings.

    protocol : kind of the protocol. overrides : path → value as TOML text. version : of Parley.
    deadline : day, or ``None``. round_days : days a round lasts. against : the comparison with the
    parent, or with the first of two scenarios.
    """

    schema: int = 1
    scenario: str
    title: str
    question: str
    scenario_hash: str
    seed: int
    worlds: int
    protocol: str
    horizon: float
    round_days: float
    deadline: float | None
    overrides: Mapping[str, str]
    version: str
    labels: Labels
    codings: Mapping[str, CodingSummary]
    against: Comparison | None = None
