"""Deals that bind for a round: peace is made anew every round, and anybody may fight instead.

Parties i = 1 … k, rounds t = 0 … T − 1, as in :mod:`sim.theory.talks`: in round t party i is
recognised with chance q_ti and offers a package x, or fights; the others answer at once. If all
members of one of the package's alternatives sign, x is in force *for the round*, and t + 1 follows;
otherwise there is a fight, which ends everything with m_ti for everybody, in units of round t. A
round in which x is in force gives i the part 1 − δ_i of a_ti(x) = u_i(x) + g_ti, so that the same
package in all rounds is worth that package; the last one is for good.

    signing x in t is worth    (1 − δ_i) a_ti(x) + δ_i W_i(t + 1)      t < T − 1
                               a_ti(x)                                 t = T − 1
    a fight in t               m_ti

Everybody signs iff that is no less than a fight and x crosses no line of its own; the proposer
takes, of the packages that would be signed, the best for itself, if that is no less than a fight.
Ties as in :mod:`sim.theory.subgame_perfect`; W(t) averages over who is recognised.

For two who divide a stake these are the one-period deals of :mod:`sim.theory.shifting_power`, with
values in shares of the stake for good and m = p_t − (1 − δ) c (Powell 2004, Am. Polit. Sci. Rev.
98:231–241; 2006, Int. Organ. 60:169–203). Concept: *subgame-perfect equilibrium*, by backward
induction.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.domain.value import INDIFFERENT
from sim.theory.subgame_perfect import NO_OFFER, Ties, subgame_perfect
from sim.theory.talks import Talks

__all__ = ["OneRoundDeals", "OneRoundPlay", "one_round_deals"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class OneRoundDeals:
    """The game in W worlds. X packages, k parties, T rounds.

    payoffs : (X, k, W), u. fight : (T, k, W), m. recognition : (T, k, W), q; (T, k, 1) will do.
    alternatives : (X, A) or (1, A), as in :class:`sim.theory.talks.Talks`. discount : (k, W), δ in
    [0, 1]. gains : (T, k, W), g, what is added to every package in a round. red_lines : (X, k, W).
    absent : (T, k, W), who can neither sign nor offer. over : (T, W), whether it comes to a fight
    in the round whatever anybody does.
    """

    payoffs: Array
    fight: Array
    recognition: Array
    alternatives: NDArray[np.int64]
    discount: Array
    gains: Array = field(default_factory=lambda: np.zeros(()))
    red_lines: Flags = field(default_factory=lambda: np.zeros((), dtype=bool))
    absent: Flags = field(default_factory=lambda: np.zeros((), dtype=bool))
    over: Flags = field(default_factory=lambda: np.zeros((), dtype=bool))


@dataclass(frozen=True, slots=True, kw_only=True)
class OneRoundPlay:
    """What is played in every round, given that it is reached in peace.

    offers : (T, k, W), the package p offers, ``NO_OFFER`` where it fights or is never recognised.
    values : (T, k, W), W in units of the round. least : (T, k, W), the least a_ti(x) at which i
    signs; infinite where nothing, or anything, would do.
    """

    offers: NDArray[np.intp]
    values: Array
    least: Array


def one_round_deals(
    game: OneRoundDeals, ties: Ties = Ties.LOWEST, draws: Array | None = None
) -> OneRoundPlay:
    """Play by backward induction.

    draws : (T, W), as for :func:`sim.theory.subgame_perfect.subgame_perfect`. Raises ``UsageError``
    as ``Talks`` does.

    A stake in halves, two rounds, δ = 1/2, A proposes. In the second a fight gives A 3/4 and B
    nothing, so A takes all. In the first it gives B 3/4, and all of the first round is worth 1/2 to
    it: B fights. If a fight gives it 1/2, it is bought off with all of the round.

    >>> from sim.theory.talks import in_order, unanimity
    >>> share = np.array([1.0, 0.5, 0.0])
    >>> def play(first):
    ...     return one_round_deals(OneRoundDeals(
    ...         payoffs=np.stack([share, 1.0 - share], axis=1)[:, :, None],
    ...         fight=np.array([[0.0, first], [0.75, 0.0]])[:, :, None],
    ...         recognition=in_order([0, 0], 2), alternatives=unanimity(2),
    ...         discount=np.full((2, 1), 0.5)))
    >>> play(0.75).offers[:, 0, 0], play(0.5).offers[:, 0, 0]
    (array([-1,  0]), array([2, 0]))
    >>> play(0.5).values[0, :, 0]
    array([0.5, 0.5])
    """
    T, k, W = game.fight.shape
    offers = np.full((T, k, W), NO_OFFER, dtype=np.intp)
    values, least = np.empty((T, k, W)), np.empty((T, k, W))
    gains = np.broadcast_to(game.gains, (T, k, W))
    absent = np.broadcast_to(game.absent, (T, k, W))
    over = np.broadcast_to(game.over, (T, W))
    for t in range(T - 1, -1, -1):
        now, later = _split(game.discount, None if t == T - 1 else values[t + 1], (k, W))
        talks = Talks(
            payoffs=now * (game.payoffs + gains[t]) + later,
            no_deal=game.fight[[t]],
            recognition=game.recognition[[t]],
            alternatives=game.alternatives,
            red_lines=game.red_lines,
            absent=absent[[t]],
        )
        play = subgame_perfect(talks, ties, None if draws is None else draws[[t]])
        offers[t] = play.offers[0]
        values[t] = np.where(over[t], game.fight[t], play.values[0])
        least[t] = _least(game.fight[t], now, later)
    return OneRoundPlay(offers=offers, values=values, least=least)


def _split(discount: Array, after: Array | None, shape: tuple[int, int]) -> tuple[Array, Array]:
    """The part of a package that the round gives, and what the rounds after it are worth."""
    if after is None:
        return np.ones(shape), np.zeros(shape)
    return np.broadcast_to(1.0 - discount, shape), discount * after


def _least(fight: Array, now: Array, later: Array) -> Array:
    """Least payoff at which signing is worth a fight, both within ``INDIFFERENT`` of each other."""
    short = fight - later - INDIFFERENT
    # With δ = 1 a round gives nothing: all depends on what comes after.
    whatever = np.where(short <= 0.0, -np.inf, np.inf)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(now > 0.0, short / now + INDIFFERENT, whatever)
