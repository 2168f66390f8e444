"""Rows about empty worlds and the sets of waivers that open them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.analysis.shares import amount_of, quantiles_of, share_of
from sim.analysis.waiving.blocked import Blocked
from sim.analysis.waiving.waived_sets import Chosen, Element, Elements
from sim.domain.blocking import CrossedOption, EmptyWorlds, OpeningCost, OpeningSet, SmallestSize
from sim.domain.estimate import Share
from sim.domain.scenario import Scenario

__all__ = ["Told", "cost_rows", "empty_row", "option_rows", "set_rows", "size_rows"]

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What stands in the way in the worlds of one coding."""

    coding: str
    scenario: Scenario
    blocked: Blocked
    sets: Elements

    def of_all(self, worlds: Flags) -> Share:
        """Share of all worlds (W,)."""
        return share_of(worlds, self.blocked.weight)

    def of_empty(self, worlds: Flags) -> Share | None:
        """Share of the empty worlds; ``None`` where there is none."""
        empty = self.blocked.empty
        return share_of(worlds[empty], self.blocked.weight[empty]) if empty.any() else None

    def party(self, place: int) -> str:
        """A party's id."""
        return list(self.scenario.parties)[place]

    def line(self, element: Element) -> str:
        """A line as ``party.issue``."""
        return f"{self.party(element[0])}.{self.scenario.agenda.issues[element[1]].id}"


def empty_row(told: Told) -> EmptyWorlds:
    """How many worlds are empty, and on what grounds."""
    blocked, sets = told.blocked, told.sets
    lines, values = blocked.by_lines, blocked.by_values
    alone = sets.size == 1
    a_line = [held for (_, issue), held in sets.held.items() if issue >= 0]
    by_line = np.any(a_line, axis=0) if a_line else np.zeros(len(alone), dtype=bool)
    return EmptyWorlds(
        coding=told.coding,
        n=int(np.count_nonzero(blocked.empty)),
        empty=told.of_all(blocked.empty),
        lines=told.of_empty(lines & ~values),
        values=told.of_empty(values & ~lines),
        either=told.of_empty(lines & values),
        together=told.of_empty(blocked.by_both & ~lines & ~values),
        closed=told.of_empty(blocked.empty & ~blocked.by_both),
        one_line=told.of_empty(sets.anywhere(alone & by_line)),
        one_shift=told.of_empty(sets.anywhere(alone & ~by_line)),
        one_party=told.of_empty(np.asarray(blocked.test.any(axis=0))),
        shortfall=quantiles_of(
            np.where(np.isfinite(blocked.shortfall), blocked.shortfall, np.nan), blocked.weight
        ),
    )


def size_rows(told: Told, most: int) -> Iterator[SmallestSize]:
    """Empty worlds by the size of their smallest sets."""
    sets = told.sets
    opened = sets.anywhere(np.ones(len(sets.size), dtype=bool))
    for size in range(1, most + 1):
        share = told.of_empty(sets.anywhere(sets.smallest & (sets.size == size)))
        yield SmallestSize(coding=told.coding, size=size, share=share)
    share = told.of_empty(told.blocked.empty & ~opened)
    yield SmallestSize(coding=told.coding, size=None, share=share)


def set_rows(told: Sequence[Told], chosen: Chosen) -> Iterator[OpeningSet]:
    """One set in every coding."""
    lines = [element for element in sorted(chosen) if element[1] >= 0]
    moving = [element for element in sorted(chosen) if element[1] < 0]
    for one in told:
        opened = one.sets.opened(chosen)
        yield OpeningSet(
            coding=one.coding,
            key=_key(one, chosen),
            size=len(chosen),
            lines=tuple(one.line(element) for element in lines),
            shifts=tuple(one.party(p) for p, _ in moving),
            opens=one.of_empty(opened),
            open=one.of_all(opened | ~one.blocked.empty),
            adds=one.of_empty(one.sets.added(chosen, one.blocked.weight)),
        )


def cost_rows(told: Sequence[Told], chosen: Chosen) -> Iterator[OpeningCost]:
    """What each party in a set gives, in every coding in which the set opens a world."""
    for one in told:
        taken = one.sets.cheapest(chosen)
        weight = one.blocked.weight[one.sets.world[taken]]
        for p in sorted({party for party, _ in chosen}):
            yield OpeningCost(
                coding=one.coding,
                key=_key(one, chosen),
                party=one.party(p),
                lines=sum(element[0] == p and element[1] >= 0 for element in chosen),
                shift=(amount_of(one.sets.step[p, taken], weight) if (p, -1) in chosen else None),
                margin=amount_of(one.sets.margin[p, taken], weight),
            )


def option_rows(told: Told) -> Iterator[CrossedOption]:
    """Options beyond the lines of minimal sets that the packages they open hold, by line."""
    sets = told.sets
    for (p, j), held in sets.held.items():
        if j < 0:
            continue
        issue = told.scenario.agenda.issues[j]
        for k, option in enumerate(issue.options):
            there = held & (sets.options[j] == k)
            share = told.of_empty(sets.anywhere(there))
            if there.any() and share is not None:
                yield CrossedOption(
                    coding=told.coding,
                    party=told.party(p),
                    issue=issue.id,
                    option=option.id,
                    share=share,
                )


def _key(told: Told, chosen: Chosen) -> str:
    """A set in words that stay the same: its lines, then who lowers its no-deal value."""
    lines = [told.line(element) for element in sorted(chosen) if element[1] >= 0]
    moving = [f"{told.party(p)}.no_deal" for p, issue in sorted(chosen) if issue < 0]
    return " + ".join([*lines, *moving])
