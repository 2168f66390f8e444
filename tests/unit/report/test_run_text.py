"""What a run says: the range first, never a bare percentage, never finer than its spread."""

import re
from dataclasses import replace

import pytest
import synthetic
from hypothesis import given
from hypothesis import strategies as st

from sim.domain.concession import ConcessionKind
from sim.domain.estimate import Difference, Share
from sim.domain.finding import MissedOverlap
from sim.report import comparison_text, run_text
from sim.report.against import against_text
from sim.report.wording import difference_sentence, difference_words, range_words, share_words

CASES = {
    "two codings": synthetic.run(),
    "one coding": synthetic.run((0.3,)),
    "nothing settles": synthetic.run((0.0, 0.0)),
    "three parties, one issue": synthetic.run((0.3,), parties=3, issues=1),
    "four codings": synthetic.run((0.1, 0.2, 0.3, 0.4)),
    "long names": synthetic.run(longer=True),
    "with a parent": synthetic.run(against=True),
}


def unbroken(text):
    return " ".join(text.split())


def test_the_headline_is_the_range_over_codings():
    text = unbroken(run_text(synthetic.run((0.21, 0.04))))
    assert "In 4 to 21 of 100 worlds the talks end in a settlement by day 90" in text
    assert text.index("4 to 21") < text.index("low-no-deal")


def test_one_coding_speaks_of_this_coding():
    text = unbroken(run_text(synthetic.run((0.3,))))
    assert "In 30 of 100 worlds (27–33, sampling only)" in text
    assert "in this coding" in text
    assert "stated" not in text


@pytest.mark.parametrize("case", CASES)
def test_it_closes_by_saying_what_it_is_not(case):
    text = unbroken(run_text(CASES[case]))
    assert text.endswith("does not predict what will happen.")


@pytest.mark.parametrize("case", CASES)
def test_no_bare_percentage(case):
    text = unbroken(run_text(CASES[case])).replace("95 % interval", "")
    assert "%" not in text
    assert "nan" not in text.lower().replace("finance", "")


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_it_fits_the_width(case, width):
    for line in run_text(CASES[case], width=width).splitlines():
        assert len(line) <= width


def test_missed_overlap_is_counted_apart_with_its_own_n():
    text = run_text(synthetic.run())
    apart = text.index("Counted apart")
    assert apart > text.index("walk-out")
    assert "first 400 worlds" in text[apart:]


def test_missed_overlap_that_nobody_asked_for_is_not_a_zero():
    run = synthetic.run((0.3,))
    coding = replace(run.codings["stated"], missed_overlap=MissedOverlap(n=0, share=None))
    assert "not asked" in run_text(replace(run, codings={"stated": coding}))


def test_no_settlement_is_told_as_such():
    text = run_text(synthetic.run((0.0,)))
    assert "In none of 2,000 worlds" in text
    assert "no world settled" in text
    assert "WHAT A SETTLEMENT IS WORTH" not in text


def test_overrides_are_shown():
    run = replace(synthetic.run(), overrides={"deadline.day": "30"})
    assert "with deadline.day = 30" in run_text(run)


def test_refusals_name_party_and_reason():
    text = run_text(synthetic.run())
    assert "Russia: line on alliance pledge" in text
    assert "Russia: too little" in text


def test_a_parent_is_compared_in_words():
    text = unbroken(run_text(synthetic.run(against=True)))
    assert "AGAINST parent" in text
    assert "+5 (+3 to +7)" in text
    assert "120 from impasse to settlement" in text


def test_a_flip_is_told_with_the_refusal_that_stood_in_its_way():
    text = unbroken(run_text(synthetic.run(against=True)))
    for coding in ("low-no-deal", "high-no-deal"):
        assert f"120 worlds settle under two-weeks alone, in this coding ({coding})" in text
    assert "120 from impasse to settlement (worlds 3, 8 …)" in text
    assert "under parent is “Russia: line on alliance pledge” (in 80 of them)" in text
    assert "settle under parent alone" not in text


def test_two_sides_that_hardly_differ_are_told_as_their_range():
    text = unbroken(run_text(synthetic.run(against=True)))
    assert "changes by +5 of 100 worlds in both codings." in text
    assert "the range over" not in unbroken(against_text(synthetic.comparison(["stated"])))


def test_comparison_shows_both_sides():
    first, second = synthetic.run(), synthetic.run(against=True)
    text = unbroken(comparison_text(replace(first, scenario="parent"), second))
    assert text.startswith("two-weeks against parent")
    assert text.count("21 (19–23)") == 2


def test_screened_concessions_stand_before_the_closing_and_say_so():
    run, table = synthetic.run(), synthetic.concessions()
    text, plain = (unbroken(run_text(run, found)) for found in (table, None))
    assert "SINGLE CONCESSIONS" not in plain
    assert text.endswith("does not predict what will happen.")
    told = text.split("SINGLE CONCESSIONS")[1]
    assert "screened on the first 400 worlds only" in told
    assert told.count("The mover's own result changes by") == 3
    assert (
        "Russia: drop the line on alliance pledge. The share that settles by day 90 changes by"
        in told
    )
    assert "+18 to +23 of 100 worlds, the range over 2 codings" in told
    assert "own result changes by −0.03 value units." in told


def test_concessions_tried_on_every_world_of_the_run_are_not_called_a_part_of_it():
    text = unbroken(run_text(synthetic.run(n=400), synthetic.concessions()))
    assert "(screened on the first 400 worlds)" in text


def test_one_difference_is_told_with_the_same_numbers_everywhere():
    table = synthetic.concessions(codings=("stated",))
    run = synthetic.run((0.3,))
    found = table.rows[0].lifts["stated"].horizon
    middle, interval = difference_words(found).split(" ", 1)
    assert middle in unbroken(run_text(run, table))
    assert f"{middle} of 100 worlds {interval[:-1]}, sampling only)" in unbroken(
        run_text(run, table)
    )


def test_no_single_concession_is_said_so():
    nothing = replace(synthetic.concessions(), rows=())
    assert "There is no single concession to make." in run_text(synthetic.run(), nothing)


def test_a_loss_by_signing_is_explained_where_there_is_one():
    run = synthetic.run((0.3,))
    believed = "a party signs by what it believes no deal to be worth"
    assert believed not in unbroken(run_text(run))
    coding = run.codings["stated"]
    values = dict(coding.values)
    values["ukraine"] = replace(values["ukraine"], gain=synthetic.quantiles(0.01, 0.1))
    codings = {"stated": replace(coding, values=values)}
    assert believed in unbroken(run_text(replace(run, codings=codings)))


def lifted(row, horizon, half=0.02):
    lifts = {
        name: replace(lift, horizon=synthetic.difference(horizon, half))
        for name, lift in row.lifts.items()
    }
    return replace(row, lifts=lifts)


def test_concessions_that_change_nothing_are_not_named_as_if_they_did():
    table = synthetic.concessions()
    table = replace(table, rows=tuple(lifted(row, 0.01) for row in table.rows))
    told = unbroken(run_text(synthetic.run(), table)).split("SINGLE CONCESSIONS")[1]
    assert "None: no single concession lifts the share that settles by day 90" in told
    assert "alliance pledge" not in told


def test_concessions_of_one_mover_with_the_same_lifts_are_told_once():
    table = synthetic.concessions()
    first = table.rows[0]
    accept = replace(first, kind=ConcessionKind.ACCEPT, option="oral")
    other = replace(accept, option="written")
    table = replace(table, rows=(first, table.rows[1], accept, other, lifted(other, 0.1)))
    text = unbroken(run_text(synthetic.run(), table))
    together = (
        "Russia: accept “oral assurance” or “written, Ukraine only”, or drop the line, on "
        "alliance pledge"
    )
    assert together in text
    assert "Russia: accept “written, Ukraine only” on alliance pledge." in text
    assert text.count("own result changes by") == 3


def test_what_a_concession_does_by_the_early_day_is_told():
    run, table = synthetic.run(), synthetic.concessions()
    assert "the range over 2 codings; by day 14, by +6." in unbroken(run_text(run, table))


def test_codings_that_say_the_same_are_not_called_a_range():
    text = unbroken(run_text(synthetic.run((0.3, 0.3))))
    assert "In about 30 of 100 worlds the talks end in a settlement by day 90: 2 codings" in text
    assert "the range over" not in text
    assert "better founded" not in text


shares = st.tuples(st.floats(0, 1), st.floats(0, 0.2), st.floats(0, 0.2)).map(
    lambda t: Share(share=t[0], low=max(0.0, t[0] - t[1]), high=min(1.0, t[0] + t[2]))
)


@given(shares)
def test_an_interval_is_never_told_narrower_than_it_is(share):
    low, high = re.search(r"\(([\d.]+)–([\d.]+)\)", share_words(share)).groups()
    assert float(low) <= 100 * share.low + 1e-6
    assert float(high) >= 100 * share.high - 1e-6


@given(shares)
def test_shares_are_no_finer_than_their_spread(share):
    told = share_words(share).split()[0]
    if share.high - share.low >= 0.1:
        assert float(told) % 5 == 0
    if share.high - share.low >= 0.005:
        assert "." not in told


@given(st.lists(shares, min_size=2, max_size=4))
def test_the_ends_of_a_range_read_as_they_do_in_the_table(found):
    told = {share_words(share).split()[0] for share in found}
    words = range_words(found)
    if " to " in words:
        ends = words.removesuffix(" of 100 worlds").split(" to ")
        assert set(ends) <= told
        assert float(ends[0]) < float(ends[1])


@given(st.lists(shares, min_size=1, max_size=4))
def test_the_range_does_not_depend_on_the_order_of_codings(found):
    assert range_words(found) == range_words(found[::-1])


differences = st.tuples(st.floats(-0.8, 0.8), st.floats(0, 0.2), st.floats(0, 0.2)).map(
    lambda t: Difference(difference=t[0], low=t[0] - t[1], high=t[0] + t[2])
)


@given(differences)
def test_a_difference_is_never_told_narrower_than_it_is(difference):
    ends = re.search(r"\(([−+\d.]+) to ([−+\d.]+)", difference_sentence(difference)).groups()
    low, high = (float(end.replace("−", "-")) for end in ends)
    assert low <= 100 * difference.low + 1e-6
    assert high >= 100 * difference.high - 1e-6


def test_differences_carry_their_sign():
    assert difference_words(Difference(difference=0.05, low=0.03, high=0.07)).startswith("+5")
    assert difference_words(Difference(difference=-0.05, low=-0.07, high=-0.03)).startswith("−5")
    assert difference_words(Difference(difference=0.0, low=0.0, high=0.0)) == "0.0 (0.0 to 0.0)"
