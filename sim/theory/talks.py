"""Talks of finitely many rounds on a finite set of packages: the game, as arrays.

Parties i = 1 … k, rounds t = 0 … T − 1. In round t party i is recognised with chance q_ti. It
offers a package x or nothing. All others answer at once. The package is *signed* when all members
of one of its alternatives accept; who offers a package accepts it. Nobody accepts, or offers, what
crosses its red line, or is worth less than the least it may sign in the round; nor does who is
absent in the round. If nothing is signed,

1. each responder that may leave may do so, to silence as to an offer; if any does, talks end *in
   this round* and every party i gets ℓ_ti (its outside option, taken instead of an answer). Leaving
   counts as a refusal and does not undo a signature: it ends talks only where nothing is signed.
   Who proposes cannot leave in that round;
2. otherwise the round costs every party c_ti, and with chance β_t talks break down;
3. otherwise round t + 1 follows; after the last round talks end as in a breakdown.

**Timing.** Payoffs are per package, u_i(x), and discounted by δ_i a round. With talks ending in
round t party i gets, at the start,

    signed x                             δ_i^t u_i(x)           − Σ_{s<t} δ_i^s c_si
    somebody left                        δ_i^t ℓ_ti             − Σ_{s<t} δ_i^s c_si
    broken down, or the last refusal     δ_i^(t+1) d_ti         − Σ_{s≤t} δ_i^s c_si

so that no-deal is paid one period after the last refusal; d_ti is what it is worth *then*.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from sim.domain.value import INDIFFERENT
from sim.errors import UsageError

__all__ = ["Talks", "in_order", "quota", "unanimity"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Masks = NDArray[np.int64]

#: A word holds one bit a party, one for the sign of the padding, and one to spare.
MOST_PARTIES = 62


def unanimity(parties: int) -> Masks:
    """The alternatives of packages that everybody must sign: (1, 1).

    >>> unanimity(3)
    array([[7]])
    """
    return np.array([[(1 << _countable(parties)) - 1]], dtype=np.int64)


def quota(parties: int, signatures: int) -> Masks:
    """The alternatives of packages that any ``signatures`` parties may sign: (1, A).

    >>> quota(3, 2)
    array([[3, 5, 6]])
    """
    if not 1 <= signatures <= _countable(parties):
        raise UsageError(f"a quota lies between 1 and the {parties} parties; got {signatures}")
    chosen = combinations(range(parties), signatures)
    return np.array([[sum(1 << i for i in members) for members in chosen]], dtype=np.int64)


def in_order(order: NDArray[np.intp] | list[int], parties: int) -> Array:
    """Chances of recognition where party ``order[t]`` proposes in round t: (T, k, 1).

    >>> in_order([0, 1, 0], 2)[:, :, 0]
    array([[1., 0.],
           [0., 1.],
           [1., 0.]])
    """
    places = np.asarray(order, dtype=np.intp)
    if places.ndim != 1 or ((places < 0) | (places >= parties)).any():
        raise UsageError(f"an order of proposers lists places below {parties}; got {order}")
    return np.asarray(np.eye(parties)[places][:, :, None])


@dataclass(frozen=True, slots=True, kw_only=True)
class Talks:
    """A finite bargaining game in W worlds. X packages, k parties, T rounds.

    The first two may have one world or W of them; the others may have any shape that numpy spreads
    to the one stated.

    payoffs : (X, k, W), u. no_deal : (T, k, W), d. recognition : (T, k, W), q, sums to 1 over
    parties. alternatives : (X, A) or (1, A), bit masks of parties (bit i is party i); a package is
    signed when all members of one accept; padded with −1, which nobody meets. discount : (k, W),
    δ in [0, 1]. cost : (T, k, W), c, in payoff units; negative where talking pays. breakdown :
    (T, W), β in [0, 1]. leaving : (T, k, W), ℓ, what each party gets when *anybody* leaves.
    may_leave : (k,). red_lines : (X, k, W), true where the party never accepts. absent : (T, k, W),
    true where it can neither sign nor offer in the round. least : (T, k, W), the payoff below which
    it neither signs nor offers in the round, −∞ for none.

    Raises ``UsageError`` for shapes that do not fit and numbers that cannot be.
    """

    payoffs: Array
    no_deal: Array
    recognition: Array
    alternatives: Masks
    discount: Array = field(default_factory=lambda: np.ones(()))
    cost: Array = field(default_factory=lambda: np.zeros(()))
    breakdown: Array = field(default_factory=lambda: np.zeros(()))
    leaving: Array = field(default_factory=lambda: np.zeros(()))
    may_leave: Flags = field(default_factory=lambda: np.zeros((), dtype=bool))
    red_lines: Flags = field(default_factory=lambda: np.zeros((), dtype=bool))
    absent: Flags = field(default_factory=lambda: np.zeros((), dtype=bool))
    least: Array = field(default_factory=lambda: np.full((), -np.inf))

    def __post_init__(self) -> None:
        if self.payoffs.ndim != 3 or self.no_deal.ndim != 3:
            raise UsageError(
                "payoffs are (packages, parties, worlds) and no_deal is (rounds, parties, worlds); "
                f"got {self.payoffs.shape} and {self.no_deal.shape}"
            )
        X, k, W = self.payoffs.shape
        T, W = len(self.no_deal), max(W, self.no_deal.shape[2])
        _countable(k)
        if X < 1 or T < 1:
            raise UsageError(f"talks have a package and a round at least; got {X} and {T}")
        shapes = {
            "payoffs": (X, k, W),
            "no_deal": (T, k, W),
            "recognition": (T, k, W),
            "discount": (k, W),
            "cost": (T, k, W),
            "breakdown": (T, W),
            "leaving": (T, k, W),
            "may_leave": (k,),
            "red_lines": (X, k, W),
            "absent": (T, k, W),
            "least": (T, k, W),
            "alternatives": (X, self.alternatives.shape[-1]),
        }
        for name, shape in shapes.items():
            object.__setattr__(self, name, _spread(name, getattr(self, name), shape))
        self._check_numbers()

    def _check_numbers(self) -> None:
        for name in ("payoffs", "no_deal", "recognition", "discount", "cost", "leaving"):
            if not np.isfinite(getattr(self, name)).all():
                raise UsageError(f"{name} holds a number that is not finite")
        for name in ("discount", "breakdown"):
            numbers = getattr(self, name)
            if not ((numbers >= 0.0) & (numbers <= 1.0)).all():
                raise UsageError(f"{name} must lie in [0, 1]; got {np.unique(numbers)[[0, -1]]}")
        total = self.recognition.sum(axis=1)
        if (self.recognition < 0.0).any() or (np.abs(total - 1.0) > INDIFFERENT).any():
            raise UsageError("the chances of recognition of a round are not negative and sum to 1")
        if (self.alternatives >= 1 << self.n_parties).any() or (self.alternatives < -1).any():
            raise UsageError(f"an alternative names a party beyond the {self.n_parties} there are")

    @property
    def n_packages(self) -> int:
        return self.payoffs.shape[0]

    @property
    def n_parties(self) -> int:
        return self.payoffs.shape[1]

    @property
    def n_rounds(self) -> int:
        return len(self.no_deal)

    @property
    def n_worlds(self) -> int:
        return self.payoffs.shape[2]


def _countable(parties: int) -> int:
    if not 1 <= parties <= MOST_PARTIES:
        raise UsageError(f"talks have 1 to {MOST_PARTIES} parties; got {parties}")
    return parties


def _spread(name: str, array: NDArray[np.generic], shape: tuple[int, ...]) -> NDArray[np.generic]:
    try:
        return np.broadcast_to(np.asarray(array), shape)
    except ValueError:
        raise UsageError(f"{name} must spread to {shape}; got {np.shape(array)}") from None
