"""From a source to its layers: the chain of ``extends``, then the blocks of each coding."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from sim.domain.provenance import Seeds
from sim.errors import Fault
from sim.loading.checks import listed, table
from sim.loading.layers import Layer, Merged, without
from sim.loading.lineage import lineage
from sim.loading.lines import Path
from sim.loading.seeds import SEED_RANK, read_seeds, seed_faults
from sim.loading.setting import FILE_KEYS, near_path
from sim.loading.shelf import find, name_of, near
from sim.loading.toml import SourceFile, as_toml, dotted, parse_path, read_file

__all__ = ["Stack", "read_stack"]

_CODING_RANK = 1_000
#: A coding's name is a word on the command line and a key of results.
_READABLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")

_NOT_IN_CODINGS = ("coding", "extends", "seeds", "schema")


@dataclass(frozen=True, slots=True)
class _Block:
    """One file's tables for one coding."""

    tables: dict[str, Any]
    layer: Layer


@dataclass(slots=True, kw_only=True)
class Stack:
    """All layers of one scenario but ``--set``, read and not yet judged.

    faults : what is already known to be wrong.
    """

    name: str
    file: str
    parent: str | None = None
    base: Merged = field(default_factory=Merged)
    codings: dict[str, list[_Block]] = field(default_factory=dict)
    seeds: Seeds = field(default_factory=Seeds)
    faults: list[Fault] = field(default_factory=list)

    def under(self, coding: str) -> Merged:
        """The tables merged under a coding; ``stated`` is the files alone."""
        merged = self.base.copy()
        for block in self.codings.get(coding, []):
            self._remove(merged, block.tables.get("remove"), block.layer, ("remove",))
            misplaced = [key for key in _NOT_IN_CODINGS if key in block.tables]
            for key in misplaced:
                self._fault(block.layer, (key,), "may not stand in a coding")
            kept = (*misplaced, "remove", "says")
            merged.merge({k: v for k, v in block.tables.items() if k not in kept}, block.layer)
        return merged

    def blocks(self, coding: str) -> tuple[Mapping[str, Any], ...]:
        """What each file writes for a coding, oldest first."""
        return tuple(block.tables for block in self.codings.get(coding, []))

    def says(self, coding: str) -> str:
        """What the coding says about itself; the last file's word."""
        told = [
            block.tables["says"] for block in self.codings.get(coding, []) if "says" in block.tables
        ]
        return str(told[-1]) if told else ""

    def add_file(self, source: SourceFile, rank: int) -> None:
        """Lay a file over the ones before it."""
        layer = Layer(rank=rank, name=name_of(source.place), file=source.shown, lines=source.lines)
        self._remove(self.base, source.tables.get("remove"), layer, ("remove",))
        tables = {key: held for key, held in source.tables.items() if key not in FILE_KEYS}
        self.base.merge(tables, layer)
        codings = source.tables.get("coding", {})
        if not isinstance(codings, Mapping):
            self._fault(layer, ("coding",), "must hold one table for each coding")
            return
        for coding, held in table(codings).items():
            at: Path = ("coding", coding)
            block = Layer(
                rank=_CODING_RANK + rank,
                name=f"coding {coding}",
                file=source.shown,
                lines=source.lines,
                at=at,
            )
            if not isinstance(held, Mapping):
                self._fault(layer, at, "must be a table")
                continue
            if not isinstance(held.get("says", ""), str):
                self._fault(layer, (*at, "says"), "must be text in quotes")
            if not _READABLE.fullmatch(coding):
                self._fault(layer, at, "must be made of letters, digits, - and _")
            self.codings.setdefault(coding, []).append(_Block(dict(held), block))

    def _remove(self, merged: Merged, paths: Any, layer: Layer, at: Path) -> None:
        if paths is not None and not isinstance(paths, list):
            self._fault(layer, at, "must be a list of paths", paths)
        for place, text in listed(paths):
            path = parse_path(text) if isinstance(text, str) else None
            if path is None:
                self._fault(layer, (*at, place), "must be a path", text)
            elif path[0] == "coding" and len(path) > 1 and merged is self.base:
                self._remove_coding(path[1:], layer, (*at, place))
            elif merged.has(path):
                merged.remove(path)
            else:
                advice = near_path(merged.tables, path)
                self._fault(layer, (*at, place), "names nothing to remove", text, advice)

    def _remove_coding(self, path: Path, layer: Layer, at: Path) -> None:
        coding, inner = path[0], path[1:]
        if coding not in self.codings:
            advice = near(coding, list(self.codings))
            self._fault(layer, at, "names no coding of an earlier layer", coding, advice)
        elif not inner:
            del self.codings[coding]
        else:
            self.codings[coding] = [
                _Block(without(block.tables, inner), block.layer) for block in self.codings[coding]
            ]

    def _fault(
        self, layer: Layer, path: Path, rule: str, value: Any = None, advice: str = ""
    ) -> None:
        fault = Fault(
            file=layer.file,
            line=layer.line(path),
            path=dotted((*layer.at, *path)),
            rule=rule,
            value="" if value is None else as_toml(value),
            advice=advice,
        )
        if fault not in self.faults:
            self.faults.append(fault)


def read_stack(source: str | FilePath) -> Stack:
    """Read a scenario with everything it extends and its seeds.

    Raises ``NotFoundError`` for an unknown source, ``ScenarioError`` for a file that is not TOML.
    """
    files = lineage(find(source))
    newest = files[-1]
    stack = Stack(name=name_of(newest.place), file=newest.shown)
    if len(files) > 1:
        stack.parent = name_of(files[-2].place)
    _add_seeds(stack, files)
    for rank, file in enumerate(files):
        stack.add_file(file, rank)
    return stack


def _add_seeds(stack: Stack, files: list[SourceFile]) -> None:
    stating = next((file for file in reversed(files) if "seeds" in file.tables), None)
    if stating is None:
        return
    name = stating.tables["seeds"]
    place = stating.place.parent / name if isinstance(name, str) else None
    if place is None or not place.is_file():
        line = stating.lines.get(("seeds",), 1)
        fault = Fault(
            file=stating.shown, line=line, path="seeds", rule="names no file", value=as_toml(name)
        )
        stack.faults.append(fault)
        return
    source = read_file(place)
    faults = seed_faults(source)
    if faults:
        stack.faults.extend(faults)
        return
    stack.seeds = read_seeds(source)
    groups = {
        group: {key: held for key, held in inner.items() if key != "note"}
        for group, inner in table(source.tables.get("group")).items()
    }
    layer = Layer(rank=SEED_RANK, name="seeds", file=source.shown, lines=source.lines)
    if groups:
        stack.base.merge({"group": groups}, layer)
