"""Results of analyses: frozen, with their intervals and how they were made.

Everything is keyed by the ids of the scenario; ``Labels`` carries the names a reader sees. No field
is ever NaN: what does not exist is absent from its mapping, or ``None`` where it says so, so that a
finding read back from disk equals the one written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

__all__ = [
    "Amount",
    "CodingComparison",
    "CodingSummary",
    "Comparison",
    "ConcessionKind",
    "ConcessionLift",
    "ConcessionRow",
    "ConcessionTable",
    "DayShares",
    "Difference",
    "Finding",
    "Flip",
    "Labels",
    "MissedOverlap",
    "Obstacle",
    "PackageShare",
    "PartyValues",
    "Quantiles",
    "Refusal",
    "RunSummary",
    "Share",
    "TrackPoint",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share of worlds with a 95 % interval that carries sampling error only.

    All in [0, 1]; a difference of shares in [−1, 1].
    """

    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A paired difference of shares, in [−1, 1], with a 95 % interval (sampling error only)."""

    difference: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A mean in value units with a 95 % interval (sampling error only)."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantiles:
    """Weighted quantiles over worlds, in value units."""

    p05: float
    p25: float
    p50: float
    p75: float
    p95: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The names a reader sees, keyed by id and in the scenario's order.

    options : issue → option → name, every option a package may hold.
    """

    parties: Mapping[str, str]
    issues: Mapping[str, str]
    options: Mapping[str, Mapping[str, str]]


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

    says : the coding in words, as its file states it. n : worlds. effective_n : Kish's effective
    number of worlds. endings : ``settlement``, ``partial``, ``impasse``, ``walkout``; they add to
    one. by_day : every round day to the horizon. packages : of settled worlds, most frequent first,
    ten at most and the rest as one. options : issue → option → share of settled worlds that hold it
    (empty where none settled). values : party → values. concessions_made : party → issue → value
    units given up. refusals : most frequent first. partial_deals : id → share of worlds that signed
    it. track : where offers met, over the first worlds.
    """

    coding: str
    says: str
    n: int
    effective_n: float
    endings: Mapping[str, Share]
    missed_overlap: MissedOverlap
    by_day: tuple[DayShares, ...]
    packages: tuple[PackageShare, ...]
    options: Mapping[str, Mapping[str, Share]]
    values: Mapping[str, PartyValues]
    concessions_made: Mapping[str, Mapping[str, Amount]]
    refusals: tuple[Refusal, ...]
    partial_deals: Mapping[str, Share]
    track: tuple[TrackPoint, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """Worlds that end as ``first`` on one side and as ``second`` on the other (ending names)."""

    first: str
    second: str
    n: int
    share: float


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
    """Two scenarios on the same worlds: ``second`` minus ``first``, with what it means in words."""

    first: str
    second: str
    codings: Mapping[str, CodingComparison]
    says: tuple[str, ...]


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


class ConcessionKind(Enum):
    """DROP_LINE: the party's red line on the issue is gone. ACCEPT: it can live with the option.
    OPEN_WITH: it never asks for more than the option."""

    DROP_LINE = "drop line"
    ACCEPT = "accept"
    OPEN_WITH = "open with"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcessionLift:
    """What one concession changes in one coding, on the same worlds.

    early : settlement share by the early day. horizon : by the horizon. cost : mean change of the
    mover's own result, in its unedited values (negative: it loses).
    """

    early: Difference
    horizon: Difference
    cost: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcessionRow:
    """One single concession: who gives what, the edits that make it, and what it changes.

    option : empty for a dropped line. edits : path → value, as ``--set`` would take them; they may
    differ between codings (coding → edits). lifts : coding → lift.
    """

    party: str
    issue: str
    option: str
    kind: ConcessionKind
    edits: Mapping[str, Mapping[str, Any]]
    lifts: Mapping[str, ConcessionLift]

    @property
    def floor(self) -> float:
        """The lowest lift by the horizon over codings: what rows are ranked by."""
        return min(lift.horizon.difference for lift in self.lifts.values())

    @property
    def dearest(self) -> float:
        """The lowest cost over codings: of rows with equal lifts the one with the highest leads."""
        return min(lift.cost.mean for lift in self.lifts.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcessionTable:
    """Every single concession of a scenario, best first by the lowest lift over codings.

    early_day : the day the early lift counts to. early, settled : coding → settlement share without
    any concession, by that day and by the horizon. says : the best three in words.
    """

    schema: int = 1
    scenario: str
    question: str
    scenario_hash: str
    seed: int
    worlds: int
    protocol: str
    version: str
    early_day: float
    horizon: float
    overrides: Mapping[str, str]
    labels: Labels
    early: Mapping[str, Share]
    settled: Mapping[str, Share]
    rows: tuple[ConcessionRow, ...]
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What an analysis found, and how.

    kind : the question, such as ``concessions``. rows : one mapping per row of its table.
    says : sentences in plain words. made : whatever else tells how it was made.
    """

    kind: str
    scenario: str
    scenario_hash: str
    seed: int
    worlds: int
    coding: str
    rows: tuple[Mapping[str, Any], ...]
    says: tuple[str, ...]
    made: Mapping[str, Any] = field(default_factory=dict)
