"""The process rules a concession is tried under: the same parties, other rules of the talks.

Each rule is an edit that ``--set`` could make. What a concession does under one rule may follow
from the tactics of that rule alone; what it does under all of them does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sim.domain.concessions import ProcessRule
from sim.domain.party import Behaviour
from sim.domain.protocol import Acceptance, ProtocolKind
from sim.domain.scenario import Scenario

__all__ = ["by_rules_of", "rule_edits", "under_rule"]

_TACTICS = ("opening", "toughness", "patience_spread")


def rule_edits(scenario: Scenario, rule: ProcessRule) -> Mapping[str, Any]:
    """Path → value: what makes a scenario follow a process rule."""
    if rule is ProcessRule.FIXED_CLOCKS:
        return {
            f"party.{party.id}.tactics.{habit}": [getattr(party.tactics, habit).mode]
            for party in scenario.parties.values()
            for habit in _TACTICS
        }
    if rule is ProcessRule.RESERVATION:
        return {"protocol.acceptance": Acceptance.RESERVATION.value}
    if rule is ProcessRule.MINIMAL:
        return {
            f"party.{party}.behaviour": Behaviour.MINIMAL_CONCESSION.value
            for party in scenario.principals
        }
    if rule is ProcessRule.SINGLE_TEXT:
        return {"protocol.kind": ProtocolKind.SINGLE_TEXT.value}
    return {}


def by_rules_of(edited: Scenario, other: Scenario) -> Scenario:
    """An edited scenario by the process rule that another follows.

    other : the unedited scenario under that rule. What rules touch – the protocol, tactics and
    behaviour – is touched by no concession, so the order of the two edits does not matter.
    """
    parties = {
        party.id: replace(
            party,
            tactics=other.parties[party.id].tactics,
            behaviour=other.parties[party.id].behaviour,
        )
        for party in edited.parties.values()
    }
    return replace(edited, protocol=other.protocol, parties=parties)


def under_rule(scenario: Scenario, rule: ProcessRule) -> Scenario:
    """The same scenario under a process rule; itself as stated."""
    from sim.loading import edit

    edits = rule_edits(scenario, rule)
    return edit(scenario, edits, layer=f"process rule: {rule.value}") if edits else scenario
