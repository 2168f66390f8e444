"""Which inputs are least supported: nobody says which way they point, and much hangs on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from sim.analysis.drivers.inputs import direction_of
from sim.analysis.unread import unread
from sim.domain.brief import DirectionCount, SupportRow
from sim.domain.quantity import Quantity
from sim.domain.scenario import Scenario
from sim.domain.sensitivity import Direction, GroupIndex, Index, Sensitivity

__all__ = ["count_directions", "least_supported"]

#: How many are told.
MOST = 5


def least_supported(
    scenarios: Mapping[str, Scenario], sensitivity: Sensitivity, most: int = MOST
) -> tuple[SupportRow, ...]:
    """Numbers whose direction rests on nobody, those first on whose group most hangs.

    scenarios : coding → scenario; numbers of the first are told. Of one group the number leads
    whose range fills most of what is legal for it; one number a group, so that one topic does not
    fill the list.
    """
    scenario = next(iter(scenarios.values()))
    totals = _totals(sensitivity)
    group_of = {row.input: row.group for row in sensitivity.inputs}
    found: dict[str, SupportRow] = {}
    for quantity in sorted(_alone(scenario), key=lambda one: -_width(one)):
        group = group_of.get(quantity.path, "")
        if group and group not in found:
            source = scenario.provenance[quantity.path]
            found[group] = SupportRow(
                path=quantity.path,
                group=group,
                total=totals.get(group),
                low=quantity.low,
                high=quantity.high,
                reason=source.direction.removeprefix("nobody:").strip(),
                size=source.size,
            )
    return tuple(sorted(found.values(), key=lambda row: -_index(row.total))[:most])


def count_directions(scenario: Scenario) -> tuple[DirectionCount, ...]:
    """Uncertain numbers that somebody reads, by who says which way they point.

    How far a source is to be trusted points no way and is not counted.
    """
    nowhere = unread(scenario)
    paths = [
        quantity.path
        for quantity in scenario.quantities()
        if not quantity.constant and quantity.path not in nowhere
    ]
    numbers = Counter(direction_of(scenario, path) for path in paths)
    assumed = Counter(direction_of(scenario, path) for path in paths if _assumed(scenario, path))
    return tuple(
        DirectionCount(
            direction=direction,
            numbers=numbers[direction],
            assumed=assumed[direction],
            of=len(paths),
        )
        for direction in (Direction.CLAIM, Direction.OUTSIDE, Direction.NOBODY)
    )


def _assumed(scenario: Scenario, path: str) -> bool:
    source = scenario.provenance.get(path)
    return source is None or source.size.startswith("assumption")


def _alone(scenario: Scenario) -> list[Quantity]:
    """Numbers that vary, are read, and whose direction rests on nobody."""
    nowhere = unread(scenario)
    return [
        quantity
        for quantity in scenario.quantities()
        if not quantity.constant
        and quantity.path not in nowhere
        and quantity.path in scenario.provenance
        and direction_of(scenario, quantity.path) is Direction.NOBODY
    ]


def _width(quantity: Quantity) -> float:
    """Share of the legal range that a number's own range fills."""
    low, high = quantity.role.legal
    return (quantity.high - quantity.low) / (high - low)


def _totals(sensitivity: Sensitivity) -> dict[str, Index]:
    """Group → its total index in the coding where it is highest."""
    best: dict[str, GroupIndex] = {}
    for row in sensitivity.groups:
        known = best.get(row.group)
        if row.total is not None and (known is None or _index(row.total) > _index(known.total)):
            best[row.group] = row
    return {group: row.total for group, row in best.items() if row.total is not None}


def _index(index: Index | None) -> float:
    return float("-inf") if index is None else index.index
