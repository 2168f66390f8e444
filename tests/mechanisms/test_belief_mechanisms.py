"""Offers that weigh risk and return, and what refusals do to beliefs."""

from __future__ import annotations

import numpy as np
import pytest

from sim.domain.outcome import Ending
from sim.domain.story import MoveKind
from sim.engine import negotiate
from sim.report.story import story_text
from sim.sampling import sample_worlds
from tests.mechanisms.play import BASE, drawn, ends, load, offers, play, tell

WORLDS = 64
HALF = "party.buyer.type.talking.chance=0.5"
BY_TARGET = 'protocol.acceptance="target"'


@pytest.fixture(scope="module")
def talking() -> np.ndarray:
    kinds = drawn("risk_return", n=WORLDS).type[1] == 1
    assert 0 < kinds.sum() < WORLDS
    return kinds


def test_the_bold_price_first_and_the_safe_one_to_who_refused_it(talking: np.ndarray) -> None:
    outcomes = play("risk_return", n=WORLDS)
    assert (outcomes.ending == Ending.SETTLEMENT).all()
    assert (outcomes.first_offer[:, 0, 0] == 8).all()
    assert np.array_equal(outcomes.day, np.where(talking, 3.0, 1.0))
    assert np.array_equal(outcomes.package[:, 0], np.where(talking, 5, 8))


def test_the_safe_price_at_once_where_many_would_refuse_the_bold_one() -> None:
    outcomes = play("risk_return", [HALF], n=WORLDS)
    assert (outcomes.package[:, 0] == 5).all()
    assert (outcomes.day == 1.0).all()


def test_a_habit_of_the_table_asks_for_its_ideal_whoever_is_there() -> None:
    plain = ['party.seller.behaviour="time-dependent"']
    for sets in (plain, [*plain, HALF]):
        assert (play("risk_return", sets, n=WORLDS).first_offer[:, 0, 0] == 10).all()


def test_what_befell_the_other_in_public_lowers_the_price() -> None:
    assert (play("risk_return_shop", n=WORLDS).first_offer[:, 0, 0] == 6).all()


def test_beliefs_are_written_down(talking: np.ndarray) -> None:
    """A quarter before anybody spoke; sure of it once p8 is refused. p8 was given 3/4, p5 all."""
    track = play("risk_return", n=WORLDS).beliefs
    assert track is not None
    (held,) = track.held
    assert (held.observer, held.about, held.type, held.event) == ("seller", "buyer", "talking", "")
    assert track.chance[:3, 0, talking].T.tolist() == [[1.0, 1.0, 1.0]] * int(talking.sum())
    assert track.signing[:3, 0, talking].T.tolist() == [[0.75, 0.75, 1.0]] * int(talking.sum())
    assert (track.chance[0, 0, ~talking] == 0.25).all()
    assert np.isnan(track.chance[3:]).all()
    assert np.isnan(track.signing[:, 1]).all()


def test_the_story_tells_what_was_learnt_and_what_was_risked(talking: np.ndarray) -> None:
    story = tell("risk_return", world=int(np.flatnonzero(talking)[0]))
    (moved,) = [move for move in story.moves if move.kind is MoveKind.BELIEF]
    assert (moved.day, moved.party, moved.about, moved.subject) == (1, "seller", "buyer", "talking")
    assert moved.value == 1.0
    chances = {move.day: move.chance for move in story.moves if move.kind is MoveKind.OFFER}
    assert (chances[1.0], chances[3.0]) == (0.75, 1.0)
    assert np.isnan(chances[2.0])
    told = " ".join(story_text(load("risk_return"), story).split())
    assert "signed in 75 of 100 cases by its beliefs" in told
    assert "of the type “gaining by talks” is now 100 in 100" in told


def test_who_haggles_is_taken_at_its_word_until_nothing_explains_it() -> None:
    """A buyer that accepts at its target, and is plain, refuses p8 and then p5.

    No supposed buyer refuses p5, so all come back, and p8 is next. The seller takes what is worth
    what its own next offer would be: 0.5 after p8, as on day 18, when it is bid p5.
    """
    sets = [BY_TARGET, "party.buyer.type.talking.chance=0.25"]
    world = int(np.flatnonzero(drawn("risk_return", sets, n=WORLDS).type[1] == 0)[0])
    asked = offers(tell("risk_return", sets, world), "seller")
    assert asked[:5] == ["p8", "p5", "p8", "p5", "p8"]
    assert ends("risk_return", sets, world) == (Ending.SETTLEMENT, 18.0, "p5") == BASE


@pytest.mark.parametrize(
    ("belief", "price"), [("0.15", "p7"), ("-0.15", "p10"), ("0", "p8"), ("[0, 0.3]", "p6")]
)
def test_what_a_party_supposes_of_the_other_moves_its_price(belief: str, price: str) -> None:
    """Supposed to want 0.27 a buyer pays p7, −0.03 p10. Anywhere from 0.12 to 0.42: p6 is worth
    0.28/0.3 · 0.6 + 0.02/0.3 · 0.12 = 0.568, p5 a sure 0.5, p7 0.468."""
    sets = ['party.seller.behaviour="risk-return"', f"belief.seller.buyer.no_deal={belief}"]
    assert offers(tell("belief_no_deal", sets), "seller") == [price]


def test_a_quiet_change_changes_no_offer_of_others() -> None:
    """The buyer's way out gets better by 0.2 and nobody knows: p8 as before, and refused by all."""
    scenario = load("risk_return")
    better = load("risk_return", ["party.buyer.no_deal.shift=0.22"])
    worlds = sample_worlds(scenario, n=WORLDS)
    quiet = negotiate(better, worlds, known=scenario)
    assert (quiet.first_offer[:, 0, 0] == 8).all()
    assert (quiet.day > 1).all()
    assert (negotiate(better, worlds).first_offer[:, 0, 0] == 6).all()


@pytest.mark.parametrize(("answers", "signs"), [("strategic", False), ("honest", True)])
def test_a_mediator_asked_strategic_must_offer_what_a_price_of_its_own_would_bring(
    answers: str, signs: bool
) -> None:
    """The text is p5, half for each; to ask for p8 is worth 3/4 · 0.8 + 1/4 · 0.12 to a seller."""
    sets = ['protocol.kind="single-text"', f'protocol.answers="{answers}"']
    story = tell("risk_return", [*sets, 'protocol.acceptance="target"'])
    text = next(move for move in story.moves if move.kind is MoveKind.OFFER)
    (seller,) = [answer for answer in text.answers if answer.party == "seller"]
    assert text.package == {"price": "p5"}
    assert seller.accepts is signs
    assert seller.floor == pytest.approx(0.12 if signs else 0.63)
