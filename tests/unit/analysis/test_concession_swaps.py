"""Conditional swaps: what they are called, and that their numbers are those of the runs."""

import pytest
from small_talks import BOTH_NEEDED, every, talks

from sim.analysis.conceding.candidates import candidates_of
from sim.analysis.conceding.moving import result_of, unedited_result
from sim.analysis.conceding.pairs import concession_pairs
from sim.analysis.conceding.swaps import swap_kind
from sim.domain.concession_pairs import SwapKind
from sim.domain.estimate import Amount, Difference
from sim.engine import negotiate
from sim.loading import edit, load_codings
from sim.sampling import sample_worlds

N = 60

LOSS = Amount(mean=-0.1, low=-0.15, high=-0.05)
GAIN = Amount(mean=0.1, low=0.05, high=0.15)
NOISE = Amount(mean=-0.01, low=-0.05, high=0.03)
MORE = Difference(difference=0.2, low=0.1, high=0.3)
NONE = Difference(difference=0.0, low=-0.1, high=0.1)


@pytest.mark.parametrize(
    ("lift", "together", "alone", "kind"),
    [
        (MORE, (GAIN, GAIN), (LOSS, LOSS), SwapKind.WORTH_IT),
        (MORE, (GAIN, NOISE), (LOSS, NOISE), SwapKind.WORTH_IT),
        (MORE, (GAIN, GAIN), (NOISE, GAIN), SwapKind.NO_CONDITION),
        (NONE, (GAIN, NOISE), (NOISE, NOISE), SwapKind.NO_CONDITION),
        (MORE, (NOISE, NOISE), (NOISE, NOISE), SwapKind.NO_CONDITION),
        (NONE, (NOISE, NOISE), (NOISE, NOISE), SwapKind.NOTHING),
        (MORE, (LOSS, GAIN), (LOSS, LOSS), SwapKind.ONE_PAYS),
        (MORE, (GAIN, LOSS), (NOISE, NOISE), SwapKind.ONE_PAYS),
        (MORE, (LOSS, LOSS), (NOISE, NOISE), SwapKind.BOTH_PAY),
    ],
)
def test_kinds_of_swaps(lift, together, alone, kind):
    assert swap_kind(lift, together, alone, (GAIN, GAIN)) is kind


def test_whoever_loses_alone_and_is_given_nothing_pays():
    """Only noise lies between its two losses, so the swap is not what keeps it from paying."""
    assert swap_kind(MORE, (NOISE, GAIN), (LOSS, GAIN), (NOISE, GAIN)) is SwapKind.ONE_PAYS
    assert swap_kind(MORE, (NOISE, NOISE), (LOSS, LOSS), (NOISE, NOISE)) is SwapKind.BOTH_PAY


def play(scenario):
    return negotiate(scenario, sample_worlds(scenario, n=N, seed=1), asked=0)


@pytest.fixture(scope="module")
def contract():
    return load_codings("labour-contract")


@pytest.fixture(scope="module")
def chosen(contract):
    names = {("union", "shifts"), ("union", "pay"), ("employer", "pay"), ("employer", "pension")}
    found = {key: one for key, one in every(contract).items() if key[:2] in names}
    return candidates_of(found, each=1)


@pytest.fixture(scope="module")
def found(contract, chosen):
    return concession_pairs(contract, candidates=chosen, n=N)


def test_swaps_are_the_pairs_of_two_parties(found):
    across = {row.pair for row in found.pairs if row.first_party != row.second_party}
    assert {row.pair for row in found.swaps} == across
    assert across != {row.pair for row in found.pairs}
    lifts = {row.pair: row.lift for row in found.pairs}
    assert all(row.lift == lifts[row.pair] for row in found.swaps)


def test_each_movers_change_is_told_against_no_concession(contract, chosen, found):
    scenario = contract["stated"]
    before = play(scenario)
    edits = {
        (row.party, row.issue): one["stated"].edits
        for row, one in zip(chosen.rows, chosen.concessions, strict=True)
    }
    for row in found.swaps:
        first, second = (
            edits[row.first_party, row.first_issue],
            edits[row.second_party, row.second_issue],
        )
        for changes, mine, other in (
            (first | second, row.first_together, row.second_together),
            (first, row.first_alone, None),
            (second, None, row.second_alone),
        ):
            after = play(edit(scenario, changes, layer="test"))
            for told, party, issue in (
                (mine, row.first_party, row.first_issue),
                (other, row.second_party, row.second_issue),
            ):
                if told is not None:
                    change = unedited_result(after, scenario, party, issue) - result_of(
                        before, party
                    )
                    assert told.mean == pytest.approx(change.mean(), abs=1e-9)


def test_what_the_others_gift_brings_is_the_difference(found):
    for row in found.swaps:
        assert row.first_brought.mean == pytest.approx(
            row.first_together.mean - row.first_alone.mean
        )
        assert row.second_brought.mean == pytest.approx(
            row.second_together.mean - row.second_alone.mean
        )


def test_the_best_for_the_worse_off_comes_first_within_tiers(found):
    order = [(row.tier, -row.worst.mean) for row in found.swaps]
    assert order == sorted(order)


def test_two_lines_on_one_package_need_no_condition(tmp_path):
    """Giving alone costs nothing, since nothing comes of it; together both gain."""
    scenarios = talks(tmp_path, BOTH_NEEDED)
    (row,) = concession_pairs(scenarios, candidates=candidates_of(every(scenarios)), n=N).swaps[:1]
    assert row.swap is SwapKind.NO_CONDITION
    assert row.first_together.low > 0.0
    assert row.second_together.low > 0.0
    assert row.first_alone.mean == row.second_alone.mean == 0.0
