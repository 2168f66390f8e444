"""Who negotiates: demands, red lines, a no-deal path, a behaviour, perhaps several types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sim.domain.agenda import Package
from sim.domain.quantity import Quantity

__all__ = [
    "MOST_ASKED",
    "MOST_PLANNED",
    "Behaviour",
    "Breach",
    "Demand",
    "NoDeal",
    "Party",
    "PartyType",
    "RedLine",
    "Tactics",
]


#: Parties, beside principals whose signature is needed whatever is agreed, from which a party that
#: plays risk-return can hope for signatures: every set of them is weighed.
MOST_ASKED = 10

#: Packages over which a party can play subgame-perfect: each is weighed in every round and world.
MOST_PLANNED = 10_000


class Behaviour(StrEnum):
    """How a party makes and answers offers.

    The first four are habits of the table (see ``sim.behaviour.aspiration``). The others play a
    game: SUBGAME_PERFECT the one with everything known to all, RISK_RETURN the best offer under
    what is believed of the others, REPUTATIONAL a war of attrition between two that may be
    obstinate.
    """

    TIME_DEPENDENT = "time-dependent"
    RECIPROCAL = "reciprocal"
    MINIMAL_CONCESSION = "minimal-concession"
    OBSTINATE = "obstinate"
    SUBGAME_PERFECT = "subgame-perfect"
    RISK_RETURN = "risk-return"
    REPUTATIONAL = "reputational"

    @property
    def code(self) -> int:
        """Its place among all behaviours, by which arrays hold it.

        >>> Behaviour.TIME_DEPENDENT.code, Behaviour.OBSTINATE.code
        (0, 3)
        """
        return _CODES[self]


_CODES = {behaviour: code for code, behaviour in enumerate(Behaviour)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What a party asks for on one issue.

    weight : share of the party's attention; weights are normalised to sum 1 after drawing.
    values : option id → value in [0, 1].
    opens_with : the option the party never asks to better, or ``None``.
    """

    weight: Quantity
    values: Mapping[str, Quantity]
    opens_with: str | None = None

    def ideal(self) -> str:
        """The option valued most (the first of equals), by modes."""
        return max(self.values, key=lambda option: self.values[option].mode)


@dataclass(frozen=True, slots=True, kw_only=True)
class RedLine:
    """Options a party refuses whatever else is in the package.

    firmness : option id → chance that the line is real. Nested: towards either end of the issue
        it never falls.
    unless : waived where another issue reaches some option: issue id → option id, "that option or
        a later one"; several are alternatives.
    """

    firmness: Mapping[str, Quantity]
    unless: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoDeal:
    """What a party expects without an agreement.

    package : the indifference package: if it were simply in force and kept, the party would be as
        well off as with no agreement on day 0.
    shift : value units, added. drift : value units a week. belief_gap : value units a week, what
        the party believes of its drift minus the truth.
    """

    package: Package
    shift: Quantity
    drift: Quantity
    belief_gap: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """Feared breach of a signed deal.

    fear : chance in [0, 1]. loss : value units lost if it happens.
    remaining : issue id → option id → share of the fear that remains, in [0, 1]; 1 removes none.
    """

    fear: Quantity
    loss: Quantity
    remaining: Mapping[str, Mapping[str, Quantity]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyType:
    """A hidden kind of party, drawn once per world.

    chance : that the party is of this type. side_benefit : value units a week of talking on.
    behaviour : how this type makes offers; ``None`` for the party's own.
    """

    id: str
    name: str
    chance: Quantity
    side_benefit: Quantity
    behaviour: Behaviour | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tactics:
    """Habits of the table, drawn per party and world.

    opening : how far above the believed best the first aim stands, as a share of the way to the
        ideal. toughness : the e of the clock 1 − (t/T)^(1/e); small is tough.
    patience_spread : factor on the patience horizon.
    """

    opening: Quantity
    toughness: Quantity
    patience_spread: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A party with everything it brings to the table.

    principal : its signature is needed for every settlement, or counts towards the quota of the
    protocol; only principals propose.
    patience : weekly discount factor in (0, 1). premium : value units for any deal at all.
    draft_days : mean days until its own draft is ready (exponential), or ``None`` for at once.
    deadline_belief : chance it gives to the talks ending at the deadline.
    types : the kinds it may be besides the plain one (which takes the rest of the chance).
    """

    id: str
    name: str
    principal: bool
    demands: Mapping[str, Demand]
    red_lines: Mapping[str, RedLine]
    no_deal: NoDeal
    patience: Quantity
    premium: Quantity
    breach: Breach
    tactics: Tactics
    behaviour: Behaviour
    draft_days: Quantity | None = None
    deadline_belief: Quantity | None = None
    types: Mapping[str, PartyType] = field(default_factory=dict)

    @property
    def behaviours(self) -> frozenset[Behaviour]:
        """All that it may play, being of whatever type."""
        stated = {kind.behaviour for kind in self.types.values() if kind.behaviour is not None}
        return frozenset({self.behaviour, *stated})
