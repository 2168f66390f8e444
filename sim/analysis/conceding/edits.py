"""Every single concession a scenario allows, as edits that ``--set`` could make.

*Drop line*: the party's whole red line on an issue is gone. *Accept k*: its line no longer refuses
option k, nor what it refuses less firmly on the way to k, and where it values k below its own
indifference option it now values both alike. *Open with k* (principals only, for only they
propose): it never asks for more than k. *Grant k to P*: the issue is fixed at k, the option that
party P values more than anybody else does; all who like it less than P give it. What would change
nothing is no concession.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.domain.agenda import Issue
from sim.domain.concession import ConcessionKind
from sim.domain.party import Party, RedLine
from sim.domain.scenario import Scenario

__all__ = ["Concession", "possible_concessions", "possible_grants"]

Edits = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Concession:
    """One concession and its edits (path → value) in one coding.

    party : who makes it; empty for a grant. option : empty for a dropped line. to : whom a grant
    benefits. by : all who give, which is the party itself but for a grant. side : 1 where it gives
    towards the last option of the issue, seen from the party's ideal, −1 towards the first; 0
    where both ways, or for a grant.
    """

    party: str
    issue: str
    option: str
    kind: ConcessionKind
    edits: Edits
    to: str = ""
    by: tuple[str, ...] = ()
    side: int = 0

    @property
    def key(self) -> tuple[str, str, str, ConcessionKind]:
        """What makes it the same concession in another coding."""
        return self.party, self.issue, self.option, self.kind


def possible_concessions(scenario: Scenario) -> tuple[Concession, ...]:
    """All that one party can make alone, by party and issue in the scenario's order; no two with
    the same edits."""
    found: dict[str, Concession] = {}
    for party in scenario.parties.values():
        for issue in scenario.agenda:
            for concession in _on_issue(party, issue):
                if concession.edits:
                    found.setdefault(repr(sorted(concession.edits.items())), concession)
    return tuple(found.values())


def possible_grants(scenario: Scenario) -> tuple[Concession, ...]:
    """Every option of every issue granted to the party that values it most, by mode.

    Of several that value it alike the first in the scenario's order is named. An issue with one
    option left, and an option that nobody likes less than that party, is nothing to grant.
    """
    return tuple(
        grant
        for issue in scenario.agenda
        if sum(option.allowed for option in issue.options) > 1
        for option in issue.options
        if option.allowed
        for grant in _grants(scenario, issue.id, option.id)
    )


def _grants(scenario: Scenario, issue: str, option: str) -> Iterator[Concession]:
    worth = {
        party.id: party.demands[issue].values[option].mode for party in scenario.parties.values()
    }
    to = max(worth, key=lambda party: worth[party])
    givers = tuple(party for party, value in worth.items() if value < worth[to])
    if givers:
        yield Concession(
            party="",
            issue=issue,
            option=option,
            kind=ConcessionKind.GRANT,
            edits={f"only.{issue}": [option]},
            to=to,
            by=givers,
        )


def _on_issue(party: Party, issue: Issue) -> Iterator[Concession]:
    def concession(kind: ConcessionKind, option: str, edits: Edits) -> Concession:
        return Concession(
            party=party.id,
            issue=issue.id,
            option=option,
            kind=kind,
            edits=edits,
            by=(party.id,),
            side=_side(party, issue, [option] if option else _dropped(party, issue)),
        )

    # Before the dropped line: where both are the same edit, naming the option tells more.
    values = party.demands[issue.id].values
    best = max(value.mode for value in values.values())
    given = [option.id for option in issue.options if option.allowed]
    given = [option for option in given if values[option].mode < best]
    for option in given:
        yield concession(ConcessionKind.ACCEPT, option, _accept(party, issue, option))
    yield concession(ConcessionKind.DROP_LINE, "", _drop_line(party, issue))
    if party.principal:
        for option in given:
            yield concession(ConcessionKind.OPEN_WITH, option, _open_with(party, issue, option))


def _side(party: Party, issue: Issue, options: Sequence[str]) -> int:
    """Where all of some options lie, seen from the party's ideal: 1 after it, −1 before, else 0."""
    values = party.demands[issue.id].values
    best = max(value.mode for value in values.values())
    ideal = [k for k, one in enumerate(issue.options) if values[one.id].mode == best]
    places = [k for k, one in enumerate(issue.options) if one.id in options]
    if places and min(places) > ideal[-1]:
        return 1
    return -1 if places and max(places) < ideal[0] else 0


def _dropped(party: Party, issue: Issue) -> list[str]:
    line = party.red_lines.get(issue.id)
    firmness = {} if line is None else line.firmness
    return [option for option, firm in firmness.items() if firm.high > 0]


def _drop_line(party: Party, issue: Issue) -> Edits:
    return {_line_path(party, issue, option): 0 for option in _dropped(party, issue)}


def _accept(party: Party, issue: Issue, option: str) -> Edits:
    edits: dict[str, Any] = {
        _line_path(party, issue, refused): 0 for refused in _refused_up_to(party, issue, option)
    }
    values = party.demands[issue.id].values
    indifferent = values[party.no_deal.package[issue.id]]
    if values[option].mode < indifferent.mode:
        path = f"party.{party.id}.demand.{issue.id}.values.{option}"
        edits[path] = [float(bound) for bound in indifferent.range]
    return edits


def _refused_up_to(party: Party, issue: Issue, option: str) -> list[str]:
    """The refused options from the least firm one up to ``option``.

    Along an issue firmness never falls towards either end, so these are ``option`` and what is
    refused less firmly on its side.
    """
    line = party.red_lines.get(issue.id)
    if line is None:
        return []
    order = [one.id for one in issue.options]
    firm = [_level(line, one) for one in order]
    least = [at for at, level in enumerate(firm) if level == min(firm)]
    low, high, place = least[0], least[-1], order.index(option)
    low, high = (place, place) if low <= place <= high else (min(low, place), max(high, place))
    return [order[at] for at in range(low, high + 1) if firm[at] > (0.0, 0.0)]


def _level(line: RedLine, option: str) -> tuple[float, float]:
    firmness = line.firmness.get(option)
    return (0.0, 0.0) if firmness is None else (firmness.mode, firmness.high)


def _open_with(party: Party, issue: Issue, option: str) -> Edits:
    demand = party.demands[issue.id]
    present = demand.opens_with
    if present is not None and demand.values[present].mode <= demand.values[option].mode:
        return {}
    return {f"party.{party.id}.demand.{issue.id}.opens_with": option}


def _line_path(party: Party, issue: Issue, option: str) -> str:
    return f"party.{party.id}.red_line.{issue.id}.firmness.{option}"
