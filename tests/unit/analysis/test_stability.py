"""Stability of states and of signed packages: worked by hand, against a recursion, and at edges."""

from dataclasses import replace

import numpy as np
import pytest

from sim.analysis.stabilising.moves import (
    coalitions_of,
    conflict_over,
    lone_breakers,
    signing_sets_of,
)
from sim.analysis.stability import find_stability
from sim.analysis.zopa import acceptable_set
from sim.domain.cells import cells_of
from sim.domain.quantity import Role
from sim.domain.stability import LESS, NO_AGREEMENT, Against, Sense
from sim.domain.value import INDIFFERENT
from sim.engine import standing
from sim.errors import UsageError
from sim.loading import edit, load_codings, load_scenario
from sim.sampling import draw, sample_worlds
from tests.property.small_cases import agenda_of, number, party_of, scenario_of, talks_over


def of(scenario, n=4, **asked):
    return find_stability({scenario.coding: scenario}, n=n, **asked)


def drifting(party, by):
    """The party with a no-deal value that moves by so much a week."""
    path = f"party.{party.id}.no_deal.drift"
    return replace(party, no_deal=replace(party.no_deal, drift=number(path, by, Role.EFFECT)))


def over(values, *, no_deal=(0.0, 0.0), drift=(0.0, 0.0), **agenda):
    """Two principals; values of each by issue; an option more than 0 apart on every issue."""
    issues = agenda_of([len(options) for options in values[0]], **agenda)
    parties = [
        drifting(party_of(name, issues, values=own, no_deal=floor), by)
        for name, own, floor, by in zip("ab", values, no_deal, drift, strict=True)
    ]
    return scenario_of(issues, parties)


def state(finding, name, against=Against.SINGLE, sense=Sense.NASH):
    (row,) = [r for r in finding.states
              if (r.state, r.against, r.sense) == (name, against, sense)]  # fmt: skip
    return row.share.share


# -- who can move


def test_who_signs_leaves_alone_and_all_sign_together():
    scenario = talks_over([3])
    conflict = conflict_over(cells_of(scenario), scenario.agenda, [(0,), (2,)])
    moves = {(conflict.movers[int(g)], int(s), int(t)) for g, s, t in np.argwhere(conflict.moves)}
    assert moves == {
        *((who, x, 0) for who in (1, 2) for x in (1, 2)),
        *((3, 0, x) for x in (1, 2)),
        (3, 1, 2),
        (3, 2, 1),
    }


def guests(consent, status_quo):
    """Two principals and two guests whose consent the last option of the second issue needs."""
    issues = agenda_of([2, 2], consent={(1, 1): consent}, status_quo=status_quo)
    parties = [
        party_of(name, issues, values=[[0, 1], [0, 1]], principal=name in "ab") for name in "abcd"
    ]
    return scenario_of(issues, parties)


BOTH, EITHER = (frozenset("cd"),), (frozenset("c"), frozenset("d"))


@pytest.mark.parametrize(
    ("consent", "status_quo", "signing", "withdraw", "left"),
    [
        (BOTH, {1: 0}, [0b1111], {0b0100, 0b1000}, (1, 0)),
        (BOTH, {}, [0b1111], {0b0100, 0b1000}, None),
        (EITHER, {1: 0}, [0b0111, 0b1011], {0b1100}, (1, 0)),
    ],
)
def test_consent_withdrawn_leaves_the_status_quo(consent, status_quo, signing, withdraw, left):
    scenario = guests(consent, status_quo)
    cells = cells_of(scenario)
    conflict = conflict_over(cells, scenario.agenda, [(1, 1)])
    assert signing_sets_of(cells, (1, 1)) == signing
    assert conflict.packages == ((1, 1),) if left is None else ((1, 1), left)
    to = 0 if left is None else 2
    for mover in withdraw:
        assert np.flatnonzero(conflict.moves[conflict.movers.index(mover), 1]).tolist() == [to]
    alone = {mover for mover in withdraw if mover.bit_count() == 1}
    assert lone_breakers(cells, (1, 1)) == 0b0011 | sum(alone)
    assert lone_breakers(cells, (1, 0)) == 0b0011


def test_all_coalitions_of_few_are_tried_and_some_of_many():
    assert coalitions_of([0b011, 0b101]) == [1, 2, 4, 3, 5, 6, 7]
    many = coalitions_of([1 << p for p in range(8)] + [0b1110000])
    assert len(many) == 8 + 28 + 1 + 1


# -- states


def test_a_package_that_one_would_rather_leave_is_left_alone():
    """The first option is worth 0 to a, who has 0.5 without: it leaves, and b does not."""
    scenario = over([[[0, 1]], [[1, 0.8]]], no_deal=(0.5, -0.6))
    found = of(scenario, asked=[{"i0": "o0"}])
    bad = next(r.state for r in found.packages if r.package == {"i0": "o0"})
    good = next(r.state for r in found.packages if r.package == {"i0": "o1"})
    assert state(found, bad) == 0.0
    assert state(found, good) == state(found, good, Against.COALITIONS) == 1.0
    (row, *_) = [r for r in found.kept if r.state == bad]
    assert row.signed.share == 0.0
    assert row.kept is None


def test_a_coalition_that_would_rather_have_another_moves_together():
    """Both have more in the second option than in the first, and something in each: nobody leaves
    either alone, both leave the first, and no agreement, together."""
    scenario = over([[[0.3, 1]], [[0.3, 1]]], no_deal=(-0.2, -0.2))
    found = of(scenario, asked=[{"i0": "o0"}])
    names = {r.package["i0"]: r.state for r in found.packages}
    for name in (NO_AGREEMENT, names["o0"], names["o1"]):
        assert state(found, name) == 1.0
        for sense in Sense:
            held = state(found, name, Against.COALITIONS, sense)
            assert held == (name == names["o1"])
    exits = {(r.state, r.movers, r.to): r.share.share for r in found.exits}
    assert exits[names["o0"], ("a", "b"), names["o1"]] == 1.0
    assert exits[NO_AGREEMENT, ("a", "b"), names["o1"]] == 1.0
    assert not any(r.state == names["o1"] for r in found.exits)


def test_who_picks_out_a_concession_is_deterred_by_who_would_leave_then():
    """c consents to the second issue's last option, which only b likes, and b only signs for it.
    c would withdraw; what is left is worth less to b than nothing, so b would leave: c holds still
    if it looks ahead, not if it does not."""
    issues = agenda_of([2, 2], consent={(1, 1): (frozenset("c"),)}, status_quo={1: 0})
    parties = [
        party_of("a", issues, values=[[0, 1], [0.5, 0.5]]),
        party_of("b", issues, values=[[1, 0], [0, 1]], no_deal=0.2),
        party_of("c", issues, values=[[0, 1], [1, 0.5]], principal=False),
    ]
    found = of(scenario_of(issues, parties), asked=[{"i0": "o1", "i1": "o1"}], packages=1)
    by = {sense: state(found, "package 1", sense=sense) for sense in Sense}
    assert by == {Sense.NASH: 0.0, Sense.GMR: 1.0, Sense.SMR: 1.0, Sense.SEQ: 1.0}
    (row,) = [r for r in found.exits if r.state == "package 1" and r.to == LESS]
    assert (row.movers, row.left, row.share.share) == (("c",), {"i1": "o0"}, 1.0)


def test_a_firm_line_puts_a_package_below_no_agreement():
    codings = load_codings("ukraine-2025")
    found = find_stability(codings, n=40, packages=3)
    n, coding = 40, "low-no-deal"
    worlds = sample_worlds(codings[coding], n=n, seed=1)
    asked = standing(codings[coding], worlds, 0, n, 0.0)
    from sim.analysis.acceptable.scores import worst_margins
    from sim.analysis.stabilising.leading import options_asked
    from sim.analysis.stabilising.moves import cells_at

    listed = [r for r in found.packages if r.coding == coding]
    options = [options_asked(codings[coding].agenda, r.package) for r in listed]
    signed = worst_margins(asked, cells_at(asked.cells, options)) > -np.inf
    assert asked.refused.any()
    assert signed.any()
    assert [r.signed.share for r in listed] == pytest.approx(signed.mean(axis=1))
    held = [r for r in found.states if r.coding == coding and r.sense is Sense.NASH]
    for row in held:
        if row.state != NO_AGREEMENT:
            place = [r.state for r in listed].index(row.state)
            assert row.share.share <= signed[place].mean()
    by = {(r.state, r.against): r.share.share for r in held}
    # Nobody signs for indifference: values are drawn from ranges.
    assert by[NO_AGREEMENT, Against.COALITIONS] <= 1.0 - signed.any(axis=0).mean()


# -- keeping


def test_a_rise_breaks_a_deal_on_the_day_worked_out_by_hand():
    """a has 0.5 by the deal; without, 0.01 more every day: it gains from day 51 on. Waiting a day
    brings it 0.01 and costs less than 0.002 by its patience of 0.99 a week, so that, looking
    ahead, it breaks on the last day. It falls short of day 100's value by 0.5 then."""
    scenario = over([[[0.5]], [[1.0]]], no_deal=(-0.5, -0.5), drift=(0.07, 0.0))
    found = of(scenario, until=100.0)
    (row,) = found.kept
    assert (row.kept.share, row.gained.p50, row.broken) == (0.0, 51.0, None)
    assert (row.at_once.share, row.at_end.share) == (0.0, 1.0)
    assert (row.early.share, row.later.share) == (0.0, 1.0)
    a, b = found.links
    assert (a.gains.share, a.first.share, a.ahead.share) == (1.0, 1.0, 1.0)
    assert a.promise.p50 == pytest.approx(0.5)
    assert (b.gains.share, b.first.share, b.promise) == (0.0, 0.0, None)
    by = {r.day: r.gains.share for r in found.curves if r.party == "a"}
    assert all(share == (day > 50.0) for day, share in by.items())
    assert {r.factor: r.kept.share for r in found.shifts} == {
        f / 10: float(f <= 5) for f in range(11)
    }


def test_who_falls_breaks_first_where_the_other_will_break_later():
    """As before, but b's way out falls by 0.01 a day from 0.4: of the deal's 1.0 it has a flow of
    0.14 of a hundredth a day. Looking ahead it breaks at once, long before a gains."""
    scenario = over([[[0.5]], [[0.5]]], no_deal=(-0.5, -0.1), drift=(0.07, -0.07))
    found = of(scenario, until=100.0)
    (row,) = found.kept
    assert (row.gained.p50, row.broken, row.early.share) == (51.0, None, 1.0)
    assert (row.at_once.share, row.at_end.share) == (1.0, 0.0)
    a, b = found.links
    assert (a.first.share, a.ahead.share) == (1.0, 0.0)
    assert (b.first.share, b.ahead.share) == (0.0, 1.0)


@pytest.mark.parametrize("name", ["labour-contract", "price-haggle"])
def test_without_a_shift_what_is_signed_is_kept(name):
    scenario = load_scenario(name)
    still = {f"party.{party}.no_deal.drift": 0 for party in scenario.parties}
    rising = dict.fromkeys(still, 0.05)
    kept, broken = (
        find_stability({"stated": edit(scenario, changes, layer="x")}, n=60, packages=3).kept
        for changes in (still, rising)
    )
    assert all(row.kept is None or row.kept.share == 1.0 for row in kept)
    assert any(row.kept is not None and row.kept.share < 0.5 for row in broken)


def recursion(no_deal, deal, discount, t=0):
    """The first breach by plain numbers: round and who; and what all have."""
    if t == len(no_deal):
        return t, set(), list(deal)
    end, who, later = recursion(no_deal, deal, discount, t + 1)
    keeps = [(1 - g) * d + g * v for d, g, v in zip(deal, discount, later, strict=True)]
    out = {i for i, keep in enumerate(keeps) if no_deal[t][i] > keep + INDIFFERENT}
    return (t, out, list(no_deal[t])) if out else (end, who, keeps)


def test_what_is_kept_is_what_a_recursion_over_plain_numbers_says():
    drift = {"party.union.no_deal.drift": 0.005, "party.employer.no_deal.drift": [-0.03, 0.01]}
    scenario = edit(load_scenario("labour-contract"), drift, layer="x")
    n, day, until = 60, 4.0, 100.0
    found = of(scenario, n=n, day=day, until=until, packages=2)
    worlds = sample_worlds(scenario, n=n, seed=1)
    block, asked = draw(worlds, 0, n), standing(scenario, worlds, 0, n, day)
    days = [day + 2.0 * k for k in range(51)]
    for row in found.packages:
        held = [i.position(row.package[i.id]) for i in scenario.agenda]
        ends, early, first = [], [], dict.fromkeys(scenario.parties, 0)
        for w in range(n):
            value = [sum(block.weights[p, j, w] * block.values[p, j, k, w]
                         for j, k in enumerate(held)) for p in range(2)]  # fmt: skip
            crossed = any(
                block.refused[p, j, k, w]
                and not (p == 1 and j == 2 and row.package["training"] == "large_fund")
                for p in range(2)
                for j, k in enumerate(held)
            )
            if crossed or any(value[p] < asked.reservation[p, w] for p in range(2)):
                continue
            path = [[block.no_deal[p, w] + block.drift[p, w] * d / 7 for p in range(2)]
                    for d in days]  # fmt: skip
            delta = [block.patience[p, w] ** (2.0 / 7.0) for p in range(2)]
            end, who, _ = recursion(path, value, delta)
            gains = [d for d, out in zip(days, path, strict=True)
                     if any(out[p] > value[p] + INDIFFERENT for p in range(2))]  # fmt: skip
            assert bool(gains) == (end < len(days))
            ends.append(end)
            if gains:
                early.append(days[end] < gains[0])
                for p in who:
                    first[list(scenario.parties)[p]] += 1
        (kept,) = [r for r in found.kept if r.state == row.state]
        assert kept.signed.share == pytest.approx(len(ends) / n)
        assert 0 < len(early) < len(ends)
        assert kept.kept.share == pytest.approx(1.0 - len(early) / len(ends))
        assert kept.early.share == pytest.approx(np.mean(early))
        for link in [r for r in found.links if r.state == row.state]:
            assert link.ahead.share == pytest.approx(first[link.party] / len(early))


# -- what would make it hold


def test_a_guarantee_that_is_worth_the_missing_promise_mends():
    """As above a has 0.5 of the first issue, half of all, and by day 100 falls short by 0.25. The
    last option of the second issue is worth 0.3 more to it; b, with 0.1 less, still signs."""
    scenario = over(
        [[[0.5], [0.0, 0.6]], [[1.0], [0.2, 0.0]]], no_deal=(-0.25, 0.0), drift=(0.035, 0.0)
    )
    found = of(scenario, until=100.0, asked=[{"i0": "o0", "i1": "o0"}], packages=1)
    (row,) = [r for r in found.changes if r.state == "package 1"]
    assert (row.issue, row.option, row.guarantee) == ("i1", "o1", False)
    assert (row.signed.share, row.holds.share, row.change.difference) == (1.0, 1.0, 1.0)
    assert row.mends.share == 1.0
    refused = over(
        [[[0.5], [0.0, 0.6]], [[1.0], [0.2, 0.0]]], no_deal=(-0.25, 0.55), drift=(0.035, 0.0)
    )
    (row, *_) = of(refused, until=100.0, asked=[{"i0": "o0", "i1": "o0"}], packages=1).changes
    assert (row.signed.share, row.change.difference, row.mends) == (0.0, 0.0, None)


def test_issues_on_which_fear_hangs_come_first():
    found = find_stability(load_codings("ukraine-2025"), n=24, packages=2)
    for name in ("package 1", "package 2"):
        rows = [r for r in found.changes if r.state == name and r.coding == "low-no-deal"]
        assert {r.issue for r in rows if r.guarantee} == {"alliance", "guarantees"}
        assert [r.guarantee for r in rows] == sorted((r.guarantee for r in rows), reverse=True)


# -- edges


def test_nothing_acceptable_leaves_no_agreement_alone():
    found = of(over([[[0, 1]], [[1, 0]]], no_deal=(0.9, 0.9)))
    assert found.packages == ()
    assert state(found, NO_AGREEMENT, Against.COALITIONS) == 1.0
    assert found.kept == found.exits == found.changes == ()


def test_a_single_principal_and_guests():
    found = of(load_scenario("three-party-coalition"), n=24)
    assert found.kept
    assert all(row.share.share >= 0.0 for row in found.states)


def test_the_status_quo_on_every_issue_is_a_state():
    found = of(over([[[0, 1]], [[1, 0]]], no_deal=(0.9, 0.9), status_quo={0: 0}))
    assert [row.origin.value for row in found.packages] == ["status quo on every issue"]


def test_agendas_too_large_to_try_are_searched():
    found = of(talks_over([4] * 10), n=12, packages=3)
    assert 1 <= len(found.packages) <= 3
    assert all(row.kept.share == 1.0 for row in found.kept)


def test_talks_of_a_quota_are_refused():
    few = edit(load_scenario("labour-contract"), {"protocol.quota": 1}, layer="x")
    with pytest.raises(UsageError, match="quota"):
        of(few)


def test_several_draw_blocks_and_workers_change_nothing():
    codings = load_codings("price-haggle")
    one, two = (find_stability(codings, n=600, workers=w, packages=2) for w in (1, 2))
    assert one == two


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"day": 31.0}, "horizon"),
        ({"until": 0.0}, "followed"),
        ({"until": 1e5}, "followed"),
        ({"packages": 0}, "packages"),
        ({"n": 0}, "one world"),
        ({"asked": [{"cost": "p100"}]}, "no issue"),
        ({"asked": [{"price": "p1"}]}, "no option"),
        ({"asked": [{}]}, "leaves open"),
    ],
)
def test_what_cannot_be_asked_is_said(asked, words):
    with pytest.raises(UsageError, match=words):
        of(load_scenario("price-haggle"), **asked)


def test_worlds_with_an_acceptable_package_are_counted_over_all_packages():
    """The share is that of ``parley zopa``, more than the one package looked at would give."""
    codings = load_codings("ukraine-2025")
    found = find_stability(codings, n=60, packages=1)
    overlap = acceptable_set(codings, n=60)
    for row, other in zip(found.worlds, overlap.sets, strict=True):
        assert row.open == other.open
