"""What a party keeps to itself shows in nobody else's offers before it has shown itself."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from sim.domain.protocol import Answers, ProtocolKind
from sim.domain.scenario import Scenario
from sim.domain.story import Move, MoveKind
from sim.domain.worlds import WorldBlock
from sim.engine.model import NegotiationModel
from sim.engine.setting import setting_of
from tests.property.playing import block_of, play_block
from tests.scenario_strategies import random_scenario

WORLDS = 30
#: Numbers of a party that nobody else sees; the party axis is first.
OF_PARTIES = (
    "weights", "values", "premium", "fear", "loss", "remaining", "firmness", "refused", "no_deal",
    "drift", "belief_gap", "patience", "opening", "toughness", "patience_spread",
    "deadline_belief", "draft_day", "type", "side_benefit",
)  # fmt: skip
#: The same, with the party axis second.
OF_EVENTS = ("event_no_deal", "event_premium", "event_aims", "partial_no_deal", "partial_fear")
CASES = [
    (kind, answers, seed)
    for kind, answers in (
        (ProtocolKind.ALTERNATING, Answers.HONEST),
        (ProtocolKind.SIMULTANEOUS, Answers.HONEST),
        (ProtocolKind.SINGLE_TEXT, Answers.STRATEGIC),
    )
    for seed in (13, 19, 25, 35)
]


def exchanged(block: WorldBlock, parties: list[int]) -> WorldBlock:
    """The same worlds, but the private draws of these parties come from the next world over."""
    changes = {}
    for name in OF_PARTIES:
        numbers = getattr(block, name).copy()
        numbers[parties] = np.roll(numbers[parties], 1, axis=-1)
        changes[name] = numbers
    for name in OF_EVENTS:
        numbers = getattr(block, name).copy()
        numbers[:, parties] = np.roll(numbers[:, parties], 1, axis=-1)
        changes[name] = numbers
    return replace(block, **changes)


@dataclass(frozen=True)
class Talks:
    """One world as everybody saw it, and who tabled what in each round: (round, party, cells)."""

    moves: list[Move]
    offers: list[tuple[int, str, tuple[int, ...]]]

    def seen_before(self, round_: int) -> list[tuple[object, ...]]:
        """What had been seen at the table when a round began."""
        return [
            (
                move.round,
                move.kind,
                move.party,
                dict(move.package),
                [(a.party, a.accepts, a.reason, a.issue, a.option) for a in move.answers],
                move.subject,
            )
            for move in self.moves
            if move.round < round_
        ]

    def offers_in(self, round_: int, but: str) -> list[tuple[int, str, tuple[int, ...]]]:
        """Offers of a round by all but one party; a party that stays silent offers nothing."""
        return [offer for offer in self.offers if offer[0] == round_ and offer[1] != but]

    @property
    def last_round(self) -> int:
        return max((move.round for move in self.moves), default=0)


class Listening(NegotiationModel):
    """A single world whose offers are written down as they are made, before anybody answers."""

    def __init__(self, scenario: Scenario, block: WorldBlock, k: int) -> None:
        alone = block.take(slice(k, k + 1))
        super().__init__(setting_of(scenario), alone, asked=0, tracked=0)
        self.story = []
        self.heard: list[tuple[int, str, tuple[int, ...]]] = []

    def note_offers(self, proposer, package, made, turn) -> None:  # type: ignore[no-untyped-def]
        if made[0]:
            self.heard.append((self.round, proposer.id, tuple(package[:, 0].tolist())))
        super().note_offers(proposer, package, made, turn)


def talks(scenario: Scenario, block: WorldBlock, k: int) -> Talks:
    model = Listening(scenario, block, k)
    model.play()
    texts = [
        (move.round, "", tuple(sorted(move.package.items())))
        for move in model.story or []
        if move.kind is MoveKind.OFFER and not move.party
    ]
    return Talks(moves=model.story or [], offers=[*model.heard, *texts])


@pytest.mark.parametrize(("kind", "answers", "seed"), CASES)
def test_offers_of_others_are_the_same_until_a_move_has_shown_the_difference(
    kind: ProtocolKind, answers: Answers, seed: int
) -> None:
    drawn = random_scenario(seed, kind=kind)
    scenario = replace(drawn, protocol=replace(drawn.protocol, answers=answers))
    block = block_of(scenario, WORLDS, seed)
    compared, shown = 0, 0
    for i, party in enumerate(scenario.parties):
        other = exchanged(block, [i])
        for k in range(3):
            mine, theirs = talks(scenario, block, k), talks(scenario, other, k)
            for round_ in range(1, min(mine.last_round, theirs.last_round) + 1):
                if mine.seen_before(round_) != theirs.seen_before(round_):
                    shown += 1
                    break
                assert mine.offers_in(round_, party) == theirs.offers_in(round_, party)
                compared += len(mine.offers_in(round_, party))
    assert compared > 0
    assert shown > 0


@pytest.mark.parametrize("seed", range(12))
def test_first_offers_do_not_depend_on_what_others_keep_to_themselves(seed: int) -> None:
    scenario = random_scenario(1000 + seed)
    block = block_of(scenario, WORLDS, seed)
    opener = list(scenario.parties).index(scenario.protocol.order[0])
    others = [i for i in range(len(scenario.parties)) if i != opener]
    once = replace(scenario, protocol=replace(scenario.protocol, horizon=scenario.protocol.day(1)))
    plain = play_block(once, block)
    exchange = play_block(once, exchanged(block, others))
    assert np.array_equal(plain.first_offer[:, opener], exchange.first_offer[:, opener])


def test_exchanged_draws_do_change_what_the_party_itself_offers() -> None:
    changed = 0
    for seed in range(12):
        scenario = random_scenario(1000 + seed)
        block = block_of(scenario, WORLDS, seed)
        opener = list(scenario.parties).index(scenario.protocol.order[0])
        plain, other = play_block(scenario, block), play_block(scenario, exchanged(block, [opener]))
        changed += int((plain.first_offer[:, opener] != other.first_offer[:, opener]).any())
    assert changed > 6
