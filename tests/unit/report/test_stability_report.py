"""Stability in words and pictures."""

import re
from dataclasses import replace
from functools import cache

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from sim.analysis.stability import find_stability
from sim.domain.quantity import Role
from sim.domain.stability import Against, Sense
from sim.loading import load_codings
from sim.records.answer_rows import plain_row, table_csv
from sim.records.encoding import as_text, from_text
from sim.report import style
from sim.report.answers.stability import says, text
from sim.report.answers.stability_keeping_says import weakest
from sim.report.figures.stability import draw_curves, draw_held, pages
from sim.report.wording import CLOSING
from tests.property.small_cases import agenda_of, number, party_of, scenario_of


def small(no_deal, size=5, drift=0.0):
    agenda = agenda_of([size])
    rising = [k / max(1, size - 1) for k in range(size)]
    parties = [
        party_of("a", agenda, values=[rising], no_deal=no_deal),
        party_of("b", agenda, values=[rising[::-1]], no_deal=no_deal),
    ]
    moving = number("party.a.no_deal.drift", drift, Role.EFFECT)
    parties[0] = replace(parties[0], no_deal=replace(parties[0].no_deal, drift=moving))
    return {"stated": scenario_of(agenda, parties)}


MAKERS = {
    "two codings": lambda: find_stability(load_codings("ukraine-2025"), n=48, packages=3),
    "five issues": lambda: find_stability(load_codings("labour-contract"), n=24, day=20.0),
    "one principal": lambda: find_stability(load_codings("three-party-coalition"), n=24),
    "three leading": lambda: find_stability(
        {"low-no-deal": load_codings("ukraine-2025")["low-no-deal"]}, n=48, packages=5
    ),
    "one world": lambda: find_stability(load_codings("price-haggle"), n=1, seed=2),
    "empty": lambda: find_stability(small(0.9), n=4),
    "one option": lambda: find_stability(small(-0.5, size=1), n=40),
    "shift": lambda: find_stability(small(0.2, drift=0.05), n=40, packages=2),
    "asked": lambda: find_stability(small(0.3), n=40, packages=1, asked=[{"i0": "o0"}]),
}


@cache
def made(case):
    return MAKERS[case]()


def flat(words):
    return " ".join(words.split())


@pytest.mark.parametrize("case", MAKERS)
def test_the_page_begins_with_two_to_four_sentences(case):
    finding = made(case)
    told = says(finding)
    assert 2 <= len(told) <= 4
    page = text(finding)
    for sentence in told:
        assert flat(sentence) in flat(page)
    assert flat(page).endswith(CLOSING)
    assert max(len(line) for line in page.splitlines()) <= 80
    assert not re.search(r"\bnan\b|None|inf\b|\bless\b", page)
    # Some options of the labour contract have a percentage for a name.
    if case != "five issues":
        assert "%" not in flat(page).replace("95 % interval", "")


def test_the_weakest_link_is_who_first_gains_and_is_told_with_day_and_promise():
    """a has o2 at 0.5 (or less): no deal at 0.2 rises by 0.05 a week past it; b's stays."""
    finding = made("shift")
    assert weakest(finding, "package 1") == ("a",)
    words = flat(text(finding))
    assert "The weakest link is a" in words
    assert "WHAT IS MISSING" in words
    (row,) = [r for r in finding.links if (r.state, r.party) == ("package 1", "a")]
    assert f"worth {row.promise.p50:.2f} value units to a" in words
    (kept,) = [r for r in finding.kept if r.state == "package 1"]
    assert f"somebody gains by day {kept.gained.p50:.0f}" in words


def test_where_nothing_shifts_nobody_is_called_weak():
    words = flat(text(made("one option")))
    assert "Neither drift nor an event moves any no-deal value" in words
    assert "A SLOWER SHIFT" not in words
    assert "weakest" not in words
    assert "breach-over-time" not in pages(made("one option"))


def test_nothing_to_hold_is_said():
    words = flat(text(made("empty")))
    assert "nothing that could be stable but no agreement" in words
    assert pages(made("empty")) == {}


def test_a_package_that_none_would_sign_is_told_so():
    words = flat(text(made("asked")))
    assert "on the day in 0 of 100 worlds" in words
    assert "; nobody would sign it in these worlds." in words


def markers(axes):
    return [line for line in axes.lines if line.get_marker() not in ("None", None, "")]


@pytest.mark.parametrize("case", [case for case in MAKERS if case != "empty"])
def test_the_figures_show_the_shares_of_the_finding(case):
    finding = made(case)
    with style.look():
        for maker in pages(finding).values():
            FigureCanvasAgg(maker()).draw()
        figure = pages(finding)["against-moves"]()
        for coding in finding.made.codings:
            axes = figure.add_subplot()
            draw_held(finding, coding, axes)
            drawn = sorted(line.get_xdata()[0] for line in markers(axes))
            rows = [r for r in finding.states if r.coding == coding and r.sense is not Sense.SMR]
            expected = [
                (r.share if r.state == "no agreement" else r.held).share
                for r in rows
                if r.state == "no agreement" or r.held
            ]
            assert drawn == pytest.approx(sorted(expected))


def test_curves_are_drawn_of_those_who_ever_gain():
    finding = made("shift")
    with style.look():
        figure = pages(finding)["breach-over-time"]()
        axes = figure.add_subplot()
        draw_curves(finding, "package 1", "stated", axes)
    rows = [r for r in finding.curves if (r.state, r.party) == ("package 1", "a")]
    (line,) = axes.lines
    assert line.get_ydata() == pytest.approx([row.gains.share for row in rows])
    assert line.get_xdata() == pytest.approx([row.day for row in rows])


@pytest.mark.parametrize("case", MAKERS)
def test_it_is_kept_and_read_back_the_same(case):
    finding = made(case)
    assert from_text(type(finding), as_text(finding), "details.json") == finding
    for name, rows in finding.tables.items():
        assert all(plain_row(name, row)["coding"] for row in rows)
        if rows:
            assert table_csv(rows)


def test_coalitions_hold_no_more_than_single_parties():
    for row in made("two codings").states:
        if row.against is Against.COALITIONS:
            (alone,) = [
                r.share.share
                for r in made("two codings").states
                if (r.coding, r.state, r.sense, r.against)
                == (row.coding, row.state, row.sense, Against.SINGLE)
            ]
            assert row.share.share <= alone


def test_a_guarantee_that_mends_is_told_with_what_it_costs():
    """a's no deal rises past the 0.5 it has of two issues; the last option of the second, on which
    b's fear hangs, is worth 0.3 more to it, and 0.1 less to b, who still signs."""
    agenda = agenda_of([1, 2])
    remaining = {"i1": {f"o{k}": number(f"party.b.r.o{k}", 1.0, Role.SHARE) for k in range(2)}}
    parties = [
        party_of("a", agenda, values=[[0.5], [0.0, 0.6]], no_deal=-0.25),
        party_of("b", agenda, values=[[1.0], [0.2, 0.0]], remaining=remaining),
    ]
    moving = number("party.a.no_deal.drift", 0.035, Role.EFFECT)
    parties[0] = replace(parties[0], no_deal=replace(parties[0].no_deal, drift=moving))
    scenario = scenario_of(agenda, parties)
    package = {"i0": "o0", "i1": "o0"}
    finding = find_stability({"stated": scenario}, n=400, until=100.0, packages=1, asked=[package])
    words = flat(text(finding))
    assert "of single options most helps issue 1: option 1 (+100" in words
    assert (
        "of options of issues on which a feared breach hangs, issue 1: option 1 mends most (the "
        "best of 1 tried, so a little flattered): of the worlds in which it is broken" in words
    )
    assert "no longer be signed" not in words


def test_no_agreement_is_told_over_all_packages_and_over_those_looked_at():
    """Both would rather have any package than nothing: every world has an acceptable one."""
    words = flat(text(made("one option")))
    assert "Of all packages there are, some is acceptable to all it needs in 100 of 100" in words
    assert (
        "No agreement gives way where all who must sign the one package looked at would rather "
        "sign that: in 100 of 100 worlds"
    ) in words


def rare():
    """Two codings of one finding: 40 worlds, and nobody who would sign in the other."""
    codings = {}
    for name, no_deal in (("some", -0.5), ("nobody", 0.9)):
        codings[name] = replace(small(no_deal)["stated"], coding=name)
    return find_stability(codings, n=40, packages=1, asked=[{"i0": "o2"}])


def test_a_coding_in_which_nobody_signs_is_named():
    words = flat(text(rare()))
    assert "in coding nobody nobody would sign it in these worlds" in words
    assert "0 to 100 of 100 worlds" in words


def test_a_share_of_few_worlds_is_not_told_in_a_sentence():
    finding = find_stability(small(0.2, drift=0.05), n=20, packages=2)
    words = flat(" ".join(says(finding)))
    assert "these are too few worlds (20) to say more" in words
    assert "weakest link" not in words
    assert "too few worlds" not in flat(" ".join(says(made("shift"))))


def test_two_that_gain_on_the_same_day_are_both_weakest():
    """What both have for good is alike, and so is what they would have without, rising."""
    agenda = agenda_of([1])
    parties = [party_of(name, agenda, values=[[0.5]], no_deal=-0.5) for name in "ab"]
    parties = [
        replace(
            one,
            no_deal=replace(
                one.no_deal, drift=number(f"party.{one.id}.no_deal.drift", 0.05, Role.EFFECT)
            ),
        )
        for one in parties
    ]
    finding = find_stability({"stated": scenario_of(agenda, parties)}, n=40, packages=1)
    assert weakest(finding, "package 1") == ("a", "b")
    words = flat(text(finding))
    assert "The weakest link" not in words
    assert "Sampling does not tell who is the weakest link: of the worlds" in words


def test_a_breach_on_the_last_day_is_told_as_none_before_the_end():
    """a's way out goes on rising, so that it waits as long as the deal is followed."""
    agenda = agenda_of([1])
    values = {"a": [[0.5]], "b": [[1.0]]}
    parties = [party_of(name, agenda, values=own, no_deal=-0.5) for name, own in values.items()]
    moving = number("party.a.no_deal.drift", 0.07, Role.EFFECT)
    parties[0] = replace(parties[0], no_deal=replace(parties[0].no_deal, drift=moving))
    finding = find_stability({"stated": scenario_of(agenda, parties)}, n=40, until=100.0)
    words = flat(text(finding))
    assert "nobody breaks it before the window ends in 100 of 100 worlds" in words
    assert "100 (100–100)" not in words


def test_events_are_named_where_nothing_drifts():
    finding = find_stability(load_codings("theory/powell"), n=40)
    words = flat(text(finding))
    assert "moved by events (Power shifts) as coded" in words
    assert "without any drift" not in words
    assert "A SLOWER SHIFT" not in words


def test_curves_are_of_the_packages_that_would_be_signed_most():
    finding = made("three leading")
    with style.look():
        figure = pages(finding)["breach-over-time"]()
    titles = {axes.get_title(loc="left").split(",")[0] for axes in figure.axes}
    known = {row.state for row in finding.curves}
    often = {row.state: row.signed.share for row in finding.packages if row.state in known}
    assert titles == set(sorted(often, key=lambda state: -often[state])[:3])


@pytest.mark.parametrize(("worlds", "told"), [(29, False), (30, True)])
def test_shares_of_fewer_than_thirty_worlds_are_withheld_from_exits_and_links(worlds, told):
    """Every world of this case signs package 1 (no deal is worth 0.2 to both, o2 0.5), so as many
    worlds stand behind its shares as were drawn."""
    finding = find_stability(small(0.2, drift=0.05), n=worlds, packages=1, asked=[{"i0": "o2"}])
    words = flat(text(finding))
    links = words[words.index("THE LINKS") : words.index("WHAT IS MISSING")]
    ways = words[words.index("WHO WOULD MOVE") : words.index("IS IT KEPT")]
    assert ("too few worlds (29)" in ways) is not told
    assert ("too few worlds (29)" in links) is not told


def test_what_is_never_broken_needs_no_mending():
    """No deal falls for a and stays for b: who would sign on the day would never break. Where it
    rises by .05 a week instead, a does, and the page says what would help."""
    kept = flat(text(find_stability(small(0.2, drift=-0.05), n=40, packages=2)))
    assert "WHAT WOULD MAKE IT HOLD: nothing has to" in kept
    assert "A SLOWER SHIFT" not in kept
    broken = flat(text(made("shift")))
    assert "nothing has to" not in broken
    assert "A SLOWER SHIFT" in broken
