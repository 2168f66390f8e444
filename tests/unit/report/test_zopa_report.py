"""The acceptable set in words and pictures."""

import re
from dataclasses import replace
from functools import cache

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from sim.analysis.zopa import acceptable_set
from sim.domain.estimate import Share
from sim.domain.party import RedLine
from sim.domain.quantity import Role
from sim.domain.zopa_rows import Order
from sim.loading import edit, load_codings
from sim.records.answer_rows import plain_row, table_csv
from sim.records.encoding import as_text, from_text
from sim.report import style
from sim.report.answers.zopa import says, text
from sim.report.answers.zopa_words import by_rank, level_words, pair_shares, telling_order
from sim.report.figures.zopa import pages
from sim.report.figures.zopa_packages import packages_title
from sim.report.wording import CLOSING
from tests.property.small_cases import agenda_of, number, party_of, scenario_of, talks_over


def small(no_deal, sizes=(3, 3), firmness=None):
    """Two principals at odds; a may refuse all but its best on the first issue."""
    agenda = agenda_of(sizes)
    rising = [[k / max(1, size - 1) for k in range(size)] for size in sizes]
    falling = [values[::-1] for values in rising]
    lines = {}
    if firmness:
        where = "party.a.red_line.i0.firmness"
        worse = [f"o{k}" for k in range(sizes[0] - 1)]
        lines["i0"] = RedLine(
            firmness={o: number(f"{where}.{o}", firmness, Role.FIRMNESS) for o in worse}
        )
    parties = [
        party_of("a", agenda, values=rising, no_deal=no_deal, lines=lines),
        party_of("b", agenda, values=falling, no_deal=no_deal),
    ]
    return {"stated": scenario_of(agenda, parties)}


MAKERS = {
    "two codings": lambda: acceptable_set(load_codings("ukraine-2025"), n=24),
    "five issues": lambda: acceptable_set(load_codings("labour-contract"), n=40),
    "one principal": lambda: acceptable_set(load_codings("three-party-coalition"), n=40),
    "one issue": lambda: acceptable_set(load_codings("price-haggle"), n=40),
    "one world": lambda: acceptable_set(load_codings("labour-contract"), n=1),
    "another day": lambda: acceptable_set(load_codings("labour-contract"), n=20, day=42.0),
    "empty": lambda: acceptable_set(small([0.5, 0.6, 0.7]), n=20),
    "empty by a line": lambda: acceptable_set(
        small([0.3, 0.35, 0.4], sizes=(3,), firmness=1.0), n=20
    ),
    "always": lambda: acceptable_set(small([0.1, 0.15, 0.2]), n=20),
    "one option": lambda: acceptable_set(small(-0.5, sizes=(1,)), n=5),
    "searched": lambda: acceptable_set({"stated": talks_over([4] * 10)}, n=6),
    "unsure": lambda: unsure(made("searched")),
    "long names": lambda: longer(made("two codings")),
}


@cache
def made(case):
    return MAKERS[case]()


def unsure(finding):
    return replace(finding, sets=tuple(replace(row, sure=False) for row in finding.sets))


def longer(finding):
    """The same with names that are long for every table and picture."""
    labels = finding.made.labels
    return replace(
        finding,
        made=replace(
            finding.made,
            labels=replace(
                labels,
                issues={
                    i: f"{name} and all that belongs to it" for i, name in labels.issues.items()
                },
                options={
                    i: {
                        o: f"{name}, for as long as anybody holds to it" for o, name in some.items()
                    }
                    for i, some in labels.options.items()
                },
            ),
        ),
    )


def flat(words):
    return " ".join(words.split())


# -- sentences


@pytest.mark.parametrize("case", MAKERS)
def test_there_are_two_to_four_sentences_and_the_page_begins_with_them(case):
    sentences = says(made(case))
    assert 2 <= len(sentences) <= 4
    page = flat(text(made(case)))
    assert all(flat(sentence) in page for sentence in sentences)
    assert all(sentence.endswith(".") for sentence in sentences)
    assert page.endswith(CLOSING)


@pytest.mark.parametrize("case", MAKERS)
def test_no_bare_percentage_and_nothing_unknown(case):
    page = text(made(case))
    # Pay in the labour contract is told in per cent.
    assert set(re.findall(r"[\d.]+ ?%", page)) <= {"95 %", *(f"{k} %" for k in range(9))}
    assert not re.search(r"\bnan\b|None|Order\.|Method\.", page)


@pytest.mark.parametrize("width", [60, 80, 100])
@pytest.mark.parametrize("case", [case for case in MAKERS if case != "long names"])
def test_the_page_keeps_to_its_width(case, width):
    long = [line for line in text(made(case), width=width).splitlines() if len(line) > width]
    assert not long


def test_the_first_sentence_counts_worlds_over_codings_and_with_time():
    first = says(made("two codings"))[0]
    assert first.startswith("On day 0 some package is acceptable to all who must sign in ")
    assert "the range over 2 codings; by day 90, with no offer made till then, in " in first


def test_an_empty_set_says_so_and_points_at_the_blockers():
    sentences = says(made("empty"))
    first = flat(sentences[0])
    assert first.startswith("On day 0 in none of the 20 worlds of this coding")
    assert "is there a package that all who must sign would sign: the lines" in first
    assert sentences[1].startswith("Of 100 such worlds, only lower no-deal values would open 100")
    page = flat(text(made("empty")))
    assert "WHERE NOTHING IS ACCEPTABLE ON DAY 0" in page
    assert "BEST PACKAGES" not in page
    assert "only lower no-deal values 100" in page
    by_line = flat(" ".join(says(made("empty by a line"))))
    assert "the line of a on issue 0" in by_line


def test_who_leads_within_noise_is_said_to_be_one_of_several():
    whole = made("five issues")
    (row,) = whole.sets
    tied, alone = (replace(whole, sets=(replace(row, level=level),)) for level in (4, 0))
    assert level_words(tied) == "one of 5 that sampling does not tell apart"
    assert level_words(tied) in " ".join(says(tied))
    assert packages_title(tied).startswith("The package told first, one of 5 that sampling")
    assert level_words(alone) == ""
    assert packages_title(alone).startswith("The package that does best is signed in")


def test_over_codings_the_lowest_shares_are_held_against_the_first():
    whole = made("two codings")
    rows = [row for row in whole.packages if row.order is Order.ACROSS]
    worst = {1: 0.5, 2: 0.45, 3: 0.2}

    def told(row):
        middle = worst.get(row.rank, 0.1)
        signed = Share(share=middle, low=middle - 0.06, high=middle + 0.06)
        return replace(row, signed=signed)

    assert level_words(replace(whole, packages=tuple(map(told, rows)))) == (
        "one of 2 that sampling does not tell apart"
    )


def test_a_set_that_is_never_empty_says_so():
    sentences = says(made("always"))
    assert "each of the 20 worlds of this coding holds" in sentences[0]
    assert "nobody blocks" in sentences[0]
    page = flat(text(made("always")))
    assert "WHERE NOTHING IS ACCEPTABLE" not in page


def test_blockers_are_told_of_the_worlds_where_nothing_is_acceptable():
    told = says(made("two codings"))
    assert told[2].startswith("In the worlds where nothing is: ")


def test_the_leading_package_is_named_with_its_share():
    finding = made("five issues")
    rows = by_rank(finding, telling_order(finding))[0]
    told = next(s for s in says(finding) if s.startswith("No package is signed in more"))
    for issue, option in rows[0].package.items():
        assert finding.made.labels.options[issue][option] in told


def test_several_codings_are_led_by_the_lowest_share():
    assert telling_order(made("two codings")) is Order.ACROSS
    assert telling_order(made("five issues")) is Order.SIGNED
    assert "BY THE LOWEST SHARE OVER CODINGS" in flat(text(made("two codings")))


def test_few_options_are_told_with_their_issue():
    told = next(s for s in says(made("one issue")) if s.startswith("No package"))
    assert "price in coins: " in told


def test_a_search_says_how_and_whether_it_is_sure():
    page = flat(text(made("searched")))
    assert "1,048,576 packages searched by branch and bound" in page
    assert "stopped at its limit" not in page
    assert "stopped at its limit: these are lower bounds" in flat(text(made("unsure")))
    assert "WHAT BARGAINING SOLUTIONS" not in page


def test_the_map_holds_the_shares_of_the_pairs():
    finding = made("two codings")
    one, other = finding.map
    for coding in finding.made.codings:
        shares = pair_shares(finding, coding)
        assert set(shares) == {
            (first, second)
            for first in finding.made.labels.options[one]
            for second in finding.made.labels.options[other]
        }


def test_parties_change_places_and_so_do_the_words():
    """Nothing in the page depends on which party is which."""
    finding = made("always")
    names = finding.made.labels.parties
    swapped = replace(
        finding,
        made=replace(
            finding.made, labels=replace(finding.made.labels, parties={"a": "b", "b": "a"})
        ),
    )
    assert names == {"a": "a", "b": "b"}
    assert text(swapped) == text(finding)


# -- keeping


@pytest.mark.parametrize("case", MAKERS)
def test_a_finding_is_the_same_after_it_was_kept(case):
    finding = made(case)
    assert from_text(type(finding), as_text(finding), "details.json") == finding
    for name, rows in finding.tables.items():
        for row in rows:
            assert plain_row(name, row)["coding"] in finding.made.codings
        assert not rows or "coding" in table_csv(rows).splitlines()[0]


# -- pictures


def shown(case):
    found = set(pages(made(case)))
    return found & {"acceptance-map", "best-packages", "public-world"}


def test_there_are_pictures_of_what_there_is():
    assert shown("two codings") == {"acceptance-map", "best-packages", "public-world"}
    assert shown("one issue") == {"best-packages", "public-world"}
    assert shown("empty") == {"public-world"}
    assert shown("searched") == {"acceptance-map", "best-packages"}
    assert "who-blocks" in pages(made("two codings"))


PICTURES = [
    (case, name)
    for case in ("two codings", "five issues", "one principal", "one issue", "empty", "searched",
                 "long names", "one option")
    for name in ("acceptance-map", "best-packages", "public-world")
]  # fmt: skip


@pytest.mark.parametrize(("case", "name"), PICTURES)
def test_a_picture_says_what_it_shows_and_keeps_its_labels_inside(case, name):
    if name not in pages(made(case)):
        return
    with style.look():
        figure = pages(made(case))[name]()
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        renderer = canvas.get_renderer()
        wide, tall = figure.bbox.width, figure.bbox.height
        own = [label for axes in figure.axes for label in axes.texts]
        if name != "public-world":
            # A numbered axis has labels beyond its ends that are never drawn.
            own += [
                label
                for axes in figure.axes
                for label in (*axes.get_yticklabels(), *axes.get_xticklabels())
            ]
        for label in (*figure.texts, *own):
            if label.get_visible() and label.get_text().strip():
                box = label.get_window_extent(renderer)
                assert box.x0 >= -2, label
                assert box.x1 <= wide + 2, label
                assert box.y0 >= -2, label
                assert box.y1 <= tall + 2, label
    told = flat(" ".join(each.get_text() for each in figure.texts))
    assert "does not predict" in told
    assert ("sampling only" in told) == (name != "public-world")


def test_cells_of_the_map_do_not_run_into_each_other():
    with style.look():
        figure = pages(made("two codings"))["acceptance-map"]()
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        for axes in figure.axes:
            boxes = [label.get_window_extent(canvas.get_renderer()) for label in axes.texts]
            for k, one in enumerate(boxes):
                assert not any(one.overlaps(other) for other in boxes[k + 1 :])


def test_strips_do_not_run_into_each_other():
    with style.look():
        figure = pages(made("two codings"))["best-packages"]()
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        labels = [label for label in figure.axes[0].texts if label.get_text()]
        boxes = [(label, label.get_window_extent(canvas.get_renderer())) for label in labels]
        for k, (label, one) in enumerate(boxes):
            for other, box in boxes[k + 1 :]:
                assert not one.padded(-1).overlaps(box), (label, other)


def test_codings_may_allow_other_options():
    codings = load_codings("ukraine-2025")
    narrow = edit(codings["low-no-deal"], {"only.guarantees": ["arms", "pact"]}, layer="test")
    finding = acceptable_set({"low-no-deal": narrow, "high-no-deal": codings["high-no-deal"]}, n=12)
    assert telling_order(finding) is Order.SIGNED
    assert "BEST PACKAGES" in text(finding)
    other = replace(finding, map=("alliance", "guarantees"))
    with style.look():
        for draw in pages(other).values():
            FigureCanvasAgg(draw()).draw()


def test_codings_without_common_packages_are_told_one_after_the_other():
    codings = {"easy": small([0.1, 0.15, 0.2]), "hard": small([0.4, 0.42, 0.45])}
    scenarios = {
        name: replace(one["stated"], coding=name, codings=tuple(codings))
        for name, one in codings.items()
    }
    finding = acceptable_set(scenarios, n=12, tried=0)
    assert telling_order(finding) is Order.SIGNED
    leading = by_rank(finding, Order.SIGNED)
    assert all(len({tuple(row.package.values()) for row in rows}) == 1 for rows in leading)
    assert {row.coding for rows in leading for row in rows if row.rank == 1} == set(codings)
    told = next(sentence for sentence in says(finding) if "is signed in more worlds" in sentence)
    assert told.startswith("In coding easy, no package")
    assert "BEST PACKAGES" in text(finding)
