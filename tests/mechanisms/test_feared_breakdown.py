"""Who looks ahead reckons with the risk that talks break down."""

from __future__ import annotations

import pytest

from sim.domain.outcome import Ending
from tests.looking_ahead_cases import outcomes, shared
from tests.risk_of_breakdown import at_risk

SETTLED = Ending.SETTLEMENT


def test_who_looks_ahead_fears_the_risk() -> None:
    """Ten coins, two rounds a week apart, hardly any impatience; a offers, then b. Of the last
    round b has all ten. Sure of getting there it signs for nothing less than ten (to a whole coin);
    with a risk of a half it signs for five: half of ten, and half of nothing."""
    talks = shared(10, rounds=2, patience=(1.0 - 1e-12, 1.0 - 1e-12))
    for risk, share in ((0.0, 0.0), (0.5, 0.5), (0.25, 0.2), (0.9, 0.9)):
        played = outcomes(at_risk(talks, risk))
        assert played.ending[0] == SETTLED
        assert played.day[0] == 7.0
        assert played.value[0, 0] == pytest.approx(share)


def test_what_a_breakdown_leaves_counts_too() -> None:
    """The same where no deal leaves b four coins: it has ten or four, seven on average."""
    talks = shared(10, rounds=2, patience=(1.0 - 1e-12, 1.0 - 1e-12))
    played = outcomes(at_risk(talks, 0.5, no_deal=(0.0, 0.4)))
    assert played.value[0, 0] == pytest.approx(0.3)
