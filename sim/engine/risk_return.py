"""The habit of a party that weighs what an offer brings against the risk that it is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.behaviour.risk_return import best_offer, chance_signed
from sim.domain.party import Behaviour
from sim.engine.habit import Habit
from sim.engine.supposing import ALL, Bits, distinct, share
from sim.engine.weighing import Candidates, choice_of

if TYPE_CHECKING:
    from sim.engine.proposer import ProposingParty

__all__ = ["RiskReturn"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Index = NDArray[np.intp]

#: The code of the behaviour in arrays.
_MINE = Behaviour.RISK_RETURN.code


class RiskReturn(Habit):
    """The best offer under its beliefs, as if nothing followed it.

    Beliefs are the supposed worlds in which each other party's refusals make sense. P parties.
    possible : (P, words, W) bits of those worlds. best : (B, W) the best offer. own : (W,) what it
    is worth if signed, worth : (W,) in expectation. chance : (W,) that it is signed.
    offered_at : (W,) the chance it gave to the last offer it made, NaN before any.
    choice : where the offers come from that are weighed.
    """

    per_world: ClassVar[tuple[str, ...]] = (
        "possible", "best", "own", "worth", "chance", "offered_at",
    )  # fmt: skip
    ratchets: ClassVar[bool] = False

    def __init__(self, party: ProposingParty) -> None:
        super().__init__(party)
        n, parties = party.model.block.n, len(party.model.setting.scenario.parties)
        self.possible: Bits = np.broadcast_to(ALL[:, None], (parties, len(ALL), n)).copy()
        self.best: Index = np.repeat(party.model.cells.start[:-1, None], n, axis=1)
        self.own = np.full(n, -np.inf)
        self.worth, self.chance, self.offered_at = (np.full(n, np.nan) for _ in range(3))
        self.choice = choice_of(party)

    def aim(self, day: float, first_aim: Array) -> Array:
        party = self.party
        mine = (party.does == _MINE) & party.model.playing & party.ladder.open
        self.worth = party.reservation(day)
        for worlds, effect in self._alike(np.flatnonzero(mine)):
            self._weigh(worlds, effect, day)
        return self.own

    def last_aim(self, day: float) -> Array:
        """It acts as if nothing followed anyway, so the aim of the day stands."""
        return np.maximum(self.party.reservation(day), self.own)

    def floor(self, day: float, usual: Array) -> Array:
        """What refusing and offering itself would bring, unless the rules ask for the least."""
        return usual if self.party.model.accepts_reservation else self.worth

    def offer(self, rung: Index) -> Index:
        return self.best

    def send(self, package: Index, made: Flags) -> None:
        self.offered_at = np.where(made, self.chance, self.offered_at)

    def signing_chance(self) -> Array:
        return self.offered_at

    def belief_of_type(self, about: int, kind: int) -> Array:
        bits = self.party.model.setting.supposition(self.party.id).of_type[about]
        if kind > len(bits):
            return np.zeros(len(self.own))
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
        r = self.party.reservation(day)
        for offers in self.choice.candidates(worlds, r[worlds]):
            here, columns = offers.worlds, np.arange(len(offers.worlds))
            chance = self.chances(offers, effect, day)
            at, self.worth[here] = best_offer(offers.own, chance, r[here], offers.others)
            self.best[:, here] = offers.package[:, offers.place[at, columns]]
            self.own[here], self.chance[here] = offers.own[at, columns], chance[at, columns]

    def chances(self, offers: Candidates, effect: Array, day: float) -> Array:
        """The chance (R, n) that each candidate is signed in worlds in which the same happened."""
        party, model = self.party, self.party.model
        supposed, chances = model.setting.supposition(party.id), {}
        # One world stands for all in which the same is known and the same can be offered.
        first, group = self._known_alike(offers.worlds) if offers.shared else (slice(None), None)
        worlds, place = offers.worlds[first], offers.place[:, first]
        for q in party.others:
            bits = self.choice.would_sign(supposed, q, offers.package, day, float(effect[q]))
            chance = share(bits[place], self.possible[q][:, worlds].T)
            gone = (model.departed[worlds] >> q & 1) != 0
            chances[q] = np.where(gone, 0.0, chance)
        signed = chance_signed(model.cells, offers.package, place, chances, party.place)
        return signed if group is None else signed[:, group]

    def _known_alike(self, worlds: Index) -> tuple[Index, Index]:
        """The first (G,) of each group of worlds in which the others are held alike, and which
        group each world (n,) belongs to."""
        others = self.party.others
        held = self.possible[others][..., worlds].reshape(-1, len(worlds))
        known = np.vstack([held, self.party.model.departed[worlds].astype(np.uint64)])
        _, first, group = np.unique(known, axis=1, return_index=True, return_inverse=True)
        return first, group.ravel()
