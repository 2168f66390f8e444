"""The empirical game, in words and pictures."""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from sim.analysis.equilibrium import find_equilibria
from sim.domain.equilibrium import Holds, ProfileKind
from sim.domain.estimate import Amount
from sim.loading import edit, load_codings
from sim.records.answer_rows import plain_row, table_csv
from sim.records.encoding import as_text, from_text
from sim.report import style
from sim.report.answers.equilibrium import says, text
from sim.report.answers.equilibrium_words import gain_words
from sim.report.figures.equilibrium import draw_changes, draw_regrets, draw_settled, pages
from sim.report.wording import CLOSING

HAGGLE = Path(__file__).parents[2] / "mechanisms" / "haggle.toml"
CYCLE = {
    "menu.firm": {"behaviour": "time-dependent", "toughness": 0.25, "opening": 0.3},
    "menu.yielding": {
        "behaviour": "time-dependent", "toughness": 1, "opening": 0.01, "parties": ["seller"],
    },
    "menu.steps": {"behaviour": "minimal-concession", "parties": ["buyer"]},
}  # fmt: skip
NEVER = {
    "menu.stone": {"behaviour": "obstinate"},
    "menu.rock": {"behaviour": "obstinate"},
    "party.seller": {"behaviour": "obstinate"},
}


def with_menu(name, menu):
    sources = {"direction_from": "nobody: a test", "size_from": "assumption: a test"}
    changes = {entry: {**keys, **sources} for entry, keys in menu.items()}
    return {
        coding: edit(scenario, changes, layer="test")
        for coding, scenario in load_codings(name).items()
    }


MAKERS = {
    "two codings": lambda: find_equilibria(load_codings("ukraine-2025"), n=24),
    "five issues": lambda: find_equilibria(load_codings("labour-contract"), n=24),
    "one principal": lambda: find_equilibria(load_codings("three-party-coalition"), n=24),
    "two worlds": lambda: find_equilibria(load_codings("price-haggle"), n=2),
    "no pure one": lambda: find_equilibria(with_menu(str(HAGGLE), CYCLE), n=400, precision=0.0),
    "nothing settles": lambda: find_equilibria(with_menu(str(HAGGLE), NEVER), n=4, tolerance=0.0),
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
    assert "among the behaviours on the menu, by simulated payoffs" in sentences[-1]
    assert "who alone make" in sentences[0]


@pytest.mark.parametrize("case", MAKERS)
@pytest.mark.parametrize("width", [40, 80, 100])
def test_no_line_is_wider_than_the_page_and_no_number_is_bare(case, width):
    page = text(made(case), width=width)
    assert max(len(line) for line in page.splitlines()) <= width
    assert not re.search(r"\bnan\b|None|\binf\b", page)
    if case != "five issues":  # some of its options have a percentage for a name
        assert "%" not in flat(page).replace("95 % interval", "")


def test_every_coding_is_told():
    page = flat(text(made("two codings")))
    for coding in ("low-no-deal", "high-no-deal"):
        assert f"in coding {coding}" in page
    assert "Russia: risk-return" in page


def test_a_game_without_a_pure_equilibrium_is_told_with_its_mixed_one():
    page = flat(text(made("no pure one")))
    assert "none of 4 profiles are clearly equilibria" in page
    assert "THE MIXED AND THE LOGIT PROFILE" in page
    assert "No profile of pure choices holds; in the one called mixed" in page
    assert "every choice as likely as any other" in page


def test_where_nothing_settles_no_package_is_told():
    page = text(made("nothing settles"))
    assert "THE PACKAGE SIGNED MOST OFTEN" not in page
    assert "anything at all" in page


def test_gains_have_the_decimals_that_are_known():
    assert gain_words(Amount(mean=0.0, low=0.0, high=0.0)) == "0.000"
    assert gain_words(Amount(mean=0.0004, low=-0.0004, high=0.002)) == "0.000 (−0.001 to +0.002)"
    assert gain_words(Amount(mean=0.3, low=0.2, high=0.4)) == "+0.30 (+0.20 to +0.40)"
    near = Amount(mean=0.002, low=0.0, high=0.0096)
    assert gain_words(near, 0.01) == "+0.002 (0.000 to +0.010)"
    assert gain_words(near, 0.0098) == "+0.0020 (0.0000 to +0.0096)"
    above = Amount(mean=0.002, low=-0.005, high=0.0104)
    assert gain_words(above, 0.01).endswith("to +0.02)")


@pytest.mark.parametrize("case", MAKERS)
def test_it_is_kept_and_read_back(case):
    finding = made(case)
    assert from_text(type(finding), as_text(finding), Path("x")) == finding
    for name, rows in finding.tables.items():
        assert rows or name in ("signed", "chances", "ranges")
        assert all(plain_row(name, row)["coding"] == row.coding for row in rows)
        assert not rows or table_csv(rows).count("\n") == len(rows) + 1


@pytest.mark.parametrize("case", MAKERS)
def test_the_figures_can_be_drawn(case):
    with style.look():
        for page in pages(made(case)).values():
            FigureCanvasAgg(page()).draw()


def test_panels_show_what_the_tables_hold():
    from matplotlib.figure import Figure

    finding = made("two codings")
    axes = Figure().subplots(1, 3)
    coding = finding.made.codings[0]
    told = [row for row in finding.told if row.coding == coding]
    first = draw_regrets(finding, coding, axes[0])
    assert len(first.get_yticklabels()) == 9
    assert first.get_yticklabels()[-1].get_text() == "as coded"
    second = draw_settled(finding, coding, axes[1])
    assert second.get_yticklabels()[0].get_text() == "as coded"
    assert len(second.get_yticklabels()) == len(told)
    third = draw_changes(finding, coding, axes[2])
    points = [line for line in third.lines if len(line.get_xdata()) == 1]
    others = sum(row.kind is not ProfileKind.CODED for row in told)
    assert len(points) == others * len(finding.made.labels.parties)


def test_where_most_profiles_hold_that_is_said_first():
    games = made("five issues").games
    holding = tuple(replace(game, yes=game.profiles // 2 + 1, largest=0.005) for game in games)
    half = tuple(replace(game, yes=game.profiles // 2) for game in games)
    first = "What behaviour is chosen hardly matters to anybody: most profiles"
    assert says(replace(made("five issues"), games=holding))[0].startswith(first)
    assert "hardly" not in says(replace(made("five issues"), games=half))[0]
    some, other = made("two codings").games
    mixed = (replace(some, yes=0), replace(other, yes=other.profiles))
    told = says(replace(made("two codings"), games=mixed))[0]
    assert f"hardly matters to anybody in coding {other.coding}: " in told


def test_who_sees_what_is_private_is_said_to():
    finding = made("five issues")
    assert "is taken to see" not in says(finding)[0]
    seeing = tuple(replace(row, behaviour="subgame-perfect") for row in finding.menu)
    assert "is taken to see what is private" in says(replace(finding, menu=seeing))[0]
    known = replace(finding, menu=seeing, guessed=())
    assert "is taken to see" not in says(known)[0]


def test_a_tolerance_above_all_gains_is_said_to_leave_nothing_to_tell():
    finding = find_equilibria(load_codings("price-haggle"), n=24, tolerance=0.9)
    first = says(finding)[0]
    assert first.startswith("No change alone would gain anybody more than 0.")
    assert "the tolerance of 0.9 leaves uncounted" in first
    assert "hardly" not in first


def test_where_several_hold_no_one_of_them_is_told_as_what_happens():
    menu = {
        "menu.give": {"behaviour": "time-dependent"},
        "menu.stone": {"behaviour": "obstinate"},
    }
    there = says(find_equilibria(with_menu(str(HAGGLE), menu), n=400))[1]
    assert there.startswith("In the 2 equilibria talks settle in 0 to 100 of 100 worlds and leave")
    assert "; they differ in what the seller chooses (anything on the menu) and what" in there
    assert "; as coded, talks settle in 100 of 100 worlds" in there


def test_a_choice_that_changes_nothing_is_said_to_and_has_no_table():
    first = says(made("nothing settles"))[0]
    assert "What the seller chooses makes no difference" in first
    assert "What the buyer chooses makes no difference" in first
    page = flat(text(made("nothing settles")))
    assert "WHO WOULD CHANGE WHAT" not in page
    assert "of 100 sets" not in page
    assert "BEST ANSWER" not in page


def test_all_who_would_surely_gain_are_named():
    finding = made("two codings")
    coding = finding.made.codings[0]
    party_of = dict.fromkeys(row.party for row in finding.changes)
    sure = Amount(mean=0.2, low=0.1, high=0.3)
    told = tuple(
        replace(row, holds=Holds.NO) if row.kind is ProfileKind.CODED else row
        for row in finding.told
    )
    changes = tuple(replace(row, gain=sure) for row in finding.changes)
    third = says(replace(finding, told=told, changes=changes))[2]
    assert third.count("would gain +0.20 (+0.10 to +0.30)") == 2 * len(party_of)
    assert f"in coding {coding}" in third


def test_what_may_hold_is_not_told_as_what_does():
    """Of 24 worlds all 49 profiles may be equilibria; were one of them sure, 48 would be left."""
    finding = made("two codings")
    assert {(row.yes, row.told) for row in finding.games} == {(0, Holds.UNTOLD)}
    assert "profiles that may be equilibria talks settle" in says(finding)[1]
    games = tuple(replace(row, yes=1, untold=48, told=Holds.YES) for row in finding.games)
    assert "in the one known to be an equilibrium talks" in says(replace(finding, games=games))[1]


def test_a_choice_that_only_one_coding_has_is_no_number_in_the_other():
    finding = made("two codings")
    first = finding.made.codings[0]
    gone = (first, "ukraine", "obstinate")
    menu = tuple(r for r in finding.menu if (r.coding, r.party, r.choice) != gone)
    changes = tuple(r for r in finding.changes if (r.coding, r.party, r.choice) != gone)
    assert len(menu) == len(finding.menu) - 1
    page = text(replace(finding, menu=menu, changes=changes), width=100)
    line = next(one for one in page.splitlines() if one.startswith("  Ukraine: obstinate"))
    assert line.split("obstinate")[1].split()[0] == "–"
