"""Rows about what is kept, when it is broken and by whom, from what was measured in each world."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.analysis.shares import difference_of, quantiles_of, share_of
from sim.analysis.stabilising.moves import lone_breakers
from sim.analysis.stabilising.rows import Coded, name_of
from sim.domain.cells import cells_of
from sim.domain.stability import CurveRow, KeptRow, LinkRow

__all__ = ["curve_rows", "kept_rows", "link_rows"]


def kept_rows(coded: Coded) -> Iterator[KeptRow]:
    """Whether packages are kept, and when they are broken."""
    found, weight = coded.measured, coded.measured.weight
    for m, state in enumerate(coded.names):
        signed = found.signed[m]
        ended = signed & ~coded.kept[m]
        first, broken = found.first[m], found.broken[m]
        at_once = ended & (broken == coded.asked.days[0])
        at_end = ended & (broken > first) & (broken == coded.asked.days[-1])
        between = ended & ~at_once & ~at_end
        yield KeptRow(
            coding=coded.coding,
            state=state,
            signed=share_of(signed, weight),
            kept=share_of(coded.kept[m][signed], weight[signed]) if signed.any() else None,
            broken=quantiles_of(broken[between], weight[between]),
            gained=quantiles_of(first[ended], weight[ended]),
            at_once=share_of(at_once[ended], weight[ended]) if ended.any() else None,
            at_end=share_of(at_end[ended], weight[ended]) if ended.any() else None,
            early=share_of((broken < first)[ended], weight[ended]) if ended.any() else None,
            later=share_of((broken > first)[ended], weight[ended]) if ended.any() else None,
        )


def link_rows(coded: Coded) -> Iterator[LinkRow]:
    """Each party that can end a package alone, as a link of it."""
    found, weight = coded.measured, coded.measured.weight
    for m, p, state, party in _links(coded):
        signed = found.signed[m]
        ended = signed & ~coded.kept[m]
        promise = np.where(signed & (found.promise[m, p] > 0.0), found.promise[m, p], np.nan)
        gains = found.promise[m, p] > 0.0
        opens = found.opens[m][:, ended]
        lead = opens[int((opens @ weight[ended]).argmax())]
        yield LinkRow(
            coding=coded.coding,
            state=state,
            party=party,
            gains=share_of(gains[signed], weight[signed]) if signed.any() else None,
            first=share_of(opens[p], weight[ended]) if ended.any() else None,
            behind=difference_of(lead, opens[p], weight[ended]) if ended.any() else None,
            ahead=share_of(found.by[m, p][ended], weight[ended]) if ended.any() else None,
            promise=quantiles_of(promise, weight),
        )


def curve_rows(coded: Coded) -> Iterator[CurveRow]:
    """How often each such party would have more without a package, day by day."""
    found, weight = coded.measured, coded.measured.weight
    for m, p, state, party in _links(coded):
        signed = found.signed[m]
        if signed.any():
            for d, place in enumerate(coded.asked.shown):
                yield CurveRow(
                    coding=coded.coding,
                    state=state,
                    party=party,
                    day=coded.asked.days[place],
                    gains=share_of(found.curves[m, p, d][signed], weight[signed]),
                )


def _links(coded: Coded) -> Iterator[tuple[int, int, str, str]]:
    """Places and names of every package and party that can end it alone."""
    cells = cells_of(coded.scenario)
    for m, package in enumerate(coded.asked.leading):
        mask = lone_breakers(cells, package)
        for p, party in enumerate(coded.scenario.parties):
            if mask >> p & 1:
                yield m, p, name_of(m), party
