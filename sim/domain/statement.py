"""What a scenario says of itself: sentences that a run can bear out or contradict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, ClassVar

__all__ = [
    "BlocksMore",
    "DeadlineHelps",
    "LeftOut",
    "Lifts",
    "Lowers",
    "Settles",
    "SignsMore",
    "Statement",
    "StatementKind",
]


class StatementKind(Enum):
    """The kinds of statement a scenario may make."""

    BLOCKS_MORE = "blocks-more"
    LIFTS = "lifts"
    LOWERS = "lowers"
    DEADLINE_HELPS = "deadline-helps"
    SETTLES = "settles"
    SIGNS_MORE = "signs-more"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A sentence in plain words, ``says``, and what makes it true."""

    kind: ClassVar[StatementKind]

    id: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A statement that cannot be played with what ``--set`` has set. why : what is wrong then."""

    id: str
    says: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BlocksMore(Statement):
    """``party`` alone blocks in more worlds than ``than`` alone does.

    A party alone blocks where no package is acceptable on day 0, and some package would be if
    this one party signed whatever is put to it. Free of any tactic: nobody has made an offer yet.
    """

    kind: ClassVar[StatementKind] = StatementKind.BLOCKS_MORE

    party: str
    than: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifts(Statement):
    """More worlds settle with ``edits`` (path → value, as ``--set`` would make them).

    by : the day by which they settle; ``None`` for the horizon.
    """

    kind: ClassVar[StatementKind] = StatementKind.LIFTS

    edits: Mapping[str, Any]
    by: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lowers(Statement):
    """Fewer worlds settle with ``edits``; the rest as in ``Lifts``."""

    kind: ClassVar[StatementKind] = StatementKind.LOWERS

    edits: Mapping[str, Any]
    by: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineHelps(Statement):
    """More worlds settle with the deadline than without it, all else the same.

    by : as in ``Lifts``.
    """

    kind: ClassVar[StatementKind] = StatementKind.DEADLINE_HELPS

    by: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settles(Statement):
    """The share of worlds that settle is above, or below, a stated one; one of the two is given.

    above, below : in [0, 1]. by : as in ``Lifts``.
    """

    kind: ClassVar[StatementKind] = StatementKind.SETTLES

    above: float | None = None
    below: float | None = None
    by: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignsMore(Statement):
    """On ``issue`` more worlds sign ``option`` than sign the option ``than``."""

    kind: ClassVar[StatementKind] = StatementKind.SIGNS_MORE

    issue: str
    option: str
    than: str
