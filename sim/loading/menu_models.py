"""What a party does, by name, and the tables of behaviours among which parties choose."""

from __future__ import annotations

from typing import Literal

from sim.loading.table_model import Number, Table, absent

__all__ = ["BehaviourName", "MenuTable"]

BehaviourName = Literal[
    "time-dependent", "reciprocal", "minimal-concession", "obstinate",
    "subgame-perfect", "risk-return", "reputational",
]  # fmt: skip


class MenuTable(Table):
    """``[menu.ID]``: a behaviour that parties may choose in ``parley equilibrium``."""

    name: str = absent
    behaviour: BehaviourName
    toughness: Number = absent
    opening: Number = absent
    parties: list[str] = absent
