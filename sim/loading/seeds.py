"""Seed files: claims with who says them and how sure they are, source groups, contradictions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.domain.provenance import Claim, Contradiction, Seeds, Silence, SourceGroup
from sim.domain.quantity import Quantity, Role
from sim.errors import Fault
from sim.loading.checks import listed, table
from sim.loading.faults import FaultList
from sim.loading.layers import Layer, Merged
from sim.loading.numbers import check_number, quantity_at
from sim.loading.sources import check_statements
from sim.loading.toml import SourceFile

__all__ = ["SEED_RANK", "is_seed_file", "read_seeds", "seed_faults"]

#: Seeds lie beneath every layer of a scenario, so that any of them may restate a reliability.
SEED_RANK = -1


def is_seed_file(tables: Mapping[str, Any]) -> bool:
    """Whether a file holds claims rather than a scenario."""
    return "claim" in tables and not {"extends", "issue", "party"} & tables.keys()


def seed_faults(source: SourceFile) -> list[Fault]:
    """Everything wrong in a seed file, by line."""
    from sim.loading.seed_models import SeedFile
    from sim.loading.shape import shape_faults

    merged = _merged(source)
    faults = FaultList(merged)
    shape_faults(SeedFile, merged.tables, faults)
    groups = table(source.tables.get("group"))
    claims = table(source.tables.get("claim"))
    for group, held in groups.items():
        _check_group(faults, group, held)
    for claim, held in claims.items():
        if "group" in table(held):
            faults.known(("claim", claim, "group"), held["group"], groups, "source group")
    for contradiction, held in table(source.tables.get("contradiction")).items():
        for place, claim in listed(table(held).get("claims")):
            faults.known(("contradiction", contradiction, "claims", place), claim, claims, "claim")
    check_statements(faults, merged, Seeds())
    return faults.sorted()


def read_seeds(source: SourceFile) -> Seeds:
    """The nouns of a valid seed file."""
    tables = source.tables
    return Seeds(
        title=tables.get("title", ""),
        file=source.shown,
        claims={key: _claim(key, held) for key, held in table(tables.get("claim")).items()},
        groups={key: _group(key, held) for key, held in table(tables.get("group")).items()},
        contradictions={
            key: Contradiction(
                id=key,
                claims=tuple(held["claims"]),
                text=held["text"],
                handling=held.get("handling", ""),
            )
            for key, held in table(tables.get("contradiction")).items()
        },
        silences={
            key: Silence(id=key, text=held["text"])
            for key, held in table(tables.get("silence")).items()
        },
    )


def _merged(source: SourceFile) -> Merged:
    merged = Merged()
    merged.merge(source.tables, Layer(rank=0, name="seeds", file=source.shown, lines=source.lines))
    return merged


def _check_group(faults: FaultList, group: str, held: Any) -> None:
    if not isinstance(held, Mapping):
        return
    if "reliability" in held:
        check_number(faults, ("group", group, "reliability"), held["reliability"], Role.CHANCE)
    if "size_from" not in held:
        faults.add(("group", group, "reliability"), "states no size_from")


def _claim(key: str, held: Mapping[str, Any]) -> Claim:
    return Claim(
        id=key,
        text=held["text"],
        place=tuple(held["place"]),
        asserter=held["asserter"],
        group=held["group"],
        sureness=held["sureness"],
        used_for=held.get("used_for", ""),
        unused_because=held.get("unused_because", ""),
    )


def _group(key: str, held: Mapping[str, Any]) -> SourceGroup:
    path = ("group", key, "reliability")
    reliability: Quantity = quantity_at(path, held["reliability"], Role.CHANCE)
    return SourceGroup(id=key, note=held.get("note", ""), reliability=reliability)
