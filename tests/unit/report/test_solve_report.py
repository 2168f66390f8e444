"""What rational parties would sign, in words and pictures."""

import re
from functools import cache

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from sim.analysis.solve import find_solutions
from sim.domain.solved import Concept
from sim.loading import edit, load_codings, load_scenario
from sim.records.answer_rows import plain_row, table_csv
from sim.records.encoding import as_text, from_text
from sim.report import style
from sim.report.answers.solve import says, text
from sim.report.figures.solve import draw_price, pages
from sim.report.wording import CLOSING
from tests.property.small_cases import agenda_of, party_of, scenario_of


def small(no_deal, size=5):
    agenda = agenda_of([size])
    rising = [k / max(1, size - 1) for k in range(size)]
    parties = [
        party_of("a", agenda, values=[rising], no_deal=no_deal),
        party_of("b", agenda, values=[rising[::-1]], no_deal=no_deal),
    ]
    return {"stated": scenario_of(agenda, parties)}


MAKERS = {
    "two codings": lambda: find_solutions(load_codings("ukraine-2025"), n=24),
    "five issues": lambda: find_solutions(load_codings("labour-contract"), n=24, day=20.0),
    "one principal": lambda: find_solutions(load_codings("three-party-coalition"), n=24),
    "one world": lambda: find_solutions(load_codings("price-haggle"), n=1),
    "empty": lambda: find_solutions(small(0.9), n=4),
    "one option": lambda: find_solutions(small(-0.5, size=1), n=4),
}


@cache
def made(case):
    return MAKERS[case]()


def flat(words):
    return " ".join(words.split())


@pytest.mark.parametrize("case", MAKERS)
def test_the_page_begins_with_two_to_four_sentences(case):
    sentences = says(made(case))
    assert 2 <= len(sentences) <= 4
    page = flat(text(made(case)))
    assert all(flat(sentence) in page for sentence in sentences)
    assert page.endswith(CLOSING)
    assert "complete information" in sentences[-1]


@pytest.mark.parametrize("case", MAKERS)
@pytest.mark.parametrize("width", [40, 80, 100])
def test_no_line_is_wider_than_the_page_and_no_number_is_bare(case, width):
    page = text(made(case), width=width)
    assert max(len(line) for line in page.splitlines()) <= width
    assert not re.search(r"\bnan\b|None|inf\b", page)
    # Some options of the labour contract have a percentage for a name.
    if case != "five issues":
        assert "%" not in flat(page).replace("95 % interval", "")


def test_every_number_has_its_concept_beside_it():
    page = text(made("two codings"))
    for name in ("Nash", "Kalai–Smorodinsky", "egalitarian", "utilitarian", "subgame-perfect"):
        assert f"Russia, {name} " in page


def test_nothing_to_sign_is_said_without_a_price():
    page = text(made("empty"))
    assert "no solution concept names one" in flat(page)
    assert "THE PRICE OF HAGGLING" not in page
    assert pages(made("empty")) == {}


def test_one_principal_shares_with_nobody():
    page = text(made("one principal"))
    assert "Nash" not in page
    assert "HOW MUCH HANGS" not in page


@pytest.mark.parametrize("case", [case for case in MAKERS if case not in ("empty", "one world")])
def test_figures_show_every_price_of_the_finding(case):
    finding = made(case)
    with style.look():
        (figure,) = [maker() for maker in pages(finding).values()]
        FigureCanvasAgg(figure).draw()
        for coding in finding.made.codings:
            axes = figure.add_subplot()
            draw_price(finding, coding, axes)
            drawn = [line.get_xdata()[0] for line in axes.lines if line.get_marker() != "None"]
            expected = [
                row.price.mean for row in finding.prices if row.coding == coding and row.price
            ]
            assert sorted(drawn) == pytest.approx(sorted(expected))


@pytest.mark.parametrize("case", MAKERS)
def test_it_is_kept_and_read_back_the_same(case):
    finding = made(case)
    assert from_text(type(finding), as_text(finding), "details.json") == finding
    for name, rows in finding.tables.items():
        assert all(plain_row(name, row)["coding"] for row in rows)
        if rows:
            assert table_csv(rows)


def test_the_concept_told_of_is_the_one_of_the_row():
    finding = made("two codings")
    (row, *_) = [r for r in finding.concepts if r.concept is Concept.SUBGAME_PERFECT]
    assert row.day is None or row.day.p05 >= finding.first_round


@cache
def lesson(name, **edits):
    return find_solutions(
        {"stated": edit(load_scenario(f"theory/{name}"), edits, layer="test")}, n=2
    )


def test_where_everybody_knows_everything_the_price_is_not_that_of_not_knowing():
    assert "that of not knowing as well" in says(made("five issues"))[-1]
    told = says(lesson("rubinstein"))[-1]
    assert "so do the talks as played" in told
    assert "no price of not knowing, but what it would bring to choose" in told


def test_one_who_looks_ahead_among_others_is_named():
    told = says(lesson("rubinstein", **{"party.second.behaviour": "time-dependent"}))[-1]
    assert "in the talks as played only the first can build on" in told
    assert "that of the others not knowing" in told


def test_where_deals_bind_for_a_round_the_price_is_that_of_it():
    told = says(lesson("powell"))[-1]
    assert "that of deals that do not bind – for a round only, as played" in told
    permanent = says(lesson("powell", **{"protocol.deals": "permanent"}))[-1]
    assert "do not bind" not in permanent


def test_the_last_word_is_told_of_where_waiting_costs_little():
    # (2/3)¹² is next to nothing; 0.99¹² is 0.886.
    assert "the last word" not in says(lesson("rubinstein"))[-1]
    patient = {f"party.{who}.patience": 0.99 for who in ("first", "second")}
    told = says(lesson("rubinstein", **patient))[-1]
    assert "Waiting for all 12 rounds leaves 0.89 of a value" in told
    assert "the last word" in told
