"""Whose turn a round is: in order, by chance where the protocol says so, or always the first's."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.domain.protocol import Protocol, ProtocolKind
from sim.domain.worlds import WorldBlock

__all__ = ["turn_chances", "whose_turn"]

Index = NDArray[np.intp]


def turn_chances(protocol: Protocol, numbers: Index) -> NDArray[np.float64]:
    """The chance (T, proposers) that each principal proposes in rounds of these numbers (T,)."""
    if protocol.recognition:
        chances = [protocol.recognition[party] for party in protocol.order]
        return np.tile(chances, (len(numbers), 1))
    return np.eye(len(protocol.order))[_in_order(protocol, numbers)]


def whose_turn(protocol: Protocol, block: WorldBlock, number: int) -> Index:
    """Who proposes in a round, as a place in the protocol's order: (W,)."""
    if not protocol.recognition:
        return np.full(block.n, _in_order(protocol, np.array(number, dtype=np.intp)))
    chances = np.array([protocol.recognition[party] for party in protocol.order])
    upto = np.cumsum(chances)
    # The last one with a chance takes what rounding leaves of 1.
    upto[np.flatnonzero(chances)[-1] :] = np.inf
    return np.searchsorted(upto, block.turn_u[number - 1], side="right")


def _in_order(protocol: Protocol, numbers: Index) -> Index:
    if protocol.kind is ProtocolKind.FINAL_OFFER:
        return np.zeros_like(numbers)
    return np.asarray((numbers - 1) % len(protocol.order))
