"""The game ahead of a batch of worlds, as arrays: packages, who must sign them, what they give.

Everything about a world is known: its types, lines and values, and the events to come, as they come
if no offer is made. Small deals are not foreseen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.domain.cells import Cells, packages_over
from sim.domain.party import MOST_PLANNED
from sim.domain.signatures import seated
from sim.engine.ahead import RoundsLeft, ahead_of, rounds_left
from sim.errors import UsageError

if TYPE_CHECKING:
    from sim.engine.model import NegotiationModel

__all__ = ["Game", "OnOffer", "games_ahead", "on_offer"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Index = NDArray[np.intp]

#: Numbers held at a time in the table of what packages are worth; bounds memory.
_CHUNK = 3_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OnOffer:
    """All packages of the allowed cells. B blocks, X packages, k parties who may have to sign.

    package : (B, X) cells. parties : (k,) places. alternatives : (X, A) bit masks over the k,
    principals included; padded with −1, which nobody meets.
    """

    package: Index
    parties: Index
    alternatives: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Game:
    """The talks ahead of W worlds. X packages, T rounds, k parties who may have to sign.

    worlds : (W,) their places in the batch. payoffs : (X, k, W) as the first
    round begins; gains : (T, k, W) what events have added to every package by each round. red_lines
    : (X, k, W). reservation : (T + 1, k, W) on the day of each round, and on the day the last
    refusal leads to. absent : (T, k, W) who has left by each round. over : (T + 1, W) whether the
    talks have ended by then because of that. recognition : (T, k, 1). discount : (k, W), a round's;
    last_discount : (k, W), of the time from the last round to the end.
    """

    worlds: Index
    payoffs: Array
    gains: Array
    red_lines: Flags
    reservation: Array
    absent: Flags
    over: Flags
    recognition: Array
    discount: Array
    last_discount: Array


def on_offer(cells: Cells) -> OnOffer:
    """Lay out every package of an agenda.

    Raises ``UsageError`` for more than ``MOST_PLANNED``.
    """
    blocks = cells.allowed_cells
    size = int(np.prod([len(block) for block in blocks]))
    if size > MOST_PLANNED:
        raise UsageError(
            f"looking ahead weighs every package in every round, and {size:,} are too many; "
            f"{MOST_PLANNED:,} can be: rule options out"
        )
    package = packages_over(blocks)
    parties = np.flatnonzero((cells.needed >> np.arange(cells.waived.shape[0])) & 1)
    masks = seated(cells.signing_sets(package), parties)
    return OnOffer(package=package, parties=parties, alternatives=masks)


def games_ahead(model: NegotiationModel, packages: OnOffer, worlds: Index) -> Iterator[Game]:
    """The games of these worlds from the first round on, in pieces of bounded memory."""
    protocol = model.setting.scenario.protocol
    rounds = rounds_left(protocol, 0.0)
    T, k = len(rounds.days), len(packages.parties)
    size = max(1, _CHUNK // (k * (packages.package.shape[1] + T * k)))
    recognition = np.zeros((T, k, 1))
    order = [proposer.place for proposer in model.proposers]
    recognition[:, np.searchsorted(packages.parties, order), 0] = rounds.chances
    for first in range(0, len(worlds), size):
        here = worlds[first : first + size]
        yield _game(model, packages, rounds, here, recognition)


def _game(
    model: NegotiationModel,
    packages: OnOffer,
    rounds: RoundsLeft,
    worlds: Index,
    recognition: Array,
) -> Game:
    parties, some = packages.parties, model.block.take(worlds)
    days = [*rounds.days, rounds.after[-1]]
    ahead = ahead_of(model.setting.scenario, some, days, model.setting)
    X = packages.package.shape[1]
    payoffs = np.empty((X, len(parties), len(worlds)))
    lines = np.empty(payoffs.shape, dtype=bool)
    base = ahead.base[:, parties]
    for seat, place in enumerate(parties.tolist()):
        agent = model.parties[place]
        # As on the first day: a small deal signed since is not in what was foreseen.
        deal = (agent.worth - agent.breach)[:, worlds]
        payoffs[:, seat] = base[0, seat] + deal[packages.package].sum(axis=0)
        lines[:, seat] = agent.refused[:, worlds][packages.package].any(axis=0)
    return Game(
        worlds=worlds,
        payoffs=payoffs,
        gains=base[:-1] - base[0],
        red_lines=lines,
        reservation=ahead.reservation[:, parties],
        absent=ahead.departed[:-1, parties],
        over=ahead.over,
        recognition=recognition,
        discount=some.patience[parties] ** rounds.wait,
        last_discount=some.patience[parties] ** rounds.last_wait,
    )
