"""The process rules a concession is tried under: the same parties, other rules of the talks.

Each rule is an edit that ``--set`` could make. What a concession does under one rule may follow
from the tactics of that rule alone; what it does under all of them does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from sim.analysis.unread import HABITS, unread
from sim.domain.concessions import ProcessRule
from sim.domain.party import Behaviour
from sim.domain.protocol import (
    KIND_OF_RULE,
    KINDS_OF_BEHAVIOUR,
    Acceptance,
    Answers,
    Deals,
    ProtocolKind,
)
from sim.domain.scenario import Scenario

__all__ = ["by_rules_of", "idle_rules", "rule_edits", "under_rule"]

#: What a mediator's text leaves no room for: rules of turns.
_BY_TURNS = tuple(
    rule for rule, kind in KIND_OF_RULE.items() if kind is not ProtocolKind.SINGLE_TEXT
)


def rule_edits(scenario: Scenario, rule: ProcessRule) -> Mapping[str, Any]:
    """Path → value: what makes a scenario follow a process rule."""
    if rule is ProcessRule.FIXED_CLOCKS:
        return {
            f"party.{party.id}.tactics.{habit}": [getattr(party.tactics, habit).mode]
            for party in scenario.parties.values()
            for habit in HABITS
        }
    if rule is ProcessRule.RESERVATION:
        return {"protocol.acceptance": Acceptance.RESERVATION.value}
    if rule is ProcessRule.MINIMAL:
        return {
            f"party.{party}.behaviour": Behaviour.MINIMAL_CONCESSION.value
            for party in scenario.principals
        }
    if rule is ProcessRule.SINGLE_TEXT:
        usual = Behaviour.TIME_DEPENDENT.value
        return {
            "protocol.kind": ProtocolKind.SINGLE_TEXT.value,
            **{path: usual for path, does in _stated(scenario) if does and not _fits(does)},
        }
    return {}


def idle_rules(scenarios: Iterable[Scenario]) -> tuple[ProcessRule, ...]:
    """Rules that change nothing by construction, in any coding: what they set is not read, or is
    what is stated already. Never the rules as stated."""
    some = list(scenarios)
    return tuple(rule for rule, idle in _IDLE.items() if all(map(idle, some)))


def _no_clock_to_fix(scenario: Scenario) -> bool:
    """Whether every habit that is drawn is read by nobody."""
    nowhere = unread(scenario)
    numbers = (
        getattr(party.tactics, habit) for party in scenario.parties.values() for habit in HABITS
    )
    return all(one.path in nowhere or (one.constant and not one.groups) for one in numbers)


def _no_target_to_accept(scenario: Scenario) -> bool:
    """Whether nobody's answer hangs on what it still hopes for: by rule, or since it foresees."""
    protocol = scenario.protocol
    by_plan = all(plays == {Behaviour.SUBGAME_PERFECT} for plays in _plays(scenario))
    by_rule = protocol.acceptance is Acceptance.RESERVATION
    return by_plan or by_rule or _answers_honestly(scenario) or _offers_once(scenario)


def _concede_minimally(scenario: Scenario) -> bool:
    """Whether principals do so already, or make no offer by what they play."""
    if _answers_honestly(scenario):
        return True
    if scenario.protocol.deals is Deals.ONE_ROUND:
        return False
    own = {scenario.parties[party].behaviour for party in scenario.principals}
    return own == {Behaviour.MINIMAL_CONCESSION}


def _one_text(scenario: Scenario) -> bool:
    return scenario.protocol.kind is ProtocolKind.SINGLE_TEXT


def _answers_honestly(scenario: Scenario) -> bool:
    """Whether a mediator's texts are answered at the reservation, and nobody offers another.

    With no quiet days at all, talks end once the patience of all has run out, texts or none.
    """
    protocol = scenario.protocol
    honest = protocol.answers is Answers.HONEST
    return _one_text(scenario) and honest and protocol.quiet_days > 0.0


def _offers_once(scenario: Scenario) -> bool:
    return scenario.protocol.kind is ProtocolKind.FINAL_OFFER


def _plays(scenario: Scenario) -> Iterator[frozenset[Behaviour]]:
    for party in scenario.principals:
        yield scenario.parties[party].behaviours


#: What makes a rule idle in one coding.
_IDLE: Mapping[ProcessRule, Callable[[Scenario], bool]] = {
    ProcessRule.FIXED_CLOCKS: _no_clock_to_fix,
    ProcessRule.RESERVATION: _no_target_to_accept,
    ProcessRule.MINIMAL: _concede_minimally,
    ProcessRule.SINGLE_TEXT: _one_text,
}


def _fits(behaviour: Behaviour) -> bool:
    """Whether it can be played before a mediator."""
    return ProtocolKind.SINGLE_TEXT in KINDS_OF_BEHAVIOUR.get(behaviour, tuple(ProtocolKind))


def _stated(scenario: Scenario) -> Iterator[tuple[str, Behaviour | None]]:
    for party in scenario.parties.values():
        yield f"party.{party.id}.behaviour", party.behaviour
        for kind in party.types.values():
            yield f"party.{party.id}.type.{kind.id}.behaviour", kind.behaviour


def _removed(scenario: Scenario, rule: ProcessRule) -> list[str]:
    """Paths of what is stated and cannot be under a process rule."""
    gone = {ProcessRule.SINGLE_TEXT: _BY_TURNS, ProcessRule.MINIMAL: ("deals",)}
    stated = scenario.resolved.get("protocol", {})
    return [f"protocol.{key}" for key in gone.get(rule, ()) if key in stated]


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
            types={
                id_: replace(kind, behaviour=other.parties[party.id].types[id_].behaviour)
                for id_, kind in party.types.items()
            },
        )
        for party in edited.parties.values()
    }
    return replace(edited, protocol=other.protocol, parties=parties)


def under_rule(scenario: Scenario, rule: ProcessRule) -> Scenario:
    """The same scenario under a process rule; itself as stated."""
    from sim.loading import edit

    edits, remove = rule_edits(scenario, rule), _removed(scenario, rule)
    if not edits:
        return scenario
    return edit(scenario, edits, layer=f"process rule: {rule.value}", remove=remove)
