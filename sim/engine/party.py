"""A party at the table: one agent whose arrays have a world axis."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import mesa
import numpy as np
from numpy.typing import NDArray

from sim.domain.cells import Cells
from sim.domain.value import (
    TALKING_WEEKS,
    at_package,
    cell_breach,
    cell_refused,
    cell_worth,
    package_sum,
)
from sim.domain.worlds import WorldBlock
from sim.engine.setting import step_worth

if TYPE_CHECKING:
    from sim.engine.model import NegotiationModel

__all__ = ["PartyAgent", "seats"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Index = NDArray[np.intp]


class PartyAgent(mesa.Agent):  # type: ignore[misc]
    """Values, lines and reservation of one party in every world of the batch.

    W worlds, C cells; all values in value units.
    worth, breach : (C, W) Σ w v of each cell, and the feared breach it leaves at full fear.
    fear_left : (W,) share of that fear small deals have left. deal : (C, W) worth less breach.
    base : (W,) value no cell changes. refused : (C, W) firm lines. no_deal : (W,) true value of no
    agreement without drift. drift, gap : (W,) value units a week. side : (W,) benefit of talking
    on. aims : (W,) what events have added to the reservation. step_worth : (J, W) mean worth of a
    step on each issue. outdated, revalued : (W,) whether something was learnt, or own values have
    changed, since the ladder was built.
    """

    model: NegotiationModel
    worth: Array
    breach: Array
    fear_left: Array
    deal: Array
    base: Array
    refused: Flags
    no_deal: Array
    drift: Array
    gap: Array
    side: Array
    aims: Array
    outdated: Flags
    revalued: Flags
    step_worth: Array

    #: Its rows of what ``seats`` holds of all parties: as views, so written to in place only.
    seated: ClassVar[tuple[str, ...]] = (
        "worth", "breach", "fear_left", "deal", "base", "refused", "no_deal", "drift", "gap",
        "side", "aims", "outdated", "revalued", "step_worth",
    )  # fmt: skip

    #: Arrays of its own whose last axis is the world.
    per_world: ClassVar[tuple[str, ...]] = ()

    def __init__(self, model: NegotiationModel, place: int) -> None:
        super().__init__(model)
        self.place, self.id = place, tuple(model.setting.scenario.parties)[place]
        self.party = model.setting.scenario.parties[self.id]
        self.bit = 1 << place
        self.sit(model.seats)

    def sit(self, tables: Mapping[str, NDArray[Any]]) -> None:
        """Read its rows from tables (P, …, W) of all parties."""
        for name in self.seated:
            setattr(self, name, tables[name][self.place])

    def true_no_deal(self, day: float) -> Array:
        """What no agreement is truly worth on a day: (W,)."""
        return np.asarray(self.no_deal + self.drift * (day / 7.0))

    def believed_no_deal(self, day: float) -> Array:
        """The same as the party believes it."""
        return np.asarray(self.no_deal + (self.drift + self.gap) * (day / 7.0))

    def reservation(self, day: float) -> Array:
        """r: the believed no-deal value, the side benefit of talking on, and risen aims."""
        return np.asarray(self.believed_no_deal(day) + self.side + self.aims)

    def value(self, package: Index) -> Array:
        """What packages (B, W) are worth: (W,)."""
        return np.asarray(self.base + package_sum(self.deal, package))

    def crosses(self, package: Index) -> Flags:
        """Whether packages (B, W) cross a firm line of the party: (W,)."""
        return np.asarray(at_package(self.refused, package).any(axis=0))

    def floor(self, day: float) -> Array:
        """The least value the party accepts now: (W,)."""
        usual, plan = self.reservation(day), self.model.plan
        return usual if plan is None else plan.consent_floor(self.model.round, self.place, usual)

    def fear_less(self, worlds: Index, remaining: Array) -> None:
        """A signed partial deal leaves only a share of the feared breach in these worlds."""
        block = self.model.block
        whole = block.fear[self.place, worlds] * block.loss[self.place, worlds]
        uncut = self.model.cells.fear_block[self.place] < 0
        self.revalued[worlds] = True
        before = self.fear_left[worlds]
        self.fear_left[worlds] = before * remaining
        self.base[worlds] += uncut * whole * (before - self.fear_left[worlds])
        if uncut:
            return
        # No other cell cuts the fear, so none is worth more or less than before.
        cut = self.model.cells.block(self.model.cells.fear_block[self.place])
        breach = self.breach[cut].take(worlds, axis=1) * self.fear_left[worlds]
        self.deal[cut, worlds] = self.worth[cut].take(worlds, axis=1) - breach

    def keep(self, worlds: Index) -> None:
        """Drop all other worlds from what is its own.

        By ``take``, whose rows stay rows in memory; what an index after ``...`` makes is laid out
        world by world, and slows down every round that follows.
        """
        for name in self.per_world:
            setattr(self, name, getattr(self, name).take(worlds, axis=-1))


def seats(cells: Cells, block: WorldBlock) -> dict[str, NDArray[Any]]:
    """What every party has (P, …, W), by the name it has there: one array for all, so that what is
    asked of all parties is asked at once.
    """
    worth, breach = cell_worth(cells, block), cell_breach(cells, block)
    uncut = (cells.fear_block < 0)[:, None]
    still = np.zeros(block.fear.shape)
    return {
        "worth": worth,
        "breach": breach,
        "fear_left": np.ones(still.shape),
        "deal": worth - breach,
        "base": block.premium - block.fear * block.loss * uncut,
        "refused": cell_refused(cells, block),
        "no_deal": block.no_deal.copy(),
        "drift": block.drift,
        "gap": block.belief_gap,
        "side": TALKING_WEEKS * block.side_benefit,
        "aims": still,
        "outdated": np.zeros(still.shape, dtype=bool),
        "revalued": np.zeros(still.shape, dtype=bool),
        "step_worth": np.stack([step_worth(block, cells, place) for place in range(len(still))]),
    }
