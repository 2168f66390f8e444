"""Worlds a second on the bundled main scenario, with everything it holds, one core."""

from __future__ import annotations

from functools import partial
from random import Random

from benchmarks.measuring import Row, alternate, median_of, show
from benchmarks.plain_draws import draw_world, modes_of
from benchmarks.plain_objects import Table
from sim.engine import negotiate
from sim.loading import load_codings, load_scenario
from sim.sampling import sample_worlds

__all__ = ["measure"]

MANY, FEW = 4096, 40


def measure() -> list[Row]:
    """Worlds a second for each coding, and the ratio to plain objects for the first."""
    rows = []
    scenarios = list(load_codings("ukraine-2025").values())
    for scenario in scenarios:
        worlds = sample_worlds(scenario, n=MANY, seed=1)
        seconds = median_of(partial(negotiate, scenario, worlds, workers=1), 3)
        rows.append(
            Row(
                what=f"full `ukraine-2025`, coding {scenario.coding}, one core",
                reached=f"{MANY / seconds:,.0f} worlds/s",
                at_least="4,000 worlds/s",
                aim="10,000 worlds/s",
            )
        )
    first = scenarios[0]

    def engine() -> None:
        negotiate(first, sample_worlds(first, n=MANY, seed=1), workers=1)

    def plain() -> None:
        rng, public = Random(1), modes_of(first)
        for _ in range(FEW):
            Table(first, draw_world(first, rng), public).play()

    ours, theirs = alternate(engine, plain, 3)
    ratio = f"{(theirs / FEW) / (ours / MANY):.0f}×"
    rows.append(Row(what="the same against plain objects, same rules", reached=ratio))
    rows.append(_weighing(first.coding))
    return rows


def _weighing(coding: str) -> Row:
    """Where both principals weigh risk and return, and learn from every refusal."""
    sets = [f'party.{party}.behaviour = "risk-return"' for party in ("russia", "ukraine")]
    scenario = load_scenario("ukraine-2025", coding=coding, sets=sets)
    worlds = sample_worlds(scenario, n=MANY, seed=1)
    seconds = median_of(partial(negotiate, scenario, worlds, workers=1), 3)
    return Row(
        what=f"full `ukraine-2025`, coding {coding}, principals `risk-return`, one core",
        reached=f"{MANY / seconds:,.0f} worlds/s",
        at_least="1,000 worlds/s",
    )


if __name__ == "__main__":
    print(show(measure()))
