"""Rows about what would make packages hold: other options, or a slower shift."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.analysis.shares import difference_of, share_of, widened
from sim.analysis.stabilising.measured import FACTORS, neighbours_of
from sim.analysis.stabilising.moves import Options
from sim.analysis.stabilising.rows import Coded, name_of
from sim.domain.scenario import Scenario
from sim.domain.stability import ChangeRow, ShiftRow

__all__ = ["change_rows", "guarantee_issues", "shift_rows"]


def guarantee_issues(scenario: Scenario) -> set[str]:
    """The issues on which some party's fear of a breach hangs."""
    return {issue for party in scenario.parties.values() for issue in party.breach.remaining}


def change_rows(coded: Coded) -> Iterator[ChangeRow]:
    """Every change of one option: issues of guarantees first, then by worlds that hold."""
    start = 0
    for m, package in enumerate(coded.asked.leading):
        others = neighbours_of(coded.scenario, package)
        yield from _changes(coded, m, others, start)
        start += len(others)


def _changes(coded: Coded, m: int, others: list[Options], start: int) -> Iterator[ChangeRow]:
    found, weight = coded.measured, coded.measured.weight
    before = found.signed[m] & coded.kept[m]
    broken = found.signed[m] & ~coded.kept[m]
    package = coded.asked.leading[m]
    named = guarantee_issues(coded.scenario)
    rows = []
    for at, other in enumerate(others, start=start):
        (j,) = [j for j, k in enumerate(other) if k != package[j]]
        issue = coded.scenario.agenda.issues[j].id
        signed = found.changed_signed[at]
        holds = signed & found.changed_kept[at]
        rows.append((issue, coded.scenario.agenda.named(other)[issue], signed, holds))
    weights = [float(weight[holds].sum()) for *_, holds in rows]
    order = sorted(
        range(len(rows)), key=lambda at: (rows[at][0] not in named, -round(weights[at], 9))
    )
    for rank, at in enumerate(order, start=1):
        issue, option, signed, holds = rows[at]
        yield ChangeRow(
            coding=coded.coding,
            state=name_of(m),
            rank=rank,
            issue=issue,
            option=option,
            guarantee=issue in named,
            signed=share_of(signed, weight),
            holds=share_of(holds, weight),
            change=widened(difference_of(before, holds, weight), len(rows)),
            mends=share_of(holds[broken], weight[broken]) if broken.any() else None,
        )


def shift_rows(coded: Coded) -> Iterator[ShiftRow]:
    """How often packages are kept if drift were slower from the day of signing on."""
    found, weight = coded.measured, coded.measured.weight
    for m, state in enumerate(coded.names):
        signed = found.signed[m]
        if signed.any():
            for f, factor in enumerate(FACTORS):
                yield ShiftRow(
                    coding=coded.coding,
                    state=state,
                    factor=factor,
                    kept=share_of(np.asarray(found.shifted[m, f][signed]), weight[signed]),
                )
