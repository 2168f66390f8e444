"""What signing takes on a day, against the nouns it is made of and against the engine."""

import numpy as np
import pytest

from sim.domain.value import cell_breach, cell_refused, cell_worth
from sim.engine import find_acceptable, negotiate, standing
from sim.errors import UsageError
from sim.loading import edit, load_scenario
from sim.sampling import draw, sample_worlds


def test_day_0_is_what_was_drawn():
    scenario = load_scenario("ukraine-2025")
    worlds = sample_worlds(scenario, n=80, seed=1)
    block, found = draw(worlds, 0, 80), standing(scenario, worlds, 0, 80, 0.0)
    np.testing.assert_array_equal(found.refused, cell_refused(found.cells, block))
    np.testing.assert_allclose(
        found.deal, cell_worth(found.cells, block) - cell_breach(found.cells, block)
    )
    np.testing.assert_allclose(found.reservation, block.no_deal + 5.0 * block.side_benefit)
    np.testing.assert_allclose(found.need, found.reservation - found.base)
    assert not found.departed.any()


def test_overlap_of_talks_that_never_made_an_offer_is_the_same():
    scenario = edit(
        load_scenario("ukraine-2025"),
        {"party.russia.draft_days": 36500, "party.ukraine.draft_days": 36500},
        layer="test",
    )
    scenario = edit(scenario, {}, layer="test", remove=["partial.exchange"])
    worlds = sample_worlds(scenario, n=150, seed=5)
    outcomes = negotiate(scenario, worlds, asked=150, tracked=0)
    horizon = scenario.protocol.horizon
    at_end = standing(scenario, worlds, 0, 150, horizon)
    here = [
        find_acceptable(
            at_end.cells,
            at_end.deal[..., w],
            at_end.need[:, w],
            at_end.refused[..., w],
            at_end.closed[:, w],
            int(at_end.departed[w]),
        )
        is not None
        for w in range(150)
    ]
    ended_late = outcomes.day == horizon
    assert ended_late.sum() > 50
    np.testing.assert_array_equal(np.array(here)[ended_late], (outcomes.overlap == 1)[ended_late])


@pytest.mark.parametrize("day", [-1.0, 1e6])
def test_a_day_outside_the_talks_is_refused(day):
    scenario = load_scenario("price-haggle")
    with pytest.raises(UsageError, match="day lies between 0 and the horizon"):
        standing(scenario, sample_worlds(scenario, n=5), 0, 5, day)
