"""Seed files: claims with who says them and how sure they are, source groups, contradictions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path as FilePath
from typing import Any

from sim.domain.provenance import Claim, Contradiction, Seeds, Silence, SourceGroup
from sim.domain.quantity import Quantity, Role
from sim.errors import Fault, ScenarioError
from sim.loading.faults import FaultList
from sim.loading.layers import Layer, Merged
from sim.loading.numbers import check_number, quantity_at
from sim.loading.toml import SourceFile, read_file

__all__ = ["SEED_RANK", "is_seed_file", "load_seeds", "read_seeds", "seed_faults"]

#: Seeds lie beneath every layer of a scenario, so that any of them may restate a reliability.
SEED_RANK = -1

_SURENESS = "has no sureness that Parley knows"


def load_seeds(place: str | FilePath) -> Seeds:
    """Read a seed file. Raises ``ScenarioError`` with all its faults, ``NotFoundError``."""
    source = read_file(FilePath(place))
    faults = seed_faults(source)
    if faults:
        raise ScenarioError(faults)
    return read_seeds(source)


def is_seed_file(tables: Mapping[str, Any]) -> bool:
    """Whether a file holds claims rather than a scenario."""
    return "claim" in tables and not {"extends", "issue", "party"} & tables.keys()


def seed_faults(source: SourceFile) -> list[Fault]:
    """Everything wrong in a seed file, by line."""
    from sim.loading.shape import SeedFile, shape_faults

    merged = _merged(source)
    faults = FaultList(merged)
    shape_faults(SeedFile, merged.tables, faults)
    groups = _table(merged, "group")
    claims = _table(merged, "claim")
    for group, table in groups.items():
        _check_group(faults, group, table)
    for claim, table in claims.items():
        if isinstance(table, dict) and "group" in table:
            faults.known(("claim", claim, "group"), table["group"], groups, "source group")
    for contradiction, table in _table(merged, "contradiction").items():
        named = table.get("claims") if isinstance(table, dict) else None
        for place, claim in enumerate(named if isinstance(named, list) else []):
            path = ("contradiction", contradiction, "claims", str(place))
            faults.known(path, claim, claims, "claim")
    return faults.sorted()


def read_seeds(source: SourceFile) -> Seeds:
    """The nouns of a valid seed file."""
    tables = source.tables
    return Seeds(
        title=tables.get("title", ""),
        file=source.shown,
        claims={key: _claim(key, table) for key, table in tables.get("claim", {}).items()},
        groups={key: _group(key, table) for key, table in tables.get("group", {}).items()},
        contradictions={
            key: Contradiction(
                id=key,
                claims=tuple(table["claims"]),
                text=table["text"],
                handling=table.get("handling", ""),
            )
            for key, table in tables.get("contradiction", {}).items()
        },
        silences={
            key: Silence(id=key, text=table["text"])
            for key, table in tables.get("silence", {}).items()
        },
    )


def _merged(source: SourceFile) -> Merged:
    merged = Merged()
    merged.merge(source.tables, Layer(rank=0, name="seeds", file=source.shown, lines=source.lines))
    return merged


def _table(merged: Merged, key: str) -> dict[str, Any]:
    table = merged.get((key,))
    return table if isinstance(table, dict) else {}


def _check_group(faults: FaultList, group: str, table: Any) -> None:
    if not isinstance(table, dict):
        return
    if "reliability" in table:
        check_number(faults, ("group", group, "reliability"), table["reliability"], Role.CHANCE)
    if "size_from" not in table:
        faults.add(("group", group, "reliability"), "states no size_from")


def _claim(key: str, table: Mapping[str, Any]) -> Claim:
    return Claim(
        id=key,
        text=table["text"],
        place=tuple(table["place"]),
        asserter=table["asserter"],
        group=table["group"],
        sureness=table["sureness"],
        used_for=table.get("used_for", ""),
        unused_because=table.get("unused_because", ""),
    )


def _group(key: str, table: Mapping[str, Any]) -> SourceGroup:
    path = ("group", key, "reliability")
    reliability: Quantity = quantity_at(path, table["reliability"], Role.CHANCE)
    return SourceGroup(id=key, note=table.get("note", ""), reliability=reliability)
