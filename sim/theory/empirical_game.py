"""A finite game in normal form: regret, and equilibria in pure choices.

k players; player i has M_i choices, and u_i(s) is what a profile s = (s_1, …, s_k) pays it. Under a
mixed profile σ every player draws its choice by itself, with the chances σ_i:

    u_i(a, σ_−i) = Σ_s₋ᵢ u_i(a, s_−i) Π_{j≠i} σ_j(s_j)           what choice a is worth
    regret_i(σ)  = max_a u_i(a, σ_−i) − Σ_a σ_i(a) u_i(a, σ_−i)    ≥ 0

σ is a Nash equilibrium iff nobody regrets: regret_i(σ) = 0 for all i (Nash 1951, Ann. Math.
54:286–295). Where no regret exceeds ε it is an ε-equilibrium. The largest regret of a profile is
how far it is from an equilibrium, in units of payoff. That a game is *empirical* – its payoffs are
means over plays of its profiles – changes none of this (Wellman 2006, Proc. AAAI 21:1552–1555);
what sampling does to a regret is a matter for whoever played them.

Ties: a choice that pays exactly as much as the best, up to a tolerance, is a best answer.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.errors import UsageError

__all__ = [
    "SAME_PAYOFF",
    "check_game",
    "pure_equilibria",
    "pure_regrets",
    "pure_to_mixed",
    "regrets",
    "uniform_mix",
    "worth_of_choices",
]

Array = NDArray[np.float64]
Index = NDArray[np.intp]

#: Payoffs closer than this are the same.
SAME_PAYOFF = 1e-9


def check_game(payoffs: Array) -> None:
    """Raise ``UsageError`` unless payoffs (k, M_1, …, M_k) are those of a finite game."""
    if payoffs.ndim != payoffs.shape[0] + 1 or payoffs.shape[0] < 1:
        raise UsageError("a game of k players needs payoffs with one axis, and one more, for each")
    if 0 in payoffs.shape:
        raise UsageError("every player needs at least one choice")
    if not np.isfinite(payoffs).all():
        raise UsageError("the payoffs of a game must be finite")


def worth_of_choices(payoffs: Array, mixed: Sequence[Array]) -> list[Array]:
    """What every choice of every player is worth while the others mix: k arrays (M_i,).

    payoffs : (k, M_1, …, M_k). mixed : k arrays (M_i,) of chances that sum to 1.

    >>> pennies = np.array([[[1.0, -1.0], [-1.0, 1.0]], [[-1.0, 1.0], [1.0, -1.0]]])
    >>> [worth.tolist() for worth in worth_of_choices(pennies, [np.array([1.0, 0.0])] * 2)]
    [[1.0, -1.0], [-1.0, 1.0]]
    """
    found = []
    for i, own in enumerate(payoffs):
        # Those after player i from the last, those before from the first: no axis moves meanwhile.
        worth = own
        for chances in reversed(mixed[i + 1 :]):
            worth = worth @ chances
        for chances in mixed[:i]:
            worth = np.tensordot(chances, worth, axes=1)
        found.append(np.asarray(worth))
    return found


def regrets(payoffs: Array, mixed: Sequence[Array]) -> Array:
    """What each player could gain by changing alone: (k,), never negative.

    Arguments as for ``worth_of_choices``.

    >>> pennies = np.array([[[1.0, -1.0], [-1.0, 1.0]], [[-1.0, 1.0], [1.0, -1.0]]])
    >>> regrets(pennies, [np.array([0.5, 0.5])] * 2).tolist()
    [0.0, 0.0]
    """
    worths = worth_of_choices(payoffs, mixed)
    gains = [worth.max() - worth @ own for worth, own in zip(worths, mixed, strict=True)]
    return np.maximum(np.array(gains), 0.0)


def pure_regrets(payoffs: Array) -> Array:
    """The regret of each player in every pure profile: as payoffs (k, M_1, …, M_k), all ≥ 0.

    >>> dilemma = np.array([[[3.0, 0.0], [4.0, 1.0]], [[3.0, 4.0], [0.0, 1.0]]])
    >>> pure_regrets(dilemma).max(axis=0).tolist()           # only (1, 1) leaves nothing to gain
    [[1.0, 1.0], [1.0, 0.0]]
    """
    return np.stack([own.max(axis=i, keepdims=True) - own for i, own in enumerate(payoffs)])


def pure_equilibria(payoffs: Array, tolerance: float = SAME_PAYOFF) -> Index:
    """Profiles in which nobody gains more than ``tolerance`` alone: (E, k) choices, in order.

    Raises ``UsageError`` for payoffs that are no game, and for a negative tolerance.

    >>> dilemma = np.array([[[3.0, 0.0], [4.0, 1.0]], [[3.0, 4.0], [0.0, 1.0]]])
    >>> pure_equilibria(dilemma).tolist()
    [[1, 1]]
    """
    check_game(payoffs)
    if tolerance < 0.0:
        raise UsageError(f"a tolerance cannot be negative; got {tolerance:g}")
    return np.argwhere(pure_regrets(payoffs).max(axis=0) <= tolerance)


def pure_to_mixed(payoffs: Array, profile: Sequence[int]) -> list[Array]:
    """A pure profile (k,) as chances: 1 on each player's choice.

    >>> [one.tolist() for one in pure_to_mixed(np.zeros((2, 2, 3)), [1, 0])]
    [[0.0, 1.0], [1.0, 0.0, 0.0]]
    """
    return [np.eye(m)[choice] for m, choice in zip(payoffs.shape[1:], profile, strict=True)]


def uniform_mix(payoffs: Array) -> list[Array]:
    """Every choice equally likely.

    >>> [one.tolist() for one in uniform_mix(np.zeros((2, 2, 4)))]
    [[0.5, 0.5], [0.25, 0.25, 0.25, 0.25]]
    """
    return [np.full(m, 1.0 / m) for m in payoffs.shape[1:]]
