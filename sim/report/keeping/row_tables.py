"""Rows of any finding as tables: estimates with their intervals, ids as the names they have."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from sim.domain.answer import Answer
from sim.domain.estimate import Amount, Difference, Labels, Quantiles, Share
from sim.domain.scenario import STATED
from sim.domain.sensitivity import Index
from sim.report import wording
from sim.report.answers.sensitivity_words import index_words
from sim.report.blocks import Cell, Grid

__all__ = ["estimate_cell", "row_grids"]

#: A page is read by people; all rows of a long table are in its CSV file.
MOST_ROWS = 200

#: Kind of estimate → how it is told, and what it is sorted by.
_TOLD: dict[type[Any], tuple[Callable[[Any], str], Callable[[Any], float]]] = {
    Share: (wording.share_words, lambda one: one.share),
    Difference: (wording.difference_words, lambda one: one.difference),
    Amount: (wording.amount_words, lambda one: one.mean),
    Quantiles: (wording.quantile_words, lambda one: one.p50),
    Index: (index_words, lambda one: one.index),
}

_READ: dict[type[Any], str] = {
    Share: "shares: worlds of 100",
    Difference: "differences: worlds of 100",
    Amount: "means: with two decimals",
    Index: "indices: parts of 100 of what varies",
}


def row_grids(finding: Answer) -> tuple[Grid, ...]:
    """One table for each that the finding has rows of; columns that tell nothing are left out."""
    labels = finding.made.labels
    return tuple(
        _grid(name, rows, labels, finding.kind) for name, rows in finding.tables.items() if rows
    )


def _grid(name: str, rows: Sequence[Any], labels: Labels, kind: str) -> Grid:
    columns = [field.name for field in fields(rows[0]) if _tells(field.name, rows)]
    shown = rows[:MOST_ROWS]
    read = [words for noun, words in _READ.items() if _holds(shown, columns, noun)]
    told = f"{wording.capital('; '.join(read))}; {wording.SAMPLING_ONLY}. " if read else ""
    if _holds(shown, columns, Quantiles):
        told += "Quantiles: the median, and what nine worlds of ten lie between. "
    more = f"The first {MOST_ROWS} of {len(rows)} rows. " if len(rows) > MOST_ROWS else ""
    return Grid(
        caption=wording.capital(_spaced(name)),
        heads=tuple(map(_spaced, columns)),
        rows=tuple(_row(row, columns, labels) for row in shown),
        note=f"{told}{more}Columns: docs/reference/findings, {kind}; file {name}.csv.",
    )


def _holds(rows: Sequence[Any], columns: Sequence[str], noun: type[Any]) -> bool:
    return any(isinstance(getattr(row, one), noun) for row in rows for one in columns)


def _tells(column: str, rows: Sequence[Any]) -> bool:
    found = [getattr(row, column) for row in rows]
    if column == "coding":
        return any(one != STATED for one in found)
    return any(one not in (None, "", (), {}) for one in found)


def _spaced(name: str) -> str:
    return name.replace("_", " ")


def estimate_cell(estimate: Any) -> Cell:
    """An estimate with its interval; a dash for one that nothing tells."""
    if estimate is None:
        return Cell(text="–")
    words, rank = _TOLD[type(estimate)]
    return Cell(text=words(estimate), rank=rank(estimate))


def _row(row: Any, columns: Sequence[str], labels: Labels) -> tuple[Cell, ...]:
    return tuple(
        _option_of(row, one, labels) or _cell(getattr(row, one), labels) for one in columns
    )


def _option_of(row: Any, column: str, labels: Labels) -> Cell | None:
    """An option by its name, which its issue knows: ``option`` beside ``issue``."""
    if not column.endswith("option"):
        return None
    issue = getattr(row, column.removesuffix("option") + "issue", None)
    name = labels.options.get(str(issue), {}).get(getattr(row, column))
    return None if name is None else Cell(text=name)


def _cell(value: Any, labels: Labels) -> Cell:
    if type(value) in _TOLD:
        return estimate_cell(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value)
    return Cell(text=_words(value, labels))


def _number(value: float) -> Cell:
    if not math.isfinite(value):
        return Cell(text="–")
    return Cell(text=f"{value:.6g}".replace("-", "−"), rank=float(value))


def _words(value: Any, labels: Labels) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Mapping):
        return _pairs(value, labels)
    if is_dataclass(value) and not isinstance(value, type):
        return _pairs({f.name: getattr(value, f.name) for f in fields(value)}, labels)
    if isinstance(value, tuple | list | frozenset):
        return ", ".join(_inner(one, labels) for one in value) or "–"
    return _named(str(value), labels)


def _pairs(held: Mapping[Any, Any], labels: Labels) -> str:
    told = []
    for key, value in held.items():
        options = labels.options.get(str(key), {})
        name = options.get(value) if isinstance(value, str) else None
        told.append(f"{_words(key, labels)}: {name or _inner(value, labels)}")
    return "; ".join(told) or "–"


def _inner(value: Any, labels: Labels) -> str:
    return _cell(value, labels).text


def _named(text: str, labels: Labels) -> str:
    """A party or an issue by its name; whatever else it is stays as it is."""
    return labels.parties.get(text) or labels.issues.get(text) or text
