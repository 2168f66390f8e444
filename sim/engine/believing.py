"""Beliefs written down after every round, for the first worlds of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.domain.outcome import BeliefTrack, Held
from sim.domain.scenario import Scenario
from sim.domain.story import MoveKind

if TYPE_CHECKING:
    from sim.engine.ledger import Ledger
    from sim.engine.model import NegotiationModel

__all__ = ["belief_track", "followed", "held_in", "joined_beliefs", "tell_beliefs", "track_beliefs"]

Array = NDArray[np.float64]

#: A belief is told in a story once it has moved by this much, in [0, 1].
_MOVES = 0.05


def held_in(scenario: Scenario) -> tuple[Held, ...]:
    """Every belief about a type that somebody may hold: learning events', then the principals'."""
    learnt = [
        Held(
            observer=event.learning.observer,
            about=event.learning.about,
            type=event.learning.type,
            event=event.id,
        )
        for event in scenario.events.values()
        if event.learning is not None
    ]
    own = [
        Held(observer=observer, about=about.id, type=kind)
        for observer in scenario.protocol.order
        for about in scenario.parties.values()
        if about.id != observer
        for kind in about.types
    ]
    return (*learnt, *own)


def track_beliefs(model: NegotiationModel) -> None:
    """Write down what is believed after a round in the worlds that are followed."""
    ledger = model.ledger
    if not ledger.signing.shape[-1]:
        return
    here = followed(model, ledger.signing.shape[-1])
    rows, k = model.rows[here], model.round - 1
    for h, held in enumerate(ledger.held):
        ledger.chance[k, h, rows] = _chance(model, held)[here]
    for i, party in enumerate(model.proposers):
        ledger.signing[k, i, rows] = party.signing_chance()[here]


def tell_beliefs(model: NegotiationModel) -> None:
    """Tell the story what has moved since it was last told, or first looked at."""
    if not model.telling or not model.playing[0]:
        return
    for held in model.ledger.held:
        chance = float(_chance(model, held)[0])
        before = model.told.setdefault(held, chance)
        if not abs(chance - before) >= _MOVES:  # nor where there is no belief: NaN
            continue
        model.told[held] = chance
        model.tell(
            MoveKind.BELIEF,
            party=held.observer,
            about=held.about,
            subject=held.type,
            value=chance,
        )


def followed(model: NegotiationModel, tracked: int) -> NDArray[np.intp]:
    """Worlds among the first ``tracked`` whose talks went on, or ended, in this round."""
    day = model.ledger.day[model.rows]
    at_table = np.isnan(day) | (day == model.day)
    return np.flatnonzero((model.rows < tracked) & at_table)


def _chance(model: NegotiationModel, held: Held) -> Array:
    """A belief in all worlds (W,): a learning event's, or a principal's by its own habit."""
    if held.event:
        return model.happenings.belief(model.happenings.place[held.event])
    places = model.happenings.parties
    observer = next(party for party in model.proposers if party.id == held.observer)
    kinds = tuple(model.setting.scenario.parties[held.about].types)
    return observer.belief_of_type(places[held.about], kinds.index(held.type) + 1)


def belief_track(ledger: Ledger, scenario: Scenario) -> BeliefTrack:
    """The noun for what the ledger of a batch holds."""
    protocol = scenario.protocol
    return BeliefTrack(
        held=ledger.held,
        proposers=protocol.order,
        day=np.array([protocol.day(k) for k in range(1, protocol.rounds + 1)]),
        chance=ledger.chance,
        signing=ledger.signing,
    )


def joined_beliefs(tracks: list[BeliefTrack]) -> BeliefTrack | None:
    """One track from those of batches, in order; ``None`` where no world was followed."""
    tracks = [track for track in tracks if track.signing.shape[-1]]
    if not tracks:
        return None
    return BeliefTrack(
        held=tracks[0].held,
        proposers=tracks[0].proposers,
        day=tracks[0].day,
        chance=np.concatenate([track.chance for track in tracks], axis=-1),
        signing=np.concatenate([track.signing for track in tracks], axis=-1),
    )
