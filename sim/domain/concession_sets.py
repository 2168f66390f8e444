"""What concessions change together: pairs, swaps, the smallest sets that reach a target, and what
was conceded where the talks settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sim.domain.concession import ConcessionKind
from sim.domain.estimate import Amount, Difference, Share

__all__ = [
    "CandidateRow",
    "ConcededRow",
    "ConcessionPairs",
    "ConcessionSets",
    "ConcessionsMade",
    "GivenRow",
    "PairRow",
    "Reach",
    "SearchRow",
    "SetRow",
    "SetStepRow",
    "SwapKind",
    "SwapRow",
    "Together",
    "When",
]


class Together(Enum):
    """How the lift of a pair compares with the sum of its two single lifts."""

    MORE = "together more than apart"
    LESS = "together less than apart"
    ALIKE = "as apart (within noise)"


class SwapKind(Enum):
    """What a swap does to the two that make it, beside giving alone.

    A mover pays where its own result clearly falls in the swap, or clearly falls where it gives
    alone and the other's gift does not clearly raise it again. WORTH_IT : neither pays, and giving
    alone costs at least one of them. NO_CONDITION : neither loses together nor alone. NOTHING :
    neither the share that settles nor what either ends with changes beyond noise.
    """

    WORTH_IT = "worth it for both"
    NO_CONDITION = "needs no condition"
    ONE_PAYS = "one pays"
    BOTH_PAY = "both pay"
    NOTHING = "changes nothing beyond noise"


class Reach(Enum):
    """Whether a share reaches the target: its interval's low end too, only the estimate, or not."""

    WHOLE = "reached, whole interval"
    ESTIMATE = "reached by the estimate"
    SHORT = "falls short"


class When(Enum):
    """Where an option was given: worlds that settled against worlds that did not."""

    ONLY_SETTLED = "only where it settled"
    MORE_SETTLED = "more often where it settled"
    LESS_SETTLED = "less often where it settled"
    ALIKE = "as often (within noise)"
    UNTOLD = "cannot be told"


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
class PairRow:
    """Two concessions made together, in one coding, on the same worlds.

    pair : its number, the same in every coding. tier : from 1; pairs of one tier are not told apart
    by the lowest lift over codings. lift, first_lift, second_lift : of the share that settles by
    the horizon. added : what the pair brings beyond the better of its halves. complementarity :
    lift − first_lift − second_lift, in [−2, 2]. first_cost, second_cost : mean change of the
    movers' own results in the pair, in their unedited values.
    """

    pair: int
    tier: int
    coding: str
    first_party: str
    first_issue: str
    first_option: str
    first_kind: ConcessionKind
    second_party: str
    second_issue: str
    second_option: str
    second_kind: ConcessionKind
    lift: Difference
    first_lift: Difference
    second_lift: Difference
    added: Difference
    complementarity: Difference
    together: Together
    first_cost: Amount
    second_cost: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapRow:
    """The first party gives if the second gives, in one coding, on the same worlds.

    pair : the number of the pair. tier : from 1; swaps of one tier are not told apart by the change
    of the worse-off mover. first_together, first_alone : mean change of the first mover's own
    result against the run without concessions, in its unedited values, where both give and where
    it gives alone; first_brought : the difference, which is what the other's gift brings it;
    likewise for the second. lift : of the share that settles by the horizon.
    """

    pair: int
    tier: int
    coding: str
    swap: SwapKind
    first_party: str
    first_issue: str
    first_option: str
    first_kind: ConcessionKind
    second_party: str
    second_issue: str
    second_option: str
    second_kind: ConcessionKind
    lift: Difference
    first_together: Amount
    first_alone: Amount
    first_brought: Amount
    second_together: Amount
    second_alone: Amount
    second_brought: Amount

    @property
    def worst(self) -> Amount:
        """The change of the mover that is worse off."""
        return min(self.first_together, self.second_together, key=lambda amount: amount.mean)


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

    set : its number, the same in every coding; the fewest concessions first, then the cheapest.
    size : 0 where nothing is conceded. tier : from 1; sets of one tier are not told apart by what
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
class ConcededRow:
    """Value units a party gave up on an issue between its first offer and the end, in one coding.

    The end is the signed package, else the party's own last offer. settled, unsettled : mean over
    worlds of that kind in which it can be told, ``settled_worlds`` and ``unsettled_worlds`` of
    them; difference : settled minus unsettled, two groups of different worlds (Welch). ``None``
    with fewer than two worlds.
    """

    coding: str
    party: str
    issue: str
    settled: Amount | None
    unsettled: Amount | None
    difference: Amount | None
    settled_worlds: int
    unsettled_worlds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenRow:
    """How often a party ended with an option that is worth less to it than what it first asked for.

    settled, unsettled : share of worlds of that kind; ``None`` where there is no such world.
    difference : settled minus unsettled, two groups of different worlds.
    """

    coding: str
    party: str
    issue: str
    option: str
    settled: Share | None
    unsettled: Share | None
    difference: Difference | None
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcessionsMade:
    """The concessions actually made, in worlds that settled against worlds that did not."""

    conceded: tuple[ConcededRow, ...]
    given: tuple[GivenRow, ...]

    @property
    def tables(self) -> Mapping[str, Sequence[Any]]:
        return {"conceded": self.conceded, "given": self.given}
