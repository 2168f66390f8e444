"""What a deal is worth while it is kept, and no deal later on, against sums over plain numbers."""

import numpy as np
import pytest

from sim.analysis.overlap.counted import SetQuestion
from sim.analysis.stabilising.ground import ground_of
from sim.domain.event import EventKind
from sim.engine import standing
from sim.loading import edit, load_codings, load_scenario
from sim.sampling import draw, sample_worlds

N = 30


def ground(scenario, days):
    question = SetQuestion(n=N, seed=1, day=days[0], keep=1, workers=1)
    block = draw(sample_worlds(scenario, n=N, seed=1), 0, N)
    return ground_of(scenario, question, days, 0, N), block


@pytest.mark.parametrize("name", ["ukraine-2025", "three-party-coalition", "labour-contract"])
def test_a_kept_deal_is_worth_its_options_and_the_premium_without_any_fear(name):
    scenario = next(iter(load_codings(name).values()))
    found, block = ground(scenario, [0.0, 3.0])
    rng = np.random.default_rng(3)
    held = [tuple(int(rng.integers(len(i.options))) for i in scenario.agenda) for _ in range(5)]
    worth = found.kept_worth(held)
    compared = 0
    for m, package in enumerate(held):
        for p in range(len(worth)):
            plain = sum(block.weights[p, j] * block.values[p, j, k] for j, k in enumerate(package))
            np.testing.assert_allclose(worth[p, m], plain + block.premium[p])
            left = np.prod([block.remaining[p, j, k] for j, k in enumerate(package)], axis=0)
            feared = block.fear[p] * block.loss[p] * left
            barred = found.state_worth([package])[p, 1] < -100.0
            told = np.where(barred, np.nan, worth[p, m] - feared)
            seen = np.where(barred, np.nan, found.state_worth([package])[p, 1])
            np.testing.assert_allclose(seen, told)
            compared += int((~barred).sum())
    assert compared > 0


def test_no_agreement_on_the_day_is_the_reservation():
    scenario = load_codings("ukraine-2025")["low-no-deal"]
    found, _ = ground(scenario, [30.0, 33.0])
    asked = standing(scenario, sample_worlds(scenario, n=N, seed=1), 0, N, 30.0)
    np.testing.assert_allclose(found.state_worth([])[:, 0], asked.reservation)


def test_true_no_deal_moves_with_drift_and_events_and_past_the_horizon():
    scenario = load_codings("ukraine-2025")["high-no-deal"]
    days = [0.0, 30.0, 200.0]
    found, block = ground(scenario, days)
    # Only what happens by a dated event is worked out here; a hazard needs its own clock.
    plain = edit(scenario, {}, layer="x", remove=[
        f"event.{e.id}" for e in scenario.events.values() if e.kind is EventKind.HAZARD
    ])  # fmt: skip
    still, block = ground(plain, days)
    dated = [e for e, one in enumerate(plain.events.values()) if one.kind is EventKind.DATED]
    assert dated
    for t, day in enumerate(days):
        expected = block.no_deal + block.drift * day / 7.0
        for e in dated:
            now = (list(plain.events.values())[e].day <= day) & (
                block.event_u[e] < block.event_chance[e]
            )
            expected = expected + np.where(now, block.event_no_deal[e], 0.0)
        np.testing.assert_allclose(still.no_deal[t], expected)
    assert (found.no_deal[2] != still.no_deal[2]).any()


def test_a_slower_shift_changes_drift_from_the_day_of_signing_on():
    drift = {"party.buyer.no_deal.drift": 0.07}
    scenario = edit(load_scenario("price-haggle"), drift, layer="x")
    found, _ = ground(scenario, [10.0, 11.0, 24.0])
    np.testing.assert_allclose(found.slowed(1.0), found.no_deal)
    half = found.slowed(0.5)
    np.testing.assert_allclose(half[0], found.no_deal[0])
    np.testing.assert_allclose((found.no_deal - half)[2, 1], 0.5 * 0.07 * 14.0 / 7.0)
    np.testing.assert_allclose(half[:, 0], found.no_deal[:, 0])
