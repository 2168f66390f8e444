"""Scenario and seed files as plain tables, read without Parley's own loader."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
FILES = sorted((ROOT / "scenarios").rglob("*.toml"))


def name_of(file: Path) -> str:
    """What a bundled scenario is called: its path below the folder, without ending."""
    return file.relative_to(ROOT / "scenarios").with_suffix("").as_posix()


def tables(name: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / "scenarios" / f"{name}.toml").read_text(encoding="utf-8"))


def directions(node: Any) -> Iterator[Any]:
    """Every ``direction_from`` in a file."""
    if isinstance(node, dict):
        for key, held in node.items():
            if key == "direction_from":
                yield held
            else:
                yield from directions(held)


def mid(number: Any) -> float:
    """The mode of a number as written: the middle of three, or the constant."""
    if isinstance(number, dict):
        number = number["range"]
    return float(number[len(number) // 2]) if isinstance(number, list) else float(number)
