"""Logit equilibrium: players who choose better answers more often, but not always.

With precision λ ≥ 0 (one over a unit of payoff) a logit equilibrium is a fixed point

    σ_i(a) = exp(λ u_i(a, σ_−i)) / Σ_b exp(λ u_i(b, σ_−i))        all players i, choices a

(quantal response with extreme-value errors: McKelvey & Palfrey 1995, Games Econ. Behav. 10:6–38).
λ = 0 makes every choice equally likely; limits of fixed points as λ grows are Nash equilibria
(their theorem 2). There may be several. The one returned lies on the branch that starts at λ = 0,
which in almost every game leads to a single equilibrium, the *logit solution* of the game (their
theorem 3): it is found by raising λ in steps, each starting from the last (as Turocy 2005, Games
Econ. Behav. 51:243–263, follows the branch; here λ never falls, so a branch that bends back is
left by a jump to a fixed point nearby).

The unknowns are the logarithms of the chances less their mean, so that chances stay positive.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.errors import UsageError
from sim.theory.empirical_game import check_game, uniform_mix, worth_of_choices

__all__ = ["LogitEquilibrium", "logit_answers", "logit_equilibrium"]

Array = NDArray[np.float64]

#: Largest step in λ × (the widest range of anybody's payoffs).
_STEP = 0.5
#: λ × range from which steps grow in proportion.
_LINEAR = 5.0
#: Fixed points are found to this distance in any chance.
CLOSE = 1e-9
#: Rounds of damped answering where Newton's steps fail, and how far each goes.
_DAMPED, _DAMPING = 4000, 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class LogitEquilibrium:
    """precision : λ. mixed : k arrays (M_i,) of chances. distance : how far the answers to them lie
    from them, in the largest difference of a chance: below ``CLOSE`` where the fixed point was
    found."""

    precision: float
    mixed: tuple[Array, ...]
    distance: float


def logit_answers(payoffs: Array, mixed: Sequence[Array], precision: float) -> list[Array]:
    """Everybody's logit answer to the others: k arrays (M_i,).

    payoffs : (k, M_1, …, M_k). mixed : as returned.

    >>> stag = np.array([[[2.0, 0.0], [1.0, 1.0]], [[2.0, 1.0], [0.0, 1.0]]])
    >>> sure = [np.array([1.0, 0.0])] * 2                    # 1/(1 + exp(−log 3)) = 3/4
    >>> [answer.round(6).tolist() for answer in logit_answers(stag, sure, np.log(3.0))]
    [[0.75, 0.25], [0.75, 0.25]]
    """
    return [_softmax(precision * worth) for worth in worth_of_choices(payoffs, mixed)]


def logit_equilibrium(payoffs: Array, precision: float) -> LogitEquilibrium:
    """The logit equilibrium at ``precision`` on the branch from equal chances.

    Raises ``UsageError`` for payoffs that are no game, and for a precision below 0.

    >>> pennies = np.array([[[1.0, -1.0], [-1.0, 1.0]], [[-1.0, 1.0], [1.0, -1.0]]])
    >>> [one.round(6).tolist() for one in logit_equilibrium(pennies, 3.0).mixed]
    [[0.5, 0.5], [0.5, 0.5]]
    """
    check_game(payoffs)
    if not 0.0 <= precision < np.inf:
        raise UsageError(f"a precision is finite and not negative; got {precision:g}")
    mixed = uniform_mix(payoffs)
    for each in _steps(payoffs, precision):
        mixed = _near(payoffs, mixed, each)
    return LogitEquilibrium(
        precision=precision,
        mixed=tuple(mixed),
        distance=_distance(mixed, logit_answers(payoffs, mixed, precision)),
    )


def _steps(payoffs: Array, precision: float) -> list[float]:
    """Rising precisions up to the one asked for."""
    ranges = [np.ptp(own, axis=i).max() for i, own in enumerate(payoffs)]
    widest = float(max(ranges))
    if precision == 0.0 or widest == 0.0:
        return [precision]
    found, at, end = [], 0.0, precision * widest
    while at < end:
        at = min(end, at + _STEP * max(1.0, at / _LINEAR))
        found.append(at / widest)
    return [*found[:-1], precision]


def _near(payoffs: Array, mixed: Sequence[Array], precision: float) -> list[Array]:
    """The fixed point that solving from ``mixed`` leads to."""
    from scipy.optimize import root

    cuts = np.cumsum(payoffs.shape[1:])[:-1]

    def short(logs: Array) -> Array:
        parts = np.split(logs, cuts)
        answers = worth_of_choices(payoffs, [_softmax(part) for part in parts])
        return np.concatenate(
            [
                part - precision * (worth - worth.mean())
                for part, worth in zip(parts, answers, strict=True)
            ]
        )

    start = np.concatenate(
        [precision * (worth - worth.mean()) for worth in worth_of_choices(payoffs, mixed)]
    )
    found = root(short, start, method="hybr", options={"xtol": 1e-13})
    chances = [_softmax(part) for part in np.split(found.x, cuts)]
    if _distance(chances, logit_answers(payoffs, chances, precision)) <= CLOSE:
        return chances
    return _damped(payoffs, mixed, precision)


def _damped(payoffs: Array, mixed: Sequence[Array], precision: float) -> list[Array]:
    """Many small steps towards the answers."""
    now = list(mixed)
    for _ in range(_DAMPED):
        answers = logit_answers(payoffs, now, precision)
        if _distance(now, answers) <= CLOSE:
            break
        now = [a + _DAMPING * (b - a) for a, b in zip(now, answers, strict=True)]
    return now


def _distance(mixed: Sequence[Array], answers: Sequence[Array]) -> float:
    return max(float(np.abs(a - b).max()) for a, b in zip(mixed, answers, strict=True))


def _softmax(logs: Array) -> Array:
    raised = np.exp(logs - logs.max())
    return np.asarray(raised / raised.sum())
