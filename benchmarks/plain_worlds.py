"""One world as plain dictionaries by id, read from a block that Parley drew."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random

from sim.domain.scenario import Scenario
from sim.domain.worlds import WorldBlock

__all__ = ["EventNumbers", "PartialNumbers", "PartyNumbers", "World", "jittered", "world_of"]

#: Numbers a party has one of.
SINGLES = (
    "premium",
    "fear",
    "loss",
    "no_deal",
    "drift",
    "belief_gap",
    "patience",
    "opening",
    "toughness",
    "patience_spread",
    "deadline_belief",
    "draft_day",
    "side_benefit",
)

ByOption = dict[str, dict[str, float]]


@dataclass(kw_only=True)
class PartyNumbers:
    """What one world holds for one party; issue → number, or issue → option → number."""

    weights: dict[str, float]
    values: ByOption
    remaining: ByOption
    firmness: ByOption
    refused: dict[str, set[str]]
    premium: float = 0.0
    fear: float = 0.0
    loss: float = 0.0
    no_deal: float = 0.0
    drift: float = 0.0
    belief_gap: float = 0.0
    patience: float = 0.99
    opening: float = 0.0
    toughness: float = 1.0
    patience_spread: float = 1.0
    deadline_belief: float = 0.0
    draft_day: float = 0.0
    type: int = 0
    side_benefit: float = 0.0


@dataclass(kw_only=True)
class EventNumbers:
    """What one world holds for one event."""

    u: float
    chance: float = 0.0
    no_deal: dict[str, float] = field(default_factory=dict)
    premium: dict[str, float] = field(default_factory=dict)
    aims: dict[str, dict[str, float]] = field(default_factory=dict)
    moves_if_type: float = 0.5
    moves_if_plain: float = 0.5


@dataclass(kw_only=True)
class PartialNumbers:
    """What one world holds for one partial deal."""

    day: float
    gain: dict[str, float]
    no_deal: dict[str, float]
    fear: dict[str, float]


@dataclass(kw_only=True)
class World:
    """One draw of everything uncertain. ``turns``, ``breakdowns`` : a uniform a round, where turns,
    or breakdowns of the talks, are drawn."""

    parties: dict[str, PartyNumbers]
    events: dict[str, EventNumbers]
    partials: dict[str, PartialNumbers]
    turns: list[float] = field(default_factory=list)
    breakdowns: list[float] = field(default_factory=list)


def world_of(scenario: Scenario, block: WorldBlock, place: int = 0) -> World:
    """The world at one place of a block, with labels."""
    b = block.take(slice(place, place + 1))
    issues = [issue.id for issue in scenario.agenda]
    options = {issue.id: [option.id for option in issue.options] for issue in scenario.agenda}
    ids = list(scenario.parties)

    def table(array: object, i: int) -> ByOption:
        return {
            issue: {option: float(array[i, j, k, 0]) for k, option in enumerate(options[issue])}  # type: ignore[index]
            for j, issue in enumerate(issues)
        }

    parties = {}
    for i, party in enumerate(ids):
        parties[party] = PartyNumbers(
            weights={issue: float(b.weights[i, j, 0]) for j, issue in enumerate(issues)},
            values=table(b.values, i),
            remaining=table(b.remaining, i),
            firmness=table(b.firmness, i),
            refused={
                issue: {o for k, o in enumerate(options[issue]) if b.refused[i, j, k, 0]}
                for j, issue in enumerate(issues)
            },
            type=int(b.type[i, 0]),
            **{name: float(getattr(b, name)[i, 0]) for name in SINGLES},
        )
    events = {}
    for e, event in enumerate(scenario.events):
        events[event] = EventNumbers(
            u=float(b.event_u[e, 0]),
            chance=float(b.event_chance[e, 0]),
            no_deal={p: float(b.event_no_deal[e, i, 0]) for i, p in enumerate(ids)},
            premium={p: float(b.event_premium[e, i, 0]) for i, p in enumerate(ids)},
            aims={
                p: {issue: float(b.event_aims[e, i, j, 0]) for j, issue in enumerate(issues)}
                for i, p in enumerate(ids)
            },
            moves_if_type=float(b.moves_if_type[e, 0]),
            moves_if_plain=float(b.moves_if_plain[e, 0]),
        )
    partials = {}
    for s, partial in enumerate(scenario.partial_deals):
        partials[partial] = PartialNumbers(
            day=float(b.partial_day[s, 0]),
            gain={p: float(b.partial_gain[s, i, 0]) for i, p in enumerate(ids)},
            no_deal={p: float(b.partial_no_deal[s, i, 0]) for i, p in enumerate(ids)},
            fear={p: float(b.partial_fear[s, i, 0]) for i, p in enumerate(ids)},
        )
    return World(
        parties=parties,
        events=events,
        partials=partials,
        turns=[float(u) for u in b.turn_u[:, 0]],
        breakdowns=[float(u) for u in b.breakdown_u[:, 0]],
    )


def jittered(world: World, rng: Random, size: float) -> World:
    """The same world with every value moved by about ``size``.

    Where that changes the outcome, the world hangs on a tie, and rounding may decide it.
    """

    def moved(numbers: dict[str, float]) -> dict[str, float]:
        return {key: number + size * rng.gauss(0.0, 1.0) for key, number in numbers.items()}

    parties = {}
    for id_, numbers in world.parties.items():
        parties[id_] = replace(
            numbers,
            weights=moved(numbers.weights),
            values={issue: moved(values) for issue, values in numbers.values.items()},
            no_deal=numbers.no_deal + size * rng.gauss(0.0, 1.0),
            patience_spread=numbers.patience_spread * (1.0 + size * rng.gauss(0.0, 1.0)),
        )
    return replace(world, parties=parties)
