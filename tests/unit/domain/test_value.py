"""What packages are worth, against the equation written out as loops."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from benchmarks.plain_worlds import world_of
from sim.domain import cells as cells_module
from sim.domain.cells import cells_of
from sim.domain.scenario import Scenario
from sim.domain.value import cell_breach, cell_refused, cell_worth, package_sum
from sim.domain.worlds import WorldBlock
from tests.oracle.acceptable_set import deal
from tests.property.playing import block_of
from tests.scenario_strategies import random_scenario

FEATURES = {"breach", "lines", "premium", "unless"}


def deals(scenario: Scenario, block: WorldBlock, places: tuple[int, ...]) -> np.ndarray:
    """Value of one package, as option positions, to every party in every world: (P, W)."""
    cells = cells_of(scenario)
    package = np.array(
        [
            next(
                c
                for c in range(cells.n_cells)[cells.block(b)]
                if all(k < 0 or k == places[j] for j, k in enumerate(cells.option[:, c]))
            )
            for b in range(cells.n_blocks)
        ]
    )
    worth, breach = cell_worth(cells, block), cell_breach(cells, block)
    uncut = (cells.fear_block < 0)[:, None] * block.fear * block.loss
    packages = np.repeat(package[:, None], block.n, axis=1)
    return np.stack(
        [
            package_sum(worth[p] - breach[p], packages) + block.premium[p] - uncut[p]
            for p in range(len(worth))
        ]
    )


@pytest.mark.parametrize("seed", range(16))
def test_a_deal_is_worth_what_the_equation_says(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    if seed % 2:
        monkeypatch.setattr(cells_module, "ENUMERATED", 0)
    scenario = random_scenario(seed, features=FEATURES)
    block = block_of(scenario, 3, seed)
    choices = [range(len(issue.options)) for issue in scenario.agenda]
    for places in list(product(*choices))[::5]:
        package = {
            issue.id: issue.options[k].id for issue, k in zip(scenario.agenda, places, strict=True)
        }
        got = deals(scenario, block, places)
        for k in range(block.n):
            world = world_of(scenario, block, k)
            for p, party in enumerate(scenario.parties):
                plainly = deal(scenario, world, party, package, (), ())
                assert got[p, k] == pytest.approx(plainly, abs=1e-12)


@pytest.mark.parametrize("seed", range(16))
def test_a_cell_is_refused_where_an_option_is_and_its_line_is_not_waived(seed: int) -> None:
    scenario = random_scenario(seed, features=FEATURES)
    block, cells = block_of(scenario, 4, seed), cells_of(scenario)
    refused = cell_refused(cells, block)
    for p, c, k in product(*map(range, refused.shape)):
        crossed = [
            block.refused[p, j, place, k] and not cells.waived[p, j, c]
            for j, place in enumerate(cells.option[:, c])
            if place >= 0
        ]
        assert refused[p, c, k] == any(crossed)
