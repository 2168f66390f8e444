"""The habit of a party that weighs what an offer brings against the risk that it is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.behaviour.ladder import package_at, rung_cells
from sim.behaviour.risk_return import best_offer, chance_signed
from sim.domain.party import Behaviour
from sim.domain.value import reaches
from sim.engine.habit import Habit
from sim.engine.supposing import ALL, Bits, distinct, share

if TYPE_CHECKING:
    from sim.engine.proposer import ProposingParty

__all__ = ["RiskReturn"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Index = NDArray[np.intp]

#: Rungs times worlds weighed together: bounds what is held at a time to some tens of megabytes.
_TOGETHER = 2**18

#: The code of the behaviour in arrays.
_MINE = tuple(Behaviour).index(Behaviour.RISK_RETURN)


class RiskReturn(Habit):
    """The best offer under its beliefs, as if nothing followed it.

    Beliefs are the supposed worlds in which each other party's refusals make sense. P parties.
    possible : (P, words, W) bits of those worlds. rung : (W,) the best rung of the own ladder.
    worth : (W,) what that offer is worth in expectation. chance : (W,) that it is signed.
    offered_at : (W,) the chance it gave to the last offer it made, NaN before any.
    """

    per_world: ClassVar[tuple[str, ...]] = ("possible", "rung", "worth", "chance", "offered_at")
    ratchets: ClassVar[bool] = False

    def __init__(self, party: ProposingParty) -> None:
        super().__init__(party)
        n, parties = party.model.block.n, len(party.model.setting.scenario.parties)
        self.possible: Bits = np.broadcast_to(ALL[:, None], (parties, len(ALL), n)).copy()
        self.rung = np.zeros(n, dtype=np.intp)
        self.worth, self.chance, self.offered_at = (np.full(n, np.nan) for _ in range(3))

    def aim(self, day: float, first_aim: Array) -> Array:
        party = self.party
        mine = (party.does == _MINE) & party.model.playing & party.ladder.open
        self.worth = party.reservation(day)
        for worlds, effect in self._alike(np.flatnonzero(mine)):
            self._weigh(worlds, effect, day)
        return party.ladder.own[self.rung, np.arange(len(self.rung))]

    def last_aim(self, day: float) -> Array:
        """It acts as if nothing followed anyway, so the aim of the day stands."""
        own = self.party.ladder.own[self.rung, np.arange(len(self.rung))]
        return np.maximum(self.party.reservation(day), own)

    def floor(self, day: float, usual: Array) -> Array:
        """What refusing and offering itself would bring, unless the rules ask for the least."""
        return usual if self.party.model.accepts_reservation else self.worth

    def offer(self, rung: Index) -> Index:
        return package_at(self.party.model.cells, self.party.ladder, self.rung)

    def send(self, package: Index, made: Flags) -> None:
        self.offered_at = np.where(made, self.chance, self.offered_at)

    def signing_chance(self) -> Array:
        return self.offered_at

    def belief_of_type(self, about: int, kind: int) -> Array:
        bits = self.party.model.setting.supposition(self.party.id).of_type[about]
        if kind > len(bits):
            return np.zeros(len(self.rung))
        return share(bits[kind - 1], self.possible[about].T)

    def refused(self, by: int, package: Index, worlds: Flags) -> None:
        """Strike out the supposed worlds in which that party would have signed."""
        party, model = self.party, self.party.model
        supposed = model.setting.supposition(party.id)
        for some, effect in self._alike(np.flatnonzero(worlds & (party.does == _MINE)), by):
            different, place = distinct(model.cells, package[:, some])
            bits = supposed.would_sign(by, different, model.day, float(effect[by]))[place].T
            left = self.possible[by][:, some] & ~bits
            # What nothing supposed explains teaches nothing.
            self.possible[by][:, some] = np.where(left.any(axis=0), left, ALL[:, None])

    def _alike(self, worlds: Index, *others: int) -> Iterator[tuple[Index, Array]]:
        """Worlds in which the same has happened, as far as it counts: (n,), and its effect (P,)."""
        if not len(worlds):
            return
        effect = self.party.model.public_effect[:, worlds]
        counted = effect[list(others or self.party.others or [self.party.place])]
        _, first, group = np.unique(counted, axis=1, return_index=True, return_inverse=True)
        for place, start in enumerate(first):
            yield worlds[group.ravel() == place], effect[:, start]

    def _weigh(self, worlds: Index, effect: Array, day: float) -> None:
        """Find the best offer in worlds in which the same has happened."""
        party = self.party
        r = party.reservation(day)
        worthwhile = reaches(party.ladder.own[:, worlds], r[worlds])
        reach = max(1, int(worthwhile.any(axis=1).sum()))
        for first in range(0, len(worlds), max(1, _TOGETHER // reach)):
            some = worlds[first : first + max(1, _TOGETHER // reach)]
            chance = self._chances(some, reach, effect, day)
            own = party.ladder.own[:reach, some]
            self.rung[some], self.worth[some] = best_offer(own, chance, r[some])
            self.chance[some] = chance[self.rung[some], np.arange(len(some))]

    def _chances(self, worlds: Index, reach: int, effect: Array, day: float) -> Array:
        """The chance (reach, n) that each of the first rungs is signed."""
        party, model = self.party, self.party.model
        ladder = party.ladder.take(worlds)
        held = [rung_cells(model.cells, ladder, b, reach) for b in range(model.cells.n_blocks)]
        different, place = distinct(model.cells, np.stack(held))
        supposed, chances = model.setting.supposition(party.id), {}
        for q in party.others:
            bits = supposed.would_sign(q, different, day, float(effect[q]))
            chance = share(bits[place], self.possible[q][:, worlds].T)
            gone = (model.departed[worlds] >> q & 1) != 0
            chances[q] = np.where(gone, 0.0, chance)
        return chance_signed(model.cells, different, place, chances, party.place)
