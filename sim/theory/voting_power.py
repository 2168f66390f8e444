"""Voting power: how often a party decides whether a coalition can sign.

A *simple game* says of every coalition S ⊆ N, |N| = n, whether it wins: v(S) ∈ {0, 1}, with
v(∅) = 0, v(N) = 1 and v(S) ≤ v(T) where S ⊆ T. Party i *swings* S ∌ i iff v(S) = 0, v(S ∪ i) = 1.

    Shapley–Shubik   φ_i = Σ over swings S of |S|! (n − |S| − 1)! / n!       Σ_i φ_i = 1
    Banzhaf          β_i = (number of swings of i) / 2^(n−1)

φ_i is the chance of being the one whose joining decides, all orders of joining being equally
likely; β_i is the chance of deciding when everybody else says yes or no by the toss of a coin. The
normalised Banzhaf index is β_i / Σ_j β_j. (Shapley & Shubik 1954, Am. Polit. Sci. Rev. 48:787–792;
Penrose 1946, J. R. Stat. Soc. 109:53–57; Banzhaf 1965, Rutgers Law Rev. 19:317–343; Dubey & Shapley
1979, Math. Oper. Res. 4:99–131.)

*Consents.* A package needs every principal, and for each of its options the members of some
alternative. A coalition wins iff it can sign by itself. *Quotas.* A coalition wins iff its weights
sum to the quota at least; sums within ``INDIFFERENT`` of the quota reach it.

Coalitions are numbered by bit masks, bit i is party i, and all 2^n of them are looked at.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.domain.value import INDIFFERENT
from sim.errors import UsageError

__all__ = [
    "banzhaf",
    "normalised_banzhaf",
    "shapley_shubik",
    "winning_by_consent",
    "winning_by_quota",
]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Masks = NDArray[np.int64]

#: All coalitions are listed: a million at most.
MOST_PARTIES = 20


def winning_by_consent(parties: int, principals: int, alternatives: Masks) -> Flags:
    """Which coalitions can sign a package: (2^n,).

    principals : bit mask of those who sign everything. alternatives : (O, A) bit masks, a row for
    each option of the package, padded with −1, which nobody meets. Raises ``UsageError`` where a
    mask names a party beyond ``parties``, where nobody can sign, or where nobody needs to.

    Party 0 signs everything; the one option needs 1 or 2.

    >>> np.flatnonzero(winning_by_consent(3, 0b001, np.array([[0b010, 0b100]])))    # 01, 02, 012
    array([3, 5, 7])
    """
    coalitions = np.arange(1 << _listed(parties))
    rows = np.atleast_2d(np.asarray(alternatives, dtype=np.int64))
    masks = np.append(rows.ravel(), principals)
    if (masks >= len(coalitions)).any() or (masks < -1).any() or principals < 0:
        raise UsageError(f"a consent names a party beyond the {parties} there are")
    wins = (coalitions & principals) == principals
    for row in rows:
        met = np.zeros(len(coalitions), dtype=bool)
        for needed in row[row >= 0]:
            met |= (coalitions & needed) == needed
        wins &= met
    return _simple(wins)


def winning_by_quota(weights: Array, quota: float) -> Flags:
    """Which coalitions reach a quota: (2^n,).

    weights : (n,), not negative. Raises ``UsageError`` for a negative weight, a quota that all
    together do not reach, or one that nobody reaches too.

    >>> np.flatnonzero(winning_by_quota(np.array([50.0, 49.0, 1.0]), 51.0))    # 01, 02, 012
    array([3, 5, 7])
    """
    votes = np.asarray(weights, dtype=float)
    if votes.ndim != 1 or not (np.isfinite(votes) & (votes >= 0.0)).all():
        raise UsageError(f"weights of parties are a row of numbers not below 0; got {weights}")
    _listed(len(votes))
    sums = np.zeros(1)
    for weight in votes:
        sums = np.append(sums, sums + weight)
    return _simple(sums >= quota - INDIFFERENT)


def shapley_shubik(winning: Flags) -> Array:
    """The chance of each party to decide in a random order: (n,), sums to 1.

    winning : (2^n,), v by bit mask. Raises ``UsageError`` unless v is a simple game.

    >>> shapley_shubik(winning_by_quota(np.array([50.0, 49.0, 1.0]), 51.0)) * 6
    array([4., 1., 1.])
    """
    wins = _simple(winning)
    n = _players(wins)
    size = _sizes(n)
    chance = np.array([1.0 / n])
    # |S|! (n − |S| − 1)! / n! by recurrence: factorials of 20 are large for no need.
    for s in range(1, n):
        chance = np.append(chance, chance[-1] * s / (n - s))
    made = np.zeros(n)
    for i in range(n):
        made[i] = chance[size[_swings(wins, i)]].sum()
    return made


def banzhaf(winning: Flags) -> Array:
    """The chance of each party to decide when the others toss coins: (n,), each in [0, 1].

    winning : (2^n,), v by bit mask. Raises ``UsageError`` unless v is a simple game.

    >>> banzhaf(winning_by_quota(np.array([50.0, 49.0, 1.0]), 51.0))
    array([0.75, 0.25, 0.25])
    """
    wins = _simple(winning)
    n = _players(wins)
    return np.array([len(_swings(wins, i)) for i in range(n)]) / 2.0 ** (n - 1)


def normalised_banzhaf(winning: Flags) -> Array:
    """Each party's share of all swings: (n,), sums to 1.

    winning : (2^n,), v by bit mask. Raises ``UsageError`` unless v is a simple game.

    >>> normalised_banzhaf(winning_by_quota(np.array([50.0, 49.0, 1.0]), 51.0))
    array([0.6, 0.2, 0.2])
    """
    raw = banzhaf(winning)
    return np.asarray(raw / raw.sum())


def _swings(wins: Flags, i: int) -> NDArray[np.intp]:
    """The coalitions without i that lose and win with i."""
    without = np.arange(len(wins))
    without = without[(without >> i) & 1 == 0]
    return np.asarray(without[~wins[without] & wins[without | (1 << i)]])


def _sizes(n: int) -> NDArray[np.intp]:
    size = np.zeros(1, dtype=np.intp)
    for _ in range(n):
        size = np.append(size, size + 1)
    return size


def _simple(wins: Flags) -> Flags:
    """The game itself, if it is simple."""
    given = np.asarray(wins, dtype=bool)
    n = _players(given)
    if given[0] or not given[-1]:
        who = "the empty coalition wins" if given[0] else "not even all together win"
        raise UsageError(f"nobody has power to measure where {who}")
    for i in range(n):
        pairs = given.reshape(-1, 2, 1 << i)
        if (pairs[:, 0] & ~pairs[:, 1]).any():
            raise UsageError(f"a winning coalition loses when party {i} joins")
    return given


def _players(wins: Flags) -> int:
    n = len(wins).bit_length() - 1
    if wins.ndim != 1 or len(wins) != 1 << n or n < 1:
        raise UsageError(f"a game lists 2^n coalitions; got shape {wins.shape}")
    _listed(n)
    return n


def _listed(parties: int) -> int:
    if not 1 <= parties <= MOST_PARTIES:
        raise UsageError(
            f"voting power is worked out for 1 to {MOST_PARTIES} parties; got {parties}"
        )
    return parties
