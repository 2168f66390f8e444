"""Sobol indices of the Ishigami function, through the design and the estimators the command uses.

T. Ishigami & T. Homma (1990), An importance quantification technique in uncertainty analysis for
computer models, Proc. First Int. Symp. Uncertainty Modeling and Analysis, 398–403:

    y = sin x1 + a sin² x2 + b x3⁴ sin x1,   x flat on [−π, π],   a = 7, b = 0.1

In closed form: V1 = (1 + bπ⁴/5)²/2, V2 = a²/8, V13 = b²π⁸(1/18 − 1/50), and nothing else.
"""

import math

import numpy as np
import pytest

from sim.analysis.drivers.input_groups import InputGroup
from sim.analysis.drivers.inputs import Input
from sim.analysis.drivers.redrawing import design_of, second
from sim.analysis.drivers.sobol import sobol_indices
from sim.domain.sensitivity import Direction, GroupKind
from sim.sampling import uniforms

A, B = 7.0, 0.1
N = 2**14
NAMES = ("x1", "x2", "x3")

V1 = (1 + B * math.pi**4 / 5) ** 2 / 2
V2 = A**2 / 8
V13 = B**2 * math.pi**8 * (1 / 18 - 1 / 50)
V = V1 + V2 + V13

FIRST = {"x1": V1 / V, "x2": V2 / V, "x3": 0.0}
TOTAL = {"x1": (V1 + V13) / V, "x2": V2 / V, "x3": V13 / V}


def ishigami(x1, x2, x3):
    return np.sin(x1) + A * np.sin(x2) ** 2 + B * x3**4 * np.sin(x1)


def played(task):
    """The function at the draws of a task: its streams drawn a second time, the others as ever."""
    again = second(task.streams)
    drawn = (uniforms(7, again.get(name, name), 0, N) for name in NAMES)
    return ishigami(*(math.pi * (2 * u - 1) for u in drawn))


def indices(*grouped):
    """Indices of groups of inputs, named by their inputs: ``x1+x3``."""
    inputs = [
        Input(stream=name, kind=GroupKind.EVENTS, direction=Direction.NOBODY) for name in NAMES
    ]
    groups = [
        InputGroup(kind=GroupKind.EVENTS, owner=name, about="", streams={"one": name.split("+")})
        for name in grouped
    ]
    runs = {name: played(task) for name, task in design_of("one", inputs, groups).items()}
    found = sobol_indices(runs["a"], runs["b"], {group.owner: runs[group.id] for group in groups})
    return {name: (pair.first, pair.total) for name, pair in found.items()}


def test_closed_form_is_what_is_printed():
    told = [FIRST["x1"], FIRST["x2"], TOTAL["x1"], TOTAL["x3"]]
    assert told == pytest.approx([0.3139, 0.4424, 0.5576, 0.2437], abs=5e-5)


@pytest.fixture(scope="module")
def single():
    return indices("x1", "x2", "x3")


@pytest.mark.parametrize("name", NAMES)
def test_indices_of_single_inputs(single, name):
    first, total = single[name]
    assert first.index == pytest.approx(FIRST[name], abs=0.02)
    assert total.index == pytest.approx(TOTAL[name], abs=0.02)
    assert first.low <= FIRST[name] <= first.high
    assert total.low <= TOTAL[name] <= total.high


def test_indices_of_groups(single):
    found = indices("x1+x3", "x2")
    apart = (V1 + V13) / V
    assert found["x1+x3"][0].index == pytest.approx(apart, abs=0.02)
    assert found["x1+x3"][1].index == pytest.approx(apart, abs=0.02)
    # What else is grouped touches a group only through the mean that outputs are centred on.
    for grouped, alone in zip(found["x2"], single["x2"], strict=True):
        assert grouped.index == pytest.approx(alone.index, abs=0.002)


def test_order_of_importance_is_that_of_the_totals(single):
    order = sorted(NAMES, key=lambda name: -single[name][1].index)
    assert order == ["x1", "x2", "x3"]
