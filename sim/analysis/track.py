"""Where offers meet: what each proposer's standing offer is worth to each proposer, day by day."""

from __future__ import annotations

import numpy as np

from sim.analysis.shares import quantiles_of
from sim.domain.finding import TrackPoint
from sim.domain.outcome import Outcomes

__all__ = ["followed", "offer_track"]


def followed(outcomes: Outcomes) -> int:
    """How many worlds' offers were followed: the first ones of the run."""
    return 0 if outcomes.offers is None else int(outcomes.offers.value.shape[-1])


def offer_track(outcomes: Outcomes) -> tuple[TrackPoint, ...]:
    """Quantiles over the worlds followed, by day, proposer and party.

    Days on which none of them still has a standing
    offer of the proposer are left out.
    """
    offers = outcomes.offers
    if offers is None:
        return ()
    weight = outcomes.weight[: followed(outcomes)]
    points = []
    for row, day in enumerate(offers.day):
        for by, proposer in enumerate(offers.proposers):
            for to, party in enumerate(offers.proposers):
                worth = np.asarray(offers.value[row, by, to], dtype=np.float64)
                value = quantiles_of(worth, weight)
                if value is None:
                    continue
                n = int(np.count_nonzero(~np.isnan(worth)))
                point = TrackPoint(day=float(day), proposer=proposer, party=party, n=n, value=value)
                points.append(point)
    return tuple(points)
