"""The graph model where some moves need several parties at once, in many worlds together.

Parties i ∈ N, states s ∈ S. A *mover* G ⊆ N, one party or several that act as one, can lead from s
to the states of R_G(s), given and alike in all worlds; what a state is worth to a party differs by
world. A treaty is signed by all its signatories or not at all, but one of them can leave it.

A coalition H ⊆ N has the moves of all movers G ⊆ H, and so has N − H. *Sanction paths*: anybody may
move at any time, in any order, any number of times (``SanctionPath.ANY_ORDER`` of
:mod:`sim.theory.graph_model`, here for H as well); where every mover's moves can be chained without
loss this is the rule of the books too, by which nobody moves twice in a row. A path is an
improvement for the others if each of its moves is one for every member of who makes it.

With t ≻_H s where all of H prefer t, R_H and R_{N−H} the states that paths lead to, and R⁺_{N−H}
those that paths of improvements lead to, a state s is stable for H in the sense of

    Nash   iff no t ∈ R_H(s) is ≻_H s;
    GMR    iff each such t meets some r ∈ R_{N−H}(t) that is not ≻_H s;
    SMR    iff each such t meets such an r from which no q ∈ R_H(r) is ≻_H s;
    SEQ    iff each such t meets some r ∈ R⁺_{N−H}(t) that is not ≻_H s.

(As in :mod:`sim.theory.graph_model`; coalitions Kilgour, Hipel, Fang & Peng 2001, Group Decis.
Negot. 10:159–175; moves of groups as one in the spirit of effectivity functions, Moulin & Peleg
1982, J. Math. Econ. 10:115–145.)
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from sim.errors import UsageError
from sim.theory.graph_model import Stability
from sim.theory.relations import chained, deterred, linked, preferred

__all__ = ["joint_improvements", "joint_stability"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


def joint_stability(moves: Flags, movers: Sequence[int], worth: Array, members: int) -> Stability:
    """How stable each state is for a coalition H in every world: arrays (W, S).

    moves : (m, S, S), whether mover g can lead from s to t. movers : m bit masks of parties, party
    i being bit i. worth : (k, W, S), larger is preferred, equal is indifferent. members : bit mask
    of H. Raises ``UsageError`` for other shapes and for masks of nobody.

    Both sign from 0, each can leave 1 for 0. The second would: so both do not want 1 together, and
    1 is left by the second alone.

    >>> moves = np.zeros((3, 2, 2), dtype=bool)
    >>> moves[0, 1, 0] = moves[1, 1, 0] = moves[2, 0, 1] = True
    >>> worth = np.array([[[0.0, 1.0]], [[0.0, -1.0]]])
    >>> [joint_stability(moves, [1, 2, 3], worth, h).nash[0].tolist() for h in (1, 2, 3)]
    [[True, True], [True, False], [True, True]]
    """
    steps, values = _checked(moves, movers, worth)
    if not 0 < members < 1 << len(values):
        raise UsageError(f"a coalition is a bit mask of {len(values)} parties; got {members}")
    inside = [g for g, mover in enumerate(movers) if mover & ~members == 0]
    outside = [g for g, mover in enumerate(movers) if mover & members == 0]
    own = chained(np.asarray(steps[inside].any(axis=0)))
    better = _all_prefer(values, members)
    leaves = own & better
    escapes = linked(better, own.T)
    answers = chained(np.asarray(steps[outside].any(axis=0)))
    credible = np.zeros_like(better)
    for g in outside:
        credible |= steps[g] & _all_prefer(values, movers[g])
    return Stability(
        nash=np.asarray(~leaves.any(axis=-1)),
        gmr=deterred(leaves, ~better, answers),
        smr=deterred(leaves, ~better & ~escapes, answers),
        seq=deterred(leaves, ~better, chained(credible)),
    )


def joint_improvements(moves: Flags, movers: Sequence[int], worth: Array) -> Flags:
    """The moves that every member of their mover prefers, in every world: (m, W, S, S).

    Arguments as for :func:`joint_stability`.

    >>> moves = np.array([[[False, True], [False, False]]])
    >>> joint_improvements(moves, [3], np.array([[[0.0, 1.0]], [[0.0, 1.0]]]))[0, 0].tolist()
    [[False, True], [False, False]]
    """
    steps, values = _checked(moves, movers, worth)
    made = [steps[g] & _all_prefer(values, mover) for g, mover in enumerate(movers)]
    return np.array(made, dtype=bool).reshape(len(movers), values.shape[1], *steps.shape[1:])


def _all_prefer(values: Array, members: int) -> Flags:
    """(W, S, S) whether all of a bit mask prefer t, the last index, to s."""
    each = [preferred(value) for i, value in enumerate(values) if members >> i & 1]
    return np.asarray(reduce(np.logical_and, each))


def _checked(moves: Flags, movers: Sequence[int], worth: Array) -> tuple[Flags, Array]:
    steps, values = np.asarray(moves, dtype=bool), np.asarray(worth, dtype=float)
    if (
        steps.ndim != 3
        or values.ndim != 3
        or steps.shape[1:] != (values.shape[2],) * 2
        or len(movers) != len(steps)
    ):
        raise UsageError(
            "moves are (movers, states, states), with a mask for each mover, and worth is "
            f"(parties, worlds, states); got {steps.shape}, {len(movers)} and {values.shape}"
        )
    if any(not 0 < mover < 1 << len(values) for mover in movers):
        raise UsageError(f"a mover is a bit mask of {len(values)} parties; got {list(movers)}")
    if np.diagonal(steps, axis1=1, axis2=2).any():
        raise UsageError("no move leads from a state to itself")
    return steps, values
