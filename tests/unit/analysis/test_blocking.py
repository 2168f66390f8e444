"""Who blocks, on scenarios small enough to be worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.analysis.blocking import who_blocks
from sim.domain.event import Event, EventKind
from sim.domain.quantity import Role
from sim.engine.overlap import find_acceptable
from sim.engine.standing import standing
from sim.errors import UsageError
from sim.loading import edit, load_codings
from sim.sampling import sample_worlds
from tests.property.small_cases import agenda_of, number, party_of, scenario_of
from tests.unit.analysis.blocking_cases import line_on, two_over_one


def asked(scenario, n=8, **more):
    return who_blocks({"stated": scenario}, n=n, **more)


def opened(finding):
    """Set → share of empty worlds it opens."""
    return {row.key: row.opens.share for row in finding.sets}


LINES = {
    "a": line_on("a", "i0", o0=1.0, o1=1.0),
    "b": line_on("b", "i0", o1=1.0, o2=1.0),
}


def test_two_lines_that_leave_nothing_in_common_each_block_alone():
    finding = asked(two_over_one(**LINES))
    (empty,) = finding.empty
    assert empty.empty.share == 1.0
    assert empty.lines.share == 1.0  # with every line gone o0, o1 and o2 would all be signed
    assert (empty.values.share, empty.either.share, empty.together.share) == (0.0, 0.0, 0.0)
    assert empty.one_line.share == 1.0
    assert empty.one_shift.share == 0.0
    assert empty.shortfall is None
    assert opened(finding) == {"a.i0": 1.0, "b.i0": 1.0}
    assert [row.share.share for row in finding.sizes] == [1.0, 0.0, 0.0, 0.0]
    for row in finding.lines:
        assert (row.firm.share, row.alone.share, row.opens.share) == (1.0, 1.0, 1.0)
        assert (row.minimal.share, row.always.share) == (1.0, 0.0)
        assert row.crossed == pytest.approx(2 / 3)
    told = {(row.party, row.option) for row in finding.options}
    # Beyond one's own line lie o0 and o1, beyond the other's o1 and o2; o1 is refused by both.
    assert told == {("a", "o0"), ("b", "o2")}


def test_values_alone_empty_a_set_and_the_step_of_each_is_the_least_that_suffices():
    # At o1 both are short by .1; at the ends the one whose end it is not by .5.
    finding = asked(two_over_one(need_a=0.5, need_b=0.5))
    (empty,) = finding.empty
    assert empty.values.share == 1.0
    assert empty.lines.share == 0.0
    assert empty.shortfall.p50 == pytest.approx(0.2)
    assert opened(finding) == {"a.no_deal + b.no_deal": 1.0}
    assert [row.share.share for row in finding.sizes] == [0.0, 1.0, 0.0, 0.0]
    for row in finding.costs:
        assert (row.lines, row.shift.mean) == (0, pytest.approx(0.1))
        assert row.margin.mean == pytest.approx(-0.1)
    assert all(row.opens.share == 0.0 for row in finding.shifts)
    wider = asked(two_over_one(need_a=0.5, need_b=0.5), grid=[0.1, 0.5])
    assert opened(wider) == {
        "a.no_deal": 1.0,
        "b.no_deal": 1.0,
    }
    assert [(r.party, r.step, r.opens.share) for r in wider.shifts] == [
        ("a", 0.1, 0.0),
        ("a", 0.5, 1.0),
        ("b", 0.1, 0.0),
        ("b", 0.5, 1.0),
    ]


def test_a_world_takes_of_a_set_no_more_than_it_needs():
    # a's line leaves o2, at which b is short by .5; without the line, o1 leaves b short by .1.
    scenario = two_over_one(a=LINES["a"], need_b=0.5)
    finding = asked(scenario, grid=[0.1, 0.5], n=4)
    assert opened(finding)["b.no_deal"] == 1.0
    # Dropping a's line makes o0 acceptable, so that it alone opens the world as well.
    assert opened(finding)["a.i0"] == 1.0
    shift = {(row.key, row.party): row.shift for row in finding.costs}
    assert shift["b.no_deal", "b"].mean == pytest.approx(0.5)
    assert shift["a.i0", "a"] is None


def test_lines_and_values_together():
    # o0 is all that b's line leaves, and a is short there by .15; beyond it b refuses.
    scenario = two_over_one(b=LINES["b"], a=line_on("a", "i0", o0=1.0), need_a=0.15)
    finding = asked(scenario)
    assert opened(finding) == {
        "b.i0": 1.0,
        "a.i0 + a.no_deal": 1.0,
    }
    (empty,) = finding.empty
    assert empty.lines.share == 1.0
    both = {row.party: row for row in finding.costs if row.key == "a.i0 + a.no_deal"}
    assert both["a"].lines == 1
    assert both["a"].shift.mean == pytest.approx(0.15)
    parties = {row.party: row for row in finding.parties}
    assert (parties["b"].opens.share, parties["b"].lines.share, parties["b"].value.share) == (
        1.0,
        1.0,
        0.0,
    )
    # a's lines alone leave it short at o0, its value alone leaves the line: only both open.
    assert (parties["a"].opens.share, parties["a"].lines.share, parties["a"].value.share) == (
        1.0,
        0.0,
        0.0,
    )


def test_neither_all_lines_nor_all_values_suffice():
    scenario = two_over_one(
        a=line_on("a", "i0", o0=1.0, o1=1.0),
        b=line_on("b", "i0", o1=1.0, o2=1.0),
        need_a=0.6,
        need_b=0.6,
    )
    (empty,) = asked(scenario).empty
    assert empty.together.share == 1.0


def test_a_guest_blocks_only_where_its_consent_cannot_be_met_otherwise():
    def over(consent):
        agenda = agenda_of([2], consent={(0, 1): consent})
        return scenario_of(
            agenda,
            [
                # Both principals need o1.
                party_of("a", agenda, values=[[0.0, 1.0]], no_deal=0.5),
                party_of("b", agenda, values=[[0.0, 1.0]], no_deal=0.5),
                party_of(
                    "g",
                    agenda,
                    values=[[0.5, 0.5]],
                    principal=False,
                    lines=line_on("g", "i0", o1=1.0),
                ),
                party_of("h", agenda, values=[[0.5, 0.5]], principal=False),
            ],
        )

    alone = asked(over((frozenset({"g"}),)))
    assert opened(alone)["g.i0"] == 1.0
    assert {row.party: row.opens.share for row in alone.parties} == {
        "a": 0.0,
        "b": 0.0,
        "g": 1.0,
        "h": 0.0,
    }
    either = asked(over((frozenset({"g"}), frozenset({"h"}))))
    assert either.empty[0].empty.share == 0.0


def test_nothing_opens_a_world_that_a_principal_has_left():
    scenario = two_over_one()
    exit_ = Event(
        id="exit",
        name="exit",
        kind=EventKind.DATED,
        day=0.0,
        chance=number("event.exit.chance", 1.0, Role.CHANCE),
        leaves=("b",),
    )
    finding = asked(replace(scenario, events={"exit": exit_}), n=4)
    (empty,) = finding.empty
    assert empty.closed.share == 1.0
    assert finding.sets == ()
    assert finding.sizes[-1].size is None
    assert finding.sizes[-1].share.share == 1.0


def test_a_line_that_is_waived_on_a_condition_blocks_only_without_it():
    # b refuses o1 on the first issue unless the second reaches o1, which a refuses.
    agenda = agenda_of([2, 2])
    b_line = line_on("b", "i0", o1=1.0)["i0"]
    scenario = scenario_of(
        agenda,
        [
            party_of(
                "a",
                agenda,
                values=[[0.0, 1.0], [0.5, 0.5]],
                no_deal=0.3,
                lines=line_on("a", "i1", o1=1.0),
            ),
            party_of(
                "b",
                agenda,
                values=[[0.5, 0.5], [0.5, 0.5]],
                lines={"i0": replace(b_line, unless={"i1": "o1"})},
            ),
        ],
    )
    assert opened(asked(scenario, grid=[0.05])) == {"a.i1": 1.0, "b.i0": 1.0}


def test_a_loud_line_bears_no_load():
    # a's line on o0 is firm in every world and crossed by a third of the packages, but a would
    # not sign o0 anyway; what closes the set is b's line on o2, at o1 a is short by .5.
    scenario = two_over_one(a=line_on("a", "i0", o0=1.0), b=line_on("b", "i0", o2=1.0), need_a=0.9)
    finding = asked(scenario, n=200)
    loud = {row.party: row.loud for row in finding.lines}
    assert loud == {"a": True, "b": False}
    assert opened(finding) == {"b.i0": 1.0}


def test_where_every_world_holds_a_package_nobody_blocks():
    finding = asked(two_over_one())
    (empty,) = finding.empty
    assert (empty.n, empty.empty.share, empty.lines, empty.one_party) == (0, 0.0, None, None)
    assert finding.sets == finding.costs == finding.options == ()
    assert all(row.opens is None for row in finding.parties)
    assert all(row.share is None for row in finding.sizes)


def test_one_world_is_enough_to_ask():
    finding = asked(two_over_one(**LINES), n=1)
    assert opened(finding) == {"a.i0": 1.0, "b.i0": 1.0}
    assert all(row.margin is None for row in finding.costs)  # one world tells no spread


def test_one_issue_with_one_option():
    agenda = agenda_of([1])
    parties = [
        party_of("a", agenda, values=[[0.0]], no_deal=0.1),
        party_of("b", agenda, values=[[0.0]]),
    ]
    assert opened(asked(scenario_of(agenda, parties))) == {"a.no_deal": 1.0}


@pytest.mark.parametrize("grid", [(0.1, 0.1), (-0.1,), (0.2, 0.1), (float("nan"),), (11.0,)])
def test_a_grid_that_does_not_rise_is_refused(grid):
    with pytest.raises(UsageError, match="rising steps"):
        asked(two_over_one(), grid=grid)


@pytest.mark.parametrize("most", [0, 5])
def test_sizes_that_are_not_looked_for_are_refused(most):
    with pytest.raises(UsageError, match="sets of 1 to 4"):
        asked(two_over_one(), most=most)


def test_days_outside_the_talks_and_no_codings_are_refused():
    with pytest.raises(UsageError, match="day"):
        asked(two_over_one(), day=91.0)
    with pytest.raises(UsageError, match="coding"):
        who_blocks({})
    with pytest.raises(UsageError, match="world"):
        asked(two_over_one(), n=0)


def test_without_steps_only_lines_are_looked_for():
    finding = asked(two_over_one(need_a=0.5, need_b=0.5, **LINES), grid=())
    assert finding.sets == ()
    assert finding.shifts == ()
    assert all(row.minimal.share == 0.0 for row in finding.parties)


def test_the_finding_is_the_same_for_any_number_of_workers():
    codings = load_codings("labour-contract")
    assert who_blocks(codings, n=600) == who_blocks(codings, n=600, workers=2)


@pytest.mark.parametrize("name", ["labour-contract", "three-party-coalition", "ukraine-2025"])
def test_editing_a_line_away_opens_what_was_told(name):
    codings = load_codings(name)
    finding = who_blocks(codings, n=96)
    for row in finding.sets:
        if row.shifts or row.size > 2:
            continue
        scenario = codings[row.coding]
        changes = {}
        for party, issue in (line.split(".") for line in row.lines):
            for option in scenario.parties[party].red_lines[issue].firmness:
                changes[f"party.{party}.red_line.{issue}.firmness.{option}"] = 0
        edited = edit(scenario, changes, layer="test")
        asked_now = standing(edited, sample_worlds(edited, n=96), 0, 96, 0.0)
        found = [
            find_acceptable(
                asked_now.cells,
                asked_now.deal[..., w],
                asked_now.need[:, w],
                asked_now.refused[..., w],
                asked_now.closed[:, w],
                int(asked_now.departed[w]),
            )
            for w in range(96)
        ]
        assert row.open.share == pytest.approx(np.mean([one is not None for one in found]))


def test_progress_counts_worlds_over_codings():
    seen = []
    who_blocks(
        {"one": two_over_one(), "two": two_over_one()},
        n=600,
        progress=lambda done, of: seen.append((done, of)),
    )
    assert seen == [(512, 1200), (600, 1200), (1112, 1200), (1200, 1200)]


def test_grounds_exclude_one_another_and_shares_fit_together():
    finding = who_blocks(load_codings("ukraine-2025"), n=128)
    for row in finding.empty:
        grounds = (row.lines, row.values, row.either, row.together, row.closed)
        assert sum(one.share for one in grounds) == pytest.approx(1.0)
    for coding in finding.made.codings:
        sizes = [row.share.share for row in finding.sizes if row.coding == coding]
        assert sum(sizes) == pytest.approx(1.0)
        shares = {r.lines + r.shifts: r.opens.share for r in finding.sets if r.coding == coding}
        for names, share in shares.items():
            for other, more in shares.items():
                assert not set(names) <= set(other) or share <= more
    for row in finding.lines:
        assert row.opens.share <= row.smallest.share <= row.minimal.share
        assert row.always.share <= row.minimal.share
    sole = {(r.coding, r.key): r.opens for r in finding.sets if r.size == 1}
    for row in finding.lines:
        listed = sole.get((row.coding, f"{row.party}.{row.issue}"))
        assert listed in (None, row.opens)
    assert not any(
        np.isnan(value)
        for row in (*finding.costs, *finding.options, *finding.shifts)
        for one in (getattr(row, "margin", None), getattr(row, "shift", None))
        if one is not None
        for value in (one.mean, one.low, one.high)
    )
