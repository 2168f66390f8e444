"""Reputation: hold the first aim like an obstinate party, until it is time to give in.

From the day on which both first offers are known, two parties that may be obstinate wait for each
other to give in. When a rational one does is drawn once per world, by its uniform, from the
equilibrium of the war of attrition in continuous time (``sim.theory.standoff``) over what everybody
reckons the two demands to be worth to either. Rounds only sample that time: the party gives in on
the first round day on which it has come.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.domain.outcome import SAME_DAY
from sim.domain.party import Behaviour, PartyType
from sim.domain.value import reaches
from sim.engine.habit import Habit
from sim.theory.standoff import Standoff, giving_in, held_obstinate, standoff

if TYPE_CHECKING:
    from sim.engine.model import NegotiationModel
    from sim.engine.proposer import ProposingParty

__all__ = ["Reputational"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Index = NDArray[np.intp]


class Reputational(Habit):
    """Its first aim until it gives in; then the best package it has been offered, and no more.

    demand, theirs : (B, W) first offers of its own and of the other, where ``asked``, ``told``.
    best : (B, W) the best package heard that crosses none of its lines, where ``offered``.
    start : (W,) day on which both demands are known; NaN before. due : (W,) day on which it gives
    in. win, lose : (2, W) gains of itself and of the other if the other gives in, or itself does,
    as everybody reckons them. seen_to_give_in : (W,) whether the other has.
    """

    #: To repeat a demand is its move, and no sign that the talks are over.
    waits: ClassVar[bool] = True
    per_world: ClassVar[tuple[str, ...]] = (
        "demand", "theirs", "asked", "told", "best", "offered", "start", "due", "win", "lose",
        "seen_to_give_in",
    )  # fmt: skip

    def __init__(self, party: ProposingParty) -> None:
        super().__init__(party)
        n, blocks = party.model.block.n, party.model.cells.n_blocks
        self.demand, self.theirs, self.best = (np.zeros((blocks, n), np.intp) for _ in range(3))
        self.asked, self.told, self.offered = (np.zeros(n, dtype=bool) for _ in range(3))
        self.start, self.due = np.full(n, np.nan), np.full(n, np.inf)
        self.seen_to_give_in = np.zeros(n, dtype=bool)
        self.win, self.lose = np.zeros((2, n)), np.zeros((2, n))

    def aim(self, day: float, first_aim: Array) -> Array:
        return np.where(self._given_in(day), self.party.value(self.best), first_aim)

    def floor(self, day: float, usual: Array) -> Array:
        # The offer on the table may be what it has been waiting for, or start the waiting.
        least = np.maximum(self.party.reservation(day), self.party.value(self.best))
        return np.where(self._given_in(day), np.minimum(usual, least), usual)

    def offer(self, rung: Index) -> Index:
        return np.where(self._returns(), self.best, rung)

    def ready(self, usual: Flags) -> Flags:
        return usual | self._returns()

    def hear(self, package: Index, made: Flags) -> None:
        new = made & ~self.told
        self.theirs = np.where(new, package, self.theirs)
        self.told = self.told | made
        party = self.party
        better = ~self.offered | (party.value(package) > party.value(self.best))
        taken = made & better & ~party.crosses(package)
        self.best = np.where(taken, package, self.best)
        self.offered = self.offered | taken
        # Only a side that gives in asks for what it was asked for.
        self.seen_to_give_in |= made & self.asked & (package == self.demand).all(axis=0)
        self._begin()

    def send(self, package: Index, made: Flags) -> None:
        self.demand = np.where(made & ~self.asked, package, self.demand)
        self.asked = self.asked | made
        self._begin()

    def belief_of_type(self, about: int, kind: int) -> Array:
        """The reputation of the other principal, shared over its obstinate types as at first.

        It is what the closed form says of a side that has waited so long; 0 once it has given in.
        """
        other = self._sides()[1]
        if about != other.place:
            return np.full(len(self.start), np.nan)
        at_first = _chance_obstinate(other)
        waited = np.where(np.isnan(self.start), 0.0, self.party.model.day - self.start)
        all_ = self._standoff(np.arange(len(waited)))
        held = np.where(np.isnan(self.start), at_first, held_obstinate(all_, waited)[1])
        held = np.where(self.seen_to_give_in, 0.0, held)
        candidate = _known_types(other)[kind - 1]
        if candidate.behaviour is Behaviour.OBSTINATE:
            return np.asarray(held * _share(candidate.chance.mode, at_first))
        return np.asarray((1.0 - held) * _share(candidate.chance.mode, 1.0 - at_first))

    def _given_in(self, day: float) -> Flags:
        """Worlds (W,) in which it has given in and been offered something it may sign."""
        return np.asarray((self.due <= day + SAME_DAY) & self.offered)

    def _returns(self) -> Flags:
        """Worlds (W,) in which it offers the other's own package back."""
        party, model = self.party, self.party.model
        enough = reaches(party.value(self.best), party.target)
        barred = model.barred[self.best, np.arange(model.block.n)].any(axis=0)
        return np.asarray(self._given_in(model.day) & enough & ~barred)

    def _begin(self) -> None:
        """Where both demands have just become known, reckon what they are worth and when to end."""
        new = np.flatnonzero(self.asked & self.told & np.isnan(self.start))
        if not len(new):
            return
        model = self.party.model
        self.start[new] = model.day
        for at, side in enumerate(self._sides()):
            yields, stays = (self.theirs, self.demand) if at == 0 else (self.demand, self.theirs)
            self.win[at, new] = _gains(model, side, stays[:, new], new)
            self.lose[at, new] = _gains(model, side, yields[:, new], new)
        drawn = [model.block.concession_u[side.place, new] for side in self._sides()]
        self.due[new] = model.day + giving_in(self._standoff(new), np.stack(drawn))[0]

    def _standoff(self, worlds: Index) -> Standoff:
        sides = self._sides()
        patience = self.party.model.public.patience[[side.place for side in sides], 0]
        obstinate = np.array([_chance_obstinate(side) for side in sides])
        return standoff(
            self.win[:, worlds],
            self.lose[:, worlds],
            obstinate[:, None],
            -np.log(patience)[:, None] / 7.0,
        )

    def _sides(self) -> list[ProposingParty]:
        """Itself and the other principal, who sits down after it."""
        others = [side for side in self.party.model.proposers if side is not self.party]
        return [self.party, others[0]]


def _known_types(party: ProposingParty) -> tuple[PartyType, ...]:
    """The types of a party as everybody reckons with them, itself included."""
    return tuple(party.model.setting.known.parties[party.id].types.values())


def _chance_obstinate(party: ProposingParty) -> float:
    kinds = _known_types(party)
    return sum(kind.chance.mode for kind in kinds if kind.behaviour is Behaviour.OBSTINATE)


def _share(part: float, whole: float) -> float:
    return part / whole if whole > 0.0 else 0.0


def _gains(model: NegotiationModel, side: ProposingParty, package: Index, worlds: Index) -> Array:
    """What packages (B, n) are reckoned to give a party over its no-deal value of the day: (n,)."""
    estimate, p = model.setting.mediators_estimate, side.place
    expected = estimate.expected_no_deal(model.day, model.public_effect[:, worlds])[p]
    return np.asarray(estimate.deal[p][package].sum(axis=0) + estimate.base[p] - expected)
