"""Folders of single concessions, and the concessions kept in a run folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sim.domain.concession import ConcessionTable
from sim.domain.scenario import Scenario
from sim.records.encoding import as_text, from_text
from sim.records.holding import Existing, find_kept, put_kept, read_kept
from sim.records.manifest import FolderKind, Manifest, made_of, manifest_of
from sim.records.placing import aside, write_text
from sim.records.resolved import scenario_files

__all__ = ["add_concessions", "find_concessions", "read_concessions", "write_concessions"]

CONCESSIONS = "concessions.json"


def find_concessions(
    folder: Path, run_hash: str, existing: Existing = Existing.REFUSE
) -> ConcessionTable | None:
    """The table of this very command, if ``folder`` holds it; ``None`` if it is still to do.

    Raises ``ResultsError`` where the folder holds something else and ``existing`` is REFUSE, and
    where it is no folder at all.
    """
    return find_kept(folder, FolderKind.CONCESSIONS, run_hash, existing, _read)


def read_concessions(folder: Path) -> ConcessionTable | None:
    """The concessions that a folder keeps; ``None`` for a run that none were screened for."""
    manifest = manifest_of(folder, FolderKind.RUN, FolderKind.CONCESSIONS)
    return _read(folder) if CONCESSIONS in manifest.files else None


def add_concessions(folder: Path, table: ConcessionTable) -> Path:
    """Keep what single concessions change beside the run they were screened for."""
    manifest = manifest_of(folder, FolderKind.RUN)
    target, text = folder / CONCESSIONS, as_text(table)
    with aside(target) as part:
        write_text(part, text)
        os.replace(part, target)
    manifest.with_file(CONCESSIONS, text).replace_in(folder)
    return target


def write_concessions(
    folder: Path,
    table: ConcessionTable,
    scenarios: Mapping[str, Scenario],
    *,
    run_hash: str,
    report: Callable[[ConcessionTable, Path], Any],
    existing: Existing = Existing.REFUSE,
) -> Path:
    """Write a folder of concessions; returns it.

    scenarios : coding → scenario. report : writes text, table and figures for readers into a folder
    that is there. Raises as ``write_run`` does; what interrupts the writing leaves no half folder.
    """
    if find_concessions(folder, run_hash, existing) is not None:
        return folder
    texts = {**scenario_files(scenarios), CONCESSIONS: as_text(table)}
    manifest = Manifest(kind=FolderKind.CONCESSIONS, run_hash=run_hash, made=made_of(table))
    with aside(folder) as part:
        part.mkdir()
        report(table, part)
        for name, text in texts.items():
            write_text(part / name, text)
            manifest = manifest.with_file(name, text)
        put_kept(part, folder, manifest, existing)
    return folder


def _read(folder: Path) -> ConcessionTable:
    manifest = manifest_of(folder, FolderKind.RUN, FolderKind.CONCESSIONS)
    text = read_kept(folder, manifest, CONCESSIONS)
    return from_text(ConcessionTable, text, folder / CONCESSIONS)
