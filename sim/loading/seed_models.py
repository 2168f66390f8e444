"""Seed files as pydantic models: claims, source groups, contradictions, silences."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sim.loading.models import GroupTable
from sim.loading.table_model import Table, absent

__all__ = ["SeedFile"]


class ClaimTable(Table):
    """``[claim.ID]``: one statement drawn from the source."""

    text: str
    place: list[str]
    asserter: str
    group: str
    sureness: Literal["on-record", "report", "anon", "writer", "accusation", "derived"]
    used_for: str = absent
    unused_because: str = absent


class ContradictionTable(Table):
    """``[contradiction.ID]``: claims that cannot all be taken at their word."""

    claims: list[str]
    text: str
    handling: str = absent


class SilenceTable(Table):
    """``[silence.ID]``: something the source does not say."""

    text: str


class SeedFile(Table):
    """A seed file."""

    schema_: Literal[1] = Field(alias="schema")
    title: str
    group: dict[str, GroupTable] = absent
    claim: dict[str, ClaimTable] = absent
    contradiction: dict[str, ContradictionTable] = absent
    silence: dict[str, SilenceTable] = absent
