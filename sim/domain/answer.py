"""What the findings of all analyses share: how they were made, and the tables they hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from sim.domain.estimate import Labels

__all__ = ["Answer", "Made"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """How a finding was made: everything that has to be the same for it to come out the same.

    codings : names, in the scenario's order. worlds : per coding. asked : what the command was
    asked beside the scenario and the worlds (``{"day": 14.0}``); plain values only.
    """

    scenario: str
    title: str
    question: str
    scenario_hash: str
    seed: int
    worlds: int
    codings: tuple[str, ...]
    protocol: str
    horizon: float
    deadline: float | None
    overrides: Mapping[str, str]
    version: str
    labels: Labels
    asked: Mapping[str, str | float | int | bool | None] = field(default_factory=dict)


class Answer(Protocol):
    """A finding with tables: rows of frozen nouns, each row with the ``coding`` it holds in.

    kind : the command that asks for it. tables : name → rows, best or most important first; the
    fields of a row are plain values, enums, mappings of them, or estimates.
    """

    kind: ClassVar[str]

    @property
    def made(self) -> Made: ...

    @property
    def tables(self) -> Mapping[str, Sequence[Any]]: ...
