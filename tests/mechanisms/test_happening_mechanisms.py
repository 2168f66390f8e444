"""Events, departures, partial deals: what happens beside the offers moves the hand-worked deal."""

from __future__ import annotations

import numpy as np
import pytest

from sim.domain.outcome import Ending
from sim.domain.story import MoveKind
from sim.engine import negotiate
from sim.sampling import sample_worlds
from tests.mechanisms.play import BASE, drawn, ends, load, no_deal, offers, play, tell, value

SETTLED = Ending.SETTLEMENT
IMPASSE = (Ending.IMPASSE, 40.0, "")


def test_an_event_that_happens_moves_the_deal_and_one_with_chance_0_does_not() -> None:
    assert ends("dated_event") == (SETTLED, 21.0, "p4")
    assert no_deal(play("dated_event"), "buyer") == pytest.approx(0.42)
    assert ends("dated_event", ["event.shop.chance=0"]) == BASE


def test_a_removed_event_does_not_happen() -> None:
    assert ends("dated_event_removed") == BASE
    assert not load("dated_event_removed").events


def test_an_event_happens_in_the_worlds_whose_draw_is_below_its_chance() -> None:
    sets = ["event.shop.chance=0.3"]
    happens = drawn("dated_event", sets, n=300).event_u[0] < 0.3
    assert 60 < happens.sum() < 120
    assert (play("dated_event", sets, n=300).day == np.where(happens, 21, 18)).all()


def test_an_event_after_the_deal_changes_nothing() -> None:
    assert ends("dated_event", ["event.shop.day=19"]) == BASE


@pytest.mark.parametrize(("day", "struck"), [(5, 6), (10, 11), (0, 1)])
def test_a_sure_hazard_strikes_in_the_first_round_after_its_day(day: int, struck: int) -> None:
    sets = ["event.exit.weekly_chance=1", f"event.exit.day={day}"]
    assert ends("hazard", sets) == (Ending.WALKOUT, float(struck), "")


def test_a_hazard_without_chance_never_strikes() -> None:
    assert (play("hazard", ["event.exit.weekly_chance=0"], n=50).day == 18).all()


def test_a_hazard_strikes_when_its_rate_has_used_up_its_draw() -> None:
    u = drawn("hazard", n=300).event_u[0]
    waiting = 7 * np.log(1 - u) / np.log(0.5)
    struck = np.floor(5 + waiting) + 1
    outcomes = play("hazard", n=300)
    assert (outcomes.day == np.minimum(struck, 18)).all()
    assert ((outcomes.ending == Ending.WALKOUT) == (struck <= 18)).all()


#: ((1 − 0.3)/(1 − 0.6))² (0.3/0.6)³: two stays and three moves by day 12.
ODDS = 3.0625 * 0.125


def test_offers_that_move_speak_against_the_staller() -> None:
    moves = [m for m in tell("learning_event").moves if m.kind is MoveKind.BELIEF]
    assert {(m.party, m.about, m.subject) for m in moves} == {("buyer", "seller", "stalling")}
    (move,) = [m for m in moves if m.day == 12]
    assert move.value == pytest.approx(ODDS / (1 + ODDS))


def _walkouts(sets: list[str]) -> tuple[np.ndarray, np.ndarray]:
    u = drawn("learning_event", sets, n=400).event_u[1]
    outcomes = play("learning_event", sets, n=400)
    return u, (outcomes.ending == Ending.WALKOUT) & (outcomes.day == 12)


def test_what_was_learnt_moves_the_chance_of_what_follows() -> None:
    u, out = _walkouts([])
    assert (out == (u < ODDS / (1 + ODDS))).all()
    assert 70 < out.sum() < 150


def test_what_comes_before_the_learning_day_follows_nothing() -> None:
    sets = ["event.cut_off.day=10"]
    u = drawn("learning_event", sets, n=400).event_u[1]
    assert ((play("learning_event", sets, n=400).day == 10) == (u < 0.5)).all()


def test_where_staller_and_plain_move_alike_nothing_is_learnt() -> None:
    u, out = _walkouts(["event.verdict.moves_if_type=0.6"])
    assert (out == (u < 0.5)).all()


@pytest.mark.parametrize("chance", [0, 1])
def test_a_sure_chance_stays_whatever_is_learnt(chance: int) -> None:
    _, out = _walkouts([f"event.cut_off.chance={chance}"])
    assert out.all() == bool(chance)
    assert out.any() == bool(chance)


@pytest.mark.parametrize(("if_type", "odds"), [(0.3, 1 + 9 * ODDS), (0.6, 10)])
def test_what_was_learnt_slows_the_hazard_that_follows(if_type: float, odds: float) -> None:
    sets = [f"event.verdict.moves_if_type={if_type}"]
    u = drawn("learnt_hazard", sets, n=600).event_u[1]
    struck = -np.log(1 - u) < np.log(odds) / 7
    assert 80 < struck.sum() < 220
    ending = play("learnt_hazard", sets, n=600).ending
    assert (ending == np.where(struck, Ending.WALKOUT, Ending.IMPASSE)).all()


@pytest.mark.parametrize(("steps", "ending"), [(0, BASE), (4, (SETTLED, 21.0, "p6"))])
def test_risen_aims_raise_the_price_and_delay_it(
    steps: int, ending: tuple[Ending, float, str]
) -> None:
    assert ends("ratchet", [f"event.advance.aims.seller.price={steps}"]) == ending


def test_aims_that_rise_further_cost_more_days() -> None:
    assert ends("ratchet", ["event.advance.aims.seller.price=5"]) == (SETTLED, 24.0, "p7")
    assert ends("ratchet", ["event.advance.aims.seller.price=10"]) == IMPASSE


def test_a_promised_premium_makes_the_buyer_pay_more_from_then_on() -> None:
    assert ends("premium_event") == (SETTLED, 16.0, "p6")
    assert value(play("premium_event"), "buyer") == pytest.approx(0.4 + 0.25)
    assert ends("premium_event", ["event.promise.chance=0"]) == BASE


MIDDLE = (SETTLED, 18.0, "middle")


@pytest.mark.parametrize(
    ("consent", "stays", "leaves"),
    [
        ("['bank', 'registry']", MIDDLE, MIDDLE),
        ("['bank', 'court']", MIDDLE, IMPASSE),
        ("['bank']", MIDDLE, IMPASSE),
        ("[['bank', 'registry'], 'court']", MIDDLE, IMPASSE),
    ],
)
def test_when_the_bank_leaves_what_needs_it_falls_to_the_others_or_vanishes(
    consent: str, stays: tuple[Ending, float, str], leaves: tuple[Ending, float, str]
) -> None:
    sets = [f"issue.price.option.middle.consent.any_of={consent}"]
    assert ends("departure", [*sets, "event.exit.chance=0"]) == stays
    assert ends("departure", sets) == leaves


def test_nobody_offers_what_has_lost_the_consent_it_needs() -> None:
    sets = ["issue.price.option.middle.consent.any_of=['bank']"]
    assert "middle" not in offers(tell("departure", sets), "seller")
    unwilling = ["party.bank.no_deal.shift=0.1", "event.exit.chance=0"]
    assert "middle" in offers(tell("departure", [*sets, *unwilling]), "seller")


def test_talks_without_a_principal_are_over() -> None:
    assert ends("departure", ["event.exit.leaves=['buyer']"]) == (Ending.WALKOUT, 5.0, "")


# -- partial deals


def test_a_truce_that_eases_the_war_for_both_leaves_no_settlement() -> None:
    outcomes = play("truce")
    assert ends("truce") == (Ending.PARTIAL, 40.0, "")
    assert outcomes.signed_partial[0, 0] == 1
    assert no_deal(outcomes, "seller") == pytest.approx(0.62)
    assert ends("truce", ["partial.truce.weekly_chance=0"]) == BASE


def test_a_truce_that_helps_the_buyer_alone_lowers_the_price() -> None:
    sets = ["partial.truce.no_deal.seller=0", "partial.truce.no_deal.buyer=0.3"]
    assert ends("truce", sets) == (SETTLED, 21.0, "p4")


@pytest.mark.parametrize(
    ("gain", "consent", "signed"),
    [
        (0, "{ all_of = ['seller', 'buyer'] }", True),
        (-0.001, "{ all_of = ['seller', 'buyer'] }", False),
    ],
)
def test_a_small_deal_is_signed_where_nobody_it_needs_loses_by_it(
    gain: float, consent: str, signed: bool
) -> None:
    outcomes = play(
        "truce", [f"partial.truce.gain.buyer={gain}", f"partial.truce.consent={consent}"]
    )
    assert np.isfinite(outcomes.signed_partial[0, 0]) == signed
    assert outcomes.ending[0] == (Ending.PARTIAL if signed else SETTLED)


def test_a_small_deal_needs_only_one_of_its_alternatives() -> None:
    loss = ["partial.truce.gain.buyer=-0.001"]
    assert ends("truce_of_any", loss)[0] == Ending.PARTIAL
    assert ends("truce_of_any", [*loss, "partial.truce.gain.seller=-0.001"]) == BASE


def test_a_small_deal_comes_when_its_text_is_worked_out() -> None:
    sets = ["partial.truce.weekly_chance=0.5"]
    ready = np.ceil(drawn("truce", sets, n=200).partial_day[0])
    signed = play("truce", sets, n=200).signed_partial[:, 0]
    # By day 18 the talks have settled where it was not ready.
    assert np.array_equal(signed, np.where(ready <= 18, ready, np.nan), equal_nan=True)


def test_a_walk_out_after_a_small_deal_is_partial() -> None:
    sets = [f"party.{side}.behaviour='obstinate'" for side in ("seller", "buyer")]
    sets.append("protocol.quiet_days=5")
    assert ends("truce", sets) == (Ending.PARTIAL, 35.0, "")
    assert ends("truce", [*sets, "partial.truce.weekly_chance=0"]) == (Ending.WALKOUT, 35.0, "")


def test_a_small_deal_that_builds_trust_makes_room_for_the_large_one() -> None:
    assert ends("trust") == (SETTLED, 20.0, "p5")
    assert value(play("trust"), "buyer") == pytest.approx(0.5 - 0.1)
    assert ends("trust", ["partial.exchange.fear.buyer=1"]) == (Ending.PARTIAL, 40.0, "")
    assert ends("trust", ["partial.exchange.weekly_chance=0"]) == IMPASSE


# -- the same worlds

MIXED = [
    "band=0.1",
    "event.exit.weekly_chance=0.05",
    "party.seller.no_deal.shift=[-0.1, 0.02, 0.2]",
]


def test_the_same_seed_gives_the_same_bytes_whatever_the_workers_and_the_number_of_worlds() -> None:
    one = play("hazard", MIXED, n=600)
    scenario = load("hazard", MIXED)
    two = negotiate(scenario, sample_worlds(scenario, n=600), workers=2)
    few = play("hazard", MIXED, n=40)
    for name in ("ending", "day", "package", "value", "no_deal", "last_offer"):
        rows = getattr(one, name)
        assert rows.tobytes() == getattr(two, name).tobytes()
        assert rows[:40].tobytes() == getattr(few, name).tobytes()


def test_another_seed_gives_other_worlds() -> None:
    scenario = load("hazard", MIXED)
    days = [negotiate(scenario, sample_worlds(scenario, n=60, seed=s)).day for s in (1, 2)]
    assert not np.array_equal(*days)


def test_an_event_that_cannot_happen_leaves_every_other_draw_alone() -> None:
    with_event = play("hazard", [*MIXED[::2], "event.exit.weekly_chance=0"], n=60)
    without = play("haggle", MIXED[::2], n=60)
    assert np.array_equal(with_event.day, without.day)
    assert np.array_equal(with_event.package, without.package)


def test_what_is_offered_after_the_learning_day_teaches_nothing() -> None:
    sets = ["event.cut_off.day=14"]
    u = drawn("learning_event", sets, n=400).event_u[1]
    outcomes = play("learning_event", sets, n=400)
    out = (outcomes.ending == Ending.WALKOUT) & (outcomes.day == 14)
    assert (out == (u < ODDS / (1 + ODDS))).all()


def test_days_before_the_learning_day_count_at_the_old_rate() -> None:
    u = drawn("learnt_rounds", n=600).event_u[1]
    rate, slowed = np.log(2) / 7, np.log(1.5) / 7
    used = np.array([rate * day for day in (3, 6, 9, 12)] + [12 * rate + 3 * slowed])
    struck = 3 * (1 + np.searchsorted(used, -np.log(1 - u)))
    outcomes = play("learnt_rounds", n=600)
    assert ((outcomes.ending == Ending.WALKOUT) == (struck <= 15)).all()
    assert (outcomes.day == np.minimum(struck, 15)).all()


def test_an_event_of_day_0_has_happened_by_the_first_round() -> None:
    at_once = play("dated_event", ["event.shop.day=0"])
    first_round = play("dated_event", ["event.shop.day=1"])
    never = play("dated_event", ["event.shop.chance=0"])
    assert (at_once.package == first_round.package).all()
    assert (at_once.day == first_round.day).all()
    assert (at_once.day != never.day).all()
