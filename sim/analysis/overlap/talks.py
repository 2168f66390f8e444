"""What the talks leave unused: deals missed, and gains that a signed package forgoes.

A world is a *missed overlap* if its talks end without settlement though the acceptable set holds a
package on the day they end. It has *lapsed* if the set held one on day 0 and no longer does on that
day: no-deal values have drifted, something has happened, small deals have eased the pressure, or a
party has left. In a world that settles, what is *left* is the largest rise of the principals'
margins, added up, by a package that could be signed on the same day and that makes no signatory
worse off; signatories are the principals and those whose consent the signed package needs and who
gave it.

The day of signing is taken as ``sim.engine.standing`` takes any day – an event that follows a
learning event keeps its stated chance – with the small deals that had been signed by then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.analysis.acceptable.open_worlds import open_worlds, own_ranges
from sim.analysis.acceptable.packages import Signing, packages_of, signing_of
from sim.analysis.shares import quantiles_of, share_of
from sim.domain.outcome import Ending, Outcomes, Overlap
from sim.domain.scenario import Scenario
from sim.domain.value import INDIFFERENT, cell_breach
from sim.domain.worlds import WorldBlock, Worlds, draw_blocks
from sim.domain.zopa_rows import TalksRow

if TYPE_CHECKING:
    from sim.engine import Standing

__all__ = ["ASKED", "gains_left", "played", "signing_days", "talks_row"]

Array = NDArray[np.float64]
Index = NDArray[np.intp]

#: Worlds that are played, as many as a run asks for missed overlap.
ASKED = 400

#: Less than this is not worth opening a signed deal for.
_WORTH_IT = 0.01


def played(scenario: Scenario, *, n: int, seed: int) -> tuple[Outcomes, Worlds]:
    """The talks in the first worlds, at most ``ASKED``, and the recipe they were played on."""
    from sim.engine import negotiate
    from sim.sampling import sample_worlds

    asked = min(n, ASKED)
    worlds = sample_worlds(scenario, n=asked, seed=seed)
    return negotiate(scenario, worlds, asked=asked, tracked=0), worlds


def talks_row(coding: str, outcomes: Outcomes, worlds: Worlds, *, all_tried: bool) -> TalksRow:
    """Missed overlap and gains left in the worlds of a coding that were ``played``.

    all_tried : whether the agenda is small enough for ``gains_left``.
    """
    asked = outcomes.n
    settled = outcomes.ending == Ending.SETTLEMENT
    missed = ~settled & (outcomes.overlap == Overlap.PRESENT)
    at_first = open_worlds(outcomes.scenario, n=asked, seed=outcomes.seed)
    left = gains_left(outcomes, worlds) if all_tried and settled.any() else None
    weight = outcomes.weight
    return TalksRow(
        coding=coding,
        asked=asked,
        settled=share_of(settled, weight),
        missed=share_of(missed, weight),
        lapsed=share_of(~settled & ~missed & at_first, weight),
        never=share_of(~settled & ~missed & ~at_first, weight),
        left=None if left is None else quantiles_of(left, weight),
        improvable=(None if left is None else share_of(left[settled] > _WORTH_IT, weight[settled])),
    )


def gains_left(outcomes: Outcomes, worlds: Worlds) -> Array:
    """(n,) what the principals together could still have gained; NaN without settlement.

    worlds : the recipe the outcomes were played on.
    """
    left = np.full(outcomes.n, np.nan)
    for rows, asked in signing_days(outcomes, worlds):
        left[rows] = list(_left(asked, outcomes.package[rows]))
    return left


def signing_days(outcomes: Outcomes, worlds: Worlds) -> Iterator[tuple[Index, Standing]]:
    """The signature tests of settled worlds on their day of signing, with the worlds' rows."""
    from sim.engine import standing
    from sim.sampling import draw

    for first, n in draw_blocks(outcomes.n):
        block = draw(worlds, first, n)
        here = slice(first, first + n)
        settled = outcomes.ending[here] == Ending.SETTLEMENT
        for day in np.unique(outcomes.day[here][settled]):
            places = np.flatnonzero(settled & (outcomes.day[here] == day))
            asked = standing(outcomes.scenario, worlds, first, n, float(day))
            signed_by = outcomes.signed_partial[here][places] <= day
            some = asked.take(places)
            yield first + places, _with_small_deals(some, block.take(places), signed_by)


def _with_small_deals(asked: Standing, block: WorldBlock, signed: NDArray[np.bool_]) -> Standing:
    """The same with the small deals that were signed by then. signed : (W, S)."""
    deals = signed.T
    left = np.where(deals[:, None], block.partial_fear, 1.0).prod(axis=0)
    cells = asked.cells
    uncut = (cells.fear_block < 0)[:, None]
    eased = (1.0 - left) * block.fear * block.loss
    return replace(
        asked,
        deal=asked.deal + cell_breach(cells, block) * (1.0 - left)[:, None],
        base=asked.base + uncut * eased,
        reservation=asked.reservation
        + np.where(deals[:, None], block.partial_no_deal, 0.0).sum(axis=0),
    )


def _left(asked: Standing, packages: NDArray[np.int8]) -> Iterator[float]:
    """packages : (W, J) what each world signed, as option positions."""
    cells, ranges = asked.cells, own_ranges(asked)
    signing = signing_of(asked, packages_of(cells))
    principals = [p for p in range(len(ranges)) if cells.principals >> p & 1]
    for w, options in enumerate(packages):
        held = cells.holding(options[:, None])[:, 0]
        value = asked.deal[:, held, w].sum(axis=1)
        own = (value - asked.need[:, w]) / ranges[:, w]
        yield _gain(signing, w, own, _signatories(asked, w, held, value), principals)


def _gain(
    signing: Signing, w: int, own: Array, signatories: list[int], principals: list[int]
) -> float:
    found = signing.acceptable(w)
    change = found.margins - own[:, None]
    never_worse = (change[signatories] >= -INDIFFERENT).all(axis=0)
    return max(0.0, float(change[principals][:, never_worse].sum(axis=0).max(initial=0.0)))


def _signatories(asked: Standing, w: int, held: Index, value: Array) -> list[int]:
    cells = asked.cells
    masks = cells.alternatives[held]
    needed = int(np.bitwise_or.reduce(masks[masks >= 0], initial=0)) | cells.principals
    signs = value >= asked.need[:, w] - INDIFFERENT
    signs &= ~asked.refused[:, held, w].any(axis=1)
    return [
        p for p in range(len(value)) if needed >> p & 1 and (cells.principals >> p & 1 or signs[p])
    ]
