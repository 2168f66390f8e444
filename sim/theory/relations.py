"""Relations among states, as matrices of truth: chained, preferred, and deterring.

A relation R over S states is (…, S, S), true where it leads from the state of the row to that of
the column; leading axes, such as one of worlds, go along. The symbols and sources of what is built
from them are in :mod:`sim.theory.graph_model` and :mod:`sim.theory.joint_moves`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.domain.value import INDIFFERENT

__all__ = ["chained", "deterred", "linked", "preferred"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


def linked(left: Flags, right: Flags) -> Flags:
    """The product of two relations: whether some state links s to t, left first.

    >>> step = np.array([[False, True, False], [False, False, True], [False] * 3])
    >>> np.argwhere(linked(step, step)).tolist()
    [[0, 2]]
    """
    return np.asarray(left.astype(np.float32) @ right.astype(np.float32) > 0.5)


def chained(step: Flags) -> Flags:
    """Where one step or more lead: the transitive closure.

    >>> step = np.array([[False, True, False], [False, False, True], [False] * 3])
    >>> np.argwhere(chained(step)).tolist()
    [[0, 1], [0, 2], [1, 2]]
    """
    made, steps = step, 1
    # Each turn doubles the length of paths taken in; none needs more steps than there are states.
    while steps < step.shape[-1]:
        made = made | linked(made, made)
        steps *= 2
    return made


def preferred(worth: Array) -> Flags:
    """Whether t, the last index, is worth more than s by more than ``INDIFFERENT``: (…, S, S).

    worth : (…, S).

    >>> preferred(np.array([1.0, 2.0])).tolist()
    [[False, True], [False, False]]
    """
    return np.asarray(worth[..., None, :] > worth[..., :, None] + INDIFFERENT)


def deterred(leaves: Flags, sanction: Flags, answers: Flags) -> Flags:
    """Whether each improvement s → t meets an answer t → r that is a sanction of leaving s: (…, S).

    leaves : the improvements s → t. sanction : whether r punishes who was in s. answers : t → r.

    >>> there, back = np.array([[False, True], [False] * 2]), np.array([[False] * 2, [True, False]])
    >>> deterred(there, np.array([[True, False], [False] * 2]), back).tolist()
    [True, True]
    """
    met = linked(sanction, np.swapaxes(answers, -1, -2))
    return np.asarray((~leaves | met).all(axis=-1))
