"""What lies ahead of the talks if no offer is made: no-deal values, and who is still there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.domain.protocol import Protocol, ProtocolKind
from sim.domain.scenario import Scenario
from sim.domain.worlds import WorldBlock
from sim.errors import UsageError

__all__ = ["Ahead", "RoundsLeft", "ahead_of", "rounds_left"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundsLeft:
    """The rounds on or after a day. T rounds.

    days : (T,) when each is played. after : (T,) one round later, at most the horizon: the day
    whose no-deal value a refusal in the round leads to. proposers : (T,) ids.
    """

    days: tuple[float, ...]
    after: tuple[float, ...]
    proposers: tuple[str, ...]


def rounds_left(protocol: Protocol, day: float) -> RoundsLeft:
    """The rounds from a day on, with turns as in the scenario; one alone for a final offer.

    Raises ``UsageError`` where none is left.
    """
    numbers = [k for k in range(1, protocol.rounds + 1) if protocol.day(k) >= day]
    if protocol.kind is ProtocolKind.FINAL_OFFER:
        numbers = numbers[:1]
    if not numbers:
        raise UsageError(f"no round of the talks is left on day {day:g}")
    order = protocol.order
    alone = protocol.kind is ProtocolKind.FINAL_OFFER
    return RoundsLeft(
        days=tuple(protocol.day(k) for k in numbers),
        after=tuple(min(protocol.day(k + 1), protocol.horizon) for k in numbers),
        proposers=tuple(order[0] if alone else order[(k - 1) % len(order)] for k in numbers),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """T days, P parties, W worlds. reservation : (T, P, W) what each party goes by. departed :
    (T, W) bit masks of the parties that have left."""

    reservation: NDArray[np.float64]
    departed: NDArray[np.signedinteger[Any]]


def ahead_of(scenario: Scenario, block: WorldBlock, days: Sequence[float]) -> Ahead:
    """A batch of worlds on rising days, had no offer been made: as ``sim.engine.standing`` has it,
    without building the talks anew for each day."""
    from sim.engine.model import NegotiationModel
    from sim.engine.setting import setting_of

    model = NegotiationModel(setting_of(scenario), block, asked=0, tracked=0)
    reservation, departed = [], []
    before = -np.inf
    for day in days:
        model.day = day
        model.happenings.advance(before, day)
        reservation.append(np.stack([agent.reservation(day) for agent in model.parties]))
        departed.append(model.departed.copy())
        before = day
    model.release()
    return Ahead(reservation=np.stack(reservation), departed=np.stack(departed))
