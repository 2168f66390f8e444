"""How a party makes and answers offers: one object per party and behaviour, with a world axis."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sim.engine.proposer import ProposingParty

__all__ = ["Habit"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Index = NDArray[np.intp]


class Habit:
    """What a party of one behaviour does; read only in the worlds in which it has it.

    Every method works on all W worlds of the batch. Behaviours differ from each other in what they
    override; what is here is what all habits of the table share: offers are read from the ladder,
    and what would be offered is accepted.

    per_world : arrays whose last axis is the world, cut when finished worlds are dropped.
    ratchets : whether the target never rises unless the reservation does. waits : whether to make
    no new offer is a move like any other, and no sign that the talks are over.
    """

    per_world: ClassVar[tuple[str, ...]] = ()
    ratchets: ClassVar[bool] = True
    waits: ClassVar[bool] = False

    def __init__(self, party: ProposingParty) -> None:
        self.party = party

    def aim(self, day: float, first_aim: Array) -> Array:
        """The value (W,) wanted on a day, before it is held at or above the reservation.

        first_aim : (W,) A, where a party that keeps to habits of the table starts.
        """
        raise NotImplementedError

    def last_aim(self, day: float) -> Array:
        """The value (W,) wanted of an offer that nothing follows."""
        return np.maximum(self.party.reservation(day), self.party.best)

    def floor(self, day: float, usual: Array) -> Array:
        """The least value (W,) accepted; usual : what the rules of the table make of the target."""
        return usual

    def offer(self, rung: Index) -> Index:
        """What is offered (B, W); rung : the ladder's last rung worth the target."""
        return rung

    def ready(self, usual: Flags) -> Flags:
        """Worlds (W,) in which it can offer; usual : draft ready, a rung worth the target."""
        return usual

    def sees_deal(self, usual: Flags) -> Flags:
        """Whether (W,) it thinks some package would be signed; usual : as its ladder has it."""
        return usual

    def patient_until(self, usual: Array) -> Array:
        """Until which day (W,) talks without a new offer are in order to it."""
        if not self.waits:
            return usual
        return np.full_like(usual, self.party.model.setting.scenario.protocol.horizon)

    def silence(self, usual: str) -> str:
        """Why it offers nothing; usual : as a habit of the table would have it."""
        return usual

    def hear(self, package: Index, made: Flags) -> None:
        """Another party has offered packages (B, W) in the worlds ``made``."""

    def send(self, package: Index, made: Flags) -> None:
        """The party itself has."""

    def refused(self, by: int, package: Index, worlds: Flags) -> None:
        """Party number ``by``, whose signature was lacking, has refused its offer in ``worlds``."""

    def belief_of_type(self, about: int, kind: int) -> Array:
        """The chance (W,) it gives to party number ``about`` being of its type number ``kind``.

        kind : from 1, as in ``WorldBlock.type``. NaN where it holds no belief about types.
        """
        return np.full(len(self.party.does), np.nan)

    def signing_chance(self) -> Array:
        """The chance (W,) it gave to its last offer being signed; NaN where it weighs none."""
        return np.full(len(self.party.does), np.nan)

    def keep(self, worlds: Index) -> None:
        """Drop all other worlds."""
        for name in self.per_world:
            setattr(self, name, getattr(self, name).take(worlds, axis=-1))
