"""Whether the clock changes anything, beyond noise that is counted for everything looked at."""

from __future__ import annotations

from collections.abc import Sequence

from sim.analysis.shares import widened
from sim.domain.clock_kinds import LEAST_VALUE, ClockVerdict
from sim.domain.estimate import Amount, Difference

__all__ = ["beyond", "verdict_of"]


def beyond(change: Difference | Amount, looks: int) -> ClockVerdict:
    """What a change is once its 95 % interval is widened for so many looks at once (Bonferroni).

    looks : at least 1, which leaves the interval as it is.

    >>> change = Difference(difference=0.03, low=0.005, high=0.055)
    >>> beyond(change, 1).name, beyond(change, 4).name
    ('HELPS', 'NOTHING')
    """
    wide = widened(change, looks)
    if wide.low > 0.0:
        return ClockVerdict.HELPS
    return ClockVerdict.HURTS if wide.high < 0.0 else ClockVerdict.NOTHING


def verdict_of(
    settlement: Difference, moved: Sequence[Amount | None], day: Amount | None, *, codings: int
) -> ClockVerdict:
    """What the deadline does in one coding: to settlement first, then to value, then to the day.

    moved : change of what each side gets, value units. codings : how many noise is counted for;
    of value, for every side in each of them.
    """
    settles = beyond(settlement, codings)
    if settles is not ClockVerdict.NOTHING:
        return settles
    shifted = [one for one in moved if _there(one, codings * len(moved))]
    if any(abs(one.mean) >= LEAST_VALUE for one in shifted if one is not None):
        return ClockVerdict.MOVES_VALUE
    if _there(day, codings):
        return ClockVerdict.MOVES_DAY
    return ClockVerdict.TOO_LITTLE if shifted else ClockVerdict.NOTHING


def _there(amount: Amount | None, looks: int) -> bool:
    return amount is not None and beyond(amount, looks) is not ClockVerdict.NOTHING
