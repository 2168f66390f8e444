"""From the runs of a sensitivity design to the rows of its tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

import numpy as np

from sim.analysis.drivers.input_groups import InputGroup
from sim.analysis.drivers.inputs import Input
from sim.analysis.drivers.redrawing import Design, Told
from sim.analysis.drivers.sobol import SobolPair, can_tell, sobol_indices
from sim.analysis.shares import amount_of, share_of
from sim.analysis.unread import unread
from sim.domain.box import BoxSearch
from sim.domain.estimate import Share
from sim.domain.provenance import Seeds
from sim.domain.scenario import Scenario
from sim.domain.sensitivity import (
    SETTLEMENT,
    Direction,
    DirectionIndex,
    GroupIndex,
    GroupInput,
    OutputRow,
    SizeCount,
)

__all__ = ["direction_rows", "group_rows", "input_rows", "output_row", "size_rows"]

Name = TypeVar("Name", bound=str)

_SIZES = ("assumption", "indifference", "outside")


def output_row(
    coding: str, runs: Design, *, inputs: int, output: str, search: BoxSearch
) -> OutputRow:
    """What the output is in one coding, and whether anything can be told of what drives it."""
    every = [runs.a, runs.b, *runs.groups.values(), *runs.directions.values()]
    values = np.concatenate([one.output for one in every])
    weight = np.ones(len(runs.a.output))
    return OutputRow(
        coding=coding,
        inputs=inputs,
        mean=amount_of(runs.a.output, weight),
        settled=share_of(runs.a.settled, weight),
        varies=bool(np.ptp(values) > 0.0),
        anew=_flips(runs.a, runs.b, output),
        told=can_tell(runs.a.output, runs.b.output),
        search=search,
    )


def group_rows(
    groups: Sequence[InputGroup], designs: Mapping[str, Design], seeds: Seeds, output: str
) -> tuple[GroupIndex, ...]:
    """Every group in every coding, the one with the largest mean total index first."""
    pairs = {coding: _indices(runs, runs.groups) for coding, runs in designs.items()}
    rows = []
    for group in sorted(groups, key=lambda group: -_mean_total(pairs, group.id)):
        note = seeds.groups[group.owner].note if group.owner in seeds.groups else ""
        for coding, runs in designs.items():
            pair = pairs[coding].get(group.id)
            again = runs.groups.get(group.id)
            rows.append(
                GroupIndex(
                    coding=coding,
                    group=group.id,
                    kind=group.kind,
                    owner=group.owner,
                    about=group.about,
                    note=note,
                    inputs=len(group.streams[coding]),
                    total=None if pair is None else pair.total,
                    first=None if pair is None else pair.first,
                    flips=None if again is None else _flips(runs.a, again, output),
                )
            )
    return tuple(rows)


def direction_rows(
    inputs: Mapping[str, Sequence[Input]], designs: Mapping[str, Design], output: str
) -> tuple[DirectionIndex, ...]:
    """Every direction that some coding has inputs of, in every coding; largest mean total first."""
    pairs = {coding: _indices(runs, runs.directions) for coding, runs in designs.items()}
    there = [one for one in Direction if any(one in runs.directions for runs in designs.values())]
    rows = []
    for direction in sorted(there, key=lambda direction: -_mean_total(pairs, direction)):
        for coding, runs in designs.items():
            pair = pairs[coding].get(direction)
            again = runs.directions.get(direction)
            rows.append(
                DirectionIndex(
                    coding=coding,
                    direction=direction,
                    inputs=sum(one.direction is direction for one in inputs[coding]),
                    total=None if pair is None else pair.total,
                    first=None if pair is None else pair.first,
                    flips=None if again is None else _flips(runs.a, again, output),
                )
            )
    return tuple(rows)


def _indices(runs: Design, mixtures: Mapping[Name, Told]) -> dict[Name, SobolPair]:
    if not can_tell(runs.a.output, runs.b.output):
        return {}
    return sobol_indices(
        runs.a.output, runs.b.output, {name: one.output for name, one in mixtures.items()}
    )


def _mean_total(pairs: Mapping[str, Mapping[Name, SobolPair]], name: Name) -> float:
    found = [by_name[name].total.index for by_name in pairs.values() if name in by_name]
    return sum(found) / len(pairs) if pairs else 0.0


def _flips(before: Told, after: Told, output: str) -> Share | None:
    if output != SETTLEMENT:
        return None
    return share_of(before.settled != after.settled, np.ones(len(before.settled)))


def size_rows(scenarios: Mapping[str, Scenario]) -> tuple[SizeCount, ...]:
    """On what the sizes of the uncertain numbers rest, per coding; those of sources among them.

    What nobody reads is not counted.
    """
    rows = []
    for coding, scenario in scenarios.items():
        nowhere = unread(scenario)
        numbers = [
            *(one for one in scenario.quantities() if not one.constant and one.path not in nowhere),
            *(
                group.reliability
                for group in scenario.seeds.groups.values()
                if not group.reliability.constant
            ),
        ]
        stated = [scenario.provenance.get(number.path) for number in numbers]
        told = [_SIZES[0] if one is None else one.size.partition(":")[0] for one in stated]
        rows += [
            SizeCount(coding=coding, size=size, numbers=told.count(size), of=len(told))
            for size in sorted(set(told), key=lambda size: (-told.count(size), size))
        ]
    return tuple(rows)


def input_rows(
    groups: Sequence[InputGroup], inputs: Mapping[str, Sequence[Input]]
) -> tuple[GroupInput, ...]:
    """Every stream with its group."""
    return tuple(
        GroupInput(coding=coding, group=group.id, input=stream, direction=directions[stream])
        for coding, listed in inputs.items()
        for directions in [{one.stream: one.direction for one in listed}]
        for group in groups
        for stream in group.streams[coding]
    )
