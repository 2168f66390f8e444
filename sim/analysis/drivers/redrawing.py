"""The design behind Sobol indices, made of the scenario's own worlds.

Two independent matrices of draws are needed, A and B, and for every group g of inputs a mixture
AB_g: A, with the group's inputs from B (Saltelli et al. 2010, Comput. Phys. Commun. 181:259–270).
A is the scenario's ordinary worlds. B is a second world for each of them: the same streams under
other names. So a mixture is nothing but the ordinary worlds with some streams renamed, the engine
needs nothing new, and every index tells what happens in worlds that a user can look at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.analysis.conceding.moving import result_of
from sim.analysis.drivers.input_groups import InputGroup
from sim.analysis.drivers.inputs import Input
from sim.domain.outcome import Ending, Outcomes
from sim.domain.scenario import Scenario
from sim.domain.sensitivity import SETTLEMENT, Direction

__all__ = ["Design", "Redrawn", "Told", "design_of", "output_of", "play_redrawn", "second"]

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Redrawn:
    """The ordinary worlds of a coding with the named streams drawn a second time."""

    coding: str
    streams: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Told:
    """(n,) the output of each world, and whether it settles."""

    output: Array
    settled: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Design:
    """All runs of one coding. a : the ordinary worlds. b : everything drawn a second time.

    groups : group id → one group drawn a second time; directions : the same by direction.
    """

    a: Told
    b: Told
    groups: Mapping[str, Told]
    directions: Mapping[Direction, Told]


def second(streams: Iterable[str]) -> dict[str, str]:
    """Aliases for ``Worlds`` under which the named streams are drawn a second time.

    No path holds an ``@``, so that the second draw of a stream is nobody else's first.

    >>> second(["party.seller.patience"])
    {'party.seller.patience': 'party.seller.patience@second'}
    """
    return {stream: f"{stream}@second" for stream in streams}


def design_of(
    coding: str, inputs: Sequence[Input], groups: Sequence[InputGroup]
) -> dict[str | Direction, Redrawn]:
    """The runs a coding needs: ``a``, ``b``, one a direction and one a group that has inputs."""
    found: dict[str | Direction, tuple[str, ...]] = {"a": ()}
    found["b"] = tuple(one.stream for one in inputs)
    for direction in Direction:
        found[direction] = tuple(one.stream for one in inputs if one.direction is direction)
    found |= {group.id: group.streams[coding] for group in groups}
    return {
        name: Redrawn(coding=coding, streams=streams)
        for name, streams in found.items()
        if streams or name in ("a", "b")
    }


def output_of(outcomes: Outcomes, output: str) -> Array:
    """(n,) the output of each world: 1 where it settles, or a party's result in value units."""
    if output == SETTLEMENT:
        return np.asarray(outcomes.ending == Ending.SETTLEMENT, dtype=np.float64)
    return result_of(outcomes, output.partition(".")[2])


def play_redrawn(
    task: Redrawn, *, scenarios: Mapping[str, Scenario], n: int, seed: int, output: str
) -> Told:
    """What comes out of all worlds with some streams drawn a second time."""
    from sim.engine import negotiate
    from sim.sampling import sample_worlds

    scenario = scenarios[task.coding]
    worlds = sample_worlds(scenario, n=n, seed=seed, aliases=second(task.streams))
    outcomes = negotiate(scenario, worlds, asked=0, tracked=0)
    return Told(output=output_of(outcomes, output), settled=outcomes.ending == Ending.SETTLEMENT)
