"""How the acceptable set opens and closes with time, had the talks gone on without an offer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from sim.analysis.acceptable.open_worlds import open_of
from sim.analysis.overlap.counted import SetQuestion
from sim.analysis.shares import share_of
from sim.domain.scenario import Scenario
from sim.domain.worlds import draw_blocks
from sim.domain.zopa_rows import DayRow

__all__ = ["day_rows", "days_asked"]


def days_asked(scenario: Scenario, day: float) -> tuple[float, ...]:
    """The quarters of the horizon, the deadline, and the day asked for; rising."""
    horizon = float(scenario.protocol.horizon)
    days = {day, *(horizon * quarter / 4.0 for quarter in range(5))}
    if scenario.deadline is not None and scenario.deadline.day <= horizon:
        days.add(float(scenario.deadline.day))
    return tuple(sorted(days))


def day_rows(scenarios: Mapping[str, Scenario], question: SetQuestion) -> Iterator[DayRow]:
    """Worlds of every coding whose set holds a package, day by day."""
    from sim.engine.workers import in_order

    days = [
        (coding, day)
        for coding, scenario in scenarios.items()
        for day in days_asked(scenario, question.day)
    ]
    pieces = [(coding, day, *piece) for coding, day in days for piece in draw_blocks(question.n)]
    found: dict[tuple[str, float], list[tuple[NDArray[np.bool_], NDArray[np.float64]]]] = {}
    work = partial(_open_on, dict(scenarios), question)
    for piece, part in zip(pieces, in_order(work, pieces, question.workers), strict=True):
        found.setdefault(piece[:2], []).append(part)
    for (coding, day), parts in found.items():
        held, weight = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
        yield DayRow(coding=coding, day=day, open=share_of(held, weight))


def _open_on(
    scenarios: Mapping[str, Scenario], question: SetQuestion, piece: tuple[str, float, int, int]
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    coding, day, first, n = piece
    asked = replace(question, day=day).standing(scenarios[coding], first, n)
    return open_of(asked), asked.weight
