"""Run folders: written aside and renamed, and read back without simulating.

A folder that has its manifest is complete, for the manifest arrives with the rename that puts the
whole folder in place. Nothing in a folder tells when or where it was made: the same run gives the
same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sim.domain.finding import RunSummary
from sim.domain.outcome import Outcomes
from sim.records.beliefs import BELIEFS, belief_columns, belief_table
from sim.records.encoding import as_text, from_text, json_text
from sim.records.holding import Existing, find_kept, put_kept, read_kept
from sim.records.manifest import FolderKind, Manifest, made_of, manifest_of
from sim.records.placing import aside, write_text
from sim.records.resolved import scenario_files
from sim.records.run_object import run_json
from sim.records.storing import store_table, table_file
from sim.records.table import TableFormat, outcome_table, to_csv

__all__ = ["find_run", "read_run", "write_run"]

SUMMARY = "summary.json"
DETAILS = "details.json"


def find_run(
    folder: Path, run_hash: str, existing: Existing = Existing.REFUSE
) -> RunSummary | None:
    """The summary of this very run, if ``folder`` holds it; ``None`` if the run is still to do.

    Raises ``ResultsError`` where the folder holds something else and ``existing`` is REFUSE, and
    where it is no folder at all.
    """
    return find_kept(folder, FolderKind.RUN, run_hash, existing, read_run)


def read_run(folder: Path) -> RunSummary:
    """The summary a run folder holds. Raises ``ResultsError`` where it is no run folder."""
    manifest = manifest_of(folder, FolderKind.RUN)
    text = read_kept(folder, manifest, DETAILS)
    return from_text(RunSummary, text, folder / DETAILS)


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

    by_coding : coding → outcomes, the rows of the tables; that of beliefs is written where there
    are some. Raises ``ResultsError`` where the folder holds something else (unless REPLACE) or
    cannot be written, ``UsageError`` where the format needs what is not installed. Whatever
    interrupts the writing leaves no half folder.
    """
    if find_run(folder, run_hash, existing) is not None:
        return folder
    texts = {
        **scenario_files({coding: one.scenario for coding, one in by_coding.items()}),
        SUMMARY: json_text(run_json(summary)),
        DETAILS: as_text(summary),
    }
    rows, beliefs = outcome_table(by_coding), belief_table(by_coding)
    csv = to_csv(rows)
    columns = {column.name: column.kind.value for column in rows.columns}
    against = None if summary.against is None else summary.against.first
    made = {**made_of(summary), "against": against}
    manifest = Manifest(run_hash=run_hash, made=made, columns=columns)
    with aside(folder) as part:
        part.mkdir()
        for name, text in texts.items():
            write_text(part / name, text)
            manifest = manifest.with_file(name, text)
        store_table(part / table_file(table), csv, columns, table)
        manifest = manifest.with_file(table_file(table), csv)
        if beliefs is not None:
            believed, file = to_csv(beliefs), table_file(table, BELIEFS)
            store_table(part / file, believed, belief_columns(), table)
            manifest = manifest.with_file(file, believed)
        put_kept(part, folder, manifest, existing)
    return folder
