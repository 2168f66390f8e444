"""Results of analyses: frozen, with their intervals and how they were made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Finding", "Share"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share of worlds with a 95 % interval that carries sampling error only.

    All in [0, 1]; a difference of shares in [−1, 1].
    """

    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What an analysis found, and how.

    kind : the question, such as ``concessions``. rows : one mapping per row of its table.
    says : sentences in plain words. made : whatever else tells how it was made.
    """

    kind: str
    scenario: str
    scenario_hash: str
    seed: int
    worlds: int
    coding: str
    rows: tuple[Mapping[str, Any], ...]
    says: tuple[str, ...]
    made: Mapping[str, Any] = field(default_factory=dict)
