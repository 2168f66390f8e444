"""Statements a scenario makes of itself: what each kind needs, whom it names, what it would set.

The tables under ``set`` are laid over the scenario as ``--set`` would, and whatever would then be
wrong is a fault of the statement.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from sim.domain.statement import (
    BlocksMore,
    DeadlineHelps,
    Lifts,
    Lowers,
    Settles,
    SignsMore,
    Statement,
    StatementKind,
)
from sim.errors import Fault
from sim.loading.checks import Names, table
from sim.loading.faults import FaultList
from sim.loading.layers import Merged
from sim.loading.lines import Path
from sim.loading.setting import apply_sets
from sim.loading.toml import dotted, parse_path

__all__ = ["build_statements", "check_statement_tables", "placed", "set_scenarios"]

_NEEDED: dict[str, tuple[str, ...]] = {
    "blocks-more": ("party", "than"),
    "lifts": ("set",),
    "lowers": ("set",),
    "deadline-helps": (),
    "settles": (),
    "signs-more": ("issue", "option", "than"),
}
_OPTIONAL: dict[str, tuple[str, ...]] = {
    "lifts": ("by",),
    "lowers": ("by",),
    "deadline-helps": ("by",),
    "settles": ("above", "below", "by"),
}
_OF_SOME_KIND = ("party", "than", "issue", "option", "set", "above", "below", "by")

#: The layer that what a statement sets is laid over the others as.
_LAYER = "statement"


def check_statement_tables(faults: FaultList, tables: Mapping[str, Any], names: Names) -> None:
    """Check each statement's keys, and whom and what it names."""
    for statement, held in table(tables.get("statement")).items():
        at: Path = ("statement", statement)
        keys = table(held)
        if isinstance(keys.get("says"), str) and not keys["says"].strip():
            faults.add((*at, "says"), "must not be empty")
        kind = keys.get("kind")
        if not isinstance(kind, str) or kind not in _NEEDED:
            continue
        for key in _NEEDED[kind]:
            if key not in keys:
                faults.missing((*at, key), f"a {kind} statement needs it")
        for key in _OF_SOME_KIND:
            if key in keys and key not in _NEEDED[kind] + _OPTIONAL.get(kind, ()):
                faults.add((*at, key), f"does not belong to a {kind} statement")
        _check_kind(faults, at, kind, keys, tables, names)


def _check_kind(
    faults: FaultList,
    at: Path,
    kind: str,
    keys: Mapping[str, Any],
    tables: Mapping[str, Any],
    names: Names,
) -> None:
    pair: tuple[str, ...] = ()
    if kind == "blocks-more":
        pair = ("party", "than")
        for key in pair:
            if key in keys:
                faults.known((*at, key), keys[key], names.parties, "party")
    elif kind == "signs-more" and "issue" in keys:
        pair = ("option", "than")
        if faults.known((*at, "issue"), keys["issue"], names.issues, "issue"):
            for key in pair:
                if key in keys:
                    names.option(faults, (*at, key), keys["issue"], keys[key])
    elif kind == "deadline-helps" and "deadline" not in tables:
        faults.add(at, "needs a deadline, and the scenario has none")
    elif kind == "settles" and ("above" in keys) == ("below" in keys):
        faults.add(at, "must give either above or below")
    if pair and pair[0] in keys and keys.get(pair[0]) == keys.get(pair[1]):
        faults.add((*at, pair[1]), f"must be another than {pair[0]}", keys[pair[1]])


def set_scenarios(merged: Merged) -> Iterator[tuple[str, Merged, list[Fault]]]:
    """Each statement that sets something: its id, the tables it would make, what cannot be meant.

    The tables hold no statements. Call it where nothing else is wrong.
    """
    for statement, held in table(merged.tables.get("statement")).items():
        if "set" not in table(held):
            continue
        changed = merged.copy()
        changed.remove(("statement",))
        faults = apply_sets(changed, list(_leaves(held["set"])), _LAYER)
        if not held["set"]:
            faults = [Fault(file="", line=0, path="", rule="must set something")]
        yield statement, changed, faults


def placed(merged: Merged, statement: str, faults: list[Fault]) -> list[Fault]:
    """Faults of what a statement sets, at the lines of the statement."""
    found = []
    for fault in faults:
        inner = (parse_path(fault.path) or ()) if fault.path else ()
        path = ("statement", statement, "set", *inner)
        place = merged.place(path)
        found.append(replace(fault, file=place.file, line=place.line, path=dotted(path)))
    return found


def build_statements(tables: Mapping[str, Any]) -> dict[str, Statement]:
    """Valid statements by id, in file order."""
    return {
        statement: _build(statement, held)
        for statement, held in table(tables.get("statement")).items()
    }


def _build(statement: str, held: Mapping[str, Any]) -> Statement:
    kind, says = StatementKind(held["kind"]), str(held["says"])
    by = float(held["by"]) if "by" in held else None
    match kind:
        case StatementKind.BLOCKS_MORE:
            return BlocksMore(id=statement, says=says, party=held["party"], than=held["than"])
        case StatementKind.LIFTS | StatementKind.LOWERS:
            edits = {dotted(path): value for path, value in _leaves(held["set"])}
            moves = Lifts if kind is StatementKind.LIFTS else Lowers
            return moves(id=statement, says=says, edits=edits, by=by)
        case StatementKind.DEADLINE_HELPS:
            return DeadlineHelps(id=statement, says=says, by=by)
        case StatementKind.SETTLES:
            above, below = held.get("above"), held.get("below")
            return Settles(
                id=statement,
                says=says,
                above=None if above is None else float(above),
                below=None if below is None else float(below),
                by=by,
            )
        case StatementKind.SIGNS_MORE:
            return SignsMore(
                id=statement,
                says=says,
                issue=held["issue"],
                option=held["option"],
                than=held["than"],
            )


def _leaves(held: Mapping[str, Any], at: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Paths and values that nested tables hold; an empty table is a value."""
    for key, value in held.items():
        if isinstance(value, Mapping) and value:
            yield from _leaves(value, (*at, key))
        else:
            yield (*at, key), value
