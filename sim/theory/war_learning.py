"""War that ends by learning: beliefs about battles, and the day on which a deal becomes possible.

A wins each battle with the same unknown chance θ; battles are independent, one a day, and seen by
both. The sides start from different beliefs about θ, Beta(α_A, β_A) and Beta(α_B, β_B), which they
hold knowing the other's (they agree to disagree). After w victories and l defeats of A

    side i believes Beta(α_i + w, β_i + l),       mean  m_i = (α_i + w)/(α_i + β_i + w + l)

Fighting on is worth m_A − c_A to A, in shares of the stake, and leaves A with m_B + c_B in the eyes
of B. So both prefer a share x of A to fighting on iff

    m_A − c_A ≤ x ≤ m_B + c_B;     some x does iff  m_A − m_B ≤ c_A + c_B

and a war of optimists (m_A > m_B) ends on the first day on which this range is open. Since
battles swamp what the sides believed at first it opens in the end, however they go, by
:func:`latest_day` at the latest. With equally firm beliefs, α_A + β_A = α_B + β_B = f, the gap is
(α_A − α_B)/(f + n) after n battles, however they went, so that peace comes on the day

    n = max(0, ⌈(α_A − α_B)/(c_A + c_B) − f⌉)

Otherwise the day depends on the battles; its distribution is exact, by recursion over (n, w).

In the spirit of Smith & Stam 2004, J. Conflict Resolut. 48:783–813 (priors that differ, learning by
fighting) and of the convergence that ends wars in Slantchev 2003, Am. Polit. Sci. Rev. 97:621–632.
Both papers have more: forts to be taken, and offers that inform.

Concept: none strategic; sides are myopic and sign as soon as some deal beats fighting on, also when
indifferent (within ``INDIFFERENT``). Day n is after n battles; nothing is discounted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.domain.value import INDIFFERENT
from sim.errors import UsageError

__all__ = [
    "Beliefs",
    "equally_firm_day",
    "latest_day",
    "means",
    "opening_day",
    "opening_day_believed",
    "range_open",
]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Number = Array | float


@dataclass(frozen=True, slots=True, kw_only=True)
class Beliefs:
    """What the two sides believe before the first battle, and what fighting on costs them.

    wins, losses : (2,), α and β of A and B, > 0, of victories and defeats *of A*. costs : (2,), c,
    ≥ 0, in shares of the stake, with a sum above 0. Raises :class:`UsageError` otherwise.
    """

    wins: Array
    losses: Array
    costs: Array

    def __post_init__(self) -> None:
        for numbers in (self.wins, self.losses, self.costs):
            if np.shape(numbers) != (2,):
                raise UsageError("beliefs and costs are given for two sides")
        if not ((self.wins > 0.0).all() and (self.losses > 0.0).all()):
            raise UsageError("the parameters of a Beta belief must be above 0")
        if (self.costs < 0.0).any() or not self.costs.sum() > 0.0:
            raise UsageError("costs of fighting cannot be negative, nor all be 0")


def means(beliefs: Beliefs, won: Number, lost: Number) -> Array:
    """The chance of a victory of A that A and B believe in: (2, …).

    won, lost : (…), battles won and lost by A, ≥ 0.

    >>> beliefs = Beliefs(
    ...     wins=np.array([3.0, 1.0]), losses=np.array([1.0, 3.0]), costs=np.array([0.125, 0.125])
    ... )
    >>> means(beliefs, 2, 2).tolist()
    [0.625, 0.375]
    """
    w, n = np.asarray(won, dtype=float), np.asarray(won, dtype=float) + lost
    shape = (2,) + (1,) * n.ndim
    firmness = beliefs.wins + beliefs.losses
    return np.asarray((beliefs.wins.reshape(shape) + w) / (firmness.reshape(shape) + n))


def range_open(beliefs: Beliefs, won: Number, lost: Number) -> tuple[Array, Array, Flags]:
    """The least and the greatest share of A that both prefer to fighting on, and whether any does.

    won, lost : (…). Shares are cut to [0, 1]; with nothing between them the least is the greater.

    >>> beliefs = Beliefs(
    ...     wins=np.array([3.0, 1.0]), losses=np.array([1.0, 3.0]), costs=np.array([0.125, 0.125])
    ... )
    >>> [[x.item() for x in range_open(beliefs, n, n)] for n in (0, 2)]    # 1/2 apart, then 1/4
    [[0.625, 0.375, False], [0.5, 0.5, True]]
    """
    of_a, of_b = means(beliefs, won, lost)
    least = np.maximum(of_a - beliefs.costs[0], 0.0)
    most = np.minimum(of_b + beliefs.costs[1], 1.0)
    return least, most, np.asarray(of_a - of_b <= beliefs.costs.sum() + INDIFFERENT)


def equally_firm_day(beliefs: Beliefs) -> int:
    """The day on which the range opens where both beliefs are equally firm, however battles go.

    Raises :class:`UsageError` where they are not.

    >>> equally_firm_day(Beliefs(
    ...     wins=np.array([3.0, 1.0]), losses=np.array([1.0, 3.0]), costs=np.array([0.125, 0.125])
    ... ))    # 2/(1/4) − 4
    4
    """
    firmness = beliefs.wins + beliefs.losses
    if abs(firmness[0] - firmness[1]) > INDIFFERENT:
        raise UsageError("the day is known beforehand only with α + β the same for both sides")
    apart = (beliefs.wins[0] - beliefs.wins[1]) / (beliefs.costs.sum() + INDIFFERENT)
    return max(0, int(np.ceil(apart - firmness[0])))


def opening_day(beliefs: Beliefs, chance: float, days: int) -> Array:
    """The chance that the range opens for the first time on day 0, 1, …: (days + 1,).

    chance : θ, the true chance of a victory of A, in [0, 1]. days : last day looked at, ≥ 0. What
    is missing to 1 is the chance that the war goes on after it. Raises :class:`UsageError` for
    numbers outside their ranges.

    With costs of 1/16 each a deal needs beliefs within 1/8. After two days only two victories do,
    after three two of three, after four two of four:

    >>> beliefs = Beliefs(
    ...     wins=np.array([3.0, 1.0]), losses=np.array([1.0, 1.0]), costs=np.array([0.0625, 0.0625])
    ... )
    >>> opening_day(beliefs, 0.5, 4).tolist()    # 1/4, 2/8, 3/16
    [0.0, 0.0, 0.25, 0.25, 0.1875]
    """
    if not 0.0 <= chance <= 1.0:
        raise UsageError("the chance of a victory must lie in [0, 1]")
    return _first_open(beliefs, days, lambda n, won: np.full(n + 1, chance))


def opening_day_believed(beliefs: Beliefs, wins: float, losses: float, days: int) -> Array:
    """The same for somebody who believes θ to be Beta(wins, losses): (days + 1,).

    wins, losses : > 0; those of a side give what that side expects of the war. Raises
    :class:`UsageError` for numbers outside their ranges.

    >>> beliefs = Beliefs(
    ...     wins=np.array([3.0, 1.0]), losses=np.array([1.0, 1.0]), costs=np.array([0.0625, 0.0625])
    ... )
    >>> opening_day_believed(beliefs, 1.0, 1.0, 2).round(6).tolist()    # 1/2 · 2/3
    [0.0, 0.0, 0.333333]
    """
    if not (wins > 0.0 and losses > 0.0):
        raise UsageError("the parameters of a Beta belief must be above 0")
    return _first_open(beliefs, days, lambda n, won: (wins + won) / (wins + losses + n))


def latest_day(beliefs: Beliefs) -> int:
    """The last day on which the range can open for the first time, over all runs of battles.

    >>> latest_day(Beliefs(
    ...     wins=np.array([3.0, 1.0]), losses=np.array([1.0, 1.0]), costs=np.array([0.125, 0.0625])
    ... ))    # all lost: 3/9 − 1/7 on day 5 is .190, 3/10 − 1/8 on day 6 is .175
    6
    """
    fought, day = np.ones(1, dtype=bool), 0
    while True:
        fought = fought & ~_open_on(beliefs, day)
        if not fought.any():
            return day
        fought = np.append(fought, False) | np.append(False, fought)
        day += 1


def _first_open(beliefs: Beliefs, days: int, chance_of: Callable[[int, Array], Array]) -> Array:
    """The distribution of the first open day; ``chance_of(n, w)`` is that of a victory then."""
    if days < 0:
        raise UsageError("the last day looked at cannot be negative")
    found, fighting = np.empty(days + 1), np.ones(1)
    for day in range(days + 1):
        ends = _open_on(beliefs, day)
        found[day] = fighting[ends].sum()
        fighting = np.where(ends, 0.0, fighting)
        wins = fighting * chance_of(day, np.arange(day + 1, dtype=float))
        fighting = np.append(fighting - wins, 0.0) + np.append(0.0, wins)
    return found


def _open_on(beliefs: Beliefs, day: int) -> Flags:
    """Whether the range is open after 0, 1, … victories in so many battles: (day + 1,)."""
    won = np.arange(day + 1, dtype=float)
    return range_open(beliefs, won, day - won)[2]
