"""Numbers and settings of a scenario looked up by their path, and put into words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from textwrap import wrap
from typing import Any

from sim.domain.quantity import Quantity
from sim.domain.scenario import Scenario

__all__ = [
    "beneath",
    "ends_of",
    "held_at",
    "indented",
    "is_number",
    "leaves",
    "numbers_of",
    "plain_words",
    "range_text",
    "range_words",
    "stands",
]

_WIDTH = 92


def numbers_of(scenario: Scenario) -> dict[str, Quantity]:
    """Every number of a scenario by its path, with the reliabilities of its source groups."""
    found = {quantity.path: quantity for quantity in scenario.quantities()}
    groups = scenario.seeds.groups.values()
    return found | {group.reliability.path: group.reliability for group in groups}


def beneath(numbers: Mapping[str, Quantity], path: str) -> list[str]:
    """Paths of the numbers beneath a table."""
    return [one for one in numbers if one.startswith(f"{path}.")]


def stands(tables: Mapping[str, Any], path: str) -> bool:
    """Whether something stands at a path of plain tables."""
    return held_at(tables, path) is not None


def held_at(tables: Any, path: str) -> Any:
    """What stands at a path of plain tables; ``None`` where nothing does."""
    for key in path.split("."):
        if not isinstance(tables, Mapping) or key not in tables:
            return None
        tables = tables[key]
    return tables


def is_number(held: Any) -> bool:
    """Whether a setting is a number, which ``true`` is not."""
    return isinstance(held, (int, float)) and not isinstance(held, bool)


def leaves(held: Any, at: str = "") -> Iterable[tuple[str, Any]]:
    """Everything that is no table, with its path from here."""
    if isinstance(held, Mapping) and held:
        for key, inner in held.items():
            yield from leaves(inner, f"{at}.{key}" if at else key)
    else:
        yield at, held


def range_words(quantity: Quantity) -> str:
    """A number's range as a phrase."""
    low, high = ends_of(quantity.range)
    if low == high:
        return f"exactly {low:g}"
    if len(quantity.range) == 3:
        told = f"most likely {quantity.range[1]:g}, between {low:g} and {high:g}"
    else:
        told = f"anything between {low:g} and {high:g}, all equally likely"
    return f"{told}, on the logarithmic scale" if quantity.logarithmic else told


def range_text(quantity: Quantity) -> str:
    """A number's range as a cell of a table."""
    return " … ".join(f"{number:g}" for number in quantity.range)


def ends_of(bounds: tuple[float, ...]) -> tuple[float, float]:
    """Lowest and highest of a range."""
    return bounds[0], bounds[-1]


def plain_words(value: Any) -> str:
    """A value as a reader would write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ", ".join(plain_words(element) for element in value) or "nothing"
    return str(value)


def indented(texts: Iterable[str], by: int = 2) -> list[str]:
    """Paragraphs wrapped to the page, hanging beneath their first line."""
    lines: list[str] = []
    for text in texts:
        hanging = by + 2 if re.match(r"[A-Z]\d+  ", text) is None else by + 5
        lines += wrap(
            text,
            _WIDTH,
            initial_indent=" " * by,
            subsequent_indent=" " * hanging,
            break_on_hyphens=False,
        )
    return lines
