"""A story is told in the scenario's own words: who, what changed, and because of which line."""

import sim
from sim.domain.outcome import Ending
from sim.domain.story import Answer, Move, MoveKind, Reason, Story
from sim.report import story_text


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
    name = found.parties[party].name
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
    assert "offered nothing: the own draft is not ready" in text
    assert "Ending, day 9: impasse" in text
    assert "would have signed existed" in text
    assert text.endswith("predicts nothing.")


def test_every_kind_of_move_can_be_told():
    found = scenario()
    for kind in MoveKind:
        move = Move(round=1, day=1.0, kind=kind, party=next(iter(found.parties)), subject="thing",
                    about=next(iter(found.parties)), value=0.5, ending=Ending.WALKOUT)  # fmt: skip
        assert len(told(found, move)) > len(told(found))


def test_a_narrow_terminal_is_kept_to():
    found = scenario()
    text = story_text(found, story(found, offer(found, 1, 0)), width=50)
    assert max(len(line) for line in text.splitlines()) <= 50
