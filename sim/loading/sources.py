"""Where each number comes from: statements found at or above it, checked and resolved.

A number takes the nearest statement of the layer that last wrote it. What a later layer than the
first file writes without stating a source is an assumption "set by" that layer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from sim.domain.provenance import Provenance, Seeds
from sim.domain.scenario import Scenario
from sim.loading.checks import is_plain_number
from sim.loading.faults import FaultList
from sim.loading.layers import Merged, Resolved, Statement, Written
from sim.loading.lines import Path

__all__ = ["SourceBook", "check_statements", "stated_source"]

_DIRECTION = re.compile(r"(outside|nobody):\s*\S")
_SIZE = re.compile(r"(outside|indifference|assumption):\s*\S")
_DATED = re.compile(r"\(.*\d.*\)")


class SourceBook:
    """Looks up the provenance of numbers in one merged scenario."""

    def __init__(self, merged: Merged, seeds: Seeds) -> None:
        self.merged = merged
        self.seeds = seeds
        self._found: dict[tuple[Path, str, int], Statement | None] = {}

    def check(self, faults: FaultList, path: Path) -> None:
        """Add a fault if a number of the first file states no direction or no size."""
        rank = self._chain(path)[-1].rank if self._chain(path) else 0
        if rank > 0:
            return
        missing = [
            key for key in ("direction_from", "size_from") if not self._statement(path, key, rank)
        ]
        if path[0] == "group" and "direction_from" in missing:
            missing.remove("direction_from")
        if missing:
            faults.add(path, f"states no {' and no '.join(missing)}, nor does a table above it")

    def provenance(self, path: Path) -> Provenance:
        """The source of a valid number."""
        chain = self._chain(path)
        rank, setter = (chain[-1].rank, chain[-1].setting.layer) if chain else (0, "the file")
        direction = self._statement(path, "direction_from", rank)
        size = self._statement(path, "size_from", rank)
        claims, words = _direction(direction.value if direction else f"nobody: set by {setter}")
        return Provenance(
            claims=claims,
            direction=words,
            size=size.value if size else f"assumption: set by {setter}",
            chain=tuple(mark.setting for mark in chain),
        )

    def setting(self, path: Path) -> Provenance | None:
        """The source of a setting; ``None`` where its first file states nothing that covers it."""
        chain = self._chain(path)
        rank = chain[-1].rank if chain else 0
        keys = ("direction_from", "size_from")
        if rank == 0 and not any(self._statement(path, key, rank) for key in keys):
            return None
        return self.provenance(path)

    def groups(self, claims: Iterable[str]) -> tuple[str, ...]:
        """Source groups of claims, each once, in order."""
        known = self.seeds.claims
        return tuple(dict.fromkeys(known[claim].group for claim in claims))

    def _chain(self, path: Path) -> tuple[Written, ...]:
        marks = self.merged.marks
        written = marks.get(path, ())
        if isinstance(self.merged.get(path), dict):
            written = (*written, *marks.get((*path, "range"), ()))
        return tuple(mark for mark in written if mark.leaf)

    def _statement(self, path: Path, key: str, rank: int) -> Statement | None:
        # A later layer may source a number it leaves alone, if it says so on the number itself.
        own = self.merged.stated.get((path, key), ())
        if own and own[-1].rank >= rank:
            return own[-1]
        return self._above(path[:-1], key, rank)

    def _above(self, table: Path, key: str, rank: int) -> Statement | None:
        asked = (table, key, rank)
        if asked not in self._found:
            stated = self.merged.stated.get((table, key), ())
            found = next((one for one in reversed(stated) if one.rank == rank), None)
            if found is None and table:
                found = self._above(table[:-1], key, rank)
            self._found[asked] = found
        return self._found[asked]


def stated_source(scenario: Scenario, path: str) -> Provenance | None:
    """Where a setting that is a plain number comes from; ``None`` where nothing covers it.

    Settings such as ``protocol.horizon`` are no quantities, but statements cover them alike.
    """
    if not isinstance(scenario.resolved, Resolved):
        return None
    merged, keys = scenario.resolved.merged, tuple(path.split("."))
    if keys == ("schema",) or not is_plain_number(merged.get(keys)):
        return None
    return SourceBook(merged, scenario.seeds).setting(keys)


def check_statements(faults: FaultList, merged: Merged, seeds: Seeds) -> None:
    """Check every ``direction_from`` and ``size_from``, whatever it covers."""
    for (table, key), stated in merged.stated.items():
        if not merged.has((*table, key)):
            continue
        value = stated[-1].value
        if key == "size_from":
            _check_size(faults, (*table, key), value)
        else:
            _check_direction(faults, (*table, key), value, seeds)


def _check_size(faults: FaultList, path: Path, value: Any) -> None:
    if not isinstance(value, str) or not _SIZE.match(value):
        rule = 'must read "outside: …", "indifference: …" or "assumption: …"'
        advice = "a claim gives a direction, never a size" if isinstance(value, list) else ""
        faults.add(path, rule, value, advice=advice)
    else:
        _check_date(faults, path, value)


def _check_direction(faults: FaultList, path: Path, value: Any, seeds: Seeds) -> None:
    if isinstance(value, str):
        if _DIRECTION.match(value):
            _check_date(faults, path, value)
        else:
            rule = 'must list claims, or read "outside: …" or "nobody: …"'
            faults.add(path, rule, value)
        return
    if not isinstance(value, list) or not value:
        faults.add(path, "must list claims or outside sources", value)
        return
    for place, source in enumerate(value):
        here = (*path, str(place))
        if isinstance(source, str) and source.startswith("outside:"):
            _check_date(faults, here, source)
        elif seeds.claims:
            faults.known(here, source, seeds.claims, "claim")
        else:
            faults.add(here, "names a claim, but the scenario states no seeds", source)


def _check_date(faults: FaultList, path: Path, value: str) -> None:
    if value.startswith("outside:") and not _DATED.search(value):
        faults.add(path, "must give the outside source's date in brackets", value)


def _direction(value: Any) -> tuple[tuple[str, ...], str]:
    if isinstance(value, str):
        return (), value
    claims = tuple(source for source in value if not source.startswith("outside:"))
    return claims, "; ".join(source for source in value if source.startswith("outside:"))
