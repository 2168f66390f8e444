"""What lies ahead of the talks if no offer is made: rounds, no-deal values, who is still there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.domain.protocol import Protocol, ProtocolKind
from sim.domain.scenario import Scenario
from sim.domain.worlds import WorldBlock
from sim.engine.setting import Setting, setting_of
from sim.engine.turns import turn_chances
from sim.errors import UsageError

__all__ = ["Ahead", "RoundsLeft", "ahead_of", "may_exit", "rounds_left"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundsLeft:
    """The rounds on or after a day. T rounds.

    numbers : (T,) from 1. days : (T,) when each is played. after : (T,) the day whose no-deal value
    a refusal in the round leads to: one round later, at most the horizon; of a final offer the same
    day, for that ends the talks. wait : weeks from a round to the next, by which what a refusal
    leads to is discounted; last_wait : the same from the last round to the day the talks end.
    chances : (T, proposers) that it is the turn of each principal of the protocol's order.
    """

    numbers: tuple[int, ...]
    days: tuple[float, ...]
    after: tuple[float, ...]
    wait: float
    last_wait: float
    chances: Array


def rounds_left(protocol: Protocol, day: float) -> RoundsLeft:
    """The rounds from a day on, with turns as in the scenario; one alone for a final offer.

    Raises ``UsageError`` where none is left.
    """
    numbers = [k for k in range(1, protocol.rounds + 1) if protocol.day(k) >= day]
    if not numbers:
        raise UsageError(f"no round of the talks is left on day {day:g}")
    alone = protocol.kind is ProtocolKind.FINAL_OFFER
    numbers = numbers[:1] if alone else numbers
    days = tuple(protocol.day(k) for k in numbers)
    later = tuple(min(protocol.day(k + 1), protocol.horizon) for k in numbers)
    return RoundsLeft(
        numbers=tuple(numbers),
        days=days,
        after=days if alone else later,
        wait=0.0 if alone else protocol.round_days / 7.0,
        last_wait=0.0 if alone else (later[-1] - days[-1]) / 7.0,
        chances=turn_chances(protocol, np.array(numbers, dtype=np.intp)),
    )


def may_exit(protocol: Protocol) -> bool:
    """Whether principals that look ahead may leave when they answer: in turns, where all must sign.

    Under a quota the others would go on; a final offer ends the talks by itself.
    """
    all_sign = protocol.quota is None or protocol.quota >= len(protocol.order)
    in_turn = protocol.kind is ProtocolKind.ALTERNATING and not protocol.recognition
    return all_sign and in_turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """T days, P parties, W worlds. reservation : (T, P, W) what each party goes by. no_deal : (T,
    P, W) what no agreement is truly worth. base : (T, P, W) the part of its value that no package
    changes. departed : (T, P, W) whether it has left. over : (T, W) whether the talks have ended
    because of that."""

    reservation: Array
    no_deal: Array
    base: Array
    departed: Flags
    over: Flags


def ahead_of(
    scenario: Scenario,
    block: WorldBlock,
    days: Sequence[float],
    setting: Setting | None = None,
) -> Ahead:
    """A batch of worlds on rising days, had no offer been made: as ``sim.engine.standing`` has it,
    without building the talks anew for each day.

    setting : that of the scenario, if it is there already.
    """
    from sim.engine.model import NegotiationModel

    model = NegotiationModel(setting or setting_of(scenario), block, asked=0, tracked=0)
    seen: list[tuple[NDArray[np.generic], ...]] = []
    before = -np.inf
    for day in days:
        model.day = day
        model.happenings.advance(before, day)
        seen.append(
            (
                np.stack([agent.reservation(day) for agent in model.parties]),
                np.stack([agent.true_no_deal(day) for agent in model.parties]),
                np.stack([agent.base for agent in model.parties]),
                np.stack([(model.departed & agent.bit) != 0 for agent in model.parties]),
                ~model.playing,
            )
        )
        before = day
    model.release()
    reservation, no_deal, base, departed, over = (
        np.stack(rows) for rows in zip(*seen, strict=True)
    )
    return Ahead(reservation=reservation, no_deal=no_deal, base=base, departed=departed, over=over)
