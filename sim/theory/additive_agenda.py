"""Lotteries over the packages of an additive agenda, and linear programmes over them.

A package takes one cell from each of the blocks b = 1 … B; a cell c is worth v_c ∈ ℝᵏ to the k
parties, and a package the sum of its cells. A lottery gives chances to packages. Only the chances
p_c of the single cells matter, Σ_{c ∈ b} p_c = 1, and lots drawn block by block do as well as any:

    F = conv { Σ_b v_{c_b} } = Σ_b conv { v_c : c ∈ b } = { Σ_c p_c v_c }

the Minkowski sum of the hulls of the blocks (Schneider 2014, Convex Bodies, theorem 1.1.2). So B
small hulls stand for all the packages, and what is best over F is a linear or a convex programme in
as many numbers as there are cells.

Closed cells are out: those that some party refuses whose signature they need. What no cell changes
(premiums, a fear that no option cuts) belongs into the disagreement point, with its sign turned.
Leave out the parties whose signature no cell needs: all that are there must get their share.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.errors import UsageError

__all__ = ["AdditiveAgenda", "Lottery", "best_lottery", "best_package"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]

#: How closely the linear programmes keep their constraints and find their optimum.
LP_TOLERANCE = 1e-10


@dataclass(frozen=True, slots=True, kw_only=True)
class AdditiveAgenda:
    """Cells in blocks. C cells, k parties.

    worth : (C, k), v, value units. block : (C,), of which block each is, numbered from 0 without
    gaps. closed : (C,), cells that some party whose signature they need refuses. Raises
    ``UsageError`` for shapes that do not fit, numbers that are not finite, and a block of which all
    cells are closed.
    """

    worth: Array
    block: Places
    closed: Flags = field(default_factory=lambda: np.zeros((), dtype=bool))

    def __post_init__(self) -> None:
        if self.worth.ndim != 2 or self.block.shape != self.worth.shape[:1] or not self.worth.size:
            raise UsageError(
                "worth is (cells, parties) and block is (cells,); "
                f"got {self.worth.shape} and {self.block.shape}"
            )
        if not np.isfinite(self.worth).all():
            raise UsageError("worth holds a number that is not finite")
        if not np.array_equal(np.unique(self.block), np.arange(self.block.max() + 1)):
            raise UsageError("blocks are numbered from 0 without gaps")
        try:
            closed = np.broadcast_to(np.asarray(self.closed, dtype=bool), self.block.shape)
        except ValueError:
            raise UsageError(f"closed must spread to {self.block.shape}") from None
        object.__setattr__(self, "closed", closed)
        shut = np.setdiff1d(self.block, self.block[~closed])
        if len(shut):
            raise UsageError(f"every cell of block {int(shut[0])} is closed: there is no package")

    @property
    def n_blocks(self) -> int:
        return int(self.block.max()) + 1

    @property
    def n_parties(self) -> int:
        return self.worth.shape[1]


def best_package(agenda: AdditiveAgenda, weights: Array) -> Places:
    """The cells of the package with the largest weighted sum, the first of equals: (B,).

    weights : (k,).

    >>> agenda = AdditiveAgenda(worth=np.array([[3.0, 0.0], [0.0, 2.0], [1.0, 0.0], [0.0, 4.0]]),
    ...                         block=np.array([0, 0, 1, 1]))
    >>> best_package(agenda, np.array([1.0, 1.0]))       # 3 + 4
    array([0, 3])
    """
    score = np.where(agenda.closed, -np.inf, agenda.worth @ weights)
    return np.array(
        [np.where(agenda.block == b, score, -np.inf).argmax() for b in range(agenda.n_blocks)]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Lottery:
    """Chances of the cells, (C,), what they are worth to the parties, (k,), and a spare number."""

    chances: Array
    payoffs: Array
    extra: float


def best_lottery(
    agenda: AdditiveAgenda, reward: Array, least: Array, lift: Array | float = 0.0
) -> Lottery | None:
    """The lottery of the largest reward among those that give every party enough, if there is one.

        max Σ_c reward_c p_c + reward_C t    so that    Σ_c p_c v_c ≥ least + lift t

    reward : (C + 1,), the last entry for the spare number t ≥ 0. least, lift : (k,). The lottery is
    a corner of what is allowed: at most k blocks are drawn by lot.

    >>> agenda = AdditiveAgenda(worth=np.array([[2.0, 0.0], [0.0, 2.0]]), block=np.array([0, 0]))
    >>> best_lottery(agenda, np.array([1.0, 0.0, 0.0]), np.array([0.0, 0.5])).chances
    array([0.75, 0.25])
    >>> best_lottery(agenda, np.array([0.0, 0.0, 1.0]), np.zeros(2), lift=1.0).extra
    1.0
    """
    from scipy.optimize import linprog

    one_each = (agenda.block == np.arange(agenda.n_blocks)[:, None]).astype(float)
    used = np.any(lift != 0.0) or reward[-1] != 0.0
    found = linprog(
        -reward,
        A_ub=np.column_stack([-agenda.worth.T, np.broadcast_to(lift, agenda.n_parties)]),
        b_ub=-least,
        A_eq=np.column_stack([one_each, np.zeros(agenda.n_blocks)]),
        b_eq=np.ones(agenda.n_blocks),
        bounds=[(0.0, 0.0 if shut else 1.0) for shut in agenda.closed]
        + [(0.0, None if used else 0.0)],
        options={
            "primal_feasibility_tolerance": LP_TOLERANCE,
            "dual_feasibility_tolerance": LP_TOLERANCE,
        },
    )
    if found.x is None:
        return None
    chances = np.clip(found.x[:-1], 0.0, 1.0)
    return Lottery(chances=chances, payoffs=chances @ agenda.worth, extra=float(found.x[-1]))
