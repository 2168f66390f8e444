"""What the clock is said to do is what it does in talks worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import pytest

from sim.analysis.clock import vary_clock
from sim.domain.clock import BreachRow, ChannelRow, Clock, CrowdingRow, SettingRow, TermRow
from sim.domain.clock_kinds import Channel, ClockVerdict, HangsAs, SignedWhen, Vary
from sim.domain.scenario import STATED
from tests.mechanisms.play import drawn, ends, load

N = 40


@cache
def found(name: str, sets: tuple[str, ...] = (), n: int = N) -> Clock:
    return vary_clock({STATED: load(name, sets)}, n=n)


def setting(finding: Clock, vary: Vary, name: str = "", value: float | None = None) -> SettingRow:
    return next(row for row in finding.settings if key(row) == (vary, name, value))


def terms(finding: Clock, vary: Vary, name: str, value: float | None) -> dict[str, TermRow]:
    return {row.party: row for row in finding.terms if key(row) == (vary, name, value)}


def channel(finding: Clock, which: Channel) -> ChannelRow:
    return next(row for row in finding.channels if row.channel is which)


def crowding(finding: Clock, vary: Vary) -> CrowdingRow:
    return next(row for row in finding.crowding if row.vary is vary)


def breach(finding: Clock, vary: Vary, signed: SignedWhen) -> BreachRow:
    return next(row for row in finding.breach if (row.vary, row.signed) == (vary, signed))


def key(row: SettingRow | TermRow) -> tuple[Vary, str, float | None]:
    return row.vary, row.setting, row.value


def moved(row: TermRow) -> float:
    assert row.at_signing is not None
    return row.at_signing.mean


# -- who pays


def test_a_deadline_that_one_side_fears_moves_value_to_the_other_and_settles_nothing_more() -> None:
    finding = found("deadline")  # day 18 at p5 without it; day 13 at p7 where the buyer fears it
    rows = terms(finding, Vary.FEARED_BY, "buyer", None)
    assert moved(rows["seller"]) == pytest.approx(0.2)
    assert moved(rows["buyer"]) == pytest.approx(-0.2)
    (effect,) = finding.effects
    assert effect.verdict is ClockVerdict.MOVES_VALUE
    assert effect.settlement.difference == 0.0
    assert effect.day is not None
    assert effect.day.mean == pytest.approx(13 - 18)
    assert effect.by_deadline.difference == 1.0


def test_either_side_pays_the_same_by_the_same_reckoning() -> None:
    both = ("deadline.belief={seller=0.9, buyer=0.9}",)
    finding = found("deadline", both)
    seller = terms(finding, Vary.FEARED_BY, "seller", None)
    buyer = terms(finding, Vary.FEARED_BY, "buyer", None)
    assert moved(seller["seller"]) == pytest.approx(-0.2) == pytest.approx(moved(buyer["buyer"]))
    assert moved(seller["buyer"]) == pytest.approx(0.2) == pytest.approx(moved(buyer["seller"]))


# -- by which channel


def test_sanctions_on_the_deadline_open_the_way_through_no_deal_values_only() -> None:
    finding = found("clock_sanctions")
    assert ends("clock_sanctions")[2] in {"p1", "p2", "p3"}
    (effect,) = finding.effects
    assert effect.verdict is ClockVerdict.HELPS
    assert effect.settlement.difference == 1.0
    events = channel(finding, Channel.EVENTS)
    assert events.added is not None
    assert events.added.difference == 1.0
    assert events.removed is not None
    assert events.removed.difference == 1.0
    assert not events.assumption
    others = (Channel.TACTICS, Channel.BELIEFS, Channel.REST, Channel.DRIFT)
    assert not any(channel(finding, other).in_scenario for other in others)
    assert not setting(finding, Vary.PRESENT, value=10.0).assumption


def test_sanctions_that_come_too_late_open_nothing() -> None:
    finding = found("clock_sanctions")
    last = setting(finding, Vary.DAY, value=40.0)
    assert last.changes == ("deadline.day=40", "event.sanctions.day=40")
    assert last.settlement.share < 1.0 or (last.day is not None and last.day.mean == 40.0)
    early = setting(finding, Vary.DAY, value=5.0)
    assert early.settlement.share == 1.0


TACTIC = ("protocol.horizon=15",)


def test_where_the_tactic_is_the_only_channel_everything_is_put_down_to_it() -> None:
    finding = found("deadline", TACTIC)  # day 13 with the fear, day 18 and so too late without it
    (effect,) = finding.effects
    assert effect.settlement.difference == 1.0
    tactics = channel(finding, Channel.TACTICS)
    assert tactics.added == tactics.removed == effect.settlement
    assert tactics.assumption
    assert [row.channel for row in finding.channels if row.in_scenario] == [Channel.TACTICS]
    assert setting(finding, Vary.PRESENT, value=14.0).assumption


def test_a_deadline_nobody_believes_in_and_nothing_hangs_on_is_no_deadline() -> None:
    finding = found("deadline", ("deadline.belief.buyer=0",))
    (effect,) = finding.effects
    assert effect.verdict is ClockVerdict.NOTHING
    with_it, without = (setting(finding, Vary.PRESENT, value=14.0), setting(finding, Vary.ABSENT))
    assert with_it.settlement == without.settlement
    assert with_it.day == without.day
    assert not any(row.in_scenario for row in finding.channels)


LEARNT = ("deadline.day=12", "deadline.belief.buyer=0")


def test_what_is_learnt_acts_through_the_events_that_follow_it() -> None:
    finding = found("learning_event", LEARNT, 400)
    u = drawn("learning_event", n=400).event_u[1]
    odds = 3.0625 * 0.125
    spared = np.mean((u >= odds / (1 + odds)) & (u < 0.5))
    beliefs = channel(finding, Channel.BELIEFS)
    assert beliefs.removed is not None
    assert beliefs.added is not None
    assert beliefs.removed.difference == pytest.approx(spared)
    assert beliefs.added.difference == 0.0
    events = channel(finding, Channel.EVENTS)
    assert events.added is not None
    assert events.removed is not None
    assert events.added.difference == pytest.approx(-np.mean(u < 0.5))
    assert events.removed.difference == pytest.approx(-np.mean(u < odds / (1 + odds)))
    rest = channel(finding, Channel.REST)
    assert rest.added is not None
    assert rest.removed is not None
    assert rest.added.difference == pytest.approx(spared)
    assert rest.removed.difference == pytest.approx(-spared)


def test_an_event_dated_before_what_it_follows_stays_and_only_its_odds_go() -> None:
    hazard = (*LEARNT, "event.cut_off.day=6")
    rows = {row.event: row for row in found("learnt_hazard", hazard).hanging}
    assert rows["verdict"].hangs is HangsAs.LEARNT
    assert rows["cut_off"].hangs is HangsAs.ODDS
    assert not rows["cut_off"].moves
    finding = found("learnt_hazard", (*hazard, "event.cut_off.weekly_chance=0.5"), 400)
    added = channel(finding, Channel.BELIEFS).added
    assert added is not None
    assert setting(finding, Vary.ABSENT).changes == (
        "remove:deadline",
        "remove:event.verdict",
        "remove:event.cut_off.follows",
    )


def test_without_drift_time_alone_presses_nobody() -> None:
    # Each has 0.6 without a deal, more than p5 gives; losing 0.005 a day, each has 0.5 on day 20.
    sets = (
        "deadline.belief.buyer=0",
        *(f"party.{p}.no_deal.shift=0.5" for p in ("seller", "buyer")),
    )
    drift = tuple(f"party.{p}.no_deal.drift=-0.035" for p in ("seller", "buyer"))
    assert channel(found("deadline", sets), Channel.DRIFT).added is None
    row = channel(found("deadline", (*sets, *drift)), Channel.DRIFT)
    assert row.added is not None
    assert row.removed is not None
    assert row.added.difference == row.removed.difference == 1.0
    assert not row.of_deadline


# -- small deals, breach, horizon


def test_a_small_deal_that_eases_the_war_crowds_the_settlement_out() -> None:
    finding = found("truce")
    row = crowding(finding, Vary.ABSENT)
    assert row.crowded_out.share == row.settled_without.share == 1.0
    assert row.difference.difference == -1.0
    assert row.made_room.share == 0.0


def test_a_small_deal_that_builds_trust_makes_room() -> None:
    row = crowding(found("trust"), Vary.ABSENT)
    assert row.made_room.share == 1.0
    assert row.crowded_out.share == row.settled_without.share == 0.0


def test_the_feared_breach_is_that_of_what_was_signed() -> None:
    # fear 0.5 · loss 0.5, halved by the guarantee and by the pledge.
    row = breach(found("feared_breach"), Vary.ABSENT, SignedWhen.ALL)
    assert row.party == "buyer"
    assert row.feared is not None
    assert row.feared.mean == pytest.approx(0.0625)
    small = breach(found("trust"), Vary.ABSENT, SignedWhen.ALL)
    assert small.feared is not None
    assert small.feared.mean == pytest.approx(0.1)


def test_deals_signed_by_the_deadline_are_told_apart_from_later_ones() -> None:
    finding = found("feared_breach", ("deadline.day=19", "deadline.belief.buyer=0"))
    assert breach(finding, Vary.PRESENT, SignedWhen.EARLY).n == N
    late = found("feared_breach", ("deadline.day=18", "deadline.belief.buyer=0"))
    assert breach(late, Vary.PRESENT, SignedWhen.LATE).n == N


@pytest.mark.parametrize(("horizon", "share"), [(20.0, 1.0), (30.0, 1.0), (60.0, 1.0), (80.0, 1.0)])
def test_a_longer_horizon_alone_hurries_nobody(horizon: float, share: float) -> None:
    row = setting(found("haggle"), Vary.HORIZON, value=horizon)
    assert row.settlement.share == share
    assert row.day is not None
    assert row.day.mean == 18.0


def test_a_horizon_before_the_meeting_of_offers_leaves_no_settlement() -> None:
    row = setting(found("haggle", ("protocol.horizon=34",)), Vary.HORIZON, value=17.0)
    assert row.settlement.share == 0.0
    assert row.impasse.share == 1.0


# -- a scenario without a deadline, and what else may hang on one


def test_a_deadline_that_is_not_there_is_tried_and_called_an_assumption() -> None:
    finding = found("haggle")
    (effect,) = finding.effects
    assert effect.hypothetical
    assert effect.deadline == 6.0  # the last round on or before a sixth of 40 days
    rows = {row.vary: row for row in finding.settings if row.stated}
    assert set(rows) >= {Vary.ABSENT}
    tried: Sequence[SettingRow] = [r for r in finding.settings if r.vary is Vary.PRESENT]
    assert tried[0].assumption
    assert "deadline.belief.seller=0.5" in tried[0].changes


def test_an_event_may_be_tied_to_the_deadline_whatever_its_day() -> None:
    free = found("clock_sanctions", ("event.sanctions.day=12",))
    assert free.effects[0].verdict is ClockVerdict.NOTHING
    scenario = load("clock_sanctions", ["event.sanctions.day=12"])
    tied = vary_clock({STATED: scenario}, n=N, tied=["sanctions"], days=[20.0])
    assert tied.effects[0].verdict is ClockVerdict.HELPS
    assert "event.sanctions.day=22" in setting(tied, Vary.DAY, value=20.0).changes
