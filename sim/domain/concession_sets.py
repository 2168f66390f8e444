"""What concessions change together: pairs, swaps, the smallest sets that reach a target, and what
was conceded where the talks settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sim.domain.concession import ConcessionKind
from sim.domain.concession_made import ConcededRow, GivenRow
from sim.domain.concession_pairs import PairRow, SwapRow
from sim.domain.estimate import Amount, Difference, Share

__all__ = [
    "CandidateRow",
    "ConcessionPairs",
    "ConcessionSets",
    "ConcessionsMade",
    "Reach",
    "SearchRow",
    "SetRow",
    "SetStepRow",
]


class Reach(Enum):
    """Whether a share reaches the target: its interval's low end too, only the estimate, or not."""

    WHOLE = "reached, whole interval"
    ESTIMATE = "reached by the estimate"
    SHORT = "falls short"


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateRow:
    """One of the single concessions that were put together; about all codings at once.

    place : from 1, in the order in which they were chosen. chosen_by : the ranking that chose it.
    """

    place: int
    party: str
    issue: str
    option: str
    kind: ConcessionKind
    chosen_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcessionPairs:
    """Every pair of the candidates that can be made, and the swaps among them.

    candidates : what was paired, and why. of : how many single concessions they were chosen from.
    conflicting : pairs on different issues whose edits contradict each other; they are left out.
    """

    candidates: tuple[CandidateRow, ...]
    of: int
    conflicting: int
    pairs: tuple[PairRow, ...]
    swaps: tuple[SwapRow, ...]

    @property
    def tables(self) -> Mapping[str, Sequence[Any]]:
        return {"paired": self.candidates, "pairs": self.pairs, "swaps": self.swaps}


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRow:
    """How the smallest sets were looked for; about all codings at once.

    target : share of worlds to settle by the horizon, in every coding. size : the largest set
    tried. candidates, of : single concessions put together, and of how many. possible : sets that
    can be made. played : played at least in one coding, on all worlds. contained : left out since
    something in them is superfluous: a smaller set within them reaches the target. conflicting :
    sets whose edits contradict or repeat each other; they cannot be made. reached : how many reach
    the target in every coding; the first of them are listed. missed_by : where none does, how far
    the nearest falls short in its worst coding; else ``None``.
    """

    target: float
    size: int
    candidates: int
    of: int
    possible: int
    played: int
    contained: int
    conflicting: int
    reached: int
    missed_by: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRow:
    """One set of concessions made together, in one coding.

    set : its number, the same in every coding; the fewest concessions first, then those that reach
    the target with their whole interval, then the cheapest. size : 0 where nothing is conceded.
    tier : from 1; sets of one tier are not told apart by their reach, nor by what
    the mover that loses most loses (by their share, where none reaches the target). share : settled
    by the horizon. lift : against no concession, paired. open : worlds in which some package would
    be signed by all whose signature it needs on day 0 (exact for each world, free of tactics);
    ``None`` where consents can be met in too many ways to tell. reach, short_of : against the
    target; ``short_of`` is 0 where it is reached.
    """

    set: int
    size: int
    tier: int
    coding: str
    share: Share
    lift: Difference
    open: Share | None
    reach: Reach
    short_of: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SetStepRow:
    """One concession of a set, in one coding.

    cost : mean change of the mover's own result when the whole set is made, in its unedited values;
    a party that makes two concessions of a set has the same cost beside both.
    """

    set: int
    coding: str
    party: str
    issue: str
    option: str
    kind: ConcessionKind
    cost: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcessionSets:
    """The smallest sets of concessions that reach a target share; where none does, the nearest."""

    search: SearchRow
    candidates: tuple[CandidateRow, ...]
    sets: tuple[SetRow, ...]
    steps: tuple[SetStepRow, ...]

    @property
    def tables(self) -> Mapping[str, Sequence[Any]]:
        return {
            "set_search": (self.search,),
            "set_candidates": self.candidates,
            "sets": self.sets,
            "set_steps": self.steps,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcessionsMade:
    """The concessions actually made, in worlds that settled against worlds that did not."""

    conceded: tuple[ConcededRow, ...]
    given: tuple[GivenRow, ...]

    @property
    def tables(self) -> Mapping[str, Sequence[Any]]:
        return {"conceded": self.conceded, "given": self.given}
