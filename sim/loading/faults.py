"""Faults found so far, each put at the line that wrote the value it complains about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sim.errors import Fault
from sim.loading.layers import Merged
from sim.loading.lines import Path
from sim.loading.shelf import near, nearest
from sim.loading.toml import as_toml, dotted

__all__ = ["FaultList", "in_file_order"]

_NOTHING = object()


class FaultList:
    """Faults of one merged scenario, one for each mistake.

    found : faults so far. broken : paths whose value has a wrong shape, which explains whatever
    else is wrong there. guessed : paths a misspelt key was probably meant for.
    """

    def __init__(self, merged: Merged) -> None:
        self.merged = merged
        self.found: list[Fault] = []
        self.broken: set[Path] = set()
        self.guessed: set[Path] = set()
        self._absent: dict[Fault, Path] = {}

    def add(self, path: Path, rule: str, value: Any = _NOTHING, *, advice: str = "") -> None:
        """Add a fault at a path; ``value`` is what stands there, if it should be told."""
        if self._explained(path):
            return
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
        if isinstance(name, str) and path and path[-1] == name:
            self.misspelt(path, candidates)
        advice = near(name, candidates) if isinstance(name, str) else ""
        if not advice and candidates and len(candidates) <= 12:
            advice = f"known: {', '.join(candidates)}"
        self.add(path, f"names no known {noun}", name, advice=advice)
        return False

    def missing(self, path: Path, why: str = "") -> None:
        """Add that a key is missing, which a misspelt key of the same table will take back."""
        before = len(self.found)
        self.add(path, f"is missing: {why}" if why else "is missing")
        self._absent |= dict.fromkeys(self.found[before:], path)

    def misspelt(self, path: Path, known: list[str]) -> str:
        """Remember what a key that is not known was meant for; a "did you mean", or nothing."""
        match = nearest(path[-1], known)
        if match is not None:
            self.guessed.add((*path[:-1], match))
        return near(path[-1], known)

    def wrong(self, path: Path, rule: str, value: Any, *, advice: str = "") -> None:
        """Add that a value has a wrong shape; nothing more is told about it or beneath it."""
        self.add(path, rule, value, advice=advice)
        self.broken.add(path)

    def sound(self, path: Path) -> bool:
        """Whether nothing is known to be wrong with the shape of what stands at a path."""
        return path not in self.guessed and not self._explained(path)

    def sorted(self) -> list[Fault]:
        """Each fault once, by file and line."""
        told = [fault for fault in self.found if self._absent.get(fault) not in self.guessed]
        return in_file_order(told)

    def _explained(self, path: Path) -> bool:
        return any(path[:length] in self.broken for length in range(1, len(path) + 1))


def in_file_order(faults: Iterable[Fault]) -> list[Fault]:
    """Each fault once, by file and line."""
    return sorted(dict.fromkeys(faults), key=lambda fault: (fault.file, fault.line))


def _short(text: str, limit: int = 80) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
