"""What others know: modes, departures from them, and the mediator's first text."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from sim.domain import cells as cells_module
from sim.domain.quantity import Role
from sim.domain.scenario import Belief, Scenario
from sim.engine.mediator import first_text
from sim.engine.setting import setting_of
from tests.property.small_cases import agenda_of, number, party_of, scenario_of
from tests.scenario_strategies import random_scenario


def haggle() -> Scenario:
    agenda = agenda_of([3, 2])
    a = party_of("a", agenda, values=[[0.0, 0.4, 1.0], [0.0, 1.0]], weights=[3.0, 1.0], no_deal=0.2)
    b = party_of("b", agenda, values=[[1.0, (0.2, 0.5), 0.0], [1.0, 0.0]], weights=[1.0, 1.0])
    return scenario_of(agenda, [a, b])


def test_estimates_are_modes() -> None:
    estimate = setting_of(haggle()).estimates["b"]
    assert estimate.deal[0].tolist() == pytest.approx([0.0, 0.25, 0.3, 0.55, 0.75, 1.0])
    assert estimate.deal[1].tolist() == pytest.approx([1.0, 0.5, 0.675, 0.175, 0.5, 0.0])
    assert estimate.no_deal.tolist() == pytest.approx([0.2, 0.0])
    assert estimate.spread.tolist() == pytest.approx([1.0, 1.0])


def test_a_belief_changes_what_its_holder_reckons_and_nobody_else() -> None:
    plain = setting_of(haggle())
    belief = Belief(
        holder="b",
        about="a",
        no_deal=number("belief.b.a.no_deal", (0.0, 0.1)),
        weights={"i1": number("belief.b.a.weight.i1", 3.0, Role.WEIGHT)},
    )
    held = setting_of(replace(haggle(), beliefs=(belief,)))
    assert held.estimates["b"].no_deal[0] == pytest.approx(0.25)
    assert held.estimates["b"].deal[0].tolist() == pytest.approx([0.0, 0.5, 0.2, 0.7, 0.5, 1.0])
    assert np.array_equal(held.estimates["a"].deal, plain.estimates["a"].deal)
    assert np.array_equal(held.estimates["b"].deal[1], plain.estimates["b"].deal[1])


@pytest.mark.parametrize("seed", range(12))
def test_the_mediators_first_text_on_a_small_agenda_has_the_best_worst_margin(seed: int) -> None:
    scenario = random_scenario(seed, features={"lines", "consents", "premium"})
    setting = setting_of(scenario)
    cells, estimate = setting.cells, setting.mediators_estimate
    sides = [q for q in range(len(estimate.deal)) if cells.needed >> q & 1]

    def worst(package: tuple[int, ...]) -> float:
        given = estimate.deal[sides][:, list(package)].sum(axis=1) + estimate.base[sides]
        return float(((given - estimate.no_deal[sides]) / estimate.spread[sides]).min())

    choices = [
        [c for c in range(cells.n_cells)[cells.block(b)] if cells.allowed[c]]
        for b in range(cells.n_blocks)
    ]
    best = max(worst(package) for package in product(*choices))
    got = worst(tuple(first_text(setting).tolist()))
    if cells.n_blocks <= 2:
        assert got == pytest.approx(best)
    assert best - 0.1 <= got <= best + 1e-12


def test_blocks_kept_apart_give_the_same_estimates_of_packages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    together = setting_of(haggle()).estimates["b"]
    monkeypatch.setattr(cells_module, "ENUMERATED", 0)
    apart = setting_of(haggle()).estimates["b"]
    summed = apart.deal[:, :3, None] + apart.deal[:, None, 3:]
    np.testing.assert_allclose(summed.reshape(2, -1), together.deal)
    np.testing.assert_allclose(apart.spread, together.spread)
