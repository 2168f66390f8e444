"""Whatever the beliefs and days: what has no channel does nothing, and shares add up."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.analysis.clock import vary_clock
from sim.domain.clock import Clock
from sim.domain.clock_kinds import Channel, Vary
from sim.domain.scenario import STATED
from sim.loading import load_scenario

FEW = settings(max_examples=5, deadline=None, derandomize=True)
CHANCES = st.sampled_from([0.0, 0.3, 1.0])
DAYS = st.sampled_from([1.0, 8.0, 17.5, 30.0])


@cache
def found(day: float, seller: float, buyer: float) -> Clock:
    sets = [
        f"deadline.day={day}",
        f"deadline.belief.seller={seller}",
        f"deadline.belief.buyer={buyer}",
    ]
    return vary_clock({STATED: load_scenario("price-haggle", sets=sets)}, n=12, days=[12.0])


@FEW
@given(DAYS, CHANCES, CHANCES)
def test_the_tactic_is_all_there_is_to_a_deadline_on_which_nothing_hangs(
    day: float, seller: float, buyer: float
) -> None:
    finding = found(day, seller, buyer)
    (effect,) = finding.effects
    tactics = next(row for row in finding.channels if row.channel is Channel.TACTICS)
    if seller == buyer == 0.0:
        assert not tactics.in_scenario
        assert effect.settlement.difference == 0.0
        assert effect.day is None or effect.day.mean == 0.0
    else:
        assert tactics.added == tactics.removed == effect.settlement


@FEW
@given(DAYS, CHANCES, CHANCES)
def test_endings_add_up_and_a_deadline_no_side_believes_in_is_none(
    day: float, seller: float, buyer: float
) -> None:
    finding = found(day, seller, buyer)
    for row in finding.settings:
        ends = (row.settlement, row.partial, row.walkout, row.impasse)
        assert sum(one.share for one in ends) == pytest.approx(1.0)
    absent = next(row for row in finding.settings if row.vary is Vary.ABSENT)
    unfeared = [
        row
        for row in finding.settings
        if (row.vary, row.value) == (Vary.CREDIBILITY, 0.0)
        or (row.vary, row.setting) == (Vary.FEARED_BY, "")
    ]
    assert len(unfeared) == 2
    for row in unfeared:
        assert (row.settlement, row.day) == (absent.settlement, absent.day)


@FEW
@given(DAYS, CHANCES, CHANCES)
def test_what_is_held_against_itself_differs_by_nothing(
    day: float, seller: float, buyer: float
) -> None:
    finding = found(day, seller, buyer)
    for row in finding.settings:
        if row.stated:
            assert row.against_stated.difference == 0.0
    for term in finding.terms:
        if (term.vary, term.value) == (Vary.CREDIBILITY, 0.0):
            assert term.change is None or term.change.mean == 0.0
