"""What may be said of an effect: how sure it is, how it ranks, where paper and talks differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from sim.analysis.shares import Z, widened
from sim.analysis.tiers import tiers
from sim.domain.concessions import Gap, Price, ProcessRule, Verdict
from sim.domain.estimate import Amount, Difference

__all__ = [
    "SUREST",
    "gap_of",
    "lowest",
    "price_of",
    "ranked_tiers",
    "side_of",
    "verdicts_of",
]

#: Standard errors beyond which an effect is told from none.
SUREST = 2.0

#: Differences smaller than one world of 100 matter to nobody, however certain they are.
MATTERS = 0.01

#: Rule → difference, in one coding.
Lifts = Mapping[ProcessRule, Difference]


def side_of(difference: Difference) -> int:
    """1 or −1 where a difference is above or below none by more than sampling, else 0.

    Its interval must leave out 0, and it must be beyond two standard errors (the interval's own).

    >>> side_of(Difference(difference=0.05, low=0.01, high=0.09))
    1
    >>> side_of(Difference(difference=-0.01, low=-0.02, high=0.01))
    0
    """
    error = (difference.high - difference.low) / (2 * Z)
    if abs(difference.difference) <= SUREST * error:
        return 0
    return int(difference.low > 0.0) - int(difference.high < 0.0)


def verdicts_of(lifts: Mapping[str, Lifts]) -> tuple[Verdict, ...]:
    """Whether an effect in talks is robust, depends on coding or on rule, or is within noise.

    lifts : coding → rule → change of the share that settles. *Robust* needs no wider intervals,
    since all have to stand out together, which chance brings about less often than any one of them.
    """
    sides = {side_of(one) for by in lifts.values() for one in by.values()}
    if len(sides) == 1 and sides != {0}:
        return (Verdict.ROBUST,) if sides == {1} else (Verdict.LOWERS,)
    wide = _all_widened(lifts)
    if not _stands_out(wide):
        return (Verdict.WITHIN_NOISE,)
    rules = dict.fromkeys(rule for by in wide.values() for rule in by)
    found = []
    if any(_differ([by[rule] for by in wide.values() if rule in by]) for rule in rules):
        found.append(Verdict.CODING_DEPENDENT)
    if any(_differ(list(by.values())) for by in wide.values()):
        found.append(Verdict.RULE_DEPENDENT)
    return tuple(found) or (Verdict.NOT_SHOWN,)


def _all_widened(lifts: Mapping[str, Lifts]) -> dict[str, dict[ProcessRule, Difference]]:
    looks = sum(len(by) for by in lifts.values())
    return {c: {rule: widened(one, looks) for rule, one in by.items()} for c, by in lifts.items()}


def _stands_out(lifts: Mapping[str, Lifts]) -> bool:
    return any(one.low > 0.0 or one.high < 0.0 for by in lifts.values() for one in by.values())


def _differ(some: Sequence[Difference]) -> bool:
    """Whether two of them differ beyond noise: their intervals are disjoint."""
    return any(a.high < b.low or b.high < a.low for a, b in combinations(some, 2))


def gap_of(exact: Mapping[str, Difference], lifts: Mapping[str, Lifts]) -> Gap:
    """Where the acceptable set and the talks disagree by a world of 100 or more. Both by coding."""
    paper = {coding: _weighty_side(one) for coding, one in exact.items()}
    stated = {coding: _weighty_side(by[ProcessRule.STATED]) for coding, by in lifts.items()}
    if any(paper[coding] * stated[coding] < 0 for coding in paper):
        return Gap.OPPOSED
    if not _stands_out(_all_widened(lifts)) and max(paper.values()) > 0:
        return Gap.PAPER_ONLY
    on_paper = any(side_of(one) for one in exact.values())
    if not on_paper and min(stated.values()) > 0:
        return Gap.TALKS_ONLY
    return Gap.NONE


def _weighty_side(difference: Difference) -> int:
    return side_of(difference) if abs(difference.difference) >= MATTERS else 0


def price_of(cost: Amount) -> Price:
    """Whether whoever pays clearly loses, clearly gains, or neither."""
    if cost.high < 0.0:
        return Price.COSTS
    return Price.GAINS if cost.low > 0.0 else Price.FREE


def lowest(differences: Iterable[Difference]) -> Difference:
    """The lowest of some differences: what can be counted on in every coding."""
    return min(differences, key=lambda one: (one.difference, one.low))


def ranked_tiers(rows: Sequence[tuple[Difference, Difference]]) -> list[int]:
    """Tiers, from 1, of rows by a first and, within its tiers, by a second difference.

    In a tier are all whose interval reaches up to the low end of the best left; they are not told
    apart.

    >>> clear, dim = (Difference(difference=d, low=d - .01, high=d + .01) for d in (.5, .1))
    >>> ranked_tiers([(dim, dim), (clear, dim), (clear, clear), (dim, dim)])
    [3, 2, 1, 3]
    """
    first = tiers([_parts(one) for one, _ in rows])
    found, before = [0] * len(rows), 0
    for tier in sorted(set(first)):
        members = [k for k, own in enumerate(first) if own == tier]
        second = tiers([_parts(rows[k][1]) for k in members])
        for k, own in zip(members, second, strict=True):
            found[k] = before + own
        before += max(second)
    return found


def _parts(one: Difference) -> tuple[float, float, float]:
    return one.difference, one.low, one.high
