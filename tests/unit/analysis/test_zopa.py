"""The acceptable set of a scenario, against small cases by hand and against trying all."""

from dataclasses import replace

import numpy as np
import pytest

from sim.analysis.acceptable.open_worlds import open_worlds
from sim.analysis.acceptable.scores import worst_margins
from sim.analysis.endings import summarise
from sim.analysis.overlap.counted import ranked
from sim.analysis.overlap.public import pictured_parties, public_standing
from sim.analysis.overlap.talks import gains_left, signing_days
from sim.analysis.zopa import acceptable_set
from sim.domain.event import Event, EventKind
from sim.domain.outcome import Ending
from sim.domain.party import RedLine
from sim.domain.quantity import Role
from sim.domain.zopa_rows import Method, Order, Solution
from sim.engine import negotiate
from sim.errors import UsageError
from sim.loading import load_codings, load_scenario
from sim.sampling import sample_worlds
from tests.property.small_cases import agenda_of, number, party_of, scenario_of, talks_over
from tests.scenario_strategies import FEATURES, random_scenario
from tests.unit.analysis.trying_all import all_worst_margins, asked_of


def of(scenario, n=20, **asked):
    return acceptable_set({scenario.coding: scenario}, n=n, **asked)


def split(no_deal, sizes=(5,), **more):
    """Two principals over issues each would have at the other end; they want ``no_deal`` each."""
    agenda = agenda_of(sizes)
    rising = [[k / (size - 1) for k in range(size)] for size in sizes]
    falling = [values[::-1] for values in rising]
    parties = [
        party_of("a", agenda, values=rising, no_deal=no_deal, **more),
        party_of("b", agenda, values=falling, no_deal=no_deal),
    ]
    return scenario_of(agenda, parties)


def leading(finding, order=Order.SIGNED):
    return [row for row in finding.packages if row.order is order]


def test_an_even_split_by_hand():
    # Of five prices two leave both at least .25, and the middle one both .5: margins .25.
    found = of(split(0.25))
    (row,) = found.sets
    assert (row.open.share, row.packages, row.method, row.sure) == (1.0, 5, Method.ALL, True)
    assert row.size.p50 == row.undominated.p50 == row.undominated_by_all.p50 == 3
    assert row.best.p50 == pytest.approx(0.25)
    by_margin = leading(found, Order.MARGIN)
    assert by_margin[0].package == {"i0": "o2"}
    assert by_margin[0].margin.mean == pytest.approx(0.25)
    assert by_margin[0].regret_95 == 0.0
    assert by_margin[1].regret.mean == pytest.approx(0.25)
    assert leading(found, Order.REGRET)[0].near.share == 1.0
    assert leading(found, Order.REGRET)[1].near.share == 0.0
    for solution in Solution:
        picked = [r for r in found.solutions if r.solution is solution]
        assert [(r.package, r.share.share) for r in picked] == [({"i0": "o2"}, 1.0)]
    assert {r.option: r.share.share for r in found.options} == {
        "o0": 0.0,
        "o1": 1.0,
        "o2": 1.0,
        "o3": 1.0,
        "o4": 0.0,
    }
    assert found.map is None
    assert not found.pairs


def test_a_set_that_is_empty_everywhere_lists_no_package():
    found = of(split(0.6))
    assert found.sets[0].open.share == 0.0
    assert found.sets[0].size is None
    assert found.packages == found.solutions == found.points == ()
    assert found.sets[0].level is None
    assert all(row.share.share == 0.0 for row in found.options)
    assert found.blocking.empty[0].n == 20


def test_a_line_empties_the_set_and_its_options_show_it():
    # a would sign 2, 3 and 4 of five, b 0, 1 and 2; a refuses the middle one whatever else.
    line = RedLine(firmness={"o2": number("party.a.red_line.i0.firmness.o2", 1.0, Role.FIRMNESS)})
    agenda = agenda_of([5])
    without, with_it = split(0.5), split(0.5, lines={"i0": line})
    assert [row.package for row in leading(of(without))] == [{"i0": "o2"}]
    assert of(with_it).sets[0].open.share == 0.0
    assert len(agenda) == 1


@pytest.mark.parametrize("seed", range(12))
def test_shares_are_those_of_trying_every_package(seed):
    scenario = random_scenario(300 + seed)
    found = of(scenario, n=8, keep=1000)
    asked = asked_of(scenario, n=8)
    every = [all_worst_margins(asked, w) for w in range(8)]
    assert found.sets[0].open.share == pytest.approx(np.mean([bool(one) for one in every]))
    signed = {}
    for one in every:
        for package in one:
            options = asked.cells.options(np.array(package)[:, None])[:, 0]
            name = tuple(
                issue.options[k].id for issue, k in zip(scenario.agenda, options, strict=True)
            )
            signed[name] = signed.get(name, 0) + 1 / 8
    assert {
        tuple(row.package.values()): pytest.approx(row.signed.share) for row in leading(found)
    } == signed


@pytest.mark.parametrize("seed", [1, 4, 9, 16, 25])
def test_searching_finds_what_trying_all_finds(seed):
    scenario = random_scenario(400 + seed)
    tried, searched = of(scenario, n=30), of(scenario, n=30, tried=0)
    assert (tried.sets[0].method, searched.sets[0].method) == (Method.ALL, Method.SEARCHED)
    assert searched.sets[0].sure
    assert searched.sets[0].open == tried.sets[0].open
    assert searched.options == tried.options
    assert searched.map == tried.map
    assert set(searched.pairs) <= set(tried.pairs)
    assert bool(searched.pairs) is bool(tried.pairs)
    if tried.packages:
        assert leading(searched)[0].signed == leading(tried)[0].signed
        for quantile in ("p05", "p50", "p95"):
            assert getattr(searched.sets[0].best, quantile) == pytest.approx(
                getattr(tried.sets[0].best, quantile), abs=1e-9
            )
    assert searched.days == tried.days
    assert not searched.solutions
    assert searched.talks[0].left is None


def test_an_agenda_no_one_could_list_is_searched():
    found = of(talks_over([5] * 12), n=3)
    assert found.sets[0].packages == 5**12
    assert (found.sets[0].method, found.sets[0].open.share) == (Method.SEARCHED, 1.0)
    assert leading(found)[0].signed.share == 1.0
    assert len(found.pairs) == 25
    assert not found.cloud


def test_the_day_asked_for_is_the_day_told():
    scenario = load_scenario("ukraine-2025")
    early, late = of(scenario, n=40), of(scenario, n=40, day=90.0)
    shares = {row.day: row.open for row in early.days}
    assert list(shares) == sorted({0.0, 14.0, 22.5, 45.0, 67.5, 90.0})
    assert early.sets[0].open == shares[0.0]
    assert late.sets[0].open == shares[90.0]
    assert late.blocking.day == 90.0
    assert shares[90.0].share < shares[0.0].share
    held = open_worlds(scenario, n=40, seed=1, day=45.0)
    assert shares[45.0].share == pytest.approx(held.mean())


def test_the_map_is_of_the_issues_asked_for_or_of_those_that_matter_most():
    scenario = load_scenario("labour-contract")
    assert of(scenario, issues=("pension", "pay")).map == ("pension", "pay")
    found = of(scenario)
    reach = {}
    for row in found.options:
        reach.setdefault(row.issue, []).append(row.share.share)
    widest = sorted(reach, key=lambda issue: min(reach[issue]) - max(reach[issue]))[:2]
    assert set(found.map) == set(widest)
    assert len({(row.issue, row.other_issue) for row in found.pairs}) == 10


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"day": -1.0}, "day lies between 0 and the horizon, 60; got -1"),
        ({"day": 61.0}, "day lies between 0 and the horizon"),
        ({"issues": ("pay", "wages")}, "no issue is called 'wages'; there are pay, shifts"),
        ({"issues": ("pay", "pay")}, "two different issues"),
        ({"issues": ("pay",)}, "two different issues"),
        ({"keep": 0}, "between 1 and 1000 packages"),
        ({"n": 0}, "at least one world"),
    ],
)
def test_what_cannot_be_asked_is_told_in_clear_words(asked, words):
    with pytest.raises(UsageError, match=words):
        of(load_scenario("labour-contract"), **asked)


def test_no_coding_is_no_question():
    with pytest.raises(UsageError, match="at least one coding"):
        acceptable_set({})


def test_codings_share_a_ranking_by_their_lowest_share():
    codings = load_codings("ukraine-2025")
    found = acceptable_set(codings, n=40, keep=5)
    rows = leading(found, Order.ACROSS)
    by_coding = {c: [r for r in rows if r.coding == c] for c in codings}
    packages = [[r.package for r in some] for some in by_coding.values()]
    assert packages[0] == packages[1]
    lowest = [min(a.signed.share, b.signed.share) for a, b in zip(*by_coding.values(), strict=True)]
    assert lowest == sorted(lowest, reverse=True)
    # No package in any list has a better lowest share.
    for row in leading(found):
        other = [r for r in found.packages if r.package == row.package]
        if {r.coding for r in other} == set(codings):
            assert min(r.signed.share for r in other) <= lowest[0]
    one = acceptable_set({"low-no-deal": codings["low-no-deal"]}, n=20, keep=2)
    assert not leading(one, Order.ACROSS)


def test_workers_change_nothing():
    codings = load_codings("price-haggle")
    assert acceptable_set(codings, n=530, workers=2) == acceptable_set(codings, n=530)


def test_progress_counts_every_world_twice():
    told = []
    acceptable_set(
        load_codings("price-haggle"), n=520, progress=lambda done, of: told.append((done, of))
    )
    assert told[-1] == (1040, 1040)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_a_single_world_has_no_spread():
    found = of(split(0.25), n=1)
    assert leading(found)[0].score is None
    assert found.sets[0].size.p50 == 3


def test_ties_are_ranked_by_the_next_key_and_then_as_they_come():
    assert ranked(np.array([1.0, 1.0, 2.0]), keep=3).tolist() == [2, 0, 1]
    assert ranked(np.array([1.0, 1.0 + 1e-13]), np.array([0.0, -1.0]), keep=2).tolist() == [0, 1]


def test_the_public_world_counts_lines_more_likely_real_than_not():
    for firmness, open_ in ((0.49, True), (0.5, False)):
        path = "party.a.red_line.i0.firmness.o2"
        line = RedLine(firmness={"o2": number(path, firmness, Role.FIRMNESS)})
        found = of(split(0.5, lines={"i0": line}), n=2)
        assert any(row.acceptable for row in found.cloud) is open_
        assert bool(found.points) is open_
    assert sum(row.packages for row in found.cloud) == 5


def test_the_public_world_drifts():
    scenario = load_scenario("ukraine-2025")
    first, later = (public_standing(scenario, day).reservation for day in (0.0, 70.0))
    drift = [party.no_deal.drift.mode for party in scenario.parties.values()]
    gap = [party.no_deal.belief_gap.mode for party in scenario.parties.values()]
    np.testing.assert_allclose((later - first)[:, 0], 10.0 * (np.array(drift) + np.array(gap)))


def test_frontiers_hold_what_nothing_betters_for_both():
    found = of(split(0.25), n=2)
    every = [row for row in found.frontier if not row.acceptable]
    assert len(every) == 5
    assert [row.first for row in every] == sorted(row.first for row in every)
    assert len([row for row in found.frontier if row.acceptable]) == 3


def test_with_one_principal_the_picture_is_of_it_and_whom_it_needs():
    scenario = load_scenario("three-party-coalition")
    assert pictured_parties(scenario) == ("blue", "green")
    found = of(scenario)
    assert not found.points
    assert not found.solutions
    assert found.cloud


# -- what the talks leave


def test_worlds_settle_or_miss_or_lapse_or_never_could():
    (row,) = of(load_scenario("ukraine-2025"), n=80).talks
    assert row.asked == 80
    shares = [row.settled.share, row.missed.share, row.lapsed.share, row.never.share]
    assert sum(shares) == pytest.approx(1.0)
    assert row.lapsed.share > 0.1


def signed_outcomes(scenario, options, n=1):
    """Outcomes of talks in which everybody signs these options."""
    worlds = sample_worlds(scenario, n=n, seed=1)
    outcomes = negotiate(scenario, worlds, asked=0, tracked=0)
    return replace(
        outcomes,
        ending=np.full(n, Ending.SETTLEMENT, dtype=np.int8),
        day=np.full(n, 3.0),
        package=np.array([options] * n, dtype=np.int8),
        signed_partial=np.full_like(outcomes.signed_partial, np.nan),
    ), worlds


def test_what_is_left_is_the_largest_gain_that_hurts_no_signatory():
    # Two issues; a cares four times as much for the first, b for the second, ranges are 1. At the
    # middle of both each has .5; giving each what it cares for leaves both .8, a gain of .6.
    agenda = agenda_of([5, 5])
    rising = [[k / 4 for k in range(5)]] * 2
    falling = [values[::-1] for values in rising]
    parties = [
        party_of("a", agenda, values=rising, weights=(4, 1), no_deal=0.3),
        party_of("b", agenda, values=falling, weights=(1, 4), no_deal=0.3),
    ]
    scenario = scenario_of(agenda, parties)
    assert gains_left(*signed_outcomes(scenario, (2, 2)))[0] == pytest.approx(0.6)
    assert gains_left(*signed_outcomes(scenario, (4, 0)))[0] == 0.0
    # A line of b on the last option of the first issue leaves the next one: .2 − .05 + .4 − .1.
    path = "party.b.red_line.i0.firmness.o4"
    line = RedLine(firmness={"o4": number(path, 1.0, Role.FIRMNESS)})
    lined = replace(
        scenario, parties={"a": parties[0], "b": replace(parties[1], red_lines={"i0": line})}
    )
    assert gains_left(*signed_outcomes(lined, (2, 2)))[0] == pytest.approx(0.45)


def test_nothing_is_left_where_every_settlement_is_efficient():
    scenario = load_scenario("price-haggle")
    (row,) = of(scenario, n=60).talks
    assert row.settled.share > 0.3
    assert row.improvable.share == 0.0
    assert row.left.p95 == pytest.approx(0.0, abs=1e-9)


def test_talks_that_never_settle_leave_nothing_to_improve():
    (row,) = of(split(0.6)).talks
    assert (row.settled.share, row.never.share) == (0.0, 1.0)
    assert row.left is row.improvable is None


@pytest.mark.parametrize("seed", range(20))
def test_what_is_signed_could_be_signed_on_its_day(seed):
    """The day of signing as it is put together again, with its events and its small deals."""
    scenario = random_scenario(seed, features=FEATURES - {"learning"})
    worlds = sample_worlds(scenario, n=12, seed=1)
    outcomes = negotiate(scenario, worlds, asked=0, tracked=0)
    found = []
    for rows, asked in signing_days(outcomes, worlds):
        packages = asked.cells.holding(outcomes.package[rows].T)
        signed = np.diag(worst_margins(asked, packages))
        assert (signed > -np.inf).all()
        found += list(rows)
    assert sorted(found) == np.flatnonzero(outcomes.ending == Ending.SETTLEMENT).tolist()


def test_a_small_deal_that_eases_fear_makes_more_signable():
    """In ukraine-2025 the exchange eases fear and raises no-deal values; both are in."""
    scenario = load_scenario("ukraine-2025")
    worlds = sample_worlds(scenario, n=80, seed=1)
    outcomes = negotiate(scenario, worlds, asked=0, tracked=0)
    none = replace(outcomes, signed_partial=np.full_like(outcomes.signed_partial, np.nan))
    with_deals, without = (
        {row: asked.reservation[:, k] for rows, asked in signing_days(one, worlds)
         for k, row in enumerate(rows)}
        for one in (outcomes, none)
    )  # fmt: skip
    eased = [row for row in with_deals if (outcomes.signed_partial[row] <= outcomes.day[row]).any()]
    assert eased
    assert any(not np.allclose(with_deals[row], without[row]) for row in eased)
    for row in set(with_deals) - set(eased):
        np.testing.assert_array_equal(with_deals[row], without[row])


# -- every mechanism, by hand


def with_guests(consent, firmness=None, values=(0.0, 1.0)):
    """Two principals who would sign either option; the second one needs consent of c or d."""
    agenda = agenda_of([2], {(0, 1): consent})
    lines = {}
    if firmness is not None:
        path = "party.c.red_line.i0.firmness.o1"
        lines["i0"] = RedLine(firmness={"o1": number(path, firmness, Role.FIRMNESS)})
    parties = [
        party_of("a", agenda, values=[[0.0, 1.0]]),
        party_of("b", agenda, values=[[0.0, 1.0]]),
        party_of("c", agenda, values=[[0.0, 1.0]], principal=False, no_deal=0.5, lines=lines),
        party_of("d", agenda, values=[list(values)], principal=False, no_deal=0.25),
    ]
    return scenario_of(agenda, parties)


C, D = frozenset({"c"}), frozenset({"d"})


def shares(scenario):
    return {row.option: row.share.share for row in of(scenario, n=4).options}


def test_an_option_needs_all_of_one_alternative():
    assert shares(with_guests((C,)))["o1"] == 1.0
    assert shares(with_guests((C,), firmness=1.0))["o1"] == 0.0
    # Either of them will do, so the line of one stands in nobody's way; both together, it does.
    assert shares(with_guests((C, D), firmness=1.0))["o1"] == 1.0
    assert shares(with_guests((C | D,), firmness=1.0))["o1"] == 0.0
    # d would lose by the option.
    assert shares(with_guests((C, D), firmness=1.0, values=(1.0, 0.0)))["o1"] == 0.0


def test_of_two_alternatives_the_better_one_for_its_worst_off_counts():
    # c gains .5, d .75 of what either could; a and b gain 1.
    for consent, margin in (((C,), 0.5), ((D,), 0.75), ((C, D), 0.75), ((C | D,), 0.5)):
        found = of(with_guests(consent), n=4)
        assert found.sets[0].best.p50 == pytest.approx(margin)


def test_a_waived_line_is_not_crossed():
    agenda = agenda_of([2, 2])
    path = "party.a.red_line.i0.firmness.o1"
    firmness = {"o1": number(path, 1.0, Role.FIRMNESS)}
    values = [[0.0, 1.0], [0.0, 0.0]]
    held = {}
    for unless in ({}, {"i1": "o1"}):
        line = RedLine(firmness=firmness, unless=unless)
        parties = [
            party_of("a", agenda, values=values, lines={"i0": line}),
            party_of("b", agenda, values=values),
        ]
        found = of(scenario_of(agenda, parties), n=4)
        held[bool(unless)] = {(r.option, r.other_option) for r in found.pairs if r.share.share}
    assert held[False] == {("o0", "o0"), ("o0", "o1")}
    assert held[True] == {("o0", "o0"), ("o0", "o1"), ("o1", "o1")}


def test_drift_closes_the_set_on_the_day_it_is_worked_out_to():
    # Both want .4 and can have .5; a comes to want .01 more a week, so from day 70 on too much.
    scenario = split(0.4, sizes=(3,))
    a = scenario.parties["a"]
    drift = number("party.a.no_deal.drift", 0.01)
    drifting = replace(
        scenario,
        parties={**scenario.parties, "a": replace(a, no_deal=replace(a.no_deal, drift=drift))},
    )
    for day, share in ((0.0, 1.0), (70.0, 1.0), (70.1, 0.0), (90.0, 0.0)):
        assert of(drifting, n=3, day=day).sets[0].open.share == share
    assert {row.day: row.open.share for row in of(drifting, n=3).days}[90.0] == 0.0


def test_a_party_that_leaves_signs_nothing_any_more():
    scenario = with_guests((C,))
    leaving = Event(
        id="exit",
        name="exit",
        kind=EventKind.DATED,
        day=10.0,
        chance=number("event.exit.chance", 1.0, Role.CHANCE),
        leaves=("c",),
    )
    scenario = replace(scenario, events={"exit": leaving})
    for day, share in ((9.0, 1.0), (10.0, 0.0)):
        found = of(scenario, n=3, day=day)
        assert {r.option: r.share.share for r in found.options} == {"o0": 1.0, "o1": share}
    gone = replace(scenario, events={"exit": replace(leaving, leaves=("a",))})
    assert of(gone, n=3, day=10.0).sets[0].open.share == 0.0


def test_missed_overlap_is_that_of_a_run():
    scenario = load_scenario("price-haggle")
    (row,) = of(scenario, n=90).talks
    worlds = sample_worlds(scenario, n=90, seed=1)
    assert row.missed == summarise(negotiate(scenario, worlds)).missed_overlap.share
