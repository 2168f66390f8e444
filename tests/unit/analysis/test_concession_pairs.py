"""Pairs of concessions: together against apart, each re-run independently."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from small_talks import BOTH_NEEDED, EITHER_OPENS, every, talks

from sim.analysis.conceding.candidates import candidates_of
from sim.analysis.conceding.moving import result_of, unedited_result
from sim.analysis.conceding.pairs import complementarity, concession_pairs, together_of
from sim.analysis.conceding.trials import conflicting
from sim.analysis.shares import difference_of
from sim.domain.concession import Announcement, ConcessionKind
from sim.domain.concession_pairs import Together
from sim.domain.estimate import Difference
from sim.engine import negotiate
from sim.errors import UsageError
from sim.loading import edit, load_codings
from sim.sampling import draw, sample_worlds

N = 40


def play(scenario, known=None, n=N):
    return negotiate(scenario, sample_worlds(scenario, n=n, seed=1), known=known, asked=0)


def settled(outcomes):
    return outcomes.ending == 0


def lines_only(scenarios):
    """The concessions that drop a line, however they are called."""
    found = every(scenarios)
    return candidates_of(
        {
            key: by_coding
            for key, by_coding in found.items()
            if all(".red_line." in path for one in by_coding.values() for path in one.edits)
        }
    )


@pytest.fixture(scope="module")
def contract():
    return load_codings("labour-contract")


@pytest.fixture(scope="module")
def paired(contract):
    return candidates_of(every(contract), most=6), concession_pairs(
        contract, candidates=candidates_of(every(contract), most=6), n=N
    )


def test_two_lines_on_one_package_work_only_together(tmp_path):
    scenarios = talks(tmp_path, BOTH_NEEDED)
    found = concession_pairs(scenarios, candidates=lines_only(scenarios), n=N)
    (row,) = found.pairs
    assert row.together is Together.MORE
    assert row.first_lift.difference == row.second_lift.difference == 0.0
    assert row.lift.difference == row.complementarity.difference == 1.0


def test_two_ways_out_stand_in_for_each_other(tmp_path):
    scenarios = talks(tmp_path, EITHER_OPENS)
    found = concession_pairs(scenarios, candidates=lines_only(scenarios), n=N)
    (row,) = found.pairs
    assert row.together is Together.LESS
    assert row.first_lift.difference == row.second_lift.difference == row.lift.difference == 1.0
    assert row.complementarity.difference == -1.0


def test_pairs_equal_independent_runs_with_both_edits(contract, paired):
    chosen, found = paired
    scenario = contract["stated"]
    edits = {
        (row.party, row.issue, row.option, row.kind): made["stated"].edits
        for row, made in zip(chosen.rows, chosen.concessions, strict=True)
    }
    before = play(scenario)
    for row in found.pairs:
        first = (row.first_party, row.first_issue, row.first_option, row.first_kind)
        second = (row.second_party, row.second_issue, row.second_option, row.second_kind)
        runs = [
            play(edit(scenario, changes, layer="test"))
            for changes in (edits[first], edits[second], {**edits[first], **edits[second]})
        ]
        lifts = [settled(run).mean() - settled(before).mean() for run in runs]
        assert row.first_lift.difference == pytest.approx(lifts[0])
        assert row.second_lift.difference == pytest.approx(lifts[1])
        assert row.lift.difference == pytest.approx(lifts[2])
        assert row.complementarity.difference == pytest.approx(lifts[2] - lifts[1] - lifts[0])
        assert row.added.difference == pytest.approx(lifts[2] - max(lifts[:2]))
        if row.first_party != row.second_party:
            mine = unedited_result(runs[2], scenario, row.first_party, row.first_issue)
            change = (mine - result_of(before, row.first_party)).mean()
            assert row.first_cost.mean == pytest.approx(change, abs=1e-9)


def test_every_pair_of_candidates_is_there_once_but_versions_of_one_concession(paired):
    chosen, found = paired
    places = [(row.party, row.issue) for row in chosen.rows]
    expected = sum(one != other for one, other in itertools.combinations(places, 2))
    assert len(found.pairs) == expected - found.conflicting
    assert [row.pair for row in found.pairs] == list(range(1, len(found.pairs) + 1))


def test_best_first_within_tiers(paired):
    rows = paired[1].pairs
    assert [(row.tier, -row.lift.difference) for row in rows] == sorted(
        (row.tier, -row.lift.difference) for row in rows
    )


def test_workers_and_progress_change_nothing(contract, paired):
    chosen, found = paired
    calls = []
    again = concession_pairs(
        contract,
        candidates=chosen,
        n=N,
        workers=2,
        progress=lambda done, of: calls.append((done, of)),
    )
    assert again == found
    assert calls[-1][0] == calls[-1][1] == len(chosen.rows) + len(found.pairs)


def test_a_quiet_pair_leaves_what_others_reckon_alone(contract):
    chosen = candidates_of(every(contract), most=4)
    found = concession_pairs(contract, candidates=chosen, n=N, announcement=Announcement.QUIET)
    scenario = contract["stated"]
    row = found.pairs[0]
    edits = {}
    for named, made in zip(chosen.rows, chosen.concessions, strict=True):
        key = (named.party, named.issue, named.option, named.kind)
        if key in (
            (row.first_party, row.first_issue, row.first_option, row.first_kind),
            (row.second_party, row.second_issue, row.second_option, row.second_kind),
        ):
            edits |= made["stated"].edits
    run = play(edit(scenario, edits, layer="test"), known=scenario)
    lift = settled(run).mean() - settled(play(scenario)).mean()
    assert row.lift.difference == pytest.approx(lift)


def test_two_issues_of_one_mover_are_both_told_in_its_own_values(contract):
    scenario = contract["stated"]
    concessions = {
        key: by_coding
        for key, by_coding in every(contract).items()
        if key[0] == "union" and any(".values." in path for path in by_coding["stated"].edits)
    }
    chosen = candidates_of(concessions, each=1, most=2)
    assert len(chosen.rows) == 2
    (row,) = concession_pairs(contract, candidates=chosen, n=N).pairs
    edits = chosen.concessions[0]["stated"].edits | chosen.concessions[1]["stated"].edits
    after = play(edit(scenario, edits, layer="test"))
    # By hand: the package it got, or its indifference package, in the values drawn before.
    block = draw(sample_worlds(scenario, n=N, seed=1), 0, N)
    edited = draw(sample_worlds(after.scenario, n=N, seed=1), 0, N)
    place = list(scenario.parties).index("union")
    party = scenario.parties["union"]
    indifferent = [issue.position(party.no_deal.package[issue.id]) for issue in scenario.agenda]
    told = np.empty(N)
    for w in range(N):
        got = after.package[w] if settled(after)[w] else indifferent
        excess = sum(
            block.weights[place, j, w]
            * (edited.values[place, j, k, w] - block.values[place, j, k, w])
            for j, k in enumerate(got)
        )
        result = result_of(after, "union")[w]
        told[w] = result - excess * block.patience[place, w] ** (after.day[w] / 7)
    change = (told - result_of(play(scenario), "union")).mean()
    assert row.first_cost.mean == pytest.approx(change, abs=1e-6)
    assert row.second_cost == row.first_cost


def test_edits_that_contradict_or_repeat_each_other_are_no_pair(contract):
    made = next(iter(every(contract).values()))["stated"]
    path = next(iter(made.edits))

    def one(edits):
        return {"stated": replace(made, edits=edits)}

    assert conflicting([one({path: 1}), one({path: 2})], ["stated"])
    assert conflicting([one({path: 1}), one({f"{path}.deeper": 2})], ["stated"])
    assert conflicting([one({path: 1}), one({path: 1, "other": 2})], ["stated"])
    assert not conflicting([one({path: 1, "a": 1}), one({path: 1, "b": 2})], ["stated"])
    # What changes nothing in one coding may still add to the other concession elsewhere.
    assert not conflicting([one({path: 1}), {"other": made}], ["stated", "other"])


def test_without_a_first_concession_it_is_the_paired_difference():
    rng = np.random.default_rng(3)
    base, second, both = (rng.random(50) < share for share in (0.2, 0.4, 0.5))
    weight = rng.random(50)
    found = complementarity(base, base, second, both, weight)
    plain = difference_of(second, both, weight)
    assert (found.difference, found.low, found.high) == pytest.approx(
        (plain.difference, plain.low, plain.high)
    )


def test_a_difference_that_was_never_seen_is_not_certain():
    never = np.zeros(10, dtype=bool)
    found = complementarity(never, never, never, never, np.ones(10))
    assert found.difference == 0.0
    assert found.low < 0.0 < found.high
    assert together_of(found) is Together.ALIKE


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [(0.1, 0.2, Together.MORE), (-0.2, -0.1, Together.LESS), (0.0, 0.1, Together.ALIKE)],
)
def test_noise_has_a_word(low, high, word):
    middle = (low + high) / 2
    assert together_of(Difference(difference=middle, low=low, high=high)) is word


def test_one_world_is_enough_for_rows_and_none_is_refused(contract):
    chosen = candidates_of(every(contract), most=3)
    assert concession_pairs(contract, candidates=chosen, n=1).pairs
    with pytest.raises(UsageError, match="at least one world"):
        concession_pairs(contract, candidates=chosen, n=0)
    with pytest.raises(UsageError, match="at least one coding"):
        concession_pairs({}, candidates=chosen, n=N)


def test_too_many_pairs_are_refused(contract):
    chosen = candidates_of(every(contract), most=60, each=60)
    with pytest.raises(UsageError, match="more than the 500"):
        concession_pairs(contract, candidates=chosen, n=1)


def test_no_candidate_makes_no_pair(contract):
    found = concession_pairs(contract, candidates=candidates_of({}), n=2)
    assert found.pairs == found.swaps == ()
    assert ConcessionKind.ACCEPT not in {row.kind for row in found.candidates}
