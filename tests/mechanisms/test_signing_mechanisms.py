"""Red lines and consent: what cannot be signed, and where the deal goes instead."""

from __future__ import annotations

import numpy as np
import pytest

from sim.domain.outcome import Ending
from sim.domain.story import MoveKind, Reason
from tests.mechanisms.play import BASE, drawn, ends, offers, play, tell

SETTLED = Ending.SETTLEMENT
LINED = ("p5", "p6", "p7", "p8", "p9", "p10")


def firmness(chance: float, options: tuple[str, ...] = LINED) -> list[str]:
    return [f"party.buyer.red_line.price.firmness.{option}={chance}" for option in options]


def test_a_firm_line_moves_the_deal_to_the_other_side_of_it() -> None:
    assert ends("red_line") == (SETTLED, 11.0, "p3")
    assert ends("red_line", firmness(0)) == BASE


def test_a_firm_line_is_named_step_by_step_and_never_asked_for_again() -> None:
    assert offers(tell("red_line"), "seller") == ["p10", "p9", "p7", "p5", "p4", "p3"]
    assert play("red_line").refused_line[0].tolist() == [[0], [4]]
    assert play("red_line", firmness(0)).refused_line[0].tolist() == [[0], [0]]


def test_a_line_that_is_firm_by_chance_binds_in_just_those_worlds() -> None:
    sets = firmness(0.5)
    refused = drawn("red_line", sets, n=200).refused[1, 0, 5]
    outcomes = play("red_line", sets, n=200)
    assert 70 < refused.sum() < 130
    assert (outcomes.package[refused, 0] <= 4).all()
    assert (outcomes.package[~refused, 0] >= 5).all()


def test_stating_an_option_rules_out_those_beyond_it() -> None:
    lined = ("p8", "p9", "p10")
    assert offers(tell("nested_line"), "seller")[:2] == ["p8", "p7"]
    assert offers(tell("nested_line", firmness(0, lined)), "seller")[:2] == ["p8", "p8"]


def test_a_stated_line_binds_every_proposer() -> None:
    lined = ("p9", "p10")
    assert offers(tell("two_sellers"), "partner")[0] == "p9"
    assert offers(tell("two_sellers", firmness(0, lined)), "partner")[0] == "p10"


def test_on_a_tall_agenda_the_ladder_leaps_over_what_is_believed_to_be_refused() -> None:
    asked = ["p10", "p9", "p8", "p7", "p6", "p4", "p4"]
    assert ends("tall_agenda") == (SETTLED, 14.0, "p4/c0")
    assert offers(tell("tall_agenda"), "seller") == [f"{price}/c0" for price in asked]
    assert ends("tall_agenda", firmness(0)) == (SETTLED, 18.0, "p5/c0")


def test_a_mediator_moves_off_a_line_that_is_stated() -> None:
    sets = ["protocol.kind='single-text'"]
    assert ends("red_line", [*sets, *firmness(0)]) == (SETTLED, 1.0, "p5")
    assert ends("red_line", sets) == (SETTLED, 2.0, "p4")


def test_a_conditional_line_is_waived_where_the_other_issue_reaches_its_option() -> None:
    assert ends("conditional_line") == (SETTLED, 13.0, "all/yes")


def test_a_line_without_its_condition_costs_the_land_and_nine_days() -> None:
    assert ends("unconditional_line") == (SETTLED, 22.0, "none/no")


def _first_refusal(name: str, sets: list[str]) -> Reason | None:
    story = tell(name, sets)
    first = next(move for move in story.moves if move.kind is MoveKind.OFFER)
    assert "/".join(first.package.values()) == "all/no"
    return first.answers[0].reason


def test_a_condition_not_reached_leaves_the_line_and_one_always_reached_leaves_none() -> None:
    assert _first_refusal("conditional_line", []) is Reason.LINE
    always = ["party.b.red_line.land.unless.pact='no'"]
    assert _first_refusal("conditional_line", always) is Reason.VALUE
    assert ends("conditional_line", always) == (SETTLED, 13.0, "all/yes")


#: Consent of the middle option → whether it can be signed. The court refuses, the others sign.
CONSENTS = {
    "{ any_of = ['bank', 'court'] }": True,
    "{ any_of = ['court', 'bank'] }": True,
    "{ any_of = ['court'] }": False,
    "{ all_of = ['bank', 'registry'] }": True,
    "{ all_of = ['bank', 'court'] }": False,
    "{ any_of = ['court', ['bank', 'registry']] }": True,
    "{ any_of = ['court', ['bank', 'court']] }": False,
    "{ any_of = [['registry', 'court'], 'bank'] }": True,
}


@pytest.mark.parametrize("consent", CONSENTS)
def test_an_option_is_signed_when_all_of_some_alternative_consent(consent: str) -> None:
    sets = [f"issue.price.option.middle.consent={consent}"]
    # Tables are merged key by key, so "any_of" stated before would stay beside "all_of".
    name = "consent_all" if "all_of" in consent else "consent"
    signed = (SETTLED, 18.0, "middle") if CONSENTS[consent] else (Ending.IMPASSE, 40.0, "")
    assert ends(name, sets) == signed


def test_the_refusing_court_is_named_and_the_signing_bank_is_not() -> None:
    sets = ["issue.price.option.middle.consent.any_of=[['bank', 'court']]"]
    refused = play("consent", sets).refused_value[0]
    parties = ["seller", "buyer", "bank", "registry", "court"]
    assert refused[parties.index("court")] > 0
    assert refused[parties.index("bank")] == refused[parties.index("registry")] == 0


def test_the_status_quo_needs_nobodys_consent() -> None:
    court = "issue.price.option.middle.consent.any_of=['court']"
    assert ends("consent", [court]) == (Ending.IMPASSE, 40.0, "")
    assert ends("consent", [court, "issue.price.status_quo='middle'"]) == (SETTLED, 18.0, "middle")


def test_a_line_blocks_where_its_holders_consent_is_needed_and_not_where_it_can_be_spared() -> None:
    line = "party.bank.red_line.price.firmness={ middle = 1, high = 1 }"
    path = "issue.price.option.middle.consent.any_of"
    outcomes = play("consent", [line, f"{path}=['bank']"])
    assert outcomes.ending[0] == Ending.IMPASSE
    assert outcomes.refused_line[0].tolist() == [[0], [0], [1], [0], [0]]
    assert ends("consent", [line, f"{path}=['bank', 'registry']"]) == (SETTLED, 18.0, "middle")


@pytest.mark.parametrize(("land", "pact"), [(1, 0.8), (0.8, 1)])
def test_of_two_lines_crossed_the_firmer_is_stated(land: float, pact: float) -> None:
    sets = [
        f"party.b.red_line.land.firmness.all={land}",
        f"party.b.red_line.pact.firmness.no={pact}",
    ]
    refused = drawn("swap", sets, n=20).refused[1]
    world = int(np.argmax(refused[0, 1] & refused[1, 0]))
    first = next(move for move in tell("swap", sets, world).moves if move.kind is MoveKind.OFFER)
    assert "/".join(first.package.values()) == "all/no"
    assert first.answers[0].issue == ("land" if land > pact else "pact")
