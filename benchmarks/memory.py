"""Peak memory of long runs, each in a process of its own.

On Linux the peak is read from the process status, since what ``getrusage`` tells there never falls
below what the parent held when it started the child.
"""

from __future__ import annotations

import subprocess
import sys

from benchmarks.measuring import Row, show

__all__ = ["measure"]

CASES = (
    ("price-haggle", 100_000),
    ("price-haggle", 1_000_000),
    ("ukraine-2025", 100_000),
    ("ukraine-2025", 1_000_000),
)

CHILD = """
import resource, sys
from pathlib import Path
from sim.loading import load_scenario
from sim.sampling import sample_worlds
from sim.engine import negotiate
scenario = load_scenario(sys.argv[1])
negotiate(scenario, sample_worlds(scenario, n=int(sys.argv[2]), seed=1), workers=1)
status = Path("/proc/self/status")
if status.exists():
    print(next(line.split()[1] for line in status.read_text().splitlines() if "VmHWM" in line))
else:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def measure() -> list[Row]:
    """Peak resident megabytes, and how much of it is there before the first world."""
    empty = peak("price-haggle", 1)
    rows = []
    for name, n in CASES:
        reached = peak(name, n)
        rows.append(
            Row(
                what=f"peak memory, `{name}`, {n:,} worlds",
                reached=f"{reached:.0f} MB",
                at_least="under 1,000 MB" if n == 1_000_000 else "",
                note=f"{reached - empty:.0f} MB more than one world of the smallest scenario",
            )
        )
    return rows


def peak(name: str, n: int) -> float:
    """Peak resident megabytes of a child that plays ``n`` worlds of a bundled scenario."""
    told = subprocess.run(
        [sys.executable, "-c", CHILD, name, str(n)], check=True, capture_output=True, text=True
    )
    kilobytes = float(told.stdout.split()[-1])
    return kilobytes / (1024.0 if sys.platform != "darwin" else 1024.0**2)


if __name__ == "__main__":
    print(show(measure()))
