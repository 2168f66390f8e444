"""Concessions in words and in the picture: what is said first, and what is never said."""

from dataclasses import replace

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from sim.analysis.concessions import try_concessions
from sim.domain.concession_sets import ConcessionPairs
from sim.domain.concessions import Gap, Price, ProcessRule, Verdict
from sim.domain.estimate import Difference, Share
from sim.loading import load_scenario
from sim.report import style
from sim.report.answers import concession_sets
from sim.report.answers.concession_move_blocks import Lookup, verdict_words
from sim.report.answers.concession_move_says import talks_says
from sim.report.answers.concession_names import grouped
from sim.report.answers.concessions import says, text
from sim.report.figures.concessions import MOST_GROUPS, draw_concessions, pages, title
from tests.conceding_cases import hire

SURE = Difference(difference=0.2, low=0.15, high=0.25)
NOTHING = Difference(difference=0.0, low=-0.1, high=0.1)
IDLE = (ProcessRule.FIXED_CLOCKS, ProcessRule.SINGLE_TEXT)


@pytest.fixture(scope="module")
def finding(tmp_path_factory):
    return try_concessions(hire(tmp_path_factory.mktemp("hire")), n=40, seed=5)


def told(words):
    return " ".join(words.split())


def first_as(finding, **changes):
    """The same finding with another first row, and the exact effects that belong to it."""
    first, *rest = finding.moves
    return replace(finding, moves=(replace(first, **changes), *rest))


def shares(finding, **changes):
    rows = tuple(replace(row, **changes) for row in finding.without)
    return replace(finding, without=rows)


def test_a_page_begins_with_its_sentences_and_ends_with_the_closing(finding):
    page = told(text(finding))
    for sentence in says(finding):
        assert told(sentence) in page
    assert page.endswith("it does not predict what will happen.")


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_a_page_fits_its_width(finding, width):
    assert max(len(line) for line in text(finding, width=width).splitlines()) <= width


def test_no_bare_percentage_is_told(finding):
    assert "%" not in text(finding).replace("95 % interval", "")


def test_every_party_is_told_of_in_the_same_words(finding):
    paper = says(finding)[1]
    for party in finding.made.labels.parties.values():
        assert party in paper


def test_every_rule_is_told_with_its_worlds(finding):
    page = told(text(shares(finding, worlds=24)))
    for rule in list(ProcessRule)[1:]:
        assert f"{rule.value} (24 worlds)" in page


def test_a_case_that_always_settles_says_so(finding):
    sure = Share(share=1.0, low=0.9, high=1.0)
    assert "All worlds settle by day 30" in says(shares(finding, horizon=sure))[0]


def test_an_empty_acceptable_set_is_said_so(finding):
    none = Share(share=0.0, low=0.0, high=0.1)
    assert "no world holds a package that all would sign" in says(shares(finding, open=none))[0]


def test_nothing_to_concede_is_said_so(finding):
    empty = replace(finding, moves=(), effects=(), rules=(), gains=(), conceded=None)
    assert says(empty)[1] == "There is no concession to make."
    assert "WHAT EACH CONCESSION" not in text(empty)
    with style.look():
        pages(empty)["concessions"]().draw_without_rendering()


def test_a_robust_concession_is_named_and_without_one_that_is_said(finding):
    sure = first_as(finding, verdicts=(Verdict.ROBUST,), simulated=SURE, lowest=0.1, highest=0.3)
    assert "robust under all 5 process rules" in told(" ".join(says(sure)))
    assert "+10 to +30 of 100 worlds" in told(" ".join(says(sure)))
    noise = replace(
        finding,
        moves=tuple(replace(move, verdicts=(Verdict.WITHIN_NOISE,)) for move in finding.moves),
    )
    assert "hangs on how they are held" in told(" ".join(says(noise)))


@pytest.mark.parametrize(
    ("gap", "words"),
    [
        (Gap.PAPER_ONLY, "Matters on paper, never in talks"),
        (Gap.TALKS_ONLY, "Matters in talks, not on paper"),
        (Gap.OPPOSED, "Opposite on paper and in talks"),
    ],
)
def test_a_gap_between_paper_and_talks_is_told(finding, gap, words):
    plain = replace(finding, moves=tuple(replace(m, gap=Gap.NONE) for m in finding.moves))
    assert words not in " ".join(says(plain))
    assert words in " ".join(says(first_as(plain, gap=gap)))


def test_at_most_four_sentences_are_said_of_single_concessions(finding):
    assert 2 <= len(says(finding)) <= 4


def test_what_is_asked_for_beside_cuts_no_sentence_about_talks(finding, monkeypatch):
    monkeypatch.setattr(concession_sets, "says", lambda _: ("Sets.", "Pairs.", "Swaps."))
    gap = first_as(finding, gap=Gap.OPPOSED)
    asked = replace(gap, pairs=ConcessionPairs(
        candidates=(), of=0, conflicting=0, pairs=(), swaps=()
    ))  # fmt: skip
    assert says(asked)[:4] == says(gap)[:4]
    assert says(asked)[4:] == ("Sets.", "Pairs.")


def test_most_of_all_is_said_only_of_one_that_is_told_apart(finding):
    first, second = (group[0] for group in grouped(finding)[:2])
    dim = Difference(difference=0.08, low=0.03, high=0.13)

    def headline(tier, lift):
        rows = {
            first.key: replace(first, tier=1, verdicts=(Verdict.ROBUST,), simulated=SURE),
            second.key: replace(second, tier=tier, verdicts=(Verdict.ROBUST,), simulated=lift),
        }
        moves = (
            rows.get(m.key, replace(m, verdicts=(Verdict.WITHIN_NOISE,))) for m in finding.moves
        )
        return told(talks_says(replace(finding, moves=tuple(moves))))

    assert "2, most of all " in headline(2, dim)
    assert "2, among them " in headline(1, dim)
    assert "2, among them " in headline(2, Difference(difference=0.18, low=0.13, high=0.23))


def test_what_changes_nothing_is_counted_and_not_told(finding):
    nothing = Difference(difference=0.0, low=-0.05, high=0.05)
    level = replace(
        finding,
        moves=tuple(replace(m, verdicts=(Verdict.WITHIN_NOISE,)) for m in finding.moves),
        effects=tuple(replace(row, exact=nothing) for row in finding.effects),
    )
    groups = len(grouped(finding))
    page = told(text(level))
    assert f"{groups} change nothing beyond noise" in page
    assert " 1. " not in page.split("WHAT WAS CONCEDED")[0]


def test_the_title_says_the_finding(finding):
    assert title(first_as(finding, tier=1, exact=SURE)).startswith("What opens most on paper")
    level = Difference(difference=0.0, low=-0.05, high=0.05)
    rows = tuple(replace(move, exact=level) for move in finding.moves)
    assert "No single concession" in title(replace(finding, moves=rows))


def test_a_panel_shows_the_numbers_of_the_finding(finding):
    axes = Figure().subplots()
    assert draw_concessions(finding, "plain", axes) is axes
    shown = grouped(finding)[:MOST_GROUPS]
    exact = {row.key: row.exact.difference for row in finding.effects if row.coding == "plain"}
    bars = [bar.get_width() for bar in axes.patches]
    assert bars == [exact[g[0].key] for g in shown if g[0].kind.value != "open with"]
    lifts = {row.lift.difference for row in finding.rules if row.rule is ProcessRule.STATED}
    marks = [line.get_xdata()[0] for line in axes.lines if line.get_marker() == "D"]
    assert set(marks) <= lifts


def test_labels_stay_inside_the_picture(finding):
    with style.look():
        figure = pages(finding)["concessions"]()
        figure.draw_without_rendering()
        wide = figure.get_window_extent().width
        renderer = FigureCanvasAgg(figure).get_renderer()
        for axes in figure.axes:
            for label in axes.get_yticklabels():
                box = label.get_window_extent(renderer)
                assert box.x0 >= -1
                assert box.x1 <= wide


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (Verdict.ROBUST, "Robust: more settle"),
        (Verdict.LOWERS, "Robustly lowers settlement: fewer settle"),
        (Verdict.NOT_SHOWN, "Not shown under every rule"),
        (Verdict.RULE_DEPENDENT, "In talks it depends on the rules of the talks"),
        (Verdict.WITHIN_NOISE, "Within noise in talks"),
    ],
)
def test_every_verdict_has_its_words(verdict, words):
    assert verdict_words((verdict,)).startswith(words)


def test_what_robustly_lowers_settlement_is_not_named_as_robust(finding):
    less = Difference(difference=-0.2, low=-0.25, high=-0.15)
    rows = tuple(replace(m, verdicts=(Verdict.LOWERS,), simulated=less) for m in finding.moves)
    lowering = told(" ".join(says(replace(finding, moves=rows))))
    assert "no concession clearly lifts settlement" in lowering


def test_what_pays_who_gives_it_is_a_concession_on_paper_only(finding):
    label = "It pays who gives it, and so is a concession on paper only."
    costing = tuple(replace(row, price=Price.COSTS) for row in finding.effects)
    assert label not in told(text(replace(finding, effects=costing)))
    gaining = tuple(replace(row, price=Price.GAINS) for row in finding.effects)
    assert label in told(text(replace(finding, effects=gaining)))


def test_rules_that_change_nothing_by_construction_are_not_counted(finding):
    assert "idle" not in text(finding)
    lesson = try_concessions({"stated": load_scenario("theory/rubinstein")}, n=2)
    assert lesson.idle == (ProcessRule.FIXED_CLOCKS, ProcessRule.RESERVATION)
    page = told(text(lesson))
    assert "fixed clocks (idle here)" in page
    assert "under all 3 process rules that are not idle here" in page
    same = {row.rule: row.horizon for row in lesson.without}
    assert all(same[rule] == same[ProcessRule.STATED] for rule in lesson.idle)


def test_idle_rules_are_left_out_of_what_is_said_over_rules(finding):
    """The stated rules lift the first concession by a fifth; under an idle one it shows a lift of
    nothing, on fewer worlds. Left out, the range over rules begins at the fifth."""
    key = finding.moves[0].key
    rules = tuple(
        replace(row, lift=NOTHING if row.rule in IDLE else SURE) if row.key == key else row
        for row in finding.rules
    )
    some = Lookup(replace(finding, rules=rules, idle=IDLE)).lifts(finding.moves[0], "plain")
    assert set(some) == set(ProcessRule) - set(IDLE)
    assert {row.lift for row in some.values()} == {SURE}


@pytest.mark.parametrize(
    ("idle", "words"),
    [
        ((), "under all 5 process rules and in every coding"),
        ((ProcessRule.FIXED_CLOCKS,), "under all 4 process rules that are not idle here and in"),
        (
            tuple(rule for rule in ProcessRule if rule is not ProcessRule.STATED),
            "under the rules as stated, the other four being idle here, and in every coding",
        ),
    ],
)
def test_a_sentence_says_how_many_rules_it_goes_by(finding, idle, words):
    robust = first_as(finding, verdicts=(Verdict.ROBUST,))
    nothing = replace(
        finding, moves=tuple(replace(m, verdicts=(Verdict.NOT_SHOWN,)) for m in finding.moves)
    )
    for told in (robust, nothing):
        assert words in talks_says(replace(told, idle=idle))
