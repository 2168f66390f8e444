"""Bargaining solutions on the lotteries over an additive agenda: shares and sums.

The bargaining problem is (F, d): the payoffs F of lotteries (:mod:`sim.theory.additive_agenda`) and
a disagreement point d. With gains g = u − d, over the u ∈ F with g ≥ 0, and ideal gains
a_i = max g_i,

    Kalai–Smorodinsky           g_i / a_i equal, as large as can be
    egalitarian                 g_i equal, as large as can be
    utilitarian, weights w_i    max  Σ_i w_i g_i

(Kalai & Smorodinsky 1975, Econometrica 43:513–518; Kalai 1977, Econometrica 45:1623–1630.) F is
convex, so that the axioms of these papers hold as they stand; all three are linear programmes. For
the Nash solution see :mod:`sim.theory.lottery_nash`.

Where equal shares leave room for some parties, the smallest share is made as large as can be, then
the second smallest, and so on (*leximin*: Imai 1983, Econometrica 51:389–401). Among lotteries that
tie in a sum the leximin one in gains is taken. So payoffs are unique and Pareto-optimal. A party
with nothing to gain anywhere (a_i = 0) is left out of shares. d is taken as it is, be it below what
the worst package gives.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.domain.value import INDIFFERENT
from sim.errors import UsageError
from sim.theory.additive_agenda import AdditiveAgenda, Lottery, best_lottery

__all__ = [
    "best_for_all",
    "checked_weights",
    "dividing",
    "egalitarian_lottery",
    "ideal_gains",
    "kalai_smorodinsky_lottery",
    "leximin",
    "utilitarian_lottery",
]

Array = NDArray[np.float64]

#: A share that can be raised by less is taken to be stuck; above the tolerance of programmes.
STUCK = 1e-8


def ideal_gains(agenda: AdditiveAgenda, disagreement: Array) -> Array:
    """The most each party can gain while nobody loses: (k,), a.

    disagreement : (k,). Raises ``UsageError`` where every lottery is worse than d for somebody.

    >>> agenda = AdditiveAgenda(worth=np.array([[4.0, 0.0], [0.0, 2.0]]), block=np.array([0, 0]))
    >>> ideal_gains(agenda, np.array([-1.0, 0.5]))               # 3 with (3, 1/2), 3/2 with (0, 2)
    array([4. , 1.5])
    """
    best = [
        best_for_all(agenda, own, disagreement).payoffs[i] for i, own in enumerate(agenda.worth.T)
    ]
    return np.maximum(np.array(best) - disagreement, 0.0)


def egalitarian_lottery(agenda: AdditiveAgenda, disagreement: Array) -> Lottery:
    """The lottery with equal gains, or leximin ones.

    disagreement : (k,), in units that can be compared. Raises ``UsageError`` where every lottery is
    worse than d for somebody.

    >>> agenda = AdditiveAgenda(worth=np.array([[4.0, 0.0], [0.0, 2.0]]), block=np.array([0, 0]))
    >>> egalitarian_lottery(agenda, np.zeros(2)).payoffs.round(6)
    array([1.333333, 1.333333])
    """
    return leximin(agenda, disagreement, np.ones(agenda.n_parties))


def kalai_smorodinsky_lottery(agenda: AdditiveAgenda, disagreement: Array) -> Lottery:
    """The lottery with equal shares of the ideal gains, or leximin ones.

    disagreement : (k,). Raises ``UsageError`` where every lottery is worse than d for somebody.

    >>> agenda = AdditiveAgenda(worth=np.array([[4.0, 0.0], [0.0, 2.0]]), block=np.array([0, 0]))
    >>> kalai_smorodinsky_lottery(agenda, np.zeros(2)).payoffs.round(6)
    array([2., 1.])
    """
    return leximin(agenda, disagreement, dividing(ideal_gains(agenda, disagreement)))


def utilitarian_lottery(
    agenda: AdditiveAgenda, disagreement: Array, weights: Array | None = None
) -> Lottery:
    """The lottery with the largest (weighted) sum among those that nobody loses by.

    disagreement : (k,). weights : (k,), not negative; equal if not given. Raises ``UsageError``
    where every lottery is worse than d for somebody.

    >>> agenda = AdditiveAgenda(worth=np.array([[4.0, 0.0], [0.0, 2.0]]), block=np.array([0, 0]))
    >>> utilitarian_lottery(agenda, np.array([0.0, 1.0])).payoffs.round(6)
    array([2., 1.])
    """
    shares = checked_weights(agenda, weights)
    reward = agenda.worth @ shares
    largest = best_for_all(agenda, reward, disagreement).payoffs @ shares
    # The sum joins as one more party that wants what it has and no more.
    with_sum = AdditiveAgenda(
        worth=np.column_stack([agenda.worth, reward]), block=agenda.block, closed=agenda.closed
    )
    scale = np.append(np.ones(agenda.n_parties), 0.0)
    found = leximin(with_sum, np.append(disagreement, largest), scale)
    return Lottery(chances=found.chances, payoffs=found.payoffs[:-1], extra=0.0)


def leximin(agenda: AdditiveAgenda, floor: Array, scale: Array) -> Lottery:
    """The lottery whose smallest share (u_i − floor_i) / scale_i is largest, then the second ….

    floor : (k,), what each party gets at least. scale : (k,), not negative; a party of scale zero
    has its floor and no more is asked for it. Raises ``UsageError`` where floors are out of reach.

    >>> agenda = AdditiveAgenda(worth=np.array([[1.0, 1.0, 0.0], [1.0, 0.0, 2.0]]),
    ...                         block=np.array([0, 0]))
    >>> leximin(agenda, np.zeros(3), np.ones(3)).payoffs.round(6)
    array([1.      , 0.666667, 0.666667])
    """
    shared, rising = np.asarray(scale, dtype=float), np.asarray(scale) > 0.0
    least = np.array(floor, dtype=float)
    found = best_for_all(agenda, np.zeros(len(agenda.block)), least)
    only_share = np.append(np.zeros(len(agenda.block)), 1.0)
    while rising.any():
        lift = np.where(rising, shared, 0.0)
        most = best_lottery(agenda, only_share, least - INDIFFERENT, lift)
        if most is None:  # by rounding: the lottery at hand meets all floors
            break
        found = most
        raised = np.maximum(least, least + lift * most.extra - INDIFFERENT)
        room = np.full(agenda.n_parties, np.inf)
        for i in np.flatnonzero(rising) if rising.sum() > 1 else ():
            freest = best_for_all(agenda, agenda.worth[:, i], raised)
            room[i] = (freest.payoffs[i] - raised[i]) / shared[i]
        # In theory somebody is stuck; rounding shall not keep it from being the least free.
        stuck = rising & (room <= max(STUCK, room[rising].min()))
        least, rising = np.where(stuck, raised, least), rising & ~stuck
    return Lottery(chances=found.chances, payoffs=found.payoffs, extra=0.0)


def best_for_all(agenda: AdditiveAgenda, reward: Array, least: Array) -> Lottery:
    """The lottery of the largest reward that gives each party its least, within ``INDIFFERENT``.

    reward : (C,). least : (k,). Raises ``UsageError`` where no lottery does.

    >>> agenda = AdditiveAgenda(worth=np.array([[2.0, 0.0], [0.0, 2.0]]), block=np.array([0, 0]))
    >>> best_for_all(agenda, np.array([1.0, 0.0]), np.zeros(2)).payoffs
    array([2., 0.])
    """
    found = best_lottery(agenda, np.append(reward, 0.0), np.asarray(least) - INDIFFERENT)
    if found is None:
        raise UsageError("every lottery gives some party less than it must get (no-deal, or more)")
    return found


def dividing(ideal: Array) -> Array:
    """Ideal gains to divide by: (k,), 0 where there is nothing to gain.

    >>> dividing(np.array([2.0, 1e-12]))
    array([2., 0.])
    """
    return np.where(ideal > STUCK, ideal, 0.0)


def checked_weights(agenda: AdditiveAgenda, weights: Array | None) -> Array:
    """Weights of parties that sum to 1: (k,). Raises ``UsageError`` for others.

    >>> agenda = AdditiveAgenda(worth=np.zeros((1, 2)), block=np.array([0]))
    >>> checked_weights(agenda, None), checked_weights(agenda, np.array([3.0, 1.0]))
    (array([0.5, 0.5]), array([0.75, 0.25]))
    """
    shares = np.ones(agenda.n_parties) if weights is None else np.asarray(weights, dtype=float)
    if shares.shape != (agenda.n_parties,) or not (np.isfinite(shares) & (shares >= 0.0)).all():
        raise UsageError(f"weights are {agenda.n_parties} numbers not below 0; got {weights}")
    if not shares.any():
        raise UsageError("some weight is above 0")
    return np.asarray(shares / shares.sum())
