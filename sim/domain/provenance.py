"""Where a number comes from: which way it points, how large it is, and who last wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.domain.quantity import Quantity

__all__ = ["Claim", "Contradiction", "Provenance", "Seeds", "Setting", "Silence", "SourceGroup"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One layer's word on a number: who wrote it, where, and what.

    layer : the scenario's name, ``coding low-no-deal`` or ``--set``.
    """

    layer: str
    file: str
    line: int
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Direction and size of a number, each with its source.

    claims : ids of the claims that fix the direction; empty where none does.
    direction : in words, for a direction that rests on an outside source (with its date) or on
        nobody.
    size : ``outside: …``, ``indifference: …`` or ``assumption: …``.
    chain : every layer that wrote the number, oldest first.
    """

    claims: tuple[str, ...] = ()
    direction: str = ""
    size: str
    chain: tuple[Setting, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One statement drawn from the source article, in our words."""

    id: str
    text: str
    place: tuple[str, ...]
    asserter: str
    group: str
    sureness: str
    used_for: str = ""
    unused_because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceGroup:
    """Claims that stand or fall together; ``reliability`` is a chance, drawn once per world."""

    id: str
    note: str
    reliability: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Claims that cannot all be taken at their word, and how the coding treats that."""

    id: str
    claims: tuple[str, ...]
    text: str
    handling: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """Something the source does not say, so that any number for it is an assumption."""

    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeds:
    """A file of claims, read once: everything a number may point to."""

    title: str = ""
    file: str = ""
    claims: Mapping[str, Claim] = field(default_factory=dict)
    groups: Mapping[str, SourceGroup] = field(default_factory=dict)
    contradictions: Mapping[str, Contradiction] = field(default_factory=dict)
    silences: Mapping[str, Silence] = field(default_factory=dict)
