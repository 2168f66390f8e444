"""One world pictured: every number at its mode, what all packages leave two parties.

In the public world a line holds where its firmness is at least one half, no event happens, and no
party stalls: what somebody would reckon with who knows the scenario and nothing else. It stands for
no share of worlds; it shows what the frontier and the bargaining solutions look like.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.analysis.acceptable.packages import Acceptable, Packages, packages_of, signing_of
from sim.analysis.acceptable.tally import SOLVERS
from sim.domain.agenda import Agenda
from sim.domain.cells import Cells, cells_of
from sim.domain.scenario import Scenario
from sim.domain.value import cell_breach, cell_firmness, cell_worth
from sim.domain.zopa_rows import CloudRow, FrontierRow, PointRow
from sim.theory.frontier import undominated

if TYPE_CHECKING:
    from sim.engine import Standing

__all__ = ["PublicPicture", "pictured_parties", "public_picture", "public_standing"]

Array = NDArray[np.float64]
Index = NDArray[np.intp]

#: Squares a side of the picture is divided into.
_SQUARES = 40

#: Up to so many packages each is drawn at its own place.
_FEW = 1_000

#: A line is drawn into the picture if it is at least as likely to be real as not.
_HOLDS = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPicture:
    """Rows of one coding's picture."""

    cloud: tuple[CloudRow, ...]
    frontier: tuple[FrontierRow, ...]
    points: tuple[PointRow, ...]


def pictured_parties(scenario: Scenario) -> tuple[str, str] | None:
    """The first two principals; of a single one, it and the first party some option needs."""
    cells = cells_of(scenario)
    needed = [p for i, p in enumerate(scenario.parties) if cells.needed >> i & 1]
    ordered = sorted(needed, key=lambda party: not scenario.parties[party].principal)
    return (ordered[0], ordered[1]) if len(ordered) > 1 else None


def public_standing(scenario: Scenario, day: float) -> Standing:
    """The signature tests of the public world on a day, a batch of one."""
    from sim.engine import Standing
    from sim.sampling import public_world

    cells, block = cells_of(scenario), public_world(scenario)
    uncut = (cells.fear_block < 0)[:, None]
    believed = block.no_deal + (block.drift + block.belief_gap) * (day / 7.0)
    return Standing(
        cells=cells,
        day=day,
        number=block.number,
        weight=block.weight,
        deal=cell_worth(cells, block) - cell_breach(cells, block),
        base=block.premium - uncut * block.fear * block.loss,
        reservation=believed,
        refused=cell_firmness(cells, block) >= _HOLDS,
        closed=~cells.allowed[:, None],
        departed=np.zeros(1, dtype=cells.alternatives.dtype),
    )


def public_picture(
    coding: str, scenario: Scenario, day: float, axes: tuple[str, str]
) -> PublicPicture:
    """What all packages leave two parties: density, frontiers, bargaining solutions."""
    asked = public_standing(scenario, day)
    packages = packages_of(asked.cells)
    signing = signing_of(asked, packages)
    found = signing.acceptable(0)
    pair = [list(scenario.parties).index(party) for party in axes]
    payoffs = np.stack(
        [np.add.outer(signing.left[0, p], signing.right[0, p]).ravel() for p in pair], axis=1
    )
    number = found.left * packages.right.shape[1] + found.right
    every = np.flatnonzero(undominated(payoffs))
    best = number[undominated(payoffs[number])]
    agenda = scenario.agenda
    return PublicPicture(
        cloud=tuple(_cloud(coding, payoffs, number)),
        frontier=(
            *_frontier(coding, payoffs, every, packages, agenda, acceptable=False),
            *_frontier(coding, payoffs, best, packages, agenda, acceptable=True),
        ),
        points=tuple(_points(coding, payoffs, number, found, packages, agenda)),
    )


def _cloud(coding: str, payoffs: Array, acceptable: Index) -> Iterator[CloudRow]:
    """Packages by the square they lie in; where there are few, by the very place."""
    signed = np.isin(np.arange(len(payoffs)), acceptable)
    size = np.ptp(payoffs, axis=0) / _SQUARES
    if len(payoffs) <= _FEW:
        size = np.zeros(2)
    # To a party that all packages are worth the same to, they lie on one line.
    step = np.where(size > 1e-9, size, 1e-9)
    low = payoffs.min(axis=0)
    square = np.floor((payoffs - low) / step + 1e-6)
    square = np.where(size > 0.0, np.minimum(square, _SQUARES - 1), square)
    places, at = np.unique(square, axis=0, return_inverse=True)
    counts = np.bincount(at.ravel(), minlength=len(places))
    held = np.bincount(at.ravel(), weights=signed, minlength=len(places))
    middles = low + (places + np.where(size > 0.0, 0.5, 0.0)) * step
    for (first, second), count, some in zip(middles, counts, held, strict=True):
        yield CloudRow(
            coding=coding,
            first=float(first),
            second=float(second),
            width=float(size[0]),
            height=float(size[1]),
            packages=int(count),
            acceptable=int(some),
        )


def _frontier(
    coding: str,
    payoffs: Array,
    numbers: Index,
    packages: Packages,
    agenda: Agenda,
    *,
    acceptable: bool,
) -> Iterator[FrontierRow]:
    for number in numbers[np.argsort(payoffs[numbers, 0], kind="stable")].tolist():
        yield FrontierRow(
            coding=coding,
            acceptable=acceptable,
            package=_labelled(packages, number, agenda),
            first=float(payoffs[number, 0]),
            second=float(payoffs[number, 1]),
        )


def _points(
    coding: str,
    payoffs: Array,
    number: Index,
    found: Acceptable,
    packages: Packages,
    agenda: Agenda,
) -> Iterator[PointRow]:
    principals = _principals(packages.cells, len(found.margins))
    if not len(number) or len(principals) < 2:
        return
    gains = found.margins[principals].T
    for solution, solve in SOLVERS.items():
        at = int(number[solve(gains, np.zeros(len(principals)))])
        yield PointRow(
            coding=coding,
            solution=solution,
            package=_labelled(packages, at, agenda),
            first=float(payoffs[at, 0]),
            second=float(payoffs[at, 1]),
        )


def _principals(cells: Cells, parties: int) -> list[int]:
    return [p for p in range(parties) if cells.principals >> p & 1]


def _labelled(packages: Packages, number: int, agenda: Agenda) -> dict[str, str]:
    return agenda.named(packages.cells.options(packages.at(np.array([number])))[:, 0])
