"""An uncertain number: its range, and the inverse distribution function that draws from it.

Three numbers ``low, mid, high`` are triangular, two are flat, one is a constant. Uniforms come
from outside, so that the same uniform gives the same quantile whatever the range is moved to.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

__all__ = ["Quantity", "Role", "flat_quantile", "quantile", "triangular_quantile"]

Array = NDArray[np.float64]


class Role(Enum):
    """What a number is, which decides its legal range and how it widens when unsupported.

    EFFECT and AMOUNT are in value units, where a party's best on everything is 1; an amount has no
    sign. STEPS count options of an issue, DAYS are days; WEIGHT is before normalising.
    """

    VALUE = "value"
    WEIGHT = "weight"
    FIRMNESS = "firmness"
    CHANCE = "chance"
    SHARE = "share"
    EFFECT = "effect"
    AMOUNT = "amount"
    STEPS = "steps"
    TOUGHNESS = "toughness"
    SPREAD = "spread"
    DISCOUNT = "discount"
    DAYS = "days"

    @property
    def legal(self) -> tuple[float, float]:
        """The legal range, ends included."""
        return _LEGAL[self]


# Wide enough for anything meant, narrow enough that no sum of them overflows.
_LEGAL = {
    Role.VALUE: (0.0, 1.0),
    Role.WEIGHT: (0.0, 1e6),
    Role.FIRMNESS: (0.0, 1.0),
    Role.CHANCE: (0.0, 1.0),
    Role.SHARE: (0.0, 1.0),
    Role.EFFECT: (-10.0, 10.0),
    Role.AMOUNT: (0.0, 10.0),
    Role.STEPS: (-10.0, 10.0),
    Role.TOUGHNESS: (0.01, 1.0),
    Role.SPREAD: (0.01, 100.0),
    Role.DISCOUNT: (1e-6, 1.0 - 1e-9),
    Role.DAYS: (0.0, 36_500.0),
}


def triangular_quantile(u: Array, low: float, mid: float, high: float) -> Array:
    """Inverse distribution function of the triangular distribution.

    u : any shape, in [0, 1]. ``low <= mid <= high``; where all are equal the constant comes back.

    >>> triangular_quantile(np.array([0.0, 0.5, 1.0]), 0.0, 0.5, 1.0)
    array([0. , 0.5, 1. ])
    """
    width = high - low
    if width == 0.0:
        return np.full_like(u, low)
    left = (mid - low) / width
    rising = low + np.sqrt(u * width * (mid - low))
    falling = high - np.sqrt((1.0 - u) * width * (high - mid))
    return np.where(u < left, rising, falling)


def flat_quantile(u: Array, low: float, high: float) -> Array:
    """Inverse distribution function of the flat distribution on [low, high]."""
    return low + (high - low) * u


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """An uncertain number with a path, a range, a role and the source groups it rests on.

    path : keys of the scenario file joined by dots; also the name of the number's random stream.
    range : one, two or three numbers (constant; flat; low, mid, high).
    logarithmic : draw on the logarithmic scale (flat in the logarithm); needs a positive range.
    groups : source groups the direction rests on; taken at its word if one of them is.
    unsupported : the range when none is; ``None`` for the default of its role.
    """

    path: str
    range: tuple[float, ...]
    role: Role
    logarithmic: bool = False
    groups: tuple[str, ...] = ()
    unsupported: tuple[float, ...] | None = None

    @property
    def low(self) -> float:
        return self.range[0]

    @property
    def high(self) -> float:
        return self.range[-1]

    @property
    def mode(self) -> float:
        """The single number others reckon with: the mid, or the middle of a flat range."""
        if len(self.range) == 3:
            return self.range[1]
        if self.logarithmic:
            return float(np.sqrt(self.low * self.high))
        return (self.low + self.high) / 2.0

    @property
    def constant(self) -> bool:
        """Whether every draw gives the same number, supported or not."""
        ends = {self.low, self.high}
        if self.groups:
            ends |= set(self.unsupported_range)
        return len(ends) == 1

    @property
    def unsupported_range(self) -> tuple[float, ...]:
        """The range drawn from where no source group behind the number is taken at its word.

        Default: a firmness is flat on [0, high]; a chance, or a signed effect, flat from 0 to its
        far end; anything else flat and twice as wide, clipped to what is legal.
        """
        if self.unsupported is not None:
            return self.unsupported
        if self.role is Role.FIRMNESS:
            return (0.0, self.high)
        if self.role in (Role.CHANCE, Role.EFFECT, Role.STEPS):
            far = self.high if abs(self.high) >= abs(self.low) else self.low
            return (min(0.0, far), max(0.0, far))
        legal_low, legal_high = self.role.legal
        centre, width = (self.low + self.high) / 2.0, self.high - self.low
        return (max(legal_low, centre - width), min(legal_high, centre + width))


def quantile(u: Array, bounds: tuple[float, ...], *, logarithmic: bool) -> Array:
    """Quantiles ``u`` (any shape, in [0, 1]) of a range of one, two or three numbers.

    logarithmic : draw on the logarithmic scale; the bounds must then be positive.

    >>> quantile(np.array([0.0, 0.5, 1.0]), (1.0, 100.0), logarithmic=True).round(6).tolist()
    [1.0, 10.0, 100.0]
    """
    if logarithmic:
        logs = tuple(float(np.log(bound)) for bound in bounds)
        return np.exp(quantile(u, logs, logarithmic=False))
    if len(bounds) == 1:
        return np.full_like(u, bounds[0])
    if len(bounds) == 2:
        return flat_quantile(u, *bounds)
    return triangular_quantile(u, *bounds)
