"""Two concessions made together: pairs, and swaps in which one gives if the other gives."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sim.domain.concession import ConcessionKind
from sim.domain.estimate import Amount, Difference

__all__ = ["PairRow", "SwapKind", "SwapRow", "Together"]


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
