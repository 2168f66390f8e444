"""Reads numbers by their path: the quantity, and its provenance along with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sim.domain.provenance import Provenance, Seeds
from sim.domain.quantity import Quantity
from sim.loading.checks import table
from sim.loading.layers import Merged
from sim.loading.lines import Path
from sim.loading.numbers import quantity_at, role_at, widened
from sim.loading.sources import SourceBook

__all__ = ["DEFAULT_TACTICS", "NumberReader", "band_over"]

#: Parley's own tactics: range, and whether flat in the logarithm.
DEFAULT_TACTICS: dict[str, tuple[tuple[float, ...], bool]] = {
    "opening": ((0.01, 0.30), True),
    "toughness": ((0.25, 1.0), True),
    "patience_spread": ((0.6, 1.4), False),
}

_NONE = Provenance(direction="nobody: not stated", size="assumption: not stated, taken as none")


class NumberReader:
    """Turns the numbers of valid merged tables into quantities.

    ``provenance`` fills up with the source of every number that has been read.
    """

    def __init__(self, merged: Merged, seeds: Seeds) -> None:
        self.merged = merged
        self.book = SourceBook(merged, seeds)
        self.provenance: dict[str, Provenance] = {}

    def at(self, path: Path) -> Quantity:
        """The number stated at a path."""
        return self._stated(path, self.merged.get(path))

    def or_none(self, path: Path) -> Quantity:
        """The number at a path, or 0 where the file states none."""
        if self.merged.has(path):
            return self.at(path)
        self.provenance[".".join(path)] = _NONE
        return quantity_at(path, 0.0, role_at(path))

    def each(self, path: Path) -> dict[str, Quantity]:
        """All numbers of a table, by key; empty where there is no such table."""
        return {key: self.at((*path, key)) for key in table(self.merged.get(path))}

    def option_value(self, path: Path) -> Quantity:
        """The value of an option, widened by the band that covers it."""
        raw = self.merged.get(path)
        return self._stated(path, widened(raw, band_over(self.merged, path)))

    def line(self, paths: Iterable[Path]) -> dict[str, Quantity]:
        """Firmness by option. Options that rest on sources at all rest on the same groups."""
        drawn = {path: self.at(path) for path in paths}
        shared = tuple(dict.fromkeys(group for one in drawn.values() for group in one.groups))
        return {
            path[-1]: self._stated(path, self.merged.get(path), shared) if one.groups else one
            for path, one in drawn.items()
        }

    def tactic(self, party: str, key: str) -> Quantity:
        """A party's tactic: its own, else the scenario's, else Parley's."""
        own: Path = ("party", party, "tactics", key)
        for path in (own, ("tactics", key)):
            if self.merged.has(path):
                provenance = self.book.provenance(path)
                self.provenance[".".join(own)] = provenance
                groups = self.book.groups(provenance.claims)
                return quantity_at(own, self.merged.get(path), role_at(own), groups)
        bounds, logarithmic = DEFAULT_TACTICS[key]
        self.provenance[".".join(own)] = Provenance(
            direction="nobody: not stated",
            size=f"assumption: Parley's default {key.replace('_', ' ')}",
        )
        return Quantity(
            path=".".join(own), range=bounds, role=role_at(own), logarithmic=logarithmic
        )

    def _stated(self, path: Path, raw: Any, groups: tuple[str, ...] | None = None) -> Quantity:
        name = ".".join(path)
        if name not in self.provenance:
            self.provenance[name] = self.book.provenance(path)
        if groups is None:
            groups = self.book.groups(self.provenance[name].claims)
        return quantity_at(path, raw, role_at(path), groups)


def band_over(merged: Merged, path: Path) -> float:
    """The nearest band at or above an option value's table; 0 if none is stated."""
    tables: Any = merged.tables
    band = tables.get("band", 0)
    for key in path:
        tables = tables.get(key)
        if not isinstance(tables, dict):
            break
        band = tables.get("band", band) if key not in ("party", "demand", "values") else band
    return float(band)
