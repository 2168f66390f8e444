"""Every acceptable package of a world, and what is counted of them, against trying one by one."""

import dataclasses
import itertools

import numpy as np
import pytest

from sim.analysis.acceptable.best import most_signed
from sim.analysis.acceptable.open_worlds import best_margins
from sim.analysis.acceptable.packages import packages_of, signing_of
from sim.analysis.acceptable.scores import worst_margins
from sim.analysis.acceptable.tally import NEAR, SOLVERS, joined, option_starts, tally_of
from sim.domain.zopa_rows import Solution
from sim.engine import standing
from sim.loading import load_scenario
from sim.sampling import sample_worlds
from tests.scenario_strategies import random_scenario
from tests.unit.analysis.trying_all import all_worst_margins, asked_of, every_package, margins
from tests.unit.theory.test_frontier import by_definition

SEEDS = range(40)


def at_some_day(seed, n=4):
    scenario = random_scenario(seed)
    return asked_of(scenario, n=n, day=float(scenario.protocol.horizon) * (seed % 3) / 2)


def by_package(packages, found):
    """Package as cells → worst margin, of the acceptable packages of a world."""
    number = found.left * packages.right.shape[1] + found.right
    return dict(zip(map(tuple, packages.at(number).T.tolist()), found.worst.tolist(), strict=True))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_acceptable_packages_are_those_that_one_by_one_are_signed(seed):
    asked = at_some_day(seed)
    packages = packages_of(asked.cells)
    signing = signing_of(asked, packages)
    for w in range(4):
        found = by_package(packages, signing.acceptable(w))
        assert found == pytest.approx(all_worst_margins(asked, w), abs=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_given_packages_are_valued_the_same_one_by_one(seed):
    asked = at_some_day(seed, n=3)
    every = np.array(list(every_package(asked.cells)), dtype=np.intp).T
    found = worst_margins(asked, every)
    for w in range(3):
        signed = all_worst_margins(asked, w)
        truth = [signed.get(tuple(package), -np.inf) for package in every.T.tolist()]
        np.testing.assert_allclose(found[:, w], truth, atol=1e-9)


def test_packages_are_laid_out_once_each_whatever_the_split():
    for scenario in (load_scenario("labour-contract"), random_scenario(3), random_scenario(8)):
        asked = asked_of(scenario, n=1)
        packages = packages_of(asked.cells)
        listed = list(map(tuple, packages.at(np.arange(packages.size)).T.tolist()))
        allowed = [p for p in every_package(asked.cells) if asked.cells.allowed[list(p)].all()]
        assert listed == allowed
        assert packages.size == scenario.agenda.size


@pytest.mark.parametrize("seed", SEEDS)
def test_counts_are_those_of_counting_one_by_one(seed):
    asked = at_some_day(seed, n=5)
    cells, packages = asked.cells, packages_of(asked.cells)
    tally = tally_of(asked)
    starts = option_starts(cells)
    principals = [p for p in range(len(asked.deal)) if cells.principals >> p & 1]
    listed = list(map(tuple, packages.at(np.arange(packages.size)).T.tolist()))
    signed, score, near, best_for, pairs = (np.zeros(packages.size) for _ in range(5))
    pairs = np.zeros(tally.pairs.shape)
    for w in range(5):
        every = all_worst_margins(asked, w)
        assert tally.size[w] == len(every)
        if not every:
            assert tally.best[w] == -np.inf
            continue
        best = max(every.values())
        payoffs = np.array([[margins(asked, p, w)[i] for i in principals] for p in every])
        efficient = by_definition(payoffs)
        assert tally.efficient[w] == efficient.sum()
        held = np.zeros(pairs.shape, dtype=bool)
        for package, kept in zip(every, efficient, strict=True):
            at = listed.index(package)
            signed[at] += 1
            score[at] += every[package]
            near[at] += every[package] >= best - NEAR - 1e-12
            best_for[at] += kept
            options = [
                starts[j] + k for j, k in enumerate(cells.options(np.array(package)[:, None])[:, 0])
            ]
            held[np.ix_(options, options)] = True
        pairs += held
    np.testing.assert_allclose(tally.signed, signed)
    np.testing.assert_allclose(tally.score, score, atol=1e-8)
    np.testing.assert_allclose(tally.undominated, best_for)
    np.testing.assert_allclose(tally.pairs, pairs)
    # A margin that lies on the border of being near may be counted either way.
    assert np.abs(tally.near - near).sum() <= 1


@pytest.mark.parametrize("seed", SEEDS)
def test_solutions_pick_what_is_best_by_their_own_measure(seed):
    asked = at_some_day(seed, n=1)
    packages, tally = packages_of(asked.cells), tally_of(asked)
    found = signing_of(asked, packages).acceptable(0)
    principals = [p for p in range(len(asked.deal)) if asked.cells.principals >> p & 1]
    if not len(found.left) or len(principals) < 2:
        assert not tally.chosen.any()
        return
    number = found.left * packages.right.shape[1] + found.right
    gains = np.maximum(found.margins[principals].T, 0.0)
    for row, solution in enumerate(SOLVERS):
        assert tally.chosen[row].sum() == 1
        at = list(number).index(tally.chosen[row].argmax())
        if solution is Solution.UTILITARIAN:
            assert gains[at].sum() == pytest.approx(gains.sum(axis=1).max(), abs=1e-8)
        if solution is Solution.EGALITARIAN:
            assert gains[at].min() == pytest.approx(gains.min(axis=1).max(), abs=1e-8)
        if solution is Solution.NASH:
            assert gains[at].prod() == pytest.approx(gains.prod(axis=1).max(), abs=1e-8)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_package_signed_most_is_found_without_trying_all(seed):
    asked = at_some_day(seed, n=30)
    tally, packages = tally_of(asked), packages_of(asked.cells)
    for known in ([0], [packages.size - 1]):
        found = most_signed(asked, packages.at(np.array(known)))
        assert found.sure
        assert found.weight == pytest.approx(tally.signed.max())
        signed = worst_margins(asked, found.package[:, None]) > -np.inf
        assert signed.sum() == pytest.approx(found.weight)


def test_a_search_at_its_limit_gives_a_lower_bound_and_says_so():
    asked = asked_of(load_scenario("labour-contract"), n=60)
    truth = tally_of(asked).signed.max()
    known = best_margins(asked).package[:, :1]
    few = [most_signed(asked, known, limit=limit) for limit in (1, 2, 4, 8, 200)]
    assert not few[0].sure
    assert few[-1].sure
    weights = [one.weight for one in few]
    assert weights == sorted(weights)
    assert weights[-1] == truth


def test_batches_join_to_what_one_batch_counts():
    scenario = load_scenario("three-party-coalition")
    whole = asked_of(scenario, n=40)
    worlds = sample_worlds(scenario, n=40, seed=1)
    parts = joined([tally_of(standing(scenario, worlds, first, 20, 0.0)) for first in (0, 20)])
    for name in ("signed", "score", "near", "pairs", "size", "best"):
        np.testing.assert_allclose(getattr(parts, name), getattr(tally_of(whole), name))


def test_weights_count():

    asked = asked_of(load_scenario("price-haggle"), n=20)
    heavy = dataclasses.replace(asked, weight=np.where(np.arange(20) < 10, 3.0, 0.0))
    first = dataclasses.replace(asked, weight=np.where(np.arange(20) < 10, 1.0, 0.0))
    np.testing.assert_allclose(tally_of(heavy).signed, 3 * tally_of(first).signed)
    assert most_signed(heavy, packages_of(asked.cells).at(np.array([0]))).weight == pytest.approx(
        tally_of(heavy).signed.max()
    )


def test_all_pairs_of_options_that_go_together_come_up():
    asked = asked_of(load_scenario("labour-contract"), n=10)
    tally = tally_of(asked)
    assert (tally.pairs == tally.pairs.T).all()
    for one, other in itertools.product(range(len(tally.pairs)), repeat=2):
        assert tally.pairs[one, other] <= tally.pairs[one, one]
