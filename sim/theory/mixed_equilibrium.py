"""Mixed equilibria of a finite game by learning, refined on the support found.

*Regret matching.* In round t every player has R_i(a), the sum over earlier rounds of what always
playing a would have gained over what it played, and plays each choice with a chance in proportion
to max(R_i(a), 0) (Hart & Mas-Colell 2000, Econometrica 68:1127–1150, with regrets that are not
conditioned on the choice made). Here payoffs enter by their means over the others' current chances,
so nothing is drawn. Average regret falls to 0 like 1/√t. Where average play of each player is put
together as if independent, the profile is an equilibrium in the limit in two-player zero-sum games;
in other games it need not be one.

*Replicator dynamics.* Chances grow in proportion to how much better a choice does than its player's
average (Taylor & Jonker 1978, Math. Biosci. 40:145–156): d log σ_i(a)/dt = u_i(a, σ_−i) − u_i(σ).
In discrete time it is the exponential rule σ_i(a) ← σ_i(a) exp(η u_i(a, σ_−i)) / Σ.
A limit of it from inside the simplex is a Nash equilibrium; it may have none.

So neither is sure to arrive, and the *regret of the result is stated*. What each arrives at is
refined: on the choices it uses, the equations "all choices of a player are worth the same" are
solved from there, and the solution taken if it is a profile with less regret.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.errors import UsageError
from sim.theory.empirical_game import check_game, regrets, worth_of_choices

__all__ = ["MixedProfile", "mixed_equilibrium", "refine", "regret_matching", "replicate"]

Array = NDArray[np.float64]

#: Choices below this chance are not part of a support.
_SELDOM = (0.2, 0.05, 0.01, 1e-3)


@dataclass(frozen=True, slots=True, kw_only=True)
class MixedProfile:
    """mixed : k arrays (M_i,) of chances. regret : the largest of any player, in payoff."""

    mixed: tuple[Array, ...]
    regret: float


def regret_matching(payoffs: Array, start: Sequence[Array], rounds: int = 2000) -> list[Array]:
    """Average play of all rounds: k arrays (M_i,) of chances.

    payoffs : (k, M_1, …, M_k). start : chances in the first round, and wherever nothing is
    regretted. rounds : at least 1, else ``UsageError``.

    >>> pennies = np.array([[[1.0, -1.0], [-1.0, 1.0]], [[-1.0, 1.0], [1.0, -1.0]]])
    >>> found = regret_matching(pennies, [np.array([1.0, 0.0])] * 2)
    >>> all(abs(one[0] - 0.5) < 0.05 for one in found)
    True
    """
    if rounds < 1:
        raise UsageError(f"regret matching needs at least one round; got {rounds}")
    now = [np.asarray(one, dtype=np.float64) for one in start]
    regret = [np.zeros_like(one) for one in now]
    total = [np.zeros_like(one) for one in now]
    for _ in range(rounds):
        for i, worth in enumerate(worth_of_choices(payoffs, now)):
            total[i] += now[i]
            regret[i] += worth - worth @ now[i]
        now = [_in_proportion(r, one) for r, one in zip(regret, start, strict=True)]
    return [one / rounds for one in total]


def _in_proportion(regret: Array, otherwise: Array) -> Array:
    positive = np.maximum(regret, 0.0)
    whole = positive.sum()
    return np.asarray(positive / whole if whole > 0.0 else otherwise)


def replicate(payoffs: Array, start: Sequence[Array], rounds: int = 2000) -> list[Array]:
    """Average chances over the second half of replicator dynamics: k arrays (M_i,).

    Arguments as for ``regret_matching``; a choice whose chance is 0 at the start stays out. A step
    of time is one over the widest range of payoffs.

    >>> dilemma = np.array([[[3.0, 0.0], [4.0, 1.0]], [[3.0, 4.0], [0.0, 1.0]]])
    >>> [one.round(6).tolist() for one in replicate(dilemma, [np.array([0.9, 0.1])] * 2)]
    [[0.0, 1.0], [0.0, 1.0]]
    """
    if rounds < 1:
        raise UsageError(f"replicator dynamics need at least one round; got {rounds}")
    widest = float(np.ptp(payoffs.reshape(len(payoffs), -1), axis=1).max()) or 1.0
    now = [np.asarray(one, dtype=np.float64) for one in start]
    total = [np.zeros_like(one) for one in now]
    half = rounds // 2
    for step in range(rounds):
        worths = worth_of_choices(payoffs, now)
        if step >= half:
            total = [t + one for t, one in zip(total, now, strict=True)]
        grown = [one * np.exp((w - w.max()) / widest) for one, w in zip(now, worths, strict=True)]
        now = [one / one.sum() for one in grown]
    return [one / (rounds - half) for one in total]


def refine(payoffs: Array, mixed: Sequence[Array]) -> MixedProfile:
    """The profile with the least regret among ``mixed`` and those its supports lead to.

    >>> pennies = np.array([[[1.0, -1.0], [-1.0, 1.0]], [[-1.0, 1.0], [1.0, -1.0]]])
    >>> found = refine(pennies, [np.array([0.6, 0.4]), np.array([0.45, 0.55])])
    >>> [one.round(6).tolist() for one in found.mixed]
    [[0.5, 0.5], [0.5, 0.5]]
    """
    best = _judged(payoffs, mixed)
    for seldom in _SELDOM:
        used = [(one >= seldom) | (one >= one.max()) for one in mixed]
        solved = _indifferent(payoffs, mixed, used)
        if solved is not None:
            found = _judged(payoffs, solved)
            best = found if found.regret < best.regret else best
    return best


def mixed_equilibrium(
    payoffs: Array, starts: Iterable[Sequence[Array]], rounds: int = 2000
) -> MixedProfile:
    """The profile with the least regret that learning from any of ``starts`` leads to.

    Raises ``UsageError`` for payoffs that are no game, and without a start.

    >>> pennies = np.array([[[1.0, -1.0], [-1.0, 1.0]], [[-1.0, 1.0], [1.0, -1.0]]])
    >>> found = mixed_equilibrium(pennies, [[np.array([0.9, 0.1]), np.array([0.3, 0.7])]])
    >>> [one.round(6).tolist() for one in found.mixed], bool(found.regret < 1e-9)
    ([[0.5, 0.5], [0.5, 0.5]], True)
    """
    check_game(payoffs)
    found = [
        refine(payoffs, learn(payoffs, start, rounds))
        for start in starts
        for learn in (regret_matching, replicate)
    ]
    if not found:
        raise UsageError("a mixed equilibrium is looked for from at least one start")
    return min(found, key=lambda one: one.regret)


def _judged(payoffs: Array, mixed: Sequence[Array]) -> MixedProfile:
    return MixedProfile(mixed=tuple(mixed), regret=float(regrets(payoffs, mixed).max()))


def _indifferent(
    payoffs: Array, mixed: Sequence[Array], used: Sequence[NDArray[np.bool_]]
) -> list[Array] | None:
    """Chances on the supports ``used`` that make every choice in them worth the same."""
    from scipy.optimize import least_squares

    sizes = [int(one.sum()) for one in used]
    cuts = np.cumsum(sizes)[:-1]

    def whole(parts: Array) -> list[Array]:
        made = []
        for one, part in zip(used, np.split(parts, cuts), strict=True):
            chances = np.zeros(len(one))
            chances[one] = part
            made.append(chances)
        return made

    def short(parts: Array) -> Array:
        chances = whole(parts)
        worths = worth_of_choices(payoffs, chances)
        apart = [np.diff(worth[one]) for worth, one in zip(worths, used, strict=True)]
        return np.concatenate([*apart, [one.sum() - 1.0 for one in chances]])

    start = np.concatenate([m[one] / m[one].sum() for m, one in zip(mixed, used, strict=True)])
    try:
        found = least_squares(
            short,
            np.clip(start, 1e-6, 1 - 1e-6),
            bounds=(0.0, 1.0),
            xtol=1e-15,
            ftol=1e-15,
            gtol=1e-15,
            max_nfev=200,
        )
    except ValueError:  # a support of a single choice each leaves nothing to solve
        return None
    made = whole(found.x)
    if any(one.sum() <= 0.0 for one in made):
        return None
    return [one / one.sum() for one in made]
