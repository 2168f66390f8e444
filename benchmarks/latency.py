"""One changed number in a warm process: edit, draw, play, count; the whole of it, and its parts.

Nobody is asked whether a deal was there, and no offers are kept: what a page needs while a number
is being moved. The fastest of the runs stands beside the median, since others' work on the same
cores only ever adds to it.
"""

from __future__ import annotations

import gc
import itertools
import statistics
import time

from benchmarks.measuring import Row, show
from sim.analysis.endings import summarise
from sim.engine import negotiate
from sim.loading import edit, load_scenario
from sim.sampling import draw, sample_worlds

__all__ = ["measure"]

CASES = ((400, "100 ms", "40 ms"), (2000, "500 ms", "200 ms"))
TIMES = 15

#: A play draws for itself; the draw measured beside it tells how much of the play that is, and is
#: not counted twice in the whole.
PARTS = ("edit", "draw", "play", "summarise")


def measure() -> list[Row]:
    """Milliseconds of processor time from a changed number to the counted endings, one coding."""
    fresh = itertools.count(1)
    scenario = load_scenario("ukraine-2025")

    def change(n: int) -> dict[str, float]:
        """Seconds of every part."""
        number = round(-0.0001 * next(fresh), 4)
        stops = [time.process_time()]
        changed = edit(scenario, {"party.ukraine.no_deal.drift": number}, layer="change")
        stops.append(time.process_time())
        worlds = sample_worlds(changed, n=n, seed=1)
        draw(worlds, 0, n)
        stops.append(time.process_time())
        outcomes = negotiate(changed, worlds, asked=0, tracked=0)
        stops.append(time.process_time())
        summarise(outcomes)
        stops.append(time.process_time())
        spent = [after - before for before, after in itertools.pairwise(stops)]
        return dict(zip(PARTS, spent, strict=True))

    rows = []
    for n, most, aim in CASES:
        change(n)
        runs = []
        for _ in range(TIMES):
            gc.collect()
            runs.append(change(n))
        wholes = [sum(run.values()) - run["draw"] for run in runs]
        parts = {part: _told([run[part] for run in runs]) for part in PARTS}
        rows.append(
            Row(
                what=f"one change to `ukraine-2025`, {n:,} worlds, warm process",
                reached=f"{1000 * statistics.median(wholes):.0f} ms",
                at_least=most,
                aim=aim,
                note=f"{_told(wholes)}; "
                + ", ".join(f"{part} {told}" for part, told in parts.items())
                + "; play includes a draw",
            )
        )
    return rows


def _told(seconds: list[float]) -> str:
    """Fastest and median of some runs."""
    fastest, median = 1000 * min(seconds), 1000 * statistics.median(seconds)
    return f"{fastest:.0f} to {median:.0f} ms"


if __name__ == "__main__":
    print(show(measure()))
