"""The one object that ``parley run --json`` prints, and its published schema."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from sim.domain.finding import (
    Amount,
    CodingSummary,
    Comparison,
    Difference,
    PartyValues,
    Quantiles,
    RunSummary,
    Share,
)

__all__ = ["run_json", "run_schema", "runs_json"]

#: Decimals of every number: enough that shares of any run still add to one.
_DECIMALS = 9


def run_json(summary: RunSummary) -> dict[str, Any]:
    """The object of one run, ready for ``json.dumps``; it follows ``run_schema()``."""
    found: dict[str, Any] = {
        "schema": summary.schema,
        "scenario": summary.scenario,
        "question": summary.question,
        "scenario_hash": summary.scenario_hash,
        "seed": summary.seed,
        "worlds": summary.worlds,
        "protocol": summary.protocol,
        "horizon": _number(summary.horizon),
        "overrides": {path: _toml_value(value) for path, value in summary.overrides.items()},
        "version": summary.version,
        "codings": {name: _coding(coding) for name, coding in summary.codings.items()},
    }
    if summary.against is not None:
        found["against"] = _against(summary.against)
    return found


def runs_json(summaries: Iterable[RunSummary]) -> dict[str, Any]:
    """The object of several runs: one object each, in a ``runs`` list."""
    found = [run_json(summary) for summary in summaries]
    return {"schema": 1, "runs": found}


def run_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of both objects."""
    text = files("sim.records").joinpath("run.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def _coding(coding: CodingSummary) -> dict[str, Any]:
    missed = coding.missed_overlap
    nothing = {"share": None, "low": None, "high": None}
    return {
        "n": coding.n,
        "endings": {ending: _share(share) for ending, share in coding.endings.items()},
        "missed_overlap": {
            "n": missed.n,
            **(nothing if missed.share is None else _share(missed.share)),
        },
        "by_day": [
            {
                "day": _number(row.day),
                "settlement": _share(row.settlement),
                "partial": _share(row.partial),
            }
            for row in coding.by_day
        ],
        "packages": [
            {"package": dict(row.package), **_share(row.share)} for row in coding.packages
        ],
        "values": {party: _values(values) for party, values in coding.values.items()},
        "concessions_made": {
            party: {issue: _amount(amount) for issue, amount in issues.items()}
            for party, issues in coding.concessions_made.items()
        },
        "refusals": [
            {"party": row.party, "issue": row.issue, "reason": row.reason, **_share(row.share)}
            for row in coding.refusals
        ],
    }


def _against(comparison: Comparison) -> dict[str, Any]:
    return {
        "scenario": comparison.first,
        "codings": {
            name: {ending: _difference(found) for ending, found in coding.endings.items()}
            for name, coding in comparison.codings.items()
        },
    }


def _values(values: PartyValues) -> dict[str, Any]:
    return {"settled": _quantiles(values.settled), "no_deal": _quantiles(values.no_deal)}


def _share(found: Share) -> dict[str, Any]:
    return {
        "share": _number(found.share),
        "low": _number(found.low),
        "high": _number(found.high),
    }


def _difference(found: Difference) -> dict[str, Any]:
    return {
        "difference": _number(found.difference),
        "low": _number(found.low),
        "high": _number(found.high),
    }


def _amount(found: Amount) -> dict[str, Any]:
    return {
        "mean": _number(found.mean),
        "low": _number(found.low),
        "high": _number(found.high),
    }


def _quantiles(found: Quantiles | None) -> dict[str, Any] | None:
    if found is None:
        return None
    names = ("p05", "p25", "p50", "p75", "p95")
    return {name: _number(getattr(found, name)) for name in names}


def _number(value: float) -> float | int:
    """Whole numbers without a needless ``.0``; no ``-0``."""
    rounded = round(float(value), _DECIMALS)
    return int(rounded) if rounded.is_integer() else rounded


def _toml_value(text: str) -> Any:
    """An override as the value it stands for; text that is no TOML value stays text."""
    try:
        value = tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text
    # Dates and times are TOML values that JSON lacks.
    return json.loads(json.dumps(value, default=str))
