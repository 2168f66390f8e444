"""What must move: every concession with its effect on paper, in talks, and on what all end with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, ClassVar

from sim.domain.answer import Made
from sim.domain.concession import ConcessionKind
from sim.domain.concession_sets import ConcessionPairs, ConcessionSets, ConcessionsMade
from sim.domain.estimate import Amount, Difference, Share

__all__ = [
    "ConcessionNamed",
    "Concessions",
    "EffectRow",
    "GainRow",
    "Gap",
    "MoveRow",
    "Price",
    "ProcessRule",
    "RuleRow",
    "Verdict",
    "WithoutRow",
]


class ProcessRule(Enum):
    """The rules of the talks under which a concession is tried.

    STATED : as the scenario says. FIXED_CLOCKS : every party's opening, toughness and patience
    spread are held at their modes. RESERVATION : principals accept at their reservation.
    MINIMAL : principals concede as little as they can. SINGLE_TEXT : a mediator's text.
    """

    STATED = "as stated"
    FIXED_CLOCKS = "fixed clocks"
    RESERVATION = "accept at reservation"
    MINIMAL = "minimal concession"
    SINGLE_TEXT = "single text"


class Verdict(Enum):
    """Whether an effect in talks stands out from sampling, and where.

    ROBUST, LOWERS : more worlds settle, or fewer, beyond two standard errors under every rule and
    in every coding. The other words allow for the number of looks, rules times codings, by wider
    intervals. CODING_DEPENDENT : under some rule two codings differ beyond noise. RULE_DEPENDENT :
    in some coding two rules do. NOT_SHOWN : it stands out under some, and under the others it is
    merely within noise. WITHIN_NOISE : it stands out nowhere. Rules that are idle – they differ
    from the stated ones in nothing – are not among the rules.
    """

    ROBUST = "robust"
    LOWERS = "robustly lowers settlement"
    CODING_DEPENDENT = "coding-dependent"
    RULE_DEPENDENT = "rule-dependent"
    NOT_SHOWN = "not shown under every rule"
    WITHIN_NOISE = "within noise"


class Gap(Enum):
    """Where paper and talks disagree.

    PAPER_ONLY : it opens the acceptable set in some coding, and in talks it is within noise under
    every rule. TALKS_ONLY : the acceptable set changes in no coding beyond noise, yet under the
    rules as stated more worlds settle in every coding. OPPOSED : in some coding it clearly does one
    thing to the acceptable set and the contrary to the share that settles.
    """

    NONE = "none"
    PAPER_ONLY = "matters on paper, never in talks"
    TALKS_ONLY = "matters in talks, not on paper"
    OPPOSED = "opposite on paper and in talks"


class Price(Enum):
    """What a concession is to the party that pays for it: its own result clearly falls (COSTS),
    clearly rises (GAINS), or neither (FREE)."""

    COSTS = "costs"
    FREE = "free"
    GAINS = "the mover gains"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcessionNamed:
    """Which concession a row is about.

    party : who makes it; empty for a grant. option : empty for a dropped line. to : whom a grant
    benefits, else empty.
    """

    party: str
    issue: str
    option: str
    kind: ConcessionKind
    to: str

    @property
    def key(self) -> tuple[str, str, str, ConcessionKind]:
        """What makes it the same concession in another coding, and in another table."""
        return self.party, self.issue, self.option, self.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRow(ConcessionNamed):
    """One concession over all codings, best first.

    by : the party that makes it; for a grant, all that like the option less. group : from 1; rows
    of one group count as one, going less or more far the same way on one issue; the best stands
    first. tier : from 1; groups of one tier are not told apart by their best. exact : change of
    the share of worlds whose acceptable set is not empty, in the coding where it is lowest.
    simulated : change of the share that settles by the horizon under the rules as stated, in the
    coding where it is lowest. lowest, highest : of that change over all rules and codings.
    """

    by: tuple[str, ...]
    tier: int
    group: int
    exact: Difference
    simulated: Difference
    lowest: float
    highest: float
    verdicts: tuple[Verdict, ...]
    gap: Gap


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectRow(ConcessionNamed):
    """What one concession changes in one coding under the rules as stated, on the same worlds.

    exact : share of worlds whose acceptable set is not empty. early, horizon : share that settles
    by the early day and by the horizon. days : mean change of the day of settlement over worlds
    that settle either way; ``None`` with fewer than two. payer : whose cost it is: who makes it,
    for a grant the one that ends worst off of those that give. cost : mean change of the payer's
    own result, in its values before the concession (negative: it loses). per_cost : worlds settled
    more per value unit given up, ``None`` unless it costs and clearly lifts. sets : path
    → value, as ``--set`` takes them; empty in a coding in which the concession changes nothing.
    """

    coding: str
    exact: Difference
    early: Difference
    horizon: Difference
    days: Amount | None
    payer: str
    cost: Amount
    price: Price
    per_cost: float | None
    sets: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow(ConcessionNamed):
    """Change of the share that settles by the horizon under one process rule, in one coding."""

    coding: str
    rule: ProcessRule
    worlds: int
    lift: Difference


@dataclass(frozen=True, slots=True, kw_only=True)
class GainRow(ConcessionNamed):
    """Mean change of one party's own result in one coding, under the rules as stated.

    In the values it had before the concession; value units, discounted to day 0.
    """

    coding: str
    gainer: str
    change: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class WithoutRow:
    """One process rule in one coding without any concession.

    early, horizon : share that settles by the early day and by the horizon. open : share of worlds
    whose acceptable set is not empty; the same under every rule.
    """

    coding: str
    rule: ProcessRule
    worlds: int
    early: Share
    horizon: Share
    open: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Concessions:
    """What must move for a deal.

    early_day : the day the early share counts to. day : the day of the acceptable set.
    conceded : what was given in worlds that settled against worlds that did not. pairs, sets :
    where asked for. idle : rules that change nothing by construction, in any coding.
    """

    kind: ClassVar[str] = "concessions"

    made: Made
    early_day: float
    day: float
    moves: tuple[MoveRow, ...]
    effects: tuple[EffectRow, ...]
    rules: tuple[RuleRow, ...]
    gains: tuple[GainRow, ...]
    without: tuple[WithoutRow, ...]
    conceded: ConcessionsMade | None = None
    pairs: ConcessionPairs | None = None
    sets: ConcessionSets | None = None
    idle: tuple[ProcessRule, ...] = ()

    @property
    def tables(self) -> Mapping[str, Sequence[Any]]:
        """Name of a table → its rows, best first."""
        found: dict[str, Sequence[Any]] = {
            "concessions": self.moves,
            "effects": self.effects,
            "rules": self.rules,
            "gains": self.gains,
            "without": self.without,
        }
        for more in (self.conceded, self.pairs, self.sets):
            found |= {} if more is None else more.tables
        return found
