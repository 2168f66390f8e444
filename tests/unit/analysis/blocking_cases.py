"""Two parties at odds over one issue, small enough to see who blocks."""

from __future__ import annotations

from sim.domain.party import RedLine
from sim.domain.quantity import Role
from tests.property.small_cases import agenda_of, number, party_of, scenario_of

__all__ = ["line_on", "two_over_one"]

RISING, FALLING = [[0.0, 0.4, 1.0]], [[1.0, 0.4, 0.0]]


def line_on(party, issue, **firm):
    """A line with the given firmness; {option: firmness}."""
    path = f"party.{party}.red_line.{issue}.firmness"
    return {
        issue: RedLine(
            firmness={o: number(f"{path}.{o}", f, Role.FIRMNESS) for o, f in firm.items()}
        )
    }


def two_over_one(*, a=None, b=None, need_a=0.0, need_b=0.0):
    """Two principals at odds over one issue with three options, worth 0, .4, 1 and 1, .4, 0."""
    agenda = agenda_of([3])
    return scenario_of(
        agenda,
        [
            party_of("a", agenda, values=RISING, no_deal=need_a, lines=a),
            party_of("b", agenda, values=FALLING, no_deal=need_b, lines=b),
        ],
    )
