"""Adding to a complete run folder what it lacks, without simulating again."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sim.domain.finding import RunSummary
from sim.records.beliefs import BELIEFS, belief_columns
from sim.records.folder import read_run
from sim.records.manifest import FolderKind, manifest_of
from sim.records.placing import aside
from sim.records.storing import OUTCOMES, store_table, stored_csv, table_file
from sim.records.table import TableFormat

__all__ = ["add_figures", "add_table"]

FIGURES = "figures"


def add_table(folder: Path, table: TableFormat) -> Path:
    """The tables of a run folder in a format, written if it lacks them; returns the main one."""
    manifest = manifest_of(folder, FolderKind.RUN)
    if any(table_file(form, BELIEFS) in manifest.files for form in TableFormat):
        _add(folder, BELIEFS, belief_columns(), table)
    return _add(folder, OUTCOMES, manifest.columns, table)


def _add(folder: Path, name: str, columns: Mapping[str, str], table: TableFormat) -> Path:
    manifest = manifest_of(folder, FolderKind.RUN)
    target = folder / table_file(table, name)
    if target.name in manifest.files and target.exists():
        return target
    csv = stored_csv(folder, columns, name)
    with aside(target) as part:
        store_table(part, csv, columns, table)
        os.replace(part, target)
    manifest.with_file(target.name, csv).replace_in(folder)
    return target


def add_figures(folder: Path, draw: Callable[[RunSummary, Path], Any]) -> Path:
    """Draw the figures of a run folder anew, beside others there; returns the folder they are in.

    draw : writes the figures of a summary into a folder that is there and empty.
    """
    summary = read_run(folder)
    target = folder / FIGURES
    with aside(target) as part:
        part.mkdir()
        draw(summary, part)
        target.mkdir(exist_ok=True)
        for figure in sorted(part.iterdir()):
            os.replace(figure, target / figure.name)
    return target
