"""The acceptable set of one coding where there are too many packages to try them all.

Branch and bound gives, exactly, the worlds that hold an acceptable package, the best margin of the
worst-off signatory in each, the package signed in the most worlds, and the worlds in which some
acceptable package holds given options. The other packages listed are the best of those that came up
on the way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.analysis.acceptable.best import MostSigned, most_signed
from sim.analysis.acceptable.open_worlds import BestWorst, best_margins, open_of
from sim.analysis.acceptable.scores import worst_margins
from sim.analysis.acceptable.tally import NEAR, option_starts
from sim.analysis.over_blocks import on_blocks
from sim.analysis.overlap.counted import Counted, Listed, SetQuestion, ranked
from sim.domain.cells import Cells
from sim.domain.scenario import Scenario
from sim.domain.zopa_rows import Method, Order

if TYPE_CHECKING:
    from sim.engine import Standing

__all__ = ["search_all", "with_pairs"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Index = NDArray[np.intp]
Progress = Callable[[int], None]

#: Packages that came up, whose numbers are worked out in all worlds.
_TRIED = 2_000


def search_all(
    scenarios: Mapping[str, Scenario], question: SetQuestion, progress: Progress
) -> dict[str, Counted]:
    """Every coding's acceptable sets, by branch and bound.

    progress : called with the number of worlds done since the last call. The pairs of options are
    left open but for the single options on the diagonal; see ``with_pairs``.
    """
    parts = on_blocks(
        partial(_best_of_block, question),
        scenarios,
        n=question.n,
        workers=question.workers,
        count=progress,
    )
    return {coding: _searched(scenarios[coding], question, some) for coding, some in parts.items()}


def _searched(scenario: Scenario, question: SetQuestion, parts: Sequence[BestWorst]) -> Counted:
    best = np.concatenate([part.value for part in parts])
    package = np.concatenate([part.package for part in parts], axis=1)
    asked = question.standing(scenario, 0, question.n)
    here = best > -np.inf
    tried = np.unique(package[:, here], axis=1)[:, :_TRIED]
    most = most_signed(asked, tried) if here.any() else None
    if most is not None:
        tried = np.unique(np.concatenate([tried, most.package[:, None]], axis=1), axis=1)
    unknown = np.full(question.n, np.nan)
    return Counted(
        cells=asked.cells,
        method=Method.SEARCHED,
        sure=all(bool(part.sure.all()) for part in parts) and (most is None or most.sure),
        packages=scenario.agenda.size,
        tried=tried.shape[1],
        level=None,
        weight=asked.weight,
        best=best,
        size=unknown,
        efficient=unknown,
        efficient_by_all=unknown,
        pairs=_single_options(asked, here, package),
        listed=_listed(asked, tried, best, most, question.keep),
        picked=(),
    )


def _best_of_block(question: SetQuestion, scenario: Scenario, first: int, n: int) -> BestWorst:
    return best_margins(question.standing(scenario, first, n))


def _listed(
    asked: Standing, tried: Index, best: Array, most: MostSigned | None, keep: int
) -> tuple[Listed, ...]:
    if most is None:
        return ()
    scores = worst_margins(asked, tried)
    signed = (scores > -np.inf) @ asked.weight
    score = np.where(scores > -np.inf, scores, 0.0) @ asked.weight
    near = (scores >= best - NEAR) & (best > -np.inf)
    first = np.flatnonzero((tried == most.package[:, None]).all(axis=0))[0]
    leads = np.arange(tried.shape[1]) == first
    keys = {
        # The one that the search proved best leads those that are equal.
        Order.SIGNED: (signed, leads.astype(float), score),
        Order.MARGIN: (score, signed),
        Order.REGRET: (near @ asked.weight, score),
    }
    return tuple(
        Listed(order=order, package=tried[:, k], scores=scores[k], undominated=None)
        for order, arrays in keys.items()
        for k in ranked(*arrays, keep=keep).tolist()
    )


def _single_options(asked: Standing, here: Flags, package: Index) -> Array:
    """(K, K) with, on the diagonal, the weight of the worlds that each option is signed in."""
    cells = asked.cells
    starts = option_starts(cells)
    made = np.full((int(starts[-1]),) * 2, np.nan)
    for j, start in enumerate(starts[:-1].tolist()):
        for k in range(int(starts[j + 1]) - start):
            share = _weight_holding(asked, here, package, {j: k})
            made[start + k, start + k] = share
    return made


def with_pairs(
    found: Counted, scenario: Scenario, question: SetQuestion, issues: tuple[int, int]
) -> Counted:
    """The same with every two options of two issues, where their pairs were left open."""
    one, other = issues
    starts = option_starts(found.cells)
    asked = question.standing(scenario, 0, question.n)
    here, package = found.open, best_margins(asked, enough=0.0).package
    pairs = found.pairs.copy()
    for k in range(int(starts[one + 1] - starts[one])):
        for m in range(int(starts[other + 1] - starts[other])):
            weight = _weight_holding(asked, here, package, {one: k, other: m})
            at = (int(starts[one]) + k, int(starts[other]) + m)
            pairs[at] = pairs[at[::-1]] = weight
    return replace(found, pairs=pairs)


def _weight_holding(asked: Standing, here: Flags, package: Index, held: Mapping[int, int]) -> float:
    """Weight of the worlds in which some acceptable package holds these options (issue → option).

    here : (W,) worlds with an acceptable package; package : (B, W) one of them.
    """
    cells = asked.cells
    other = _cells_without(cells, held)
    holding = here & ~other[package].any(axis=0)
    ask = np.flatnonzero(here & ~holding)
    if len(ask):
        some = asked.take(ask)
        holding[ask] = open_of(replace(some, closed=some.closed | other[:, None]))
    return float(asked.weight[holding].sum())


def _cells_without(cells: Cells, held: Mapping[int, int]) -> Flags:
    """Cells (C,) of an issue's block that hold another option of it."""
    made = np.zeros(cells.n_cells, dtype=bool)
    for j, k in held.items():
        made |= (cells.option[j] >= 0) & (cells.option[j] != k)
    return made
