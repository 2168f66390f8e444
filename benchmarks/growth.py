"""How time grows with size: slopes of log seconds against log size, one thing at a time.

Talks of another size settle sooner or later, so seconds are taken per round played, except over
worlds and rounds. Over parties every party is a principal, which is the harder case.
"""

from __future__ import annotations

from functools import partial

from benchmarks.cases import core_case
from benchmarks.measuring import Row, exponent, median_of, show
from sim.domain.scenario import Scenario
from sim.engine import negotiate
from sim.sampling import sample_worlds

__all__ = ["measure"]

WORLDS = 2048
GRIDS: dict[str, tuple[list[int], str]] = {
    "worlds": ([4096, 8192, 16384, 32768], "1.0"),
    "parties": ([2, 3, 4, 6, 8], "1.4"),
    "issues": ([4, 7, 14, 28], "1.0"),
    "options": ([3, 6, 12, 24], "1.3"),
    "rounds": ([15, 30, 60, 120], "1.0"),
}


def measure() -> list[Row]:
    """One exponent for each dimension."""
    rows = []
    for name, (sizes, most) in GRIDS.items():
        seconds = [_seconds(name, size) for size in sizes]
        told = ", ".join(f"{size}: {s:.2f} s" for size, s in zip(sizes, seconds, strict=True))
        rows.append(
            Row(
                what=f"growth exponent over {name}",
                reached=f"{exponent([float(s) for s in sizes], seconds):.2f}",
                at_least=f"≤ {most}",
                aim="lower",
                note=told,
            )
        )
    return rows


def _seconds(name: str, size: int) -> float:
    """Seconds for a size; but over worlds and rounds, scaled to 30 rounds played in each world."""
    if name == "worlds":
        return _timed(core_case(), size)[0]
    if name == "rounds":
        return _timed(core_case(rounds=size), WORLDS)[0]
    sizes = {name: size, "principals": size} if name == "parties" else {name: size}
    seconds, rounds = _timed(core_case(**sizes), WORLDS)
    return seconds * 30.0 / rounds


def _timed(scenario: Scenario, n: int) -> tuple[float, float]:
    """Median seconds, and the mean number of rounds played."""
    recipe = sample_worlds(scenario, n=n, seed=1)
    outcomes = negotiate(scenario, recipe, workers=1, asked=0)
    rounds = float(outcomes.day.mean()) / scenario.protocol.round_days
    return median_of(partial(negotiate, scenario, recipe, workers=1, asked=0), 3), rounds


if __name__ == "__main__":
    print(show(measure()))
