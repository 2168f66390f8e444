"""What findings are made of: estimates with their intervals, and the names a reader sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Amount", "Difference", "Labels", "Quantiles", "Share"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share of worlds, in [0, 1], with a 95 % interval that carries sampling error only."""

    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A paired difference of shares, in [−1, 1], with a 95 % interval (sampling error only)."""

    difference: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A mean in value units with a 95 % interval (sampling error only)."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantiles:
    """Weighted quantiles over worlds, in value units."""

    p05: float
    p25: float
    p50: float
    p75: float
    p95: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The names a reader sees, keyed by id and in the scenario's order.

    options : issue → option → name, every option a package may hold.
    """

    parties: Mapping[str, str]
    issues: Mapping[str, str]
    options: Mapping[str, Mapping[str, str]]
