"""Worlds a second: the engine against the same rules written as plain objects.

Sampling is included on both sides and one core is used. The engine has no switch that turns
learning from refusals off, so two comparisons are shown: both sides learning (the same rules), and
plain objects that are spared the learning while the engine still does it. The second is the harder
one for the engine.
"""

from __future__ import annotations

from random import Random

from benchmarks.cases import core_case
from benchmarks.measuring import Row, alternate, show
from benchmarks.plain_draws import draw_world, modes_of
from benchmarks.plain_objects import Table
from sim.domain.scenario import Scenario
from sim.engine import negotiate
from sim.sampling import sample_worlds

__all__ = ["measure"]

MANY, FEW = 8192, 60


def measure() -> list[Row]:
    """Ratios of worlds a second."""
    scenario = core_case()

    def engine() -> None:
        negotiate(scenario, sample_worlds(scenario, n=MANY, seed=1), workers=1)

    def learning() -> None:
        _plain(scenario, learning=True)

    def unlearning() -> None:
        _plain(scenario, learning=False)

    ours, theirs = alternate(engine, learning)
    again, spared = alternate(engine, unlearning)
    size = "4 parties, 7 issues, 4 options, 30 rounds, sampling included, one core"
    return [
        Row(
            what=f"core rules with learning on both sides, against plain objects ({size})",
            reached=f"{(theirs / FEW) / (ours / MANY):.0f}×",
            note=f"{MANY / ours:,.0f} worlds/s against {FEW / theirs:,.0f}",
        ),
        Row(
            what="the same against plain objects without learning",
            reached=f"{(spared / FEW) / (again / MANY):.0f}×",
            at_least="25×",
            aim="60×",
            note="the engine learns here all the same, so this errs against it",
        ),
    ]


def _plain(scenario: Scenario, *, learning: bool) -> None:
    rng, public = Random(1), modes_of(scenario)
    for _ in range(FEW):
        Table(scenario, draw_world(scenario, rng), public, learning=learning).play()


if __name__ == "__main__":
    print(show(measure()))
