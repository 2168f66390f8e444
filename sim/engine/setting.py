"""What stays the same in every batch of a run: cells, estimates, and what a line rules out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from sim.domain.cells import Cells, cells_of
from sim.domain.scenario import Scenario
from sim.domain.worlds import WorldBlock
from sim.engine.public import PublicEstimate, public_estimate, public_estimates
from sim.engine.supposing import Supposition, supposition_of
from sim.errors import UsageError
from sim.sampling import public_world

__all__ = ["Setting", "setting_of", "step_worth", "too_good"]

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The fixed tables of a scenario's negotiation.

    forbids : (P, J, K, C) cells ruled out once party p states that it refuses option k of issue j.
    deadline_day : the last round day on or before the deadline, ``None`` without one.
    mediators_estimate : what somebody without beliefs of its own reckons of all. known : the
    scenario everybody reckons with where it is about others. supposed : party → what it supposes
    of the others, made when first asked for.
    """

    scenario: Scenario
    cells: Cells
    public: WorldBlock
    estimates: dict[str, PublicEstimate]
    forbids: NDArray[np.bool_]
    deadline_day: float | None
    mediators_estimate: PublicEstimate
    known: Scenario
    supposed: dict[str, Supposition] = field(default_factory=dict)

    def supposition(self, party: str) -> Supposition:
        """What a party supposes of the others: supposed worlds."""
        if party not in self.supposed:
            self.supposed[party] = supposition_of(self.known, self.cells, party)
        return self.supposed[party]


def setting_of(scenario: Scenario, known: Scenario | None = None) -> Setting:
    """Everything about a scenario that no draw changes.

    known : the scenario that everybody reckons with where it is about others, if not this one: what
    differs from it is private. It needs the same parties, issues, options, events and partial
    deals, or ``UsageError`` is raised.
    """
    cells = cells_of(scenario)
    if known is not None:
        _check_alike(scenario, known)
        cells = replace(cells, beyond=cells_of(known).beyond)
    supposed = scenario if known is None else known
    world = public_world(supposed)
    deadline = scenario.deadline
    day = None if deadline is None else scenario.protocol.last_round_day(deadline.day)
    return Setting(
        scenario=scenario,
        cells=cells,
        public=world,
        estimates=public_estimates(supposed, cells, world),
        forbids=_forbids(cells),
        deadline_day=day or None,
        mediators_estimate=public_estimate(cells, world),
        known=supposed,
    )


def _check_alike(scenario: Scenario, known: Scenario) -> None:
    for what in ("parties", "events", "partial_deals"):
        if list(getattr(scenario, what)) != list(getattr(known, what)):
            raise UsageError(f"what is private cannot change the {what.replace('_', ' ')}")
    ours, theirs = (
        [[option.id for option in issue.options] for issue in one.agenda]
        for one in (scenario, known)
    )
    if ours != theirs:
        raise UsageError("what is private cannot change the options of an issue")


def _forbids(cells: Cells) -> NDArray[np.bool_]:
    held = cells.beyond[..., np.maximum(cells.option, 0)]
    made = np.empty((*cells.beyond.shape[:3], cells.n_cells), dtype=bool)
    for j, options in enumerate(cells.option):
        made[:, j] = held[:, j, :, j, :] & (options >= 0) & ~cells.waived[:, j, None, :]
    return made


def step_worth(block: WorldBlock, cells: Cells, party: int) -> Array:
    """Mean worth of one step along each issue to a party: (J, W), value units."""
    sizes = np.array([int(options.max()) for options in cells.option], dtype=np.float64)
    made = np.empty(block.weights.shape[1:])
    for j, steps in enumerate(sizes):
        values = block.values[party, j, : int(steps) + 1]
        made[j] = block.weights[party, j] * np.ptp(values, axis=0) / max(steps, 1.0)
    return made


def too_good(cells: Cells, block: WorldBlock) -> NDArray[np.bool_]:
    """(P, C, W): cells that better the option a party has said it opens with."""
    made = np.zeros((len(block.weights), cells.n_cells, block.n), dtype=bool)
    for p, j in zip(*np.nonzero(cells.opens_above >= 0), strict=True):
        values = block.values[p, j]
        better = values > values[cells.opens_above[p, j]]
        held = cells.option[j]
        made[p] |= better[np.maximum(held, 0)] & (held >= 0)[:, None]
    return made
