"""Time to an event that is not seen everywhere: the product-limit estimate, weighted.

With d_i the weight of worlds that agree on day t_i, n_i that of those at the table just before it,
and worlds whose talks end otherwise, or go on beyond what is looked at, right-censored on their
last day (Kaplan & Meier 1958, J. Am. Stat. Assoc. 53:457–481):

    S(t) = Π_{t_i ≤ t} (1 − d_i / n_i)
    Var S(t) ≈ S(t)² Σ_{t_i ≤ t} d_i / (n_i (n_i − d_i))                          (Greenwood 1926)

Who is censored on a day counts as at the table on it. Weights are scaled so that they add up to
Kish's effective number. The interval is Wilson's with the number of worlds that would give the same
variance without censoring, n(t) = S (1 − S) / Var S (Rothman 1978, J. Chronic Dis. 31:557–560), so
that without censoring it is the interval of any other share.

``scipy.stats`` has the estimate too, without weights; it takes a second to load, and tests hold
this module against it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.analysis.shares import effective_number, wilson_interval
from sim.domain.estimate import Share
from sim.errors import UsageError

__all__ = ["ProductLimit", "agreed_by", "censored_from", "product_limit"]

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

#: Less than this share of those at the table is rounding, not somebody who stays.
_NOBODY = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductLimit:
    """A product-limit estimate, a step on each day on which any world agrees or is censored.

    day : (m,) rising. still : (m,) S, from that day on, in [0, 1]. number : (m,) worlds that would
    give S its variance if none were censored. n : effective number of all worlds.
    """

    day: Array
    still: Array
    number: Array
    n: float


def product_limit(day: Array, agreed: Mask, weight: Array) -> ProductLimit:
    """The estimate from each world's last day and whether it then agreed.

    day, agreed, weight : (n,). Raises ``UsageError`` where no world weighs anything.

    >>> found = product_limit(np.array([1.0, 2.0, 2.0, 3.0]),
    ...                       np.array([True, True, False, True]), np.ones(4))
    >>> found.still                                              # 3/4, then 2/3 of it, then none
    array([0.75, 0.5 , 0.  ])
    """
    n = effective_number(weight)
    if n == 0.0:
        raise UsageError("a time to agreement needs a world that carries weight; none does")
    scaled = weight * (n / weight.sum())
    days, place = np.unique(day, return_inverse=True)
    ending = np.bincount(place, weights=scaled, minlength=len(days))
    events = np.bincount(place, weights=scaled * agreed, minlength=len(days))
    at_risk = np.cumsum(ending[::-1])[::-1]
    staying = at_risk - events
    staying[staying < _NOBODY * at_risk] = 0.0
    still = np.cumprod(staying / at_risk).astype(np.float64)
    terms = np.divide(events, at_risk * staying, out=np.zeros_like(events), where=staying > 0.0)
    return ProductLimit(day=days, still=still, number=_number(still, np.cumsum(terms), n), n=n)


def _number(still: Array, spread: Array, n: float) -> Array:
    """Worlds that would give the same variance uncensored; before anybody agrees, all of them.

    Once everybody has agreed the variance is 0 and tells nothing; the number before it stands.
    """
    number = np.full(len(still), n)
    for k, (share, sum_) in enumerate(zip(still, spread, strict=True)):
        if share > 0.0 and sum_ > 0.0:
            number[k] = (1.0 - share) / (share * sum_)
        elif share == 0.0 and k:
            number[k] = number[k - 1]
    return number


def agreed_by(found: ProductLimit, day: float) -> Share:
    """The share that has agreed by a day, with its interval. Days before the first: none has."""
    at = int(np.searchsorted(found.day, day, side="right")) - 1
    share = 0.0 if at < 0 else 1.0 - float(found.still[at])
    low, high = wilson_interval(share, found.n if at < 0 else float(found.number[at]))
    return Share(share=share, low=low, high=high)


def censored_from(day: Array, agreed: Mask, limit: float) -> tuple[Array, Mask]:
    """The same worlds seen by one who stops watching on a day: what comes later is censored there.

    >>> censored_from(np.array([1.0, 9.0]), np.array([True, True]), 5.0)
    (array([1., 5.]), array([ True, False]))
    """
    return np.minimum(day, limit), agreed & (day <= limit)
