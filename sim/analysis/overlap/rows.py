"""Rows about the acceptable set, from what was counted of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from sim.analysis.acceptable.tally import NEAR, option_starts
from sim.analysis.overlap.counted import Counted, Listed
from sim.analysis.shares import (
    amount_of,
    effective_number,
    quantiles_of,
    share_of,
    weighted_quantiles,
    wilson_interval,
)
from sim.domain.agenda import Agenda
from sim.domain.estimate import Share
from sim.domain.zopa_rows import OptionRow, Order, PackageRow, PairRow, SetRow, SolutionRow

__all__ = [
    "labelled",
    "option_rows",
    "package_rows",
    "pair_rows",
    "set_row",
    "solution_rows",
    "telling_issues",
]

Array = NDArray[np.float64]


def set_row(coding: str, found: Counted) -> SetRow:
    """How often the set holds a package, and how much room it then leaves."""
    here, weight = found.open, found.weight
    followed = ~np.isnan(found.efficient_by_all)
    return SetRow(
        coding=coding,
        method=found.method,
        sure=found.sure,
        packages=found.packages,
        tried=found.tried,
        level=found.level,
        open=share_of(here, weight),
        size=quantiles_of(found.size[here], weight[here]),
        best=quantiles_of(found.best[here], weight[here]),
        undominated=quantiles_of(found.efficient[here], weight[here]),
        undominated_by_all=quantiles_of(found.efficient_by_all, weight),
        followed=int(followed.sum()),
    )


def package_rows(coding: str, found: Counted, agenda: Agenda) -> Iterator[PackageRow]:
    """The best packages by every order, best first."""
    ranks = dict.fromkeys(Order, 0)
    for listed in found.listed:
        ranks[listed.order] += 1
        yield _package_row(coding, found, listed, ranks[listed.order], agenda)


def _package_row(
    coding: str, found: Counted, listed: Listed, rank: int, agenda: Agenda
) -> PackageRow:
    here, weight = found.open, found.weight
    signed = listed.scores > -np.inf
    score = np.where(signed, listed.scores, 0.0)
    regret = np.maximum(found.best[here] - score[here], 0.0)
    near = signed[here] & (regret <= NEAR)
    undominated = listed.undominated
    return PackageRow(
        coding=coding,
        order=listed.order,
        rank=rank,
        package=labelled(found, listed.package, agenda),
        signed=share_of(signed, weight),
        score=amount_of(score, weight),
        margin=amount_of(score[signed], weight[signed]),
        regret=amount_of(regret, weight[here]),
        regret_95=_regret_95(regret, weight[here]),
        near=share_of(near, weight[here]) if here.any() else None,
        undominated=(
            None if undominated is None or not here.any() else _share(undominated, weight[here])
        ),
    )


def _regret_95(regret: Array, weight: Array) -> float | None:
    """What nineteen worlds of twenty stay below; ``None`` where no world is open."""
    if not len(regret):
        return None
    return float(weighted_quantiles(regret, weight, np.array([0.95]))[0])


def option_rows(coding: str, found: Counted, agenda: Agenda) -> Iterator[OptionRow]:
    """Worlds in which each allowed option is part of some acceptable package."""
    for issue, option, at in _options(found, agenda):
        share = _share(float(found.pairs[at, at]), found.weight)
        yield OptionRow(coding=coding, issue=issue, option=option, share=share)


def pair_rows(coding: str, found: Counted, agenda: Agenda) -> Iterator[PairRow]:
    """The same of every two options of two issues whose pairs were counted."""
    places = {issue.id: j for j, issue in enumerate(agenda)}
    for issue, option, at in _options(found, agenda):
        for other_issue, other, beside in _options(found, agenda):
            if places[issue] < places[other_issue] and not np.isnan(found.pairs[at, beside]):
                yield PairRow(
                    coding=coding,
                    issue=issue,
                    option=option,
                    other_issue=other_issue,
                    other_option=other,
                    share=_share(float(found.pairs[at, beside]), found.weight),
                )


def solution_rows(coding: str, found: Counted, agenda: Agenda) -> Iterator[SolutionRow]:
    """How often each bargaining solution picks which package, of worlds that have one to pick."""
    ranks: dict[object, int] = {}
    for picked in found.picked:
        ranks[picked.solution] = ranks.get(picked.solution, 0) + 1
        yield SolutionRow(
            coding=coding,
            solution=picked.solution,
            rank=ranks[picked.solution],
            package=labelled(found, picked.package, agenda),
            share=_share(picked.weight, found.weight[found.open]),
        )


def labelled(found: Counted, package: NDArray[np.intp], agenda: Agenda) -> Mapping[str, str]:
    """Issue → option of a package (B,) given as cells."""
    return agenda.named(found.cells.options(package[:, None])[:, 0])


def telling_issues(found: Mapping[str, Counted], agenda: Agenda) -> tuple[int, int] | None:
    """Places of the two issues whose options matter most to whether there is a deal to be had.

    An issue matters by the range of its options' shares: worlds in which some acceptable package
    holds its best option less those in which one holds its worst, on average over codings. ``None``
    for a single issue.
    """
    if len(agenda) < 2:
        return None
    matters = np.zeros(len(agenda))
    for counted in found.values():
        shares: dict[str, list[float]] = {issue.id: [] for issue in agenda}
        for issue, _, at in _options(counted, agenda):
            shares[issue].append(float(counted.pairs[at, at]) / float(counted.weight.sum()))
        matters += [max(some) - min(some) for some in shares.values()]
    first, second = sorted(np.argsort(-np.round(matters, 9), kind="stable")[:2].tolist())
    return first, second


def _options(found: Counted, agenda: Agenda) -> Iterator[tuple[str, str, int]]:
    """Issue, option and place among all options, of those that a package may hold."""
    starts = option_starts(found.cells)
    for j, issue in enumerate(agenda):
        for k, option in enumerate(issue.options):
            if option.allowed:
                yield issue.id, option.id, int(starts[j]) + k


def _share(total: float, weight: Array) -> Share:
    """The share that a summed weight is of worlds' weights, with Wilson's interval."""
    share = min(1.0, total / float(weight.sum()))
    low, high = wilson_interval(share, effective_number(weight))
    return Share(share=share, low=low, high=high)
