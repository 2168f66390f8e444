"""Checks of what a party brings: demands, red lines, the no-deal path, feared breach, types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.loading.checks import Names, table
from sim.loading.faults import FaultList
from sim.loading.lines import Path
from sim.loading.numbers import is_finite

__all__ = ["LIGHTEST", "check_party", "mid_of"]

#: Sums and orders of numbers written in decimals may be off by this much.
_TOLERANCE = 1e-9
#: Weights are divided by their sum, so that one of them must weigh something in every world.
LIGHTEST = 1e-6


def check_party(faults: FaultList, party: str, held: Any, names: Names) -> None:
    """Check one party against the agenda and its own types."""
    at: Path = ("party", party)
    tables = table(held)
    if isinstance(tables.get("demand"), Mapping):
        _check_demands(faults, (*at, "demand"), table(tables["demand"]), names)
    for issue, line in table(tables.get("red_line")).items():
        _check_line(faults, (*at, "red_line", issue), table(line), names)
    if isinstance(table(tables.get("no_deal")).get("package"), Mapping):
        _check_package(faults, (*at, "no_deal", "package"), table(tables["no_deal"]), names)
    for issue, options in table(table(tables.get("breach")).get("remaining")).items():
        here = (*at, "breach", "remaining", issue)
        if faults.known(here, issue, names.issues, "issue"):
            for option in table(options):
                names.option(faults, (*here, option), issue, option)
    chances = [mid_of(table(kind).get("chance")) for kind in table(tables.get("type")).values()]
    total = sum(chance for chance in chances if chance is not None)
    if total > 1 + _TOLERANCE:
        faults.add((*at, "type"), f"must have chances that sum to at most 1; they sum to {total:g}")


def _check_demands(faults: FaultList, at: Path, demands: dict[str, Any], names: Names) -> None:
    for issue, options in names.issues.items():
        here = (*at, issue)
        if issue not in demands:
            faults.missing(here, "every party states every issue")
            continue
        demand = table(demands[issue])
        values = demand.get("values")
        for option in options if isinstance(values, Mapping) else []:
            if option not in table(values):
                faults.missing((*here, "values", option), "every option needs a value")
        for option in table(values):
            names.option(faults, (*here, "values", option), issue, option)
        if "opens_with" in demand:
            names.option(faults, (*here, "opens_with"), issue, demand["opens_with"])
    for issue in demands:
        faults.known((*at, issue), issue, names.issues, "issue")
    weights = [_lowest(table(demands[issue]).get("weight")) for issue in demands]
    known = [ends for ends in weights if ends is not None]
    if known and len(known) == len(weights) and not any(low >= LIGHTEST for low in known):
        rule = f"must give some issue a weight of at least {LIGHTEST:g}, at its low end too"
        faults.add(at, rule)


def _check_line(faults: FaultList, at: Path, line: dict[str, Any], names: Names) -> None:
    issue = at[-1]
    for other, option in table(line.get("unless")).items():
        here = (*at, "unless", other)
        if other == issue:
            faults.add(here, "must name another issue than the line's own", other)
        elif faults.known(here, other, names.issues, "issue"):
            names.option(faults, here, other, option)
    if not faults.known(at, issue, names.issues, "issue"):
        return
    firmness = table(line.get("firmness"))
    for option in firmness:
        names.option(faults, (*at, "firmness", option), issue, option)
    _check_nesting(faults, (*at, "firmness"), firmness, names.issues[issue])


def _check_nesting(
    faults: FaultList, at: Path, firmness: dict[str, Any], options: list[str]
) -> None:
    """A firmness that rises along the options may not fall again: low, mid and high alike."""
    rows = [_ends(firmness.get(option, 0)) for option in options]
    if any(row is None for row in rows):
        return
    for end, name in enumerate(("low", "mid", "high")):
        row = [ends[end] for ends in rows if ends is not None]
        fall = _fall_after_rise(row)
        if fall is None:
            continue
        before, option = options[fall - 1], options[fall]
        rule = (
            f"is not nested: along the options the {name} firmness rises to {row[fall - 1]:g} "
            f"at {before!r} and falls to {row[fall]:g} at {option!r}"
        )
        blamed = option if option in firmness else before
        faults.add((*at, blamed), rule, advice="it may fall and then rise, never the reverse")
        return


def _fall_after_rise(row: list[float]) -> int | None:
    risen = False
    for place in range(1, len(row)):
        if row[place] > row[place - 1] + _TOLERANCE:
            risen = True
        elif risen and row[place] < row[place - 1] - _TOLERANCE:
            return place
    return None


def _check_package(faults: FaultList, at: Path, no_deal: dict[str, Any], names: Names) -> None:
    package = table(no_deal["package"])
    for issue in names.issues:
        if issue not in package:
            faults.missing((*at, issue), "the indifference package names every issue")
    for issue, option in package.items():
        if faults.known((*at, issue), issue, names.issues, "issue"):
            names.option(faults, (*at, issue), issue, option)


def _ends(raw: Any) -> tuple[float, float, float] | None:
    """Low, mid and high of a number as written; ``None`` where it is not well written."""
    if isinstance(raw, Mapping):
        raw = raw.get("range")
    numbers = raw if isinstance(raw, list) else [raw]
    if not 1 <= len(numbers) <= 3:
        return None
    if not all(isinstance(n, (int, float)) and not isinstance(n, bool) for n in numbers):
        return None
    if not all(is_finite(number) for number in numbers):
        return None
    low, high = numbers[0], numbers[-1]
    return low, (numbers[1] if len(numbers) == 3 else low + (high - low) / 2), high


def _lowest(raw: Any) -> float | None:
    """The least a number may be drawn as, whether its sources are taken at their word or not."""
    ranges = [raw]
    if isinstance(raw, Mapping):
        ranges = [raw.get(key) for key in ("range", "unsupported") if key in raw]
    ends = [_ends(one) for one in ranges]
    if not ends or any(one is None for one in ends):
        return None
    return min(one[0] for one in ends if one is not None)


def mid_of(raw: Any) -> float | None:
    """The mid of a number as written; ``None`` where it is not well written."""
    ends = _ends(raw)
    return ends[1] if ends else None
