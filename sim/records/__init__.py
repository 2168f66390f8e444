"""Runs to and from disk: folders, tables, and the one object that ``--json`` prints."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.records.answers import (
        answer_json,
        answer_schema,
        answer_type,
        find_answer,
        read_answer,
        write_answer,
    )
    from sim.records.completing import add_figures, add_table
    from sim.records.conceding import add_concessions, read_concessions
    from sim.records.fingerprint import folder_name, run_hash
    from sim.records.folder import find_run, read_run, write_run
    from sim.records.holding import Existing
    from sim.records.inputs import add_inputs, read_inputs
    from sim.records.manifest import FolderKind, kind_of, libraries_of
    from sim.records.run_object import run_json, run_schema, runs_json
    from sim.records.table import Table, TableFormat, outcome_table

_HOMES = {
    "Existing": "holding",
    "FolderKind": "manifest",
    "Table": "table",
    "TableFormat": "table",
    "add_concessions": "conceding",
    "add_figures": "completing",
    "add_inputs": "inputs",
    "add_table": "completing",
    "answer_json": "answers",
    "answer_schema": "answers",
    "answer_type": "answers",
    "find_answer": "answers",
    "find_run": "folder",
    "folder_name": "fingerprint",
    "kind_of": "manifest",
    "libraries_of": "manifest",
    "outcome_table": "table",
    "read_answer": "answers",
    "read_concessions": "conceding",
    "read_inputs": "inputs",
    "read_run": "folder",
    "run_hash": "fingerprint",
    "run_json": "run_object",
    "run_schema": "run_object",
    "runs_json": "run_object",
    "write_answer": "answers",
    "write_run": "folder",
}

__all__ = [
    "Existing",
    "FolderKind",
    "Table",
    "TableFormat",
    "add_concessions",
    "add_figures",
    "add_inputs",
    "add_table",
    "answer_json",
    "answer_schema",
    "answer_type",
    "find_answer",
    "find_run",
    "folder_name",
    "kind_of",
    "libraries_of",
    "outcome_table",
    "read_answer",
    "read_concessions",
    "read_inputs",
    "read_run",
    "run_hash",
    "run_json",
    "run_schema",
    "runs_json",
    "write_answer",
    "write_run",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'sim.records' has no attribute {name!r}")
    return getattr(import_module(f"sim.records.{_HOMES[name]}"), name)
