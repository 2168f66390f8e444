"""Where all principals are taken to sign, a quota is refused in words; where not, it is played."""

from __future__ import annotations

import pytest

from sim.analysis.concessions import try_concessions
from sim.engine import negotiate, standing
from sim.errors import UsageError
from sim.sampling import sample_worlds
from tests.mechanisms.play import load

REFUSAL = "every principal must sign; here 2 of the 3 suffice"


def test_what_can_be_signed_is_not_asked_under_a_quota() -> None:
    scenario = load("quota")
    worlds = sample_worlds(scenario, n=1)
    assert negotiate(scenario, worlds).n == 1
    with pytest.raises(UsageError, match=REFUSAL):
        standing(scenario, worlds, 0, 1)
    with pytest.raises(UsageError, match=REFUSAL):
        try_concessions({"stated": scenario}, n=1, seed=1)


def test_a_quota_of_all_is_asked_like_none() -> None:
    scenario = load("quota", ["protocol.quota=3"])
    assert standing(scenario, sample_worlds(scenario, n=1), 0, 1).need.shape == (3, 1)
