"""The sampling rules written a second time, with the standard library alone.

``draw_world`` draws one world; ``modes_of`` is the world in which every number stands at its mode
and no line is drawn, which is what the others know of a party.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from random import Random

from benchmarks.plain_worlds import EventNumbers, PartialNumbers, PartyNumbers, World
from sim.domain.event import Event, PartialDeal
from sim.domain.party import Party, RedLine
from sim.domain.quantity import Quantity, Role
from sim.domain.scenario import Scenario

__all__ = ["Draws", "Modes", "draw_world", "modes_of"]


class Draws:
    """The chances of one world."""

    def __init__(self, scenario: Scenario, rng: Random) -> None:
        self.rng = rng
        groups = scenario.seeds.groups
        self.at_its_word: dict[str, bool] = {}
        for name, group in groups.items():
            self.at_its_word[name] = rng.random() < self.number(group.reliability)

    def uniform(self) -> float:
        return self.rng.random()

    def number(self, quantity: Quantity | None) -> float:
        """A draw of its own; 0 for a number that is not there."""
        return 0.0 if quantity is None else self.at(quantity, self.uniform())

    def at(self, quantity: Quantity, u: float) -> float:
        """The quantile ``u`` of a number's range, or of its unsupported range."""
        taken = [self.at_its_word[g] for g in quantity.groups if g in self.at_its_word]
        bounds = unsupported(quantity) if taken and not any(taken) else quantity.range
        if quantity.logarithmic:
            return math.exp(quantile(tuple(math.log(bound) for bound in bounds), u))
        return quantile(bounds, u)


class Modes(Draws):
    """No chance at all: every number is its mode."""

    def __init__(self) -> None:
        """There is nothing to draw from."""

    def uniform(self) -> float:
        return 1.0

    def at(self, quantity: Quantity, u: float) -> float:
        bounds = quantity.range
        if len(bounds) == 3:
            return bounds[1]
        if quantity.logarithmic:
            return math.sqrt(bounds[0] * bounds[-1])
        return (bounds[0] + bounds[-1]) / 2.0


def quantile(bounds: tuple[float, ...], u: float) -> float:
    """Of the triangular distribution for three numbers, the flat one for two, else the constant."""
    low, high = bounds[0], bounds[-1]
    if len(bounds) < 3 or low == high:
        return low + (high - low) * u
    mid, width = bounds[1], high - low
    if u * width < mid - low:
        return low + math.sqrt(u * width * (mid - low))
    return high - math.sqrt((1.0 - u) * width * (high - mid))


def unsupported(quantity: Quantity) -> tuple[float, ...]:
    """The range of a number none of whose sources is taken at its word."""
    if quantity.unsupported is not None:
        return quantity.unsupported
    low, high = quantity.range[0], quantity.range[-1]
    if quantity.role is Role.FIRMNESS:
        return (0.0, high)
    if quantity.role in (Role.CHANCE, Role.EFFECT):
        far = high if abs(high) >= abs(low) else low
        return (min(far, 0.0), max(far, 0.0))
    least, most = quantity.role.legal
    middle, width = (low + high) / 2.0, high - low
    return (max(least, middle - width), min(most, middle + width))


def draw_world(scenario: Scenario, rng: Random) -> World:
    """One world drawn afresh."""
    return _world(scenario, Draws(scenario, rng))


def modes_of(scenario: Scenario) -> World:
    """What everybody knows."""
    return _world(scenario, Modes())


def _world(scenario: Scenario, draws: Draws) -> World:
    return World(
        parties={id_: _party(scenario, party, draws) for id_, party in scenario.parties.items()},
        events={id_: _event(event, draws) for id_, event in scenario.events.items()},
        partials={id_: _partial(deal, draws) for id_, deal in scenario.partial_deals.items()},
        turns=_turns(scenario, draws),
        breakdowns=_breakdowns(scenario, draws),
    )


def _turns(scenario: Scenario, draws: Draws) -> list[float]:
    rounds = scenario.protocol.rounds if scenario.protocol.recognition else 0
    return [draws.uniform() for _ in range(rounds)]


def _breakdowns(scenario: Scenario, draws: Draws) -> list[float]:
    rounds = scenario.protocol.rounds if scenario.protocol.breakdown else 0
    return [draws.uniform() for _ in range(rounds)]


def _party(scenario: Scenario, party: Party, draws: Draws) -> PartyNumbers:
    raw = {issue: draws.number(demand.weight) for issue, demand in party.demands.items()}
    weights = {issue: weight / sum(raw.values()) for issue, weight in raw.items()}
    values = {j: ordered(demand.values, draws) for j, demand in party.demands.items()}
    remaining, firmness, refused = {}, {}, {}
    for issue in scenario.agenda:
        options = [option.id for option in issue.options]
        shares = party.breach.remaining.get(issue.id, {})
        remaining[issue.id] = {o: draws.number(shares[o]) if o in shares else 1.0 for o in options}
        line = party.red_lines.get(issue.id, RedLine(firmness={}))
        firmness[issue.id] = chances_of(line, options, draws)
        z = draws.uniform()
        refused[issue.id] = {o for o in options if z < firmness[issue.id][o]}
    type_, side_benefit = type_of(party, draws)
    no_deal = draws.number(party.no_deal.shift)
    for issue_id, option in party.no_deal.package.items():
        no_deal += weights[issue_id] * values[issue_id][option]
    return PartyNumbers(
        weights=weights,
        values=values,
        remaining=remaining,
        firmness=firmness,
        refused=refused,
        premium=draws.number(party.premium),
        fear=draws.number(party.breach.fear),
        loss=draws.number(party.breach.loss),
        no_deal=no_deal,
        drift=draws.number(party.no_deal.drift),
        belief_gap=draws.number(party.no_deal.belief_gap),
        patience=draws.number(party.patience),
        opening=draws.number(party.tactics.opening),
        toughness=draws.number(party.tactics.toughness),
        patience_spread=draws.number(party.tactics.patience_spread),
        deadline_belief=draws.number(party.deadline_belief),
        draft_day=draft_day(party, draws),
        type=type_,
        side_benefit=side_benefit,
    )


def ordered(quantities: Mapping[str, Quantity], draws: Draws) -> dict[str, float]:
    """Values drawn, each raised to the largest drawn for an option of strictly lower mode."""
    drawn = {option: draws.number(quantity) for option, quantity in quantities.items()}
    mode = {option: Modes().at(quantity, 0.0) for option, quantity in quantities.items()}
    return {
        option: max([value] + [drawn[o] for o in drawn if mode[o] < mode[option]])
        for option, value in drawn.items()
    }


def chances_of(line: RedLine, options: list[str], draws: Draws) -> dict[str, float]:
    """Firmness of every option from one quantile, never falling from the lowest outward."""
    u = draws.uniform()
    named = line.firmness
    chances = [draws.at(named[o], u) if o in named else 0.0 for o in options]
    lowest = chances.index(min(chances))
    for k in range(lowest + 1, len(chances)):
        chances[k] = max(chances[k], chances[k - 1])
    for k in range(lowest - 1, -1, -1):
        chances[k] = max(chances[k], chances[k + 1])
    return dict(zip(options, chances, strict=True))


def type_of(party: Party, draws: Draws) -> tuple[int, float]:
    """Place of the type from 1, or 0 for plain, and the side benefit of talking on."""
    u, passed = draws.uniform(), 0.0
    for place, type_ in enumerate(party.types.values(), start=1):
        passed += draws.number(type_.chance)
        if u < passed:
            return place, draws.number(type_.side_benefit)
    return 0, 0.0


def draft_day(party: Party, draws: Draws) -> float:
    """Exponential about the mean drawn; ready at once where nothing is stated."""
    mean, u = draws.number(party.draft_days), draws.uniform()
    return -mean * math.log(1.0 - u) if mean and u < 1.0 else mean


def _event(event: Event, draws: Draws) -> EventNumbers:
    learning = event.learning
    return EventNumbers(
        u=draws.uniform(),
        chance=draws.number(event.chance or (learning.prior if learning else None)),
        no_deal={p: draws.number(effect) for p, effect in event.no_deal.items()},
        premium={p: draws.number(effect) for p, effect in event.premium.items()},
        aims={
            p: {issue: draws.number(steps) for issue, steps in aims.items()}
            for p, aims in event.aims.items()
        },
        moves_if_type=draws.number(learning.moves_if_type) if learning else 0.5,
        moves_if_plain=draws.number(learning.moves_if_plain) if learning else 0.5,
    )


def _partial(deal: PartialDeal, draws: Draws) -> PartialNumbers:
    return PartialNumbers(
        day=waiting_days(draws.number(deal.weekly_chance), draws.uniform()),
        gain={p: draws.number(gain) for p, gain in deal.gain.items()},
        no_deal={p: draws.number(effect) for p, effect in deal.no_deal.items()},
        fear={p: draws.number(share) for p, share in deal.fear.items()},
    )


def waiting_days(weekly_chance: float, u: float) -> float:
    """Days until something comes that has this chance to come within any week."""
    if weekly_chance <= 0.0 or u >= 1.0:
        return math.inf
    if weekly_chance >= 1.0:
        return 0.0
    return 7.0 * math.log(1.0 - u) / math.log(1.0 - weekly_chance)
