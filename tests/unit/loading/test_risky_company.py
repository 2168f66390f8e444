"""Who weighs risk and return weighs every set of those who may have to sign: there is a limit."""

import pytest

from sim.errors import ScenarioError
from sim.loading import load_scenario, playing

RISKY = 'party.ukraine.behaviour = "risk-return"'


def test_more_others_than_can_be_weighed_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside its principals the scenario asks the United States and Europe."""
    load_scenario("ukraine-2025", sets=[RISKY])
    monkeypatch.setattr(playing, "MOST_ASKED", 1)
    load_scenario("ukraine-2025")
    with pytest.raises(
        ScenarioError, match="at most 1 others may have to sign or not; there are 2"
    ):
        load_scenario("ukraine-2025", sets=[RISKY])


def test_under_a_quota_every_other_principal_may_be_needed_or_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sets = ['party.seller.behaviour = "risk-return"']
    monkeypatch.setattr(playing, "MOST_ASKED", 0)
    load_scenario("price-haggle", sets=sets)
    with pytest.raises(ScenarioError, match="there are 1"):
        load_scenario("price-haggle", sets=[*sets, "protocol.quota = 1"])
