"""Whatever path is varied, a cell is the run with ``--set``; and a grid can be turned over."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.analysis.grid.varying import varied_from
from sim.analysis.sweep import sweep_grid
from sim.engine import negotiate
from sim.errors import ScenarioError
from sim.loading import load_codings, load_scenario
from sim.sampling import sample_worlds

N = 12
CODINGS = load_codings("three-party-coalition")
NUMBERS = [one for one in CODINGS["stated"].quantities() if one.path]
WITHIN = st.tuples(st.sampled_from(NUMBERS), st.floats(0, 1), st.floats(0, 1))


def words(quantity, *shares):
    """``--vary`` of two values between the ends of a number's range, or around a single one."""
    low, high = quantity.low, quantity.high
    if low == high:
        low, high = (max(quantity.role.legal[0], low - 0.1), min(quantity.role.legal[1], low + 0.1))
    values = sorted({round(low + share * (high - low), 4) for share in shares})
    return f"{quantity.path}={','.join(map(str, values))}"


@settings(max_examples=12, deadline=None)
@given(WITHIN)
def test_a_cell_is_the_run_with_set(drawn):
    word = words(*drawn)
    try:
        finding = sweep_grid(CODINGS, varied_from([word]), n=N)
    except ScenarioError:
        return  # The value does not fit what else is stated: told before anything is played.
    path = word.partition("=")[0]
    for row in finding.cells:
        scenario = load_scenario("three-party-coalition", sets=[f"{path}={row.first}"])
        ended = negotiate(scenario, sample_worlds(scenario, n=N, seed=1), asked=0, tracked=0).ending
        shares = [row.settlement, row.partial, row.impasse, row.walkout]
        assert [one.share for one in shares] == [np.mean(ended == code) for code in range(4)]


@settings(max_examples=5, deadline=None)
@given(WITHIN, st.sampled_from([10.0, 20.0, 40.0]))
def test_a_grid_turned_over_holds_the_same_cells(drawn, horizon):
    pair = [words(*drawn), f"protocol.horizon={horizon},60"]
    try:
        upright, turned = (
            sweep_grid(CODINGS, varied_from(order), n=N) for order in (pair, pair[::-1])
        )
    except ScenarioError:
        return
    cells = {(row.first, row.second): row.settlement for row in upright.cells}
    assert {(row.second, row.first): row.settlement for row in turned.cells} == cells
    lines = {(s.along, s.across, s.first, s.last): s.change for s in upright.stretches}
    assert {(s.along, s.across, s.first, s.last): s.change for s in turned.stretches} == lines
