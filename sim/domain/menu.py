"""Menus: the behaviours among which parties choose in the empirical game."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sim.domain.party import Behaviour
from sim.domain.quantity import Quantity

__all__ = ["MenuEntry", "entries_for"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuEntry:
    """One behaviour that a party may choose; it enters no result of a run.

    toughness, opening : how it is played, or ``None`` for as the party is coded (see ``Tactics``).
    parties : ids of those who may choose it; empty for all principals.
    """

    id: str
    name: str
    behaviour: Behaviour
    toughness: Quantity | None = None
    opening: Quantity | None = None
    parties: tuple[str, ...] = ()


def entries_for(menu: Iterable[MenuEntry], party: str) -> tuple[MenuEntry, ...]:
    """What one party may choose among, in the order of the menu."""
    return tuple(entry for entry in menu if not entry.parties or party in entry.parties)
