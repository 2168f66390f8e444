"""Two scenarios on the same worlds: what differs, which worlds flip, and what stood in the way."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.analysis.endings import labels
from sim.analysis.refusals import obstacles
from sim.analysis.shares import difference_of
from sim.domain.comparison import CodingComparison, Comparison, Flip
from sim.domain.estimate import Labels
from sim.domain.outcome import Ending, Outcomes
from sim.errors import UsageError

__all__ = ["compare"]

#: How many worlds of each flip are named, so that they can be traced.
_NAMED = 5


def compare(first: Mapping[str, Outcomes], second: Mapping[str, Outcomes]) -> Comparison:
    """Second minus first, world by world, in every coding that both have.

    Two scenarios with one coding each are compared whatever the codings are called. Raises
    ``UsageError`` where they share no coding, or were not played on the same worlds.
    """
    pairs = _pairs(first, second)
    found = {coding: _compare(coding, one, other) for coding, (one, other) in pairs.items()}
    one, other = next(iter(pairs.values()))
    return Comparison(
        first=one.scenario.name,
        second=other.scenario.name,
        labels=_both(labels(one.scenario), labels(other.scenario)),
        codings=found,
    )


def _both(first: Labels, second: Labels) -> Labels:
    return Labels(
        parties={**first.parties, **second.parties},
        issues={**first.issues, **second.issues},
        options={
            issue: {**first.options.get(issue, {}), **second.options.get(issue, {})}
            for issue in {**first.options, **second.options}
        },
    )


def _pairs(
    first: Mapping[str, Outcomes], second: Mapping[str, Outcomes]
) -> dict[str, tuple[Outcomes, Outcomes]]:
    pairs = {coding: (first[coding], second[coding]) for coding in second if coding in first}
    if not pairs and len(first) == len(second) == 1:
        pairs = {next(iter(second)): (next(iter(first.values())), next(iter(second.values())))}
    if not pairs:
        raise UsageError(
            f"nothing to compare: one side has the codings {', '.join(first)}, "
            f"the other {', '.join(second)}"
        )
    for one, other in pairs.values():
        if one.seed != other.seed or not np.array_equal(one.world, other.world):
            raise UsageError("a comparison needs the same worlds and the same seed on both sides")
    return pairs


def _compare(coding: str, first: Outcomes, second: Outcomes) -> CodingComparison:
    weight = first.weight
    settled_first = first.ending == Ending.SETTLEMENT
    settled_second = second.ending == Ending.SETTLEMENT
    return CodingComparison(
        coding=coding,
        n=first.n,
        endings={
            ending.name.lower(): difference_of(
                first.ending == ending, second.ending == ending, weight
            )
            for ending in Ending
        },
        flips=_flips(first, second),
        gained=obstacles(first, settled_second & ~settled_first),
        lost=obstacles(second, settled_first & ~settled_second),
    )


def _flips(first: Outcomes, second: Outcomes) -> tuple[Flip, ...]:
    total = float(np.sum(first.weight))
    found = []
    for before in Ending:
        for after in Ending:
            here = (first.ending == before) & (second.ending == after)
            if here.any():
                flip = Flip(
                    first=before.name.lower(),
                    second=after.name.lower(),
                    n=int(np.count_nonzero(here)),
                    share=float(np.sum(first.weight[here])) / total,
                    worlds=tuple(int(world) for world in first.world[here][:_NAMED]),
                )
                found.append(flip)
    return tuple(sorted(found, key=lambda flip: -flip.n))
