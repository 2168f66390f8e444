"""What is written down while worlds are played: one row per world, in the order they were drawn."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.domain.outcome import Ending, Overlap
from sim.domain.scenario import Scenario
from sim.engine.believing import held_in

__all__ = ["Ledger"]

Index = NDArray[np.intp]
Array = NDArray[np.float64]

#: Ending of a world that is still being played.
PLAYING = -1


class Ledger:
    """Rows of a batch. Worlds are addressed by their row, whatever has been dropped meanwhile.

    Shapes and meaning as in ``sim.domain.outcome.Outcomes``, values not yet discounted; ``track``
    (rounds, proposers, proposers, worlds) as in ``OfferTrack``; held, chance, signing as in
    ``BeliefTrack``. earned : (worlds, P) what packages signed for a round have given, discounted
    to day 0.
    """

    def __init__(self, scenario: Scenario, worlds: int, rounds: int, tracked: int) -> None:
        P, J = len(scenario.parties), len(scenario.agenda)
        proposers = len(scenario.protocol.order)
        self.ending = np.full(worlds, PLAYING, dtype=np.int8)
        self.day = np.full(worlds, np.nan)
        self.package = np.full((worlds, J), -1, dtype=np.int8)
        self.value = np.full((worlds, P), np.nan)
        self.no_deal = np.full((worlds, P), np.nan)
        self.earned = np.zeros((worlds, P))
        self.signed_partial = np.full((worlds, len(scenario.partial_deals)), np.nan)
        self.first_offer = np.full((worlds, P, J), -1, dtype=np.int8)
        self.last_offer = np.full((worlds, P, J), -1, dtype=np.int8)
        self.refused_line = np.zeros((worlds, P, J), dtype=np.int16)
        self.refused_value = np.zeros((worlds, P), dtype=np.int16)
        self.overlap = np.full(worlds, Overlap.UNASKED, dtype=np.int8)
        followed = min(tracked, worlds)
        self.track = np.full((rounds, proposers, proposers, followed), np.nan)
        self.held = held_in(scenario)
        self.chance = np.full((rounds, len(self.held), followed), np.nan, dtype=np.float32)
        self.signing = np.full((rounds, proposers, followed), np.nan, dtype=np.float32)

    def offer(self, rows: Index, party: int, options: NDArray[np.int8]) -> None:
        """Note offers: options (J, n) tabled by a party in these rows."""
        new = self.first_offer[rows, party, 0] < 0
        self.first_offer[rows[new], party] = options[:, new].T
        self.last_offer[rows, party] = options.T

    def end(self, rows: Index, ending: NDArray[np.int8], day: float, no_deal: Array) -> None:
        """Note how these rows ended; no_deal : (P, n) true value of no agreement on the day."""
        self.ending[rows], self.day[rows] = ending, day
        self.no_deal[rows] = no_deal.T

    def settle(self, rows: Index, options: NDArray[np.int8], value: Array) -> None:
        """Note what was signed: options (J, n) and its value (P, n)."""
        self.package[rows] = options.T
        self.value[rows] = value.T

    def partial_endings(self, rows: Index, otherwise: Ending) -> NDArray[np.int8]:
        """PARTIAL where some partial deal was signed, else the ending named."""
        some = ~np.isnan(self.signed_partial[rows]).all(axis=1)
        return np.where(some, Ending.PARTIAL, otherwise).astype(np.int8)
