"""A party at the table, as plain Python: what things are worth to it, and what it would do.

Part of the rules written a second time; see ``benchmarks.plain_objects`` for how they are read.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

from benchmarks.plain_worlds import PartyNumbers, World
from sim.domain.party import Behaviour
from sim.domain.protocol import Acceptance
from sim.domain.scenario import Scenario

__all__ = ["EQUAL", "Appraisal", "Block", "Ladder", "Package", "Party", "blocks_of", "reaches"]

Package = dict[str, str]

TALKING_WEEKS = 5.0

#: Packages, all options counted, up to which an agenda is a single block.
SMALL_AGENDA = 100

#: Values that differ by no more count as equal.
EQUAL = 1e-9


def reaches(value: float, bar: float) -> bool:
    """Whether a value is at least the bar, rounding aside."""
    return value >= bar - EQUAL


class Block:
    """Issues that hang together, with the cells packages may hold."""

    def __init__(self, scenario: Scenario, issues: list[str]) -> None:
        self.issues = issues
        choices = [
            [option.id for option in scenario.agenda[issue].options if option.allowed]
            for issue in issues
        ]
        self.cells = [dict(zip(issues, c, strict=True)) for c in itertools.product(*choices)]


def blocks_of(scenario: Scenario) -> list[Block]:
    """Group the issues tied by a condition on a line or by somebody's feared breach.

    A small agenda is one block, whatever ties it.
    """
    ties: list[set[str]] = []
    if math.prod(len(issue.options) for issue in scenario.agenda) <= SMALL_AGENDA:
        ties.append({issue.id for issue in scenario.agenda})
    for party in scenario.parties.values():
        for issue, line in party.red_lines.items():
            ties.extend({issue, other} for other in line.unless)
        if len(party.breach.remaining) > 1:
            ties.append(set(party.breach.remaining))
    groups = [{issue.id} for issue in scenario.agenda]
    for tie in ties:
        tied = set().union(*(group for group in groups if group & tie))
        groups = [group for group in groups if not group & tie] + [tied]
    order = [issue.id for issue in scenario.agenda]
    listed = sorted(
        (sorted(group, key=order.index) for group in groups), key=lambda g: order.index(g[0])
    )
    return [Block(scenario, group) for group in listed]


class Appraisal:
    """What deals and no deal are worth to a party: as it is, or as somebody supposes."""

    def __init__(self, numbers: PartyNumbers, fear_issues: list[str]) -> None:
        self.weights = numbers.weights
        self.values = numbers.values
        self.premium = numbers.premium
        self.fear = numbers.fear
        self.loss = numbers.loss
        self.remaining = numbers.remaining
        self.fear_issues = fear_issues
        self.no_deal_at_start = numbers.no_deal
        self.drift = numbers.drift
        self.effects = 0.0

    def deal(self, package: Package) -> float:
        """Value of a whole package."""
        issues = sum(self.weights[j] * self.values[j][option] for j, option in package.items())
        return issues + self.premium - self.feared(package)

    def part(self, cell: Package) -> float:
        """Value of one block's options; over all blocks they add up to the deal but a constant."""
        issues = sum(self.weights[j] * self.values[j][option] for j, option in cell.items())
        concerned = any(j in cell for j in self.fear_issues)
        return issues - (self.feared(cell) if concerned else 0.0)

    def feared(self, package: Package) -> float:
        left = self.fear * self.loss
        for j in self.fear_issues:
            left *= self.remaining[j][package[j]]
        return left

    def no_deal(self, day: float) -> float:
        return self.no_deal_at_start + self.drift * day / 7.0 + self.effects

    def spread(self, blocks: list[Block]) -> float:
        """From the worst to the best package, lines and consents aside."""
        total = 0.0
        for block in blocks:
            parts = [self.part(cell) for cell in block.cells]
            total += max(parts) - min(parts)
        return total


@dataclass(kw_only=True)
class Ladder:
    """Packages from the own ideal downward, with their own value."""

    rungs: list[Package]
    own: list[float]


class Party:
    """One party at the table: what it is, what it knows, and where it stands."""

    def __init__(self, scenario: Scenario, id_: str, world: World, public: World) -> None:
        self.id = id_
        self.noun = scenario.parties[id_]
        self.scenario = scenario
        self.numbers = world.parties[id_]
        self.truth = Appraisal(self.numbers, list(self.noun.breach.remaining))
        self.estimates = {q: estimate(scenario, id_, q, public) for q in scenario.parties}
        self.aims: list[dict[str, float]] = []
        types = list(self.noun.types.values())
        type_ = types[self.numbers.type - 1] if self.numbers.type else None
        self.behaviour = (type_.behaviour if type_ else None) or self.noun.behaviour
        self.attention = dict.fromkeys(scenario.parties, 1.0)
        self.too_little = dict.fromkeys(scenario.parties, 0)
        self.ladder: Ladder | None = None
        self.outdated = False
        self.revalued = False
        self.own_range = 0.0
        self.ranges: dict[str, float] = {}
        self.best = math.nan
        self.ideal = math.nan
        self.target = self.cap = math.inf
        self.offered: list[Package] = []
        self.received: list[Package] = []
        self.gains: list[float] = []

    # --- what it signs

    def believed_no_deal(self, day: float) -> float:
        return self.truth.no_deal(day) + self.numbers.belief_gap * day / 7.0

    def reservation(self, day: float) -> float:
        raised = 0.0
        for aims in self.aims:
            for j, steps in aims.items():
                values = self.numbers.values[j].values()
                if steps and len(values) > 1:
                    step = (max(values) - min(values)) / (len(values) - 1)
                    raised += steps * self.numbers.weights[j] * step
        return self.believed_no_deal(day) + TALKING_WEEKS * self.numbers.side_benefit + raised

    def crossed(self, cell: Package) -> list[str]:
        """Issues on which a package, or a part of one, crosses a firm line of this party."""
        return self.crossings(cell, self.numbers.refused)

    def crossings(self, cell: Package, refused: dict[str, set[str]]) -> list[str]:
        return [j for j in cell if cell[j] in refused.get(j, ()) and not self.waived(j, cell)]

    def waived(self, issue: str, cell: Package) -> bool:
        line = self.noun.red_lines.get(issue)
        agenda = self.scenario.agenda
        return line is not None and any(
            agenda[other].position(cell[other]) >= agenda[other].position(least)
            for other, least in line.unless.items()
        )

    def line_chance(self, cell: Package, public: World) -> float:
        """How likely others think it that a cell crosses a line of this party."""
        firmness = public.parties[self.id].firmness
        return max([firmness[j][cell[j]] for j in cell if not self.waived(j, cell)] + [0.0])

    def receive(self, package: Package) -> None:
        self.received.append(package)
        self.gains.append(self.truth.deal(package))

    # --- what it aims at

    def horizon(self) -> float:
        """Own patience horizon in days."""
        weeks = math.log(0.99) / math.log(self.numbers.patience)
        return min(max(60.0 * math.sqrt(weeks), 30.0), 180.0) * self.numbers.patience_spread

    def clock(self, day: float, deadline: float | None) -> float:
        phi: float = 1.0 - min(1.0, day / self.horizon()) ** (1.0 / self.numbers.toughness)
        if deadline is not None and day <= deadline:
            phi *= 1.0 - self.numbers.deadline_belief * (day / deadline) ** 4
        return phi

    def set_target(self, day: float, deadline: float | None) -> None:
        reservation = self.reservation(day)
        base = self.believed_no_deal(day)
        aspiration = self.best + self.numbers.opening * (self.ideal - self.best)
        if self.ladder is None:
            wanted = reservation
        elif self.behaviour is Behaviour.OBSTINATE:
            wanted = aspiration
        elif self.behaviour is Behaviour.RECIPROCAL:
            given = max(self.gains) - self.gains[0] if self.gains else 0.0
            wanted = aspiration - given
        elif self.behaviour is Behaviour.MINIMAL_CONCESSION:
            wanted = self.ladder.own[self.next_rung(self.ladder)]
        else:
            wanted = base + (aspiration - base) * self.clock(day, deadline)
        self.target = max(reservation, min(wanted, self.cap))
        if not self.revalued:
            self.cap = self.target

    def next_rung(self, ladder: Ladder) -> int:
        """Minimal concession: one rung more unless it has offered more packages than it got."""
        ours, theirs = different(self.offered), different(self.received)
        rung = ours if ours <= theirs else ours - 1
        return min(rung, len(ladder.rungs) - 1)

    def proposal(self, day: float) -> Package | None:
        if day < self.numbers.draft_day or self.ladder is None:
            return None
        good = [m for m, own in enumerate(self.ladder.own) if reaches(own, self.target)]
        return self.ladder.rungs[good[-1]] if good else None

    def accepts(self, package: Package, day: float) -> bool:
        if self.crossed(package):
            return False
        bar = self.reservation(day)
        if self.noun.principal and self.scenario.protocol.acceptance is Acceptance.TARGET:
            bar = self.target
        return reaches(self.truth.deal(package), bar)


def different(packages: list[Package]) -> int:
    return len({tuple(package.items()) for package in packages})


def estimate(scenario: Scenario, holder: str, about: str, public: World) -> Appraisal:
    """What one party supposes of another: the modes, but for beliefs of its own."""
    numbers = public.parties[about]
    appraisal = Appraisal(numbers, list(scenario.parties[about].breach.remaining))
    for belief in scenario.beliefs:
        if (belief.holder, belief.about) != (holder, about):
            continue
        if belief.weights:
            demands = scenario.parties[about].demands
            raw = {j: belief.weights.get(j, demands[j].weight).mode for j in demands}
            weights = {j: weight / sum(raw.values()) for j, weight in raw.items()}
            for j, option in scenario.parties[about].no_deal.package.items():
                change = weights[j] - appraisal.weights[j]
                appraisal.no_deal_at_start += change * appraisal.values[j][option]
            appraisal.weights = weights
        if belief.no_deal is not None:
            appraisal.no_deal_at_start += belief.no_deal.mode
    return appraisal
