"""Members who look ahead share a whole by majority, recognised at random.

Baron & Ferejohn 1989 (Am. Polit. Sci. Rev. 83:1181–1206), closed rule: whoever is recognised forms
the cheapest majority, at random among equals, leaves each of it what going on is worth to it, and
keeps the rest; the first proposal passes.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from scipy.stats import binom

from sim.domain.outcome import Ending
from sim.sampling import draw, sample_worlds
from sim.theory.legislative import closed_rule
from tests.looking_ahead_cases import looking_ahead, outcomes
from tests.property.small_cases import agenda_of, party_of, scenario_of

MEMBERS = "abcd"
WORLDS = 600


def chamber(members, quota, *, steps, patience, rounds, chances=None):
    """Every division of a whole in equal steps is an option; nothing is worth anything without."""
    divisions = divisions_of(members, steps)
    agenda = agenda_of([len(divisions)])
    parties = [
        party_of(id_, agenda, values=[[d[i] / steps for d in divisions]], patience=patience)
        for i, id_ in enumerate(MEMBERS[:members])
    ]
    made = scenario_of(agenda, parties, horizon=7.0 * rounds, round_days=7.0)
    even = dict.fromkeys(made.protocol.order, 1.0 / members)
    protocol = replace(made.protocol, quota=quota, recognition=chances or even)
    return looking_ahead(replace(made, protocol=protocol))


def divisions_of(members, steps):
    return [d for d in product(range(steps + 1), repeat=members) if sum(d) == steps]


def shares(scenario, n=WORLDS):
    """(n, members) what each has of the whole, and who proposed; all passes in the first round."""
    played = outcomes(scenario, n)
    assert (played.ending == Ending.SETTLEMENT).all()
    assert (played.day == 7.0).all()
    delta = draw(sample_worlds(scenario, n=n), 0, n).patience.T
    proposed = (played.first_offer[:, :, 0] >= 0).argmax(axis=1)
    assert ((played.first_offer[:, :, 0] >= 0).sum(axis=1) == 1).all()
    return played.value / delta, proposed


def assert_as_often(hits, n, chance):
    """Inside the interval that would hold 999 times in 1000."""
    low, high = binom.ppf([0.0005, 0.9995], n, chance)
    assert low <= hits <= high


@pytest.mark.parametrize("rounds", [2, 5])
@pytest.mark.parametrize(
    ("members", "quota", "steps", "patience"), [(3, 2, 10, 0.9), (3, 3, 10, 0.9), (4, 3, 5, 0.8)]
)
def test_who_is_recognised_keeps_what_the_theory_says(members, quota, steps, patience, rounds):
    """1 − δ (q − 1) / n, exactly: δ / n is on the grid, and of equals each expects 1 / n in every
    round, the last one too, where who is recognised takes all."""
    got, proposed = shares(
        chamber(members, quota, steps=steps, patience=patience, rounds=rounds), 200
    )
    kept = got[np.arange(len(got)), proposed]
    exact = 1.0 - patience * (quota - 1) / members
    assert exact == pytest.approx(closed_rule(members, quota, patience).kept)
    np.testing.assert_allclose(kept, exact, atol=1e-9)
    # The others of the majority have δ / n each, and whoever is left out nothing.
    paid = np.sort(got, axis=1)[:, :-1]
    expected = [0.0] * (members - quota) + [patience / members] * (quota - 1)
    np.testing.assert_allclose(paid, np.tile(expected, (len(got), 1)), atol=1e-9)


def test_in_a_single_round_who_is_recognised_takes_all():
    got, proposed = shares(chamber(3, 2, steps=10, patience=0.9, rounds=1), 50)
    np.testing.assert_allclose(got[np.arange(50), proposed], 1.0)


def test_everybody_is_recognised_and_asked_as_often():
    """Chances of recognition, and of equals whom to ask, as drawn."""
    got, proposed = shares(chamber(3, 2, steps=10, patience=0.9, rounds=3))
    for place in range(3):
        assert_as_often((proposed == place).sum(), WORLDS, 1 / 3)
        first = (place + 1) % 3
        asked = got[proposed == place, first] > 0.1
        assert_as_often(asked.sum(), len(asked), 0.5)
    # So all have a third on average, as theory has it (standard error of a share below 0.02).
    np.testing.assert_allclose(got.mean(axis=0), 1 / 3, atol=3.3 * 0.3 / np.sqrt(WORLDS))


def test_between_two_steps_the_majority_is_paid_up_to_the_next():
    """δ / n = 0.2666…: on a grid of tenths a partner must have 0.3."""
    got, proposed = shares(chamber(3, 2, steps=10, patience=0.8, rounds=4), 60)
    np.testing.assert_allclose(got[np.arange(60), proposed], 0.7)


def test_finer_grids_come_to_the_closed_form():
    limit = closed_rule(3, 2, 0.7).kept
    misses = []
    for steps in (3, 6, 12):
        got, proposed = shares(chamber(3, 2, steps=steps, patience=0.7, rounds=4), 20)
        misses.append(abs(got[np.arange(20), proposed] - limit).max())
        assert misses[-1] <= 1.0 / steps
    assert misses[-1] < 0.04 < misses[0]


def test_who_is_recognised_often_is_dear_and_left_out():
    """By hand, two rounds, δ = 1/2: in the second each takes all, so that going on is worth
    δ (0.6, 0.2, 0.2) = (0.3, 0.1, 0.1). In the first b asks c and c asks b, for 0.1; a asks either;
    nobody asks a."""
    chances = {"a": 0.6, "b": 0.2, "c": 0.2}
    got, proposed = shares(chamber(3, 2, steps=10, patience=0.5, rounds=2, chances=chances), WORLDS)
    np.testing.assert_allclose(got[np.arange(WORLDS), proposed], 0.9)
    assert_as_often((proposed == 0).sum(), WORLDS, 0.6)
    for place, shared in [(1, [0.0, 0.9, 0.1]), (2, [0.0, 0.1, 0.9])]:
        each = got[proposed == place]
        np.testing.assert_allclose(each, np.tile(shared, (len(each), 1)), atol=1e-9)
    asked = got[proposed == 0, 1] > 0.05
    assert_as_often(asked.sum(), len(asked), 0.5)
