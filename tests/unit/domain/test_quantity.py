"""Uncertain numbers: quantiles, modes, and how they widen without a source's word."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from sim.domain.quantity import (
    Quantity,
    Role,
    flat_quantile,
    quantile,
    triangular_quantile,
)

bounds = st.tuples(*[st.floats(-5, 5)] * 3).map(sorted).filter(lambda b: b[2] - b[0] > 1e-3)
CASES = settings(max_examples=80, deadline=None, derandomize=True)
U = np.linspace(0.0, 1.0, 41)


def quantity(*numbers: float, role: Role = Role.EFFECT, **more: object) -> Quantity:
    return Quantity(path="x", range=numbers, role=role, **more)  # type: ignore[arg-type]


@given(bounds)
@CASES
def test_triangular_quantiles_are_those_of_scipy(numbers: list[float]) -> None:
    low, mid, high = numbers
    shape = stats.triang((mid - low) / (high - low), loc=low, scale=high - low)
    np.testing.assert_allclose(triangular_quantile(U, low, mid, high), shape.ppf(U), atol=1e-7)


@given(st.floats(-5, 5), st.floats(0.01, 5))
@CASES
def test_flat_quantiles_are_those_of_scipy(low: float, width: float) -> None:
    expected = stats.uniform(low, width).ppf(U)
    np.testing.assert_allclose(flat_quantile(U, low, low + width), expected, atol=1e-12)


@given(bounds)
@CASES
def test_quantiles_rise_within_the_range(numbers: list[float]) -> None:
    drawn = quantile(U, quantity(*numbers).range, logarithmic=False)
    assert (np.diff(drawn) >= 0.0).all()
    assert drawn[0] >= numbers[0] - 1e-12
    assert drawn[-1] <= numbers[2] + 1e-12


@pytest.mark.parametrize(
    ("numbers", "mode"), [((0.3,), 0.3), ((0.2, 0.4), 0.3), ((0.2, 0.25, 0.9), 0.25)]
)
def test_modes(numbers: tuple[float, ...], mode: float) -> None:
    assert quantity(*numbers).mode == pytest.approx(mode)


def test_the_mode_on_the_logarithmic_scale_is_the_geometric_middle() -> None:
    assert quantity(0.01, 1.0, logarithmic=True).mode == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("role", "numbers", "widened"),
    [
        (Role.FIRMNESS, (0.6, 0.8, 0.9), (0.0, 0.9)),
        (Role.CHANCE, (0.2, 0.5), (0.0, 0.5)),
        (Role.EFFECT, (-0.15, -0.08, -0.01), (-0.15, 0.0)),
        (Role.EFFECT, (0.01, 0.05), (0.0, 0.05)),
        (Role.EFFECT, (-0.1, 0.3), (0.0, 0.3)),
        (Role.VALUE, (0.4, 0.5, 0.6), (0.3, 0.7)),
        (Role.VALUE, (0.8, 0.9, 1.0), (0.7, 1.0)),
        (Role.AMOUNT, (0.1, 0.5), (0.0, 0.7)),
    ],
)
def test_a_number_nobody_stands_behind(
    role: Role, numbers: tuple[float, ...], widened: tuple[float, float]
) -> None:
    assert quantity(*numbers, role=role).unsupported_range == pytest.approx(widened)


def test_a_stated_range_for_want_of_support_goes_before_the_default() -> None:
    stated = quantity(0.4, 0.6, role=Role.FIRMNESS, unsupported=(0.1, 0.2))
    assert quantile(
        np.array([0.0, 1.0]), stated.unsupported_range, logarithmic=False
    ).tolist() == pytest.approx([0.1, 0.2])


def test_only_a_number_that_no_draw_moves_is_constant() -> None:
    assert quantity(0.3).constant
    assert not quantity(0.3, 0.4).constant
    assert not quantity(0.3, role=Role.FIRMNESS, groups=("press",)).constant
