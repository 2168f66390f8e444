"""Shares, differences, quantiles and means over weighted worlds, each with its interval.

With weights w, Kish's effective number of worlds is n' = (Σw)² / Σw² (Kish 1965, Survey Sampling,
section 11.7); every interval below uses it in the place of n. All intervals are for 95 % and carry
sampling error only: what is assumed is varied by codings and scenarios, not by them.

Wilson's interval for a share p (Wilson 1927, J. Am. Stat. Assoc. 22:209–212):

    (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n)

Bonett and Price's adjusted Wald interval for a paired difference (Bonett & Price 2012, J. Educ.
Behav. Stat. 37:479–488), where in f₁₂ pairs only the first holds and in f₂₁ only the second:

    p₁₂ = (f₁₂ + 1)/(n + 2),  p₂₁ = (f₂₁ + 1)/(n + 2)
    p₂₁ − p₁₂ ± z √((p₁₂ + p₂₁ − (p₂₁ − p₁₂)²)/(n + 2))
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from statistics import NormalDist
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.domain.estimate import Amount, Difference, Quantiles, Share
from sim.errors import UsageError

__all__ = [
    "amount_of",
    "difference_of",
    "effective_number",
    "paired_interval",
    "quantiles_of",
    "share_of",
    "shares_of",
    "weighted_quantiles",
    "widened",
    "wilson_interval",
]

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Estimate = TypeVar("Estimate", bound=Difference | Amount)

#: The 0.975 quantile of the standard normal distribution.
Z = 1.959963984540054

_PROBABILITIES = (0.05, 0.25, 0.50, 0.75, 0.95)


def effective_number(weight: Array) -> float:
    """Kish's effective number of worlds. weight : (n,), not negative. 0 where nothing weighs.

    >>> effective_number(np.array([1.0, 1.0, 1.0])), effective_number(np.array([3.0, 1.0, 0.0]))
    (3.0, 1.6)
    """
    squares = float(np.sum(weight * weight))
    return float(np.sum(weight)) ** 2 / squares if squares else 0.0


def _weighing(weight: Array) -> float:
    """The effective number of worlds, of which there must be some."""
    n = effective_number(weight)
    if n == 0.0:
        raise UsageError("a share needs a world that carries weight; none of these does")
    return n


def wilson_interval(share: float, n: float) -> tuple[float, float]:
    """Wilson's interval for a share seen in ``n`` worlds (n > 0, not necessarily whole).

    >>> low, high = wilson_interval(81 / 263, 263)      # Newcombe 1998, Stat. Med. 17:857–872
    >>> round(low, 4), round(high, 4)
    (0.2553, 0.3662)
    """
    centre = share + Z * Z / (2 * n)
    half = Z * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    scale = 1 + Z * Z / n
    # Rounding may leave the limit that is exactly 0 or 1 just short of it.
    low = 0.0 if share <= 0.0 else (centre - half) / scale
    high = 1.0 if share >= 1.0 else (centre + half) / scale
    return max(0.0, low), min(1.0, high)


def share_of(mask: Mask, weight: Array) -> Share:
    """Weighted share of worlds where ``mask`` holds.

    mask, weight : (n,). Raises ``UsageError`` where no world weighs anything.
    """
    return shares_of([mask], weight)[0]


def shares_of(masks: Iterable[Mask], weight: Array) -> list[Share]:
    """Weighted share of worlds where each mask holds, the worlds weighed but once.

    masks : (n,) each. weight : (n,). Raises ``UsageError`` where no world weighs anything.
    """
    n, total = _weighing(weight), float(np.sum(weight))
    found = []
    for mask in masks:
        share = min(1.0, float(np.sum(weight[mask])) / total)
        low, high = wilson_interval(share, n)
        found.append(Share(share=share, low=low, high=high))
    return found


def paired_interval(only_first: float, only_second: float, n: float) -> tuple[float, float]:
    """Bonett and Price's interval for second minus first.

    only_first, only_second : shares of ``n`` pairs where only that side holds.

    >>> low, high = paired_interval(1 / 21, 7 / 21, 21)     # 2/23 and 8/23 after adjusting
    >>> round(low, 4), round(high, 4)
    (0.0134, 0.5084)
    """
    p12 = (only_first * n + 1) / (n + 2)
    p21 = (only_second * n + 1) / (n + 2)
    difference = p21 - p12
    half = Z * math.sqrt(max(0.0, p12 + p21 - difference**2) / (n + 2))
    return max(-1.0, difference - half), min(1.0, difference + half)


def difference_of(first: Mask, second: Mask, weight: Array) -> Difference:
    """Weighted share of ``second`` minus that of ``first`` over the same worlds.

    first, second, weight : (n,). Raises ``UsageError`` where no world weighs anything.
    """
    n = _weighing(weight)
    total = float(np.sum(weight))
    only_first = float(np.sum(weight[first & ~second])) / total
    only_second = float(np.sum(weight[second & ~first])) / total
    low, high = paired_interval(only_first, only_second, n)
    return Difference(difference=only_second - only_first, low=low, high=high)


def widened(estimate: Estimate, looks: int) -> Estimate:
    """The same with an interval that allows for several looks; one look leaves it as it is.

    All of ``looks`` such intervals hold together in 95 of 100 cases at least (Bonferroni; Dunn
    1961, J. Am. Stat. Assoc. 56:52–64): the normal quantile is that of 0.05 / looks.

    >>> one = widened(Difference(difference=0.02, low=0.01, high=0.03), 10)
    >>> round(one.low, 4), round(one.high, 4)
    (0.0057, 0.0343)
    """
    wider = NormalDist().inv_cdf(1 - 0.025 / looks) / Z
    middle, half = (estimate.low + estimate.high) / 2, (estimate.high - estimate.low) / 2
    low, high = middle - half * wider, middle + half * wider
    if isinstance(estimate, Difference):
        low, high = max(-1.0, low), min(1.0, high)
    return replace(estimate, low=low, high=high)


def weighted_quantiles(values: Array, weight: Array, probabilities: Array) -> Array:
    """Quantiles of weighted values, interpolated between the middles of their weights.

    With equal weights this is Hazen's rule (definition 5 of Hyndman & Fan 1996, Am. Stat.
    50:361–365). values, weight : (n,), n ≥ 1, some weight positive.

    >>> x = np.array([3.0, 1.0, 2.0])
    >>> weighted_quantiles(x, np.ones(3), np.array([0.5]))
    array([2.])
    """
    heavy = weight > 0
    values, weight = values[heavy], weight[heavy]
    order = np.argsort(values, kind="stable")
    values, weight = values[order], weight[order]
    middles = (np.cumsum(weight) - weight / 2) / np.sum(weight)
    return np.interp(probabilities, middles, values)


def quantiles_of(values: Array, weight: Array) -> Quantiles | None:
    """The five quantiles over worlds whose value is not NaN; ``None`` if there is none."""
    known = ~np.isnan(values) & (weight > 0)
    if not known.any():
        return None
    found = weighted_quantiles(values[known], weight[known], np.array(_PROBABILITIES))
    p05, p25, p50, p75, p95 = (float(value) for value in found)
    return Quantiles(p05=p05, p25=p25, p50=p50, p75=p75, p95=p95)


def amount_of(values: Array, weight: Array) -> Amount | None:
    """Weighted mean over worlds whose value is not NaN, with its normal interval.

    The standard error is the weighted standard deviation over √(n' − 1). ``None`` with fewer than
    two such worlds, since nothing then tells how far they spread.
    """
    known = ~np.isnan(values) & (weight > 0)
    values, weight = values[known], weight[known]
    if len(values) < 2:
        return None
    n = effective_number(weight)
    shares = weight / np.sum(weight)
    mean = float(np.sum(shares * values))
    spread = float(np.sum(shares * (values - mean) ** 2))
    half = Z * math.sqrt(spread / (n - 1))
    return Amount(mean=mean, low=mean - half, high=mean + half)
