"""The board tells what every party holds of every option, in the scenario's own words."""

from sim.engine import tell
from sim.explorer.board import board_of
from sim.explorer.stories import story_of
from sim.report import story_text
from sim.sampling import sample_worlds


def option_of(board, issue, option):
    row = next(one for one in board["issues"] if one["id"] == issue)
    return next(one for one in row["options"] if one["id"] == option)


def test_marks_are_the_numbers_everybody_reckons_with(talks):
    board = board_of(talks("ukraine-2025").first)
    marks = option_of(board, "territory", "line")["marks"]
    assert marks["russia"] == {"value": 0.35, "ideal": False, "firmness": 0.35}
    assert marks["ukraine"] == {"value": 0.55, "ideal": False, "firmness": None}
    assert option_of(board, "territory", "ukrainian_control")["marks"]["ukraine"]["ideal"]


def test_every_party_has_exactly_one_ideal_on_every_issue(talks):
    scenario = talks("ukraine-2025").first
    for issue in board_of(scenario)["issues"]:
        for party in scenario.parties:
            assert sum(option["marks"][party]["ideal"] for option in issue["options"]) == 1


def test_consent_is_told_as_alternatives(talks):
    board = board_of(talks("ukraine-2025").first)
    assert option_of(board, "sanctions", "phased")["consent"] == [["united_states"], ["europe"]]
    assert option_of(board, "sanctions", "broad")["consent"] == [["united_states", "europe"]]
    assert option_of(board, "sanctions", "as_now")["consent"] == []


def test_what_waives_a_line_is_named(talks):
    board = board_of(talks("ukraine-2025").first)
    neutrality = next(one for one in board["issues"] if one["id"] == "neutrality")
    assert neutrality["unless"] == {
        "ukraine": [
            {"issue": "guarantees for Ukraine", "option": "a binding pact or force led by Europe"}
        ]
    }


def test_a_story_has_one_text_a_move_and_no_word_of_its_own(talks, words):
    scenario = talks("ukraine-2025").first
    story = tell(scenario, sample_worlds(scenario, n=4, seed=1), 3)
    found = story_of(scenario, story, words)
    assert len(found["moves"]) == len(story.moves)
    whole = " ".join(story_text(scenario, story, width=10_000).split())
    for move in found["moves"]:
        for line in move["text"].splitlines():
            assert " ".join(line.split()) in whole
    offers = [move for move in found["moves"] if move["kind"] == "offer"]
    assert offers
    assert all(move["package"].keys() == {i.id for i in scenario.agenda} for move in offers)
    assert found["hidden"].keys() == scenario.parties.keys()
