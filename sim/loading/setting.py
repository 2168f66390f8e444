"""Changes from outside the files: ``--set`` and edits, written over everything else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.errors import Fault
from sim.loading.layers import Layer, Merged
from sim.loading.lines import Path
from sim.loading.shelf import near
from sim.loading.toml import as_toml, dotted, nested, parse_path

__all__ = ["FILE_KEYS", "apply_sets", "near_path", "take_out"]

#: Keys about the file itself; they are no part of what is merged.
FILE_KEYS = ("coding", "extends", "remove", "seeds")

_KEYED = ("party", "issue", "event", "partial", "group")
_SET_RANK = 1_000_000


def apply_sets(merged: Merged, changes: Sequence[tuple[Path, Any]], layer: str) -> list[Fault]:
    """Write changes over everything, and tell which of them cannot be meant."""
    faults = []
    # Ranks above every earlier layer's, one a change: each stands alone with its provenance.
    rank = max(merged.rank, _SET_RANK)
    for path, value in changes:
        rank += 1
        reason = _misplaced(merged, path, value)
        if reason:
            rule, advice = reason
            faults.append(
                Fault(
                    file=layer,
                    line=0,
                    path=dotted(path),
                    rule=rule,
                    value=as_toml(value),
                    advice=advice,
                )
            )
            continue
        merged.merge(nested(path, value), Layer(rank=rank, name=layer, file=layer))
    return faults


def take_out(merged: Merged, paths: Sequence[str], layer: str) -> list[Fault]:
    """Delete tables and keys, and tell which of them are not there."""
    faults = []
    for text in paths:
        path = parse_path(text)
        if path is not None and merged.has(path):
            merged.remove(path)
            continue
        advice = "" if path is None else near_path(merged.tables, path)
        faults.append(
            Fault(
                file=layer, line=0, path=text, rule="names nothing to remove", value="",
                advice=advice,
            )
        )  # fmt: skip
    return faults


def _misplaced(merged: Merged, path: Path, value: Any) -> tuple[str, str] | None:
    if path[0] in FILE_KEYS or path[0] == "schema":
        return "cannot be changed from outside the file", ""
    # Writing beneath an unknown id would make a new party that lacks everything but one number.
    whole = len(path) <= 2 and isinstance(value, Mapping)
    if path[0] in _KEYED and not whole and not merged.has(path[:2]):
        return "names nothing in this scenario", near_path(merged.tables, path)
    if value == {} and merged.has(path):
        return "changes nothing, for the table is empty", ""
    return None


def near_path(tables: Any, path: Path) -> str:
    """A "did you mean" for the first key of a path that leads nowhere."""
    for key in path:
        if not isinstance(tables, Mapping):
            return ""
        if key not in tables:
            return near(key, list(tables))
        tables = tables[key]
    return ""
