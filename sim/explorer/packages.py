"""A package built by hand, judged: who signs, by what margin, and what stands in the way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.domain.scenario import Scenario
from sim.explorer.words import Words

__all__ = ["judgement_of"]


def judgement_of(
    scenario: Scenario, package: Mapping[str, str], words: Words, *, n: int, seed: int
) -> dict[str, Any]:
    """One package in the eyes of everybody who must sign it."""
    raise AssertionError("until the analysis is there")
