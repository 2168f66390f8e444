"""Subgame-perfect play of finite talks, by backward induction.

The game and its timing are those of :mod:`sim.theory.talks`. Let V_i(t) be what party i expects as
round t begins, in units of round t, and V_i(T) = d_{T−1,i}. Going on after round t is worth

    C_i(t) = − c_ti + δ_i [ β_t d_ti + (1 − β_t) V_i(t + 1) ]

With p proposing, some responder j who may leave does so iff ℓ_tj > C_j(t). A refusal is worth

    F_i(t, p) = ℓ_ti  if somebody leaves,  C_i(t)  otherwise.

Responder i accepts x iff u_i(x) ≥ F_i(t, p), x crosses no line of its own and is not below the
least it may sign: it votes as if its vote decided (*stage-undominated* voting: Baron & Kalai 1993,
J. Econ. Theory 61:290–301). The proposer offers the package of the largest u_p among those that
would be signed, if that is at least F_p(t, p), and nothing otherwise. V_i(t) averages over who is
recognised.

The solution concept is *subgame-perfect equilibrium* in stage-undominated votes (Selten 1965; Kuhn
1953 for backward induction). It is unique up to ties, which are resolved so:

* who is indifferent between signing and going on signs; who is indifferent about leaving stays;
* of its best packages a proposer takes the one with most for the others, in the sum of their
  gains over refusal (of their payoffs, then: what refusal is worth is the same for all packages);
* what still ties goes to the lowest index, or is mixed evenly (:class:`Ties`).

Payoffs closer than ``INDIFFERENT`` count as equal throughout.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

import numpy as np
from numpy.typing import NDArray

from sim.domain.value import INDIFFERENT
from sim.theory.talks import Talks

__all__ = ["NO_OFFER", "Equilibrium", "Ties", "acceptances", "chance_signed", "subgame_perfect"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]

#: Stands in ``offers`` where a proposer rather offers nothing.
NO_OFFER = -1


class Ties(Enum):
    """What a proposer does among packages that tie in everything but their index."""

    LOWEST = auto()
    EVENLY = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Equilibrium:
    """What is played in every subgame. T rounds, k parties, W worlds; p proposes, i answers.

    offers : (T, k, W), the package p offers, ``NO_OFFER`` where it offers none or is never
    recognised; with ``Ties.EVENLY`` the lowest of those it mixes, or the one that is drawn.
    refusal : (T, k, k, W), F[t, p, i]: the least payoff at which i accepts.
    leaves : (T, k, k, W), whether i leaves in round t when p proposes and nothing is signed.
    values : (T + 1, k, W), V; the first is what the talks are worth, the last the final no-deal.
    continuation : (T, k, W), C.
    """

    offers: Places
    refusal: Array
    leaves: Flags
    values: Array
    continuation: Array


def subgame_perfect(
    talks: Talks, ties: Ties = Ties.LOWEST, draws: Array | None = None
) -> Equilibrium:
    """Offers, answers and values of every round.

    draws : (T, W), uniform on [0, 1): with ``Ties.EVENLY`` they decide which of the packages that
    a proposer mixes it offers. Values do not depend on them.

    Two parties share a whole in quarters, discount by 1/2, and talk for two rounds. In the last the
    second takes all; so it must be given 1/2 in the first.

    >>> from sim.theory.talks import in_order, unanimity
    >>> share = np.linspace(1.0, 0.0, 5)
    >>> talks = Talks(payoffs=np.stack([share, 1.0 - share], axis=1)[:, :, None],
    ...               no_deal=np.zeros((2, 2, 1)), recognition=in_order([0, 1], 2),
    ...               alternatives=unanimity(2), discount=np.array(0.5))
    >>> play = subgame_perfect(talks)
    >>> play.offers[0, 0], play.offers[1, 1]          # package 2 is (1/2, 1/2)
    (array([2]), array([4]))
    >>> play.values[:, :, 0]
    array([[0.5, 0.5],
           [0. , 1. ],
           [0. , 0. ]])
    """
    T, k, W = talks.n_rounds, talks.n_parties, talks.n_worlds
    offers = np.full((T, k, W), NO_OFFER, dtype=np.intp)
    refusal = np.zeros((T, k, k, W))
    leaves = np.zeros((T, k, k, W), dtype=bool)
    continuation = np.zeros((T, k, W))
    values = np.zeros((T + 1, k, W))
    values[T] = talks.no_deal[-1]
    total = talks.payoffs.sum(axis=1)
    for t in range(T - 1, -1, -1):
        ahead = talks.breakdown[t] * (talks.no_deal[t] - values[t + 1]) + values[t + 1]
        continuation[t] = talks.discount * ahead - talks.cost[t]
        for p in range(k):
            here = np.flatnonzero(talks.recognition[t, p] > 0.0)
            if not len(here):
                continue
            worlds = slice(None) if len(here) == W else here
            leaves[t, p], refusal[t, p] = _after_refusal(talks, t, p, continuation[t])
            fails = refusal[t, p][:, worlds]
            payoffs, lines = talks.payoffs[..., worlds], _barred(talks, t)[..., worlds]
            signed = _signed(talks.alternatives, _accepted(payoffs, lines, fails, p))
            tied = _best(payoffs[:, p], total[:, worlds], signed & ~lines[:, p], fails[p])
            found = tied.any(axis=0)
            drawn = None if draws is None or ties is Ties.LOWEST else draws[t, worlds]
            offers[t, p, worlds] = np.where(found, _named(tied, drawn), NO_OFFER)
            got = np.where(found, _dealt(payoffs, tied, ties), fails)
            values[t][:, worlds] += talks.recognition[t, p, worlds] * got
    return Equilibrium(
        offers=offers,
        refusal=refusal,
        leaves=leaves,
        values=values,
        continuation=continuation,
    )


def acceptances(talks: Talks, play: Equilibrium, t: int, p: int) -> Flags:
    """Who accepts which package when p proposes it in round t: (X, k, W).

    >>> from sim.theory.talks import in_order, unanimity
    >>> share = np.linspace(1.0, 0.0, 3)
    >>> talks = Talks(payoffs=np.stack([share, 1.0 - share], axis=1)[:, :, None],
    ...               no_deal=np.full((1, 2, 1), 0.5), recognition=in_order([0], 2),
    ...               alternatives=unanimity(2))
    >>> acceptances(talks, subgame_perfect(talks), 0, 0)[:, 1, 0]    # of 0, 1/2, 1: not the first
    array([False,  True,  True])
    """
    return _accepted(talks.payoffs, _barred(talks, t), play.refusal[t, p], p)


def chance_signed(talks: Talks, play: Equilibrium) -> Array:
    """The chance that talks end with the offer of p in round t: (T, k, W).

    What is missing from 1 is the chance of talks ending without a signature.

    >>> from sim.theory.talks import in_order, unanimity
    >>> talks = Talks(payoffs=np.ones((1, 2, 1)), no_deal=np.zeros((2, 2, 1)),
    ...               recognition=np.array([[[0.25], [0.75]]]), alternatives=unanimity(2))
    >>> chance_signed(talks, subgame_perfect(talks))[:, :, 0]
    array([[0.25, 0.75],
           [0.  , 0.  ]])
    """
    made = np.zeros_like(talks.recognition, dtype=float)
    going = np.ones(talks.n_worlds)
    for t in range(talks.n_rounds):
        offered = play.offers[t] != NO_OFFER
        left = ~offered & play.leaves[t].any(axis=1)
        made[t] = going * talks.recognition[t] * offered
        on = (talks.recognition[t] * ~(offered | left)).sum(axis=0)
        going = going * on * (1.0 - talks.breakdown[t])
    return made


def _after_refusal(talks: Talks, t: int, p: int, going_on: Array) -> tuple[Flags, Array]:
    """Which responders leave, and what a refusal is worth to each party: both (k, W)."""
    free = talks.may_leave & (np.arange(talks.n_parties) != p)
    leaves = free[:, None] & (talks.leaving[t] > going_on + INDIFFERENT)
    return leaves, np.where(leaves.any(axis=0), talks.leaving[t], going_on)


def _barred(talks: Talks, t: int) -> Flags:
    """Which packages a party would not sign in round t whatever a refusal leads to: (X, k, W)."""
    barred = talks.red_lines
    if talks.absent[t].any():
        barred = barred | talks.absent[t]
    if (talks.least[t] > -np.inf).any():
        barred = barred | (talks.payoffs < talks.least[t] - INDIFFERENT)
    return np.asarray(barred)


def _named(tied: Flags, drawn: Array | None) -> Places:
    """One of the tied packages (W,): the lowest, or the one drawn; 0 where nothing is tied."""
    if drawn is None:
        return tied.argmax(axis=0)
    # Uniforms are below 1, but their product with a count may round up to it.
    last = np.maximum(tied.sum(axis=0) - 1, 0)
    rank = np.minimum((drawn * (last + 1)).astype(np.intp), last)
    return (tied & (tied.cumsum(axis=0) == rank + 1)).argmax(axis=0)


def _accepted(payoffs: Array, lines: Flags, fails: Array, p: int) -> Flags:
    made = payoffs >= fails - INDIFFERENT
    made[:, p] = True
    return np.asarray(made & ~lines)


def _signed(alternatives: NDArray[np.int64], accepted: Flags) -> Flags:
    """Whether all members of an alternative accept: (X, W)."""
    n_packages, k, n_worlds = accepted.shape
    word = np.zeros((n_packages, n_worlds), dtype=np.int64)
    for i in range(k):
        word |= accepted[:, i].astype(np.int64) << i
    made = np.zeros((n_packages, n_worlds), dtype=bool)
    for column in alternatives.T:
        made |= (word & column[:, None]) == column[:, None]
    return made


def _best(own: Array, total: Array, open_to: Flags, least: Array) -> Flags:
    """The packages among which nothing but their index decides: (X, W), all false for no offer."""
    open_to = open_to & (own >= least - INDIFFERENT)
    tied = open_to.copy()
    for objective in (own, total - own):
        reached = np.where(tied, objective, -np.inf)
        tied &= reached >= reached.max(axis=0) - INDIFFERENT
    return tied


def _dealt(payoffs: Array, tied: Flags, ties: Ties) -> Array:
    """What each party gets from the offer: (k, W); of no meaning where nothing is tied."""
    if ties is Ties.LOWEST:
        return np.take_along_axis(payoffs, tied.argmax(axis=0)[None, None, :], axis=0)[0]
    share = tied / np.maximum(tied.sum(axis=0), 1)
    return np.asarray(np.einsum("xw,xkw->kw", share, payoffs))
