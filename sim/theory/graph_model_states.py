"""States of a conflict in option form, and how the conflict gets from the status quo to them.

*Option form* (Howard 1971, Paradoxes of Rationality). A state says of each option whether it is
taken; each option belongs to one party; some combinations are not feasible. Party i can lead in one
move from a state to any feasible state that differs in options of its own only. An option may be
one-way: once taken it is not given up. Alike states may be merged: all states after a walk-out,
say, are one.

*Status-quo analysis* (Li, Kilgour & Hipel 2005, J. Oper. Res. Soc. 56:699–707): in how many moves,
nobody moving twice in a row, can the conflict get from the status quo to a state, and by which
path? Asked of all moves it is what can happen, asked of improvements alone
(:func:`sim.theory.graph_model.improvements`) it is what parties with no foresight would do.
"""

from __future__ import annotations

from collections import deque

import numpy as np
from numpy.typing import NDArray

from sim.errors import UsageError

__all__ = ["NO_WAY", "merged_moves", "option_moves", "path_from", "steps_from"]

Flags = NDArray[np.bool_]
Places = NDArray[np.intp]

#: Stands for the number of steps to a state that cannot be reached.
NO_WAY = -1


def option_moves(taken: Flags, owner: Places, one_way: Flags | None = None) -> Flags:
    """The moves of the parties among feasible states: (k, S, S).

    taken : (S, O), which options each state takes; no two states are alike. owner : (O,), whose
    option each is; parties are numbered from 0 up to the largest. one_way : (O,), none if not
    given. Raises ``UsageError`` for states that are alike and shapes that do not fit.

    Two parties with an option each; the second cannot take its own back.

    >>> taken = np.array([[0, 0], [1, 0], [0, 1], [1, 1]], dtype=bool)
    >>> moves = option_moves(taken, np.array([0, 1]), np.array([False, True]))
    >>> [(int(s), int(t)) for s, t in np.argwhere(moves[1])]
    [(0, 2), (1, 3)]
    """
    states, whose = np.asarray(taken, dtype=bool), np.asarray(owner, dtype=np.intp)
    fixed = np.zeros(len(whose), dtype=bool) if one_way is None else np.asarray(one_way, dtype=bool)
    if states.ndim != 2 or whose.shape != states.shape[1:] or fixed.shape != whose.shape:
        raise UsageError(
            "taken is (states, options), owner and one_way are (options,); "
            f"got {states.shape}, {whose.shape} and {fixed.shape}"
        )
    if not len(whose) or (whose < 0).any():
        raise UsageError("there is an option at least, and its owner is the place of a party")
    if len(np.unique(states, axis=0)) < len(states):
        raise UsageError("two states take the same options")
    changed = states[:, None, :] != states[None, :, :]
    back = (states[:, None, :] & ~states[None, :, :] & fixed).any(axis=2)
    k = int(whose.max()) + 1
    free = changed.any(axis=2) & ~back
    return np.array([free & ~changed[:, :, whose != i].any(axis=2) for i in range(k)])


def merged_moves(moves: Flags, state: Places) -> Flags:
    """The moves once states that are alike are merged: (k, M, M).

    moves : (k, S, S). state : (S,), which of the M merged states each is, from 0. Somebody can lead
    from one merged state to another iff it can between some of their states.

    >>> moves = np.zeros((1, 3, 3), dtype=bool)
    >>> moves[0, 0, 1] = moves[0, 1, 2] = True
    >>> [(int(s), int(t)) for s, t in np.argwhere(merged_moves(moves, np.array([0, 1, 1]))[0])]
    [(0, 1)]
    """
    places = np.asarray(state, dtype=np.intp)
    if places.shape != moves.shape[1:2] or (places < 0).any():
        raise UsageError(f"state gives a place to each of {moves.shape[1]} states; got {state}")
    m = int(places.max()) + 1
    made = np.zeros((len(moves), m, m), dtype=bool)
    i, s, t = np.nonzero(moves)
    made[i, places[s], places[t]] = True
    made[:, np.arange(m), np.arange(m)] = False
    return made


def steps_from(moves: Flags, start: int) -> Places:
    """The least number of moves to each state, nobody moving twice in a row: (S,).

    moves : (k, S, S). ``NO_WAY`` where no path leads; 0 at the start itself.

    >>> moves = np.zeros((2, 4, 4), dtype=bool)
    >>> moves[0, 0, 1] = moves[0, 1, 2] = moves[1, 1, 3] = moves[0, 3, 2] = True
    >>> steps_from(moves, 0)                # 2 by 1 and 3, since the first may not go on from 1
    array([0, 1, 3, 2])
    """
    made = np.full(moves.shape[1], NO_WAY, dtype=np.intp)
    for (_, state), (_, steps) in _searched(moves, start).items():
        if made[state] == NO_WAY:
            made[state] = steps
    return made


def path_from(moves: Flags, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """A shortest path as (who moves, where to): the first by places of movers and states.

    moves : (k, S, S). Empty where start and end are one. Raises ``UsageError`` where no path leads.

    >>> moves = np.zeros((2, 4, 4), dtype=bool)
    >>> moves[0, 0, 1] = moves[0, 1, 2] = moves[1, 1, 3] = moves[0, 3, 2] = True
    >>> path_from(moves, 0, 2)
    ((0, 1), (1, 3), (0, 2))
    """
    if start == end:
        return ()
    found = _searched(moves, start)
    node = next((node for node in found if node[1] == end and node[0] is not None), None)
    if node is None:
        raise UsageError(f"no path of moves leads from state {start} to state {end}")
    path: list[tuple[int, int]] = []
    at: _Node | None = node
    while at is not None and at[0] is not None:
        path.append((at[0], at[1]))
        at = found[at][0]
    return tuple(reversed(path))


#: Who moved last (nobody at the start), and where to.
_Node = tuple[int | None, int]


def _searched(moves: Flags, start: int) -> dict[_Node, tuple[_Node | None, int]]:
    """Breadth first: (last mover, state) → (from where, number of moves), in the order found."""
    if not 0 <= start < moves.shape[1]:
        raise UsageError(f"the status quo is one of {moves.shape[1]} states; got {start}")
    first: _Node = (None, start)
    found: dict[_Node, tuple[_Node | None, int]] = {first: (None, 0)}
    waiting = deque([first])
    while waiting:
        node = waiting.popleft()
        mover, state = node
        for i in range(len(moves)):
            if i == mover:
                continue
            for to in np.flatnonzero(moves[i, state]).tolist():
                if (i, to) not in found:
                    found[i, to] = (node, found[node][1] + 1)
                    waiting.append((i, to))
    return found
