"""The rules of the table, written a second time as plain Python objects.

An oracle: one world at a time, dictionaries and loops, nothing clever, written from
``docs/explanation/rules.md`` alone. It plays alternating offers by habits of the table, turns in
order or drawn, all principals or a quota signing, with a risk of breakdown or without. Speed is
beside the point, yet nothing is computed twice on purpose, so that it also serves as the slow side
of a comparison.

Where the rules leave a choice, this is how they are read here:

 1. Every principal's target is set once a round, before the offer, whether or not it has the turn.
 2. A stated line forbids the option refused and all beyond it, away from the option of the lowest
    firmness; stated at that option itself, everything.
 3. Signed partial deals add to no-deal values, and shrink feared breach, from the day they are
    signed on.
 4. A dated event leans on what was learnt if its own day is not before the learning day. An
    observer who is sure from the start (a prior of 0 or 1) has nothing to learn.
 5. Reciprocal: the improvement is the best package received so far less the first one received,
    each as it was worth when it came.
 6. Minimal concession: received are the different packages of all other proposers together.
 7. One refusal a round and party, however many consents it is missing for.
 8. Consents are about parties beside the principals, who sign everything anyway: an alternative
    of principals alone asks nobody else, so that nobody else is missing for it. Under a quota no
    principal signs everything, and those that a consent names are asked like anybody else.
 9. Talks that end because the clock ran out end on the day of the horizon.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from benchmarks.plain_happenings import Happenings
from benchmarks.plain_parties import EQUAL, Ladder, Package, Party, blocks_of, reaches
from benchmarks.plain_worlds import World
from sim.domain.agenda import Consent
from sim.domain.outcome import Ending
from sim.domain.scenario import Scenario

__all__ = ["Offer", "Result", "Table", "negotiate"]

BELIEVED_LINE_COST = 0.3
LEAST_AIM = 0.02
STRESS = 1.4


@dataclass(kw_only=True)
class Offer:
    """A package on the table."""

    proposer: str
    day: float
    package: Package


@dataclass(kw_only=True)
class Result:
    """How one world ended; the package is empty unless it settled.

    partials : small deal → day signed. happened : events. departed : parties that left.
    """

    ending: Ending
    day: float
    package: Package = field(default_factory=dict)
    partials: dict[str, float] = field(default_factory=dict)
    happened: set[str] = field(default_factory=set)
    departed: set[str] = field(default_factory=set)


class Table:
    """The talks in one world."""

    def __init__(self, scenario: Scenario, world: World, public: World, *, learning: bool = True):
        self.scenario, self.world, self.public = scenario, world, public
        self.learning = learning
        self.blocks = blocks_of(scenario)
        self.parties = {id_: Party(scenario, id_, world, public) for id_ in scenario.parties}
        for party in self.parties.values():
            party.own_range = party.truth.spread(self.blocks)
            party.ranges = {q: view.spread(self.blocks) for q, view in party.estimates.items()}
        self.happenings = Happenings(scenario, world, public, self.parties)
        self.departed = self.happenings.departed
        self.stated: dict[str, dict[str, set[str]]] = {id_: {} for id_ in self.parties}
        self.last_offer: dict[str, Offer] = {}
        self.last_news = 0.0
        self.longest_patience = max(self.parties[p].horizon() for p in scenario.principals)

    # --- the round

    def play(self) -> Result:
        protocol = self.scenario.protocol
        deadline = self.scenario.deadline
        last_day = protocol.last_round_day(deadline.day) if deadline else None
        for p in protocol.order:
            self.rebuild(self.parties[p], 0.0)
        for number in range(1, protocol.rounds + 1):
            day = protocol.day(number)
            self.happenings.events(day)
            if len(self.scenario.principals) - len(self.principals()) > self.spare():
                return self.without_settlement(Ending.WALKOUT, day)
            if self.broken_down(number - 1):
                return self.without_settlement(Ending.WALKOUT, day)
            self.happenings.small_deals(day)
            proposer = self.turn(number)
            if self.parties[proposer].revalued or self.parties[proposer].outdated:
                self.rebuild(self.parties[proposer], day)
            for p in protocol.order:
                self.parties[p].set_target(day, last_day)
            package = self.parties[proposer].proposal(day)
            if package is not None and proposer not in self.departed:
                offer = Offer(proposer=proposer, day=day, package=package)
                self.hear(offer)
                accepting = {
                    q
                    for q, party in self.parties.items()
                    if q == proposer or (q not in self.departed and party.accepts(package, day))
                }
                if self.signed(package, accepting):
                    return self.result(Ending.SETTLEMENT, day, package)
                self.refusals(offer, accepting)
            quiet_since = max(self.last_news, self.longest_patience)
            if day - quiet_since >= protocol.quiet_days:
                return self.without_settlement(Ending.WALKOUT, day)
        return self.without_settlement(Ending.IMPASSE, protocol.horizon)

    def turn(self, number: int) -> str:
        """Whose turn a round is: in order, or drawn."""
        protocol = self.scenario.protocol
        if not protocol.recognition:
            return protocol.order[(number - 1) % len(protocol.order)]
        upto = 0.0
        for party in protocol.order:
            upto += protocol.recognition[party]
            if upto > self.world.turns[number - 1]:
                return party
        return max(protocol.order, key=lambda party: protocol.recognition[party])

    def broken_down(self, number: int) -> bool:
        """Whether the talks broke down after a round without a signature."""
        protocol = self.scenario.protocol
        if number < 1 or protocol.breakdown == 0.0:
            return False
        holds = (1.0 - protocol.breakdown) ** (protocol.round_days / 7.0)
        return self.world.breakdowns[number - 1] < 1.0 - holds

    def without_settlement(self, ending: Ending, day: float) -> Result:
        if self.happenings.signed_partials:
            ending = Ending.PARTIAL
        return self.result(ending, day, {})

    def result(self, ending: Ending, day: float, package: Package) -> Result:
        return Result(
            ending=ending,
            day=day,
            package=package,
            partials=self.happenings.signed_partials,
            happened=self.happenings.happened,
            departed=self.departed,
        )

    # --- who signs

    def principals(self) -> list[str]:
        """Those who have not left."""
        return [p for p in self.scenario.principals if p not in self.departed]

    def spare(self) -> int:
        """How many principals a deal can do without."""
        quota = self.scenario.protocol.quota
        return 0 if quota is None else len(self.scenario.principals) - quota

    def consents(self, package: Package) -> list[Consent]:
        """The consents a package needs, one for each option that has any."""
        needed = []
        for j, option in package.items():
            issue = self.scenario.agenda[j]
            consent = issue.options[issue.position(option)].consent
            if option != issue.status_quo and consent:
                needed.append(consent)
        return needed

    def signed(self, package: Package, accepting: set[str]) -> bool:
        refusing = [p for p in self.scenario.principals if p not in accepting]
        return len(refusing) <= self.spare() and all(
            any(members <= accepting for members in consent) for consent in self.consents(package)
        )

    def open(self, cell: Package) -> bool:
        return all(
            any(not members & self.departed for members in consent)
            for consent in self.consents(cell)
        )

    def counted(self, proposer: str) -> list[str]:
        """The other parties whose signature may be needed."""
        wanted = set(self.scenario.principals)
        for issue in self.scenario.agenda:
            for option in issue.options:
                if option.allowed and option.id != issue.status_quo:
                    wanted.update(*option.consent)
        return [q for q in self.parties if q in wanted and q != proposer and q not in self.departed]

    # --- ladders

    def rebuild(self, party: Party, day: float) -> None:
        least = party.believed_no_deal(day) + LEAST_AIM * party.own_range
        ranges = {q: party.ranges[q] for q in self.counted(party.id)}
        party.outdated = party.revalued = False
        party.ladder = self.ladder_of(party, ranges)
        if party.ladder is not None:
            party.ideal = party.ladder.own[0]
            party.best = max(least, self.believed_best(party, party.ladder, ranges, day))

    def ladder_of(self, party: Party, ranges: dict[str, float]) -> Ladder | None:
        if len(self.blocks) == 1:
            return self.undominated(party, ranges)
        start: Package = {}
        steps: list[tuple[float, int, int, Package]] = []
        for b, block in enumerate(self.blocks):
            cells = [cell for cell in block.cells if self.may_offer(party, cell)]
            if not cells:
                return None
            own = [party.truth.part(cell) for cell in cells]
            score = [self.score(party, cell, ranges) for cell in cells]
            here = max(range(len(cells)), key=lambda c: (own[c], score[c], -c))
            start.update(cells[here])
            while True:
                better = [c for c in range(len(cells)) if score[c] > score[here]]
                if not better:
                    break
                rates = {c: (score[c] - score[here]) / (own[here] - own[c]) for c in better}
                steepest = max(rates.values())
                ties = [c for c in better if rates[c] >= steepest * (1.0 - EQUAL)]
                here = max(ties, key=lambda c: (own[c], -c))
                steps.append((-steepest, b, len(steps), cells[here]))
        rungs = [in_order(self.scenario, start)]
        for *_, cell in sorted(steps, key=lambda step: step[:3]):
            rungs.append({**rungs[-1], **cell})
        return Ladder(rungs=rungs, own=[party.truth.deal(rung) for rung in rungs])

    def undominated(self, party: Party, ranges: dict[str, float]) -> Ladder | None:
        """The ladder of an agenda that is a single block: every package worth offering."""
        seen = [
            (party.truth.deal(cell), self.score(party, cell, ranges), cell)
            for cell in self.blocks[0].cells
            if self.may_offer(party, cell)
        ]
        rungs = [
            (own, in_order(self.scenario, cell))
            for own, score, cell in seen
            if not any(a >= own and b >= score and (a > own or b > score) for a, b, _ in seen)
        ]
        rungs.sort(key=lambda rung: -rung[0])
        if not rungs:
            return None
        return Ladder(rungs=[cell for _, cell in rungs], own=[own for own, _ in rungs])

    def may_offer(self, party: Party, cell: Package) -> bool:
        for j, option in cell.items():
            limit = party.noun.demands[j].opens_with
            values = party.numbers.values[j]
            if limit is not None and values[option] > values[limit]:
                return False
        forbidden = any(q.crossings(cell, self.stated[q.id]) for q in self.parties.values())
        return not forbidden and not party.crossed(cell) and self.open(cell)

    def score(self, party: Party, cell: Package, ranges: dict[str, float]) -> float:
        """What a cell is worth to the others, as this party sees and minds them."""
        total = 0.0
        for q, spread in ranges.items():
            share = party.estimates[q].part(cell) / spread if spread else 0.0
            cost = BELIEVED_LINE_COST * self.parties[q].line_chance(cell, self.public)
            total += party.attention[q] * (share - cost)
        return total

    def believed_best(
        self, party: Party, ladder: Ladder, ranges: dict[str, float], day: float
    ) -> float:
        for rung, own in zip(ladder.rungs, ladder.own, strict=True):
            accepting = {
                q
                for q, estimate in party.estimates.items()
                if q not in self.departed and reaches(estimate.deal(rung), estimate.no_deal(day))
            }
            if self.signed(rung, accepting | {party.id}):
                return own
        margins = []
        for rung in ladder.rungs:
            shares = {}
            for q, spread in ranges.items():
                estimate = party.estimates[q]
                margin = estimate.deal(rung) - estimate.no_deal(day)
                shares[q] = margin / spread if spread else margin
            # Of the other principals only so many count as are needed: the best off.
            votes = sorted(shares.pop(q) for q in self.principals() if q in shares)
            lost = len(self.scenario.principals) - len(self.principals())
            votes = votes[max(0, self.spare() - lost) :]
            margins.append(min([*votes, *shares.values()], default=math.inf))
        return ladder.own[margins.index(max(margins))]

    # --- offers and refusals

    def hear(self, offer: Offer) -> None:
        """Everybody sees an offer: it is news, or not; somebody may learn from it."""
        party = self.parties[offer.proposer]
        party.offered.append(offer.package)
        for q, other in self.parties.items():
            if q != offer.proposer:
                other.receive(offer.package)
        last = self.last_offer.get(offer.proposer)
        if last is None or last.package != offer.package:
            self.last_news = offer.day
        if last is not None:
            self.happenings.learn(offer.proposer, last.package, offer.package)
        self.last_offer[offer.proposer] = offer

    def refusals(self, offer: Offer, accepting: set[str]) -> None:
        """Those whose signature is missing say why, and proposers reckon again."""
        package = offer.package
        principals = set(self.scenario.principals)
        missing = principals - accepting
        if len(missing) <= self.spare():
            missing = set()
        # Under a quota a principal that a consent names is asked like anybody else.
        asked = set() if self.spare() else principals
        for consent in self.consents(package):
            if not any(members - asked <= accepting for members in consent):
                missing |= {q for members in consent for q in members if q not in accepting}
        proposer = self.parties[offer.proposer]
        for q, party in self.parties.items():
            if q not in missing or q in self.departed or not self.learning:
                continue
            crossed = party.crossed(package)
            if crossed:
                self.state_line(party, package, crossed)
                self.outdate()
            else:
                proposer.too_little[q] += 1
                proposer.attention[q] *= STRESS
                if is_power_of_two(proposer.too_little[q]):
                    proposer.outdated = True

    def outdate(self) -> None:
        """Everybody's ladder is to be built again before the next offer."""
        for p in self.scenario.protocol.order:
            self.parties[p].outdated = True

    def state_line(self, party: Party, package: Package, crossed: list[str]) -> None:
        firmness = party.numbers.firmness
        issue = max(crossed, key=lambda j: firmness[j][package[j]])
        options = [option.id for option in self.scenario.agenda[issue].options]
        chances = [firmness[issue][option] for option in options]
        place, lowest = options.index(package[issue]), chances.index(min(chances))
        beyond = set()
        if place >= lowest:
            beyond |= set(options[place:])
        if place <= lowest:
            beyond |= set(options[: place + 1])
        self.stated[party.id].setdefault(issue, set()).update(beyond)


def in_order(scenario: Scenario, package: Package) -> Package:
    return {issue.id: package[issue.id] for issue in scenario.agenda}


def is_power_of_two(count: int) -> bool:
    return math.log2(count).is_integer()


def negotiate(scenario: Scenario, world: World, public: World) -> Result:
    """Play one world to its end."""
    return Table(scenario, world, public).play()
