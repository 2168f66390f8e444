"""What happens in one round under each protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.domain.outcome import Ending
from sim.domain.protocol import Deals, ProtocolKind
from sim.engine.endings import end_without
from sim.engine.mediator import play_single_text
from sim.engine.one_round import sign_for_a_round
from sim.engine.planning import leave_as_planned
from sim.engine.table import ask, put_on_table, tell_answers
from sim.engine.turns import whose_turn

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.engine.model import NegotiationModel
    from sim.engine.proposer import ProposingParty

__all__ = ["ROUNDS", "play_alternating", "play_final_offer", "play_simultaneous"]

Flags = NDArray[np.bool_]


def play_alternating(model: NegotiationModel) -> None:
    """The party whose turn it is makes an offer; the others answer."""
    for_a_round = model.setting.scenario.protocol.deals is Deals.ONE_ROUND
    turns = _turns(model)
    model.aim(turns)
    for proposer, turn in turns.items():
        package = proposer.next_offer()
        made = proposer.ready(model.day) & turn
        model.note_offers(proposer, package, made, turn)
        floors = [agent.floor(model.day) for agent in model.parties]
        answers = ask(model, package, floors, proposer)
        if for_a_round:
            sign_for_a_round(model, proposer, package, made, turn, answers)
        else:
            put_on_table(model, proposer, package, made, answers)
            leave_as_planned(model, turn)


def _turns(model: NegotiationModel) -> dict[ProposingParty, Flags]:
    """Who proposes in which worlds (W,); nobody whose turn it is nowhere, if turns are in order."""
    protocol = model.setting.scenario.protocol
    turn = whose_turn(protocol, model.block, model.round)
    return {
        party: (turn == place) & model.playing
        for place, party in enumerate(model.proposers)
        if protocol.recognition or (turn == place).any()
    }


def play_final_offer(model: NegotiationModel) -> None:
    """The first party in order makes one offer, take it or leave it: its believed best package.

    It comes in the first round in which the party's draft is ready. The others accept at their
    reservation, since nothing follows.
    """
    proposer = model.proposers[0]
    model.aim({proposer: model.playing})
    proposer.aim_last(model.day)
    made = proposer.ready(model.day) & model.playing
    package = proposer.next_offer()
    model.note_offers(proposer, package, made, model.playing)
    floors = [agent.reservation(model.day) for agent in model.parties]
    floors[proposer.place] = proposer.target
    put_on_table(model, proposer, package, made, ask(model, package, floors, proposer))
    over = np.flatnonzero(made & model.playing)
    end_without(model, over, Ending.IMPASSE)


def play_simultaneous(model: NegotiationModel) -> None:
    """All principals table a demand at once; a demand that all needed parties sign is agreed.

    Where several are, one draw per world decides between them.
    """
    proposers = model.proposers
    model.aim(dict.fromkeys(proposers, model.playing))
    floors = [agent.floor(model.day) for agent in model.parties]
    packages = [party.next_offer() for party in proposers]
    made = np.stack([party.ready(model.day) & model.playing for party in proposers])
    answers = []
    for party, package, tabled in zip(proposers, packages, made, strict=True):
        model.note_offers(party, package, tabled, model.playing)
        answers.append(ask(model, package, floors, party))
    agreed = np.stack([tabled & at.signed for tabled, at in zip(made, answers, strict=True)])
    count = agreed.sum(axis=0)
    chosen = np.minimum((model.block.tie_u * count).astype(int), count - 1)
    rank = np.cumsum(agreed, axis=0) - 1
    counted = made & (~agreed.any(axis=0) | (agreed & (rank == chosen)))
    for i, party in enumerate(proposers):
        if model.telling and made[i][0] and not counted[i][0]:
            tell_answers(model, party, packages[i], answers[i])
    for i, party in enumerate(proposers):
        put_on_table(model, party, packages[i], counted[i], answers[i])


#: What one round is, per protocol.
ROUNDS: dict[ProtocolKind, Callable[[NegotiationModel], None]] = {
    ProtocolKind.ALTERNATING: play_alternating,
    ProtocolKind.FINAL_OFFER: play_final_offer,
    ProtocolKind.SIMULTANEOUS: play_simultaneous,
    ProtocolKind.SINGLE_TEXT: play_single_text,
}
