"""What goes into a scenario: every number with its ranges, who stands behind it, who wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.domain.estimate import Labels
from sim.domain.provenance import Claim, Contradiction, Provenance, SourceGroup
from sim.domain.quantity import Role

__all__ = ["InputReading", "InputRow", "Inputs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class InputReading:
    """One number under one coding.

    range : one, two or three numbers, as of a quantity. logarithmic : drawn on that scale.
    groups : source groups its direction rests on. unsupported : ends of the range it is drawn from
    where none of them is taken at its word; empty for a number that rests on none.
    source : ``None`` for a setting that no statement covers.
    """

    range: tuple[float, ...]
    logarithmic: bool = False
    groups: tuple[str, ...] = ()
    unsupported: tuple[float, ...] = ()
    source: Provenance | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InputRow:
    """One number of a scenario under each of its codings.

    path : keys of the scenario file joined by dots. owner : name of the event, small deal or type
    it belongs to, empty where it belongs to none. role : ``None`` for a plain setting, such as the
    horizon. readings : coding → the number; a coding that has no such number is left out.
    """

    path: str
    owner: str = ""
    role: Role | None = None
    readings: Mapping[str, InputReading]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """Everything that went into a finding, as a reader may ask for it.

    title : of the file of claims, empty where there is none. codings : name → the coding in words.
    rows : in file order. claims, groups : those that some number rests on, by id. contradictions :
    those that touch one of these claims. silences : what the source does not say.
    """

    schema: int = 1
    scenario: str
    scenario_hash: str
    title: str = ""
    codings: Mapping[str, str]
    labels: Labels
    rows: tuple[InputRow, ...]
    claims: Mapping[str, Claim] = field(default_factory=dict)
    groups: Mapping[str, SourceGroup] = field(default_factory=dict)
    contradictions: tuple[Contradiction, ...] = ()
    silences: tuple[str, ...] = ()
