"""Where the talks ended: the packages that were signed most, placed in the public world."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.analysis.acceptable.open_worlds import own_ranges
from sim.analysis.overlap.public import public_standing
from sim.analysis.shares import share_of
from sim.domain.outcome import Ending, Outcomes
from sim.domain.zopa_rows import EndedRow

__all__ = ["MOST", "ended_rows"]

#: Packages that are placed, the ones signed most.
MOST = 12


def ended_rows(
    coding: str, outcomes: Outcomes, day: float, axes: tuple[str, str]
) -> Iterator[EndedRow]:
    """The packages signed most, as a share of settled worlds, with their margins on ``day``.

    axes : the two parties pictured. Equally frequent ones in the order of the agenda.
    """
    settled = outcomes.ending == Ending.SETTLEMENT
    if not settled.any():
        return
    scenario, weight = outcomes.scenario, outcomes.weight[settled]
    signed, at = np.unique(outcomes.package[settled], axis=0, return_inverse=True)
    at = at.ravel()
    often = np.bincount(at, weights=weight, minlength=len(signed))
    first = np.argsort(-np.round(often, 9), kind="stable")[:MOST]
    asked = public_standing(scenario, day)
    held = asked.cells.holding(signed[first].T)
    worth = asked.deal[:, held, 0].sum(axis=1)
    margin = (worth - asked.need) / own_ranges(asked)
    one, other = (list(scenario.parties).index(party) for party in axes)
    for place, number in enumerate(first):
        yield EndedRow(
            coding=coding,
            package=scenario.agenda.named(signed[number]),
            first=float(margin[one, place]),
            second=float(margin[other, place]),
            share=share_of(at == number, weight),
        )
