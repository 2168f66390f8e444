"""Worlds a second against NegMAS on a like domain, if an interpreter that has it is at hand.

    python -m benchmarks.negmas [PYTHON]

PYTHON is an interpreter with NegMAS installed (it need not be the one that runs Parley); without it
this one is tried. The peer plays stacked alternating offers with its aspiration negotiators over
additive utilities of the same size, and as many turns. Its parties do not learn, so neither do the
engine's; it has no red lines and consents to work through, which errs in its favour.
"""

from __future__ import annotations

import subprocess
import sys
from functools import partial

from benchmarks.cases import core_case
from benchmarks.measuring import Row, median_of, show
from benchmarks.throughput import deaf
from sim.engine import negotiate
from sim.sampling import sample_worlds

__all__ = ["measure"]

MANY, FEW, TURNS = 8192, 12, 30

CHILD = """
import random, sys, time
from negmas import SAOMechanism, make_issue
from negmas.preferences import LinearAdditiveUtilityFunction, TableFun
from negmas.sao import AspirationNegotiator

parties, issues, options, turns, few = map(int, sys.argv[1:])
rng = random.Random(1)

def one():
    agenda = [make_issue(list(range(options)), name=f"i{j}") for j in range(issues)]
    table = SAOMechanism(issues=agenda, n_steps=max(1, turns // parties))
    for p in range(parties):
        weights = [rng.random() for _ in range(issues)]
        values = []
        for j in range(issues):
            drawn = sorted(rng.random() for _ in range(options))
            drawn = drawn if p % 2 else drawn[::-1]
            values.append(TableFun(dict(enumerate(drawn))))
        total = sum(weights)
        utility = LinearAdditiveUtilityFunction(
            values=values, weights=[w / total for w in weights], issues=agenda, reserved_value=0.4
        )
        table.add(AspirationNegotiator(name=f"p{p}"), ufun=utility)
    table.run()

one()
start = time.process_time()
for _ in range(few):
    one()
print((time.process_time() - start) / few)
"""


def measure(python: str = sys.executable) -> list[Row]:
    """Ratios of worlds a second for two and for four parties; no rows where NegMAS is not found."""
    found = subprocess.run([python, "-c", "import negmas"], capture_output=True, check=False)
    if found.returncode:
        print("NegMAS is not installed for this interpreter: skipped", file=sys.stderr)
        return []
    rows = []
    for parties, most, aim in ((2, "", ""), (4, "10,000×", "25,000×")):
        scenario = core_case(parties=parties, rounds=TURNS)
        recipe = sample_worlds(scenario, n=MANY, seed=1)
        with deaf():
            ours = median_of(partial(negotiate, scenario, recipe, workers=1, asked=0), 3) / MANY
        theirs = _peer(python, parties)
        rows.append(
            Row(
                what=f"core rules without learning, against NegMAS, {parties} parties",
                reached=f"{theirs / ours:,.0f}×",
                at_least=most,
                aim=aim,
                note=f"{1 / ours:,.0f} worlds/s against {1 / theirs:,.1f}; 7 issues, 4 options",
            )
        )
    return rows


def _peer(python: str, parties: int) -> float:
    words = [str(number) for number in (parties, 7, 4, TURNS, FEW)]
    told = subprocess.run(
        [python, "-c", CHILD, *words], check=True, capture_output=True, text=True
    ).stdout
    return float(told.split()[-1])


if __name__ == "__main__":
    print(show(measure(*sys.argv[1:2])))
