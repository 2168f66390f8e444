"""Runs to and from disk: folders, tables, and the one object that ``--json`` prints."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.records.completing import (
        add_concessions,
        add_figures,
        add_table,
        read_concessions,
    )
    from sim.records.fingerprint import folder_name, run_hash
    from sim.records.folder import Existing, find_run, read_run, write_run
    from sim.records.run_object import run_json, run_schema, runs_json
    from sim.records.table import Table, TableFormat, outcome_table

_HOMES = {
    "Existing": "folder",
    "Table": "table",
    "TableFormat": "table",
    "add_concessions": "completing",
    "add_figures": "completing",
    "add_table": "completing",
    "find_run": "folder",
    "folder_name": "fingerprint",
    "outcome_table": "table",
    "read_concessions": "completing",
    "read_run": "folder",
    "run_hash": "fingerprint",
    "run_json": "run_object",
    "run_schema": "run_object",
    "runs_json": "run_object",
    "write_run": "folder",
}

__all__ = [
    "Existing",
    "Table",
    "TableFormat",
    "add_concessions",
    "add_figures",
    "add_table",
    "find_run",
    "folder_name",
    "outcome_table",
    "read_concessions",
    "read_run",
    "run_hash",
    "run_json",
    "run_schema",
    "runs_json",
    "write_run",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'sim.records' has no attribute {name!r}")
    return getattr(import_module(f"sim.records.{_HOMES[name]}"), name)
