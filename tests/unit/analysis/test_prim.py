"""PRIM against an independent, slow working-out; a box made by hand comes back, noise does not."""

from itertools import pairwise
from math import comb, inf

import numpy as np
import pytest

from sim.analysis.drivers.circumstances import Circumstance
from sim.analysis.drivers.conditions import FEWEST_ONES, best_box, conditions_of
from sim.analysis.drivers.prim import Box, paste, peel, quasi_p_values
from sim.domain.box import BoxSearch, ConditionKind, Sought

ALPHA = 0.1


# -- the same rules, written with lists and loops --------------------------------------------------


def lies_in(row, limits):
    return all(low <= value <= high for value, (low, high) in zip(row, limits, strict=True))


def slow_slices(values):
    """Limits left after cutting a slice at the lower, and at the upper end."""
    ordered = sorted(values)
    count = max(1, int(ALPHA * len(ordered)))
    distinct = sorted(set(ordered))
    if len(distinct) == 1:
        return []
    start = ordered[count] if ordered[count] > ordered[0] else distinct[1]
    stop = ordered[-1 - count] if ordered[-1 - count] < ordered[-1] else distinct[-2]
    return [(start, inf), (-inf, stop)]


def slow_peel(rows, ones, fewest, most):
    limits = [(-inf, inf)] * len(rows[0])
    trail = [list(limits)]
    while True:
        inside = [k for k, row in enumerate(rows) if lies_in(row, limits)]
        density = sum(ones[k] for k in inside) / len(inside)
        limited = {j for j, limit in enumerate(limits) if limit != (-inf, inf)}
        best = None
        for j in range(len(limits)):
            if j not in limited and len(limited) >= most:
                continue
            for low, high in slow_slices([rows[k][j] for k in inside]):
                left = [k for k in inside if low <= rows[k][j] <= high]
                if len(left) < fewest or len(left) == len(inside):
                    continue
                gain = (sum(ones[k] for k in left) / len(left) - density) / (
                    len(inside) - len(left)
                )
                if gain > 1e-15 and (best is None or gain > best[0] * (1 + 1e-12)):
                    best = gain, j, max(low, limits[j][0]), min(high, limits[j][1])
        if best is None:
            return trail
        limits[best[1]] = best[2:]
        trail.append(list(limits))


def mixed_worlds(seed, n=160):
    """Two flat inputs, one with three values, one of yes or no; ones where all are high."""
    rng = np.random.default_rng(seed)
    x = np.column_stack(
        [rng.random(n), rng.random(n), rng.integers(0, 3, n), rng.integers(0, 2, n)]
    ).astype(float)
    y = rng.random(n) < 0.1 + 0.3 * (x[:, 0] > 0.4) + 0.3 * (x[:, 3] > 0) * (x[:, 2] > 0)
    return x, y


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("most", [1, 2, 4])
def test_peeling_is_what_loops_make_of_it(seed, most):
    x, y = mixed_worlds(seed)
    trail = peel(x, y, fewest=12, most=most, alpha=ALPHA)
    slow = slow_peel(x.tolist(), y.tolist(), 12, most)
    assert [list(zip(box.low.tolist(), box.high.tolist(), strict=True)) for box in trail] == slow


def test_a_trajectory_worked_out_by_hand():
    """Ten worlds on a line, ones in the upper four; a slice of a fifth is two worlds.

    Cutting the lowest two leaves 4 of 8, then 4 of 6, then 4 of 4, which nothing betters.
    """
    x = np.arange(10.0)[:, None]
    trail = peel(x, x[:, 0] > 5, fewest=2, alpha=0.2)
    assert [float(box.low[0]) for box in trail] == [-inf, 2, 3, 4, 5, 6]
    densities = [float((x[box.holds(x), 0] > 5).mean()) for box in trail]
    assert densities == sorted(densities)
    assert densities[0] == 0.4
    assert densities[-1] == 1.0


def test_every_slice_raises_the_density_and_shrinks_the_box():
    x, y = mixed_worlds(11, n=400)
    trail = peel(x, y, fewest=20)
    held = [box.holds(x) for box in trail]
    assert len(trail) > 3
    for before, after in pairwise(held):
        assert (after <= before).all()
        assert after.sum() < before.sum()
        assert y[after].mean() > y[before].mean()
    assert held[-1].sum() >= 20


def test_inputs_that_may_not_be_limited_are_not():
    x, y = mixed_worlds(3, n=400)
    for box in peel(x, y, fewest=20, inputs=[1, 2]):
        assert not box.restricted[[0, 3]].any()


def test_pasting_widens_a_box_that_is_too_tight_and_never_thins_it():
    rng = np.random.default_rng(5)
    x = rng.random((1000, 2))
    y = (x[:, 0] > 0.5) & (x[:, 1] > 0.5)
    tight = Box.around(2).limited(0, low=0.8).limited(1, low=0.7, high=0.9)
    wide = paste(x, y, tight)
    assert y[wide.holds(x)].all()
    assert wide.holds(x).sum() > 0.9 * y.sum()
    assert wide.high[1] == inf


def test_a_limit_that_tells_nothing_has_a_large_quasi_p_value():
    rng = np.random.default_rng(2)
    x = rng.random((2000, 2))
    y = rng.random(2000) < np.where(x[:, 0] > 0.6, 0.7, 0.1)
    box = Box.around(2).limited(0, low=0.6).limited(1, low=0.3)
    chances = quasi_p_values(x, y, box)
    assert chances[0] < 1e-12
    assert chances[1] > 0.01


def test_quasi_p_value_is_the_tail_of_the_binomial():
    x = np.arange(12.0)[:, None]
    y = np.array([0, 1, 0, 0, 1, 0, 0, 0, 1, 1, 0, 1], dtype=bool)
    box = Box.around(1).limited(0, low=7.0)
    worlds, ones, share = 5, 3, 5 / 12
    tail = sum(
        comb(worlds, k) * share**k * (1 - share) ** (worlds - k) for k in range(ones, worlds + 1)
    )
    assert quasi_p_values(x, y, box)[0] == pytest.approx(tail)


# -- which box is told ---------------------------------------------------------------------------


def about(x, kind=ConditionKind.NO_DEAL):
    return [Circumstance(kind=kind, party=f"p{j}", values=column) for j, column in enumerate(x.T)]


def made_by_hand(seed, n=2000, inputs=12):
    """Ones are frequent where the first input is below 0.3 and the second above 0.5."""
    rng = np.random.default_rng(seed)
    x = rng.random((n, inputs))
    y = rng.random(n) < np.where((x[:, 0] < 0.3) & (x[:, 1] > 0.5), 0.9, 0.05)
    return x, y


def test_a_box_made_by_hand_comes_back():
    (x, y), (x2, y2) = made_by_hand(1), made_by_hand(2)
    found = conditions_of("one", about(x), y, about(x2), y2)
    assert found.search is BoxSearch.FOUND
    (row,) = found.boxes
    assert row.sought is Sought.SETTLEMENT
    limits = {one.party: (one.low, one.high) for one in found.conditions}
    assert set(limits) == {"p0", "p1"}
    assert limits["p0"] == (None, pytest.approx(0.3, abs=0.03))
    assert limits["p1"] == (pytest.approx(0.5, abs=0.04), None)
    assert row.density.low < 0.9 < row.density.high + 0.03
    assert row.coverage.share > 0.65
    # Shares are of the worlds kept apart: counted here by the limits as they are told.
    inside = (x2[:, 0] <= limits["p0"][1]) & (x2[:, 1] >= limits["p1"][0])
    assert row.density.share == pytest.approx(y2[inside].mean())
    assert row.coverage.share == pytest.approx(y2[inside].sum() / y2.sum())
    assert row.mass.share == pytest.approx(inside.mean())


@pytest.mark.parametrize("seed", range(8))
def test_pure_noise_makes_no_box(seed):
    rng = np.random.default_rng(seed)
    x, x2 = rng.random((2, 1000, 30))
    y, y2 = rng.random((2, 1000)) < 0.2
    found = conditions_of("one", about(x), y, about(x2), y2)
    assert found.search is BoxSearch.NONE
    assert not found.boxes
    assert not found.conditions


def test_a_box_that_does_not_hold_elsewhere_is_not_told():
    (x, y), (x2, _) = made_by_hand(1), made_by_hand(2)
    noise = np.random.default_rng(3).random(len(x2)) < y.mean()
    assert conditions_of("one", about(x), y, about(x2), noise).search is BoxSearch.NONE


def test_where_most_worlds_settle_the_failures_are_told():
    (x, y), (x2, y2) = made_by_hand(1), made_by_hand(2)
    found = conditions_of("one", about(x), ~y, about(x2), ~y2)
    same = conditions_of("one", about(x), y, about(x2), y2)
    assert found.boxes[0].sought is Sought.NO_SETTLEMENT
    assert found.conditions == same.conditions


def test_two_separate_boxes_are_both_told():
    def drawn(seed):
        x = np.random.default_rng(seed).random((3000, 6))
        one = (x[:, 0] < 0.2) & (x[:, 1] < 0.5)
        other = (x[:, 2] > 0.9) & ~one
        chance = np.where(one, 0.9, np.where(other, 0.8, 0.03))
        return x, np.random.default_rng(seed + 100).random(3000) < chance

    (x, y), (x2, y2) = drawn(1), drawn(2)
    found = conditions_of("one", about(x), y, about(x2), y2)
    assert [row.box for row in found.boxes] == [1, 2]
    limited = [{one.party for one in found.conditions if one.box == box} for box in (1, 2)]
    assert {"p2"} in limited
    assert {"p0", "p1"} in limited
    assert sum(row.coverage.share for row in found.boxes) > 0.6


def test_yes_or_no_is_told_as_such():
    rng = np.random.default_rng(4)
    x = rng.integers(0, 2, (1500, 3)).astype(float)
    y = rng.random(1500) < np.where(x[:, 1] < 1, 0.5, 0.02)
    found = conditions_of("one", about(x, ConditionKind.LINE), y, about(x, ConditionKind.LINE), y)
    (one,) = found.conditions
    assert (one.party, one.low, one.high) == ("p1", None, 0.0)


def test_too_few_of_the_rarer_ending_is_said():
    x, y = made_by_hand(1, n=200)
    y = np.zeros(200, dtype=bool)
    y[: FEWEST_ONES - 1] = True
    assert conditions_of("one", about(x), y, about(x), y).search is BoxSearch.FEW


def test_nothing_that_differs_is_too_little_to_search():
    y = np.arange(200) % 3 == 0
    flat = np.ones((200, 2))
    assert conditions_of("one", about(flat), y, about(flat), y).search is BoxSearch.FEW


def test_the_trajectory_leads_to_the_chosen_box():
    x, y = made_by_hand(9)
    chosen = best_box(x, y)
    assert set(np.flatnonzero(chosen.box.restricted)) == {0, 1}
    assert chosen.balance > 0.6
    assert all(box.restricted.sum() <= 4 for box in chosen.trail)
