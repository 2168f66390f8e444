"""What a scenario states at a path before it is varied."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.analysis.grid.varying import is_number
from sim.domain.scenario import Scenario
from sim.domain.sweep import StatedValue, Varied

__all__ = ["stated_value"]


def stated_value(scenario: Scenario, one: Varied) -> StatedValue:
    """What a scenario, under its coding, states at a path before it is varied."""
    from sim.loading.toml import as_toml

    value = _value_at(scenario, one.path)
    written = "" if value is None else as_toml(value)
    bounds: tuple[float, ...] = _bounds(value)
    mid = bounds[1] if len(bounds) == 3 else sum(bounds) / len(bounds) if bounds else None
    single = bounds[0] if len(set(bounds)) == 1 else None
    try:
        quantity = scenario.quantity(one.path)
    except KeyError:
        pass
    else:
        bounds, mid = quantity.range, quantity.mode
        # A number that is drawn otherwise when its sources fail is no single number.
        single = quantity.low if quantity.constant else None
        written = written or as_toml(list(bounds))
    return StatedValue(
        coding=scenario.coding,
        path=one.path,
        written=written,
        low=bounds[0] if bounds else None,
        mid=mid,
        high=bounds[-1] if bounds else None,
        place=_place(one, written, single),
    )


def _value_at(scenario: Scenario, path: str) -> Any:
    """What the merged tables hold at a path, or what holds where they are silent; else ``None``."""
    from sim.loading.toml import parse_path

    found: Any = scenario.resolved
    keys = parse_path(path) or ()
    for key in keys:
        found = found.get(key) if isinstance(found, Mapping) else None
    if found is None and len(keys) == 2 and keys[0] == "protocol":
        default = getattr(scenario.protocol, keys[1], None)
        found = getattr(default, "value", default)
    return found.get("range", found) if isinstance(found, Mapping) else found


def _bounds(value: Any) -> tuple[float, ...]:
    if is_number(value):
        return (float(value),)
    if isinstance(value, list) and 1 <= len(value) <= 3 and all(map(is_number, value)):
        return tuple(float(bound) for bound in value)
    return ()


def _place(one: Varied, written: str, single: float | None) -> int | None:
    if one.numbers:
        return one.numbers.index(single) if single in one.numbers else None
    return one.values.index(written) if written in one.values else None
