"""Rows about what blocks alone: lines, whole signature tests, and no-deal shifts.

A line is called *loud but not load-bearing* where it is firm in at least a quarter of the worlds
and crossed, where firm, by at least a fifth of the packages, yet belongs to a minimal set in fewer
than one of twenty empty worlds that any set looked for opens – and that even at the upper end of
the interval. Dropping such a line, alone or with as many others as a set may hold, opens next to
nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from sim.analysis.shares import share_of
from sim.analysis.waiving.rows import Told
from sim.analysis.waiving.waived_sets import Element
from sim.domain.blocking import BlockingLine, BlockingParty, NoDealShift
from sim.domain.estimate import Share

__all__ = ["line_rows", "party_rows", "shift_rows"]

#: What makes a line loud, and what it must stay below to bear no load.
_LOUD_FIRM = 0.25
_LOUD_CROSSED = 0.2
_NO_LOAD = 0.05


def line_rows(told: Sequence[Told]) -> tuple[BlockingLine, ...]:
    """Every line in every coding; the ones that open most alone first, then the most needed."""
    lines = list(dict.fromkeys(e for one in told for e in one.sets.held if e[1] >= 0))
    rows = [[_line_row(one, line) for one in told if line in one.sets.held] for line in lines]
    rows.sort(key=lambda some: _rank(some))
    return tuple(row for some in rows for row in some)


def _rank(rows: Sequence[BlockingLine] | Sequence[BlockingParty]) -> tuple[float, float]:
    alone = [row.opens.share for row in rows if row.opens is not None]
    needed = [row.minimal.share for row in rows if row.minimal is not None]
    return -min(alone, default=0.0), -min(needed, default=0.0)


def _line_row(told: Told, line: Element) -> BlockingLine:
    blocked, sets = told.blocked, told.sets
    bit = [element for element in sets.held if element[1] >= 0].index(line)
    firm, weight = blocked.firm[bit], blocked.weight
    held = sets.held[line]
    share_firm = told.of_all(firm)
    crossed = None
    if weight[firm].sum() > 0.0:
        crossed = float(np.average(blocked.share[bit, firm], weights=weight[firm]))
    alone, needed = sets.anywhere(held & (sets.size == 1)), sets.anywhere(held)
    opened = sets.anywhere(np.ones(len(sets.size), dtype=bool))
    load = share_of(needed[opened], weight[opened]) if opened.any() else None
    return BlockingLine(
        coding=told.coding,
        party=told.party(line[0]),
        issue=told.scenario.agenda.issues[line[1]].id,
        firm=share_firm,
        crossed=crossed,
        alone=told.of_all(alone),
        opens=told.of_empty(alone),
        smallest=told.of_empty(sets.anywhere(held & sets.smallest)),
        minimal=told.of_empty(needed),
        always=told.of_empty(sets.always(line)),
        loud=_is_loud(share_firm, crossed, load),
    )


def _is_loud(firm: Share, crossed: float | None, load: Share | None) -> bool:
    if crossed is None or load is None:
        return False
    loud = firm.share >= _LOUD_FIRM and crossed >= _LOUD_CROSSED - 1e-9
    return loud and load.high < _NO_LOAD


def party_rows(told: Sequence[Told]) -> tuple[BlockingParty, ...]:
    """Every party in every coding; the one whose test opens most alone first."""
    rows = [[_party_row(one, p) for one in told] for p in range(len(told[0].scenario.parties))]
    rows.sort(key=lambda some: _rank(some))
    return tuple(row for some in rows for row in some)


def _party_row(told: Told, p: int) -> BlockingParty:
    blocked, sets = told.blocked, told.sets
    held = sets.held[p, -1]
    return BlockingParty(
        coding=told.coding,
        party=told.party(p),
        principal=told.party(p) in told.scenario.principals,
        alone=told.of_all(blocked.test[p]),
        opens=told.of_empty(blocked.test[p]),
        lines=told.of_empty(blocked.own_lines[p]),
        value=told.of_empty(blocked.own_value[p]),
        smallest=told.of_empty(sets.anywhere(held & sets.smallest)),
        minimal=told.of_empty(sets.anywhere(held)),
        always=told.of_empty(sets.always((p, -1))),
    )


def shift_rows(told: Told, grid: Sequence[float]) -> Iterator[NoDealShift]:
    """What each party's lower no-deal value opens alone, step by step."""
    sets = told.sets
    for p in range(len(told.scenario.parties)):
        alone = sets.held[p, -1] & (sets.size == 1)
        for step in grid:
            opened = sets.anywhere(alone & (sets.step[p] <= step + 1e-9))
            yield NoDealShift(
                coding=told.coding,
                party=told.party(p),
                step=step,
                opens=told.of_empty(opened),
            )
