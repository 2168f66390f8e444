"""What everybody knows of everybody: the public estimate, and one party's departures from it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.domain.cells import Cells
from sim.domain.scenario import Belief, Scenario
from sim.domain.value import cell_breach, cell_firmness, cell_worth, spread
from sim.domain.worlds import WorldBlock
from sim.sampling.source import Modes, Source

__all__ = ["PublicEstimate", "public_estimate", "public_estimates", "supposed_by"]

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicEstimate:
    """What one party reckons the others' values to be; all numbers are modes.

    deal : (P, C) value of each cell, feared breach taken off. base : (P,) value no cell changes.
    spread : (P,) best-to-worst range over allowed packages (1 where it is 0). line_chance : (P, C).
    no_deal : (P,) on day 0. drift : (P,) value units a week.
    """

    deal: Array
    base: Array
    spread: Array
    line_chance: Array
    no_deal: Array
    drift: Array

    def expected_no_deal(self, day: float, effect: Array) -> Array:
        """What no agreement is reckoned to be worth to each on a day: (P, W).

        effect : (P, W) what has happened by then did to it, as everybody knows.
        """
        return np.asarray((self.no_deal + self.drift * (day / 7.0))[:, None] + effect)

    def worth_to_others(self, party: int, package: NDArray[np.intp]) -> Array:
        """What packages (B, W) are reckoned to be worth to all but one party: (W,).

        In shares of each party's best-to-worst range, summed over parties.
        """
        scaled = self.deal / self.spread[:, None]
        return np.asarray(np.delete(scaled, party, axis=0).sum(axis=0)[package].sum(axis=0))


def public_estimate(cells: Cells, world: WorldBlock) -> PublicEstimate:
    """What somebody without beliefs of its own reckons of all. ``world`` : the public one."""
    return _estimate(cells, world)


def public_estimates(
    scenario: Scenario, cells: Cells, world: WorldBlock
) -> dict[str, PublicEstimate]:
    """What each party reckons of all; the public estimate but for its own ``belief`` tables."""
    shared = public_estimate(cells, world)
    made = {}
    for party in scenario.parties:
        if not any(belief.holder == party for belief in scenario.beliefs):
            made[party] = shared
            continue
        made[party] = _estimate(cells, supposed_by(scenario, world, party, Modes()))
    return made


def supposed_by(scenario: Scenario, world: WorldBlock, holder: str, source: Source) -> WorldBlock:
    """Worlds as one party supposes the others in them, by its own ``belief`` tables.

    source : where the numbers of those tables come from.
    """
    parties = tuple(scenario.parties)
    for belief in scenario.beliefs:
        if belief.holder == holder:
            world = _supposed(scenario, world, belief, parties.index(belief.about), source)
    return world


def _supposed(
    scenario: Scenario, world: WorldBlock, belief: Belief, place: int, source: Source
) -> WorldBlock:
    """Worlds with the weights and the no-deal value one party supposes another to have."""
    no_deal, weights = world.no_deal.copy(), world.weights
    if belief.weights:
        weights = weights.copy()
        party = scenario.parties[belief.about]
        for j, issue in enumerate(scenario.agenda):
            stated = belief.weights.get(issue.id, party.demands[issue.id].weight)
            weights[place, j] = source.of(stated)
        weights[place] /= weights[place].sum(axis=0)
        chosen = [issue.position(party.no_deal.package[issue.id]) for issue in scenario.agenda]
        worth = world.values[place, np.arange(len(chosen)), chosen]
        no_deal[place] += ((weights[place] - world.weights[place]) * worth).sum(axis=0)
    no_deal[place] += source.of(belief.no_deal)
    return replace(world, weights=weights, no_deal=no_deal)


def _estimate(cells: Cells, world: WorldBlock) -> PublicEstimate:
    deal = (cell_worth(cells, world) - cell_breach(cells, world))[..., 0]
    uncut = np.where(cells.fear_block < 0, world.fear[:, 0] * world.loss[:, 0], 0.0)
    wide = spread(cells, deal.T)
    return PublicEstimate(
        deal=deal,
        base=world.premium[:, 0] - uncut,
        spread=np.where(wide > 0.0, wide, 1.0),
        line_chance=cell_firmness(cells, world)[..., 0],
        no_deal=world.no_deal[:, 0],
        drift=world.drift[:, 0],
    )
