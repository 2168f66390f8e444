"""What packages and no deal are worth: each mechanism moves the hand-worked deal as reckoned."""

from __future__ import annotations

import pytest

from sim.domain.outcome import Ending
from tests.mechanisms.play import BASE, PATIENCE, drawn, ends, no_deal, package, play, value

SETTLED = Ending.SETTLEMENT


def test_the_bare_haggle_settles_in_the_middle_when_both_clocks_have_come_down_to_it() -> None:
    outcomes = play("haggle")
    assert ends("haggle") == BASE
    assert outcomes.value[0] == pytest.approx([0.5 * PATIENCE ** (18 / 7)] * 2)
    assert outcomes.no_deal[0] == pytest.approx([0.12 * PATIENCE ** (18 / 7)] * 2)


@pytest.mark.parametrize(("weight", "day"), [(0.5, 18), (0.62, 13), (0.8, 7)])
def test_the_more_differently_two_issues_are_weighed_the_sooner_and_richer_the_swap(
    weight: float, day: int
) -> None:
    other = round(1 - weight, 2)
    sets = [f"party.a.demand.land.weight={weight}", f"party.a.demand.pact.weight={other}"]
    sets += [f"party.b.demand.land.weight={other}", f"party.b.demand.pact.weight={weight}"]
    outcomes = play("swap", sets)
    assert outcomes.day[0] == day
    assert value(outcomes, "a") == pytest.approx(weight)
    assert value(outcomes, "b") == pytest.approx(weight)


def test_weights_count_only_as_shares_of_their_sum() -> None:
    sets = [f"party.a.demand.{j}.weight={w}" for j, w in (("land", 8), ("pact", 2))]
    assert ends("swap", sets) == ends("swap")


def test_a_better_way_out_earns_the_buyer_a_lower_price_and_costs_days() -> None:
    assert ends("no_deal_path") == (SETTLED, 21.0, "p4")
    assert no_deal(play("no_deal_path"), "buyer") == pytest.approx(0.42)
    assert ends("no_deal_path", ["party.buyer.no_deal.shift=0.02"]) == BASE


def test_the_indifference_package_is_valued_as_the_party_values_it() -> None:
    sets = ["party.buyer.no_deal.shift=0.02", "party.buyer.no_deal.package.price='p6'"]
    assert ends("no_deal_path", sets) == (SETTLED, 21.0, "p4")
    assert no_deal(play("no_deal_path", sets), "buyer") == pytest.approx(0.42)


def test_a_way_out_that_gets_better_with_time_lowers_the_price_and_is_reported_as_it_is() -> None:
    sets = ["party.buyer.no_deal.shift=0.02", "party.buyer.no_deal.drift=0.07"]
    assert ends("no_deal_path", sets) == (SETTLED, 21.0, "p4")
    assert no_deal(play("no_deal_path", sets), "buyer") == pytest.approx(0.12 + 0.01 * 21)


def test_a_belief_gap_moves_what_the_buyer_accepts_but_not_what_no_deal_is_worth() -> None:
    sets = ["party.buyer.no_deal.shift=0.02", "party.buyer.no_deal.belief_gap=0.07"]
    assert ends("no_deal_path", sets) == (SETTLED, 21.0, "p4")
    assert no_deal(play("no_deal_path", sets), "buyer") == pytest.approx(0.12)


def test_a_belief_gap_alone_can_hide_every_deal() -> None:
    sets = ["party.buyer.no_deal.shift=0.02", "party.buyer.no_deal.belief_gap=0.7"]
    assert ends("no_deal_path", sets) == (Ending.IMPASSE, 40.0, "")
    assert no_deal(play("no_deal_path", sets), "buyer") == pytest.approx(0.12)


def test_a_premium_makes_the_buyer_pay_more_and_sooner() -> None:
    assert ends("premium") == (SETTLED, 16.0, "p6")
    assert value(play("premium"), "buyer") == pytest.approx(0.4 + 0.25)
    assert value(play("premium"), "seller") == pytest.approx(0.6)
    assert ends("premium", ["party.buyer.premium=0"]) == BASE


#: Guarantees that may be given → feared loss, day, price.
FEARS = {
    (): (0.25, 21, "p4", 0.6),
    ("guarantee",): (0.125, 20, "p5", 0.5),
    ("pledge",): (0.125, 20, "p5", 0.5),
    ("guarantee", "pledge"): (0.0625, 19, "p5", 0.5),
}


@pytest.mark.parametrize("given", FEARS)
def test_each_guarantee_takes_its_share_of_the_fear_that_the_other_leaves(
    given: tuple[str, ...],
) -> None:
    lost, day, price, worth = FEARS[given]
    sets = [f"only.{issue}=['absent']" for issue in ("guarantee", "pledge") if issue not in given]
    outcomes = play("feared_breach", sets)
    signed = package(outcomes)
    assert (outcomes.day[0], signed["price"]) == (day, price)
    assert {issue for issue in ("guarantee", "pledge") if signed[issue] == "given"} == set(given)
    assert value(outcomes, "buyer") == pytest.approx(worth - lost)


@pytest.mark.parametrize("number", ["fear", "loss"])
def test_without_fear_or_without_loss_guarantees_change_nothing(number: str) -> None:
    outcomes = play("feared_breach", [f"party.buyer.breach.{number}=0"])
    assert (outcomes.day[0], package(outcomes)["price"]) == (18, "p5")


def test_fear_that_no_option_cuts_is_carried_into_every_deal() -> None:
    sets = ["party.buyer.breach.fear=0.5", "party.buyer.breach.loss=0.5"]
    assert ends("haggle", sets) == (SETTLED, 21.0, "p4")
    assert value(play("haggle", sets), "buyer") == pytest.approx(0.6 - 0.25)


def test_an_option_that_may_not_be_agreed_sends_the_talks_past_it() -> None:
    assert ends("only") == (SETTLED, 21.0, "p4")
    assert ends("only", ["only.price=['p0', 'p5', 'p10']"]) == BASE


def test_a_band_widens_option_values_but_neither_their_ends_nor_their_order() -> None:
    values = drawn("band", n=400).values[0, 0]
    assert (values[0] == 0).all()
    assert (values[10] == 1).all()
    assert values[5].min() < 0.44
    assert values[5].max() > 0.56
    assert ((values[5] >= 0.4) & (values[5] <= 0.6)).all()
    assert (values[1:] >= values[:-1]).all()
    assert (drawn("band", ["band=0"], n=400).values[0, 0, 5] == 0.5).all()


def test_a_band_makes_worlds_differ_and_none_leaves_them_alike() -> None:
    assert len(set(play("band", n=100).day)) > 1
    assert set(play("band", ["band=0"], n=100).day) == {18}


def test_a_single_number_in_brackets_escapes_the_band() -> None:
    values = drawn("band", ["party.seller.demand.price.values.p5=[0.5]"], n=100).values
    stated = values[0, 0, 5]
    # The running maximum may still lift it over a lower option's draw, never lower it.
    assert (stated >= 0.5).all()
    assert (stated == 0.5).sum() > 50
    assert (values[1, 0, 5] < 0.5).any()


@pytest.mark.parametrize(("reliability", "ending"), [(1, BASE), (0, (SETTLED, 21.0, "p4"))])
def test_a_number_is_drawn_as_unsupported_where_its_source_is_not_taken_at_its_word(
    reliability: int, ending: tuple[Ending, float, str]
) -> None:
    assert ends("source_group", [f"group.word.reliability={reliability}"]) == ending


def test_one_source_at_its_word_is_enough() -> None:
    assert ends("two_groups") == BASE
    assert ends("two_groups", ["group.word.reliability=0"]) == (SETTLED, 21.0, "p4")
    assert ends("two_groups", ["group.word.reliability=0", "group.rumour.reliability=1"]) == BASE


def test_a_source_is_taken_at_its_word_in_as_many_worlds_as_its_reliability_says() -> None:
    days = play("source_group", ["group.word.reliability=0.7"], n=1000).day
    assert set(days) == {18, 21}
    assert (days == 18).mean() == pytest.approx(0.7, abs=0.045)
