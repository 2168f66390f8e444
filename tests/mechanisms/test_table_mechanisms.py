"""Protocols, clocks, behaviours and beliefs: who gives way, when, and to what."""

from __future__ import annotations

import numpy as np
import pytest

from sim.domain.outcome import Ending, Overlap
from sim.domain.story import MoveKind
from tests.mechanisms.play import BASE, PATIENCE, drawn, ends, offers, play, tell, value

SETTLED = Ending.SETTLEMENT
IMPASSE = (Ending.IMPASSE, 40.0, "")


def prices(numbers: str) -> list[str]:
    return [f"p{number}" for number in numbers.split()]


def same(one: object, other: object) -> bool:
    """Whether two runs have the same rows, array for array."""
    names = ("ending", "day", "package", "value", "no_deal", "first_offer", "last_offer")
    return all(
        np.array_equal(getattr(one, name), getattr(other, name), equal_nan=True) for name in names
    )


# -- the clock


def test_the_more_patient_side_waits_longer_and_gets_more() -> None:
    assert ends("patience") == (SETTLED, 24.0, "p7")
    assert play("patience").value[0, 0] == pytest.approx(0.7 * 0.99 ** (24 / 7))
    assert ends("patience", [f"party.seller.patience={PATIENCE}"]) == BASE


def test_a_wider_patience_spread_stretches_the_clock_as_patience_does() -> None:
    sets = [f"party.seller.patience={PATIENCE}", "party.seller.tactics.patience_spread=2"]
    assert ends("patience", sets) == (SETTLED, 24.0, "p7")


def test_the_tough_side_gets_more() -> None:
    assert ends("toughness") == (SETTLED, 21.0, "p6")
    assert ends("toughness", ["party.seller.tactics.toughness=1"]) == BASE


@pytest.mark.parametrize(("opening", "day"), [(0.1, 14), (0.5, 16), (1, 18)])
def test_lower_openings_meet_sooner(opening: float, day: int) -> None:
    assert ends("opening", [f"tactics.opening={opening}"]) == (SETTLED, float(day), "p5")


def test_the_first_offer_stands_at_the_opening() -> None:
    assert offers(tell("opening"), "seller")[0] == "p8"  # 0.82 − 0.023 wanted
    assert offers(tell("opening", ["tactics.opening=0.5"]), "seller")[0] == "p9"
    assert offers(tell("opening", ["tactics.opening=1"]), "seller")[0] == "p10"


def test_a_side_that_opens_with_less_never_asks_for_more_and_gets_less() -> None:
    assert ends("opens_with") == (SETTLED, 16.0, "p4")
    assert offers(tell("opens_with"), "seller")[0] == "p7"
    assert ends("opens_with", ["party.seller.demand.price.opens_with='p10'"]) == BASE


def test_who_fears_the_deadline_pays() -> None:
    assert ends("deadline") == (SETTLED, 13.0, "p7")
    seller = ["deadline.belief.buyer=0", "deadline.belief.seller=0.9"]
    assert ends("deadline", seller) == (SETTLED, 13.0, "p3")
    assert ends("deadline", ["deadline.belief.buyer=0"]) == BASE


@pytest.mark.parametrize(
    ("deadline", "day", "price"), [(10, 10, "p8"), (14, 13, "p7"), (14.9, 13, "p7"), (21, 17, "p6")]
)
def test_the_nearer_the_feared_deadline_the_sooner_and_dearer(
    deadline: float, day: int, price: str
) -> None:
    assert ends("deadline", [f"deadline.day={deadline}"]) == (SETTLED, float(day), price)


def test_what_fear_of_a_deadline_gave_away_is_not_taken_back_when_it_has_passed() -> None:
    # Day 10: the buyer wants 0.12 + 0.88 · 0.667 · 0.3 = 0.296 and bids p7, the seller wants 0.707.
    # Day 11: asked p7 (0.677), the buyer keeps to 0.296; its clock alone would have it want 0.677.
    sets = ["deadline.day=10", "deadline.belief.buyer=0.7"]
    assert ends("deadline", sets) == (SETTLED, 11.0, "p7")


def test_a_side_without_its_draft_keeps_silent_until_it_is_ready() -> None:
    ready = drawn("draft", n=300).draft_day[1] <= 18
    assert 100 < ready.sum() < 250
    assert (play("draft", n=300).day == np.where(ready, 18, 19)).all()
    silent = int(np.argmin(ready))
    told = [m.why for m in tell("draft", world=silent).moves if m.kind is MoveKind.SILENCE]
    assert set(told) == {"draft"}


# -- types and behaviours


def test_a_staller_stops_at_what_talking_on_is_worth_to_it() -> None:
    assert ends("stalling") == (SETTLED, 21.0, "p6")
    assert ends("stalling", ["party.seller.type.stalling.chance=0"]) == BASE


def test_talking_on_can_be_worth_more_than_any_deal() -> None:
    outcomes = play("stalling", ["party.seller.type.stalling.side_benefit=0.18"])
    assert outcomes.ending[0] == Ending.IMPASSE
    assert outcomes.overlap[0] == Overlap.EMPTY
    assert (outcomes.first_offer[0, 0] == -1).all()


def test_a_type_without_side_benefit_changes_nothing() -> None:
    sets = ["party.seller.type.stalling.side_benefit=0"]
    assert same(play("stalling", sets, n=20), play("haggle", n=20))


def test_an_obstinate_type_settles_nothing_in_just_its_worlds() -> None:
    outcomes = play("obstinate_type", n=200)
    hard = drawn("obstinate_type", n=200).type[0] == 1
    assert 70 < hard.sum() < 130
    assert (outcomes.type[:, 0] == hard).all()
    assert (outcomes.ending[hard] == Ending.IMPASSE).all()
    assert (outcomes.day[~hard] == 18).all()


#: The seller's behaviour → what it asks for, and how it ends.
BEHAVIOURS = {
    "time-dependent": ("10 10 9 8 8 7 7 6 6", BASE),
    "reciprocal": ("10 10 9 9 8 8 7 6 6 5", (SETTLED, 19.0, "p5")),
    "minimal-concession": ("10 9 8 8 7 7 6 5 5", BASE),
    "obstinate": ("10 " * 20, IMPASSE),
}


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_a_behaviour_asks_price_by_price_as_its_rule_says(behaviour: str) -> None:
    sets = [f"party.seller.behaviour='{behaviour}'"]
    asked, ending = BEHAVIOURS[behaviour]
    assert offers(tell("behaviours", sets), "seller") == prices(asked)
    assert ends("behaviours", sets) == ending


#: The behaviour of both → how it ends.
PAIRS = {"reciprocal": IMPASSE, "minimal-concession": (SETTLED, 11.0, "p5"), "obstinate": IMPASSE}


@pytest.mark.parametrize("behaviour", PAIRS)
def test_two_of_a_kind_wait_for_each_other_or_meet_halfway(behaviour: str) -> None:
    sets = [f"party.{side}.behaviour='{behaviour}'" for side in ("seller", "buyer")]
    assert ends("behaviours", sets) == PAIRS[behaviour]


def test_an_obstinate_side_that_opens_at_its_believed_best_gets_it_in_the_end() -> None:
    sets = ["party.seller.behaviour='obstinate'", "party.seller.tactics.opening=0"]
    assert ends("behaviours", sets) == (SETTLED, 28.0, "p8")


# -- protocols


def test_accepting_at_the_reservation_signs_early_what_haggling_would_refuse() -> None:
    assert ends("acceptance") == (SETTLED, 7.0, "p8")
    assert ends("acceptance", ["protocol.acceptance='target'"]) == BASE


def test_a_final_offer_leaves_the_other_side_what_it_is_believed_to_need() -> None:
    assert ends("protocols") == (SETTLED, 1.0, "p8")
    assert ends("protocols", ["protocol.order=['buyer', 'seller']"]) == (SETTLED, 1.0, "p2")


def test_a_mediators_fair_text_is_signed_by_honest_sides_and_lost_on_strategic_ones() -> None:
    sets = ["protocol.kind='single-text'"]
    assert ends("protocols", sets) == (SETTLED, 1.0, "p5")
    assert ends("protocols", [*sets, "protocol.answers='strategic'"]) == IMPASSE


def test_a_mediator_puts_each_text_once_while_there_are_others() -> None:
    sets = ["protocol.kind='single-text'", "protocol.answers='strategic'"]
    texts = offers(tell("protocols", sets), "")
    assert texts[0] == "p5"
    assert sorted(texts[:11]) == sorted(f"p{k}" for k in range(11))


def test_demands_at_once_settle_when_they_meet() -> None:
    assert ends("protocols", ["protocol.kind='simultaneous'"]) == BASE


def test_of_two_demands_that_both_sides_would_sign_one_draw_decides() -> None:
    outcomes = play("simultaneous", n=200)
    first = drawn("simultaneous", n=200).tie_u < 0.5
    assert 70 < first.sum() < 130
    assert (outcomes.package[:, 0] == np.where(first, 2, 8)).all()
    turns = play("simultaneous", ["protocol.kind='alternating'"], n=200)
    assert (turns.package[:, 0] == 2).all()


@pytest.mark.parametrize(("days", "day"), [(1, 18), (3, 18), (4, 20)])
def test_longer_rounds_settle_on_the_first_of_their_days_that_would_do(days: int, day: int) -> None:
    # Rounds of four days: day 16 bid p4, the seller wants 0.531; day 20 asked p5, 0.413 wanted.
    assert ends("haggle", [f"protocol.round_days={days}"]) == (SETTLED, float(day), "p5")


def test_the_horizon_ends_talks_that_one_more_day_would_have_settled() -> None:
    assert ends("haggle", ["protocol.horizon=17"]) == (Ending.IMPASSE, 17.0, "")
    assert play("haggle", ["protocol.horizon=17"]).overlap[0] == Overlap.PRESENT


def test_talks_break_up_after_the_quiet_days_that_are_stated() -> None:
    assert ends("quiet") == (Ending.WALKOUT, 35.0, "")
    assert ends("quiet", ["protocol.quiet_days=14"]) == IMPASSE


# -- learning and beliefs

#: Worth of half of y to the buyer → days of the first offer of it, ending.
HALVES = {
    0.8: (13, (SETTLED, 13.0, "keep/half")),
    0.5: (13, (SETTLED, 19.0, "keep/half")),
    0.2: (17, (SETTLED, 29.0, "keep/whole")),
    0.05: (None, (SETTLED, 29.0, "keep/whole")),
}


@pytest.mark.parametrize("half", HALVES)
def test_too_little_said_often_enough_turns_concessions_to_who_says_it(half: float) -> None:
    sets = [f"party.buyer.demand.y.values.half={half}"]
    first, ending = HALVES[half]
    made = offers(tell("attention", sets), "seller")
    assert ends("attention", sets) == ending
    assert ("keep/half" in made) == (first is not None)
    if first is not None:
        assert 1 + 2 * made.index("keep/half") == first


def test_between_refusals_that_count_the_ladder_stands_still() -> None:
    made = offers(tell("attention"), "seller")
    kept, given = ["keep/keep"] * 5, ["give/keep"] * 3
    later = ["keep/half"] * 2 + ["give/half"] * 4 + ["keep/whole"]
    assert made == kept + given + later


def test_who_believes_the_other_to_be_better_off_asks_for_less() -> None:
    assert ends("belief_no_deal") == (SETTLED, 1.0, "p7")
    assert ends("belief_no_deal", ["belief.seller.buyer.no_deal=0"]) == (SETTLED, 1.0, "p8")


def test_who_believes_the_other_to_be_worse_off_asks_for_too_much() -> None:
    ending, _, signed = ends("belief_no_deal", ["belief.seller.buyer.no_deal=-0.15"])
    assert (ending, signed) == (Ending.IMPASSE, "")


def test_who_mistakes_the_others_weights_gives_away_the_wrong_issue() -> None:
    assert ends("belief_weight") == (SETTLED, 1.0, "none/no")
    assert value(play("belief_weight"), "a") == pytest.approx(0.2)
    true = ["belief.a.b.weight.land=0.2", "belief.a.b.weight.pact=0.8"]
    assert ends("belief_weight", true) == (SETTLED, 1.0, "all/yes")
    assert value(play("belief_weight", true), "a") == pytest.approx(0.8)


#: What changes in common knowledge → what the obstinate seller asks for, price and times.
KNOWN = {
    (): "8 " * 8 + "7 " * 8 + "6 " * 4,
    ("party.buyer.no_deal.drift=0",): "8 " * 20,
    ("party.buyer.no_deal.drift=0", "event.shop.chance=1"): "8 " + "7 " * 19,
    ("party.buyer.no_deal.drift=0", "partial.truce.weekly_chance=1"): "8 " + "7 " * 19,
}


@pytest.mark.parametrize("sets", KNOWN)
def test_a_seller_reckons_with_what_all_know_of_the_buyers_way_out(sets: tuple[str, ...]) -> None:
    assert offers(tell("common_knowledge", sets), "seller") == prices(KNOWN[sets])


def test_an_event_counts_for_others_at_its_mode_whatever_it_is_in_this_world() -> None:
    effect = "event.shop.no_deal.buyer=[0.149, 0.15, 0.95]"
    sets = ["party.buyer.no_deal.drift=0", "event.shop.chance=1", effect]
    for world in range(5):
        asked = offers(tell("common_knowledge", sets, world), "seller")
        assert asked[:10] == prices("8 " + "7 " * 9)


@pytest.mark.parametrize(("shift", "price"), [(0.07, "p2"), (0.09, "p3")])
def test_who_believes_in_no_deal_still_aims_a_fiftieth_above_its_own_way_out(
    shift: float, price: str
) -> None:
    # 0.17 + 0.02 is reached by p2, 0.19 + 0.02 by p3.
    sets = ["belief.seller.buyer.no_deal=0.9", f"party.seller.no_deal.shift={shift}"]
    assert ends("belief_no_deal", sets) == (SETTLED, 1.0, price)


def test_a_story_tells_every_demand_of_a_simultaneous_round() -> None:
    story = tell("simultaneous")
    last = max(move.round for move in story.moves)
    asked = [m.party for m in story.moves if m.round == last and m.kind is MoveKind.OFFER]
    assert sorted(asked) == ["buyer", "seller"]
