"""How long talks take: who has agreed, who has broken off, who is still talking, day by day.

A settlement is the event. Talks that the clock ends are right-censored at the horizon: they might
have agreed later. Talks that end before it without settlement are a competing ending – nothing can
be signed after it – so beside the product-limit estimate, which takes them to have gone on like the
rest, stand the plain shares of the three states, which add up.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.analysis.product_limit import agreed_by, product_limit
from sim.analysis.shares import share_of
from sim.domain.outcome import SAME_DAY, Ending, Outcomes
from sim.domain.timing import Timing, TimingPoint

__all__ = ["time_to_agreement"]

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


def time_to_agreement(outcomes: Outcomes) -> Timing:
    """Time to agreement in the one coding that ``outcomes`` were played under."""
    scenario, weight = outcomes.scenario, outcomes.weight
    protocol, deadline = scenario.protocol, scenario.deadline
    settled = outcomes.ending == Ending.SETTLEMENT
    curve = product_limit(outcomes.day, settled, weight)
    broken = _broken_off(outcomes, protocol.day(protocol.rounds))
    points = []
    for day in sorted({0.0, *(float(protocol.day(k)) for k in range(1, protocol.rounds + 1))}):
        ended = outcomes.day <= day + SAME_DAY
        points.append(
            TimingPoint(
                day=day,
                settled=share_of(settled & ended, weight),
                over=share_of(broken & ended, weight),
                talking=share_of(~(settled | broken) | ~ended, weight),
                agreed=agreed_by(curve, day + SAME_DAY),
                at_table=int(np.count_nonzero(outcomes.day >= day - SAME_DAY)),
            )
        )
    half = next((point.day for point in points if point.settled.share >= 0.5), None)
    left = None
    if deadline is not None and deadline.day < protocol.horizon:
        seen = outcomes.day <= deadline.day + SAME_DAY
        left = share_of(~(seen & (settled | broken)), weight)
    return Timing(points=tuple(points), half=half, left=left)


def _broken_off(outcomes: Outcomes, last: float) -> Mask:
    """Worlds whose talks were over without settlement before the clock ran out.

    A small deal signed on the way does not end the talks; where they reach the last round it is
    the clock that ended them.
    """
    early = outcomes.day < last - SAME_DAY
    small = (outcomes.ending == Ending.PARTIAL) & early
    return (outcomes.ending == Ending.WALKOUT) | small
