"""The board: issues with their options in a row, and what every party holds of each option."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sim.domain.agenda import Consent, Issue
from sim.domain.party import Party, RedLine
from sim.domain.protocol import ProtocolKind
from sim.domain.scenario import Scenario

__all__ = ["board_of"]


def board_of(scenario: Scenario) -> dict[str, Any]:
    """Everything that the page draws of a scenario before anything is played.

    Values and firmness are modes, what everybody reckons with; ranges stand beside the sliders.
    """
    return {
        "name": scenario.name,
        "title": scenario.title,
        "question": scenario.question,
        "file": scenario.file,
        "coding": scenario.coding,
        "codings": list(scenario.codings),
        "protocol": scenario.protocol.kind.value,
        "protocols": [kind.value for kind in ProtocolKind],
        "parties": [
            {"id": party.id, "name": party.name, "principal": party.principal}
            for party in scenario.parties.values()
        ],
        "issues": [_issue(scenario, issue) for issue in scenario.agenda],
        "partial_deals": {deal.id: deal.name for deal in scenario.partial_deals.values()},
    }


def _issue(scenario: Scenario, issue: Issue) -> dict[str, Any]:
    parties = scenario.parties.values()
    return {
        "id": issue.id,
        "name": issue.name,
        "status_quo": issue.status_quo,
        "options": [
            {
                "id": option.id,
                "name": option.name,
                "allowed": option.allowed,
                "consent": _alternatives(option.consent, scenario.parties),
                "marks": {party.id: _mark(party, issue.id, option.id) for party in parties},
            }
            for option in issue.options
        ],
        "unless": {
            party.id: _waived_by(scenario, party.red_lines[issue.id])
            for party in parties
            if issue.id in party.red_lines and party.red_lines[issue.id].unless
        },
    }


def _mark(party: Party, issue: str, option: str) -> dict[str, Any]:
    """What one party holds of an option. firmness : ``None`` where it draws no line there."""
    demand, line = party.demands[issue], party.red_lines.get(issue)
    firmness = None if line is None else line.firmness.get(option)
    return {
        "value": round(demand.values[option].mode, 6),
        "ideal": demand.ideal() == option,
        "firmness": None if firmness is None else round(firmness.mode, 6),
    }


def _alternatives(consent: Consent, order: Iterable[str]) -> list[list[str]]:
    """Alternatives of sets of parties, each set in the scenario's order."""
    parties = list(order)
    return [sorted(some, key=parties.index) for some in consent]


def _waived_by(scenario: Scenario, line: RedLine) -> list[dict[str, str]]:
    """Options that waive a line, each "or a later one", as names."""
    found = []
    for issue, option in line.unless.items():
        other = scenario.agenda[issue]
        found.append({"issue": other.name, "option": other.options[other.position(option)].name})
    return found
