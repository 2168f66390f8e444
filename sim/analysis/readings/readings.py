"""Readings of a scenario, and what its worlds say of statements under each of them.

Taking a source group at its word, or not, needs no further run: the group's word is one draw per
world, so the worlds in which it was taken at its word are those that a reliability of 1 gives, draw
for draw. Only where too few worlds are left is the reliability set and the talks played again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.readings.inputs import RangeInput
from sim.analysis.readings.play import Played
from sim.analysis.readings.tally import Tally
from sim.analysis.unread import unread
from sim.domain.quantity import quantile
from sim.domain.robust import Taken
from sim.domain.scenario import Scenario
from sim.domain.statement import Statement
from sim.errors import ScenarioError

__all__ = ["Reading", "ends_of", "groups_of", "measure", "taken_at_word"]

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A reading that has to be played: ``edits`` on a coding, the first ``n`` worlds."""

    coding: str
    taken: Taken
    subject: str = ""
    edits: Mapping[str, Any] = field(default_factory=dict)
    n: int


def measure(
    task: tuple[Reading, Sequence[Statement]], *, scenarios: Mapping[str, Scenario], seed: int
) -> tuple[Tally, ...]:
    """What the worlds of a reading say of each statement: a task for a worker process.

    Nothing where the scenario cannot be read so, for a limit that several numbers share.
    """
    reading, statements = task
    scenario = edited(scenarios[reading.coding], reading.edits)
    if scenario is None:
        return ()
    played = Played(scenario=scenario, n=reading.n, seed=seed)
    return tuple(played.tally(statement) for statement in statements)


def edited(scenario: Scenario, edits: Mapping[str, Any]) -> Scenario | None:
    """The scenario with edits, or ``None`` where it would no longer be valid."""
    from sim.loading import edit

    if not edits:
        return scenario
    try:
        return edit(scenario, edits, layer="a reading")
    except ScenarioError:
        return None


def groups_of(scenario: Scenario) -> tuple[str, ...]:
    """Source groups that some number which is drawn and read rests on, as the seeds have them."""
    nowhere = unread(scenario)
    resting = {
        group
        for number in scenario.quantities()
        if not number.constant
        and not number.path.startswith("belief.")
        and number.path not in nowhere
        for group in number.groups
    }
    return tuple(group for group in scenario.seeds.groups if group in resting)


def taken_at_word(scenario: Scenario, group: str, *, n: int, seed: int) -> Flags:
    """(n,) worlds in which a source group is taken at its word, as they are drawn."""
    from sim.sampling import uniforms

    reliability = scenario.seeds.groups[group].reliability
    drawn = quantile(
        uniforms(seed, reliability.path, 0, n),
        reliability.range,
        logarithmic=reliability.logarithmic,
    )
    return np.asarray(uniforms(seed, f"group.{group}#word", 0, n) < drawn)


def ends_of(coding: str, one: RangeInput, n: int) -> Iterator[Reading]:
    """An input at its low end, and at its high end."""
    for taken, end in ((Taken.LOW, -1), (Taken.HIGH, 1)):
        yield Reading(
            coding=coding, taken=taken, subject=one.path, edits=one.held(1.0, end=end), n=n
        )
