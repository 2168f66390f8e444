"""Measure everything and write ``docs/performance.md``.

    python -m benchmarks.all [PYTHON_WITH_NEGMAS]

Takes several minutes; run it on a machine that has nothing else to do.
"""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

import numpy as np

import sim
from benchmarks import growth, latency, memory, negmas, startup, throughput, ukraine
from benchmarks.measuring import Row, show

__all__ = ["main"]

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"

OPENING = """# Performance

What the programs in `benchmarks/` measured, beside the least that is asked and what is aimed at.
Ratios are taken within one run, the two sides in turns, medians; so they hold, roughly, on other
machines, while seconds and worlds a second do not. Nothing here is a timed test: speed differs
from machine to machine, and a test that fails on a busy one teaches nothing.

`python -m benchmarks.all` measures everything and writes this page; each part also runs alone, as
`python -m benchmarks.throughput`, `ukraine`, `growth`, `latency`, `startup`, `memory`, `negmas`.
The plain objects that the engine is measured against (`benchmarks/plain_objects.py`) are the same
rules written a second time, and tests hold the engine to their endings, days and packages.

What is not reached stands in the table all the same. Seconds are processor time. The machine had
other work to do while this was measured; between runs, seconds differed by up to a third and ratios
by about a tenth.
"""


def main(python: str = sys.executable) -> None:
    """Measure, print, and write the page."""
    rows: list[Row] = []
    for part in (throughput, ukraine, growth, latency, startup, memory):
        print(f"measuring {part.__name__.rpartition('.')[2]} …", file=sys.stderr)
        rows += part.measure()
    rows += negmas.measure(python)
    made = (
        f"Measured with Parley {sim.__version__}, Python {platform.python_version()}, NumPy "
        f"{np.__version__}, on {platform.machine()} with {os.cpu_count()} cores."
    )
    table = show(rows)
    print(table)
    PAGE.write_text(f"{OPENING}\n{made}\n\n{table}\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:2])
