"""Packages, days and sets as a reader would name them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence

from sim.domain.estimate import Amount, Labels, Share
from sim.domain.zopa import Zopa
from sim.domain.zopa_rows import Order, PackageRow, Solution
from sim.report import wording

__all__ = [
    "NOTHING",
    "SOLUTIONS",
    "but_for",
    "by_rank",
    "level_words",
    "mean_cell",
    "package_lines",
    "package_phrase",
    "pair_shares",
    "share_cell",
    "telling_order",
    "told_over",
]

#: What stands in a cell that nothing can be said in.
NOTHING = "–"

#: Fewer options than these say little without the names of their issues.
_SPEAKING = 4

SOLUTIONS = {
    Solution.NASH: "Nash: largest product of gains",
    Solution.KALAI_SMORODINSKY: "Kalai–Smorodinsky: equal shares of the best within reach",
    Solution.EGALITARIAN: "egalitarian: largest smallest gain",
    Solution.UTILITARIAN: "utilitarian: largest sum of gains",
}


def package_phrase(package: Mapping[str, str], labels: Labels) -> str:
    """A package within a sentence: its options alone, where they are enough to know it by."""
    if len(package) < _SPEAKING:
        return package_lines(package, labels)
    return "; ".join(_option(issue, option, labels) for issue, option in package.items())


def package_lines(package: Mapping[str, str], labels: Labels) -> str:
    """A package with its issues named."""
    return "; ".join(
        f"{labels.issues[issue]}: {_option(issue, option, labels)}"
        for issue, option in package.items()
    )


def _option(issue: str, option: str, labels: Labels) -> str:
    # A coding may allow an option that the first one, whose names these are, rules out.
    return labels.options[issue].get(option, option)


def but_for(package: Mapping[str, str], first: Mapping[str, str], labels: Labels) -> str:
    """A package told by what it has other than the first one named."""
    other = {issue: option for issue, option in package.items() if first[issue] != option}
    return f"as 1, but {package_lines(other, labels)}" if other else "the same as 1"


def telling_order(finding: Zopa) -> Order:
    """What packages are led by: over several codings, the lowest share signed in any."""
    across = any(row.order is Order.ACROSS for row in finding.packages)
    return Order.ACROSS if across else Order.SIGNED


def by_rank(finding: Zopa, order: Order) -> Sequence[tuple[PackageRow, ...]]:
    """The packages of an order, best first; each with its rows, one a coding.

    Codings may have different packages of the same rank, which then stand one after the other.
    """
    ranks: dict[tuple[int, tuple[str, ...]], list[PackageRow]] = {}
    for row in finding.packages:
        if row.order is order:
            ranks.setdefault((row.rank, tuple(row.package.values())), []).append(row)
    return [tuple(ranks[key]) for key in sorted(ranks, key=lambda key: key[0])]


def level_words(finding: Zopa) -> str:
    """How many packages sampling does not tell from the one that leads; empty where it is alone.

    One coding: those whose share lies within its interval. Several, or a search: of the packages
    told, those whose lowest share over codings is no lower than where its own interval begins.
    """
    lead, *others = by_rank(finding, telling_order(finding))
    count, more = None, ""
    if telling_order(finding) is Order.SIGNED:
        count = next(row.level for row in finding.sets if row.coding == lead[0].coding)
    if count is None:
        least = min(row.signed.low for row in lead)
        near = [rows for rows in others if rows[0].coding == lead[0].coding]
        count = sum(min(row.signed.share for row in rows) >= least for rows in near)
        more = "at least " if count == len(near) else ""
    return f"one of {more}{count + 1} that sampling does not tell apart" if count else ""


def pair_shares(finding: Zopa, coding: str) -> Mapping[tuple[str, str], Share]:
    """Options of the first and the second issue of the map → worlds that hold both."""
    assert finding.map is not None
    first, second = (finding.made.labels.options[issue] for issue in finding.map)
    # No package holds an option that this coding rules out.
    found = dict.fromkeys(itertools.product(first, second), Share(share=0.0, low=0.0, high=0.0))
    for row in finding.pairs:
        if row.coding == coding and {row.issue, row.other_issue} == set(finding.map):
            options = (row.option, row.other_option)
            found[options if row.issue == finding.map[0] else options[::-1]] = row.share
    return found


def share_cell(share: Share | None) -> str:
    """Worlds of 100 with the interval."""
    return NOTHING if share is None else wording.share_words(share)


def mean_cell(amount: Amount | None) -> str:
    """A mean with its interval."""
    return NOTHING if amount is None else wording.amount_words(amount)


def told_over(shares: Iterable[Share]) -> str:
    """One share with its interval, or the range over codings."""
    found = list(shares)
    if len(found) == 1:
        return wording.share_sentence(found[0])
    return wording.over_codings(wording.range_words(found), len(found))
