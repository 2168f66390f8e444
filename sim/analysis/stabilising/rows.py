"""Rows about states and moves, from what was measured in each world."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.analysis.overlap.counted import Counted, SetQuestion
from sim.analysis.shares import difference_of, share_of
from sim.analysis.stabilising.leading import Leading, signed_in_talks
from sim.analysis.stabilising.measured import Asked, Measured
from sim.analysis.stabilising.moves import Conflict, lone_breakers
from sim.domain.cells import cells_of
from sim.domain.estimate import Share
from sim.domain.outcome import Outcomes
from sim.domain.scenario import Scenario
from sim.domain.stability import (
    LESS,
    NO_AGREEMENT,
    Against,
    ExitRow,
    PackageRow,
    Sense,
    StateRow,
    WorldsRow,
)

__all__ = [
    "Coded",
    "breakers",
    "exit_rows",
    "name_of",
    "package_rows",
    "played",
    "state_rows",
    "worlds_row",
]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: Ways out of a state that are told.
_EXITS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """One coding: what was asked and measured in its worlds, and how they were played."""

    coding: str
    scenario: Scenario
    outcomes: Outcomes
    measured: Measured
    conflict: Conflict
    asked: Asked
    origins: Leading

    @property
    def names(self) -> list[str]:
        """Of the leading packages."""
        return [name_of(m) for m in range(len(self.asked.leading))]

    @property
    def kept(self) -> Flags:
        """(m, W) whether nobody breaks a package, were it signed."""
        return np.asarray(np.isnan(self.measured.broken))


def name_of(place: int) -> str:
    """What the leading package at a place is called."""
    return f"package {place + 1}"


def played(scenario: Scenario, question: SetQuestion) -> Outcomes:
    """The talks as played, in the same worlds."""
    from sim.engine import negotiate
    from sim.sampling import sample_worlds

    worlds = sample_worlds(scenario, n=question.n, seed=question.seed)
    return negotiate(scenario, worlds, workers=question.workers, asked=0, tracked=0)


def breakers(coded: Coded) -> Mapping[str, tuple[str, ...]]:
    """Package → who can end it alone."""
    cells = cells_of(coded.scenario)
    return {
        name: _parties(coded, lone_breakers(cells, package))
        for name, package in zip(coded.names, coded.asked.leading, strict=True)
    }


def _parties(coded: Coded, mask: int) -> tuple[str, ...]:
    return tuple(id_ for p, id_ in enumerate(coded.scenario.parties) if mask >> p & 1)


def worlds_row(coded: Coded, acceptable: Counted) -> WorldsRow:
    """What the worlds of a coding are like."""
    found = coded.measured
    return WorldsRow(
        coding=coded.coding,
        open=share_of(acceptable.open, acceptable.weight),
        sure=acceptable.sure,
        drift=share_of(found.drifts, found.weight),
        events=share_of(found.events, found.weight),
    )


def package_rows(coded: Coded) -> Iterator[PackageRow]:
    """What the leading packages are."""
    first = [signed_in_talks(coded.outcomes, package) for package in coded.asked.leading[:1]]
    for m, package in enumerate(coded.asked.leading):
        own = signed_in_talks(coded.outcomes, package)
        yield PackageRow(
            coding=coded.coding,
            state=name_of(m),
            origin=coded.origins[package],
            package=coded.scenario.agenda.named(package),
            talks=share_of(own, coded.outcomes.weight),
            behind=difference_of(first[0], own, coded.outcomes.weight),
            signed=share_of(coded.measured.signed[m], coded.measured.weight),
        )


def state_rows(coded: Coded) -> Iterator[StateRow]:
    """How often each state is stable, in which sense, against whom."""
    found = coded.measured
    for place, state in enumerate([NO_AGREEMENT, *coded.names]):
        for against, flags in ((Against.SINGLE, found.single), (Against.COALITIONS, found.joint)):
            for s, sense in enumerate(Sense):
                yield StateRow(
                    coding=coded.coding,
                    state=state,
                    against=against,
                    sense=sense,
                    share=share_of(flags[s, place], found.weight),
                    held=_held(coded, place, flags[s, place]),
                )


def _held(coded: Coded, place: int, flags: Flags) -> Share | None:
    """Share of the worlds in which the package at a place is signed."""
    if place == 0:
        return None
    signed, weight = coded.measured.signed[place - 1], coded.measured.weight
    return share_of(flags[signed], weight[signed]) if signed.any() else None


def exit_rows(coded: Coded) -> Iterator[ExitRow]:
    """Who would leave each state most often, and where to; equal ones in the order of states."""
    found, conflict = coded.measured, coded.conflict
    for place, state in enumerate([NO_AGREEMENT, *coded.names]):
        here = found.signed[place - 1] if place else np.ones_like(found.weight, dtype=bool)
        exits, weight = found.exits[:, place][:, :, here], found.weight[here]
        weights = exits @ weight
        order = np.argsort(-np.round(weights.ravel(), 9), kind="stable")[:_EXITS]
        for rank, at in enumerate(order.tolist(), start=1):
            g, to = divmod(at, weights.shape[1])
            if weights[g, to] > 0.0:
                yield ExitRow(
                    coding=coded.coding,
                    state=state,
                    rank=rank,
                    movers=_parties(coded, conflict.movers[g]),
                    to=_called(coded, to),
                    left=_left(coded, place, to),
                    share=share_of(exits[g, to], weight),
                )


def _called(coded: Coded, to: int) -> str:
    if to == 0:
        return NO_AGREEMENT
    return name_of(to - 1) if to <= len(coded.asked.leading) else LESS


def _left(coded: Coded, place: int, to: int) -> Mapping[str, str]:
    """Of a package that is not looked at itself, the options in which it differs."""
    if _called(coded, to) != LESS:
        return {}
    left = coded.scenario.agenda.named(coded.conflict.packages[to - 1])
    if place == 0:
        return left
    before = coded.scenario.agenda.named(coded.conflict.packages[place - 1])
    return {issue: option for issue, option in left.items() if before[issue] != option}
