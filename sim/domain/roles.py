"""Role sheets for a class: what one party is told in confidence, in points of a hundred."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["FearedBreach", "RoleLine", "RoleSheet"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleLine:
    """A red line as a role is told it.

    refused : option → chance that the line is real, by its mode. waived : issue → option from which
    on, along that issue, the line falls.
    """

    issue: str
    refused: Mapping[str, float]
    waived: Mapping[str, str] = field(default_factory=dict)

    @property
    def firm(self) -> tuple[str, ...]:
        """Options refused more likely than not: a player holds these whatever is offered."""
        return tuple(option for option, chance in self.refused.items() if chance >= 0.5)

    @property
    def soft(self) -> tuple[str, ...]:
        """Options refused less likely than not: a player may hold them or let them go."""
        return tuple(option for option, chance in self.refused.items() if 0.0 < chance < 0.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class FearedBreach:
    """What a role takes off any deal because it may be broken.

    points : with nothing done about it. remaining : issue → option → share of it that is left.
    """

    points: float
    remaining: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleSheet:
    """One party's confidential sheet. All numbers are modes, and points are value units × 100.

    points : issue → option → points. premium : for any deal at all. no_deal : without a deal, on
    day 0; a week adds ``drift``. consents : issue → options that need this party's signature, for a
    party that need not sign otherwise.
    """

    party: str
    principal: bool
    points: Mapping[str, Mapping[str, float]]
    lines: tuple[RoleLine, ...]
    no_deal: float
    drift: float
    premium: float
    breach: FearedBreach | None
    consents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def score(self, package: Mapping[str, str]) -> float:
        """Points of a package (issue → option), the feared breach taken off."""
        total = self.premium + sum(self.points[issue][option] for issue, option in package.items())
        if self.breach is None:
            return total
        left = self.breach.points
        for issue, shares in self.breach.remaining.items():
            left *= shares.get(package[issue], 1.0)
        return total - left
