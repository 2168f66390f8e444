"""The smallest sets that reach a target share, against trying everything by hand."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from small_talks import BOTH_NEEDED, EITHER_OPENS, every, talks

from sim.analysis.conceding.candidates import candidates_of
from sim.analysis.conceding.moving import result_of
from sim.analysis.conceding.set_rows import by_cost, reach_of
from sim.analysis.conceding.sets import smallest_sets
from sim.analysis.conceding.trials import ground_of, try_sets
from sim.domain.concession import ConcessionKind
from sim.domain.concession_sets import Reach
from sim.domain.estimate import Share
from sim.engine import negotiate
from sim.errors import UsageError
from sim.loading import edit, load_codings
from sim.sampling import sample_worlds

N = 60


def play(scenario):
    return negotiate(scenario, sample_worlds(scenario, n=N, seed=1), asked=0)


def share_after(scenario, made):
    edits = {}
    for one in made:
        edits |= one["stated"].edits
    return (play(edit(scenario, edits, layer="test") if edits else scenario).ending == 0).mean()


def keys(found, number):
    return {
        (step.party, step.issue, step.option, step.kind)
        for step in found.steps
        if step.set == number
    }


@pytest.fixture(scope="module")
def haggle():
    return load_codings("price-haggle")


@pytest.fixture(scope="module")
def openings(haggle):
    """Two openings that help alone and hurt together."""
    found = every(haggle)
    wanted = {("seller", "p110"), ("buyer", "p170")}
    return candidates_of(
        {
            key: one
            for key, one in found.items()
            if (key[0], key[2]) in wanted and key[3] is ConcessionKind.OPEN_WITH
        }
    )


def test_more_concessions_hurt_and_the_smaller_sets_are_found(haggle, openings):
    scenario = haggle["stated"]
    made = openings.concessions
    alone, both = [share_after(scenario, [one]) for one in made], share_after(scenario, made)
    assert both < share_after(scenario, []) < min(alone)
    found = smallest_sets(haggle, min(alone), candidates=openings, n=N)
    assert [row.size for row in found.sets] == [1, 1]
    assert sorted(row.share.share for row in found.sets) == pytest.approx(sorted(alone))
    assert found.search.contained == 1
    assert found.search.reached == 2


def test_more_concessions_hurt_and_one_of_them_comes_nearest(haggle, openings):
    found = smallest_sets(haggle, 0.95, candidates=openings, n=N)
    assert [row.size for row in found.sets] == [1, 1, 0]
    assert found.search.reached == 0
    assert found.search.missed_by == pytest.approx(0.95 - found.sets[0].share.share)
    assert all(row.reach is Reach.SHORT for row in found.sets)


def test_sets_equal_trying_all_by_hand():
    contract = load_codings("labour-contract")
    chosen = candidates_of(every(contract), most=4, each=1)
    scenario, made = contract["stated"], chosen.concessions
    shares = {
        some: share_after(scenario, [made[k] for k in some])
        for size in range(4)
        for some in combinations(range(4), size)
    }
    target = sorted(shares.values())[-3]
    good = [some for some, share in shares.items() if share >= target - 1e-12]
    minimal = [one for one in good if not any(set(other) < set(one) for other in good)]
    found = smallest_sets(contract, target, candidates=chosen, n=N)
    names = [(row.party, row.issue, row.option, row.kind) for row in chosen.rows]
    told = {frozenset(keys(found, row.set)): row.share.share for row in found.sets}
    assert told == {frozenset(names[k] for k in one): pytest.approx(shares[one]) for one in minimal}


def test_two_lines_on_one_package_are_one_set_of_two(tmp_path):
    scenarios = talks(tmp_path, BOTH_NEEDED)
    found = smallest_sets(scenarios, 0.9, n=N)
    two = next(row for row in found.sets if row.size == 2)
    assert two.share.share >= 0.9
    assert two.open.share == 1.0
    assert {step.party for step in found.steps if step.set == two.set} == {"ash", "birch"}


def test_two_ways_out_are_two_sets_of_one(tmp_path):
    scenarios = talks(tmp_path, EITHER_OPENS)
    found = smallest_sets(scenarios, 0.9, n=N)
    ones = [row for row in found.sets if row.size == 1]
    assert {next(iter(keys(found, row.set)))[0] for row in ones} == {"ash", "birch"}
    assert all(row.open.share == 1.0 for row in ones)


def test_costs_are_the_movers_own_changes(haggle, openings):
    scenario = haggle["stated"]
    found = smallest_sets(haggle, 0.5, candidates=openings, n=N)
    before = play(scenario)
    made = {row.party: one for row, one in zip(openings.rows, openings.concessions, strict=True)}
    assert found.steps
    for step in found.steps:
        after = play(edit(scenario, made[step.party]["stated"].edits, layer="test"))
        change = (result_of(after, step.party) - result_of(before, step.party)).mean()
        assert step.cost.mean == pytest.approx(change)


def test_cheapest_first_among_sets_of_a_size(haggle, openings):
    found = smallest_sets(haggle, 0.5, candidates=openings, n=N)
    worst = [min(s.cost.mean for s in found.steps if s.set == row.set) for row in found.sets]
    order = [(row.size, row.tier, -cost) for row, cost in zip(found.sets, worst, strict=True)]
    assert order == sorted(order)


def test_the_whole_interval_comes_before_the_cheaper_estimate(haggle, openings):
    """Half of the worlds settle after the cheaper of two openings, all after the dearer one."""
    ground = ground_of(haggle, n=N, seed=1)
    made = openings.concessions
    told = {(k,): trial for k, trial in enumerate(try_sets(ground, [[one] for one in made]))}
    cost = {k: ground.change("stated", told[k,]["stated"], openings.rows[k].party).mean
            for k in (0, 1)}  # fmt: skip
    cheap = max(cost, key=cost.__getitem__)
    dear = 1 - cheap
    assert by_cost(ground, openings, told, 0.01)[0][0] == (cheap,)
    worlds = np.arange(N) < round(0.5 * N)
    trial = replace(told[cheap,]["stated"], settled=worlds)
    told[cheap,] = {"stated": trial}
    full = replace(told[dear,]["stated"], settled=np.ones(N, dtype=bool))
    told[dear,] = {"stated": full}
    assert [one for one, _ in by_cost(ground, openings, told, 0.45)] == [(dear,), (cheap,)]
    assert [one for one, _ in by_cost(ground, openings, told, 0.01)] == [(cheap,), (dear,)]


def test_a_case_that_settles_often_enough_needs_no_concession():
    contract = load_codings("labour-contract")
    chosen = candidates_of(every(contract), most=5)
    found = smallest_sets(contract, 0.5, candidates=chosen, n=N)
    assert [row.size for row in found.sets] == [0]
    assert found.steps == ()
    assert found.search.played == 1
    assert found.search.contained == found.search.possible - 1


def test_workers_change_nothing_and_progress_rises(haggle, openings):
    calls = []
    one = smallest_sets(haggle, 0.6, candidates=openings, n=N)
    two = smallest_sets(
        haggle,
        0.6,
        candidates=openings,
        n=N,
        workers=2,
        progress=lambda done, of: calls.append((done, of)),
    )
    assert one == two
    assert calls == sorted(calls)
    assert calls[-1][0] == calls[-1][1]


def test_every_coding_has_to_reach_the_target(haggle, openings):
    """A second coding in which nobody ever settles leaves only what falls short."""
    stuck = {
        "stated": haggle["stated"],
        "stuck": edit(haggle["stated"], {"party.seller.no_deal.shift": [0.9]}, layer="test"),
    }
    found = smallest_sets(stuck, 0.5, candidates=candidates_of(every(stuck), most=4), n=N)
    assert found.search.reached == 0
    assert found.search.missed_by == pytest.approx(0.5)
    assert {row.coding for row in found.sets} == {"stated", "stuck"}


@pytest.mark.parametrize(
    ("share", "low", "reach"),
    [(0.6, 0.55, Reach.WHOLE), (0.6, 0.4, Reach.ESTIMATE), (0.4, 0.3, Reach.SHORT)],
)
def test_reach_by_the_estimate_and_by_its_low_end(share, low, reach):
    assert reach_of(Share(share=share, low=low, high=0.9), 0.5) is reach


@pytest.mark.parametrize("target", [0.0, -0.1, 1.01])
def test_targets_that_are_no_share_are_refused(haggle, target):
    with pytest.raises(UsageError, match="share of worlds"):
        smallest_sets(haggle, target, n=N)


def test_empty_sets_and_too_many_are_refused(haggle):
    with pytest.raises(UsageError, match="at least one concession"):
        smallest_sets(haggle, 0.5, size=0, n=N)
    contract = load_codings("labour-contract")
    chosen = candidates_of(every(contract), most=50, each=9)
    with pytest.raises(UsageError, match="more than the 2,000"):
        smallest_sets(contract, 0.5, candidates=chosen, n=1)


def test_without_candidates_nothing_is_told_but_the_talks_as_they_are(haggle):
    found = smallest_sets(haggle, 1.0, candidates=candidates_of({}), n=N)
    assert [row.size for row in found.sets] == [0]
    assert found.sets[0].reach is Reach.SHORT
    assert found.steps == ()
