"""Who stands behind the numbers of a scenario."""

from sim.analysis.sensitivity import find_drivers
from sim.analysis.support import count_directions, least_supported
from sim.domain.sensitivity import Direction
from sim.loading import edit, load_codings, load_scenario


def test_every_uncertain_number_is_counted_once():
    scenario = load_scenario("ukraine-2025")
    counts = count_directions(scenario)
    # Europe and the United States make no offer: nobody reads their opening, toughness and spread.
    silent = {
        f"party.{party}.tactics.{habit}"
        for party in ("europe", "united_states")
        for habit in ("opening", "toughness", "patience_spread")
    }
    uncertain = [
        one for one in scenario.quantities() if not one.constant and one.path not in silent
    ]
    assert sum(row.numbers for row in counts) == len(uncertain) == counts[0].of
    assert all(0 <= row.assumed <= row.numbers for row in counts)


def test_a_number_that_is_set_by_hand_loses_its_claim():
    scenario = load_scenario("ukraine-2025")
    path = "party.russia.demand.alliance.weight"
    assert scenario.provenance[path].claims
    edited = edit(scenario, {path: [0.1, 0.2, 0.3]}, layer="test")
    before, after = (
        {row.direction: row.numbers for row in count_directions(one)} for one in (scenario, edited)
    )
    assert after[Direction.CLAIM] == before[Direction.CLAIM] - 1
    assert after[Direction.NOBODY] == before[Direction.NOBODY] + 1


def test_only_numbers_nobody_stands_behind_are_told_the_weightiest_group_first():
    scenarios = load_codings("price-haggle")
    found = least_supported(scenarios, find_drivers(scenarios, n=64, seed=1))
    scenario = next(iter(scenarios.values()))
    assert found
    for row in found:
        assert not scenario.provenance[row.path].claims
        assert not scenario.quantity(row.path).constant
    totals = [row.total.index for row in found if row.total is not None]
    assert totals == sorted(totals, reverse=True)
    assert len({row.group for row in found}) == len(found)
