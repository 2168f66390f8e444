"""The empirical game at the size that is asked for: every profile of four principals.

    python -m benchmarks.equilibrium [WORLDS [PRINCIPALS]]

Seven behaviours – the four habits of the table, and the time-dependent one firm, in between and
yielding –, each principal free to choose any, on a case with the core rules of seven issues, four
options and thirty rounds. What is timed is playing them and finding equilibria, without writing
anything. Wall-clock seconds on all cores, for that is what is asked.
"""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace

from benchmarks.cases import core_case
from benchmarks.measuring import Row, show
from sim.analysis.equilibrium import find_equilibria
from sim.domain.menu import MenuEntry
from sim.domain.party import Behaviour
from sim.domain.quantity import Quantity, Role
from sim.domain.scenario import Scenario

__all__ = ["game", "measure"]

WORLDS, PRINCIPALS = 500, 4


def game(principals: int = PRINCIPALS) -> Scenario:
    """The case with its menu of seven."""
    habits = list(Behaviour)[:4]
    menu = [MenuEntry(id=f"b{i}", name=str(one), behaviour=one) for i, one in enumerate(habits)]
    for name, tough, opening in (("firm", 0.25, 0.3), ("middle", 0.5, 0.05), ("soft", 1.0, 0.01)):
        menu.append(
            MenuEntry(
                id=name,
                name=name,
                behaviour=Behaviour.TIME_DEPENDENT,
                toughness=Quantity(path=f"{name}.t", range=(tough,), role=Role.TOUGHNESS),
                opening=Quantity(path=f"{name}.o", range=(opening,), role=Role.SHARE),
            )
        )
    case = core_case(principals=principals, parties=max(4, principals))
    return replace(case, menu={entry.id: entry for entry in menu})


def measure(worlds: int = WORLDS, principals: int = PRINCIPALS) -> list[Row]:
    """Seconds, and plays a second."""
    scenario, workers = game(principals), os.cpu_count() or 1
    start = time.perf_counter()
    found = find_equilibria({scenario.coding: scenario}, n=worlds, workers=workers)
    seconds = time.perf_counter() - start
    (told,) = found.games
    size = f"{told.profiles:,} profiles of {principals} principals, {worlds:,} worlds"
    return [
        Row(
            what=f"equilibrium: {size}, {workers} cores",
            reached=f"{seconds:.0f} s",
            at_least="120 s",
            note=f"{told.plays:,} plays, {told.plays / seconds:,.0f} a second by the clock",
        )
    ]


if __name__ == "__main__":
    print(show(measure(*(int(word) for word in sys.argv[1:]))))
