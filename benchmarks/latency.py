"""One changed number in a warm process: read, draw, negotiate, count."""

from __future__ import annotations

import itertools
from functools import partial

from benchmarks.measuring import Row, median_of, show
from sim.analysis.endings import summarise
from sim.engine import negotiate
from sim.loading import edit, load_scenario
from sim.sampling import sample_worlds

__all__ = ["measure"]

CASES = ((400, "100 ms", "40 ms"), (2000, "500 ms", "200 ms"))


def measure() -> list[Row]:
    """Milliseconds from a changed number to the counted endings, one coding."""
    fresh = itertools.count(1)
    scenario = load_scenario("ukraine-2025")

    def change(n: int) -> None:
        number = round(-0.0001 * next(fresh), 4)
        changed = edit(scenario, {"party.ukraine.no_deal.drift": number}, layer="change")
        summarise(negotiate(changed, sample_worlds(changed, n=n, seed=1), workers=1))

    rows = []
    for n, most, aim in CASES:
        seconds = median_of(partial(change, n), 9)
        rows.append(
            Row(
                what=f"one change to `ukraine-2025`, {n:,} worlds, warm process",
                reached=f"{1000 * seconds:.0f} ms",
                at_least=most,
                aim=aim,
            )
        )
    return rows


if __name__ == "__main__":
    print(show(measure()))
