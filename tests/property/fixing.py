"""Scenarios with parts of their uncertainty or their course taken out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from sim.domain.quantity import Quantity, Role
from sim.domain.scenario import Scenario
from tests.property.small_cases import number

__all__ = ["daily", "fully_known", "opening_at", "static", "with_parties"]


def daily(scenario: Scenario) -> Scenario:
    """Rounds of one day for 90 days, and no quiet end."""
    rules = replace(scenario.protocol, round_days=1.0, horizon=90.0, quiet_days=90.0)
    return replace(scenario, protocol=rules)


def static(scenario: Scenario) -> Scenario:
    """Nothing happens and nothing drifts: every day the acceptable set is that of day 0."""
    still = {}
    for party in scenario.parties.values():
        gone = {
            name: number(getattr(party.no_deal, name).path, 0.0) for name in ("drift", "belief_gap")
        }
        no_deal = replace(party.no_deal, **gone)
        still[party.id] = replace(
            party, no_deal=no_deal, types={}, draft_days=None, deadline_belief=None
        )
    return replace(scenario, parties=still, events={}, partial_deals={}, deadline=None)


def fully_known(scenario: Scenario) -> Scenario:
    """Every number but the habits of the table is its mode, so that public estimates are true."""
    return replace(scenario, parties=_at_mode(scenario.parties))


def _at_mode(noun: Any) -> Any:
    if isinstance(noun, Quantity):
        if ".tactics." in noun.path:
            return noun
        mode = float(noun.mode >= 0.5) if noun.role is Role.FIRMNESS else noun.mode
        return replace(noun, range=(mode,), logarithmic=False, groups=())
    if isinstance(noun, Mapping):
        return {key: _at_mode(child) for key, child in noun.items()}
    if is_dataclass(noun) and not isinstance(noun, type):
        return replace(noun, **{f.name: _at_mode(getattr(noun, f.name)) for f in fields(noun)})
    return noun


def with_parties(scenario: Scenario, **changes: Any) -> Scenario:
    """Every party with the same fields changed."""
    parties = {id_: replace(party, **changes) for id_, party in scenario.parties.items()}
    return replace(scenario, parties=parties)


def opening_at(scenario: Scenario, share: float | Sequence[float]) -> Scenario:
    """Everybody's first aim stands this share of the way from the believed best to the ideal."""
    parties = {}
    for id_, party in scenario.parties.items():
        opening = number(party.tactics.opening.path, share, Role.SHARE)
        parties[id_] = replace(party, tactics=replace(party.tactics, opening=opening))
    return replace(scenario, parties=parties)
