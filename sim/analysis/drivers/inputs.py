"""The independent draws behind a world: what is uncertain about a scenario, stream by stream.

A *stream* is a sequence of uniforms, one per world, from which a number follows by its inverse
distribution function. All options of a red line share one for how firm the line is, and have one
more for whether it is real; a source group has one for whether it is taken at its word.

Streams that cannot matter are left out: of numbers that are constant, of chances that are 0 or 1,
and those the engine never reads. What parties believe of each other is not drawn at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sim.analysis.unread import HABITS, unread
from sim.domain.event import EventKind
from sim.domain.party import Behaviour, Party
from sim.domain.protocol import ProtocolKind
from sim.domain.quantity import Quantity
from sim.domain.scenario import Scenario
from sim.domain.sensitivity import Direction, GroupKind

__all__ = ["Input", "inputs_of"]

_AHEAD = Behaviour.SUBGAME_PERFECT


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One stream. owner : the party or source group it belongs to, if any.

    about : what of a party it is about: lines, values, no_deal, clocks, breach or type.
    """

    stream: str
    kind: GroupKind
    owner: str = ""
    about: str = ""
    direction: Direction


def inputs_of(scenario: Scenario) -> tuple[Input, ...]:
    """Every stream that may matter to how the talks end, each once."""
    found: dict[str, Input] = {}
    for party in scenario.parties.values():
        for one in _of_party(scenario, party):
            found.setdefault(one.stream, one)
    for one in (*_of_events(scenario), *_of_small_deals(scenario), *_of_sources(scenario)):
        found.setdefault(one.stream, one)
    found |= {stream: _luck(stream) for stream in _at_the_table(scenario)}
    return tuple(found.values())


def _at_the_table(scenario: Scenario) -> Iterator[str]:
    """What is drawn while talks go on: ties, turns, breakdowns, who is asked, who gives in."""
    protocol = scenario.protocol
    rounds = range(1, protocol.rounds + 1)
    if protocol.kind is ProtocolKind.SIMULTANEOUS:
        yield "protocol#tie"
    if any(0.0 < chance < 1.0 for chance in protocol.recognition.values()):
        yield from (f"protocol.recognition.{k}#turn" for k in rounds)
    if protocol.breakdown:
        # After the last round the talks are over anyway.
        yield from (f"protocol.breakdown.{k}#happens" for k in rounds[:-1])
    does = {id_: _does(scenario.parties[id_]) for id_ in protocol.order}
    if protocol.quota is not None and any(_AHEAD in what for what in does.values()):
        yield from (f"protocol.quota.{k}#choice" for k in rounds)
    if any(Behaviour.REPUTATIONAL in what for what in does.values()):
        yield from (f"party.{id_}#concedes" for id_ in does)


def _does(party: Party) -> set[Behaviour | None]:
    return {party.behaviour, *(kind.behaviour for kind in party.types.values())}


def direction_of(scenario: Scenario, path: str) -> Direction:
    """Who says which way the number at a path points; nobody, where no source is stated."""
    source = scenario.provenance.get(path)
    if source is None:
        return Direction.NOBODY
    if source.claims:
        return Direction.CLAIM
    return Direction.OUTSIDE if source.direction.startswith("outside") else Direction.NOBODY


def _luck(stream: str) -> Input:
    return Input(stream=stream, kind=GroupKind.CHANCE, direction=Direction.CHANCE)


def _open(chance: Quantity | None) -> bool:
    """Whether a chance may be anything but 0 or 1."""
    return chance is not None and not (chance.constant and chance.low in (0.0, 1.0))


def _wide(number: Quantity) -> bool:
    """Whether a number's own draw decides anything, whichever range it is drawn from."""
    ranges = (number.range, *((number.unsupported_range,) if number.groups else ()))
    return any(bounds[0] != bounds[-1] for bounds in ranges)


def _of_party(scenario: Scenario, party: Party) -> Iterator[Input]:
    nowhere = unread(scenario)

    def drawn(about: str, numbers: Iterable[Quantity | None]) -> Iterator[Input]:
        for number in numbers:
            if number is not None and _wide(number) and number.path not in nowhere:
                yield Input(
                    stream=number.path,
                    kind=GroupKind.PARTY,
                    owner=party.id,
                    about=about,
                    direction=direction_of(scenario, number.path),
                )

    yield from _of_lines(scenario, party)
    for demand in party.demands.values():
        yield from drawn("values", (demand.weight, *demand.values.values()))
    path = party.no_deal
    yield from drawn("no_deal", (path.shift, path.drift, path.belief_gap, party.premium))
    yield from drawn("clocks", (party.patience, party.deadline_belief, party.draft_days))
    yield from drawn("clocks", (getattr(party.tactics, habit) for habit in HABITS))
    draft = party.draft_days
    if draft is not None and draft.high > 0.0 and draft.path not in nowhere:
        yield _luck(f"{draft.path}#wait")
    remaining = (share for by in party.breach.remaining.values() for share in by.values())
    yield from drawn("breach", (party.breach.fear, party.breach.loss, *remaining))
    yield from _of_types(scenario, party)
    for kind in party.types.values():
        yield from drawn("type", (kind.chance, kind.side_benefit))


def _of_lines(scenario: Scenario, party: Party) -> Iterator[Input]:
    for issue, line in party.red_lines.items():
        path = f"party.{party.id}.red_line.{issue}"
        numbers = line.firmness.values()
        told = [direction_of(scenario, number.path) for number in numbers if _open(number)]
        if not told:
            continue
        direction = min(told, key=list(Direction).index)
        streams = [f"{path}#firm"]
        if any(_wide(number) for number in numbers):
            streams.append(f"{path}#quantile")
        for stream in streams:
            yield Input(
                stream=stream,
                kind=GroupKind.PARTY,
                owner=party.id,
                about="lines",
                direction=direction,
            )


def _of_types(scenario: Scenario, party: Party) -> Iterator[Input]:
    open_ = [kind.chance for kind in party.types.values() if _open(kind.chance)]
    if open_:
        told = [direction_of(scenario, chance.path) for chance in open_]
        yield Input(
            stream=f"party.{party.id}.type#draw",
            kind=GroupKind.PARTY,
            owner=party.id,
            about="type",
            direction=min(told, key=list(Direction).index),
        )


def _numbers(
    scenario: Scenario, kind: GroupKind, numbers: Iterable[Quantity | None]
) -> Iterator[Input]:
    for number in numbers:
        if number is not None and _wide(number):
            told = direction_of(scenario, number.path)
            yield Input(stream=number.path, kind=kind, direction=told)


def _of_events(scenario: Scenario) -> Iterator[Input]:
    for event in scenario.events.values():
        learnt = event.learning
        numbers: list[Quantity | None] = [event.chance]
        if learnt is not None:
            numbers += [learnt.prior, learnt.moves_if_type, learnt.moves_if_plain]
        numbers += [*event.no_deal.values(), *event.premium.values()]
        numbers += [steps for by_issue in event.aims.values() for steps in by_issue.values()]
        yield from _numbers(scenario, GroupKind.EVENTS, numbers)
        if event.kind is not EventKind.LEARNING and _open(event.chance):
            yield _luck(f"event.{event.id}#happens")


def _of_small_deals(scenario: Scenario) -> Iterator[Input]:
    for deal in scenario.partial_deals.values():
        effects = (*deal.gain.values(), *deal.no_deal.values(), *deal.fear.values())
        yield from _numbers(scenario, GroupKind.SMALL_DEALS, (deal.weekly_chance, *effects))
        if _open(deal.weekly_chance):
            yield _luck(f"partial.{deal.id}#ready")


def _of_sources(scenario: Scenario) -> Iterator[Input]:
    nowhere = unread(scenario)
    resting = {
        group
        for number in scenario.quantities()
        if not number.constant
        and not number.path.startswith("belief.")
        and number.path not in nowhere
        for group in number.groups
    }
    for group in scenario.seeds.groups.values():
        if group.id not in resting or not _open(group.reliability):
            continue
        streams = [f"group.{group.id}#word"]
        if not group.reliability.constant:
            streams.append(group.reliability.path)
        for stream in streams:
            yield Input(
                stream=stream,
                kind=GroupKind.SOURCE,
                owner=group.id,
                direction=Direction.CLAIM,
            )
