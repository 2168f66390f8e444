"""What everybody knows of everybody: the public estimate, and one party's departures from it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.domain.cells import Cells
from sim.domain.scenario import Belief, Scenario
from sim.domain.value import cell_breach, cell_firmness, cell_worth
from sim.domain.worlds import WorldBlock

__all__ = ["PublicEstimate", "public_estimate", "public_estimates"]

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


def public_estimate(cells: Cells, world: WorldBlock) -> PublicEstimate:
    """What somebody without beliefs of its own reckons of all. ``world`` : the public one."""
    return _estimate(cells, world, np.zeros(len(world.no_deal)))


def public_estimates(
    scenario: Scenario, cells: Cells, world: WorldBlock
) -> dict[str, PublicEstimate]:
    """What each party reckons of all; the public estimate but for its own ``belief`` tables."""
    shared = public_estimate(cells, world)
    parties = tuple(scenario.parties)
    made = {}
    for party in parties:
        if not any(belief.holder == party for belief in scenario.beliefs):
            made[party] = shared
            continue
        supposed, gaps = world, np.zeros(len(parties))
        for belief in scenario.beliefs:
            if belief.holder == party:
                place = parties.index(belief.about)
                supposed = _supposed(scenario, supposed, belief, place)
                gaps[place] += belief.no_deal.mode if belief.no_deal is not None else 0.0
        made[party] = _estimate(cells, supposed, gaps)
    return made


def _supposed(scenario: Scenario, world: WorldBlock, belief: Belief, place: int) -> WorldBlock:
    """The public world with the weights one party supposes another to have."""
    if not belief.weights:
        return world
    weights = world.weights.copy()
    party = scenario.parties[belief.about]
    for j, issue in enumerate(scenario.agenda):
        supposed = belief.weights.get(issue.id, party.demands[issue.id].weight)
        weights[place, j] = supposed.mode
    weights[place] /= weights[place].sum()
    chosen = [issue.position(party.no_deal.package[issue.id]) for issue in scenario.agenda]
    worth = world.values[place, np.arange(len(chosen)), chosen]
    no_deal = world.no_deal.copy()
    no_deal[place] += ((weights[place] - world.weights[place]) * worth).sum(axis=0)
    return replace(world, weights=weights, no_deal=no_deal)


def _estimate(cells: Cells, world: WorldBlock, gaps: Array) -> PublicEstimate:
    deal = (cell_worth(cells, world) - cell_breach(cells, world))[..., 0]
    uncut = np.where(cells.fear_block < 0, world.fear[:, 0] * world.loss[:, 0], 0.0)
    spread = np.zeros(len(deal))
    for b in range(cells.n_blocks):
        place = cells.block(b)
        allowed = deal[:, place][:, cells.allowed[place]]
        spread += allowed.max(axis=1) - allowed.min(axis=1)
    return PublicEstimate(
        deal=deal,
        base=world.premium[:, 0] - uncut,
        spread=np.where(spread > 0.0, spread, 1.0),
        line_chance=cell_firmness(cells, world)[..., 0],
        no_deal=world.no_deal[:, 0] + gaps,
        drift=world.drift[:, 0],
    )
