"""Faults found so far, each put at the line that wrote the value it complains about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sim.errors import Fault
from sim.loading.layers import Merged
from sim.loading.lines import Path
from sim.loading.shelf import near
from sim.loading.toml import as_toml, dotted

__all__ = ["FaultList", "in_file_order"]

_NOTHING = object()


class FaultList:
    """Faults of one merged scenario."""

    def __init__(self, merged: Merged) -> None:
        self.merged = merged
        self.found: list[Fault] = []

    def add(self, path: Path, rule: str, value: Any = _NOTHING, *, advice: str = "") -> None:
        """Add a fault at a path; ``value`` is what stands there, if it should be told."""
        place = self.merged.place(path)
        self.found.append(
            Fault(
                file=place.file,
                line=place.line,
                path=dotted(path),
                rule=rule,
                value="" if value is _NOTHING else _short(as_toml(value)),
                advice=advice,
            )
        )

    def known(self, path: Path, name: Any, known: Iterable[str], noun: str) -> bool:
        """Check that a reference belongs to something known; a fault if not."""
        candidates = list(known)
        if isinstance(name, str) and name in candidates:
            return True
        advice = near(name, candidates) if isinstance(name, str) else ""
        if not advice and candidates and len(candidates) <= 12:
            advice = f"known: {', '.join(candidates)}"
        self.add(path, f"names no known {noun}", name, advice=advice)
        return False

    def sorted(self) -> list[Fault]:
        """Each fault once, by file and line."""
        return in_file_order(self.found)


def in_file_order(faults: Iterable[Fault]) -> list[Fault]:
    """Each fault once, by file and line."""
    return sorted(dict.fromkeys(faults), key=lambda fault: (fault.file, fault.line))


def _short(text: str, limit: int = 80) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
