"""What theory calls an equilibrium is one in the empirical game that the engine plays."""

from __future__ import annotations

import pytest

from sim.analysis.equilibrium import find_equilibria
from sim.domain.equilibrium import Holds
from sim.loading import edit, load_scenario


def both_play(scenario, choice, n):
    """The row of the profile in which everybody plays ``choice``."""
    finding = find_equilibria({scenario.coding: scenario}, n=n, seed=1, tolerance=0.01)
    return next(row for row in finding.profiles if set(row.profile.values()) == {choice})


def test_nobody_leaves_subgame_perfect_play_where_everything_is_known():
    """Rubinstein 1982, Econometrica 50:97-109, with complete information: against subgame-perfect
    play no other way of talking pays more, whichever it is. Exactly, for every number is known."""
    row = both_play(load_scenario("theory/rubinstein"), "subgame_perfect", 8)
    assert row.regret.mean == pytest.approx(0.0, abs=1e-9)
    assert (row.rank, row.often) == (1, 1.0)


def test_nobody_is_seen_to_gain_by_leaving_the_war_of_attrition():
    """Abreu & Gul 2000, Econometrica 68:85-117: where each may be of a kind that never gives in,
    giving in at the equilibrium's rates leaves the other no better answer. Payoffs are means over
    worlds, so what is found is that no gain is told from none."""
    others = ("reputational", "time-dependent", "obstinate", "reciprocal")
    menu = {f"menu.{one.replace('-', '_')}": {"behaviour": one} for one in others}
    scenario = edit(load_scenario("theory/abreu-gul"), menu, layer="test")
    row = both_play(scenario, "reputational", 100)
    assert row.holds is not Holds.NO
    assert row.regret.low == 0.0
    assert row.regret.mean < 0.02
