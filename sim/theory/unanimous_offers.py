"""k parties share a whole by offers that all must accept: stationary equilibria in closed form.

Discount factors δ_i < 1, no deal ever worth nothing, responders accept when indifferent. The
proposer gives every other just what refusing is worth to it. With three parties or more many
divisions are subgame-perfect (Shaked, in Osborne & Rubinstein 1990, Bargaining and Markets, section
3.13); here it is the one in *stationary* strategies (Herrero 1985), or the unique one.

**Rotating.** Party p + 1 proposes after p, and party 1 after k. Let s_i be what i keeps when it
proposes, and d(p, i) the number of rounds from p's turn to i's. Refusing is worth one's own turn,
discounted by as many rounds, so that in each p's turn

    x_i^p = δ_i^d(p,i) s_i,     Σ_i δ_i^d(p,i) s_i = 1   for p = 1 … k:   k linear equations.

Differences of successive equations say that s is, up to scale, the invariant vector of a stochastic
matrix, so that s > 0. With one δ for all s = 1 / (1 + δ + … + δ^(k−1)).

**At random.** i is recognised with chance q_i in every round (Binmore 1987; Merlo & Wilson 1995,
Econometrica 63:371–399). With values V and S = Σ δ_j V_j the proposer keeps 1 − S + δ_i V_i, so
V_i = q_i (1 − S) + δ_i V_i, that is V_i ∝ q_i / (1 − δ_i), Σ V_i = 1.

**With exit.** Who accepts is paid at once and leaves; the proposer talks on with those who refused,
about its own share and theirs, and one of them proposes next (Chae & Yang 1994, J. Econ. Theory
62:86–102; Krishna & Serrano 1996, Rev. Econ. Stud. 63:61–80). Let a_i = 1 / (1 − δ_i) and
D = Σ a_i − (k − 1), the same whoever proposes. Then

    x_p = a_p / D,     x_i = (a_i − 1) / D = δ_i a_i / D   for the others.

For whatever set R refuses, with the proposer it shares (a_p + Σ_R (a_i − 1)) / D, which is the D of
that smaller game over the D of the whole: whoever of R proposes next gets a_i / D, a period
later, and is as well off as if it had accepted. The two papers show that with exit no other
division is subgame-perfect. With one δ for all the proposer gets 1 / (1 + (k − 1) δ). For k = 2
this and the rotating rule are Rubinstein's.

As rounds become short, δ_i = exp(−r_i Δ), all tend to the Nash solution with weights 1 / r_i, or
q_i / r_i where recognition is random.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.domain.value import INDIFFERENT
from sim.errors import UsageError

__all__ = ["exit_shares", "random_shares", "random_values", "rotating_shares"]

Array = NDArray[np.float64]


def rotating_shares(discount: Array) -> Array:
    """What each gets when p proposes, proposers taking turns in their order: (k, k), x[p, i].

    discount : (k,), δ in [0, 1). Raises ``UsageError`` otherwise.

    >>> rotating_shares(np.array([0.5, 0.5, 0.5])) * 7      # 4 : 2 : 1 from the proposer on
    array([[4., 2., 1.],
           [1., 4., 2.],
           [2., 1., 4.]])
    """
    k = len(_impatient(discount))
    places = np.arange(k)
    rounds_to_wait = (places[None, :] - places[:, None]) % k
    kept = discount**rounds_to_wait
    return np.asarray(kept * np.linalg.solve(kept, np.ones(k)))


def random_values(discount: Array, recognition: Array) -> Array:
    """What talks are worth to each before anybody is recognised: (k,), V.

    discount : (k,), δ in [0, 1). recognition : (k,), q, sums to 1. Raises ``UsageError`` otherwise.

    >>> random_values(np.array([0.5, 0.75]), np.array([0.5, 0.5])) * 3
    array([1., 2.])
    """
    _impatient(discount)
    if recognition.shape != discount.shape or (recognition < 0.0).any():
        raise UsageError("each party has a chance of recognition, which is not negative")
    if abs(recognition.sum() - 1.0) > INDIFFERENT:
        raise UsageError(f"chances of recognition sum to 1; got {recognition.sum()}")
    worth = recognition / (1.0 - discount)
    return np.asarray(worth / worth.sum())


def random_shares(discount: Array, recognition: Array) -> Array:
    """What each gets when p proposes, proposers recognised at random: (k, k), x[p, i].

    Arguments and errors as in :func:`random_values`.

    >>> random_shares(np.array([0.5, 0.5]), np.array([0.5, 0.5]))
    array([[0.75, 0.25],
           [0.25, 0.75]])
    """
    waits = discount * random_values(discount, recognition)
    return waits + np.eye(len(discount)) * (1.0 - waits.sum())


def exit_shares(discount: Array) -> Array:
    """What each gets when p proposes and who accepts is paid and leaves: (k, k), x[p, i].

    discount : (k,), δ in [0, 1). Raises ``UsageError`` otherwise.

    >>> exit_shares(np.array([0.5, 0.5, 0.5]))              # 1 / (1 + 2 δ) to the proposer
    array([[0.5 , 0.25, 0.25],
           [0.25, 0.5 , 0.25],
           [0.25, 0.25, 0.5 ]])
    """
    lasting = 1.0 / (1.0 - _impatient(discount))
    k = len(discount)
    return np.asarray((lasting - 1.0 + np.eye(k)) / (lasting.sum() - (k - 1)))


def _impatient(discount: Array) -> Array:
    if discount.ndim != 1 or not ((discount >= 0.0) & (discount < 1.0)).all():
        raise UsageError("each party has a discount factor in [0, 1)")
    return discount
