"""Worlds: a recipe for draws, and what one batch of draws holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

import numpy as np
from numpy.typing import NDArray

from sim.domain.scenario import Scenario

__all__ = ["DRAW_BLOCK", "WorldBlock", "Worlds", "draw_blocks"]

Array = NDArray[np.float64]

#: Worlds per draw block. A constant: uniforms are always drawn for whole blocks, so that world k
#: is the same world whatever else is asked for.
DRAW_BLOCK = 512


def draw_blocks(n: int) -> list[tuple[int, int]]:
    """First world and number of worlds of each draw block of ``n`` worlds; the last may be cut.

    >>> draw_blocks(600)
    [(0, 512), (512, 88)]
    """
    return [(first, min(DRAW_BLOCK, n - first)) for first in range(0, n, DRAW_BLOCK)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Worlds:
    """A recipe: which worlds of which scenario, under which seed. Nothing is drawn yet.

    n : number of worlds, from ``first``. aliases : path → the path whose stream it uses instead
    (for comparing a renamed scenario with the one it was renamed from).
    """

    scenario: Scenario
    n: int
    seed: int
    first: int = 0
    aliases: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldBlock:
    """Everything drawn for a batch of W worlds; the world axis is last.

    P parties, J issues, K the largest number of options (shorter issues are padded: value 0,
    remaining 1, never refused), E events, S partial deals; all in the scenario's order.

    number : (W,) world numbers. weight : (W,) world weights.
    weights : (P, J, W), sum 1 over J. values : (P, J, K, W) in [0, 1], in stated order.
    premium, fear, loss : (P, W). remaining : (P, J, K, W) share of the fear that remains.
    firmness : (P, J, K, W) chance that the line on the option is real, nested.
    refused : (P, J, K, W) whether it is, in this world.
    no_deal : (P, W) true no-deal value on day 0. drift, belief_gap : (P, W) value units a week.
    patience : (P, W) weekly discount. opening, toughness, patience_spread, deadline_belief :
    (P, W).
    draft_day : (P, W) day the own draft is ready (0 where none is needed).
    type : (P, W) 0 for plain, else position of the type from 1. side_benefit : (P, W) a week.
    event_u : (E, W) uniform that decides whether (when) an event happens. event_chance : (E, W)
    chance, or weekly chance, or for a learning event the prior. event_no_deal, event_premium :
    (E, P, W). event_aims : (E, P, J, W) steps. moves_if_type, moves_if_plain : (E, W).
    partial_day : (S, W) day the text is worked out. partial_gain, partial_no_deal : (S, P, W).
    partial_fear : (S, P, W) share of feared breach that remains.
    tie_u : (W,) uniform that decides ties the protocol leaves open. turn_u : (R, W) uniform that
    decides whose turn a round is, R rounds where that is drawn, else none. choice_u : (R, W)
    uniform that decides whom a proposer asks among equals, R rounds where not all need sign, else
    none. breakdown_u : (R, W) uniform that decides whether talks break down after a round, R rounds
    where they may, else none.
    behaviour : (P, W) ``Behaviour.code`` of what the party, being of its type, does.
    concession_u : (P, W) uniform that decides when a party that mixes over time gives in.
    """

    number: NDArray[np.int64]
    weight: Array
    weights: Array
    values: Array
    premium: Array
    fear: Array
    loss: Array
    remaining: Array
    firmness: Array
    refused: NDArray[np.bool_]
    no_deal: Array
    drift: Array
    belief_gap: Array
    patience: Array
    opening: Array
    toughness: Array
    patience_spread: Array
    deadline_belief: Array
    draft_day: Array
    type: NDArray[np.int8]
    side_benefit: Array
    event_u: Array
    event_chance: Array
    event_no_deal: Array
    event_premium: Array
    event_aims: Array
    moves_if_type: Array
    moves_if_plain: Array
    partial_day: Array
    partial_gain: Array
    partial_no_deal: Array
    partial_fear: Array
    tie_u: Array
    turn_u: Array
    choice_u: Array
    breakdown_u: Array
    behaviour: NDArray[np.int8]
    concession_u: Array

    @property
    def n(self) -> int:
        return len(self.number)

    def take(self, worlds: NDArray[np.intp] | slice) -> WorldBlock:
        """The same draws for a selection of the batch's worlds."""
        if isinstance(worlds, slice):
            worlds = np.arange(self.n)[worlds]
        # Unlike an index after ``...`` this keeps the world axis last in memory as well.
        return WorldBlock(**{f.name: getattr(self, f.name).take(worlds, -1) for f in fields(self)})
