"""Taking tables out of a scenario that is loaded already."""

import pytest

from sim.errors import ScenarioError
from sim.loading import edit, load_scenario


def test_what_is_removed_is_gone_and_told():
    scenario = load_scenario("ukraine-2025")
    without = edit(scenario, {}, layer="test", remove=["deadline", "event.us_exit"])
    assert without.deadline is None
    assert "us_exit" not in without.events
    assert without.overrides["deadline"] == "removed"
    assert scenario.deadline is not None


def test_a_path_that_is_not_there_is_a_fault_with_advice():
    with pytest.raises(ScenarioError, match=r"did you mean 'us_exit'"):
        edit(load_scenario("ukraine-2025"), {}, layer="test", remove=["event.us_exti"])
