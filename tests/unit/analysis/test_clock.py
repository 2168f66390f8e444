"""The clock's rows against the same talks set up by hand, noun by noun, and played apart."""

from dataclasses import replace

import numpy as np
import pytest

from sim.analysis.clock import vary_clock
from sim.analysis.clockwork.edits import Timing, clockwork_of, edits_of
from sim.analysis.clockwork.noise import verdict_of
from sim.analysis.clockwork.settings import days_to_try
from sim.analysis.clockwork.trials import trial_of
from sim.domain.clock_kinds import Channel, ClockVerdict, HangsAs, SignedWhen, Vary
from sim.domain.estimate import Amount, Difference
from sim.domain.event import EventKind
from sim.domain.outcome import Ending
from sim.domain.protocol import Deadline
from sim.domain.quantity import Quantity, Role
from sim.domain.value import cell_breach, package_sum
from sim.engine import negotiate
from sim.engine.setting import setting_of
from sim.errors import NotFoundError, UsageError
from sim.loading import edit, load_codings, load_scenario
from sim.sampling import draw, sample_worlds

N = 48
UKRAINE = "ukraine-2025"
#: Enough worlds settle under this coding for rows to differ.
CODING = "low-no-deal"


def play(scenario, n=N):
    return negotiate(scenario, sample_worlds(scenario, n=n, seed=1), asked=0, tracked=0)


@pytest.fixture(scope="module")
def ukraine():
    return load_scenario(UKRAINE, coding=CODING)


@pytest.fixture(scope="module")
def finding(ukraine):
    return vary_clock({CODING: ukraine}, n=N, days=[9, 45])


def constant(path, value):
    return Quantity(path=path, range=(float(value),), role=Role.CHANCE)


def believing(scenario, beliefs):
    """Deadline beliefs put in the place of what is stated."""
    parties = {
        id_: replace(party, deadline_belief=constant(f"deadline.belief.{id_}", beliefs[id_]))
        if id_ in beliefs
        else party
        for id_, party in scenario.parties.items()
    }
    return replace(scenario, parties=parties)


def without_deadline(scenario):
    nobody = dict.fromkeys(scenario.parties, 0)
    return replace(believing(scenario, nobody), deadline=None)


def without_events(scenario, gone):
    events = {
        id_: replace(event, follows=None if event.follows in gone else event.follows)
        for id_, event in scenario.events.items()
        if id_ not in gone
    }
    return replace(scenario, events=events)


def moved(scenario, day):
    events = {
        id_: replace(event, day=day if event.day == 14 else event.day)
        for id_, event in scenario.events.items()
    }
    return replace(scenario, events=events, deadline=Deadline(day=day))


def undrifting(scenario):
    parties = {
        id_: replace(
            party,
            no_deal=replace(
                party.no_deal,
                drift=replace(constant(party.no_deal.drift.path, 0), role=Role.EFFECT),
                belief_gap=replace(constant(party.no_deal.belief_gap.path, 0), role=Role.EFFECT),
            ),
        )
        for id_, party in scenario.parties.items()
    }
    return replace(scenario, parties=parties)


LEARNT, FOLLOWING = {"two_weeks"}, {"sanctions", "us_exit"}
TAKEN = {
    "no-deal values": lambda s: without_events(s, FOLLOWING),
    "beliefs": lambda s: without_events(s, LEARNT),
    "tactics": without_deadline,
}


def without(scenario, channels):
    for channel in channels:
        scenario = TAKEN[channel](scenario)
    return scenario


def by_hand(scenario, row):
    """The scenario of a row, made from nouns rather than from edits of the file."""
    principals = scenario.principals
    if row.vary is Vary.PRESENT:
        return scenario
    if row.vary is Vary.ABSENT:
        return without(scenario, TAKEN)
    if row.vary is Vary.DAY:
        return moved(scenario, row.value)
    if row.vary is Vary.CREDIBILITY:
        return believing(scenario, dict.fromkeys(principals, row.value))
    if row.vary is Vary.FEARED_BY:
        who = row.setting.split("+")
        stated = {p: scenario.parties[p].deadline_belief for p in principals}
        level = {p: row.value or 0 for p in principals if p in who}
        if row.value is None:
            return believing(scenario, {p: 0 for p in stated if p not in who})
        return believing(scenario, dict.fromkeys(principals, 0) | level)
    if row.vary is Vary.HORIZON:
        return replace(scenario, protocol=replace(scenario.protocol, horizon=row.value))
    if row.vary is Vary.ADDED:
        return without(scenario, set(TAKEN) - {row.setting})
    if row.vary is Vary.REMOVED:
        return without(scenario, {row.setting})
    still = undrifting(scenario)
    return still if row.setting == "deadline present" else without(still, TAKEN)


def test_every_setting_is_the_same_talks_set_up_by_hand(ukraine, finding):
    absent, stated = (play(one) for one in (without(ukraine, TAKEN), ukraine))
    varied = set()
    for row in finding.settings:
        outcomes = play(by_hand(ukraine, row))
        settled = outcomes.ending == Ending.SETTLEMENT
        shares = {e: np.mean(outcomes.ending == e) for e in Ending}
        told = (row.settlement, row.partial, row.impasse, row.walkout)
        assert [one.share for one in told] == pytest.approx(list(shares.values())), row
        for other, told in ((stated, row.against_stated), (absent, row.against_absent)):
            assert told.difference == pytest.approx(
                settled.mean() - np.mean(other.ending == Ending.SETTLEMENT)
            )
        if settled.sum() > 1:
            assert row.day.mean == pytest.approx(outcomes.day[settled].mean())
        varied.add(row.vary)
    assert varied == set(Vary)


def test_noise_is_counted_for_everything_looked_at(finding):
    for row in finding.settings:
        change = row.against_stated if row.vary is Vary.HORIZON else row.against_absent
        if row.beyond is ClockVerdict.HELPS:
            assert change.low > 0
        elif row.beyond is ClockVerdict.HURTS:
            assert change.high < 0
    codes = {row.vary for row in finding.settings if row.beyond is not ClockVerdict.NOTHING}
    assert Vary.ABSENT not in codes


def test_the_verdict_and_the_row_of_the_deadline_present_cannot_disagree():
    settles = (ClockVerdict.HELPS, ClockVerdict.HURTS)
    for seed in (1, 2):
        finding = vary_clock(load_codings(UKRAINE), n=N, seed=seed, days=[45])
        present = {row.coding: row.beyond for row in finding.settings if row.vary is Vary.PRESENT}
        for effect in finding.effects:
            told = effect.verdict if effect.verdict in settles else ClockVerdict.NOTHING
            assert told is present[effect.coding]


FLAT = Difference(difference=0.0, low=-0.01, high=0.01)


def a_mean(middle, half):
    return Amount(mean=middle, low=middle - half, high=middle + half)


@pytest.mark.parametrize(
    ("settlement", "moved", "day", "codings", "verdict"),
    [
        (Difference(difference=0.03, low=0.005, high=0.055), 0.0, 0.0, 1, ClockVerdict.HELPS),
        (Difference(difference=0.03, low=0.005, high=0.055), 0.0, 0.0, 4, ClockVerdict.NOTHING),
        (Difference(difference=-0.3, low=-0.35, high=-0.25), 0.1, 1.0, 2, ClockVerdict.HURTS),
        (FLAT, 0.02, 0.0, 1, ClockVerdict.MOVES_VALUE),
        (FLAT, -0.01, 0.0, 1, ClockVerdict.MOVES_VALUE),
        (FLAT, 0.009, 0.0, 1, ClockVerdict.TOO_LITTLE),
        (FLAT, 0.009, 1.0, 1, ClockVerdict.MOVES_DAY),
        (FLAT, 0.0001, 0.0, 1, ClockVerdict.NOTHING),
    ],
)
def test_the_verdict_by_hand(settlement, moved, day, codings, verdict):
    sides = [a_mean(moved, 0.001), None]
    assert verdict_of(settlement, sides, a_mean(day, 0.5), codings=codings) is verdict


def test_small_deals_are_held_against_none_by_hand(ukraine, finding):
    for row in finding.crowding:
        if row.vary not in (Vary.PRESENT, Vary.ABSENT):
            continue
        full = by_hand(ukraine, row)
        outcomes, bare = play(full), play(replace(full, partial_deals={}))
        alone = bare.ending == Ending.SETTLEMENT
        assert row.settled_without.share == pytest.approx(alone.mean())
        crowded = alone & (outcomes.ending == Ending.PARTIAL)
        assert row.crowded_out.share == pytest.approx(crowded.mean())


def test_terms_are_paired_over_worlds_settled_in_both(ukraine, finding):
    here, other = play(ukraine), play(without(ukraine, TAKEN))
    both = (here.ending == Ending.SETTLEMENT) & (other.ending == Ending.SETTLEMENT)
    for row in finding.terms:
        if row.vary is Vary.PRESENT:
            seat = list(ukraine.parties).index(row.party)
            assert row.both == both.sum()
            change = (here.value - other.value)[both, seat]
            assert row.change.mean == pytest.approx(change.mean())


def test_every_row_but_the_settings_own_reference_has_terms(finding):
    told = {(row.vary, row.setting, row.value) for row in finding.terms}
    unfeared = {(Vary.CREDIBILITY, "", 0.0), (Vary.FEARED_BY, "", None), (Vary.ABSENT, "", None)}
    every = {(row.vary, row.setting, row.value) for row in finding.settings}
    assert told == every - unfeared


def test_what_was_signed_is_worth_its_options_less_the_breach_it_is_feared_to_have(ukraine):
    """deal = Σ w v + premium − feared breach: an independent way to the same number."""
    outcomes = play(ukraine, 200)
    settled = np.flatnonzero(outcomes.ending == Ending.SETTLEMENT)
    trial = trial_of(outcomes)
    block = draw(sample_worlds(ukraine, n=200, seed=1), 0, 200)
    assert len(settled) > 10
    for world in settled:
        for i in range(len(ukraine.parties)):
            worth = block.premium[i, world] + sum(
                block.weights[i, j, world] * block.values[i, j, k, world]
                for j, k in enumerate(outcomes.package[world])
            )
            assert trial.at_signing[world, i] == pytest.approx(worth - trial.feared[world, i])


def test_the_feared_breach_is_what_the_engine_reckons_for_the_signed_cells(ukraine):
    scenario = replace(ukraine, partial_deals={})
    outcomes = play(scenario, 120)
    trial, setting = trial_of(outcomes), setting_of(scenario)
    block = draw(sample_worlds(scenario, n=120, seed=1), 0, 120)
    breach, cells = cell_breach(setting.cells, block), setting.cells
    uncut = (cells.fear_block < 0)[:, None] * block.fear * block.loss
    for world in np.flatnonzero(outcomes.ending == Ending.SETTLEMENT):
        held = []
        for b in range(cells.n_blocks):
            place = range(cells.block(b).start, cells.block(b).stop)
            options = outcomes.package[world]
            held += [
                c
                for c in place
                if all(k < 0 or k == options[j] for j, k in enumerate(cells.option[:, c]))
            ]
        package = np.array(held)[:, None]
        for i in range(len(scenario.parties)):
            feared = package_sum(breach[i][:, [world]], package)[0] + uncut[i, world]
            assert trial.feared[world, i] == pytest.approx(feared)


def test_early_and_late_deals_are_all_deals(finding):
    groups = {}
    for row in finding.breach:
        groups.setdefault((row.vary, row.setting, row.value, row.party), {})[row.signed] = row
    for parts in groups.values():
        early, late = parts[SignedWhen.EARLY], parts[SignedWhen.LATE]
        assert parts[SignedWhen.ALL].n == early.n + late.n


def test_workers_and_progress_change_nothing():
    scenarios = load_codings("labour-contract")
    calls = []
    one = vary_clock(scenarios, n=8, days=[20])
    two = vary_clock(
        scenarios, n=8, days=[20], workers=2, progress=lambda done, of: calls.append((done, of))
    )
    assert one == two
    assert calls == [(k, len(calls)) for k in range(1, len(calls) + 1)]


def test_changes_told_are_edits_that_give_the_row(ukraine, finding):
    from sim.loading import edit

    for row in finding.settings[:9]:
        gone = [word.removeprefix("remove:") for word in row.changes if ":" in word]
        put = dict(word.split("=") for word in row.changes if "=" in word)
        put = {path: float(value) for path, value in put.items()}
        outcomes = play(edit(ukraine, put, layer="test", remove=gone))
        assert np.mean(outcomes.ending == 0) == pytest.approx(row.settlement.share)


# -- what hangs on a deadline, and where it may go


def test_what_hangs_on_the_deadline(ukraine):
    work = clockwork_of(ukraine, belief=0.5)
    assert work.hangs == {
        "two_weeks": HangsAs.LEARNT,
        "sanctions": HangsAs.EVENT,
        "us_exit": HangsAs.EVENT,
        "ratchet": HangsAs.FREE,
    }
    assert work.channels == set(Channel) - {Channel.REST}
    assert ukraine.events["two_weeks"].kind is EventKind.LEARNING


def test_a_later_event_that_follows_keeps_its_distance_and_may_fall_off_the_end(ukraine):
    later = replace(ukraine.events["sanctions"], day=20.0)
    scenario = replace(ukraine, events=ukraine.events | {"sanctions": later})
    work = clockwork_of(scenario, belief=0.5)
    assert work.hangs["sanctions"] is HangsAs.EVENT
    changes, removed = edits_of(work, Timing(day=84))
    assert changes["event.sanctions.day"] == 90
    assert not removed
    changes, removed = edits_of(work, Timing(day=90))
    assert removed == ("event.sanctions",)


def test_days_to_try_are_rounds_within_the_talks(ukraine):
    work = clockwork_of(ukraine, belief=0.5)
    assert days_to_try(work, ()) == [9, 21, 45, 66, 90]
    assert days_to_try(work, [14, 10.5]) == [10.5]


@pytest.mark.parametrize("day", [0, -3, 91])
def test_a_day_outside_the_talks_is_refused(ukraine, day):
    with pytest.raises(UsageError, match="after day 0 and not after the horizon, day 90"):
        vary_clock({CODING: ukraine}, n=1, days=[day])


@pytest.mark.parametrize("belief", [0, -0.1, 1.5])
def test_a_belief_that_is_no_chance_is_refused(ukraine, belief):
    with pytest.raises(UsageError, match="chance above 0 and not above 1"):
        vary_clock({CODING: ukraine}, n=1, belief=belief)


def test_an_unknown_event_is_refused(ukraine):
    with pytest.raises(NotFoundError, match="no event 'rain'; its events: two_weeks"):
        vary_clock({CODING: ukraine}, n=1, tied=["rain"])


def test_no_worlds_and_no_coding_are_refused(ukraine):
    with pytest.raises(UsageError, match="at least one world"):
        vary_clock({CODING: ukraine}, n=0)
    with pytest.raises(UsageError, match="at least one coding"):
        vary_clock({}, n=2)


def test_one_world_is_enough_for_shares_but_not_for_means():
    finding = vary_clock(load_codings("price-haggle"), n=1)
    assert all(row.day is None for row in finding.settings)
    assert all(row.change is None and row.result is None for row in finding.terms)
    assert finding.effects[0].verdict is ClockVerdict.NOTHING


def test_a_scenario_without_deadline_or_events_varies_a_hypothetical_one():
    finding = vary_clock(load_codings("price-haggle"), n=60)
    (effect,) = finding.effects
    assert effect.hypothetical
    assert effect.deadline == 5
    stated = [row.vary for row in finding.settings if row.stated]
    assert Vary.ABSENT in stated
    assert Vary.PRESENT not in stated
    free = {Vary.ABSENT, Vary.HORIZON}
    assert all(row.assumption is (row.vary not in free) for row in finding.settings)
    assert not finding.crowding
    assert not finding.breach
    assert not finding.hanging


def test_only_time_dependent_parties_heed_a_deadline():
    lesson = load_scenario("theory/rubinstein")
    assert vary_clock({"stated": lesson}, n=2).heeding == ()
    assert vary_clock({"stated": lesson}, n=2).inert
    habit = edit(lesson, {"party.second.behaviour": "time-dependent"}, layer="test")
    one = vary_clock({"stated": habit}, n=2)
    assert one.heeding == ("second",)
    assert not one.inert
