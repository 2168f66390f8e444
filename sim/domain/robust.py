"""Which statements survive: each one under every reading of the scenario, and where it gives way.

A *reading* is a coding, either as drawn, or with one source group taken or not taken at its word,
or with one input held at an end of its range.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, ClassVar

from sim.domain.answer import Made
from sim.domain.estimate import Difference
from sim.domain.statement import StatementKind

__all__ = [
    "FlipRow",
    "FlipState",
    "InputRow",
    "LeftOutRow",
    "Origin",
    "ReadingRow",
    "Robust",
    "StatementRow",
    "Taken",
    "Verdict",
]


class Verdict(Enum):
    """HOLDS beyond sampling, FAILS beyond sampling, or UNDECIDED: too close for so few worlds."""

    HOLDS = "holds"
    FAILS = "fails"
    UNDECIDED = "undecided"


class Taken(Enum):
    """How a reading takes its subject; AS_DRAWN has none."""

    AS_DRAWN = "as drawn"
    AT_WORD = "at its word"
    NOT_AT_WORD = "not at its word"
    LOW = "at its low end"
    HIGH = "at its high end"


class Origin(Enum):
    """STATED in the scenario file, or of the DEFAULT set that every scenario is asked."""

    STATED = "stated"
    DEFAULT = "default"


class FlipState(Enum):
    """INSIDE or OUTSIDE the input's range it gives way; NEVER within what is legal; NOT_HELD: it
    does not hold as drawn, so there is nothing to break; UNTRIED: no input has a range."""

    INSIDE = "inside its range"
    OUTSIDE = "outside its range"
    NEVER = "never within what is legal"
    NOT_HELD = "does not hold as drawn"
    UNTRIED = "no input has a range"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """One statement over all readings of all codings.

    says : the scenario's own words; empty for the default set, whose words follow from ``kind``,
    ``party``, ``than`` (a party, or an option) and ``issue``. edits : what it sets, each as
    ``path = value``, joined by semicolons; empty for kinds that set nothing. readings : how many
    it was put to; ``holds``, ``fails`` and ``undecided`` add up to it. codings : how many make it;
    codings_held : in how many of them it holds as drawn.
    """

    statement: str
    kind: StatementKind
    origin: Origin
    says: str
    party: str
    than: str
    issue: str
    option: str
    edits: str
    readings: int
    holds: int
    fails: int
    undecided: int
    codings: int
    codings_held: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOutRow:
    """A statement of the scenario that was not put to the test.

    says : the scenario's own words. why : what of it cannot be played with the values that
    ``--set`` has set.
    """

    coding: str
    statement: str
    says: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRow:
    """One statement under one reading.

    subject : a source group, or an input (see ``InputRow``); empty as drawn. margin : by what
    share of worlds the statement is true, above 0 where it is. n : worlds it rests on.
    """

    coding: str
    statement: str
    taken: Taken
    subject: str
    verdict: Verdict
    margin: Difference
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InputRow:
    """An input that was held at the ends of its range.

    input : its path; for a red line, moved as one, the table of its firmness, and ``low``, ``mid``
    and ``high`` are those of ``option``, its firmest. stretch : how far apart the statement it
    moves most stands between worlds in which it is low and high, in standard errors.
    """

    coding: str
    input: str
    option: str
    low: float
    mid: float
    high: float
    stretch: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FlipRow:
    """Where a statement that holds as drawn stops to, along the input that breaks it first.

    input, option : as in ``InputRow``; empty where none was searched. value : the input's value
    from which on, away from its mid, the margin is no longer above 0; ``None`` where there is none.
    low, mid, high : its range. way : how far ``value`` lies from the mid, 1 being the end of the
    range and more than 1 outside it. undecided_low, undecided_high : between these values of the
    input, of those the search played, the statement goes from holding to failing beyond sampling;
    ``None`` at the end where none played decides. tried : inputs searched. n : worlds searched on.
    """

    coding: str
    statement: str
    state: FlipState
    input: str
    option: str
    value: float | None
    low: float | None
    mid: float | None
    high: float | None
    way: float | None
    undecided_low: float | None
    undecided_high: float | None
    tried: int
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Robust:
    """Statements and how they fare. ``statements`` : the scenario's own first, but for those that
    are ``left_out``."""

    kind: ClassVar[str] = "robust"

    made: Made
    statements: tuple[StatementRow, ...]
    readings: tuple[ReadingRow, ...]
    flips: tuple[FlipRow, ...]
    inputs: tuple[InputRow, ...]
    left_out: tuple[LeftOutRow, ...] = ()

    @property
    def tables(self) -> Mapping[str, Sequence[Any]]:
        """Table name → rows."""
        return {
            "statements": self.statements,
            "readings": self.readings,
            "flips": self.flips,
            "inputs": self.inputs,
            "left_out": self.left_out,
        }
