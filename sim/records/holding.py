"""Whether a folder already holds what is asked for, or something else that must not be lost."""

from __future__ import annotations

import os
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import TypeVar

from sim.errors import ResultsError
from sim.records.fingerprint import value_hash
from sim.records.manifest import FolderKind, Manifest, read_manifest

__all__ = ["Existing", "find_kept", "read_kept"]

Noun = TypeVar("Noun")

_WHAT = {FolderKind.RUN: "run", FolderKind.CONCESSIONS: "table of concessions"}


class Existing(Enum):
    """What to do with a folder that holds something else: REFUSE it, or REPLACE what it holds."""

    REFUSE = "refuse"
    REPLACE = "replace"


def find_kept(
    folder: Path,
    kind: FolderKind,
    run_hash: str,
    existing: Existing,
    read: Callable[[Path], Noun],
) -> Noun | None:
    """What ``folder`` keeps, if it is this very thing; ``None`` if it is still to be made.

    read : gets the finding out of the folder. Raises ``ResultsError`` where the folder holds
    something else and ``existing`` is REFUSE, and where it is no folder at all.
    """
    if not os.path.lexists(folder):
        return None
    if not folder.is_dir():
        raise ResultsError(f"{folder} is a file, not a folder")
    manifest = read_manifest(folder)
    hindrance = _hindrance(folder, manifest, kind, run_hash)
    if not hindrance:
        try:
            return read(folder)
        except ResultsError:
            hindrance = f"holds this {_WHAT[kind]}, but not as it was written"
    if existing is Existing.REPLACE or not any(folder.iterdir()):
        return None
    raise ResultsError(f"{folder} {hindrance}; --force replaces it")


def read_kept(folder: Path, manifest: Manifest, name: str) -> str:
    """The text of a file of the folder. Raises ``ResultsError`` where it is not as written."""
    try:
        text = (folder / name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise ResultsError(f"{folder / name} cannot be read") from None
    if manifest.files.get(name) != value_hash(text):
        raise ResultsError(f"{folder / name} was changed after it was written")
    return text


def _hindrance(folder: Path, manifest: Manifest | None, kind: FolderKind, run_hash: str) -> str:
    """What keeps the folder from being this very thing, in words; empty if nothing does."""
    what = _WHAT[kind]
    if manifest is None or manifest.kind is not kind:
        return f"holds something else than a {what}"
    if manifest.run_hash != run_hash:
        return f"holds another {what}"
    missing = [name for name in manifest.files if not (folder / name).exists()]
    return f"holds this {what} without {', '.join(missing)}" if missing else ""
