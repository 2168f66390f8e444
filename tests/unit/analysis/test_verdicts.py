"""What may be said of an effect, on numbers made by hand."""

from collections import Counter

import numpy as np
import pytest

from sim.analysis.conceding.verdicts import (
    gap_of,
    lowest,
    price_of,
    ranked_tiers,
    side_of,
    verdicts_of,
)
from sim.analysis.shares import Z, paired_interval, widened
from sim.domain.concessions import Gap, Price, ProcessRule, Verdict
from sim.domain.estimate import Amount, Difference

UP = Difference(difference=0.10, low=0.05, high=0.15)
DOWN = Difference(difference=-0.10, low=-0.15, high=-0.05)
FAR = Difference(difference=0.30, low=0.25, high=0.35)
NONE = Difference(difference=0.01, low=-0.02, high=0.04)


def lifts(default, *others):
    rules = list(ProcessRule)
    told = [default, *(others or [default] * 4)]
    return dict(zip(rules, told, strict=True))


def test_a_side_needs_two_standard_errors_and_an_interval_without_nought():
    assert (side_of(UP), side_of(DOWN), side_of(NONE)) == (1, -1, 0)
    error = 0.05
    just = Difference(difference=1.99 * error, low=0.001, high=0.001 + 2 * Z * error)
    assert side_of(just) == 0


def test_few_worlds_that_flip_are_noise():
    low, high = paired_interval(0.0, 3 / 400, 400)
    assert side_of(Difference(difference=3 / 400, low=low, high=high)) == 0
    low, high = paired_interval(0.0, 12 / 400, 400)
    assert side_of(Difference(difference=12 / 400, low=low, high=high)) == 1


@pytest.mark.parametrize(
    ("low", "high", "verdicts"),
    [
        (lifts(UP), lifts(UP), {Verdict.ROBUST}),
        (lifts(DOWN), lifts(DOWN), {Verdict.LOWERS}),
        (lifts(NONE), lifts(NONE), {Verdict.WITHIN_NOISE}),
        # What is merely within noise elsewhere does not differ from what stands out here.
        (lifts(UP), lifts(NONE), {Verdict.NOT_SHOWN}),
        (lifts(UP, UP, UP, UP, NONE), lifts(UP), {Verdict.NOT_SHOWN}),
        (lifts(FAR), lifts(NONE), {Verdict.CODING_DEPENDENT}),
        (lifts(UP), lifts(DOWN), {Verdict.CODING_DEPENDENT}),
        (lifts(UP, UP, UP, UP, DOWN), lifts(UP, UP, UP, UP, DOWN), {Verdict.RULE_DEPENDENT}),
        (lifts(FAR, FAR, FAR, FAR, UP), lifts(FAR), {Verdict.ROBUST}),
        (
            lifts(FAR, FAR, FAR, NONE, FAR),
            lifts(NONE),
            {Verdict.CODING_DEPENDENT, Verdict.RULE_DEPENDENT},
        ),
    ],
)
def test_a_verdict_says_where_an_effect_differs(low, high, verdicts):
    assert set(verdicts_of({"low": low, "high": high})) == verdicts


def test_more_looks_need_a_larger_effect():
    """12 of 400 worlds are 2.9 standard errors: enough for one look, too little for a hundred."""
    low, high = paired_interval(0.003, 0.033, 400)
    one = Difference(difference=0.03, low=low, high=high)
    assert widened(one, 1).low == pytest.approx(low)
    lows = [widened(one, looks).low for looks in (1, 10, 100)]
    assert lows == sorted(lows, reverse=True)
    assert lows[0] > 0.0 > lows[-1]


@pytest.mark.parametrize("codings", [1, 3])
def test_a_concession_that_does_nothing_is_within_noise(codings):
    """As many worlds flip one way as the other; 2,000 as stated, 400 under the other rules."""
    rng = np.random.default_rng(7)
    repeats, words = 1000, Counter()
    for _ in range(repeats):
        told = {}
        for coding in range(codings):
            rate = rng.uniform(0.02, 0.2)
            told[str(coding)] = {
                rule: flipped(rng, rate, 2000 if rule is ProcessRule.STATED else 400)
                for rule in ProcessRule
            }
        words.update(verdicts_of(told))
    assert words[Verdict.WITHIN_NOISE] >= 0.93 * repeats
    assert words[Verdict.ROBUST] + words[Verdict.LOWERS] <= 0.01 * repeats


def flipped(rng, rate, n):
    only_first, only_second, _ = rng.multinomial(n, [rate / 2, rate / 2, 1 - rate]) / n
    low, high = paired_interval(only_first, only_second, n)
    return Difference(difference=only_second - only_first, low=low, high=high)


def test_whatever_is_neither_robust_nor_noise_depends_or_is_not_shown():
    told = [UP, FAR, NONE, DOWN]
    for a in told:
        for b in told:
            for c in told:
                found = verdicts_of({"low": lifts(a, a, a, a, b), "high": lifts(c)})
                assert found
                depends = {Verdict.CODING_DEPENDENT, Verdict.RULE_DEPENDENT}
                assert len(found) == 1 or set(found) == depends
                assert (found == (Verdict.LOWERS,)) == (a == b == c == DOWN)


def test_a_gap_is_where_paper_and_talks_disagree():
    def gap(exact, *rules):
        return gap_of({"low": exact, "high": NONE}, {"low": lifts(*rules), "high": lifts(NONE)})

    assert gap(UP, NONE) is Gap.PAPER_ONLY
    assert gap(UP, NONE, NONE, NONE, NONE, UP) is Gap.NONE
    assert gap(UP, UP) is Gap.NONE
    assert gap(UP, DOWN) is Gap.OPPOSED
    assert gap(DOWN, UP) is Gap.OPPOSED
    assert gap(NONE, NONE) is Gap.NONE
    # More worlds settle in one coding alone.
    assert gap(NONE, UP) is Gap.NONE
    assert gap_of({"a": NONE}, {"a": lifts(UP)}) is Gap.TALKS_ONLY
    # Certain, but of no weight.
    slight = Difference(difference=0.005, low=0.002, high=0.008)
    assert gap(slight, NONE) is Gap.NONE
    assert gap_of({"a": NONE}, {"a": lifts(slight)}) is Gap.NONE


def test_a_price_is_clear_or_it_is_none():
    assert price_of(Amount(mean=-0.1, low=-0.2, high=-0.01)) is Price.COSTS
    assert price_of(Amount(mean=0.1, low=0.01, high=0.2)) is Price.GAINS
    assert price_of(Amount(mean=-0.1, low=-0.2, high=0.0)) is Price.FREE


def test_the_lowest_counts_in_every_coding():
    assert lowest([UP, NONE, DOWN]) is DOWN


def test_tiers_go_by_paper_first_and_by_talks_within():
    assert ranked_tiers([(NONE, UP), (UP, NONE), (NONE, DOWN), (UP, NONE)]) == [2, 1, 3, 1]
    assert ranked_tiers([]) == []
