"""Rows of a finding as plain data: nested for JSON, flat for a spreadsheet."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from sim.domain.estimate import Amount, Difference, Quantiles, Share
from sim.records.plain_estimates import amount_json, difference_json, number_json, share_json

__all__ = ["flat_row", "plain_row", "table_csv"]

#: The field of an estimate that goes by the name of the column.
_MIDDLE: dict[type[Any], str] = {Share: "share", Difference: "difference", Amount: "mean"}


def plain_row(table: str, row: Any) -> dict[str, Any]:
    """One row as ``json.dumps`` takes it, with the name of its table first."""
    return {"table": table, **{f.name: _plain(getattr(row, f.name)) for f in fields(row)}}


def _plain(value: Any) -> Any:
    if isinstance(value, Share):
        return share_json(value)
    if isinstance(value, Difference):
        return difference_json(value)
    if isinstance(value, Amount):
        return amount_json(value)
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(_plain(key)): _plain(child) for key, child in value.items()}
    if isinstance(value, tuple | list | frozenset):
        return [_plain(child) for child in value]
    if isinstance(value, float):
        return number_json(value) if math.isfinite(value) else None
    return value


def flat_row(row: Any) -> dict[str, str]:
    """One row as column → text. An estimate fills three columns: ``x``, ``x_low``, ``x_high``.

    >>> from sim.domain.finding import DayShares
    >>> share = Share(share=0.5, low=0.25, high=0.75)
    >>> row = DayShares(day=3.0, settlement=share, partial=share, walkout=share)
    >>> flat_row(row)["settlement_low"]
    '0.25'
    """
    found: dict[str, str] = {}
    for field in fields(row):
        _flatten(field.name, getattr(row, field.name), found)
    return found


def _flatten(name: str, value: Any, found: dict[str, str]) -> None:
    if isinstance(value, Share | Difference | Amount):
        found[name] = _text(getattr(value, _MIDDLE[type(value)]))
        found[f"{name}_low"], found[f"{name}_high"] = _text(value.low), _text(value.high)
    elif isinstance(value, Quantiles) or (is_dataclass(value) and not isinstance(value, type)):
        for field in fields(value):
            _flatten(f"{name}_{field.name}", getattr(value, field.name), found)
    elif isinstance(value, Mapping):
        for key, child in value.items():
            _flatten(f"{name}.{_text(key)}", child, found)
    elif isinstance(value, tuple | list | frozenset):
        if any(is_dataclass(child) for child in value):
            for place, child in enumerate(value, start=1):
                _flatten(f"{name}_{place}", child, found)
        else:
            found[name] = " ".join(_text(child) for child in value)
    else:
        found[name] = _text(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.6g}" if math.isfinite(value) else ""
    return str(value)


def table_csv(rows: Sequence[Any]) -> str:
    """A table as CSV text with a head; columns in the order in which rows first have them."""
    flat = [flat_row(row) for row in rows]
    columns = list(dict.fromkeys(_columns(flat)))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(flat)
    return text.getvalue()


def _columns(flat: Iterable[Mapping[str, str]]) -> Iterable[str]:
    for row in flat:
        yield from row
