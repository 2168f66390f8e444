"""Scenarios of any size for measuring: the core rules, and nothing that is particular to one case.

Principals, two unless told otherwise, and further parties whose consent some options need. Values
rise for one half of the parties and fall for the other, weights differ so that there is something
to trade, and a few lines are drawn. No number means anything.
"""

from __future__ import annotations

from sim.domain.agenda import Agenda, Consent, Issue, Option
from sim.domain.party import Behaviour, Breach, Demand, NoDeal, Party, RedLine, Tactics
from sim.domain.protocol import Protocol, ProtocolKind
from sim.domain.quantity import Quantity, Role
from sim.domain.scenario import Scenario

__all__ = ["core_case"]


def core_case(
    *, parties: int = 4, principals: int = 2, issues: int = 7, options: int = 4, rounds: int = 30
) -> Scenario:
    """A scenario with the core rules: values, lines, consents, no-deal paths, the clock."""
    ids = [f"p{i}" for i in range(parties)]
    guests = ids[principals:]
    agenda = Agenda(
        issues=tuple(
            Issue(
                id=f"i{j}",
                name=f"issue {j}",
                options=tuple(
                    Option(id=f"o{k}", name=f"option {k}", consent=_consent(guests, j, k))
                    for k in range(options)
                ),
            )
            for j in range(issues)
        )
    )
    return Scenario(
        name="core",
        title="core rules",
        question="how fast?",
        file="core",
        agenda=agenda,
        parties={
            id_: _party(id_, place, agenda, principal=place < principals)
            for place, id_ in enumerate(ids)
        },
        protocol=Protocol(
            kind=ProtocolKind.ALTERNATING,
            order=tuple(ids[:principals]),
            round_days=3.0,
            horizon=3.0 * rounds,
            quiet_days=3.0 * rounds,
        ),
    )


def _consent(guests: list[str], j: int, k: int) -> Consent:
    """Every third option above the first needs one further party."""
    if not guests or k == 0 or (j + k) % 3:
        return ()
    return (frozenset({guests[(j + k) % len(guests)]}),)


def _party(id_: str, place: int, agenda: Agenda, *, principal: bool) -> Party:
    path = f"party.{id_}"
    return Party(
        id=id_,
        name=id_,
        principal=principal,
        demands={i.id: _demand(path, place, j, i) for j, i in enumerate(agenda)},
        red_lines={i.id: _line(path, place, i) for j, i in enumerate(agenda) if j % 3 == place % 3},
        no_deal=NoDeal(
            package={i.id: i.options[len(i.options) // 2].id for i in agenda},
            shift=_number(f"{path}.shift", -0.15, -0.05, 0.1),
            drift=_number(f"{path}.drift", -0.01, 0.0, 0.01),
            belief_gap=_number(f"{path}.belief_gap", 0.0, 0.005, 0.01),
        ),
        patience=_number(f"{path}.patience", 0.985, 0.99, 0.999, role=Role.DISCOUNT),
        premium=_number(f"{path}.premium", 0.0),
        breach=Breach(
            fear=_number(f"{path}.fear", 0.0, role=Role.CHANCE),
            loss=_number(f"{path}.loss", 0.0, role=Role.AMOUNT),
        ),
        tactics=_tactics(path),
        behaviour=Behaviour.TIME_DEPENDENT,
    )


def _demand(path: str, place: int, j: int, issue: Issue) -> Demand:
    n = len(issue.options)
    values = {}
    for k, option in enumerate(issue.options):
        rank = k if place % 2 == 0 else n - 1 - k
        mid = (rank / max(n - 1, 1)) ** (0.6 + 0.2 * ((place + j) % 4))
        where = f"{path}.{issue.id}.{option.id}"
        low, high = max(0.0, mid - 0.08), min(1.0, mid + 0.08)
        values[option.id] = _number(where, low, mid, high, role=Role.VALUE)
    mid = 0.2 + 0.13 * ((place + 1) * (j + 2) % 5)
    weight = _number(f"{path}.{issue.id}", 0.6 * mid, mid, 1.4 * mid, role=Role.WEIGHT)
    return Demand(weight=weight, values=values)


def _line(path: str, place: int, issue: Issue) -> RedLine:
    """The worst option is refused more often than not."""
    worst = issue.options[0 if place % 2 == 0 else -1].id
    where = f"{path}.line.{issue.id}.{worst}"
    return RedLine(firmness={worst: _number(where, 0.3, 0.6, 0.9, role=Role.FIRMNESS)})


def _tactics(path: str) -> Tactics:
    return Tactics(
        opening=Quantity(
            path=f"{path}.opening", range=(0.01, 0.3), role=Role.SHARE, logarithmic=True
        ),
        toughness=Quantity(
            path=f"{path}.toughness", range=(0.25, 1.0), role=Role.AMOUNT, logarithmic=True
        ),
        patience_spread=_number(f"{path}.spread", 0.6, 1.4, role=Role.AMOUNT),
    )


def _number(path: str, *bounds: float, role: Role = Role.EFFECT) -> Quantity:
    return Quantity(path=path, range=tuple(bounds), role=role)
