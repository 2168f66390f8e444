"""The one object that ``parley concessions --json`` prints, and its published schema."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from sim.domain.concession import ConcessionLift, ConcessionRow, ConcessionTable
from sim.records.plain_estimates import (
    amount_json,
    difference_json,
    number_json,
    override_json,
    share_json,
)

__all__ = ["concessions_json", "concessions_schema"]


def concessions_json(table: ConcessionTable) -> dict[str, Any]:
    """The object of a table, ready for ``json.dumps``; it follows ``concessions_schema()``."""
    return {
        "schema": table.schema,
        "scenario": table.scenario,
        "question": table.question,
        "scenario_hash": table.scenario_hash,
        "seed": table.seed,
        "worlds": table.worlds,
        "protocol": table.protocol,
        "early_day": number_json(table.early_day),
        "horizon": number_json(table.horizon),
        "overrides": {path: override_json(value) for path, value in table.overrides.items()},
        "version": table.version,
        "without": {
            coding: {"early": share_json(table.early[coding]), "horizon": share_json(share)}
            for coding, share in table.settled.items()
        },
        "concessions": [_concession(row) for row in table.rows],
    }


def concessions_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the object."""
    text = files("sim.records").joinpath("concessions.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def _concession(row: ConcessionRow) -> dict[str, Any]:
    return {
        "party": row.party,
        "issue": row.issue,
        "option": row.option or None,
        "concession": row.kind.value,
        "lifts": {coding: _lift(lift) for coding, lift in row.lifts.items()},
        # A coding in which the concession changes nothing has no edits.
        "sets": {coding: dict(edits) for coding, edits in row.edits.items()},
    }


def _lift(lift: ConcessionLift) -> dict[str, Any]:
    return {
        "early": difference_json(lift.early),
        "horizon": difference_json(lift.horizon),
        "cost": amount_json(lift.cost),
    }
