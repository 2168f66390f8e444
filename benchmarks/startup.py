"""How long the command and the package take to start, byte code compiled."""

from __future__ import annotations

import compileall
import subprocess
import sys
from functools import partial
from pathlib import Path

import sim
from benchmarks.measuring import Row, alternate, show

__all__ = ["measure"]


def measure() -> list[Row]:
    """Seconds of a fresh process, beside those of an interpreter that does nothing."""
    compileall.compile_dir(Path(sim.__file__).parent, quiet=2)
    rows = []
    for what, arguments, most, aim in (
        ("`parley --help`", ["-m", "sim", "--help"], "0.5 s", "0.25 s"),
        ("`import sim`", ["-c", "import sim"], "", ""),
    ):
        seconds, idle = alternate(partial(_run, arguments), partial(_run, ["-c", "pass"]), 9)
        rows.append(
            Row(
                what=what,
                reached=f"{seconds:.2f} s",
                at_least=most,
                aim=aim,
                note=f"{seconds / idle:.1f} times an interpreter that does nothing ({idle:.2f} s)",
            )
        )
    return rows


def _run(arguments: list[str]) -> None:
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)


if __name__ == "__main__":
    print(show(measure()))
