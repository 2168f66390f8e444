"""Looking ahead, and deals that bind for a round: what each changes, worked out by hand."""

from __future__ import annotations

import pytest

from sim.domain.outcome import Ending
from sim.domain.story import MoveKind
from tests.mechanisms.play import BASE, PATIENCE, ends, no_deal, offers, play, tell, value

SETTLED = Ending.SETTLEMENT
BY_HABIT = "party.{}.behaviour='time-dependent'"
#: What a day's wait leaves of a value.
DAY = PATIENCE ** (1 / 7)


# -- subgame-perfect


def test_who_has_the_last_word_has_the_better_of_it_at_once():
    habits = [BY_HABIT.format(party) for party in ("seller", "buyer")]
    assert ends("looking_ahead", habits) == BASE
    assert ends("looking_ahead") == (SETTLED, 1.0, "p2")
    assert ends("looking_ahead", ["protocol.horizon=39"]) == (SETTLED, 1.0, "p8")


def test_who_looks_ahead_sits_out_who_haggles_by_habit():
    assert ends("looking_ahead", [BY_HABIT.format("seller")]) == (SETTLED, 28.0, "p2")
    told = tell("looking_ahead", [BY_HABIT.format("seller")])
    assert set(offers(told, "buyer")) == {"p2"}


def test_a_better_way_out_in_the_end_is_worth_something_at_once():
    sets = ["party.seller.no_deal.shift=0.35"]  # 0.45 · 0.9943 = 0.447: p5
    assert ends("looking_ahead", sets) == (SETTLED, 1.0, "p5")


def test_who_knows_of_a_rise_to_come_signs_nothing_less_today():
    drift = ["party.seller.no_deal.drift=0.0525"]  # 0.12 + 0.3 on day 40: p5
    assert ends("looking_ahead", drift) == (SETTLED, 1.0, "p5")


def test_drafts_stated_openings_and_quiet_do_not_bind_who_looks_ahead():
    sets = [
        "party.seller.demand.price.opens_with='p1'",
        "party.seller.draft_days=20",
        "party.buyer.draft_days=20",
        "protocol.quiet_days=1",
    ]
    assert ends("looking_ahead", sets) == (SETTLED, 1.0, "p2")


def test_who_sees_nothing_to_share_leaves_at_once():
    """0.9 and 0.2 are to be had without a deal, now as on day 40: the buyer, who answers, goes."""
    rather = ["party.seller.no_deal.shift=0.9", "party.buyer.no_deal.shift=0.2"]
    assert ends("looking_ahead", rather) == (Ending.WALKOUT, 1.0, "")
    moves = tell("looking_ahead", rather).moves
    assert [m.why for m in moves if m.kind is MoveKind.SILENCE] == ["plan"]
    assert [m.party for m in moves if m.kind is MoveKind.LEAVING] == ["buyer"]


def test_who_sees_its_way_out_grow_waits_for_it():
    """0.7 a week: nobody leaves while no agreement is worth more every week than the wait costs."""
    drifts = ["party.seller.no_deal.drift=0.7", "party.buyer.no_deal.drift=0.7"]
    rather = ["party.seller.no_deal.shift=0.9", "party.buyer.no_deal.shift=0.2", *drifts]
    assert ends("looking_ahead", rather) == (Ending.IMPASSE, 40.0, "")


def test_who_looks_ahead_is_not_told_to_doubt_what_it_offers():
    """What others know of the seller is far from what it would take; a plan goes by what is so."""
    doubted = ["belief.buyer.seller.no_deal=0.95", "protocol.order=['buyer', 'seller']"]
    moves = tell("looking_ahead", doubted).moves
    assert [move.believes_deal for move in moves if move.kind is MoveKind.OFFER] == [True]
    habits = [BY_HABIT.format(party) for party in ("seller", "buyer")]
    doubts = tell("looking_ahead", doubted + habits).moves
    assert not all(
        m.believes_deal for m in doubts if m.kind is MoveKind.OFFER and m.party == "buyer"
    )


# -- deals of one round


def test_power_that_shifts_brings_war_the_day_before_and_only_where_deals_do_not_last():
    assert ends("one_round") == (Ending.WALKOUT, 19.0, "")
    assert ends("one_round", ["event.shift.chance=0"]) == (SETTLED, 40.0, "p2")
    assert ends("one_round", ["protocol.deals='permanent'"])[:2] == (SETTLED, 1.0)


def test_a_shift_small_enough_is_borne():
    """By 0.3: the seller has 0.42 from day 20 on, and too little is left of 0.7. By 0.08: it has p2
    on day 40 and all of every second day before, so on day 20 what is computed here, 0.232; and the
    buyer has 0.769 on day 19."""
    limit = DAY / (1 + DAY)
    assert 1 - DAY + DAY * (1 - limit + (limit - 0.2) * DAY**20) == pytest.approx(0.769, abs=5e-4)
    for size, day in ((0.08, 40.0), (0.3, 19.0)):
        sets = [f"event.shift.no_deal.seller={size}", f"event.shift.no_deal.buyer={-size}"]
        assert ends("one_round", sets)[1] == day


def test_what_the_days_of_peace_gave_counts_with_what_the_fight_gives():
    """Its parts added up, day by day, from what was signed."""
    played = play("one_round")
    moves = [move for move in tell("one_round").moves if move.kind is MoveKind.OFFER]
    assert [move.day for move in moves] == [float(day) for day in range(1, 19)]
    for place, party in enumerate(("seller", "buyer")):
        given = 0.0
        for move in moves:
            price = int(move.package["price"].removeprefix("p")) / 10
            given += (1 - DAY) * DAY**move.day * (price if party == "seller" else 1 - price)
        fight = (0.12, 0.7)[place] * DAY**19
        assert played.no_deal[0, place] == pytest.approx(given + fight)
        assert no_deal(played, party) * DAY**19 == pytest.approx(given + fight)
    peace = play("one_round", ["event.shift.chance=0"])
    total = sum(value(peace, party) for party in ("seller", "buyer")) * DAY**40
    assert total == pytest.approx(DAY)  # the whole, from day 1 on


def test_who_fights_says_so():
    """By hand, on day 19 the buyer has nothing to gain by peace, and the seller, whose turn it is,
    nothing to offer it. A day late the shift finds the buyer with the turn: it fights on day 20."""
    story = tell("one_round")
    (silent,) = [move for move in story.moves if move.kind is MoveKind.SILENCE]
    assert (silent.party, silent.why) == ("seller", "refused")
    later = tell("one_round", ["event.shift.day=21"])
    (silent,) = [move for move in later.moves if move.kind is MoveKind.SILENCE]
    assert (silent.party, silent.why, silent.day) == ("buyer", "fight", 20.0)
