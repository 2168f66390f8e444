"""Habits of the table: aims that come down with time, with what is given, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.behaviour import aspiration as rule
from sim.engine.habit import Habit

if TYPE_CHECKING:
    from sim.engine.proposer import ProposingParty

__all__ = ["MinimalConcession", "Obstinate", "Reciprocal", "TimeDependent"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Index = NDArray[np.intp]
Codes = NDArray[np.int64]


class TimeDependent(Habit):
    """The aim comes down to the no-deal value by the patience horizon."""

    def aim(self, day: float, first_aim: Array) -> Array:
        party = self.party
        deadline = party.model.deadline_day
        left = rule.clock(day, party.horizon, party.toughness, deadline, party.belief)
        return rule.timed_target(party.believed_no_deal(day), first_aim, left)


class Reciprocal(Habit):
    """The aim comes down by as much as offers received have improved.

    first, best : (W,) own value of the first and of the best package heard, NaN before any.
    """

    per_world: ClassVar[tuple[str, ...]] = ("first", "best")

    def __init__(self, party: ProposingParty) -> None:
        super().__init__(party)
        self.first, self.best = (np.full(party.model.block.n, np.nan) for _ in range(2))

    def aim(self, day: float, first_aim: Array) -> Array:
        return rule.reciprocal_target(first_aim, self.first, self.best)

    def hear(self, package: Index, made: Flags) -> None:
        value = self.party.value(package)
        self.first = np.where(made & np.isnan(self.first), value, self.first)
        self.best = np.where(made, np.fmax(self.best, value), self.best)


class MinimalConcession(Habit):
    """One rung down when the others have shown as many different packages.

    sent, received : (rounds, W) codes of different packages, −1 for none.
    """

    per_world: ClassVar[tuple[str, ...]] = ("sent", "received")

    def __init__(self, party: ProposingParty) -> None:
        super().__init__(party)
        self.sent, self.received = (
            np.full((0, party.model.block.n), -1, dtype=np.int64) for _ in range(2)
        )

    def aim(self, day: float, first_aim: Array) -> Array:
        rungs = self.party.ladder.own
        return rule.minimal_target(rungs, _different(self.sent), _different(self.received))

    def hear(self, package: Index, made: Flags) -> None:
        self.received = _remember(self.received, self.party.model.codes(package), made)

    def send(self, package: Index, made: Flags) -> None:
        self.sent = _remember(self.sent, self.party.model.codes(package), made)


class Obstinate(Habit):
    """The first aim, for ever."""

    def aim(self, day: float, first_aim: Array) -> Array:
        return rule.obstinate_target(first_aim)


def _remember(codes: Codes, new: Codes, made: Flags) -> Codes:
    """Codes of different packages seen, one row a round, −1 where nothing new was seen."""
    known = (codes == new).any(axis=0) if len(codes) else np.zeros(len(new), dtype=bool)
    return np.concatenate([codes, np.where(made & ~known, new, -1)[None]])


def _different(codes: Codes) -> Codes:
    return np.count_nonzero(codes >= 0, axis=0)
