"""Layers of a scenario – parent, variant, coding, ``--set`` – merged, with who wrote what where.

A later layer wins key by key. ``Merged`` never changes the tables of an earlier one in place, so
subtrees that nobody touched stay the same objects.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.domain.provenance import Setting
from sim.domain.scenario import Scenario
from sim.loading.lines import Path
from sim.loading.toml import as_toml

__all__ = [
    "SOURCE_KEYS",
    "WHOLE",
    "Layer",
    "Merged",
    "Resolved",
    "Statement",
    "Written",
    "without",
    "written",
]

#: Keys that state where numbers come from; they may stand in any table.
SOURCE_KEYS = ("direction_from", "size_from")

#: Tables that a later layer replaces as one: half of an old consent under a new one is nonsense.
WHOLE = "consent"

_NO_LINES: Mapping[Path, int] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One layer. ``rank`` orders layers; ``at`` is where its tables stand in their file."""

    rank: int
    name: str
    file: str
    lines: Mapping[Path, int] = field(default_factory=dict)
    at: Path = ()

    def line(self, path: Path) -> int:
        """Line of a path, or of the nearest table above it; 0 where the layer is no file."""
        path = self.at + path
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path[:-1]
        return 1 if self.lines else 0


@dataclass(frozen=True, slots=True)
class Written:
    """That a layer wrote a key. ``leaf`` is false where it wrote a table or an array's element."""

    rank: int
    setting: Setting
    leaf: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """One layer's ``direction_from`` or ``size_from`` on a table or number."""

    rank: int
    value: Any
    setting: Setting


class Merged:
    """Tables as merged so far, with the marks of every layer.

    tables : plain data. marks : path → who wrote it, oldest first. stated : (table, source key) →
    every layer's statement.
    """

    def __init__(self) -> None:
        self.tables: dict[str, Any] = {}
        self.marks: dict[Path, tuple[Written, ...]] = {}
        self.stated: dict[tuple[Path, str], tuple[Statement, ...]] = {}
        self.rank = 0

    def copy(self) -> Merged:
        """A copy whose changes leave this one alone; tables are shared until written."""
        twin = Merged()
        twin.tables, twin.rank = self.tables, self.rank
        twin.marks, twin.stated = self.marks.copy(), self.stated.copy()
        return twin

    def merge(self, tables: Mapping[str, Any], layer: Layer) -> None:
        """Write a layer's tables over what is there."""
        self.rank = max(self.rank, layer.rank)
        if layer.rank >= 0:
            self._mark((), layer, value="", leaf=False)
        self.tables = self._merge(self.tables, tables, (), layer)

    def has(self, path: Path) -> bool:
        """Whether something stands at the path."""
        return self.get(path, self) is not self

    def get(self, path: Path, default: Any = None) -> Any:
        """What stands at the path."""
        found: Any = self.tables
        for key in path:
            if not isinstance(found, dict) or key not in found:
                return default
            found = found[key]
        return found

    def remove(self, path: Path) -> None:
        """Delete what stands at the path, with its marks."""
        self._forget(path, self.get(path))
        self.tables = without(self.tables, path)
        self.marks.pop(path, None)

    def place(self, path: Path) -> Setting:
        """Where a path was last written; if missing, the nearest table's first line."""
        if path in self.marks and path:
            return self.marks[path][-1].setting
        while path:
            path = path[:-1]
            if path in self.marks:
                found = self.marks[path]
                return (found[-1] if found[-1].leaf else found[0]).setting
        return Setting(layer="", file="", line=0, value="")

    def later(self, path: Path, other: Path) -> bool:
        """Whether a later layer wrote a path than the one that last wrote another."""
        mine, theirs = self.marks.get(path, ()), self.marks.get(other, ())
        if not mine or not theirs:
            return False
        same = mine[-1].setting.layer == theirs[-1].setting.layer
        return mine[-1].rank > theirs[-1].rank and not same

    def _merge(self, old: Any, tables: Mapping[str, Any], at: Path, layer: Layer) -> dict[str, Any]:
        new = dict(old) if isinstance(old, dict) else {}
        for key, value in tables.items():
            here = (*at, key)
            if isinstance(value, Mapping) and key != WHOLE:
                self._mark(here, layer, value="", leaf=False)
                new[key] = self._merge(new.get(key), value, here, layer)
                continue
            self._forget(here, new.get(key))
            new[key] = value
            setting = self._mark(here, layer, value=as_toml(value), leaf=True)
            self._mark_inside(here, value, layer)
            if key in SOURCE_KEYS:
                statement = Statement(layer.rank, value, setting)
                self.stated[at, key] = (*self.stated.get((at, key), ()), statement)
        return new

    def _mark(self, path: Path, layer: Layer, *, value: str, leaf: bool) -> Setting:
        setting = Setting(layer=layer.name, file=layer.file, line=layer.line(path), value=value)
        mark = Written(layer.rank, setting, leaf)
        self.marks[path] = (*self.marks.get(path, ()), mark)
        return setting

    def _mark_inside(self, path: Path, value: Any, layer: Layer) -> None:
        """Remember elements of arrays and whole tables that stand on lines of their own."""
        if isinstance(value, Mapping):
            children = [((*path, key), held) for key, held in value.items()]
        elif isinstance(value, list):
            children = [((*path, str(place)), held) for place, held in enumerate(value)]
        else:
            return
        for child, held in children:
            if layer.at + child in layer.lines:
                self._mark(child, layer, value="", leaf=False)
            self._mark_inside(child, held, layer)

    def _forget(self, path: Path, old: Any) -> None:
        """Drop the marks beneath a path; a number's own range hands its chain to the path."""
        ranged = self.marks.get((*path, "range"), ())
        if isinstance(old, dict):
            children = list(old.items())
        elif isinstance(old, list):
            children = [(str(place), held) for place, held in enumerate(old)]
        else:
            return
        for key, held in children:
            self.marks.pop((*path, key), None)
            self._forget((*path, key), held)
        if ranged:
            self.marks[path] = (*(m for m in self.marks.get(path, ()) if m.leaf), *ranged)


class Resolved(dict[str, Any]):
    """Plain tables that remember how they were merged, so that they can be edited further."""

    merged: Merged

    def __init__(self, tables: Mapping[str, Any], merged: Merged) -> None:
        super().__init__(tables)
        self.merged = merged

    def __reduce__(self) -> tuple[Any, ...]:
        return (Resolved, (dict(self), self.merged))


def written(scenario: Scenario, path: str) -> tuple[Setting, ...]:
    """Every layer that wrote the value at a path, oldest first; empty where none did.

    Covers values that are no quantities too, such as ``protocol.horizon``.
    """
    if not isinstance(scenario.resolved, Resolved):
        return ()
    marks = scenario.resolved.merged.marks
    keys = tuple(path.split("."))
    chain = (*marks.get(keys, ()), *marks.get((*keys, "range"), ()))
    return tuple(mark.setting for mark in chain if mark.leaf)


def without(tables: dict[str, Any], path: Path) -> dict[str, Any]:
    """The same tables without what stands at the path; tables that lose nothing are shared."""
    new = dict(tables)
    if len(path) == 1:
        new.pop(path[0], None)
    elif isinstance(new.get(path[0]), dict):
        new[path[0]] = without(new[path[0]], path[1:])
    return new
