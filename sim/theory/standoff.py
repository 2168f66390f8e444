"""When two sides that both demand too much give in, whatever they gain by it.

The war of attrition of ``sim.theory.reputation``, carried to gains for which it is not defined.
Side i gains w_i if the other concedes and l_i if it does itself, over no agreement:

    l_i ≤ 0                    i never gives in; the other, if it gains by giving in, does at once
    else w_i ≤ l_i             i has no less from the other's demand, and gives in at once; the
                               other, unless it is as content, waits
    0 < l_i < w_i for both     the equilibrium of the war of attrition

The first line is the limit of the third as l_i falls to 0, where the other concedes at the rate 0
and so is the weaker; the second as w_i − l_i does, where the other's rate is without bound. A
chance of obstinacy of 0 or 1 is read as one vanishingly near: the side alone in being surely
rational gives in at once, and where both surely are, that with the smaller hazard does (Abreu &
Gul 2000, the limit of complete rationality at equal chances).

Concept: *perfect Bayesian equilibrium*, and limits of it. Times are in the unit of the rates.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.theory.reputation import Attrition, concession_times, reputation, war_over_gains

__all__ = ["Standoff", "giving_in", "held_obstinate", "standoff"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: Chances of obstinacy are held so far from 0 and from 1.
_NEARLY_NONE, _NEARLY_SURE = 1e-300, 1.0 - 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Standoff:
    """Who gives in when. The first axis of (2, …) is the side.

    war : the equilibrium, meaningful where ``fought``. fought : (…). yields : (2, …), elsewhere:
    whether the side gives in at once; else it never does. obstinate : (2, …), z as it was stated.
    """

    war: Attrition
    fought: Flags
    yields: Flags
    obstinate: Array


def standoff(win: Array, lose: Array, obstinate: Array, rates: Array) -> Standoff:
    """Solve for gains of any sign. All (2, …); chances in [0, 1], rates > 0.

    The first gains nothing by giving in, so the second does at once:

    >>> half = np.full(2, 0.5)
    >>> found = standoff(np.array([1.0, 1.0]), np.array([0.0, 0.5]), half, np.ones(2))
    >>> giving_in(found, half).tolist()
    [inf, 0.0]
    """
    won, lost, z, r = np.broadcast_arrays(win, lose, obstinate, rates)
    gains = lost > 0.0
    content = won <= lost
    fought = np.asarray((gains & ~content).all(axis=0))
    war = war_over_gains(
        np.where(fought, won, 2.0),
        np.where(fought, lost, 1.0),
        np.clip(z, _NEARLY_NONE, _NEARLY_SURE),
        r,
    )
    yields = ~fought & gains & (content | ~gains[::-1])
    return Standoff(war=war, fought=fought, yields=yields, obstinate=np.array(z, dtype=float))


def giving_in(found: Standoff, u: Array) -> Array:
    """When a rational side gives in if the other does not before: (2, …), ``inf`` for never.

    u : (2, …), in [0, 1), the quantile of the side's distribution.
    """
    settled = np.where(found.yields, 0.0, np.inf)
    return np.where(found.fought, concession_times(found.war, u), settled)


def held_obstinate(found: Standoff, times: Array) -> Array:
    """How likely a side that has not given in by t is to be obstinate: (2, …).

    times : (…), ≥ 0. A side that would have given in at once is known to be obstinate; one that
    never would have tells nothing.

    >>> half = np.full(2, 0.5)
    >>> found = standoff(np.array([1.0, 1.0]), np.array([0.0, 0.5]), half, np.ones(2))
    >>> held_obstinate(found, np.array(0.0)).tolist()
    [0.5, 1.0]
    """
    told = np.where(found.yields, 1.0, found.obstinate)
    return np.where(found.fought, reputation(found.war, times), told)
