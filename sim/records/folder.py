"""Run folders: written aside and renamed, and read back without simulating.

A folder that has its manifest is complete, for the manifest arrives with the rename that puts the
whole folder in place. Nothing in a folder tells when or where it was made: the same run gives the
same bytes.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Any

from sim.domain.finding import RunSummary
from sim.domain.outcome import Outcomes
from sim.domain.scenario import Scenario
from sim.errors import ResultsError
from sim.records.encoding import as_text, from_text, json_text
from sim.records.fingerprint import value_hash
from sim.records.manifest import MANIFEST, Manifest, read_manifest
from sim.records.placing import aside, put_in_place, write_text
from sim.records.run_object import run_json
from sim.records.storing import store_table, table_file
from sim.records.table import TableFormat, outcome_table, to_csv

__all__ = ["Existing", "find_run", "read_kept", "read_run", "write_run"]

SUMMARY = "summary.json"
DETAILS = "details.json"


class Existing(Enum):
    """What to do with a folder that holds something else: REFUSE it, or REPLACE what it holds."""

    REFUSE = "refuse"
    REPLACE = "replace"


def find_run(
    folder: Path, run_hash: str, existing: Existing = Existing.REFUSE
) -> RunSummary | None:
    """The summary of this very run, if ``folder`` holds it; ``None`` if the run is still to do.

    Raises ``ResultsError`` where the folder holds something else and ``existing`` is REFUSE, and
    where it is no folder at all.
    """
    if not os.path.lexists(folder):
        return None
    if not folder.is_dir():
        raise ResultsError(f"{folder} is a file, not a folder")
    manifest = read_manifest(folder)
    held = _held(folder, manifest, run_hash)
    if not held:
        return read_run(folder)
    if existing is Existing.REPLACE or not any(folder.iterdir()):
        return None
    raise ResultsError(f"{folder} {held}; --force replaces it")


def read_run(folder: Path) -> RunSummary:
    """The summary a run folder holds. Raises ``ResultsError`` where it is no run folder."""
    manifest = read_manifest(folder)
    if manifest is None:
        raise ResultsError(f"{folder} is no run folder: it has no {MANIFEST} of a run")
    return from_text(RunSummary, read_kept(folder, manifest, DETAILS))


def read_kept(folder: Path, manifest: Manifest, name: str) -> str:
    """The text of a file of the folder. Raises ``ResultsError`` where it is not as written."""
    try:
        text = (folder / name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise ResultsError(f"{folder / name} cannot be read") from None
    if manifest.files.get(name) != value_hash(text):
        raise ResultsError(f"{folder / name} was changed after it was written")
    return text


def write_run(
    folder: Path,
    by_coding: Mapping[str, Outcomes],
    summary: RunSummary,
    *,
    run_hash: str,
    table: TableFormat = TableFormat.CSV,
    existing: Existing = Existing.REFUSE,
) -> Path:
    """Write a run folder; returns it.

    by_coding : coding → outcomes, the rows of the table. Raises ``ResultsError`` where the folder
    holds something else (unless REPLACE) or cannot be written, ``UsageError`` where the format
    needs what is not installed. Whatever interrupts the writing leaves no half folder.
    """
    if find_run(folder, run_hash, existing) is not None:
        return folder
    texts = {
        **_scenario_texts({coding: one.scenario for coding, one in by_coding.items()}),
        SUMMARY: json_text(run_json(summary)),
        DETAILS: as_text(summary),
    }
    rows = outcome_table(by_coding)
    csv = to_csv(rows)
    columns = {column.name: column.kind.value for column in rows.columns}
    manifest = Manifest(run_hash=run_hash, made=_made(summary), files={}, columns=columns)
    with aside(folder) as part:
        part.mkdir()
        for name, text in texts.items():
            write_text(part / name, text)
            manifest = manifest.with_file(name, text)
        store_table(part / table_file(table), csv, columns, table)
        manifest = manifest.with_file(table_file(table), csv)
        write_text(part / MANIFEST, manifest.text())
        put_in_place(part, folder, last=MANIFEST)
    return folder


def _held(folder: Path, manifest: Manifest | None, run_hash: str) -> str:
    """What keeps the folder from being this run, in words; empty if nothing does."""
    if manifest is None:
        return "holds something else than a run"
    if manifest.run_hash != run_hash:
        return "holds another run"
    missing = [name for name in manifest.files if not (folder / name).exists()]
    if missing:
        return f"holds this run without {', '.join(missing)}"
    try:
        read_run(folder)
    except ResultsError:
        return "holds this run, but not as it was written"
    return ""


def _made(summary: RunSummary) -> dict[str, Any]:
    return {
        "scenario": summary.scenario,
        "scenario_hash": summary.scenario_hash,
        "codings": list(summary.codings),
        "protocol": summary.protocol,
        "seed": summary.seed,
        "worlds": summary.worlds,
        "overrides": dict(summary.overrides),
        "against": None if summary.against is None else summary.against.first,
    }


def _scenario_texts(scenarios: Mapping[str, Scenario]) -> dict[str, str]:
    """File name → the scenario as resolved: one file a coding."""
    import tomli_w

    return {
        "scenario.toml" if len(scenarios) == 1 else f"scenario.{coding}.toml": tomli_w.dumps(
            _written(scenario.resolved)
        )
        for coding, scenario in scenarios.items()
    }


def _written(value: Any) -> Any:
    """Plain data that TOML can hold, which has no word for nothing."""
    if isinstance(value, Mapping):
        return {str(key): _written(child) for key, child in value.items() if child is not None}
    if isinstance(value, tuple | list):
        return [_written(child) for child in value]
    return value
