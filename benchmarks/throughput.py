"""Worlds a second: the engine against the same rules written as plain objects, one core.

Sampling is included on both sides. Without learning: refusals are heard by nobody. The engine has
no switch for that, so the two methods of the model by which refusals reach proposers are replaced
while it is timed; before timing, both sides must end some worlds alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any
from unittest.mock import patch

import numpy as np

from benchmarks.cases import core_case
from benchmarks.measuring import Row, alternate, show
from benchmarks.plain_draws import draw_world, modes_of
from benchmarks.plain_objects import Table
from benchmarks.plain_worlds import world_of
from sim.domain.scenario import Scenario
from sim.engine import negotiate
from sim.engine.model import NegotiationModel
from sim.sampling import draw, sample_worlds

__all__ = ["deaf", "measure"]

MANY, FEW, CHECKED = 8192, 60, 40


@contextmanager
def deaf() -> Iterator[None]:
    """An engine in which nobody learns from refusals."""

    def nothing(*_: Any) -> None:
        return None

    with (
        patch.object(NegotiationModel, "bar", nothing),
        patch.object(NegotiationModel, "hear_too_little", nothing),
    ):
        yield


def measure() -> list[Row]:
    """Ratios of worlds a second."""
    scenario = core_case()
    with deaf():
        _check(scenario, learning=False)
        spared = _row(scenario, "without learning", "25×", "60×", learning=False)
    _check(scenario, learning=True)
    return [spared, _row(scenario, "with learning", learning=True)]


def _row(scenario: Scenario, how: str, least: str = "", aim: str = "", *, learning: bool) -> Row:
    def engine() -> None:
        negotiate(scenario, sample_worlds(scenario, n=MANY, seed=1), workers=1, asked=0)

    def plain() -> None:
        rng, public = Random(1), modes_of(scenario)
        for _ in range(FEW):
            Table(scenario, draw_world(scenario, rng), public, learning=learning).play()

    ours, theirs = alternate(engine, plain)
    return Row(
        what=f"core rules {how}, against plain objects",
        reached=f"{(theirs / FEW) / (ours / MANY):.0f}×",
        at_least=least,
        aim=aim,
        note=f"{MANY / ours:,.0f} worlds/s against {FEW / theirs:,.0f}; 4 parties, 7 issues, "
        "4 options, 30 rounds, sampling included, one core",
    )


def _check(scenario: Scenario, *, learning: bool) -> None:
    """The comparison is only fair if both play the same game."""
    recipe, public = sample_worlds(scenario, n=CHECKED, seed=1), modes_of(scenario)
    block, outcomes = draw(recipe, 0, CHECKED), negotiate(scenario, recipe, workers=1)
    same = 0
    for k in range(CHECKED):
        table = Table(scenario, world_of(scenario, block, k), public, learning=learning)
        result = table.play()
        same += (result.ending, result.day) == (outcomes.ending[k], outcomes.day[k])
    if same < CHECKED - 1:
        raise AssertionError(f"only {same} of {CHECKED} worlds end alike")
    if np.unique(outcomes.ending).size < 2:
        raise AssertionError("every world ends in the same way: too easy a case to measure")


if __name__ == "__main__":
    print(show(measure()))
