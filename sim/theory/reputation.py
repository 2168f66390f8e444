"""Reputation: the war of attrition between two sides that may be obstinate.

Side i demands the share α_i of a stake of 1, with α_1 + α_2 > 1. With chance z_i it is *obstinate*
and never gives in; else it is rational and picks a time at which to *concede*, which gives it
1 − α_j and the other α_j, discounted at rates r_i in continuous time (Abreu & Gul 2000,
Econometrica 68:85–117, with one obstinate type each). The equilibrium is unique. Let F_i(t) be the
chance, in the eyes of j, that i has conceded by t. From 0 on each side concedes at the rate that
leaves the other indifferent between conceding and waiting:

    λ_i = r_j (1 − α_i) / (α_1 + α_2 − 1),       F_i(t) = 1 − c_i e^(−λ_i t)  for 0 ≤ t ≤ T

Alone, with no concession at 0, i would be known to be obstinate at T_i = −ln(z_i)/λ_i. Both
reputations must reach 1 together, at the *horizon* T = min(T_1, T_2); so the *weaker* side, that
with the larger T_i, concedes at once with chance 1 − c_i (its *atom*), the other does not:

    c_i = z_i e^(λ_i T),      reputation  z_i e^(λ_i t)/c_i,      1 at T

Rational sides expect, at the start,

    u_i = (1 − c_j) α_i + c_j (1 − α_j)     so that the weaker one, with c_j = 1, has 1 − α_j

After T only obstinate sides are left, and they never agree: chance z_1 z_2, payoffs 0.

Nothing hangs on a stake that is shared. Where i gains w_i if the other concedes and l_i if it does
itself, 0 < l_i < w_i, l_i stands for 1 − α_j and w_i for α_i, so that

    λ_i = r_j l_j / (w_j − l_j),        u_i = (1 − c_j) w_i + c_j l_i

Concept: *perfect Bayesian equilibrium*; times are in the unit of the rates (days, or years). At
most one side concedes at 0, so no rule is needed for both conceding together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.errors import UsageError

__all__ = [
    "Attrition",
    "chance_conceded",
    "concession_times",
    "rational_hazard",
    "reputation",
    "unsettled",
    "war_of_attrition",
    "war_over_gains",
]

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attrition:
    """The equilibrium. The first axis of (2, …) is the side; … is the shape of the parameters.

    win, lose, obstinate : (2, …), w, l and z; of a shared stake, w_i = α_i. hazards : (2, …), λ, a
    unit of time: how fast a side concedes while neither has. alone : (2, …), T_i, in units of time:
    the side with the smaller one is the stronger. atoms : (2, …), 1 − c. horizon : (…), T.
    payoffs : (2, …), u, of the rational.
    """

    win: Array
    lose: Array
    obstinate: Array
    hazards: Array
    alone: Array
    atoms: Array
    horizon: Array
    payoffs: Array


def war_of_attrition(demands: Array, obstinate: Array, rates: Array) -> Attrition:
    """Solve the game.

    demands : (2, …), in (0, 1), with a sum above 1. obstinate : (2, …), chances in (0, 1). rates :
    (2, …), > 0, per unit of time. Raises :class:`UsageError` otherwise.

    Both demand 3/4 and discount at 1; then λ = (1/4)/(1/2) = 1/2 each. The second is four times as
    likely to be obstinate, so it is the stronger; c_1 = z_1/z_2 = 1/4:

    >>> found = war_of_attrition(np.array([0.75, 0.75]), np.array([0.0625, 0.25]), np.ones(2))
    >>> found.hazards.tolist(), found.atoms.tolist()
    ([0.5, 0.5], [0.75, 0.0])
    >>> found.payoffs.tolist()    # 1/4, and 3/4 · 3/4 + 1/4 · 1/4
    [0.25, 0.625]
    """
    alpha, z, r = np.broadcast_arrays(demands, obstinate, rates)
    _check(alpha, z, r)
    return war_over_gains(alpha, 1.0 - alpha[::-1], z, r)


def war_over_gains(win: Array, lose: Array, obstinate: Array, rates: Array) -> Attrition:
    """Solve the game from what each side gains.

    win, lose : (2, …), gains of a side if the other concedes and if it does itself, over what it
    has where nobody ever does; 0 < lose < win. obstinate, rates : as in :func:`war_of_attrition`.

    The first gains 3 or 1, the second 1/2 or 1/4, both discount at 1; then
    λ_1 = (1/4)/(1/4) = 1 and λ_2 = 1/2:

    >>> z = np.array([0.5, 0.5])
    >>> found = war_over_gains(np.array([3, 0.5]), np.array([1, 0.25]), z, np.ones(2))
    >>> found.hazards.tolist(), found.atoms.round(6).tolist()    # 1 − z e^(λ_2 T), T = ln 2
    ([1.0, 0.5], [0.0, 0.292893])
    """
    won, lost, z, r = np.broadcast_arrays(win, lose, obstinate, rates)
    if not ((lost > 0.0) & (lost < won)).all():
        raise UsageError("each side must gain by conceding, and more if the other concedes")
    _check_chances(z, r)
    hazards = r[::-1] * (lost / (won - lost))[::-1]
    alone = -np.log(z) / hazards
    horizon = alone.min(axis=0)
    # Not z e^(λT), which is 1 for the stronger side only up to rounding.
    waits = np.where(alone <= horizon, 1.0, np.exp(hazards * (horizon - alone)))
    return Attrition(
        win=np.array(won, dtype=float),
        lose=np.array(lost, dtype=float),
        obstinate=np.array(z, dtype=float),
        hazards=hazards,
        alone=alone,
        atoms=1.0 - waits,
        horizon=horizon,
        payoffs=(1.0 - waits[::-1]) * won + waits[::-1] * lost,
    )


def chance_conceded(found: Attrition, times: Array) -> Array:
    """F_i(t), in the eyes of the other: (2, …).

    times : broadcasts with the parameters' shape, ≥ 0; from the horizon on it is 1 − z_i.

    >>> found = war_of_attrition(np.array([0.75, 0.75]), np.array([0.0625, 0.25]), np.ones(2))
    >>> [chance_conceded(found, np.array(t)).tolist() for t in (0.0, 9.0)]
    [[0.75, 0.0], [0.9375, 0.75]]
    """
    return 1.0 - found.obstinate / reputation(found, times)


def reputation(found: Attrition, times: Array) -> Array:
    """How likely a side that has not conceded by t is to be obstinate: (2, …).

    times : broadcasts with the parameters' shape, ≥ 0. At 0 it is what holds after the atom.

    >>> found = war_of_attrition(np.array([0.75, 0.75]), np.array([0.0625, 0.25]), np.ones(2))
    >>> reputation(found, np.array(0.0)).tolist(), reputation(found, np.array(9.0)).tolist()
    ([0.25, 0.25], [1.0, 1.0])
    """
    t = _time(times)
    return np.asarray(np.exp(-found.hazards * np.maximum(found.horizon - t, 0.0)))


def rational_hazard(found: Attrition, times: Array) -> Array:
    """The rate at which a *rational* side that has not conceded by t does so: (2, …).

    λ_i/(1 − reputation), since the obstinate never concede. Infinite from the horizon on, when
    no rational side is left. times : broadcasts with the parameters' shape, ≥ 0.

    >>> found = war_of_attrition(np.array([0.75, 0.75]), np.array([0.0625, 0.25]), np.ones(2))
    >>> rational_hazard(found, np.array(0.0)).round(6).tolist()    # 1/2 over 3/4
    [0.666667, 0.666667]
    """
    with np.errstate(divide="ignore"):
        return found.hazards / (1.0 - reputation(found, times))


def concession_times(found: Attrition, u: Array) -> Array:
    """When a *rational* side concedes, if the other does not before: (2, …), in [0, horizon].

    u : broadcasts with (2, …), in [0, 1): the quantile of its distribution F_i/(1 − z_i), so that
    uniform numbers give times drawn from the equilibrium.

    >>> found = war_of_attrition(np.array([0.75, 0.75]), np.array([0.0625, 0.25]), np.ones(2))
    >>> concession_times(found, np.array([0.79, 0.0])).tolist()    # below 0.75/(1 − 0.0625) = 0.8
    [0.0, 0.0]
    >>> concession_times(found, np.array([0.9, 0.5])).round(6).tolist()
    [0.940007, 0.940007]
    """
    waits = 1.0 - found.atoms
    left = 1.0 - u * (1.0 - found.obstinate)
    with np.errstate(divide="ignore"):
        times = np.log(waits / left) / found.hazards
    return np.clip(times, 0.0, found.horizon)


def unsettled(found: Attrition, times: Array) -> Array:
    """The chance that neither side has conceded by t, types not known: (…).

    times : broadcasts with the parameters' shape, ≥ 0. It falls to z_1 z_2.

    >>> found = war_of_attrition(np.array([0.75, 0.75]), np.array([0.0625, 0.25]), np.ones(2))
    >>> float(unsettled(found, np.array(0.0))), float(unsettled(found, np.array(9.0)))
    (0.25, 0.015625)
    """
    return np.asarray((1.0 - chance_conceded(found, times)).prod(axis=0))


def _time(times: Array) -> Array:
    t = np.asarray(times, dtype=float)
    if (t < 0.0).any():
        raise UsageError("times of a war of attrition start at 0")
    return t


def _check(alpha: Array, z: Array, r: Array) -> None:
    if alpha.ndim < 1 or len(alpha) != 2:
        raise UsageError("a war of attrition has two sides; the first axis must have length 2")
    if not ((alpha > 0.0) & (alpha < 1.0)).all() or not (alpha.sum(axis=0) > 1.0).all():
        raise UsageError("demands must lie in (0, 1) and sum to more than the stake of 1")
    _check_chances(z, r)


def _check_chances(z: Array, r: Array) -> None:
    if not ((z > 0.0) & (z < 1.0)).all():
        raise UsageError("the chance of being obstinate must lie in (0, 1)")
    if not (r > 0.0).all():
        raise UsageError("discount rates must be above 0")
