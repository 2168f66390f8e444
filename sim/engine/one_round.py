"""Packages that bind for a round, after which any party may fight; the last one is for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.domain.outcome import Ending
from sim.engine.endings import end_without, settle
from sim.engine.table import Answers, state_reasons, tell_answers

if TYPE_CHECKING:
    from sim.engine.model import NegotiationModel
    from sim.engine.proposer import ProposingParty

__all__ = ["sign_for_a_round"]

Flags = NDArray[np.bool_]
Index = NDArray[np.intp]


def sign_for_a_round(
    model: NegotiationModel,
    proposer: ProposingParty,
    package: Index,
    made: Flags,
    turn: Flags,
    at: Answers,
) -> None:
    """Where the package is signed it is in force until the next round; elsewhere there is a fight.

    made : worlds (W,) in which something was offered, of those in which it was the party's turn.
    """
    if model.telling and made[0]:
        tell_answers(model, proposer, package, at)
    signed = made & at.signed
    state_reasons(model, proposer, package, made & ~signed, at)
    end_without(model, np.flatnonzero(turn & ~signed), Ending.WALKOUT)
    here = np.flatnonzero(signed)
    protocol = model.setting.scenario.protocol
    if model.round == protocol.rounds:
        settle(model, here, package[:, here], at.value[:, here])
        return
    # What is kept is not quiet, though it be the package of the round before.
    model.last_new[here] = model.day
    patience = model.block.patience[:, here]
    part = 1.0 - patience ** (protocol.round_days / 7.0)
    given = part * at.value[:, here] * patience ** (model.day / 7.0)
    model.ledger.earned[model.rows[here]] += given.T
