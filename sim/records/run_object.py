"""The one object that ``parley run --json`` prints, and its published schema."""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from sim.domain.comparison import Comparison
from sim.domain.estimate import Quantiles
from sim.domain.finding import CodingSummary, PartyValues, RunSummary
from sim.records.plain_estimates import (
    amount_json,
    difference_json,
    number_json,
    override_json,
    share_json,
)

__all__ = ["coding_json", "run_json", "run_schema", "runs_json"]


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
        "horizon": number_json(summary.horizon),
        "overrides": {path: override_json(value) for path, value in summary.overrides.items()},
        "version": summary.version,
        "codings": {name: coding_json(coding) for name, coding in summary.codings.items()},
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


def coding_json(coding: CodingSummary) -> dict[str, Any]:
    """What ``run_json`` holds of one coding."""
    missed = coding.missed_overlap
    nothing = {"share": None, "low": None, "high": None}
    return {
        "n": coding.n,
        "endings": {ending: share_json(share) for ending, share in coding.endings.items()},
        "missed_overlap": {
            "n": missed.n,
            **(nothing if missed.share is None else share_json(missed.share)),
        },
        "by_day": [
            {
                "day": number_json(row.day),
                "settlement": share_json(row.settlement),
                "partial": share_json(row.partial),
            }
            for row in coding.by_day
        ],
        "packages": [
            {"package": dict(row.package), **share_json(row.share)} for row in coding.packages
        ],
        "values": {party: _values(values) for party, values in coding.values.items()},
        "concessions_made": {
            party: {issue: amount_json(amount) for issue, amount in issues.items()}
            for party, issues in coding.concessions_made.items()
        },
        "refusals": [
            {"party": row.party, "issue": row.issue, "reason": row.reason, **share_json(row.share)}
            for row in coding.refusals
        ],
    }


def _against(comparison: Comparison) -> dict[str, Any]:
    return {
        "scenario": comparison.first,
        "codings": {
            name: {ending: difference_json(found) for ending, found in coding.endings.items()}
            for name, coding in comparison.codings.items()
        },
    }


def _values(values: PartyValues) -> dict[str, Any]:
    return {"settled": _quantiles(values.settled), "no_deal": _quantiles(values.no_deal)}


def _quantiles(found: Quantiles | None) -> dict[str, Any] | None:
    if found is None:
        return None
    names = ("p05", "p25", "p50", "p75", "p95")
    return {name: number_json(getattr(found, name)) for name in names}
