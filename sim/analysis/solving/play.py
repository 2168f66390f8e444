"""The subgame-perfect package of one world, with everything known to all.

The package set are the packages acceptable on the day asked for. Of those that ask the same
signatures, one that another betters for somebody who may have to sign, worsens for none of them,
and that nobody refuses the other for, is left out: whoever signs the first signs the other, and
whoever offers the first would rather offer the other. So the reduction changes neither the offer
nor any value.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.analysis.acceptable.packages import Acceptable, Packages, Signing
from sim.domain.signatures import seated
from sim.theory.frontier import undominated
from sim.theory.subgame_perfect import NO_OFFER, subgame_perfect
from sim.theory.talks import Talks

__all__ = ["FEW", "Course", "lines_of", "play_world", "undominated_places"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Index = NDArray[np.intp]

#: Up to so many packages all are kept; beyond that the dominated ones are left out.
FEW = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The talks that one world has ahead, for the k parties who may have to sign.

    parties : (k,) their places. turn : (T,) who proposes, as a place among them; recognition :
    (T, k) the chance of it before it is drawn. may_leave : (k,) who may leave when it answers.
    reservation : (T + 1, k) on the day of each round, and on the day the last refusal leads to.
    over : (T,) whether talks end after the round because a principal has left. risk : the chance
    that they break down after any other; broken : (T,) whether they do. discount : (k,) a round's;
    last_discount : (k,) of the time from the last round to the end.
    """

    parties: Index
    turn: Index
    recognition: Array
    may_leave: Flags
    reservation: Array
    over: Flags
    risk: float
    broken: Flags
    discount: Array
    last_discount: Array


def play_world(
    found: Acceptable, signing: Signing, w: int, value: Array, course: Course
) -> tuple[int, int] | None:
    """Place among the acceptable packages, and round, of what is signed; ``None`` if nothing is.

    value : (P, m) of the acceptable packages, in value units.
    """
    lines = lines_of(found, signing, w)[course.parties]
    own = value[course.parties]
    asks = _asks(signing.packages, found)
    kept = undominated_places(own, lines, asks) if own.shape[1] > FEW else np.arange(own.shape[1])
    packages = signing.packages
    held = np.vstack([packages.left[:, found.left[kept]], packages.right[:, found.right[kept]]])
    cost = np.zeros((len(course.turn), len(own), 1))
    # The end may come sooner than a round after the last one, or with it.
    cost[-1, :, 0] = (course.discount - course.last_discount) * course.reservation[-1]
    talks = Talks(
        payoffs=own[:, kept].T[:, :, None],
        no_deal=course.reservation[1:, :, None],
        recognition=course.recognition[:, :, None],
        alternatives=seated(packages.cells.signing_sets(held), course.parties),
        discount=course.discount[:, None],
        cost=cost,
        breakdown=np.where(course.over, 1.0, course.risk)[:, None],
        red_lines=lines[:, kept].T[:, :, None],
        least=course.reservation[:-1, :, None],
        leaving=course.reservation[:-1, :, None],
        may_leave=course.may_leave,
    )
    play = subgame_perfect(talks)
    for t, proposer in enumerate(course.turn.tolist()):
        offer = int(play.offers[t, proposer, 0])
        if offer != NO_OFFER:
            return int(kept[offer]), t
        if course.over[t] or course.broken[t] or play.leaves[t, proposer].any():
            break
    return None


def _asks(packages: Packages, found: Acceptable) -> Flags:
    """(R, m) which consents each acceptable package asks for."""
    return packages.asks_left[:, found.left] | packages.asks_right[:, found.right]


def lines_of(found: Acceptable, signing: Signing, w: int) -> Flags:
    """(P, m) who never signs which acceptable package: a firm line, or a party that has left."""
    crossed = signing.bars_left[w][:, found.left] | signing.bars_right[w][:, found.right]
    gone = (int(signing.departed[w]) >> np.arange(len(crossed))) & 1
    return np.asarray(crossed | (gone == 1)[:, None])


def undominated_places(value: Array, lines: Flags, asks: Flags) -> Index:
    """Places of the packages (k, m) that none with the same consents (R, m) betters: rising."""
    # Signing at all is a coordinate of its own, so that no package makes way for one that some
    # party refuses which it would have signed.
    varying = lines.any(axis=1) & ~lines.all(axis=1)
    vectors = np.vstack([value, -lines[varying].astype(float)]).T
    pattern = (asks.T @ (1 << np.arange(len(asks)))) if len(asks) else np.zeros(len(vectors))
    kept = np.zeros(len(vectors), dtype=bool)
    for one in np.unique(pattern):
        here = np.flatnonzero(pattern == one)
        kept[here[undominated(vectors[here])]] = True
    return np.flatnonzero(kept)
