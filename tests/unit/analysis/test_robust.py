"""Statements put to the test, on talks whose turning point is known by hand.

In ``tests/mechanisms/haggle.toml`` both sides have come down to their reservations by day 30 of 40.
The seller's is 0.1 plus its shift, the buyer's likewise; a price p is worth p/10 to the one and
1 − p/10 to the other. With one shift at 0.02 that side asks for no more than 0.2 in whole tenths,
so the talks settle in the end exactly if the other side's reservation is at most 0.8: shift 0.7.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.analysis.readings import stages as robust_stages
from sim.analysis.readings.bench import Bench
from sim.analysis.readings.inputs import choose, range_inputs
from sim.analysis.readings.play import Played, sole_blockers
from sim.analysis.readings.readings import groups_of, taken_at_word
from sim.analysis.readings.stages import strongest_lines
from sim.analysis.readings.statements import blocking, lines
from sim.analysis.readings.tally import Tally, margin_of, verdict_of
from sim.analysis.robust import check_statements
from sim.domain.outcome import Ending
from sim.domain.robust import FlipState, Origin, Taken, Verdict
from sim.domain.statement import (
    BlocksMore,
    DeadlineHelps,
    Lifts,
    Lowers,
    Settles,
    SignsMore,
    StatementKind,
)
from sim.engine import negotiate
from sim.errors import UsageError
from sim.loading import edit, load_codings, load_scenario
from sim.sampling import sample_worlds

MECHANISMS = Path(__file__).resolve().parents[2] / "mechanisms"
TURN = 0.7

HALF = '[statement.half]\nkind = "settles"\nsays = "half of them settle"\nabove = 0.5\n'


@pytest.fixture
def haggle(tmp_path: Path):
    """The hand-worked haggle with changes, as codings."""

    def write(text: str):
        place = tmp_path / "changed.toml"
        parent = (MECHANISMS / "haggle.toml").as_posix()
        place.write_text(f'extends = "{parent}"\n{text}', encoding="utf-8")
        return load_codings(place)

    return write


def shift(party: str, low: float, mid: float, high: float) -> str:
    return f"[party.{party}.no_deal]\nshift = [{low}, {mid}, {high}]\n"


def only_flip(finding, statement: str = "half"):
    (row,) = [row for row in finding.flips if row.statement == statement]
    return row


# --- flip points known by hand


def test_settlement_hangs_on_the_shift_as_worked_out(haggle) -> None:
    codings = haggle("")
    for held, settles in ((TURN - 0.01, True), (TURN + 0.01, False)):
        edited = edit(codings["stated"], {"party.buyer.no_deal.shift": [held]}, layer="test")
        outcomes = negotiate(edited, sample_worlds(edited, n=1))
        assert (outcomes.ending[0] == Ending.SETTLEMENT) == settles


@pytest.mark.parametrize("party", ["buyer", "seller"])
def test_a_flip_inside_the_range_is_where_it_is_by_hand(haggle, party: str) -> None:
    finding = check_statements(haggle(shift(party, 0.0, 0.4, 0.9) + HALF), n=60)
    row = only_flip(finding)
    assert row.state is FlipState.INSIDE
    assert row.input == f"party.{party}.no_deal.shift"
    # Told to a sixteenth of the way from 0.4 to 0.9.
    assert TURN < row.value <= TURN + 0.5 / 16
    assert row.way == pytest.approx((row.value - 0.4) / 0.5)
    assert (row.low, row.mid, row.high) == (0.0, 0.4, 0.9)
    # All worlds turn at once, so the last place that holds and the first that fails are neighbours.
    assert row.undecided_high == row.value
    assert row.undecided_low == pytest.approx(row.value - 0.5 / 16)


def test_a_flip_beyond_the_range_is_said_to_be_outside(haggle) -> None:
    row = only_flip(check_statements(haggle(shift("buyer", 0.0, 0.4, 0.5) + HALF), n=60))
    assert row.state is FlipState.OUTSIDE
    assert row.way > 1.0
    # Told to a ratio of 1.2 of the way, which at the turn is 3 times the 0.1 from mid to end.
    assert TURN < row.value <= 0.4 + 0.3 * 1.2
    assert 0.5 <= row.undecided_low <= TURN < row.undecided_high == row.value


def test_the_bracket_of_a_flip_point_is_wider_with_fewer_worlds(haggle) -> None:
    # The sellers' shift differs from world to world, so settlement falls off along the buyer's.
    text = shift("buyer", 0.0, 0.2, 0.9) + shift("seller", 0.0, 0.2, 0.7) + HALF
    wide, near = (only_flip(check_statements(haggle(text), n=n)) for n in (30, 400))
    for row in (wide, near):
        assert row.undecided_low is None or row.undecided_low < row.value
        assert row.undecided_high is None or row.undecided_high >= row.value
    assert near.undecided_low is not None
    assert near.undecided_high is not None
    last = 0.9 if wide.undecided_high is None else wide.undecided_high
    first = 0.0 if wide.undecided_low is None else wide.undecided_low
    assert last - first > near.undecided_high - near.undecided_low


def test_a_statement_broken_at_the_mid_gives_way_there(haggle) -> None:
    # Most of the range lies below the turn, and the mid above it.
    text = shift("buyer", 0.0, 0.72, 0.73) + HALF.replace("0.5", "0.2")
    row = only_flip(check_statements(haggle(text), n=200))
    assert row.state is FlipState.INSIDE
    assert (row.value, row.way) == (0.72, 0.0)
    assert row.undecided_low is None


def test_what_no_input_breaks_has_no_flip_point(haggle) -> None:
    # However the first aims stand, all have come down by day 30.
    text = "[party.buyer.tactics]\nopening = [0.5, 0.7, 0.9]\n" + HALF
    row = only_flip(check_statements(haggle(text), n=60))
    assert (row.state, row.value, row.way) == (FlipState.NEVER, None, None)
    assert row.input == "party.buyer.tactics.opening"


def test_without_a_range_nothing_can_be_moved(haggle) -> None:
    finding = check_statements(haggle(HALF), n=60)
    assert only_flip(finding).state is FlipState.UNTRIED
    assert finding.inputs == ()
    assert {row.taken for row in finding.readings} == {Taken.AS_DRAWN}


def test_of_two_inputs_the_nearer_flip_is_told(haggle) -> None:
    codings = haggle(shift("buyer", 0.0, 0.2, 0.9) + shift("seller", 0.0, 0.2, 0.7) + HALF)
    row = only_flip(check_statements(codings, n=100))
    first = {
        one.path: next(
            step / 16
            for step in range(17)
            if margin_at(codings["stated"], one.held(step / 16, end=1)) <= 0.0
        )
        for one in range_inputs(codings["stated"])
        if one.path.endswith("shift")
    }
    assert len(set(first.values())) == 2
    assert row.way == min(first.values())
    assert first[row.input] == row.way


def margin_at(scenario, edits) -> float:
    edited = edit(scenario, edits, layer="test")
    outcomes = negotiate(edited, sample_worlds(edited, n=100))
    return float((outcomes.ending == Ending.SETTLEMENT).mean()) - 0.5


# --- verdicts


def test_a_statement_that_always_holds_and_one_that_never_does(haggle) -> None:
    never = HALF.replace("half]", "never]").replace("above = 0.5", "below = 0.5")
    finding = check_statements(haggle(shift("buyer", 0.0, 0.1, 0.2) + HALF + never), n=80)
    rows = {row.statement: row for row in finding.statements}
    assert rows["half"].readings == rows["half"].holds == 3
    assert rows["never"].readings == rows["never"].fails == 3
    assert only_flip(finding, "never").state is FlipState.NOT_HELD


def test_the_three_counts_add_up_to_the_readings() -> None:
    finding = check_statements(load_codings("labour-contract"), n=40, inputs=1)
    for row in finding.statements:
        assert row.holds + row.fails + row.undecided == row.readings
        assert row.readings == sum(one.statement == row.statement for one in finding.readings)
        drawn = [
            one.verdict
            for one in finding.readings
            if one.statement == row.statement and one.taken is Taken.AS_DRAWN
        ]
        assert (row.codings, row.codings_held) == (len(drawn), drawn.count(Verdict.HOLDS))


@pytest.mark.parametrize(
    ("for_it", "against", "n", "verdict"),
    [
        (50, 0, 100, Verdict.HOLDS),
        (0, 50, 100, Verdict.FAILS),
        (0, 0, 400, Verdict.FAILS),  # no difference: less than one world of 100
        (0, 0, 40, Verdict.UNDECIDED),  # so few worlds cannot tell
        (5, 4, 400, Verdict.UNDECIDED),
        (60, 0, 20_000, Verdict.FAILS),  # sure, and less than one world of 100
    ],
)
def test_verdicts(for_it: int, against: int, n: int, verdict: Verdict) -> None:
    first, second = np.arange(n) < for_it, np.arange(n) >= n - against
    assert verdict_of(Tally(first=first, second=second, weight=np.ones(n))) is verdict


@pytest.mark.parametrize(
    ("settled", "bar", "verdict"),
    [(90, 0.5, Verdict.HOLDS), (10, 0.5, Verdict.FAILS), (50, 0.5, Verdict.UNDECIDED)],
)
def test_verdicts_at_a_bar(settled: int, bar: float, verdict: Verdict) -> None:
    tally = Tally(
        first=np.arange(100) < settled, second=np.zeros(100, bool), weight=np.ones(100), bar=bar
    )
    assert verdict_of(tally) is verdict
    assert margin_of(tally).difference == pytest.approx(settled / 100 - bar)


# --- what each kind of statement measures, against runs by hand


@pytest.fixture(scope="module")
def labour():
    return load_scenario("labour-contract")


def played(scenario, n: int = 120):
    return negotiate(scenario, sample_worlds(scenario, n=n, seed=3), asked=0, tracked=0)


def test_lifts_and_lowers_are_the_difference_of_two_runs(labour) -> None:
    edits = {"party.union.red_line.shifts.firmness.sundays": 0}
    before, after = (
        played(one).ending == Ending.SETTLEMENT
        for one in (labour, edit(labour, edits, layer="test"))
    )
    at = Played(scenario=labour, n=120, seed=3)
    up = at.tally(Lifts(id="x", says="x", edits=edits))
    assert np.array_equal(up.first, after)
    assert np.array_equal(up.second, before)
    assert up.first.sum() > up.second.sum()
    down = at.tally(Lowers(id="x", says="x", edits=edits))
    assert np.array_equal(down.score, -up.score)


def test_by_a_day_counts_only_who_has_settled_by_then(labour) -> None:
    outcomes = played(labour)
    tally = Played(scenario=labour, n=120, seed=3).tally(Settles(id="x", says="x", above=0, by=30))
    early = (outcomes.ending == Ending.SETTLEMENT) & (outcomes.day <= 30)
    assert np.array_equal(tally.first, early)
    assert 0 < early.sum() < (outcomes.ending == Ending.SETTLEMENT).sum()


def test_below_is_the_reverse_of_above(labour) -> None:
    at = Played(scenario=labour, n=120, seed=3)
    above = margin_of(at.tally(Settles(id="x", says="x", above=0.3)))
    below = margin_of(at.tally(Settles(id="x", says="x", below=0.3)))
    assert below.difference == pytest.approx(-above.difference)
    assert (below.low, below.high) == pytest.approx((-above.high, -above.low))


def test_signs_more_counts_signed_packages(labour) -> None:
    package = played(labour).package[:, labour.agenda.position("pay")]
    tally = Played(scenario=labour, n=120, seed=3).tally(
        SignsMore(id="x", says="x", issue="pay", option="two_percent", than="four_percent")
    )
    assert np.array_equal(tally.first, package == 1)
    assert np.array_equal(tally.second, package == 3)


def test_the_deadline_is_held_against_the_same_talks_without_it() -> None:
    # By hand (deadline.toml): day 13 with the deadline, day 18 without it.
    at = Played(scenario=load_scenario(MECHANISMS / "deadline.toml"), n=3, seed=1)
    for by, with_it, without in ((15.0, True, False), (None, True, True)):
        tally = at.tally(DeadlineHelps(id="x", says="x", by=by))
        assert (tally.first.all(), tally.second.any()) == (with_it, without)


def test_the_deadline_of_a_scenario_without_one_cannot_be_asked(labour) -> None:
    bare = edit(labour, {}, layer="test", remove=["deadline"])
    with pytest.raises(UsageError, match="has no deadline"):
        Played(scenario=bare, n=3, seed=1).tally(DeadlineHelps(id="x", says="x"))


def test_a_party_that_would_sign_nothing_blocks_alone_and_the_other_does_not(haggle) -> None:
    # No price is worth 0.1 + 1.2 to the seller; the buyer would sign nine of eleven.
    codings = haggle(shift("seller", 1.2, 1.2, 1.2))
    tally = Played(scenario=codings["stated"], n=5, seed=1).tally(
        BlocksMore(id="x", says="x", party="seller", than="buyer")
    )
    assert tally.first.all()
    assert not tally.second.any()


def test_where_either_could_give_way_both_block_alone(haggle) -> None:
    # 0.1 + 0.5 each: no price is worth 0.6 to both, and every price is to somebody.
    codings = haggle(shift("seller", 0.5, 0.5, 0.5) + shift("buyer", 0.5, 0.5, 0.5))
    blocked = sole_blockers(codings["stated"], n=5, seed=1)
    assert blocked["seller"].all()
    assert blocked["buyer"].all()


def test_all_firm_lines_fail_what_settles_and_bear_out_what_drops_them(haggle) -> None:
    firm = ", ".join(f"p{k} = 1" for k in range(11))
    text = f"[party.seller.red_line.price]\nfirmness = {{ {firm} }}\n" + HALF
    finding = check_statements(haggle(text), n=300)
    rows = {row.statement: row for row in finding.statements}
    assert rows["half"].fails == rows["half"].readings == 1
    dropped = rows["default drops seller price"]
    assert dropped.holds == dropped.readings == 1
    assert rows["default blocks seller buyer"].holds == 1


# --- readings


@pytest.fixture(scope="module")
def ukraine():
    return load_scenario("ukraine-2025")


@pytest.mark.parametrize("group", ["wire", "writer"])
@pytest.mark.parametrize("certain", [0, 1])
def test_a_group_at_its_word_is_a_reliability_of_one(ukraine, group: str, certain: int) -> None:
    n = 150
    word = taken_at_word(ukraine, group, n=n, seed=1) == bool(certain)
    sure = edit(ukraine, {f"group.{group}.reliability": certain}, layer="test")
    before, after = (
        negotiate(one, sample_worlds(one, n=n, seed=1), asked=0, tracked=0)
        for one in (ukraine, sure)
    )
    assert 0 < word.sum() < n
    for name in ("ending", "day", "package", "refused_line"):
        assert np.array_equal(getattr(before, name)[word], getattr(after, name)[word])
    assert (before.day[~word] != after.day[~word]).any()


def test_every_group_that_matters_is_read_both_ways(ukraine) -> None:
    assert groups_of(ukraine) == tuple(ukraine.seeds.groups)
    assert groups_of(load_scenario("price-haggle")) == ()


def test_a_group_that_is_always_believed_is_played_again_without(haggle, tmp_path: Path) -> None:
    # By hand: taken at its word day 18; else, with the buyer's shift at 0.32, day 21.
    text = (MECHANISMS / "source_group.toml").read_text(encoding="utf-8")
    for name in ("haggle.toml", "claims.toml"):
        (tmp_path / name).write_text((MECHANISMS / name).read_text("utf-8"), encoding="utf-8")
    text = text.replace('title = "A source group"', 'title = "Said"')
    (tmp_path / "said.toml").write_text(f"{text}{HALF}by = 20\n", encoding="utf-8")
    finding = check_statements(load_codings(tmp_path / "said.toml"), n=30)
    told = {(row.taken, row.subject): row for row in finding.readings if row.statement == "half"}
    assert told[Taken.AT_WORD, "word"].verdict is Verdict.HOLDS
    assert told[Taken.NOT_AT_WORD, "word"].verdict is Verdict.FAILS
    assert told[Taken.AS_DRAWN, ""].verdict is Verdict.HOLDS


def test_ends_of_ranges_are_runs_of_the_edited_scenario(haggle) -> None:
    codings = haggle(shift("buyer", 0.0, 0.4, 0.9) + HALF)
    finding = check_statements(codings, n=60)
    for taken, value, settles in ((Taken.LOW, 0.0, 0.5), (Taken.HIGH, 0.9, -0.5)):
        (row,) = [one for one in finding.readings if one.taken is taken and one.statement == "half"]
        held = edit(codings["stated"], {"party.buyer.no_deal.shift": [value]}, layer="test")
        outcomes = negotiate(held, sample_worlds(held, n=60))
        share = (outcomes.ending == Ending.SETTLEMENT).mean()
        assert row.margin.difference == pytest.approx(share - 0.5)
        assert row.margin.difference == pytest.approx(settles)


# --- inputs


def test_a_line_is_one_input_and_is_moved_nested(ukraine) -> None:
    inputs = {one.path: one for one in range_inputs(ukraine)}
    line = inputs["party.russia.red_line.territory.firmness"]
    assert line.option == "ukrainian_control"
    assert not any(path.startswith(f"{line.path}.") for path in inputs)
    for end in (-1, 1):
        for way in (0.0, 0.3, 1.0, line.reach(end)):
            edited = edit(ukraine, line.held(way, end=end), layer="test")
            firm = edited.parties["russia"].red_lines["territory"].firmness
            levels = [firm[o].mode for o in ("ukrainian_control", "line", "administration")]
            assert levels == sorted(levels, reverse=True)
    assert line.held(1.0, end=-1)["party.russia.red_line.territory.firmness.line"] == [0.05]
    assert line.held(0.0, end=1)["party.russia.red_line.territory.firmness.line"] == [0.35]


def test_every_input_reaches_its_ends_and_what_is_legal(ukraine) -> None:
    for one in range_inputs(ukraine):
        told = one.told
        for end, last in ((-1, told.low), (1, told.high)):
            assert one.value(0.0, end=end) == pytest.approx(told.mode)
            assert one.value(1.0, end=end) == pytest.approx(last)
            legal = told.role.legal[(end + 1) // 2]
            assert one.value(one.reach(end), end=end) == pytest.approx(legal)


def test_an_option_value_held_is_not_widened_by_its_band(ukraine) -> None:
    path = "party.russia.demand.alliance.values.written_pause"
    (one,) = [one for one in range_inputs(ukraine) if one.path == path]
    edited = edit(ukraine, one.held(1.0, end=-1), layer="test")
    assert edited.quantity(path).range == (0.4,)


def test_the_input_that_decides_is_chosen_first(haggle) -> None:
    # By hand the day of settlement hangs on the buyer's patience; the seller's opening is one step.
    text = "[party.buyer]\npatience = [0.9, 0.97, 0.999]\n"
    text += "[party.seller.tactics]\nopening = [0.98, 1.0]\n" + HALF + "by = 18\n"
    finding = check_statements(haggle(text), n=300, inputs=1)
    assert [row.input for row in finding.inputs] == ["party.buyer.patience"]


def test_the_coding_in_which_an_input_does_most_counts() -> None:
    assert choose([{"a": {"s": 2.0}, "b": {"s": 1.0}}, {"b": {"s": 3.0}}], [], 1) == ("b",)
    assert choose([{"a": {"s": 2.0}}], ["none"], 9) == ("a",)


def test_no_deal_values_of_principals_are_always_moved(labour) -> None:
    finding = check_statements({"stated": labour}, n=40, inputs=2)
    assert {row.input for row in finding.inputs} == {
        f"party.{party}.no_deal.shift" for party in ("union", "employer")
    }


def test_who_blocks_more_turns_with_the_other_sides_no_deal_value(haggle) -> None:
    # No price is worth 0.1 + 0.95 to the buyer, so it blocks alone as long as some price would do
    # for the seller; with the seller's shift above 0.9 none does, and neither blocks alone.
    text = shift("seller", 0.5, 0.6, 1.1) + shift("buyer", 0.95, 0.95, 0.95)
    text += '[statement.who]\nkind = "blocks-more"\nsays = "the buyer blocks more"\n'
    text += 'party = "buyer"\nthan = "seller"\n'
    row = only_flip(check_statements(haggle(text), n=100), "who")
    assert row.input == "party.seller.no_deal.shift"
    assert 0.9 < row.value <= 0.9 + 0.5 / 16


# --- the default set


def test_the_default_set_names_pairs_lines_and_the_deadline() -> None:
    finding = check_statements(load_codings("labour-contract"), n=60, inputs=0)
    told = [
        (row.kind, row.party, row.than, row.issue)
        for row in finding.statements
        if row.origin is Origin.DEFAULT
    ]
    pair = {"union", "employer"}
    assert told[0][0] is StatementKind.BLOCKS_MORE
    assert {told[0][1], told[0][2]} == pair
    assert {one[1:] for one in told[1:-1]} == {
        ("union", "", "shifts"),
        ("employer", "", "dismissals"),
    }
    assert told[-1][0] is StatementKind.DEADLINE_HELPS


def test_who_blocks_more_is_stated_as_the_first_coding_has_it() -> None:
    codings = load_codings("ukraine-2025")
    (asked,) = blocking(codings, n=60, seed=1)
    first = Played(scenario=codings["low-no-deal"], n=60, seed=1).tally(asked.first)
    assert margin_of(first).difference > 0.0
    assert set(asked.by_coding) == set(codings)


def test_of_many_lines_those_that_move_settlement_most_are_asked(labour, monkeypatch) -> None:
    monkeypatch.setattr(robust_stages, "MOST_LINES", 1)
    bench = Bench(scenarios={"stated": labour}, n=80, seed=1)
    every = list(lines(bench.scenarios))
    kept = strongest_lines(bench)
    base = Played(scenario=labour, n=80, seed=1)
    size = {one.id: abs(margin_of(base.tally(one.first)).difference) for one in every}
    assert len(every) == 2
    assert [one.id for one in kept] == [max(size, key=lambda name: size[name])]
    assert all(set(one.first.edits.values()) == {0} for one in kept)


# --- the same whoever does the work, and what cannot be asked


def test_workers_change_nothing(haggle) -> None:
    codings = haggle(shift("buyer", 0.0, 0.4, 0.9) + HALF)
    assert check_statements(codings, n=40, workers=1) == check_statements(codings, n=40, workers=2)


def test_codings_are_read_each_for_itself(haggle) -> None:
    text = shift("buyer", 0.0, 0.4, 0.9) + HALF
    text += "[coding.a]\n[coding.b]\nremove = ['statement.half']\n"
    text += "[coding.b.party.buyer.no_deal]\nshift = [0, 0.1, 0.2]\n"
    finding = check_statements(haggle(text), n=60)
    assert {row.coding for row in finding.readings if row.statement == "half"} == {"a"}
    assert {row.coding for row in finding.readings} == {"a", "b"}


def test_progress_ends_with_everything_done(haggle) -> None:
    told: list[tuple[int, int]] = []
    text = shift("buyer", 0.0, 0.4, 0.9) + HALF
    check_statements(haggle(text), n=20, progress=lambda done, known: told.append((done, known)))
    assert told[-1][0] == told[-1][1]
    assert [done for done, _ in told] == list(range(1, len(told) + 1))


@pytest.mark.parametrize(
    ("change", "told"), [({"n": 0}, "at least one world"), ({"inputs": -1}, "0 or more")]
)
def test_what_cannot_be_asked_is_refused(change, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        check_statements(load_codings("price-haggle"), **{"n": 10, **change})


def test_a_scenario_that_makes_no_statement_and_allows_none(haggle) -> None:
    codings = {
        name: replace(
            one, parties={**one.parties, "buyer": replace(one.parties["buyer"], principal=False)}
        )
        for name, one in haggle("").items()
    }
    finding = check_statements(codings, n=10)
    assert (finding.statements, finding.readings, finding.flips) == ((), (), ())


def test_one_world_decides_nothing() -> None:
    finding = check_statements(load_codings("labour-contract"), n=1, inputs=1)
    assert all(row.undecided == row.readings for row in finding.statements)
