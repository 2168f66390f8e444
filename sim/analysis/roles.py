"""Role sheets: a scenario's modes as points that players can add up in their heads."""

from __future__ import annotations

from sim.domain.agenda import Issue
from sim.domain.party import Party
from sim.domain.roles import FearedBreach, RoleLine, RoleSheet
from sim.domain.scenario import Scenario

__all__ = ["role_sheets"]

_POINTS = 100.0


def role_sheets(scenario: Scenario) -> tuple[RoleSheet, ...]:
    """One sheet a party, in the scenario's order.

    Points of an option are 100 · weight · value by modes, weights brought to the sum 1, so that a
    party's best on every issue makes 100 and a sheet's ``score`` is 100 times the deal value that
    everybody reckons with.
    """
    return tuple(_sheet(scenario, party) for party in scenario.parties.values())


def _sheet(scenario: Scenario, party: Party) -> RoleSheet:
    issues = scenario.agenda.issues
    total = sum(party.demands[issue.id].weight.mode for issue in issues)
    points = {
        issue.id: {
            option.id: _POINTS
            * party.demands[issue.id].weight.mode
            / total
            * party.demands[issue.id].values[option.id].mode
            for option in issue.options
        }
        for issue in issues
    }
    without = sum(points[issue.id][party.no_deal.package[issue.id]] for issue in issues)
    return RoleSheet(
        party=party.id,
        principal=party.principal,
        points=points,
        lines=tuple(_line(party, issue) for issue in issues if issue.id in party.red_lines),
        no_deal=without + _POINTS * party.no_deal.shift.mode,
        drift=_POINTS * party.no_deal.drift.mode,
        premium=_POINTS * party.premium.mode,
        breach=_breach(party),
        consents={} if party.principal else _consents(party, issues),
    )


def _line(party: Party, issue: Issue) -> RoleLine:
    line = party.red_lines[issue.id]
    refused = {
        option.id: line.firmness[option.id].mode
        for option in issue.options
        if option.id in line.firmness and line.firmness[option.id].mode > 0.0
    }
    return RoleLine(issue=issue.id, refused=refused, waived=dict(line.unless))


def _breach(party: Party) -> FearedBreach | None:
    points = _POINTS * party.breach.fear.mode * party.breach.loss.mode
    if points == 0.0:
        return None
    remaining = {
        issue: {option: share.mode for option, share in shares.items()}
        for issue, shares in party.breach.remaining.items()
    }
    return FearedBreach(points=points, remaining=remaining)


def _consents(party: Party, issues: tuple[Issue, ...]) -> dict[str, tuple[str, ...]]:
    """Options for which this party's signature may be needed."""
    found = {
        issue.id: tuple(
            option.id
            for option in issue.options
            if option.allowed
            and option.id != issue.status_quo
            and any(party.id in members for members in option.consent)
        )
        for issue in issues
    }
    return {issue: options for issue, options in found.items() if options}
