"""What single concessions change: one row each, with the lift and the cost to the mover."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sim.domain.estimate import Amount, Difference, Labels, Share

__all__ = [
    "Announcement",
    "ConcessionKind",
    "ConcessionLift",
    "ConcessionRow",
    "ConcessionTable",
]


class Announcement(Enum):
    """ANNOUNCED: everybody reckons with the concession. QUIET: only the mover knows of it."""

    ANNOUNCED = "announced"
    QUIET = "quiet"


class ConcessionKind(Enum):
    """DROP_LINE: the party's red line on the issue is gone. ACCEPT: it can live with the option.
    OPEN_WITH: it never asks for more than the option. GRANT: the issue is fixed at the option, as
    given by all who like it less than the party it is granted to."""

    DROP_LINE = "drop line"
    ACCEPT = "accept"
    OPEN_WITH = "open with"
    GRANT = "grant"


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
    any concession, by that day and by the horizon.
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
