"""What was believed in the worlds that were followed, as a tidy table: a row per belief that moved.

A belief stands from the round of its row to the next row of the same belief in the same world, or
to the end of the talks. Chances are written with six decimals, like all values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from sim.domain.outcome import BeliefTrack, Outcomes
from sim.records.table import Column, Kind, Table

__all__ = ["BELIEFS", "belief_columns", "belief_table"]

#: Name of the table's file, before its end.
BELIEFS = "beliefs"

_KINDS = {
    "coding": Kind.TEXT,
    "world": Kind.WHOLE,
    "round": Kind.WHOLE,
    "day": Kind.NUMBER,
    "observer": Kind.TEXT,
    "about": Kind.TEXT,
    "type": Kind.TEXT,
    "event": Kind.TEXT,
    "chance": Kind.NUMBER,
}

Row = tuple[str, ...]


def belief_columns() -> dict[str, str]:
    """Column → kind, as a manifest would name it."""
    return {name: kind.value for name, kind in _KINDS.items()}


def belief_table(by_coding: Mapping[str, Outcomes]) -> Table | None:
    """The table of a run: codings, worlds, rounds, beliefs in order; ``None`` without any belief.

    A belief about a type names party and type, and the learning event where one moves it. That an
    observer's own last offer is signed names nobody.
    """
    rows = [
        (coding, *row)
        for coding, outcomes in by_coding.items()
        if outcomes.beliefs is not None
        for row in _moved(outcomes.beliefs, outcomes.world)
    ]
    if not rows:
        return None
    columns = zip(*rows, strict=True)
    return Table(
        columns=tuple(
            Column(name=name, kind=kind, cells=list(cells))
            for (name, kind), cells in zip(_KINDS.items(), columns, strict=True)
        )
    )


def _moved(track: BeliefTrack, world: NDArray[np.int64]) -> Iterator[Row]:
    """Rows without their coding: the first value of each belief in a world, and every other one."""
    named = [(one.observer, one.about, one.type, one.event) for one in track.held]
    named += [(party, "", "", "") for party in track.proposers]
    chance = np.concatenate([track.chance, track.signing], axis=1).astype(np.float64).round(6)
    known = ~np.isnan(chance)
    before = np.concatenate([np.full_like(chance[:1], np.nan), chance[:-1]])
    # NaN differs from everything, so the first value of a belief counts as a move.
    moved = np.argwhere((known & (chance != before)).transpose(2, 0, 1))
    for w, k, h in moved.tolist():
        day, value = f"{track.day[k]:.6f}", f"{chance[k, h, w] + 0.0:.6f}"
        yield (str(world[w]), str(k + 1), day, *named[h], value)
