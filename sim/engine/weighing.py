"""What a party that weighs risk and return may choose from: every package, or rungs of its ladder.

An agenda of few packages is weighed whole, so that the offer found is the best there is; of a large
one only the rungs of the ladder are weighed. N packages, R candidates, n worlds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.behaviour.ladder import rung_cells
from sim.domain.cells import Cells
from sim.domain.value import reaches
from sim.engine.redrafting import Packages
from sim.engine.supposing import Bits, Supposition, distinct

if TYPE_CHECKING:
    from sim.engine.proposer import ProposingParty

__all__ = ["MOST_WEIGHED", "Candidates", "Choice", "Everything", "Rungs", "choice_of"]

Array = NDArray[np.float64]
Index = NDArray[np.intp]

#: Agendas of at most this many packages are weighed whole.
MOST_WEIGHED = 2_000

#: Candidates times worlds weighed together: bounds memory to some tens of megabytes.
_TOGETHER = 2**18

#: Of up to so many packages every world's chances are counted sooner than worlds alike are found.
_FEW = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """What can be offered in n worlds.

    worlds : (n,) their places in the batch. package : (B, N) different packages. place : (R, n)
    which of them a candidate is. own : (R, n) value to the proposer, −inf where it may not be
    offered. others : (R, 1) what settles ties, the more the better. shared : whether they are the
    same packages in all worlds, and so many that it pays to reckon but once with worlds alike.
    """

    worlds: Index
    package: Index
    place: Index
    own: Array
    others: Array
    shared: bool


class Choice(Protocol):
    """Where candidates come from."""

    def candidates(self, worlds: Index, reservation: Array) -> Iterator[Candidates]:
        """Those of the worlds (n,), in pieces of bounded memory.

        reservation : (n,) what a candidate must be worth to be of interest.
        """

    def would_sign(
        self, supposed: Supposition, q: int, package: Index, day: float, effect: float
    ) -> Bits:
        """Bits (N, words) of the supposed worlds in which q signs the candidates' packages."""


class Rungs:
    """The rungs of the ladder, as it was last built."""

    def __init__(self, party: ProposingParty) -> None:
        self.party = party

    def candidates(self, worlds: Index, reservation: Array) -> Iterator[Candidates]:
        cells, ladder = self.party.model.cells, self.party.ladder
        worthwhile = reaches(ladder.own[:, worlds], reservation)
        reach = max(1, int(worthwhile.any(axis=1).sum()))
        for piece in _pieces(len(worlds), reach):
            some = worlds[piece]
            taken = ladder.take(some)
            held = [rung_cells(cells, taken, b, reach) for b in range(cells.n_blocks)]
            package, place = distinct(cells, np.stack(held))
            yield Candidates(
                worlds=some,
                package=package,
                place=place,
                own=taken.own[:reach],
                others=np.zeros((reach, 1)),
                shared=False,
            )

    def would_sign(
        self, supposed: Supposition, q: int, package: Index, day: float, effect: float
    ) -> Bits:
        return supposed.would_sign(q, package, day, effect)


class Everything:
    """Every package of the allowed cells, but for what may not be offered on the day.

    signs : the answers of a day, by party and by what has happened to it.
    """

    def __init__(self, party: ProposingParty) -> None:
        self.party = party
        self.package = Packages(party.model.cells).packages
        self.others = party.estimate.worth_to_others(party.place, self.package)[:, None]
        self.day = -1.0
        self.signs: dict[tuple[int, float], Bits] = {}

    def candidates(self, worlds: Index, reservation: Array) -> Iterator[Candidates]:
        for piece in _pieces(len(worlds), self.package.shape[1]):
            some = worlds[piece]
            own = self._own(some)
            rows = np.flatnonzero(reaches(own, reservation[piece]).any(axis=1))
            rows = rows if len(rows) else np.zeros(1, dtype=np.intp)
            yield Candidates(
                worlds=some,
                package=self.package,
                place=np.broadcast_to(rows[:, None], (len(rows), len(some))),
                own=own[rows],
                others=self.others[rows],
                shared=len(rows) > _FEW,
            )

    def would_sign(
        self, supposed: Supposition, q: int, package: Index, day: float, effect: float
    ) -> Bits:
        if day != self.day:
            self.day, self.signs = day, {}
        if (q, effect) not in self.signs:
            self.signs[q, effect] = supposed.would_sign(q, package, day, effect)
        return self.signs[q, effect]

    def _own(self, worlds: Index) -> Array:
        """What every package is worth to the party (N, n), block by block, the last one fastest."""
        party, cells = self.party, self.party.model.cells
        barred = party.lost[:, worlds] | party.model.barred[:, worlds]
        deal = np.where(barred, -np.inf, party.deal[:, worlds])
        total = party.base[None, worlds]
        for b in range(cells.n_blocks):
            block = deal[cells.block(b)][cells.allowed[cells.block(b)]]
            total = (total[:, None] + block).reshape(-1, len(worlds))
        return np.asarray(total)


def choice_of(party: ProposingParty) -> Choice:
    """Every package if there are few enough of them, else the rungs of the ladder."""
    return Everything(party) if _packages(party.model.cells) <= MOST_WEIGHED else Rungs(party)


def _packages(cells: Cells) -> int:
    made = 1
    for b in range(cells.n_blocks):
        made *= int(cells.allowed[cells.block(b)].sum())
    return made


def _pieces(worlds: int, rows: int) -> Iterator[slice]:
    """Worlds few enough at a time for tables of so many rows."""
    size = max(1, _TOGETHER // rows)
    for first in range(0, worlds, size):
        yield slice(first, first + size)
