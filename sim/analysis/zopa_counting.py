"""The acceptable set of every coding, counted over its worlds, where all packages can be tried."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.acceptable.packages import Packages, packages_of
from sim.analysis.acceptable.scores import worst_margins
from sim.analysis.acceptable.tally import SOLVERS, Tally, joined, tally_of
from sim.analysis.over_blocks import on_blocks
from sim.analysis.overlap.counted import Counted, Listed, Picked, SetQuestion, ranked
from sim.analysis.shares import effective_number, wilson_interval
from sim.domain.cells import cells_of
from sim.domain.scenario import Scenario
from sim.domain.zopa_rows import Method, Order

if TYPE_CHECKING:
    from sim.engine import Standing

__all__ = ["count_all"]

Array = NDArray[np.float64]
Index = NDArray[np.intp]
Progress = Callable[[int], None]

#: Packages that a bargaining solution picks most often, kept for each.
_PICKED = 10

#: Worlds times packages that one process counts before a second one would have started.
_SMALL_WORK = 50_000_000


def count_all(
    scenarios: Mapping[str, Scenario], question: SetQuestion, progress: Progress
) -> dict[str, Counted]:
    """Every coding's acceptable sets, by trying every package in every world.

    progress : called with the number of worlds counted since the last call.
    """
    tallies = _over_worlds(_tally, scenarios, question, dict.fromkeys(scenarios), progress)
    whole = {coding: joined(parts) for coding, parts in tallies.items()}
    layouts = {coding: packages_of(cells_of(scenario)) for coding, scenario in scenarios.items()}
    across = _best_across(whole, layouts, question.keep)
    best = {
        coding: {**_best_numbers(tally, question.keep), **across} for coding, tally in whole.items()
    }
    shown = {
        coding: layouts[coding].at(np.unique(np.concatenate(list(numbers.values()))))
        for coding, numbers in best.items()
    }
    scores = _over_worlds(_scores, scenarios, question, shown)
    return {
        coding: _counted(
            whole[coding], layouts[coding], best[coding], np.concatenate(scores[coding], axis=1)
        )
        for coding in scenarios
    }


def _over_worlds(
    work: Callable[[Standing, Any], Any],
    scenarios: Mapping[str, Scenario],
    question: SetQuestion,
    about: Mapping[str, Any],
    count: Progress | None = None,
) -> dict[str, list[Any]]:
    """``work`` on every draw block of every coding, told what it is about; in order."""
    size = max(scenario.agenda.size for scenario in scenarios.values())
    small = size * question.n * len(scenarios) <= _SMALL_WORK
    return on_blocks(
        partial(_on_block, work, question),
        {coding: (scenario, about[coding]) for coding, scenario in scenarios.items()},
        n=question.n,
        workers=1 if small else question.workers,
        count=count,
    )


def _on_block(
    work: Callable[[Standing, Any], Any],
    question: SetQuestion,
    about: tuple[Scenario, Any],
    first: int,
    n: int,
) -> Any:
    scenario, told = about
    return work(question.standing(scenario, first, n), told)


def _tally(asked: Standing, _: None) -> Tally:
    return tally_of(asked)


def _scores(asked: Standing, packages: Index) -> Array:
    return worst_margins(asked, packages)


def _best_numbers(tally: Tally, keep: int) -> dict[Order, Index]:
    """Numbers of the best packages by each order, among those that are signed at all."""
    keys = {
        Order.SIGNED: (tally.signed, tally.score),
        Order.MARGIN: (tally.score, tally.signed),
        Order.REGRET: (tally.near, tally.score),
    }
    found = {}
    for order, arrays in keys.items():
        numbers = ranked(*arrays, keep=keep)
        found[order] = numbers[tally.signed[numbers] > 0.0]
    return found


def _best_across(
    tallies: Mapping[str, Tally], layouts: Mapping[str, Packages], keep: int
) -> dict[Order, Index]:
    """The best by the lowest share signed over codings, where these have the same packages."""
    first, *others = layouts.values()
    alike = all(
        np.array_equal(first.cells.option, one.cells.option)
        and np.array_equal(first.cells.allowed, one.cells.allowed)
        for one in others
    )
    if not others or not alike:
        return {}
    shares = [tally.signed / tally.weight.sum() for tally in tallies.values()]
    least, mean = np.min(shares, axis=0), np.mean(shares, axis=0)
    numbers = ranked(least, mean, keep=keep)
    return {Order.ACROSS: numbers[mean[numbers] > 0.0]}


def _counted(
    tally: Tally, packages: Packages, best: Mapping[Order, Index], scores: Array
) -> Counted:
    """scores : (m, n) of the distinct numbers of the best packages, by rising number."""
    distinct = np.unique(np.concatenate(list(best.values()))).tolist()
    listed = tuple(
        Listed(
            order=order,
            package=packages.at(np.array([number]))[:, 0],
            scores=scores[distinct.index(number)],
            undominated=float(tally.undominated[number]),
        )
        for order, numbers in best.items()
        for number in numbers.tolist()
    )
    return Counted(
        cells=packages.cells,
        method=Method.ALL,
        sure=True,
        packages=packages.size,
        tried=packages.size,
        level=_level_with_best(tally),
        weight=tally.weight,
        best=tally.best,
        size=tally.size,
        efficient=tally.efficient,
        efficient_by_all=tally.efficient_by_all,
        pairs=tally.pairs,
        listed=listed,
        picked=_picked(tally, packages),
    )


def _level_with_best(tally: Tally) -> int | None:
    """Packages besides the one signed most whose share lies within its interval."""
    if not tally.signed.any():
        return None
    shares = tally.signed / tally.weight.sum()
    low = wilson_interval(float(min(1.0, shares.max())), effective_number(tally.weight))[0]
    return int(np.count_nonzero(shares >= low)) - 1


def _picked(tally: Tally, packages: Packages) -> tuple[Picked, ...]:
    return tuple(
        Picked(
            solution=solution,
            package=packages.at(np.array([number]))[:, 0],
            weight=float(weights[number]),
        )
        for solution, weights in zip(SOLVERS, tally.chosen, strict=False)
        for number in ranked(weights, keep=_PICKED).tolist()
        if weights[number] > 0.0
    )
