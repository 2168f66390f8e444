"""The single concessions that were screened for a run, kept in its folder."""

from __future__ import annotations

import os
from pathlib import Path

from sim.domain.concession import ConcessionTable
from sim.records.encoding import as_text, from_text
from sim.records.holding import read_kept
from sim.records.manifest import FolderKind, manifest_of
from sim.records.placing import aside, write_text

__all__ = ["add_concessions", "read_concessions"]

CONCESSIONS = "concessions.json"


def read_concessions(folder: Path) -> ConcessionTable | None:
    """The concessions that a run folder keeps; ``None`` where none were screened for it."""
    manifest = manifest_of(folder, FolderKind.RUN)
    if CONCESSIONS not in manifest.files:
        return None
    text = read_kept(folder, manifest, CONCESSIONS)
    return from_text(ConcessionTable, text, folder / CONCESSIONS)


def add_concessions(folder: Path, table: ConcessionTable) -> Path:
    """Keep what single concessions change beside the run they were screened for."""
    manifest = manifest_of(folder, FolderKind.RUN)
    target, text = folder / CONCESSIONS, as_text(table)
    with aside(target) as part:
        write_text(part, text)
        os.replace(part, target)
    manifest.with_file(CONCESSIONS, text).replace_in(folder)
    return target
