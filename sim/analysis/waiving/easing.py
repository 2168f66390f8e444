"""Signature tests with some of their parts taken away, and which worlds that opens.

A waived line is refused no longer. A party content with anything has a reservation that its worst
package reaches; nothing lower could open more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.analysis.acceptable.open_worlds import open_of

if TYPE_CHECKING:
    from sim.engine.standing import Standing

__all__ = ["eased", "opened_by"]

Flags = NDArray[np.bool_]
Index = NDArray[np.intp]


def eased(asked: Standing, *, lines: Sequence[int] = (), values: Sequence[int] = ()) -> Standing:
    """The same worlds with all lines of some parties waived, and some content with anything.

    lines, values : places of parties.
    """
    cells = asked.cells
    refused, reservation = asked.refused.copy(), asked.reservation.copy()
    refused[list(lines)] = False
    for p in values:
        worst = sum(asked.deal[p, cells.block(b)].min(axis=0) for b in range(cells.n_blocks))
        reservation[p] = np.minimum(reservation[p], asked.base[p] + worst)
    return replace(asked, refused=refused, reservation=reservation)


def opened_by(
    asked: Standing, worlds: Index, *, lines: Sequence[int] = (), values: Sequence[int] = ()
) -> Flags:
    """(W,): which of some worlds hold an acceptable package once so much is taken away."""
    made = np.zeros(len(asked.number), dtype=bool)
    made[worlds] = open_of(eased(asked.take(worlds), lines=lines, values=values))
    return made
