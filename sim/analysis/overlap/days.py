"""How the acceptable set opens and closes with time, had the talks gone on without an offer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from sim.analysis.acceptable.open_worlds import open_of
from sim.analysis.over_blocks import on_blocks
from sim.analysis.overlap.counted import SetQuestion
from sim.analysis.shares import share_of
from sim.domain.scenario import Scenario
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
    days = {
        (coding, day): (scenario, day)
        for coding, scenario in scenarios.items()
        for day in days_asked(scenario, question.day)
    }
    found = on_blocks(partial(_open_on, question), days, n=question.n, workers=question.workers)
    for (coding, day), parts in found.items():
        held, weight = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
        yield DayRow(coding=coding, day=day, open=share_of(held, weight))


def _open_on(
    question: SetQuestion, about: tuple[Scenario, float], first: int, n: int
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    scenario, day = about
    asked = replace(question, day=day).standing(scenario, first, n)
    return open_of(asked), asked.weight
