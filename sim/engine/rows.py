"""From what was written down while playing to the outcomes: discounting, and what was conceded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.domain.outcome import OfferTrack, Outcomes
from sim.domain.worlds import WorldBlock, Worlds
from sim.engine.believing import belief_track
from sim.engine.ledger import Ledger

if TYPE_CHECKING:
    from sim.engine.model import NegotiationModel

__all__ = ["outcomes_of"]

Array = NDArray[np.float64]


def outcomes_of(
    worlds: Worlds, block: WorldBlock, ledger: Ledger, model: NegotiationModel
) -> Outcomes:
    """Outcomes of one played batch. ``block`` : its draws, whole."""
    scenario = worlds.scenario
    discount = (block.patience ** (ledger.day / 7.0)).T
    protocol = scenario.protocol
    return Outcomes(
        scenario=scenario,
        seed=worlds.seed,
        world=block.number,
        weight=block.weight,
        ending=ledger.ending,
        day=ledger.day,
        package=ledger.package,
        value=ledger.value * discount + ledger.earned,
        no_deal=ledger.no_deal * discount + ledger.earned,
        signed_partial=ledger.signed_partial,
        first_offer=ledger.first_offer,
        last_offer=ledger.last_offer,
        refused_line=ledger.refused_line,
        refused_value=ledger.refused_value,
        conceded=_conceded(block, ledger, model),
        type=block.type.T.copy(),
        overlap=ledger.overlap,
        offers=OfferTrack(
            proposers=protocol.order,
            day=np.array([protocol.day(k) for k in range(1, protocol.rounds + 1)]),
            value=ledger.track,
        ),
        beliefs=belief_track(ledger, scenario),
    )


def _conceded(block: WorldBlock, ledger: Ledger, model: NegotiationModel) -> NDArray[np.float32]:
    """Value units given up per issue (n, P, J), from the first offer to what was signed last."""
    agenda = model.setting.scenario.agenda
    allowed = np.zeros(block.values.shape[1:3], dtype=bool)
    for j, issue in enumerate(agenda):
        allowed[j, : len(issue.options)] = [option.allowed for option in issue.options]
    best = np.where(allowed[None, :, :, None], block.values, -np.inf).max(axis=2)
    settled = ledger.package[:, 0] >= 0
    made = np.full(ledger.first_offer.shape, np.nan, dtype=np.float32)
    for p in range(made.shape[1]):
        first, last = ledger.first_offer[:, p].T, ledger.last_offer[:, p].T
        end = np.where(settled, ledger.package.T, last)
        asked = np.where(first >= 0, _worth(block, p, first), best[p])
        given = block.weights[p] * (asked - _worth(block, p, end))
        made[:, p] = np.where(end >= 0, given, np.nan).T
    return made


def _worth(block: WorldBlock, party: int, options: NDArray[np.int8]) -> Array:
    """Option values (J, W) to a party of option positions (J, W); −1 reads as the first."""
    picked = np.maximum(options, 0).astype(np.intp)[:, None, :]
    return np.take_along_axis(block.values[party], picked, axis=1)[:, 0]
