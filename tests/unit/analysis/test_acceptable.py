"""Which worlds hold an acceptable package, and the best of them, against trying every package."""

import numpy as np
import pytest

from sim.analysis.acceptable.open_worlds import best_margins, open_of, open_worlds, signing_sets
from sim.analysis.acceptable.search import Found, best_worst, screen
from sim.domain.cells import cells_of
from sim.engine import find_acceptable, standing
from sim.errors import UsageError
from sim.loading import load_scenario
from sim.sampling import sample_worlds
from tests.property.small_cases import agenda_of, party_of, scenario_of
from tests.scenario_strategies import random_scenario
from tests.unit.analysis.trying_all import all_worst_margins, asked_of


@pytest.mark.parametrize("seed", range(60))
def test_the_best_worst_margin_is_the_best_of_all_packages(seed):
    scenario = random_scenario(seed)
    day = float(scenario.protocol.horizon) * (seed % 3) / 2
    asked = asked_of(scenario, n=5, day=day)
    found = best_margins(asked)
    assert found.sure.all()
    np.testing.assert_array_equal(open_of(asked), found.value > -np.inf)
    for w in range(5):
        every = all_worst_margins(asked, w)
        assert (found.value[w] > -np.inf) == bool(every)
        if every:
            assert found.value[w] == pytest.approx(max(every.values()), abs=1e-9)
            assert every[tuple(found.package[:, w])] == pytest.approx(found.value[w], abs=1e-9)


def test_both_answers_come_up():
    opens = [open_of(asked_of(random_scenario(seed))).mean() for seed in range(60)]
    assert 0.1 < np.mean(opens) < 0.9


@pytest.mark.parametrize("day", [0.0, 45.0])
def test_a_large_case_agrees_with_the_engines_own_search(day):
    scenario = load_scenario("ukraine-2025")
    asked = standing(scenario, sample_worlds(scenario, n=150, seed=3), 0, 150, day)
    there = [
        find_acceptable(
            asked.cells,
            asked.deal[..., w],
            asked.need[:, w],
            asked.refused[..., w],
            asked.closed[:, w],
            int(asked.departed[w]),
        )
        is not None
        for w in range(150)
    ]
    assert 10 < sum(there) < 140
    np.testing.assert_array_equal(open_of(asked), there)


def test_workers_and_the_number_of_worlds_change_nothing():
    scenario = load_scenario("labour-contract")
    one = open_worlds(scenario, n=600, seed=4)
    np.testing.assert_array_equal(open_worlds(scenario, n=600, seed=4, workers=2), one)
    np.testing.assert_array_equal(open_worlds(scenario, n=40, seed=4), one[:40])


def test_neither_day_nor_worlds_out_of_range():
    scenario = load_scenario("price-haggle")
    with pytest.raises(UsageError, match="at least one world"):
        open_worlds(scenario, n=0, seed=1)
    with pytest.raises(UsageError, match="day lies between 0 and the horizon"):
        open_worlds(scenario, n=2, seed=1, day=-1.0)


def two_at_odds(first, second, size=5, no_deal=0.4):
    """Two principals over one issue each would have at another end, and one both care about."""
    agenda = agenda_of([size, size])
    rising = [k / (size - 1) for k in range(size)]
    falling = rising[::-1]
    parties = [
        party_of("a", agenda, values=[rising, rising], weights=first, no_deal=no_deal),
        party_of("b", agenda, values=[falling, falling], weights=second, no_deal=no_deal),
    ]
    return scenario_of(agenda, parties)


def test_a_swap_worked_out_by_hand():
    # Each cares four times as much for one issue: giving the other one up leaves both .8 − .4.
    found = best_margins(asked_of(two_at_odds((4, 1), (1, 4)), n=1))
    assert found.value[0] == pytest.approx(0.4)
    assert list(cells_of(two_at_odds((4, 1), (1, 4))).option[:, found.package[0, 0]]) == [4, 0]


def test_alike_weights_leave_half_to_each():
    found = best_margins(asked_of(two_at_odds((1, 1), (1, 1)), n=1))
    assert found.value[0] == pytest.approx(0.1)
    assert not open_of(asked_of(two_at_odds((1, 1), (1, 1), no_deal=0.51), n=1))[0]


def test_a_search_at_its_limit_says_so():
    scenario = two_at_odds((1, 1.3), (1, 1), size=11)
    asked = asked_of(scenario, n=1)
    cells, usable = asked.cells, np.ones(asked.cells.n_cells, dtype=bool)
    known = screen(cells, asked.deal, asked.need, usable[:, None])
    question = (cells, asked.deal[..., 0], asked.need[:, 0], usable, known.weights[:, 0])
    best = best_worst(*question, above=-1.0)
    assert best.sure
    assert best.package is not None
    assert known.value[0] - 1e-9 <= best.value <= known.bound[0] + 1e-9
    assert not best_worst(*question, above=-1.0, limit=0).sure
    assert best_worst(*question, above=2.0) == Found(value=2.0, package=None)


def test_guests_are_put_together_from_alternatives():
    consent = {(0, 1): (frozenset({"c"}),), (1, 1): (frozenset({"c"}), frozenset({"d"}))}
    agenda = agenda_of([2, 60], consent)
    flat = [[0.5, 0.5], [0.5] * 60]
    ids = ("a", "b", "c", "d")
    parties = [party_of(i, agenda, values=flat, principal=i in "ab") for i in ids]
    cells = cells_of(scenario_of(agenda, parties))
    assert list(signing_sets(cells)) == [0, 4, 8, 12]
