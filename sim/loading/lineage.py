"""The chain of files behind a scenario: itself, the one it extends, and so on."""

from __future__ import annotations

from pathlib import Path as FilePath

from sim.errors import Fault, NotFoundError, ScenarioError
from sim.loading.shelf import find
from sim.loading.toml import SourceFile, as_toml, read_file

__all__ = ["lineage", "parent_place"]


def lineage(place: FilePath) -> list[SourceFile]:
    """Files from the root of the ``extends`` chain to the one asked for."""
    files = [read_file(place)]
    while "extends" in files[0].tables:
        child = files[0]
        parent = parent_place(child)
        if any(parent.resolve() == file.place.resolve() for file in files):
            raise _extends_fault(
                child, "leads in a circle, back to a file that is already part of the chain"
            )
        files.insert(0, read_file(parent))
    return files


def parent_place(child: SourceFile) -> FilePath:
    """The file that another extends. Raises ``ScenarioError`` where it names none."""
    name = child.tables["extends"]
    if not isinstance(name, str) or not name:
        raise _extends_fault(child, "must be a bundled name or a path")
    beside = child.place.parent / name
    if beside.is_file():
        return beside
    if (child.place.parent / f"{name}.toml").is_file():
        return child.place.parent / f"{name}.toml"
    try:
        return find(name)
    except NotFoundError as problem:
        raise _extends_fault(child, "names no scenario", str(problem)) from None


def _extends_fault(child: SourceFile, rule: str, advice: str = "") -> ScenarioError:
    return ScenarioError(
        [
            Fault(
                file=child.shown,
                line=child.lines.get(("extends",), 1),
                path="extends",
                rule=rule,
                value=as_toml(child.tables["extends"]),
                advice=advice,
            )
        ]
    )
