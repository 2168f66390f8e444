"""How talks end: signing, breaking up, departures; and what stood on the table meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.behaviour.acceptance import enough
from sim.domain.outcome import Ending, Overlap
from sim.domain.story import MoveKind
from sim.domain.value import package_sum
from sim.engine.believing import followed
from sim.engine.overlap import find_acceptable

if TYPE_CHECKING:
    from sim.engine.model import NegotiationModel

__all__ = [
    "acceptable_packages",
    "break_down",
    "depart",
    "end_without",
    "settle",
    "track_offers",
    "with_consent",
]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Index = NDArray[np.intp]


def settle(model: NegotiationModel, worlds: Index, package: Index, value: Array) -> None:
    """These worlds sign packages (B, n) worth ``value`` (P, n) on the day."""
    if not len(worlds):
        return
    rows = model.rows[worlds]
    model.ledger.settle(rows, model.cells.options(package), value)
    signed = model.labels(package[:, 0]) if model.telling else {}
    _end(model, worlds, np.full(len(worlds), Ending.SETTLEMENT, dtype=np.int8), signed)
    model.ledger.overlap[rows[model.asked[rows]]] = Overlap.PRESENT


def end_without(model: NegotiationModel, worlds: Index, ending: Ending) -> None:
    """The talks of these worlds are over without settlement.

    ending : IMPASSE or WALKOUT; where a partial deal was signed the ending is PARTIAL.
    """
    if not len(worlds):
        return
    rows = model.rows[worlds]
    _end(model, worlds, model.ledger.partial_endings(rows, ending))
    asked = worlds[model.asked[rows]]
    for world, found in zip(asked, acceptable_packages(model, asked), strict=True):
        held = Overlap.EMPTY if found is None else Overlap.PRESENT
        model.ledger.overlap[model.rows[world]] = held


def _end(
    model: NegotiationModel,
    worlds: Index,
    ending: NDArray[np.int8],
    signed: Mapping[str, str] | None = None,
) -> None:
    no_deal = np.stack([agent.true_no_deal(model.day)[worlds] for agent in model.parties])
    model.ledger.end(model.rows[worlds], ending, model.day, no_deal)
    model.playing[worlds] = False
    if model.telling:
        model.tell(MoveKind.ENDING, ending=Ending(int(ending[0])), package=signed or {})


def break_down(model: NegotiationModel) -> None:
    """Talks that broke down after the round before end, as the day of this one begins.

    Events of the day have happened: they come whether anybody talks or not.
    """
    chance = model.setting.scenario.protocol.breaks_down
    if model.round < 2 or not chance:
        return
    broken = model.playing & (model.block.breakdown_u[model.round - 2] < chance)
    if model.telling and broken[0]:
        model.tell(MoveKind.BREAKDOWN)
    end_without(model, np.flatnonzero(broken), Ending.WALKOUT)


def depart(model: NegotiationModel, place: int, worlds: Index) -> None:
    """A party leaves the talks: its consents vanish; without enough principals the talks end."""
    model.departed[worlds] |= model.parties[place].bit
    going = enough(model.cells, ~model.departed[worlds])
    end_without(model, worlds[~going & model.playing[worlds]], Ending.WALKOUT)
    worlds = worlds[going]
    for party in model.proposers:
        party.weight[place, worlds] = 0.0
    model.bar(worlds, ~with_consent(model, model.departed[worlds]))


def with_consent(model: NegotiationModel, departed: NDArray[np.signedinteger[Any]]) -> Flags:
    """(C, n): cells some alternative of whose consents is still at the table."""
    consents = model.cells.consents[:, :, None]
    return np.asarray((((consents & departed) == 0) & (consents >= 0)).any(axis=1))


def acceptable_packages(model: NegotiationModel, worlds: Index) -> list[Index | None]:
    """Per world some package (B,) that all needed signatories would sign today, or ``None``."""
    if not len(worlds):
        return []
    need = np.stack([(a.reservation(model.day) - a.base)[worlds] for a in model.parties])
    deal = np.stack([agent.deal[:, worlds] for agent in model.parties])
    refused = np.stack([agent.refused[:, worlds] for agent in model.parties])
    departed = model.departed[worlds]
    closed = ~model.cells.allowed[:, None] | ~with_consent(model, departed)
    return [
        find_acceptable(
            model.cells, deal[..., n], need[:, n], refused[..., n], closed[:, n], int(departed[n])
        )
        for n in range(len(worlds))
    ]


def track_offers(model: NegotiationModel) -> None:
    """Write down what stands on the table after a round, for the first worlds of the run."""
    track = model.ledger.track
    if not track.shape[-1]:
        return
    here = followed(model, track.shape[-1])
    for i, party in enumerate(model.proposers):
        standing = here[party.offered[here] & ((model.departed[here] & party.bit) == 0)]
        package = party.offer[:, standing]
        for j, other in enumerate(model.proposers):
            worth = other.base[standing] + package_sum(other.deal[:, standing], package)
            track[model.round - 1, i, j, model.rows[standing]] = worth
