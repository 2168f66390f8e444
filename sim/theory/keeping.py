"""When a signed deal is broken: keeping and breaking round by round, while the way out moves.

In each round t = 0 … T − 1 every party i ∈ N that the deal needs keeps it or breaks it. While all
keep, i has its flow f_i(t); the first breach, by one party or more, ends the deal in that round
and leaves every party what no deal is then worth to it, once and for all, m_i(t). A deal kept in
all rounds is worth v_i after them. Discount δ_i a round. With W_i(T) = v_i,

    K_i(t) = f_i(t) + δ_i W_i(t+1)          what keeping is worth, if the others keep
    i breaks in t  iff  m_i(t) > K_i(t)
    W_i(t) = m_i(t) if somebody breaks in t, else K_i(t)

*Concept*: subgame-perfect equilibrium by backward induction, the one in which nobody breaks merely
because another does (who expects a breach in the same round has no more by breaking too). Who is
indifferent, within ``INDIFFERENT``, keeps. Looking ahead, a party may break early though the deal
is still worth more to it than no deal: because another will break later, when no deal is worth less
to it than now – the logic of preventive war (Powell 2006, Int. Organ. 60:169–203; for deals
that are struck anew each period see :mod:`sim.theory.shifting_power`). It may also wait, the deal
being worth less to it already, where no deal is to be worth still more.

*Constant deals.* Let the flow be (1 − δ_i) D_i and v_i = D_i, so that a kept deal is worth D_i at
any time. Then the deal is kept to the end iff nobody would ever gain by breaking,
m_i(t) ≤ D_i for all i and t: looking ahead changes who breaks first, and when, not whether. (If
none gains, W = D throughout, by induction. If i gains in t, either somebody breaks after t, or
K_i(t) = D_i < m_i(t) and i breaks in t.) So the least that must be promised to i, once and for
all, is max_t m_i(t) − D_i, and enough for each is enough for all together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.domain.value import INDIFFERENT
from sim.errors import UsageError

__all__ = ["KeepingPlay", "keep_or_break", "promises_needed"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Index = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepingPlay:
    """What is played, with any further axes (…) such as one of worlds.

    ends : (…) the first round in which somebody breaks; T where the deal is kept. by : (k, …) who
    breaks in that round. values : (k, …) what the parties have from round 0 on.
    """

    ends: Index
    by: Flags
    values: Array


def keep_or_break(flow: Array, no_deal: Array, after: Array, discount: Array) -> KeepingPlay:
    """Play by backward induction.

    flow : (T, k, …), f. no_deal : (T, k, …), m. after : (k, …), v. discount : (k, …), in (0, 1].
    The further axes broadcast. Raises ``UsageError`` where there is no round, or a discount lies
    outside its range.

    The first party's no-deal value rises to 3, above the 2 that the deal is worth to it; the
    second's falls from 1 to 0. The first would break in round 1; the second, to whom the deal is
    worth 1.2, would then have 0, and has 1 by breaking at once: more than 0.6 + 0.5 · 0.

    >>> flow, after = np.array([[1.0, 0.6]] * 2), np.array([2.0, 1.2])
    >>> play = keep_or_break(flow, np.array([[0.0, 1.0], [3.0, 0.0]]), after, np.array([0.5, 0.5]))
    >>> int(play.ends), play.by.tolist()
    (0, [False, True])
    """
    if not len(no_deal) or len(flow) != len(no_deal):
        raise UsageError("there is a round at least, with a flow and a no-deal value each")
    if not ((discount > 0.0) & (discount <= 1.0)).all():
        raise UsageError("the discount factor must lie in (0, 1]")
    rounds = len(no_deal)
    shape = np.broadcast_shapes(flow.shape[1:], no_deal.shape[1:], after.shape, discount.shape)
    values = np.broadcast_to(after, shape)
    ends = np.full(shape[1:], rounds, dtype=np.intp)
    by = np.zeros(shape, dtype=bool)
    for t in range(rounds - 1, -1, -1):
        keeps = flow[t] + discount * values
        breaks = no_deal[t] > keeps + INDIFFERENT
        broken = breaks.any(axis=0)
        values = np.where(broken, no_deal[t], keeps)
        ends = np.where(broken, t, ends)
        by = np.where(broken, breaks, by)
    return KeepingPlay(ends=ends, by=by, values=values)


def promises_needed(no_deal: Array, deal: Array) -> Array:
    """The least each must be promised, once and for all, so as never to gain by breaking: (k, …).

    no_deal : (T, k, …). deal : (k, …), what the deal is worth while it is kept. 0 where none is
    needed.

    >>> promises_needed(np.array([[0.0, 1.0], [3.0, 0.0]]), np.array([2.0, 1.2])).tolist()
    [1.0, 0.0]
    """
    short = no_deal.max(axis=0) - deal
    return np.asarray(np.where(short > INDIFFERENT, short, 0.0))
