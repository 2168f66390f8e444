"""Talks with a risk of breakdown, made of talks without, for tests."""

from __future__ import annotations

from dataclasses import replace

from sim.domain.scenario import Scenario
from tests.property.small_cases import number

__all__ = ["at_risk"]


def at_risk(
    scenario: Scenario, breakdown: float, *, no_deal: tuple[float, ...] | None = None
) -> Scenario:
    """The same talks with a weekly chance of breakdown, and what no deal leaves each party beyond
    its worst package."""
    parties = dict(scenario.parties)
    if no_deal is not None:
        for (id_, party), left in zip(scenario.parties.items(), no_deal, strict=True):
            shift = number(f"party.{id_}.no_deal.shift", left)
            parties[id_] = replace(party, no_deal=replace(party.no_deal, shift=shift))
    protocol = replace(scenario.protocol, breakdown=breakdown)
    return replace(scenario, protocol=protocol, parties=parties)
