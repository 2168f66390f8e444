"""Who proposes and how many must sign: a quota, and turns that are drawn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binom

from sim.domain.outcome import Ending
from sim.domain.story import MoveKind
from sim.engine import negotiate
from sim.sampling import sample_worlds
from tests.mechanisms.play import drawn, ends, load, offers, package, play, tell

SETTLED = Ending.SETTLEMENT
IMPASSE = (Ending.IMPASSE, 40.0, "")


# -- a quota


def test_two_of_three_settle_against_the_third() -> None:
    assert ends("quota") == (SETTLED, 19.0, "p5")
    assert ends("quota", ["protocol.quota=3"]) == IMPASSE
    assert ends("quota", ["protocol.quota=1"]) == (SETTLED, 1.0, "p10")


def test_a_quota_of_all_is_as_good_as_none() -> None:
    scenario = load("quota", ["protocol.quota=3"])
    without = replace(scenario, protocol=replace(scenario.protocol, quota=None))
    worlds = sample_worlds(scenario, n=1)
    one, other = negotiate(scenario, worlds), negotiate(without, worlds)
    assert one.ending == other.ending == Ending.IMPASSE
    assert np.array_equal(one.last_offer, other.last_offer)
    assert np.array_equal(one.refused_value, other.refused_value)


def test_the_outvoted_party_is_asked_and_told_that_it_is_not_needed() -> None:
    last = [move for move in tell("quota").moves if move.kind is MoveKind.OFFER][-1]
    refusal = next(answer for answer in last.answers if answer.party == "creditor")
    assert not refusal.accepts
    assert not refusal.needed


def test_where_too_few_sign_all_who_refuse_are_missing() -> None:
    """Of seven asks and six bids all but the last ask fail, and each lacks the creditor, too."""
    refused = play("quota").refused_value[0].tolist()
    assert refused == [6, 6, 12]


def test_a_principal_whose_consent_an_option_needs_can_block_it_under_a_quota() -> None:
    consent = [f"issue.price.option.p{k}.consent={{ all_of = ['creditor'] }}" for k in range(2, 9)]
    assert ends("quota", consent)[0] is Ending.IMPASSE


def test_a_principal_leaves_and_enough_are_left() -> None:
    assert ends("quota_exit") == (SETTLED, 19.0, "p5")
    assert ends("quota_exit", ["protocol.quota=3"]) == (Ending.WALKOUT, 5.0, "")
    assert ends("quota_exit", ["event.exit.leaves=['creditor', 'seller']"])[:2] == (
        Ending.WALKOUT,
        5.0,
    )
    assert ends("quota_exit", ["event.exit.leaves=['buyer']"]) == IMPASSE


def test_a_turn_of_a_party_that_has_left_passes() -> None:
    silent = [m for m in tell("quota_exit").moves if m.kind is MoveKind.SILENCE]
    assert {m.party for m in silent} == {"creditor"}
    assert [m.why for m in silent if m.day > 5] == ["left"] * 5
    # From its departure on nobody counts its refusals: those of days 1, 2 and 4.
    assert play("quota_exit").refused_value[0].tolist() == [6, 6, 3]


def test_an_offer_of_a_party_that_has_left_stands_no_longer() -> None:
    track = play("quota_exit", ["event.exit.leaves=['seller']"]).offers
    assert track is not None
    seller, buyer = (track.proposers.index(party) for party in ("seller", "buyer"))
    standing = ~np.isnan(track.value[:, seller, buyer, 0])
    assert track.day[standing].tolist() == [1.0, 2.0, 3.0, 4.0]


def test_a_party_that_has_left_states_no_reason() -> None:
    """The registry's consent would do, and it refuses; the bank's is gone with the bank."""
    outcomes = play("departure", ["party.registry.no_deal.shift=0.2"])
    assert outcomes.ending[0] == Ending.IMPASSE
    parties = list(outcomes.scenario.parties)
    assert outcomes.refused_value[0, parties.index("registry")] > 0
    assert outcomes.refused_value[0, parties.index("bank")] == 0


def test_where_another_leaves_the_third_is_needed() -> None:
    """The creditor is needed again if another leaves, and signs only if content."""
    assert ends("quota_exit", ["event.exit.leaves=['seller']"]) == IMPASSE
    content = "party.creditor.no_deal.shift=-0.2"
    assert ends("quota_exit", ["event.exit.leaves=['seller']", content])[0] is SETTLED


# -- recognition


def test_who_is_recognised_on_the_day_gains() -> None:
    outcomes = play("recognition", n=40)
    u = drawn("recognition", n=40).turn_u[6]
    assert set(outcomes.day) == {7.0}
    signed = [package(outcomes, world)["price"] for world in range(40)]
    assert signed == ["p8" if x < 0.25 else "p2" for x in u]
    assert set(signed) == {"p8", "p2"}


@pytest.mark.parametrize(("chance", "price"), [(0.0, "p2"), (1.0, "p8")])
def test_who_is_always_recognised_gains_in_every_world(chance: float, price: str) -> None:
    sets = [f"protocol.recognition={{ seller = {chance}, buyer = {1 - chance} }}"]
    assert {ends("recognition", sets, world) for world in range(8)} == {(SETTLED, 7.0, price)}


def test_in_turn_the_seller_has_the_seventh_day() -> None:
    scenario = load("recognition")
    turns = replace(scenario, protocol=replace(scenario.protocol, recognition={}))
    outcomes = negotiate(turns, sample_worlds(turns, n=3))
    assert [package(outcomes, world)["price"] for world in range(3)] == ["p8"] * 3


def test_the_dearer_price_comes_as_often_as_the_seller_is_recognised() -> None:
    n = 4000
    outcomes = play("recognition", n=n)
    dear = sum(package(outcomes, world)["price"] == "p8" for world in range(n))
    low, high = binom.interval(0.999, n, 0.25)
    assert low <= dear <= high


def test_a_party_recognised_before_its_draft_is_ready_lets_the_round_pass() -> None:
    sets = [
        "protocol.recognition={ seller = 1, buyer = 0 }",
        "party.seller.draft_days=1000",
    ]
    story = tell("recognition", sets)
    assert offers(story, "seller") == offers(story, "buyer") == []
    silent = [move for move in story.moves if move.kind is MoveKind.SILENCE]
    assert {(move.party, move.why) for move in silent} == {("seller", "draft")}
    assert ends("recognition", sets) == IMPASSE
