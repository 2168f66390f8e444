"""Habits of the table that nobody reads: numbers of a scenario that no outcome can hang on.

Every party has tactics – an opening, a toughness, a spread of its patience –, and may have a draft
to wait for and a belief about the deadline. Who reads which hangs on what it plays, and on the
talks: a party that looks ahead has no use for any, one that never makes an offer neither, and to a
deadline that was never announced nobody comes down.

What is not read is no input: to vary it, or to name it among what is least known, would suggest
that something hangs on it.
"""

from __future__ import annotations

from collections.abc import Mapping

from sim.domain.party import Behaviour, Party
from sim.domain.protocol import Acceptance, Answers, ProtocolKind
from sim.domain.quantity import Quantity
from sim.domain.scenario import Scenario

__all__ = ["HABITS", "unread"]

#: What a behaviour's aim comes down by; nothing, where it reads none of them.
_AIMS: Mapping[Behaviour, frozenset[str]] = {
    Behaviour.TIME_DEPENDENT: frozenset(
        {"opening", "toughness", "patience_spread", "deadline_belief"}
    ),
    Behaviour.RECIPROCAL: frozenset({"opening"}),
    Behaviour.OBSTINATE: frozenset({"opening"}),
    Behaviour.REPUTATIONAL: frozenset({"opening"}),
}

#: To whom silence is a move like any other, and no sign that the talks are over.
_WAITS = frozenset({Behaviour.SUBGAME_PERFECT, Behaviour.REPUTATIONAL})

#: Whose own draft does not bind it.
_NO_DRAFT = frozenset({Behaviour.SUBGAME_PERFECT})

#: The tactics every party has.
HABITS = ("opening", "toughness", "patience_spread")


def unread(scenario: Scenario) -> frozenset[str]:
    """Paths of the numbers about tactics, drafts and the deadline that nobody reads.

    >>> from sim.loading import load_scenario
    >>> stubborn = load_scenario("labour-contract", sets=["party.union.behaviour='obstinate'"])
    >>> sorted(unread(stubborn))
    ['deadline.belief.union', 'party.union.tactics.toughness']
    """
    return frozenset(
        number.path
        for party in scenario.parties.values()
        for habit, number in _numbers(party).items()
        if number is not None and habit not in _read(scenario, party)
    )


def _numbers(party: Party) -> dict[str, Quantity | None]:
    return {
        **{habit: getattr(party.tactics, habit) for habit in HABITS},
        "deadline_belief": party.deadline_belief,
        "draft_days": party.draft_days,
    }


def _read(scenario: Scenario, party: Party) -> set[str]:
    """What of a party's habits is read, being of whatever type."""
    if not party.principal:
        return set()
    found: set[str] = set()
    if _aims_count(scenario):
        found = {habit for plays in party.behaviours for habit in _AIMS.get(plays, ())}
    if not _deadline_counts(scenario):
        found.discard("deadline_belief")
    if _may_fall_silent(scenario) and party.behaviours - _WAITS:
        found.add("patience_spread")
    if _drafts_count(scenario, party) and party.behaviours - _NO_DRAFT:
        found.add("draft_days")
    return found


def _aims_count(scenario: Scenario) -> bool:
    """Whether anybody offers, or answers, by what it aims at.

    A final offer is the believed best package, and answered at the reservation; so are a mediator's
    texts unless answers are strategic, and haggle for more than the reservation.
    """
    protocol = scenario.protocol
    if protocol.kind is ProtocolKind.SINGLE_TEXT:
        haggles = protocol.acceptance is Acceptance.TARGET
        return protocol.answers is Answers.STRATEGIC and haggles
    return protocol.kind is not ProtocolKind.FINAL_OFFER


def _deadline_counts(scenario: Scenario) -> bool:
    deadline = scenario.deadline
    return deadline is not None and scenario.protocol.last_round_day(deadline.day) > 0.0


def _may_fall_silent(scenario: Scenario) -> bool:
    """Whether the talks may be over for want of a new offer, once the longest patience has run out.

    A mediator's text is new in every round. The longest patience is endless, where some principal
    plays what waits, of whatever type it is. With no quiet days at all, silence counts at once.
    """
    protocol = scenario.protocol
    if not protocol.quiet_days:
        return True
    endless = any(scenario.parties[party].behaviours <= _WAITS for party in protocol.order)
    return protocol.kind is not ProtocolKind.SINGLE_TEXT and not endless


def _drafts_count(scenario: Scenario, party: Party) -> bool:
    protocol = scenario.protocol
    if protocol.kind is ProtocolKind.FINAL_OFFER:
        return party.id == protocol.order[0]
    return protocol.kind is not ProtocolKind.SINGLE_TEXT
