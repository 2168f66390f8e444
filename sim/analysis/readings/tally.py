"""How true a statement is: by what share of worlds, and whether that is more than sampling.

A statement compares two things a world may show: settling with a change and without it, being
blocked by one party and by another. Worlds that show only the first speak for it, worlds that show
only the second against it; the *margin* is the share of the former less that of the latter. A
statement about a level is held against its bar instead: the margin is the share less the bar.

It *fails* where the margin's interval lies below one world of 100: an effect smaller than that is
none, so "it changes nothing" is a failure and not a matter of too few worlds. (At a bar it fails
where the interval lies below 0.) Else it *holds* where the interval lies above 0. All the rest is
undecided.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.analysis.shares import difference_of, share_of
from sim.domain.estimate import Difference
from sim.domain.robust import Verdict

__all__ = ["LEAST", "Tally", "margin_of", "verdict_of"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: The least effect that deserves the name: one world of 100.
LEAST = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What each world says of a statement. n worlds.

    first, second : (n,) what the statement says there is more of, and what there is less of.
    weight : (n,). bar : the share ``first`` is held against, for a statement about a level, whose
    ``second`` is nowhere.
    """

    first: Flags
    second: Flags
    weight: Array
    bar: float | None = None

    @property
    def n(self) -> int:
        return len(self.weight)

    @property
    def score(self) -> Array:
        """(n,) 1 in worlds that speak for the statement, −1 against it, 0 where neither."""
        return self.first.astype(np.float64) - self.second.astype(np.float64)

    def among(self, worlds: Flags) -> Tally:
        """The same for some of the worlds."""
        return replace(
            self,
            first=self.first[worlds],
            second=self.second[worlds],
            weight=self.weight[worlds],
        )


def margin_of(tally: Tally) -> Difference:
    """By what share of worlds a statement is true, with its interval. At least one world.

    >>> worlds = np.array([True, True, True, False])
    >>> none = np.zeros(4, dtype=bool)
    >>> margin_of(Tally(first=worlds, second=none, weight=np.ones(4), bar=0.5)).difference
    0.25
    """
    if tally.bar is None:
        return difference_of(tally.second, tally.first, tally.weight)
    share = share_of(tally.first, tally.weight)
    return Difference(
        difference=share.share - tally.bar,
        low=share.low - tally.bar,
        high=share.high - tally.bar,
    )


def verdict_of(tally: Tally) -> Verdict:
    """Whether a statement holds, fails, or cannot be told from so many worlds."""
    margin = margin_of(tally)
    if margin.high < (LEAST if tally.bar is None else 0.0):
        return Verdict.FAILS
    return Verdict.HOLDS if margin.low > 0.0 else Verdict.UNDECIDED
