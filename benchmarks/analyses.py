"""Every analysis as a reader asks for it: the whole command, figures and files included.

    python -m benchmarks.analyses [WORLDS [SCENARIO]]

Each command runs in a process and an empty folder of its own. What is asked of them holds for 2,000
worlds of `ukraine-2025`; ``16 price-haggle`` is quick, and shows that all of them still work.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measuring import Row, show
from sim.loading import load_scenario

__all__ = ["measure"]

WORLDS = 2000
SCENARIO = "ukraine-2025"
ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, kw_only=True)
class Command:
    """A command's name and options, and the seconds it may take on two cores."""

    name: str
    options: tuple[str, ...] = ()
    most: int = 60
    told: str = ""


def commands(scenario: str) -> tuple[Command, ...]:
    """Every analysis of a scenario; sweeps vary the drift of its first two principals."""
    loaded = load_scenario(scenario)
    first, second = (f"party.{party}.no_deal.drift=-0.02:0.03" for party in loaded.principals[:2])
    return (
        Command(name="zopa"),
        Command(name="concessions", most=180),
        Command(
            name="concessions",
            options=("--pairs", "--coding", loaded.coding),
            most=180,
            told="with pairs, one coding",
        ),
        Command(name="clock"),
        Command(name="sweep", options=("--vary", f"{first}:21"), told="21 cells"),
        Command(
            name="sweep",
            options=("--vary", f"{first}:7", "--vary", f"{second}:7"),
            told="7 × 7 cells",
        ),
        Command(name="sensitivity"),
        Command(name="robust"),
        Command(name="brief"),
    )


def measure(worlds: int = WORLDS, scenario: str = SCENARIO) -> list[Row]:
    """Seconds on the clock with two workers; as asked, also of processor time with one."""
    full = (worlds, scenario) == (WORLDS, SCENARIO)
    rows = []
    for command in commands(scenario):
        told = f", {command.told}" if command.told else ""
        what = f"`parley {command.name} {scenario}`{told}, {worlds:,} worlds, two workers"
        print(f"{what} …", file=sys.stderr)
        clock, _ = _spent(command, scenario, worlds, workers=2)
        rows.append(
            Row(
                what=what,
                reached=f"{clock:.0f} s",
                at_least=f"{command.most} s" if full else "",
                note=_alone(command, scenario, worlds) if full else "",
            )
        )
    return rows


def _alone(command: Command, scenario: str, worlds: int) -> str:
    _, processor = _spent(command, scenario, worlds, workers=1)
    return f"{processor:.0f} s of processor time with one worker, whatever else the machine does"


def _spent(command: Command, scenario: str, worlds: int, *, workers: int) -> tuple[float, float]:
    """Seconds on the clock, and of processor time where no other process works for this one.

    Raises ``CalledProcessError`` for a command that fails.
    """
    words = ["-m", "sim", command.name, scenario, *command.options]
    words += ["--worlds", str(worlds), "--workers", str(workers)]
    with tempfile.TemporaryDirectory() as place:
        start = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *words],
            cwd=place,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        clock = time.perf_counter() - start
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, words)
    return clock, used.ru_utime + used.ru_stime


if __name__ == "__main__":
    print(show(measure(*map(int, sys.argv[1:2]), *sys.argv[2:3])))
