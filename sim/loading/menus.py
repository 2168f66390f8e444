"""Menus of behaviours: whom each is for, and that none stands there twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.domain.menu import MenuEntry
from sim.domain.party import Behaviour
from sim.loading.checks import Names, listed, table
from sim.loading.faults import FaultList
from sim.loading.lines import Path
from sim.loading.quantities import NumberReader

__all__ = ["build_menu", "check_menu"]


def check_menu(faults: FaultList, tables: Mapping[str, Any], names: Names) -> None:
    """Check that a menu, where there is one, leaves every principal something to choose."""
    if "menu" not in tables or not isinstance(tables["menu"], Mapping):
        return
    entries = table(tables["menu"])
    if not entries:
        faults.add(("menu",), "must hold at least one behaviour, or be left out", {})
        return
    sound = True
    chosen: set[Any] = set()
    for entry, held in entries.items():
        keys = table(held)
        sound &= _check_parties(faults, ("menu", entry, "parties"), keys, names)
        meant = [party for _, party in listed(keys.get("parties"))]
        chosen.update(meant if "parties" in keys else names.principals)
    left = [party for party in names.principals if party not in chosen]
    if sound and left:
        faults.add(("menu",), f"leaves the principal {left[0]!r} nothing to choose")


def _check_parties(faults: FaultList, at: Path, keys: Mapping[str, Any], names: Names) -> bool:
    """Whether an entry is for principals, each named once."""
    before = len(faults.found)
    if keys.get("parties") == []:
        faults.add(at, "must name a party, or be left out for all principals", [])
    seen = set()
    for place, party in listed(keys.get("parties")):
        if not faults.known((*at, place), party, names.parties, "party"):
            continue
        if party not in names.principals:
            faults.add((*at, place), "names a party that is no principal", party)
        elif party in seen:
            faults.add((*at, place), "names a party twice", party)
        seen.add(party)
    return len(faults.found) == before


def build_menu(tables: Mapping[str, Any], numbers: NumberReader) -> dict[str, MenuEntry]:
    """The entries of a valid menu by id, in file order; empty where the file has none."""
    return {
        entry: _build(entry, held, numbers) for entry, held in table(tables.get("menu")).items()
    }


def _build(entry: str, held: Mapping[str, Any], numbers: NumberReader) -> MenuEntry:
    at: Path = ("menu", entry)
    return MenuEntry(
        id=entry,
        name=str(held.get("name") or entry.replace("_", " ")),
        behaviour=Behaviour(held["behaviour"]),
        toughness=numbers.at((*at, "toughness")) if "toughness" in held else None,
        opening=numbers.at((*at, "opening")) if "opening" in held else None,
        parties=tuple(held.get("parties", ())),
    )
