"""The engine plays Fearon 1995 (Int. Organ. 49:379-414): a demand on a side with a private cost.

A's war is worth p - c_A, B's 1 - p - c_B; A knows of c_B only its range, and plays risk-return.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom

from sim.domain.outcome import Ending
from sim.engine import negotiate
from sim.loading import load_scenario
from sim.sampling import draw, sample_worlds
from sim.sampling.supposed import SUPPOSED
from sim.theory.crisis import demand_on_types, demand_on_uniform, risk_threshold
from tests.literature.sharing_games import sharing_game

WORLDS, SEED = 4096, 11
LEVEL = 0.999
RISKY = 'behaviour = "risk-return"'


def crisis(folder, p, cost, low, high, steps=20, more=""):
    """A plays risk-return; B's cost is uniform on [low, high], or of two types with ``more``."""
    return sharing_game(
        folder,
        steps=steps,
        no_deal=(f"{p - cost:.9f}", f"[{1 - p - high:.9f}, {1 - p - low:.9f}]"),
        more=(RISKY, more),
    )


def played(scenario, n=WORLDS):
    return negotiate(scenario, sample_worlds(scenario, n=n, seed=SEED), asked=0, tracked=0)


def demand(outcomes):
    """The one demand A makes in all worlds, as a step of the grid."""
    (found,) = np.unique(outcomes.last_offer[:, 0, 0])
    return int(found)


def grid_payoffs(p, cost, low, high, steps):
    """What each demand on the grid brings A, by the uniform distribution itself."""
    x = np.arange(steps + 1) / steps
    war = np.clip((x - p - low) / (high - low), 0.0, 1.0)
    return x * (1 - war) + (p - cost) * war


CASES = [
    (0.5, 0.1, 0.0, 0.4),
    (0.5, 0.2, 0.0, 0.5),
    (0.3, 0.05, 0.1, 0.6),
    (0.6, 0.3, 0.05, 0.2),
    (0.25, 0.0, 0.0, 0.75),
    (0.4, 0.15, 0.02, 0.35),
]


@pytest.mark.parametrize(("p", "cost", "low", "high"), CASES)
def test_uniform_costs(tmp_path, p, cost, low, high):
    """The demand is the best on the grid, and war as frequent as that demand makes it."""
    steps = 20
    outcomes = played(crisis(tmp_path, p, cost, low, high, steps))
    payoffs = grid_payoffs(p, cost, low, high, steps)
    found = demand(outcomes)
    # Chances are known to 1/S, so of demands that are nearly as good either may be made.
    assert payoffs[found] >= payoffs.max() - 1.0 / SUPPOSED
    if np.sort(payoffs)[-2] < payoffs.max() - 1.0 / SUPPOSED:
        assert found == payoffs.argmax()
    best = demand_on_uniform(p, cost, low, high)
    assert abs(found / steps - float(best.share)) <= 1.0 / steps
    war = float(np.clip((found / steps - p - low) / (high - low), 0.0, 1.0))
    fought = np.count_nonzero(outcomes.ending == Ending.IMPASSE)
    least, most = binom.interval(LEVEL, WORLDS, war)
    assert least <= fought <= most


def test_a_demand_on_the_grid_is_the_closed_form():
    """The bundled lesson: 1/2 + (0.4 - 0.1)/2 = 0.65, and war in 0.15/0.4 of worlds."""
    outcomes = played(load_scenario("theory/fearon"))
    best = demand_on_uniform(0.5, 0.1, 0.0, 0.4)
    assert demand(outcomes) / 20 == pytest.approx(float(best.share), abs=1e-12) == 0.65
    least, most = binom.interval(LEVEL, WORLDS, float(best.war))
    assert least <= np.count_nonzero(outcomes.ending == Ending.IMPASSE) <= most


def test_finer_grids_come_nearer_to_the_closed_form(tmp_path):
    """p = 1/2, c_A = 0.1, c_B on [0.05, 0.55]: the share tends to 0.725."""
    best = demand_on_uniform(0.5, 0.1, 0.05, 0.55)
    away = []
    for steps in (4, 8, 16, 32, 64):
        found = demand(played(crisis(tmp_path, 0.5, 0.1, 0.05, 0.55, steps), n=1)) / steps
        away.append(abs(found - float(best.share)))
        assert away[-1] <= 1.0 / steps
    assert away[-1] < 0.02 < away[0]


@pytest.mark.parametrize("chance", [0.1, 0.3, 0.4, 0.46, 0.6, 0.9])
def test_two_types(tmp_path, chance):
    """Costs 0.05 and 0.25, c_A = 0.1: war is risked iff the costlier type has more than
    (0.05 + 0.1)/(0.25 + 0.1) = 3/7; then exactly the other type fights.

    The type to whom war costs less is told apart by what talking on is worth to it: five weeks of
    0.04 raise what it must be offered by 0.2.
    """
    p, cost, low, high = 0.5, 0.1, 0.05, 0.25
    hard = f"type.hard = {{ name = 'hard', chance = {1 - chance:.9f}, side_benefit = 0.04 }}"
    scenario = crisis(tmp_path, p, cost, high, high, more=hard)
    outcomes = played(scenario, n=1024)
    theory = demand_on_types(p, cost, np.array([low, high]), np.array([1 - chance, chance]))
    assert demand(outcomes) / 20 == pytest.approx(float(theory.share), abs=1e-9)
    risked = chance > float(risk_threshold(p, cost, low, high))
    assert risked == (float(theory.war) > 0.0)
    kinds = draw(sample_worlds(scenario, n=1024, seed=SEED), 0, 1024).type[1]
    assert 0 < kinds.sum() < 1024
    fought = outcomes.ending == Ending.IMPASSE
    assert np.array_equal(fought, (kinds == 1) & risked)


@pytest.mark.parametrize("cost_b", [0.0, 0.1, 0.35])
def test_no_private_information_no_war(tmp_path, cost_b):
    """A knows c_B, demands p + c_B, and B, who gains nothing by war, signs in every world."""
    outcomes = played(crisis(tmp_path, 0.5, 0.1, cost_b, cost_b), n=64)
    assert demand(outcomes) / 20 == pytest.approx(0.5 + cost_b)
    assert (outcomes.ending == Ending.SETTLEMENT).all()


def test_without_the_behaviour_there_is_no_risk_return_trade_off(tmp_path):
    """A time-dependent A reckons with the middle of the range, 0.2, alone, and asks for 0.7."""
    scenario = load_scenario(
        "theory/fearon", sets=['party.challenger.behaviour = "time-dependent"']
    )
    assert demand(played(scenario)) / 20 == pytest.approx(0.7)
