"""The graph model of conflict: which states hold against the moves of parties and coalitions.

Parties i ∈ N, states s ∈ S. In one move party i can lead from s to any state of R_i(s), given. It
may be that s → t → r is possible for i and s → r is not. t ≻_i s means that t is worth more to i
than s by more than ``INDIFFERENT``; nothing but this order counts.

*Paths of several parties.* R_H(s) holds the states that the parties of H can lead to from s, one
moving at a time, in one move or more; R⁺_H(s) those where each move is an improvement for who makes
it, over the state it leaves. The books let nobody move twice in a row. Where moves can be chained
without loss that is no restriction; elsewhere it matters, and published cases differ on what the
sanctioners may do. :class:`SanctionPath` names the choices. A focal party makes one move at a time,
and a focal coalition never lets one member move twice in a row, whatever that choice is.

Let H be a party or a coalition and t ≻_H s mean that all of H prefer t to s. An improvement of H at
s is a state t ∈ R_H(s), t ≻_H s. A state s is stable for H in the sense of

    Nash   iff H has no improvement;
    GMR    iff each improvement t meets some r ∈ R_{N−H}(t) that is not ≻_H s;
    SMR    iff each improvement t meets such an r that H cannot escape: no q ∈ R_H(r) is ≻_H s;
    SEQ    iff each improvement t meets some r that is not ≻_H s and that N − H reach by
           improvements of their own.

So a coalition is deterred as soon as one member is not better off. Nash stability implies the
others, and SMR and SEQ imply GMR each. In SEQ sanctioners improve one at a time or in groups
(:class:`Responders`). An *equilibrium* is stable for every party by itself. A state is its own
sanction nowhere: t ≻_H s already.

(Nash 1950; GMR Howard 1971, Paradoxes of Rationality; SMR, SEQ Fraser & Hipel 1979, IEEE Trans.
Syst. Man Cybern. 9:805–816; the graph model Kilgour, Hipel & Fang 1987, Automatica 23:41–55, and
Fang, Hipel & Kilgour 1993, Interactive Decision Making; coalitions Kilgour, Hipel, Fang & Peng
2001, Group Decis. Negot. 10:159–175, and Inohara & Hipel 2008, Syst. Eng. 11:343–359.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from sim.errors import UsageError
from sim.theory.relations import deterred, linked, preferred

__all__ = [
    "Responders",
    "SanctionPath",
    "Stability",
    "coalition_stability",
    "improvements",
    "reachable",
    "stability",
]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


class SanctionPath(Enum):
    """How those outside H may move in answer to H."""

    ONE_MOVE = auto()
    NOT_TWICE_RUNNING = auto()
    ANY_ORDER = auto()


class Responders(Enum):
    """Whose improvement a sanctioning move must be in SEQ.

    ALONE : of the one party that makes it. TOGETHER : of a group of sanctioners that leads to it by
    moves of its members, where each of the group prefers the end to the start (Inohara & Hipel).
    """

    ALONE = auto()
    TOGETHER = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stability:
    """In which senses each state is stable: arrays (k, S) for parties, (S,) for a coalition."""

    nash: Flags
    gmr: Flags
    smr: Flags
    seq: Flags


def stability(
    moves: Flags, worth: Array, path: SanctionPath = SanctionPath.NOT_TWICE_RUNNING
) -> Stability:
    """How stable each state is for each party by itself: arrays (k, S).

    moves : (k, S, S), whether i can lead from s to t. worth : (k, S), larger is preferred, equal is
    indifferent. Raises ``UsageError`` for other shapes, and for moves from a state to itself.

    Prisoners' dilemma, states CC, DC, CD, DD: CC is stable for parties that look ahead.

    >>> moves = np.zeros((2, 4, 4), dtype=bool)
    >>> for i, s, t in [(0, 0, 1), (0, 2, 3), (1, 0, 2), (1, 1, 3)]:
    ...     moves[i, s, t] = moves[i, t, s] = True
    >>> found = stability(moves, np.array([[3, 4, 1, 2], [3, 1, 4, 2]]))
    >>> found.nash.all(axis=0), found.seq.all(axis=0)
    (array([False, False, False,  True]), array([ True, False, False,  True]))
    """
    steps, values = _checked(moves, worth)
    each = [coalition_stability(steps, values, [i], path) for i in range(len(steps))]
    return Stability(
        nash=np.array([one.nash for one in each]),
        gmr=np.array([one.gmr for one in each]),
        smr=np.array([one.smr for one in each]),
        seq=np.array([one.seq for one in each]),
    )


def coalition_stability(
    moves: Flags,
    worth: Array,
    members: Sequence[int],
    path: SanctionPath = SanctionPath.NOT_TWICE_RUNNING,
    responders: Responders = Responders.ALONE,
) -> Stability:
    """How stable each state is for a coalition (or one party) H: arrays (S,).

    moves : (k, S, S). worth : (k, S). members : places of the parties in H, at least one. Raises
    ``UsageError`` for other shapes and for members that are none.

    In the prisoners' dilemma both together leave DD for CC, and nobody is left to stop them.

    >>> moves = np.zeros((2, 4, 4), dtype=bool)
    >>> for i, s, t in [(0, 0, 1), (0, 2, 3), (1, 0, 2), (1, 1, 3)]:
    ...     moves[i, s, t] = moves[i, t, s] = True
    >>> coalition_stability(moves, np.array([[3, 4, 1, 2], [3, 1, 4, 2]]), [0, 1]).gmr
    array([ True,  True,  True, False])
    """
    steps, values = _checked(moves, worth)
    inside = sorted(set(members))
    if not inside or inside[0] < 0 or inside[-1] >= len(steps):
        raise UsageError(f"a coalition lists places below {len(steps)}; got {list(members)}")
    outside = [i for i in range(len(steps)) if i not in inside]
    own = reachable(steps[inside], SanctionPath.NOT_TWICE_RUNNING)
    better = np.asarray(preferred(values)[inside].all(axis=0))
    leaves = own & better
    escapes = linked(better, own.T)
    answers = reachable(steps[outside], path)
    credible = reachable(_improving(steps[outside], values[outside], responders), path)
    return Stability(
        nash=np.asarray(~leaves.any(axis=1)),
        gmr=deterred(leaves, ~better, answers),
        smr=deterred(leaves, ~better & ~escapes, answers),
        seq=deterred(leaves, ~better, credible),
    )


def improvements(moves: Flags, worth: Array) -> Flags:
    """The moves that are improvements for who makes them: (k, S, S).

    >>> moves = np.array([[[False, True], [True, False]]])
    >>> improvements(moves, np.array([[1.0, 2.0]]))[0]
    array([[False,  True],
           [False, False]])
    """
    steps, values = _checked(moves, worth)
    return np.asarray(steps & preferred(values))


def reachable(moves: Flags, path: SanctionPath = SanctionPath.NOT_TWICE_RUNNING) -> Flags:
    """Which states several movers together lead to, in one move or more: (S, S).

    moves : (m, S, S), of the m movers; none of them reach nothing. A state is in its own row iff
    some path returns to it.

    One party can go 0 → 1 → 2, but not twice running.

    >>> moves = np.zeros((2, 3, 3), dtype=bool)
    >>> moves[0, 0, 1] = moves[0, 1, 2] = True
    >>> reachable(moves)[0], reachable(moves, SanctionPath.ANY_ORDER)[0]
    (array([False,  True, False]), array([False,  True,  True]))
    """
    anyone = moves.any(axis=0)
    if path is SanctionPath.ONE_MOVE or not len(moves):
        return np.asarray(anyone)
    # last[j]: where a path can lead whose last move was j's.
    last = moves.copy()
    while True:
        before = last.sum()
        for j in range(len(moves)):
            others = np.delete(last, j, axis=0) if path is SanctionPath.NOT_TWICE_RUNNING else last
            last[j] |= linked(np.asarray(others.any(axis=0)), moves[j])
        if last.sum() == before:
            return np.asarray(last.any(axis=0))


def _improving(steps: Flags, values: Array, responders: Responders) -> Flags:
    """The credible moves of sanctioners: a matrix for each party, or for each group of them."""
    wanted = preferred(values)
    if responders is Responders.ALONE:
        return np.asarray(steps & wanted)
    k = len(steps)
    groups = [list(group) for size in range(1, k + 1) for group in combinations(range(k), size)]
    made = [reachable(steps[group]) & wanted[group].all(axis=0) for group in groups]
    return np.array(made, dtype=bool).reshape(len(groups), *steps.shape[1:])


def _checked(moves: Flags, worth: Array) -> tuple[Flags, Array]:
    steps, values = np.asarray(moves, dtype=bool), np.asarray(worth, dtype=float)
    if steps.ndim != 3 or values.shape != steps.shape[:2] or steps.shape[1] != steps.shape[2]:
        raise UsageError(
            "moves are (parties, states, states) and worth is (parties, states); "
            f"got {steps.shape} and {values.shape}"
        )
    if not len(steps) or np.diagonal(steps, axis1=1, axis2=2).any():
        raise UsageError("there is a party at least, and no move leads from a state to itself")
    if not np.isfinite(values).all():
        raise UsageError("worth holds a number that is not finite")
    return steps, values
