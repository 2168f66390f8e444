"""Which statements survive, in words and as a picture, from findings made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.domain.answer import Made
from sim.domain.estimate import Difference, Labels
from sim.domain.robust import (
    FlipRow,
    FlipState,
    InputRow,
    Origin,
    ReadingRow,
    Robust,
    StatementRow,
    Taken,
    Verdict,
)
from sim.domain.statement import StatementKind
from sim.report import style
from sim.report.answering import answer_figures, answer_says, answer_text
from sim.report.answers.robust_words import flip_words, statement_words

LABELS = Labels(
    parties={"north": "North", "united_isles": "United Isles"},
    issues={"fish": "the fishing grounds"},
    options={"fish": {"all": "all of them", "half": "half of them"}},
)
SHIFT = "party.north.no_deal.shift"
LINE = "party.north.red_line.fish.firmness"


def statement(name: str, kind: StatementKind = StatementKind.LIFTS, **changes) -> StatementRow:
    row = StatementRow(
        statement=name,
        kind=kind,
        origin=Origin.STATED,
        says=f"{name} is so.",
        party="",
        than="",
        issue="",
        option="",
        edits="",
        readings=4,
        holds=4,
        fails=0,
        undecided=0,
        codings=2,
        codings_held=2,
    )
    return replace(row, **changes)


def reading(name: str, taken: Taken, subject: str = "", verdict=Verdict.HOLDS, coding="low"):
    margin = {Verdict.HOLDS: 0.1, Verdict.FAILS: -0.1, Verdict.UNDECIDED: 0.0}[verdict]
    return ReadingRow(
        coding=coding,
        statement=name,
        taken=taken,
        subject=subject,
        verdict=verdict,
        margin=Difference(difference=margin, low=margin - 0.02, high=margin + 0.02),
        n=400 if subject else 2000,
    )


def flip(name: str, state=FlipState.INSIDE, value=0.1, way=0.5, coding="low", **changes):
    row = FlipRow(
        coding=coding,
        statement=name,
        state=state,
        input=SHIFT,
        option="",
        value=value,
        low=-0.2,
        mid=0.0,
        high=0.2,
        way=way,
        undecided_low=0.05,
        undecided_high=0.2,
        tried=1,
        n=400,
    )
    return replace(row, **changes)


def finding(statements, readings, flips, inputs=(), codings=("low", "high")) -> Robust:
    made = Made(
        scenario="isles",
        title="Fishing",
        question="Who fishes where?",
        scenario_hash="0" * 16,
        seed=1,
        worlds=2000,
        codings=codings,
        protocol="alternating",
        horizon=90.0,
        deadline=None,
        overrides={},
        version="0",
        labels=LABELS,
    )
    return Robust(
        made=made,
        statements=tuple(statements),
        readings=tuple(readings),
        flips=tuple(flips),
        inputs=tuple(inputs),
    )


INPUT = InputRow(coding="low", input=SHIFT, option="", low=-0.2, mid=0.0, high=0.2, stretch=5.0)


@pytest.fixture
def isles() -> Robust:
    """The first holds everywhere, the second gives way, the third does not hold at all."""
    readings = []
    for coding in ("low", "high"):
        for name, drawn, ends in (
            ("first", Verdict.HOLDS, Verdict.HOLDS),
            ("second", Verdict.HOLDS, Verdict.FAILS),
            ("third", Verdict.FAILS, Verdict.UNDECIDED),
        ):
            readings += [
                reading(name, Taken.AS_DRAWN, verdict=drawn, coding=coding),
                reading(name, Taken.NOT_AT_WORD, "harbour_talk", drawn, coding),
                reading(name, Taken.LOW, SHIFT, drawn, coding),
                reading(name, Taken.HIGH, SHIFT, ends, coding),
            ]
    return finding(
        [
            statement("first", readings=8, holds=8),
            statement("second", readings=8, holds=6, fails=2),
            statement("third", readings=8, holds=0, fails=6, undecided=2),
        ],
        readings,
        [
            flip("first", FlipState.NEVER, None, None),
            flip("first", FlipState.OUTSIDE, 0.5, 2.5, coding="high"),
            flip("second", value=0.15, way=0.75),
            flip("second", coding="high"),
            flip("third", FlipState.NOT_HELD, None, None, input=""),
            flip("third", FlipState.NOT_HELD, None, None, input="", coding="high"),
        ],
        [INPUT],
    )


def plain(text: str) -> str:
    return " ".join(text.split())


# --- what it comes to


def test_says_how_many_survive_which_gives_way_first_and_which_do_not_hold(isles) -> None:
    assert answer_says(isles) == (
        "Of 3 statements 2 hold as drawn in both codings, and 1 holds in every reading "
        "(8 readings): “First is so”.",
        "The first of them to give way is “Second is so”, in coding high: it no longer holds with "
        "North: shift of the no-deal value at 0.1 or more (range −0.2 to 0.2; on 400 "
        "worlds, somewhere between 0.05 and 0.2).",
        "“Third is so” fails as drawn already in both codings.",
    )


def test_what_never_fails_but_cannot_always_be_told_is_counted(isles) -> None:
    unclear = statement("first", readings=8, holds=7, undecided=1)
    said = answer_says(replace(isles, statements=(unclear, *isles.statements[1:])))
    assert "none holds in every reading" in said[0]
    assert "1 more never fails but is sometimes too close to tell" in said[0]


def test_one_statement_alone_is_counted_in_readings(isles) -> None:
    alone = replace(
        isles,
        statements=isles.statements[1:2],
        readings=tuple(row for row in isles.readings if row.statement == "second"),
        flips=tuple(row for row in isles.flips if row.statement == "second"),
    )
    said = answer_says(alone)
    assert said[0] == (
        "“Second is so” holds in 6 of 8 readings, fails in 2 and is too close to tell in 0."
    )
    assert said[1].startswith("It gives way: “Second is so”, in coding high")


def test_none_that_holds_is_said_so() -> None:
    rows = [reading(name, Taken.AS_DRAWN, verdict=Verdict.FAILS) for name in ("a", "b")]
    said = answer_says(
        finding([statement("a", holds=0), statement("b", holds=0)], rows, [], [INPUT], ("stated",))
    )
    assert said[0] == "None of 2 statements holds as drawn."
    assert said[-1] == "“A is so” and “B is so” fail as drawn already."


def test_no_statement_at_all_is_said_in_clear_words() -> None:
    none = finding([], [], [])
    assert answer_says(none)[0].startswith("There is nothing to put to the test")
    assert "statement.ID" in plain(answer_text(none))
    assert answer_figures(none) == {}


def test_without_inputs_nothing_is_said_of_flip_points(isles) -> None:
    said = answer_says(replace(isles, inputs=()))
    assert "No input was moved" in said[1]


def test_where_nothing_gives_way_inside_its_range_that_is_said(isles) -> None:
    outside = [replace(row, state=FlipState.NEVER, way=None, value=None) for row in isles.flips]
    said = answer_says(replace(isles, flips=tuple(outside)))
    assert said[1] == "None of them gives way within the range of a single input that was moved."


def test_how_near_a_flip_point_is_told_is_said(isles) -> None:
    row = flip("second", value=0.15, way=0.75)
    for low, high, words in (
        (0.1, 0.2, "on 400 worlds, somewhere between 0.1 and 0.2"),
        (0.1, None, "on 400 worlds, somewhere above 0.1"),
        (None, 0.2, "on 400 worlds, somewhere below 0.2"),
        (None, None, "told no nearer on 400 worlds"),
    ):
        told = flip_words(replace(row, undecided_low=low, undecided_high=high), isles.made.labels)
        assert told.endswith(f"(range −0.2 to 0.2; {words})")


# --- the page


def test_a_page_tells_every_statement_with_counts_and_flip_points(isles) -> None:
    text = plain(answer_text(isles))
    for words in (
        "1. First is so.",
        "+10 (+8 to +12), holds",
        "4 of 4",
        "gives way (low): nowhere within what is legal, along North: shift of the no-deal value",
        "gives way (high): North: shift of the no-deal value at 0.5 or more (outside its range, "
        "−0.2 to 0.2; on 400 worlds, somewhere between 0.05 and 0.2)",
        "1. First is so. holds as drawn in 2 of 2 codings",
        "fails with North: shift of the no-deal value at its high end (low)",
        "each of 1 source taken, and not taken, at its word",
        "rest on fewer worlds, 400 at the least",
        "−0.2 / 0 / 0.2",
        "it does not predict what will happen.",
    ):
        assert words in text, words


def test_there_is_no_bare_percentage(isles) -> None:
    assert "%" not in plain(answer_text(isles)).replace("95 % interval", "")


@pytest.mark.parametrize("width", [40, 80, 120])
def test_a_page_fits_its_width(isles, width: int) -> None:
    assert max(map(len, answer_text(isles, width=width).splitlines())) <= max(width, 40)


def test_what_a_statement_sets_is_shown_with_it(isles) -> None:
    row = replace(isles.statements[0], edits="party.north.premium = 0.1")
    text = answer_text(replace(isles, statements=(row, *isles.statements[1:])))
    assert "with party.north.premium = 0.1" in text


# --- words


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (statement("x", says=" the north holds on. "), "The north holds on"),
        (
            statement("x", StatementKind.BLOCKS_MORE, says="", party="united_isles", than="north"),
            "The United Isles alone blocks more often than North alone",
        ),
        (
            statement("x", says="", party="north", issue="fish"),
            "Dropping the line of North on the fishing grounds lifts settlement",
        ),
        (
            statement("x", StatementKind.DEADLINE_HELPS, says=""),
            "The deadline helps: more talks settle with it than without",
        ),
    ],
)
def test_statements_as_sentences(row: StatementRow, told: str) -> None:
    assert statement_words(row, LABELS) == told


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (
            flip("x", value=-0.1),
            "North: shift of the no-deal value at −0.1 or less (range −0.2 to 0.2; on 400 "
            "worlds, somewhere between 0.05 and 0.2)",
        ),
        (
            flip("x", value=0.0, way=0.0),
            "North: shift of the no-deal value, already where it is held at its mid, 0",
        ),
        (
            flip("x", input=LINE, option="all"),
            "North: firmness of the line on the fishing grounds (told for “all of them”) at 0.1 "
            "or more (range −0.2 to 0.2; on 400 worlds, somewhere between 0.05 "
            "and 0.2)",
        ),
        (
            flip("x", FlipState.NEVER, None, None, tried=3),
            "nowhere within what is legal, along North: shift of the no-deal value and 2 more",
        ),
        (flip("x", FlipState.UNTRIED, None, None, input=""), "no input was moved"),
        (
            flip("x", FlipState.NOT_HELD, None, None, input=""),
            "not asked, for it does not hold as drawn",
        ),
    ],
)
def test_flip_points_as_words(row: FlipRow, told: str) -> None:
    assert flip_words(row, LABELS) == told


# --- the picture


def test_verdicts_are_told_apart_by_shape_alone(isles) -> None:
    with style.look():
        figure = answer_figures(isles)["statements"]()
    marks = {
        (line.get_marker(), line.get_markerfacecolor() == "white")
        for axes in figure.axes
        for line in axes.lines
        if line.get_marker() != "None"
    }
    assert marks == {("o", False), ("x", False), ("o", True)}
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["coding low", "coding high"]


def test_every_reading_has_its_mark_and_no_two_share_a_place(isles) -> None:
    with style.look():
        figure = answer_figures(isles)["statements"]()
    for axes in figure.axes:
        places = [
            (line.get_xdata()[0], line.get_ydata()[0])
            for line in axes.lines
            if line.get_marker() != "None"
        ]
        assert len(places) == len(set(places)) == 12


def test_a_scenario_with_one_coding_draws_one_panel(isles) -> None:
    rows = [replace(row, coding="stated") for row in isles.readings if row.coding == "low"]
    flips = [replace(row, coding="stated") for row in isles.flips if row.coding == "low"]
    alone = finding(isles.statements, rows, flips, [INPUT], ("stated",))
    with style.look():
        figure = answer_figures(alone)["statements"]()
    assert len(figure.axes) == 1
