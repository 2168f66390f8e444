"""Reputation, and a mediator's edits: they change the outcome as worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from sim.domain.outcome import Ending
from sim.domain.story import MoveKind
from sim.engine import negotiate
from sim.engine.model import NegotiationModel
from sim.engine.setting import setting_of
from sim.loading import load_scenario
from sim.sampling import sample_worlds
from tests.mechanisms.play import drawn, ends, load, offers, play, tell

SETTLED = Ending.SETTLEMENT
IMPASSE = (Ending.IMPASSE, 40.0, "")


def hard(*parties: str) -> list[str]:
    return [f"party.{party}.type.hard.chance=1" for party in parties]


def obstinate(*parties: str) -> list[str]:
    return [f"party.{party}.behaviour='obstinate'" for party in parties]


def doubtful() -> list[str]:
    """Either may be obstinate, and both are in a hurry, so that most give in before the end."""
    return [
        f"party.{party}.{what}"
        for party in ("seller", "buyer")
        for what in ("type.hard.chance=0.3", "patience=0.3")
    ]


def test_who_faces_a_side_that_never_gives_in_gives_in_at_once() -> None:
    assert ends("standoff", hard("buyer")) == (SETTLED, 2.0, "p2")
    assert ends("standoff", hard("seller")) == (SETTLED, 3.0, "p8")


def test_obstinate_sides_in_the_same_place_never_sign() -> None:
    assert ends("standoff", [*hard("buyer"), *obstinate("seller")]) == IMPASSE
    assert ends("standoff", hard("buyer", "seller")) == IMPASSE


def test_a_side_that_gives_in_never_takes_less_than_no_agreement() -> None:
    """p2 is worth 0.2 to the seller, which now has 0.42 elsewhere: it need not fear the wait."""
    sets = [*hard("buyer"), "party.seller.no_deal.shift=0.32"]
    assert ends("standoff", sets) == IMPASSE


def test_who_has_given_in_offers_the_others_demand_back() -> None:
    """Seen from the buyer that gives in on its own turn: with the buyer first in order it bids on
    day 1, hears p8 on day 2, and bids p8 itself on day 3, which the seller signs."""
    sets = [*hard("seller"), "protocol.order=['buyer', 'seller']"]
    assert ends("standoff", sets) == (SETTLED, 2.0, "p8")
    sets = [*hard("seller"), "protocol.kind='simultaneous'"]
    assert ends("standoff", sets) == (SETTLED, 2.0, "p8")
    assert offers(tell("standoff", sets), "buyer") == ["p2", "p8"]


def test_until_it_gives_in_it_cannot_be_told_from_an_obstinate_side() -> None:
    """World by world, the offers of a side that waits are those of one that always will."""
    sets = doubtful()
    waits = play("standoff", sets, n=64)
    kinds = drawn("standoff", sets, n=64).type
    assert (waits.ending[(kinds == 1).all(axis=0)] != SETTLED).all()
    world = int(np.argmax(waits.day * (waits.ending == SETTLED)))
    last = waits.day[world]
    assert last > 4
    for party, price in (("seller", "p8"), ("buyer", "p2")):
        told = offers(tell("standoff", sets, world), party)
        assert set(told[:-1]) == {price}


def test_the_day_of_giving_in_does_not_hang_on_the_length_of_rounds() -> None:
    """Both demands are known after two rounds, and it is played out before the round that follows
    the drawn time."""
    sets = doubtful()
    days = {
        length: play("standoff", [*sets, f"protocol.round_days={length}"], n=64).day - 2 * length
        for length in (0.5, 0.25)
    }
    settled = play("standoff", [*sets, "protocol.round_days=0.5"], n=64).ending == SETTLED
    assert settled.sum() > 30
    apart = (days[0.5] - days[0.25])[settled]
    assert apart.min() >= -1e-9
    assert apart.max() <= 0.5


def test_the_story_tells_how_each_refusal_makes_the_other_more_believable() -> None:
    """T = -ln(0.3)/λ for both, so neither gives in at once: 0.3 when both demands are known, then
    more and more; told by the twentieth."""
    waits = play("standoff", doubtful(), n=64)
    kinds = drawn("standoff", doubtful(), n=64).type
    world = int(np.argmax(waits.day * (waits.ending == SETTLED) * (kinds == 0).all(axis=0)))
    told = [m for m in tell("standoff", doubtful(), world).moves if m.kind is MoveKind.BELIEF]
    for observer, about in (("seller", "buyer"), ("buyer", "seller")):
        chances = [m.value for m in told if (m.party, m.about) == (observer, about)]
        assert len(chances) > 3
        assert 0.35 <= chances[0] < 0.36
        assert (np.diff(chances) >= 0.05).all()
        assert chances[-1] <= 1


def test_thousands_of_refusals_leave_the_ladder_as_it_was() -> None:
    """Rounds of minutes: after 5,000 times "too little" the other's weight is still a number, and
    the demand the same."""
    scenario = load("standoff")
    model = NegotiationModel(setting_of(scenario), drawn("standoff"), asked=0, tracked=0)
    model.step()
    seller = model.proposers[0]
    before = seller.next_offer()
    for _ in range(5000):
        seller.outdated |= seller.learn_too_little(1, np.ones(1, dtype=bool))
        seller.prepare(model.day, np.ones(1, dtype=bool))
    assert np.isfinite(seller.weight).all()
    assert np.isfinite(seller.ladder.own[0]).all()
    np.testing.assert_array_equal(seller.next_offer(), before)


EDITS = {"one": 4.0, "two": 3.0, "package": 2.0}


@pytest.mark.parametrize("edits", EDITS)
def test_the_more_a_mediator_may_change_at_once_the_sooner_it_finds_the_trade(edits: str) -> None:
    sets = [f"protocol.edits='{edits}'"]
    assert ends("edits", sets) == (SETTLED, EDITS[edits], "fair/fair/fair")
    told = offers(tell("edits", sets), "")
    texts = ["top/top/top", "fair/top/top", "fair/fair/top", "fair/fair/fair"]
    skipped = {"one": [], "two": ["fair/top/top"], "package": texts[1:3]}
    assert told == [text for text in texts if text not in skipped[edits]]


def test_who_may_change_one_issue_at_a_time_runs_out_of_time() -> None:
    assert ends("edits", ["protocol.edits='one'", "protocol.horizon=3"])[0] is Ending.IMPASSE
    assert ends("edits", ["protocol.horizon=3"])[0] is SETTLED


def test_up_to_two_blocks_is_what_a_mediator_may_change_unless_told() -> None:
    assert ends("edits") == ends("edits", ["protocol.edits='two'"])


def test_a_chance_that_nobody_knows_of_has_moved_moves_nobody() -> None:
    """The buyer is obstinate less often than all reckon: where it is as it was, nothing changes."""
    base = load_scenario("theory/abreu-gul", sets=["protocol.round_days=0.5"])
    seldom = ["protocol.round_days=0.5", "party.buyer.type.obstinate.chance=0.0625"]
    moved = load_scenario("theory/abreu-gul", sets=seldom)
    before = negotiate(base, sample_worlds(base, n=512), asked=0)
    quiet, public = (
        negotiate(moved, sample_worlds(moved, n=512), known=known, asked=0)
        for known in (base, None)
    )
    alike = (before.type == quiet.type).all(axis=1)
    assert alike.sum() > 300
    np.testing.assert_array_equal(before.day[alike], quiet.day[alike])
    assert (before.day[alike] != public.day[alike]).any()
