"""Estimates and overrides as the plain data of the ``--json`` objects."""

from __future__ import annotations

import json
import tomllib
from typing import Any

from sim.domain.estimate import Amount, Difference, Share

__all__ = ["amount_json", "difference_json", "number_json", "override_json", "share_json"]

#: Decimals of every number: enough that shares of any run still add to one.
_DECIMALS = 9


def share_json(found: Share) -> dict[str, Any]:
    """``{share, low, high}``."""
    return {
        "share": number_json(found.share),
        "low": number_json(found.low),
        "high": number_json(found.high),
    }


def difference_json(found: Difference) -> dict[str, Any]:
    """``{difference, low, high}``."""
    return {
        "difference": number_json(found.difference),
        "low": number_json(found.low),
        "high": number_json(found.high),
    }


def amount_json(found: Amount) -> dict[str, Any]:
    """``{mean, low, high}``."""
    return {
        "mean": number_json(found.mean),
        "low": number_json(found.low),
        "high": number_json(found.high),
    }


def number_json(value: float) -> float | int:
    """Whole numbers without a needless ``.0``; no ``-0``."""
    rounded = round(float(value), _DECIMALS)
    return int(rounded) if rounded.is_integer() else rounded


def override_json(text: str) -> Any:
    """An override as the value it stands for; text that is no TOML value stays text."""
    try:
        value = tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text
    # Dates and times are TOML values that JSON lacks.
    return json.loads(json.dumps(value, default=str))
