"""Whether a folder already holds what is asked for, or something else that must not be lost."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from enum import Enum
from pathlib import Path
from typing import TypeVar

from sim.errors import ResultsError
from sim.records.fingerprint import value_hash
from sim.records.manifest import (
    MANIFEST,
    FolderKind,
    Manifest,
    kept_entries,
    own_entries,
    read_manifest,
)
from sim.records.placing import put_in_place, write_text

__all__ = ["Existing", "find_kept", "put_kept", "read_kept"]

Noun = TypeVar("Noun")

_WHAT = {kind: f"finding of {kind.value}" for kind in FolderKind} | {
    FolderKind.RUN: "run",
}


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

    Still to be made is also what lacks one of its files: made again, it is the same.
    read : gets the finding out of the folder. Raises ``ResultsError`` where the folder holds
    something else and ``existing`` is REFUSE, and where it is no folder at all.
    """
    if not os.path.lexists(folder):
        return None
    if not folder.is_dir():
        raise ResultsError(f"{folder} is a file, not a folder")
    manifest = read_manifest(folder)
    hindrance = _hindrance(manifest, kind, run_hash)
    if manifest is not None and not hindrance:
        if len(kept_entries(folder)) < len(manifest.files):
            return None
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


def put_kept(part: Path, folder: Path, manifest: Manifest, existing: Existing) -> None:
    """Put the folder ``part``, which lacks only its manifest, in the place of ``folder``.

    With REPLACE all that Parley wrote there before goes. With REFUSE the folder is this very thing
    without some of its files, as ``find_kept`` makes sure, and only those are added.
    """
    if existing is Existing.REPLACE:
        write_text(part / MANIFEST, manifest.text())
        put_in_place(part, folder, last=MANIFEST, drop=own_entries(folder))
        return
    kept = kept_entries(folder)
    whole = replace(manifest, files={**manifest.files, **kept})
    write_text(part / MANIFEST, whole.text())
    put_in_place(part, folder, last=MANIFEST, keep=kept)


def _hindrance(manifest: Manifest | None, kind: FolderKind, run_hash: str) -> str:
    """What keeps the folder from being this very thing, in words; empty if nothing does."""
    what = _WHAT[kind]
    if manifest is None or manifest.kind is not kind:
        return f"holds something else than a {what}"
    return "" if manifest.run_hash == run_hash else f"holds another {what}"
