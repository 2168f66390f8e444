"""Scenarios small enough to work out by hand, built from a few numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.domain.agenda import Agenda, Consent, Issue, Option
from sim.domain.party import Breach, Demand, NoDeal, Party, RedLine, Tactics
from sim.domain.protocol import Protocol, ProtocolKind
from sim.domain.quantity import Quantity, Role
from sim.domain.scenario import Scenario

__all__ = ["agenda_of", "number", "party_of", "scenario_of", "talks_over"]

Bounds = float | Sequence[float]


def number(path: str, bounds: Bounds, role: Role = Role.EFFECT) -> Quantity:
    """A quantity from one number or several."""
    listed = (bounds,) if isinstance(bounds, int | float) else tuple(bounds)
    return Quantity(path=path, range=tuple(float(bound) for bound in listed), role=role)


def agenda_of(
    sizes: Sequence[int],
    consent: Mapping[tuple[int, int], Consent] | None = None,
    status_quo: Mapping[int, int] | None = None,
) -> Agenda:
    """Issues i0, i1, … with options o0, o1, …; ``consent`` by positions of issue and option."""
    asked, kept = consent or {}, status_quo or {}
    return Agenda(
        issues=tuple(
            Issue(
                id=f"i{j}",
                name=f"issue {j}",
                options=tuple(
                    Option(id=f"o{k}", name=f"option {k}", consent=asked.get((j, k), ()))
                    for k in range(size)
                ),
                status_quo=f"o{kept[j]}" if j in kept else None,
            )
            for j, size in enumerate(sizes)
        )
    )


def party_of(
    id_: str,
    agenda: Agenda,
    *,
    values: Sequence[Sequence[Bounds]],
    weights: Sequence[Bounds] | None = None,
    principal: bool = True,
    no_deal: Bounds = 0.0,
    lines: Mapping[str, RedLine] | None = None,
    remaining: Mapping[str, Mapping[str, Quantity]] | None = None,
    fear: Bounds = 0.0,
    loss: Bounds = 0.0,
    opening: Bounds = 0.1,
    toughness: Bounds = 1.0,
    patience: Bounds = 0.99,
) -> Party:
    """A party without drift, types or deadline. ``no_deal`` : on top of the worst package."""
    path = f"party.{id_}"
    shares = weights or [1.0] * len(agenda)
    demands = {}
    for j, issue in enumerate(agenda):
        where = f"{path}.demand.{issue.id}"
        listed = zip(issue.options, values[j], strict=True)
        demands[issue.id] = Demand(
            weight=number(f"{where}.weight", shares[j], Role.WEIGHT),
            values={o.id: number(f"{where}.values.{o.id}", v, Role.VALUE) for o, v in listed},
        )
    worst = {i: min(d.values, key=lambda o: d.values[o].mode) for i, d in demands.items()}
    return Party(
        id=id_,
        name=id_,
        principal=principal,
        demands=demands,
        red_lines=lines or {},
        no_deal=NoDeal(
            package=worst,
            shift=number(f"{path}.no_deal.shift", no_deal),
            drift=number(f"{path}.no_deal.drift", 0.0),
            belief_gap=number(f"{path}.no_deal.belief_gap", 0.0),
        ),
        patience=number(f"{path}.patience", patience, Role.DISCOUNT),
        premium=number(f"{path}.premium", 0.0),
        breach=Breach(
            fear=number(f"{path}.breach.fear", fear, Role.CHANCE),
            loss=number(f"{path}.breach.loss", loss, Role.AMOUNT),
            remaining=remaining or {},
        ),
        tactics=Tactics(
            opening=number(f"{path}.tactics.opening", opening, Role.SHARE),
            toughness=number(f"{path}.tactics.toughness", toughness, Role.AMOUNT),
            patience_spread=number(f"{path}.tactics.patience_spread", 1.0, Role.AMOUNT),
        ),
        behaviour="time-dependent",
    )


def scenario_of(
    agenda: Agenda, parties: Sequence[Party], *, horizon: float = 90.0, round_days: float = 1.0
) -> Scenario:
    """Alternating offers among the principals, in the order given, with no quiet end."""
    return Scenario(
        name="small",
        title="small",
        question="what happens?",
        file="small",
        agenda=agenda,
        parties={party.id: party for party in parties},
        protocol=Protocol(
            kind=ProtocolKind.ALTERNATING,
            order=tuple(party.id for party in parties if party.principal),
            round_days=round_days,
            horizon=horizon,
            quiet_days=horizon,
        ),
    )


def talks_over(sizes: Sequence[int]) -> Scenario:
    """Two principals at odds over issues of these sizes: one likes late options, one early ones."""
    agenda = agenda_of(sizes)
    rising = [[k / max(1, size - 1) for k in range(size)] for size in sizes]
    falling = [list(reversed(values)) for values in rising]
    parties = [party_of("a", agenda, values=rising), party_of("b", agenda, values=falling)]
    return scenario_of(agenda, parties)
