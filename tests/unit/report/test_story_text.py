"""A story is told in the scenario's own words: who, what changed, and because of which line."""

from dataclasses import replace

import pytest
import synthetic

import sim
from sim.domain.event import Event, EventKind, PartialDeal
from sim.domain.outcome import Ending
from sim.domain.quantity import Quantity, Role
from sim.domain.story import Answer, Move, MoveKind, Reason, Story
from sim.engine import tell
from sim.loading import edit
from sim.report import run_text, story_text
from sim.report.wording import capital
from sim.sampling import sample_worlds


def scenario():
    return sim.load_scenario("three-party-coalition")


def first_options(found, place):
    return {issue.id: issue.options[place].id for issue in found.agenda}


def story(found, *moves):
    return Story(
        world=7,
        seed=1,
        moves=moves,
        types=dict.fromkeys(found.parties, "plain"),
        lines={party: {} for party in found.parties},
        no_deal=dict.fromkeys(found.parties, 0.4),
        overlap=True,
    )


def offer(found, number, place, *answers):
    return Move(
        round=number,
        day=float(number),
        kind=MoveKind.OFFER,
        party=next(iter(found.parties)),
        package=first_options(found, place),
        value=0.7,
        target=0.6,
        reservation=0.5,
        answers=answers,
    )


def told(found, *moves):
    return " ".join(story_text(found, story(found, *moves)).split())


def test_the_first_offer_is_told_in_full_and_the_next_by_its_changes():
    found = scenario()
    text = told(found, offer(found, 1, 0), offer(found, 3, 1), offer(found, 5, 1))
    issue = found.agenda.issues[0]
    first, second = issue.options[0].name, issue.options[1].name
    assert f"{issue.name}: {first}" in text
    assert f"{issue.name}: from {first} to {second}" in text
    assert "the same package as before" in text
    assert "Round 1, day 1" in text


def test_refusals_name_the_line_or_the_value():
    found = scenario()
    party = list(found.parties)[1]
    issue = found.agenda.issues[0]
    line = Answer(
        party=party, accepts=False, needed=True, value=0.3, floor=0.5,
        reason=Reason.LINE, issue=issue.id, option=issue.options[0].id,
    )  # fmt: skip
    little = Answer(
        party=party, accepts=False, needed=True, value=0.3, floor=0.5, reason=Reason.VALUE
    )
    name = capital(found.parties[party].name)
    text = told(found, offer(found, 1, 0, line), offer(found, 2, 0, little))
    assert f"{name} refused: it crosses a red line, {issue.name}" in text
    assert f"{name} refused: too little (worth 0.30, wanted at least 0.50)" in text


def test_silences_endings_and_overlap_are_told():
    found = scenario()
    party = next(iter(found.parties))
    text = told(
        found,
        Move(round=1, day=1.0, kind=MoveKind.SILENCE, party=party, why="draft"),
        Move(round=9, day=9.0, kind=MoveKind.ENDING, ending=Ending.IMPASSE),
    )
    assert "offered nothing: its own draft is not ready" in text
    assert "Ending, day 9: impasse" in text
    assert "there was a package that every needed signatory would have signed." in text
    assert text.endswith("predicts nothing.")


def test_a_small_deal_is_signed_whoever_else_refused_it():
    found = scenario()
    signs, refuses = list(found.parties)[:2]
    chance = Quantity(path="chance", range=(0.5,), role=Role.CHANCE)
    deal = PartialDeal(
        id="visit", name="an exchange of visits", consent=(frozenset({signs}),),
        weekly_chance=chance, gain={},
    )  # fmt: skip
    found = replace(found, partial_deals={"visit": deal})
    answers = (
        Answer(party=signs, accepts=True, needed=True, value=0.1, floor=0.0),
        Answer(
            party=refuses, accepts=False, needed=True, value=-0.1, floor=0.0, reason=Reason.VALUE
        ),
    )
    move = Move(round=1, day=1.0, kind=MoveKind.PARTIAL, subject=deal.id, answers=answers)
    text = told(found, move)
    assert f"Small deal: an exchange of visits, signed by {found.parties[signs].name}." in text
    assert "refused" not in text


def test_an_event_tells_who_left():
    found = scenario()
    party = next(iter(found.parties))
    gone = Event(
        id="exit", name="the hall is closed", kind=EventKind.DATED, day=3.0, leaves=(party,)
    )  # fmt: skip
    found = replace(found, events={"exit": gone})
    text = told(found, Move(round=1, day=3.0, kind=MoveKind.EVENT, subject="exit"))
    assert (
        f"Event: the hall is closed. {capital(found.parties[party].name)} left the talks." in text
    )


def test_a_belief_tells_who_thinks_what_of_whom():
    found = scenario()
    observer, about = list(found.parties)[:2]
    move = Move(
        round=1, day=1.0, kind=MoveKind.BELIEF, party=observer, about=about, subject="stalling",
        value=0.25,
    )  # fmt: skip
    names = (found.parties[observer].name, found.parties[about].name)
    text = told(found, move)
    assert f"In the eyes of {names[0]} the chance that {names[1]} is of the type" in text
    assert "“stalling” is now 25 in 100." in text


def test_a_settlement_ends_with_what_was_signed():
    found = scenario()
    package = first_options(found, 1)
    ending = Move(round=2, day=2.0, kind=MoveKind.ENDING, ending=Ending.SETTLEMENT, package=package)
    text = told(found, ending).split("Ending, day 2: settlement")[1]
    for issue in found.agenda:
        assert f"{issue.name}: {issue.options[1].name}" in text


@pytest.mark.parametrize("kind", MoveKind)
def test_every_kind_of_move_adds_a_line_of_its_own(kind):
    found = scenario()
    party = next(iter(found.parties))
    move = Move(
        round=1, day=1.0, kind=kind, party=party, about=party, subject="thing", value=0.5,
        ending=Ending.WALKOUT,
    )  # fmt: skip
    blank = Move(round=1, day=1.0, kind=MoveKind.SILENCE)
    lines = set(story_text(found, story(found, blank, move)).splitlines())
    rest = set(story_text(found, story(found, blank)).splitlines())
    assert any(line.strip() for line in lines - rest)


@pytest.mark.parametrize(("overlap", "word"), [(True, "a"), (False, "no")])
def test_whether_a_deal_was_to_be_had_is_told(overlap, word):
    found = scenario()
    text = " ".join(story_text(found, replace(story(found), overlap=overlap)).split())
    assert f"there was {word} package that every needed signatory would have signed." in text


def test_a_narrow_terminal_is_kept_to():
    found = scenario()
    text = story_text(found, story(found, offer(found, 1, 0)), width=50)
    assert max(len(line) for line in text.splitlines()) <= 50


def test_a_mediator_has_a_text_and_no_values_of_its_own():
    found = scenario()
    signs = next(iter(found.parties))
    answer = Answer(party=signs, accepts=True, needed=True, value=0.6, floor=0.5)
    texts = [
        Move(
            round=n, day=float(n), kind=MoveKind.OFFER, package=first_options(found, 0),
            answers=(answer,),
        )
        for n in (1, 2)
    ]  # fmt: skip
    text = told(found, *texts)
    assert text.count("The mediator put a text on the table:") == 2
    assert "the same text as before" in text
    assert "nan" not in text.lower().replace("finance", "")
    assert f"{capital(found.parties[signs].name)} accepted (worth 0.60" in text


def test_unions_of_states_take_an_article_and_sentences_a_capital():
    found = sim.load_scenario("ukraine-2025", coding="low-no-deal")
    silence = Move(round=1, day=1.0, kind=MoveKind.SILENCE, party="united_states", why="draft")
    belief = Move(
        round=1, day=1.0, kind=MoveKind.BELIEF, party="united_states", about="russia", value=0.2
    )
    text = told(found, silence, belief)
    assert "The United States offered nothing" in text
    assert "In the eyes of the United States the chance that Russia" in text
    haggle = sim.load_scenario("price-haggle")
    assert "The seller offered a package" in told(haggle, offer(haggle, 1, 0))


def powell(order):
    """Nobody has anything to learn, so any world will do."""
    edits = {"protocol.order": list(order)}
    found = edit(sim.load_scenario("theory/powell"), edits, layer="test")
    text = story_text(found, tell(found, sample_worlds(found, n=1, seed=1), 0))
    return " ".join(text.split())


def test_who_has_nothing_to_offer_that_would_be_signed_is_not_said_to_want_a_fight():
    """By hand: in the third round the declining side has 0.65 at most in peace and 0.7 in war, so
    it signs nothing; the rising side would be glad of any share."""
    text = powell(("rising", "declining"))
    silent = "The rising side offered nothing: there is no package that the others would sign now."
    assert silent in text
    assert "worth more to it" not in text


def test_who_would_rather_fight_is_said_to():
    """The other way round the rising side, which has 0.1 in war, would sign; in the same round,
    then, it is the declining side's own doing."""
    text = powell(("declining", "rising"))
    assert "The declining side offered nothing: to fight now is worth more to it" in text
    assert "no package that the others would sign" not in text


def test_a_package_for_good_is_told_from_a_deal_of_a_round():
    text = powell(("rising", "declining"))
    assert "would have signed for good; here a deal binds for a round only." in text
    for_good = "would have signed for good, though here a deal binds for a round only"
    played = synthetic.run((0.0,))
    assert for_good not in " ".join(run_text(played).split())
    rounds = replace(played, protocol="alternating with deals of one round")
    assert for_good in " ".join(run_text(rounds).split())
