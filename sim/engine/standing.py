"""What signing would take on a day if the talks had gone on without an offer.

The day's no-deal values carry drift, and the dated events and hazards that the world's own draws
let happen by then; an event that follows a learning event keeps its stated chance, for no offer was
seen that could have moved it. No small deal is signed yet.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.domain.cells import Cells
from sim.domain.scenario import Scenario
from sim.domain.worlds import Worlds
from sim.engine.endings import with_consent
from sim.engine.model import NegotiationModel
from sim.engine.setting import setting_of
from sim.errors import UsageError
from sim.sampling import draw

__all__ = ["Standing", "check_all_sign", "standing"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: Fields whose last axis is the world.
_PER_WORLD = (
    *("number", "weight", "deal", "base", "reservation"),
    *("refused", "closed", "departed"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The signature tests of every party in a batch of worlds. P parties, C cells, W worlds.

    number, weight : (W,). deal : (P, C, W) value of each cell, feared breach taken off. base :
    (P, W) value no cell changes. reservation : (P, W). refused : (P, C, W) firm lines. closed :
    (C, W) cells no package may hold: ruled out, or without consent left. departed : (W,) bit masks
    of the parties that no longer sign.
    """

    cells: Cells
    day: float
    number: NDArray[np.int64]
    weight: Array
    deal: Array
    base: Array
    reservation: Array
    refused: Flags
    closed: Flags
    departed: NDArray[np.signedinteger[Any]]

    @property
    def need(self) -> Array:
        """(P, W) what the cells of a package together must reach for the party to sign."""
        return self.reservation - self.base

    def take(self, worlds: NDArray[np.intp]) -> Standing:
        """The same tests in a selection of the batch's worlds. worlds : positions (V,)."""
        kept = {name: getattr(self, name)[..., worlds] for name in _PER_WORLD}
        return replace(self, **kept)


def check_all_sign(scenario: Scenario) -> None:
    """Raise ``UsageError`` for talks in which some of the principals can sign without the rest."""
    quota, principals = scenario.protocol.quota, scenario.principals
    if quota is not None and quota < len(principals):
        raise UsageError(
            "what can be signed is worked out for talks that every principal must sign; here "
            f"{quota} of the {len(principals)} suffice (protocol.quota)"
        )


def standing(scenario: Scenario, worlds: Worlds, first: int, n: int, day: float = 0.0) -> Standing:
    """Worlds number ``first`` to ``first + n − 1`` of a recipe on a day, in [0, horizon].

    Raises ``UsageError`` for a day outside the talks, and for talks in which a quota of the
    principals can sign: whoever asks takes it that every principal must.
    """
    check_all_sign(scenario)
    horizon = scenario.protocol.horizon
    if not 0.0 <= day <= horizon:
        raise UsageError(f"the day lies between 0 and the horizon, {horizon:g}; got {day:g}")
    block = draw(worlds, first, n)
    setting = setting_of(scenario)
    model = NegotiationModel(setting, block, asked=0, tracked=0)
    model.day = day
    model.happenings.advance(-np.inf, day)
    found = Standing(
        cells=setting.cells,
        day=day,
        number=block.number,
        weight=block.weight,
        deal=np.stack([agent.deal for agent in model.parties]),
        base=np.stack([agent.base for agent in model.parties]),
        reservation=np.stack([agent.reservation(day) for agent in model.parties]),
        refused=np.stack([agent.refused for agent in model.parties]),
        closed=~setting.cells.allowed[:, None] | ~with_consent(model, model.departed),
        departed=model.departed.copy(),
    )
    model.release()
    return found
