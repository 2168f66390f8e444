"""Checks of days: rounds within the horizon, and nothing dated after the talks have ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.loading.checks import is_plain_number, table
from sim.loading.faults import FaultList
from sim.loading.lines import Path

__all__ = ["MOST_ROUNDS", "check_timing"]

#: Rounds that talks may have.
MOST_ROUNDS = 10_000

_HORIZON: Path = ("protocol", "horizon")
_ROUND: Path = ("protocol", "round_days")


def check_timing(faults: FaultList, tables: Mapping[str, Any]) -> None:
    """Check the length of rounds, of the talks, and the days of deadline, events and statements."""
    protocol = table(tables.get("protocol"))
    days: Any = protocol.get("round_days")
    horizon: Any = protocol.get("horizon")
    if not faults.sound(_HORIZON) or not is_plain_number(horizon):
        return
    if faults.sound(_ROUND) and is_plain_number(days):
        _check_rounds(faults, days, horizon)
        if horizon < days:
            return
    _check_day(faults, ("deadline", "day"), table(tables.get("deadline")).get("day"), horizon)
    for event, held in table(tables.get("event")).items():
        _check_day(faults, ("event", event, "day"), table(held).get("day"), horizon)
    for statement, held in table(tables.get("statement")).items():
        _check_day(faults, ("statement", statement, "by"), table(held).get("by"), horizon)


def _check_rounds(faults: FaultList, days: float, horizon: float) -> None:
    blames_round = faults.merged.later(_ROUND, _HORIZON)
    path, value = (_ROUND, days) if blames_round else (_HORIZON, horizon)
    other = f"a horizon of {horizon:g} days" if blames_round else f"rounds of {days:g} days"
    if horizon < days:
        faults.add(path, f"must leave time for one round, with {other}", value)
    elif horizon > days * MOST_ROUNDS:
        faults.add(path, f"must make at most {MOST_ROUNDS:,} rounds, with {other}", value)


def _check_day(faults: FaultList, path: Path, day: Any, horizon: float) -> None:
    """A day after the horizon is a mistake, unless a later layer has cut the talks short."""
    if not faults.sound(path) or not is_plain_number(day) or day <= horizon:
        return
    if not faults.merged.later(_HORIZON, path):
        faults.add(path, f"must not lie after the horizon, day {horizon:g}", day)
