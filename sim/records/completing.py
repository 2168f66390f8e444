"""Adding to a complete run folder what it lacks, without simulating again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sim.domain.finding import ConcessionTable, RunSummary
from sim.errors import ResultsError
from sim.records.encoding import as_text, from_text
from sim.records.folder import read_kept, read_run
from sim.records.manifest import MANIFEST, Manifest, read_manifest
from sim.records.placing import aside, write_text
from sim.records.storing import store_table, stored_csv, table_file
from sim.records.table import TableFormat

__all__ = ["add_concessions", "add_figures", "add_table", "read_concessions"]

CONCESSIONS = "concessions.json"
FIGURES = "figures"


def add_table(folder: Path, table: TableFormat) -> Path:
    """The table of a run folder in a format, written if it lacks it; returns the file."""
    manifest = _manifest(folder)
    target = folder / table_file(table)
    if target.name in manifest.files and target.exists():
        return target
    csv = stored_csv(folder, manifest.columns)
    with aside(target) as part:
        store_table(part, csv, manifest.columns, table)
        os.replace(part, target)
    _rewrite(folder, manifest.with_file(target.name, csv))
    return target


def add_figures(folder: Path, draw: Callable[[RunSummary, Path], Any]) -> Path:
    """Draw the figures of a run folder anew; returns the folder they are in.

    draw : writes the figures of a summary into a folder that is there and empty.
    """
    summary = read_run(folder)
    target = folder / FIGURES
    with aside(target) as part:
        part.mkdir()
        draw(summary, part)
        if target.exists():
            shutil.rmtree(target)
        os.replace(part, target)
    return target


def add_concessions(folder: Path, table: ConcessionTable) -> Path:
    """Keep what single concessions change beside the run they were screened for."""
    manifest = _manifest(folder)
    target, text = folder / CONCESSIONS, as_text(table)
    with aside(target) as part:
        write_text(part, text)
        os.replace(part, target)
    _rewrite(folder, manifest.with_file(CONCESSIONS, text))
    return target


def read_concessions(folder: Path) -> ConcessionTable | None:
    """The concessions kept in a run folder; ``None`` where none were screened."""
    manifest = _manifest(folder)
    if CONCESSIONS not in manifest.files:
        return None
    return from_text(ConcessionTable, read_kept(folder, manifest, CONCESSIONS))


def _manifest(folder: Path) -> Manifest:
    manifest = read_manifest(folder)
    if manifest is None:
        raise ResultsError(f"{folder} is no run folder: it has no {MANIFEST} of a run")
    return manifest


def _rewrite(folder: Path, manifest: Manifest) -> None:
    target = folder / MANIFEST
    with aside(target) as part:
        write_text(part, manifest.text())
        os.replace(part, target)
