"""The manifest of a folder: what made it, and which files it holds with their value hashes."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import Any

from sim.domain.answer import Answer
from sim.domain.finding import RunSummary
from sim.errors import ResultsError
from sim.records.encoding import json_text
from sim.records.fingerprint import libraries, made_with, value_hash
from sim.records.placing import aside, write_text

__all__ = [
    "MANIFEST",
    "FolderKind",
    "Manifest",
    "kept_entries",
    "kind_of",
    "libraries_of",
    "made_of",
    "made_of_answer",
    "manifest_of",
    "own_entries",
    "read_manifest",
]

MANIFEST = "manifest.json"

#: What Parley writes for readers, beside the files a manifest lists.
_FOR_READERS = ("figures", "concessions.csv", "concessions.txt", "brief.md", "brief.html")


class FolderKind(Enum):
    """What a folder was written for; the value is what its manifest says."""

    RUN = "parley run"
    CONCESSIONS = "parley concessions"
    ZOPA = "parley zopa"
    CLOCK = "parley clock"
    SWEEP = "parley sweep"
    SENSITIVITY = "parley sensitivity"
    ROBUST = "parley robust"
    BRIEF = "parley brief"
    SOLVE = "parley solve"
    EQUILIBRIUM = "parley equilibrium"
    STABILITY = "parley stability"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a folder says about itself.

    made : seed, worlds and the like, as plain data. files : name → value hash. columns : column of
    the table → kind. libraries : library → version that computed it; empty in older folders.
    """

    kind: FolderKind = FolderKind.RUN
    run_hash: str
    made: Mapping[str, Any]
    files: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    libraries: Mapping[str, str] = field(default_factory=libraries)

    def text(self) -> str:
        """The manifest as it is written."""
        content = {
            "schema": 1,
            "kind": self.kind.value,
            "run_hash": self.run_hash,
            **self.made,
            "made_with": made_with(),
            "libraries": dict(self.libraries),
            "files": {name: {"values": found} for name, found in self.files.items()},
            "columns": dict(self.columns),
        }
        return json_text(content)

    def with_file(self, name: str, text: str) -> Manifest:
        """The same manifest with one more file, or another hash for a file it has."""
        return replace(self, files={**self.files, name: value_hash(text)})

    def replace_in(self, folder: Path) -> None:
        """Put this manifest in place of the one a folder has."""
        target = folder / MANIFEST
        with aside(target) as part:
            write_text(part, self.text())
            os.replace(part, target)


def made_of(finding: RunSummary) -> dict[str, Any]:
    """How a run was made, as a manifest tells it."""
    return {
        "scenario": finding.scenario,
        "scenario_hash": finding.scenario_hash,
        "codings": list(finding.codings),
        "protocol": finding.protocol,
        "seed": finding.seed,
        "worlds": finding.worlds,
        "overrides": dict(finding.overrides),
    }


def made_of_answer(finding: Answer) -> dict[str, Any]:
    """The same of a finding with tables."""
    made = finding.made
    return {
        "scenario": made.scenario,
        "scenario_hash": made.scenario_hash,
        "codings": list(made.codings),
        "protocol": made.protocol,
        "seed": made.seed,
        "worlds": made.worlds,
        "overrides": dict(made.overrides),
        "asked": dict(made.asked),
    }


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a folder that Parley wrote; ``None`` where the folder is none."""
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    except OSError as error:
        raise ResultsError(f"{folder}: cannot be read: {error.strerror}") from None
    told = {"schema", "kind", "run_hash", "made_with", "libraries", "files", "columns"}
    try:
        return Manifest(
            kind=FolderKind(content["kind"]),
            run_hash=str(content["run_hash"]),
            made={key: value for key, value in content.items() if key not in told},
            files={name: str(entry["values"]) for name, entry in content["files"].items()},
            columns={name: str(kind) for name, kind in content["columns"].items()},
            libraries={name: str(one) for name, one in content.get("libraries", {}).items()},
        )
    except (KeyError, TypeError, AttributeError, ValueError):
        return None


def manifest_of(folder: Path, *kinds: FolderKind) -> Manifest:
    """The manifest of a folder of one of these kinds. Raises ``ResultsError`` for any other."""
    manifest = read_manifest(folder)
    if manifest is None or manifest.kind not in kinds:
        wanted = " or ".join(kind.value for kind in kinds)
        raise ResultsError(f"{folder} is no run folder: it has no {MANIFEST} of a {wanted}")
    return manifest


def own_entries(folder: Path) -> set[str]:
    """Names of what Parley wrote into a folder; none where it has no manifest of Parley's."""
    manifest = read_manifest(folder)
    if manifest is None:
        return set()
    # A manifest is a file that anyone may write; names that lead out of the folder are not ours.
    listed = {name for name in manifest.files if Path(name).name == name}
    return {name for name in listed | {*_FOR_READERS} if os.path.lexists(folder / name)}


def kept_entries(folder: Path) -> dict[str, str]:
    """The files that a folder's manifest lists and that are still there: name → value hash."""
    manifest = read_manifest(folder)
    listed = {} if manifest is None else manifest.files
    return {name: found for name, found in listed.items() if (folder / name).exists()}


def kind_of(folder: Path) -> FolderKind:
    """What a folder was written for. Raises ``ResultsError`` for one that Parley did not write."""
    return manifest_of(folder, *FolderKind).kind


def libraries_of(folder: Path) -> Mapping[str, str]:
    """Library → version that computed what a folder holds; empty where the folder is older.

    Raises ``ResultsError`` for a folder that Parley did not write.
    """
    return manifest_of(folder, *FolderKind).libraries
