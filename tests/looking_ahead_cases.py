"""Two who share one thing, and parties that look ahead, for tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sim.domain.agenda import Agenda
from sim.domain.event import Event, EventKind
from sim.domain.outcome import Outcomes
from sim.domain.party import Behaviour
from sim.domain.quantity import Role
from sim.domain.scenario import Scenario
from sim.engine import negotiate
from sim.sampling import sample_worlds
from tests.property.small_cases import Bounds, agenda_of, number, party_of, scenario_of

__all__ = ["looking_ahead", "outcomes", "shared", "shifting"]


def looking_ahead(scenario: Scenario) -> Scenario:
    """The same talks, with all principals looking ahead."""
    parties = {
        id_: replace(party, behaviour=Behaviour.SUBGAME_PERFECT) if party.principal else party
        for id_, party in scenario.parties.items()
    }
    return replace(scenario, parties=parties)


def shared(steps: int, *, rounds: int, patience: Sequence[Bounds] = (0.5, 0.5)) -> Scenario:
    """a and b share a whole in equal steps, a round a week; a begins; without a deal both have
    nothing. patience : of a and of b, a round's."""
    agenda, weights, values = _whole(steps)
    parties = [
        party_of(id_, agenda, values=own, weights=weights, patience=delta)
        for id_, own, delta in zip("ab", values, patience, strict=True)
    ]
    return looking_ahead(scenario_of(agenda, parties, horizon=7.0 * rounds, round_days=7.0))


def shifting(
    steps: int, *, power: Sequence[float], costs: Sequence[float], discount: float
) -> Scenario:
    """The same whole, where a fight in round t gives a the chance power[t] of it, and costs both
    the part 1 − discount of ``costs``. One round for every entry; events move the power."""
    agenda, weights, values = _whole(steps)
    start = (power[0], 1.0 - power[0])
    parties = [
        party_of(
            id_,
            agenda,
            values=values[place],
            weights=weights,
            patience=discount,
            no_deal=start[place] - (1.0 - discount) * costs[place],
        )
        for place, id_ in enumerate("ab")
    ]
    scenario = scenario_of(agenda, parties, horizon=7.0 * len(power), round_days=7.0)
    events = {
        f"shift_{t}": _shift(f"shift_{t}", 7.0 * (t + 1), power[t] - power[t - 1])
        for t in range(1, len(power))
    }
    return looking_ahead(replace(scenario, events=events))


def _shift(id_: str, day: float, rise: float) -> Event:
    moves = {
        party: number(f"event.{id_}.no_deal.{party}", size)
        for party, size in (("a", rise), ("b", -rise))
    }
    certain = number(f"event.{id_}.chance", 1.0, Role.CHANCE)
    return Event(id=id_, name=id_, kind=EventKind.DATED, day=day, chance=certain, no_deal=moves)


def outcomes(scenario: Scenario, n: int = 1) -> Outcomes:
    return negotiate(scenario, sample_worlds(scenario, n=n))


def _whole(steps: int) -> tuple[Agenda, list[float], list[list[list[float]]]]:
    """Agenda, weights, and values for a and b: one issue, or a coarse and a fine one.

    An issue has at most 128 options; the coarse one moves in as many steps as the fine one has.
    """
    coarse = next(n for n in range(1, steps + 1) if steps % n == 0 and steps // n < 128)
    fine = [k * coarse / steps for k in range(steps // coarse + 1)]
    if coarse == 1:
        return agenda_of([len(fine)]), [1.0], [[fine], [fine[::-1]]]
    rough = [k / (coarse - 1) for k in range(coarse)]
    values = [[rough, fine], [rough[::-1], fine[::-1]]]
    return agenda_of([coarse, len(fine)]), [1.0 - 1.0 / coarse, 1.0 / coarse], values
