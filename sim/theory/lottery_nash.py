"""The Nash solution on the lotteries over an additive agenda, with a certificate.

With F, d, gains g = u − d and ideal gains a as in :mod:`sim.theory.lottery_solutions`, and weights
w_i, Σ_i w_i = 1, the (weighted) Nash solution is the u ∈ F, g ≥ 0, with the largest

    Σ_i w_i log g_i

(Nash 1950, Econometrica 18:155–162; Kalai 1977, Int. J. Game Theory 6:129–133). A party with
nothing to gain anywhere is left out; parties without weight get, in leximin order, what can be had
at no cost to those with weight. d is taken as it is.

The objective is concave. With prices λ_i = w_i / g_i its value at any s ∈ F lies above that at u by
no more than λ·(s − u), so that u is optimal iff no s has λ·s > λ·u. The programme is solved over
few cells at a time; a linear one then looks for the best s at the prices so found, and its cells
are added until nothing is gained (the fully corrective version of Frank & Wolfe 1956, Nav. Res.
Logist. Q. 3:95–110; von Hohenbalken 1977, Math. Program. 13:49–68). What is left of λ·(s − u)
bounds the loss.

With s that gives i its ideal gain, λ·(s − d) ≤ λ·(u − d) = 1 says g_i ≥ w_i a_i: nobody falls below
its weight's share of its ideal. That keeps the logarithms away from zero.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.theory.additive_agenda import AdditiveAgenda, Lottery
from sim.theory.lottery_solutions import (
    best_for_all,
    checked_weights,
    dividing,
    ideal_gains,
    leximin,
)

__all__ = ["nash_lottery"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: A loss in Σ w log g that is not worth more cells, and one that no rounding explains.
NEGLIGIBLE, UNEXPLAINED = 1e-11, 1e-6
MOST_ADDITIONS = 200
#: Chances below this are rounding.
NO_CHANCE = 1e-12
#: Changes of the objective and steps at which the programme over few cells ends.
FINEST, MOST_STEPS = 1e-16, 300


def nash_lottery(
    agenda: AdditiveAgenda, disagreement: Array, weights: Array | None = None
) -> Lottery:
    """The lottery with the largest (weighted) product of gains.

    disagreement : (k,). weights : (k,), not negative; equal if not given. Raises ``UsageError``
    where every lottery is worse than d for somebody, ``RuntimeError`` if no optimum is found.

    >>> agenda = AdditiveAgenda(worth=np.array([[4.0, 0.0], [0.0, 2.0]]), block=np.array([0, 0]))
    >>> nash_lottery(agenda, np.zeros(2), np.array([3.0, 1.0])).payoffs.round(6)
    array([3. , 0.5])
    """
    scale = dividing(ideal_gains(agenda, disagreement))
    at = leximin(agenda, disagreement, scale)
    shares = np.where(scale > 0.0, checked_weights(agenda, weights), 0.0)
    if not shares.any():
        return at
    shares = shares / shares.sum()
    among = at.chances > NO_CHANCE
    loss = np.inf
    for _ in range(MOST_ADDITIONS):
        at = _best_product(agenda, disagreement, shares, among, at)
        gains = at.payoffs - disagreement
        prices = np.divide(shares, gains, out=np.zeros_like(gains), where=shares > 0.0)
        rival = best_for_all(agenda, agenda.worth @ prices, disagreement)
        loss = prices @ (rival.payoffs - at.payoffs)
        added = (rival.chances > NO_CHANCE) & ~among
        if loss <= NEGLIGIBLE or not added.any():
            break
        among |= added
    if loss > UNEXPLAINED:
        raise RuntimeError(f"the Nash programme ended {loss:.1e} below its optimum")
    # Who has no weight gets what can be had at no cost to who has.
    floor = np.where(shares > 0.0, at.payoffs, disagreement)
    rest = np.where(shares > 0.0, 0.0, scale)
    return leximin(agenda, floor, rest) if rest.any() else at


def _best_product(
    agenda: AdditiveAgenda, disagreement: Array, shares: Array, among: Flags, start: Lottery
) -> Lottery:
    """The best product of gains by some of the cells, from a lottery over them where all gain."""
    from scipy.optimize import minimize

    several = np.bincount(agenda.block[among], minlength=agenda.n_blocks) > 1
    free = among & several[agenda.block]
    if not free.any():
        return start
    # Gains in units of those at the start: 1 there, and nobody's best ends below its weight.
    unit = np.where(shares > 0.0, start.payoffs - disagreement, 1.0)
    slope = agenda.worth[free] / unit
    base = (np.where(free, 0.0, start.chances) @ agenda.worth - disagreement) / unit
    counted = shares > 0.0
    blocks = (agenda.block[free] == np.flatnonzero(several)[:, None]).astype(float)

    def gains(p: Array) -> Array:
        return np.asarray(np.where(counted, np.maximum(p @ slope + base, NO_CHANCE), 1.0))

    found = minimize(
        lambda p: -shares @ np.log(gains(p)),
        start.chances[free],
        jac=lambda p: -slope @ (shares / gains(p)),
        bounds=[(0.0, 1.0)] * int(free.sum()),
        constraints=[
            {"type": "ineq", "fun": lambda p: p @ slope + base - shares, "jac": lambda _: slope.T},
            {"type": "eq", "fun": lambda p: blocks @ p - 1.0, "jac": lambda _: blocks},
        ],
        method="SLSQP",
        options={"ftol": FINEST, "maxiter": MOST_STEPS},
    )
    p = np.where(found.x > NO_CHANCE, found.x, 0.0)
    p = p / (blocks.T @ (blocks @ p))
    if shares @ np.log(gains(p)) < shares @ np.log(gains(start.chances[free])):
        return start
    chances = np.where(free, 0.0, start.chances)
    chances[free] = p
    return Lottery(chances=chances, payoffs=chances @ agenda.worth, extra=0.0)
