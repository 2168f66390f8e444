"""The manifest of a run folder: what made it, and which files it holds with their value hashes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sim.errors import ResultsError
from sim.records.encoding import json_text
from sim.records.fingerprint import made_with, value_hash

__all__ = ["MANIFEST", "Manifest", "read_manifest"]

MANIFEST = "manifest.json"
_KIND = "parley run"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a folder says about itself.

    made : versions, seed, worlds and the like, as plain data. files : name → value hash.
    columns : column of the table → kind.
    """

    run_hash: str
    made: Mapping[str, Any]
    files: Mapping[str, str]
    columns: Mapping[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """The manifest as it is written."""
        content = {
            "schema": 1,
            "kind": _KIND,
            "run_hash": self.run_hash,
            **self.made,
            "made_with": made_with(),
            "files": {name: {"values": found} for name, found in self.files.items()},
            "columns": dict(self.columns),
        }
        return json_text(content)

    def with_file(self, name: str, text: str) -> Manifest:
        """The same manifest with one more file, or another hash for a file it has."""
        return replace(self, files={**self.files, name: value_hash(text)})


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a run folder; ``None`` where the folder is not one."""
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    except OSError as error:
        raise ResultsError(f"{folder}: cannot be read: {error.strerror}") from None
    if not isinstance(content, dict) or content.get("kind") != _KIND:
        return None
    told = {"schema", "kind", "run_hash", "made_with", "files", "columns"}
    try:
        return Manifest(
            run_hash=str(content["run_hash"]),
            made={key: value for key, value in content.items() if key not in told},
            files={name: str(entry["values"]) for name, entry in content["files"].items()},
            columns={name: str(kind) for name, kind in content["columns"].items()},
        )
    except (KeyError, TypeError, AttributeError):
        return None
