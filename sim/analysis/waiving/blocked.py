"""What stands in the way in each world: grounds, whole signature tests, and the smallest sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.acceptable.open_worlds import open_of
from sim.analysis.waiving.easing import opened_by
from sim.analysis.waiving.opening_sets import OpeningSets, joined, least_shortfall, opening_sets
from sim.analysis.waiving.requirements import crossed_lines
from sim.analysis.waiving.waivers import Waivers, lines_and_steps
from sim.domain.cells import Cells
from sim.domain.scenario import Scenario

__all__ = ["Blocked", "Question", "blocked_in", "in_a_row"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked: how many worlds of which seed, on which day, and which waivers count."""

    n: int
    seed: int
    day: float
    grid: tuple[float, ...]
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """What stands in the way in a batch of worlds. P parties, L lines in the order of their bits.

    weight, empty : (W,). firm : (L, W) whether the line rules an allowed option out. share : (L, W)
    the share of packages that cross it. Of the empty worlds, ``False`` elsewhere: by_lines,
    by_values, by_both : (W,) whether waiving every line, every reservation, or all of them opens
    it; test, own_lines, own_value : (P, W) whether waiving this party's whole test, its lines, its
    reservation does. shortfall : (W,) see ``least_shortfall``. sets : the minimal sets, by world.
    """

    weight: Array
    empty: Flags
    firm: Flags
    share: Array
    by_lines: Flags
    by_values: Flags
    by_both: Flags
    test: Flags
    own_lines: Flags
    own_value: Flags
    shortfall: Array
    sets: OpeningSets


def blocked_in(scenario: Scenario, question: Question, first: int, n: int) -> Blocked:
    """Worlds number ``first`` to ``first + n − 1``."""
    from sim.engine.standing import standing
    from sim.sampling import draw, sample_worlds

    worlds = sample_worlds(scenario, n=question.n, seed=question.seed)
    asked = standing(scenario, worlds, first, n, question.day)
    refused = draw(worlds, first, n).refused
    crossed = crossed_lines(asked.cells, refused)
    waivers = lines_and_steps(scenario, question.grid)
    empty = ~open_of(asked)
    at, everybody = np.flatnonzero(empty), range(len(scenario.parties))
    tests = [opened_by(asked, at, lines=[p], values=[p]) for p in everybody]
    # A part of a test opens no world that the whole of it leaves closed.
    own_lines = [opened_by(asked, np.flatnonzero(tests[p]), lines=[p]) for p in everybody]
    own_value = [opened_by(asked, np.flatnonzero(tests[p]), values=[p]) for p in everybody]
    return Blocked(
        weight=asked.weight,
        empty=empty,
        firm=_firm(scenario, waivers, refused),
        share=_shares_crossed(asked.cells, waivers, crossed),
        by_lines=opened_by(asked, at, lines=everybody),
        by_values=opened_by(asked, at, values=everybody),
        by_both=opened_by(asked, at, lines=everybody, values=everybody),
        test=np.stack(tests),
        own_lines=np.stack(own_lines),
        own_value=np.stack(own_value),
        shortfall=least_shortfall(asked, crossed, at),
        sets=opening_sets(asked, crossed, waivers, question.most, at),
    )


def _firm(scenario: Scenario, waivers: Waivers, refused: Flags) -> Flags:
    """(L, W): whether a line refuses an option that packages may hold."""
    made = np.zeros((len(waivers.lines), refused.shape[-1]), dtype=bool)
    for bit, (p, j) in enumerate(waivers.lines):
        for k, option in enumerate(scenario.agenda.issues[j].options):
            made[bit] |= refused[p, j, k] & option.allowed
    return made


def _shares_crossed(cells: Cells, waivers: Waivers, crossed: Flags) -> Array:
    """(L, W): the share of packages, of those the options allow, that cross a line."""
    made = np.zeros((len(waivers.lines), crossed.shape[-1]))
    for bit, (p, j) in enumerate(waivers.lines):
        place = cells.block(int(cells.block_of_issue[j]))
        made[bit] = crossed[p, j, place][cells.allowed[place]].mean(axis=0)
    return made


def in_a_row(parts: Sequence[Blocked]) -> Blocked:
    """Batches one after the other, as one. parts : at least one."""
    starts = np.cumsum([0, *(len(part.weight) for part in parts[:-1])])
    moved = [
        OpeningSets(
            **{
                **{f.name: getattr(part.sets, f.name) for f in fields(OpeningSets)},
                "world": part.sets.world + start,
            }
        )
        for part, start in zip(parts, starts, strict=True)
    ]
    made: dict[str, Any] = {
        f.name: np.concatenate([getattr(part, f.name) for part in parts], axis=-1)
        for f in fields(Blocked)
        if f.name != "sets"
    }
    return Blocked(sets=joined(moved), **made)
