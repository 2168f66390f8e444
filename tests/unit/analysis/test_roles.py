"""Role sheets: their points add up to what a package is worth by modes."""

import itertools

import numpy as np
import pytest

from sim.analysis.roles import role_sheets
from sim.domain.cells import cells_of
from sim.domain.value import cell_breach, cell_worth
from sim.loading import load_scenario
from sim.sampling import public_world

SCENARIOS = ["price-haggle", "labour-contract", "three-party-coalition", "ukraine-2025"]


@pytest.mark.parametrize("name", SCENARIOS)
def test_scores_are_a_hundred_times_the_public_deal_value(name):
    scenario = load_scenario(name)
    cells, world = cells_of(scenario), public_world(scenario)
    deal = (cell_worth(cells, world) - cell_breach(cells, world))[..., 0]
    uncut = np.where(cells.fear_block < 0, (world.fear * world.loss)[:, 0], 0.0)
    base = world.premium[:, 0] - uncut
    options = [[option.id for option in issue.options] for issue in scenario.agenda]
    rng = np.random.default_rng(0)
    for place, sheet in enumerate(role_sheets(scenario)):
        assert sheet.no_deal == pytest.approx(100 * world.no_deal[place, 0])
        for _ in range(20):
            picked = [int(rng.integers(len(one))) for one in options]
            package = {issue.id: options[j][picked[j]] for j, issue in enumerate(scenario.agenda)}
            held = [
                next(
                    c
                    for c in range(*cells.block(b).indices(cells.n_cells))
                    if all(k < 0 or k == picked[j] for j, k in enumerate(cells.option[:, c]))
                )
                for b in range(cells.n_blocks)
            ]
            expected = base[place] + deal[place, held].sum()
            assert sheet.score(package) == pytest.approx(100 * expected)


def test_a_party_that_gets_everything_has_a_hundred_points():
    for sheet in role_sheets(load_scenario("price-haggle")):
        best = sum(max(points.values()) for points in sheet.points.values())
        assert best == pytest.approx(100.0)


def test_lines_are_firm_or_soft_by_their_mode():
    scenario = load_scenario("ukraine-2025")
    for sheet in role_sheets(scenario):
        for line in sheet.lines:
            firmness = scenario.parties[sheet.party].red_lines[line.issue].firmness
            for option in line.firm:
                assert firmness[option].mode >= 0.5
            for option in line.soft:
                assert 0 < firmness[option].mode < 0.5
            assert not set(line.firm) & set(line.soft)


def test_only_those_who_need_not_sign_everything_are_told_what_needs_them():
    scenario = load_scenario("ukraine-2025")
    sheets = {sheet.party: sheet for sheet in role_sheets(scenario)}
    assert sheets["russia"].consents == {}
    needed = sheets["europe"].consents
    pairs = [(issue, option) for issue, options in needed.items() for option in options]
    assert pairs
    for issue, option in pairs:
        found = next(one for one in scenario.agenda[issue].options if one.id == option)
        assert "europe" in set(itertools.chain(*found.consent))
