"""Peace that cannot be kept: deals of one period while power shifts.

In every period t a stake worth 1 is divided, x_t ∈ [0, 1] to A. War in t ends the game: A wins
with chance p_t and the winner has the stake from then on; it costs the sides c_A and c_B once. With
V_t what the stake is worth from t on, in units of t (V_t = 1 + δ V_{t+1}),

    war in t gives   M_A(t) = p_t V_t − c_A,   M_B(t) = (1 − p_t) V_t − c_B

**One-period deals.** In t one side, the proposer, offers x_t or fights; the other accepts or
fights; a deal binds for the period only, and t + 1 follows. With W(t) the values of playing on,

    peace in t  iff  some x ∈ [0, 1] has  x + δ W_A(t+1) ≥ M_A(t)  and  1 − x + δ W_B(t+1) ≥ M_B(t)

The proposer then takes the x best for itself; otherwise W(t) = M(t). Since V_t > M_A(t) + M_B(t)
there is always enough to share, but a side may be promised too little of it: B fights iff even all
of today's stake does not make up for tomorrow, M_B(t) − δ W_B(t+1) > 1. For A rising and peace from
t + 1 on this is the *inefficiency condition* (Powell 2004, Am. Polit. Sci. Rev. 98:231–241; 2006,
Int. Organ. 60:169–203): the shift exceeds the surplus of peace,

    δ W_A(t+1) − M_A(t)  >  V_t − M_A(t) − M_B(t)

With Δ = p_{t+1} − p_t, and the proposer in t + 1 leaving the other its war value (so it does after
the last shift, and always unless that other's tomorrow is worth more), there is war in t iff

    B proposes in t + 1    Δ > Δ* = [p_t + c_B + δ c_A] / (δ V_{t+1})
    A proposes in t + 1    Δ > Δ* = [p_t + (1 − δ) c_B] / (δ V_{t+1})

The second, with V_{t+1} = 1/(1 − δ), says δ p_{t+1} − p_t > (1 − δ)² c_B (Fearon 1995, Int. Organ.
49:379–414, part on preventive war). It also holds, whoever proposes, where war is to come in
t + 1: waiting for it only saves B the interest on its cost. A shift over several periods can be too
large though no step is: with B proposing, peace needs V_t − M_B(t) ≥ δ^(s−t) M_A(s) for all s > t.

**Permanent binding deals** divide the stake once for good: every constant share between
p_0 − c_A/V_0 and p_0 + c_B/V_0 beats war for both, however power shifts.

**Guarantees** that restore peace in t: a shift of no more than Δ*; or a promise that binds:
A gives B another (M_B(t) − 1)/δ − W_B(t+1) in t + 1.

Concept: *subgame-perfect equilibrium*, by backward induction; without end one side proposes always
after the last shift. Who is indifferent (within ``INDIFFERENT``) accepts and does not fight.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from sim.domain.value import INDIFFERENT
from sim.errors import UsageError

__all__ = [
    "PowerPath",
    "ShiftingPlay",
    "Side",
    "largest_safe_shift",
    "one_period_deals",
    "permanent_range",
    "promise_needed",
    "with_end",
    "without_end",
]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Side(IntEnum):
    """One of the two; also its place in arrays."""

    A = 0
    B = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerPath:
    """The game as arrays, by :func:`with_end`, :func:`without_end` or other values of war.

    war : (T, 2), M: what war in t gives A and B, in units of t. worth : (T,), V. after : (2,), what
    A and B have once the T periods are over, in units of period T. discount : δ.
    """

    war: Array
    worth: Array
    after: Array
    discount: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftingPlay:
    """What is played in every period, given that it is reached in peace.

    fights : (T,). share : (T,), A's share x_t; nan where there is war. values : (T + 1, 2), W of A
    and B, in units of the period. short : (T, 2), by how much even all of the stake of t would
    leave a side below war, in units of t; a side with more than 0 fights.
    """

    fights: Flags
    share: Array
    values: Array
    short: Array


def with_end(power: Array, cost_a: float, cost_b: float, discount: float) -> PowerPath:
    """The stake lasts for the T periods of ``power`` and is worth nothing afterwards.

    power : (T,), p_t, in [0, 1]. cost_a, cost_b : > 0, in units of one period's stake. discount :
    in (0, 1]. Raises :class:`UsageError` for numbers outside their ranges.

    >>> with_end(np.array([0.5, 0.5]), 0.25, 0.25, 0.5).war.tolist()    # V is 3/2, then 1
    [[0.5, 0.5], [0.25, 0.25]]
    """
    _check(power, cost_a, cost_b)
    if not 0.0 < discount <= 1.0:
        raise UsageError("the discount factor must lie in (0, 1]")
    worth = np.cumsum(discount ** np.arange(len(power), dtype=float))[::-1]
    return PowerPath(
        war=_war(power, worth, cost_a, cost_b),
        worth=worth,
        after=np.zeros(2),
        discount=discount,
    )


def without_end(
    power: Array, cost_a: float, cost_b: float, discount: float, lasting: Side
) -> PowerPath:
    """The stake lasts for ever; after the periods of ``power`` its last entry holds for ever.

    power : (T,), in [0, 1]. cost_a, cost_b : > 0. discount : in (0, 1). lasting : who proposes once
    power has stopped to shift: it leaves the other what war gives that side, or 0 if that is more.
    Raises :class:`UsageError` for numbers outside their ranges.

    >>> without_end(np.array([0.5]), 0.25, 0.25, 0.5, Side.B).after.tolist()    # 1 − 1/4; V = 2
    [0.75, 1.25]
    """
    _check(power, cost_a, cost_b)
    if not 0.0 < discount < 1.0:
        raise UsageError("without an end the discount factor must lie in (0, 1)")
    worth = np.full(len(power), 1.0 / (1.0 - discount))
    war = _war(power, worth, cost_a, cost_b)
    after = np.empty(2)
    other = 1 - lasting
    after[other] = max(war[-1, other], 0.0)
    after[lasting] = worth[-1] - after[other]
    return PowerPath(war=war, worth=worth, after=after, discount=discount)


def one_period_deals(path: PowerPath, proposers: NDArray[np.intp]) -> ShiftingPlay:
    """Play by backward induction; the first period in which ``fights`` holds is when war comes.

    proposers : (T,), members of :class:`Side`.

    A rises from 0 to 1. B, offered all of today's 1, would then have nothing; war today gives it
    3/2 − 1/4. With the cost at 1/2 it keeps the peace:

    >>> rise, asks = np.array([0.0, 1.0]), np.array([Side.A, Side.A])
    >>> one_period_deals(with_end(rise, 0.25, 0.25, 0.5), asks).fights.tolist()
    [True, False]
    >>> one_period_deals(with_end(rise, 0.25, 0.5, 0.5), asks).share.tolist()
    [0.0, 1.0]
    """
    periods = len(path.war)
    if proposers.shape != (periods,):
        raise UsageError("every period needs one proposer")
    fights = np.zeros(periods, dtype=bool)
    share = np.full(periods, np.nan)
    short = np.empty((periods, 2))
    values = np.empty((periods + 1, 2))
    values[periods] = path.after
    for t in range(periods - 1, -1, -1):
        later = path.discount * values[t + 1]
        needed = path.war[t] - later
        short[t] = needed - 1.0
        least, most = max(needed[Side.A], 0.0), min(1.0 - needed[Side.B], 1.0)
        fights[t] = least > most + INDIFFERENT or bool((short[t] > INDIFFERENT).any())
        if fights[t]:
            values[t] = path.war[t]
            continue
        taken = most if proposers[t] == Side.A else least
        share[t] = min(max(taken, 0.0), 1.0)
        values[t] = later + np.array([share[t], 1.0 - share[t]])
    return ShiftingPlay(fights=fights, share=share, values=values, short=short)


def permanent_range(path: PowerPath) -> tuple[float, float]:
    """The least and the greatest constant share of A, for good, that both prefer to war at once.

    Cut to [0, 1]; never empty, since war costs something.

    >>> permanent_range(with_end(np.array([0.5, 1.0]), 0.25, 0.5, 1.0))    # V = 2
    (0.375, 0.75)
    """
    low, high = path.war[0, Side.A] / path.worth[0], 1.0 - path.war[0, Side.B] / path.worth[0]
    return max(float(low), 0.0), min(float(high), 1.0)


def largest_safe_shift(
    power: float, cost_a: float, cost_b: float, discount: float, worth: float, proposer: Side
) -> float:
    """Δ*: the most A's power may rise by within one period with peace kept.

    power : p_t, in [0, 1]. cost_a, cost_b : > 0. discount : (0, 1]. worth : V_{t+1} ≥ 1, what the
    stake is worth from the next period on. proposer : who proposes then. Infinite where no rise
    leads to war. Raises :class:`UsageError` for numbers outside their ranges.

    The formulas at the head of the module, but for this: a proposing A can get no more than all of
    V_{t+1}, so that where B fights not even then, no rise leads to war.

    >>> largest_safe_shift(0.25, 0.125, 0.25, 0.5, 2.0, Side.B)    # (1/4 + 1/4 + 1/16)/1
    0.5625
    >>> largest_safe_shift(0.25, 0.125, 0.25, 0.5, 2.0, Side.A)    # (1/4 + 1/8)/1
    0.375
    """
    _check(np.array([power]), cost_a, cost_b)
    if not 0.0 < discount <= 1.0 or worth < 1.0:
        raise UsageError("the discount factor must lie in (0, 1] and the stake be worth at least 1")
    # V_t − M_B(t), in units of t + 1: B keeps the peace iff A is left no more than this.
    left = (power * (1.0 + discount * worth) + cost_b) / discount
    if left >= worth - INDIFFERENT:
        return float("inf")
    kept = left + cost_a if proposer == Side.B else left - cost_b
    return float(kept / worth - power)


def promise_needed(path: PowerPath, play: ShiftingPlay) -> Array:
    """What the other side must bind itself to give in t + 1 so that a side keeps the peace in t.

    (T, 2): in units of t + 1, per side that gets it on top of its W(t+1); 0 where none is needed.
    Its giver still prefers that peace to war in t.

    >>> path = with_end(np.array([0.0, 1.0]), 0.25, 0.25, 0.5)
    >>> promise_needed(path, one_period_deals(path, np.array([Side.A, Side.A]))).tolist()
    [[0.0, 0.5], [0.0, 0.0]]
    """
    short = np.where(play.short > INDIFFERENT, play.short, 0.0)
    return np.asarray(short / path.discount)


def _war(power: Array, worth: Array, cost_a: float, cost_b: float) -> Array:
    return np.stack([power * worth - cost_a, (1.0 - power) * worth - cost_b], axis=1)


def _check(power: Array, cost_a: float, cost_b: float) -> None:
    if power.ndim != 1 or not len(power) or not ((power >= 0.0) & (power <= 1.0)).all():
        raise UsageError("power is a chance of winning in [0, 1] for every period, at least one")
    if not (cost_a > 0.0 and cost_b > 0.0):
        raise UsageError("war must cost both sides something")
