"""The habit of who looks ahead: it does as planned, whatever has been said so far."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.domain.protocol import Deals
from sim.domain.value import reaches
from sim.engine.habit import Habit
from sim.engine.planning import plan_of

__all__ = ["SubgamePerfect"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Index = NDArray[np.intp]


class SubgamePerfect(Habit):
    """Offers, and accepts, what backward induction says for the round.

    Its own draft, lines that others have stated, and what it has said it opens with do not bind it.
    """

    ratchets: ClassVar[bool] = False
    waits: ClassVar[bool] = True

    def aim(self, day: float, first_aim: Array) -> Array:
        """What it would offer now is worth, or what it would accept."""
        party = self.party
        package, offers = self._planned()
        return np.where(offers, party.value(package), self.floor(day, party.target))

    def last_aim(self, day: float) -> Array:
        return self.aim(day, self.party.target)

    def floor(self, day: float, usual: Array) -> Array:
        least = plan_of(self.party.model).floor(self.party.model.round, self.party.place)
        # Where nobody plans nothing is planned, and nothing of this is read.
        return np.where(np.isnan(least), usual, least)

    def offer(self, rung: Index) -> Index:
        return self._planned()[0]

    def ready(self, usual: Flags) -> Flags:
        return self._planned()[1]

    def sees_deal(self, usual: Flags) -> Flags:
        """It offers nothing else."""
        return np.ones_like(usual)

    def silence(self, usual: str) -> str:
        if not self._some_would_be_signed():
            return "refused"
        deals = self.party.model.setting.scenario.protocol.deals
        return "fight" if deals is Deals.ONE_ROUND else "plan"

    def _some_would_be_signed(self) -> bool:
        """Whether by the plan the others would sign some package, in the first world.

        Told of where all principals must sign, and of their signatures alone.
        """
        model, plan = self.party.model, plan_of(self.party.model)
        quota, packages = model.setting.scenario.protocol.quota, plan.package
        signed = np.ones(packages.shape[1], dtype=bool)
        for other in model.proposers if quota in (None, len(model.proposers)) else ():
            if other is not self.party:
                least = plan.floor(model.round, other.place)[0]
                value = other.base[0] + other.deal[packages, 0].sum(axis=0)
                lines = other.refused[packages, 0].any(axis=0)
                # Who signs nothing has no floor, and reaches nothing.
                signed &= reaches(value, least) & ~lines
        return bool(signed.any())

    def _planned(self) -> tuple[Index, Flags]:
        model = self.party.model
        return plan_of(model).offered(model.round, self.party.place)
