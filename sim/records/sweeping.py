"""Finished cells of a sweep on disk, so that an interrupted one goes on where it stopped.

Each cell is a file of its own in ``cells/``, written aside and renamed, and names the sweep it
belongs to. A file that cannot be read is as good as absent: its cell is played again.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from sim.domain.sweep import Cell, Place
from sim.errors import ResultsError
from sim.records.encoding import as_text, from_text
from sim.records.manifest import MANIFEST
from sim.records.placing import aside, write_text

__all__ = ["CELLS", "CellFolder", "is_begun"]

CELLS = "cells"


@dataclass(frozen=True, slots=True, kw_only=True)
class _KeptCell:
    """A cell file: the sweep it belongs to, and the cell."""

    schema: int = 1
    sweep: str
    cell: Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class CellFolder:
    """A shelf of cells in the folder of a sweep, which need not be there yet.

    folder : of the sweep. sweep : the hash it is known by; cells of another are never found.
    """

    folder: Path
    sweep: str

    def open(self) -> None:
        """Delete cells of other sweeps, and what a killed process left of a file."""
        for file in _files(self.folder):
            kept = _read(file)
            if kept is not None and kept.sweep != self.sweep:
                file.unlink(missing_ok=True)
        for rest in (self.folder / CELLS).glob(".*.json.part-*"):
            rest.unlink(missing_ok=True)

    def find(self, place: Place) -> Cell | None:
        """The finished cell at a place, if it is kept."""
        kept = _read(self._file(place))
        return kept.cell if kept is not None and kept.sweep == self.sweep else None

    def keep(self, cell: Cell) -> None:
        """Keep a finished cell. Raises ``ResultsError`` for whatever the file system refuses."""
        target = self._file(cell.place)
        with aside(target) as part:
            write_text(part, as_text(_KeptCell(sweep=self.sweep, cell=cell)))
            os.replace(part, target)

    def count(self) -> int:
        """How many cells of this sweep are kept."""
        found = (_read(file) for file in _files(self.folder))
        return sum(kept is not None and kept.sweep == self.sweep for kept in found)

    def _file(self, place: Place) -> Path:
        return self.folder / CELLS / f"{'-'.join(f'{at:03d}' for at in place)}.json"


def is_begun(folder: Path, sweep: str) -> bool:
    """Whether a folder is this very sweep, begun and not finished: it has no manifest, and either
    holds cells of it or nothing but cells that cannot be read; none is of another sweep."""
    if not folder.is_dir() or (folder / MANIFEST).exists():
        return False
    kept = [one for one in map(_read, _files(folder)) if one is not None]
    if any(one.sweep != sweep for one in kept):
        return False
    return bool(kept) or [entry.name for entry in folder.iterdir()] == [CELLS]


def _files(folder: Path) -> list[Path]:
    return sorted((folder / CELLS).glob("*.json"))


def _read(file: Path) -> _KeptCell | None:
    try:
        return from_text(_KeptCell, file.read_text(encoding="utf-8"), file)
    except (OSError, UnicodeDecodeError, ResultsError):
        return None
