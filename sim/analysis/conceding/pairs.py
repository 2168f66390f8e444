"""Pairs of concessions, re-run with both edits on the same worlds: their lift, and whether they do
more together than apart.

With S₀, S₁, S₂ and S₁₂ telling whether a world settles without a concession, with the first, with
the second and with both, the lift of the pair is the mean of S₁₂ − S₀, and its *complementarity*

    lift(pair) − lift(first) − lift(second) = mean of S₁₂ − S₁ − S₂ + S₀.

Its interval is that of the mean of these differences, world by world, so all four runs are paired.
As in the adjusted interval for a paired difference (see ``sim.analysis.shares``), one world with +1
and one with −1 are added, for else a difference never seen in a few worlds would be held to be
certain.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from sim.analysis.conceding.candidates import Candidates, promising
from sim.analysis.conceding.swaps import named, swaps_of
from sim.analysis.conceding.trials import (
    Progress,
    SetGround,
    SetTrial,
    conflicting,
    ground_of,
    try_sets,
)
from sim.analysis.shares import Z, difference_of, effective_number
from sim.analysis.tiers import tiers
from sim.domain.concession import Announcement
from sim.domain.concession_pairs import PairRow, Together
from sim.domain.concession_sets import CandidateRow, ConcessionPairs
from sim.domain.estimate import Difference
from sim.domain.scenario import Scenario
from sim.errors import UsageError

__all__ = ["MOST_PAIRS", "complementarity", "concession_pairs", "together_of"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: Two candidates, by their places in the list, and what making both led to in each coding.
Tried = Mapping[tuple[int, int], Mapping[str, SetTrial]]

#: As many as are tried at most.
MOST_PAIRS = 500


def concession_pairs(
    scenarios: Mapping[str, Scenario],
    *,
    candidates: Candidates | None = None,
    n: int = 2000,
    seed: int = 1,
    workers: int = 1,
    announcement: Announcement = Announcement.ANNOUNCED,
    progress: Progress | None = None,
) -> ConcessionPairs:
    """Every pair of candidates on different issues or by different parties, and the swaps among
    them; best first by the lowest lift over codings, in tiers that noise does not tell apart.

    candidates : see ``candidates_of``; if not given, the ``promising`` ones. progress : called with
    how many re-runs are done, and of how many. The tables do not depend on ``workers``.
    Raises ``UsageError`` for more than 500 pairs, and without a coding or a world.
    """
    ground = ground_of(scenarios, n=n, seed=seed, workers=workers, announcement=announcement)
    chosen = promising(ground, workers=workers) if candidates is None else candidates
    places = _places(chosen)
    if len(places) > MOST_PAIRS:
        raise UsageError(
            f"{len(places)} pairs are more than the {MOST_PAIRS} that are tried at most; choose "
            "fewer candidates"
        )
    made = [
        (i, j)
        for i, j in places
        if not conflicting([chosen.concessions[i], chosen.concessions[j]], list(scenarios))
    ]
    sets = [[one] for one in chosen.concessions]
    sets += [[chosen.concessions[i], chosen.concessions[j]] for i, j in made]
    trials = list(try_sets(ground, sets, workers=workers, progress=progress))
    singles = len(chosen.concessions)
    alone, together = trials[:singles], dict(zip(made, trials[singles:], strict=True))
    ranked, tier = _by_lowest_lift(ground, together)
    return ConcessionPairs(
        candidates=chosen.rows,
        of=chosen.of,
        conflicting=len(places) - len(made),
        pairs=_rows(ground, chosen.rows, alone, ranked, tier),
        swaps=swaps_of(ground, chosen.rows, alone, ranked),
    )


def _places(chosen: Candidates) -> list[tuple[int, int]]:
    """Places of two candidates by different parties or on different issues."""
    return [
        (i, j)
        for (i, one), (j, other) in combinations(enumerate(chosen.rows), 2)
        if (one.party, one.issue) != (other.party, other.issue)
    ]


def complementarity(
    base: Flags, first: Flags, second: Flags, both: Flags, weight: Array
) -> Difference:
    """What a pair does beyond the sum of its halves, with its interval; in [−2, 2].

    base, first, second, both : (n,) whether a world settles without, with one, with the other and
    with both. weight : (n,).

    >>> apart = np.zeros(4, dtype=bool)
    >>> both = np.array([True, True, False, False])
    >>> complementarity(apart, apart, apart, both, np.ones(4)).difference
    0.5
    """
    n = effective_number(weight)
    difference = both.astype(float) - first - second + base
    shares = weight / np.sum(weight)
    mean = float(np.sum(shares * difference))
    middle = mean * n / (n + 2)
    square = (float(np.sum(shares * difference**2)) * n + 2) / (n + 2)
    half = Z * math.sqrt(max(0.0, square - middle**2) / (n + 2))
    return Difference(difference=mean, low=max(-2.0, middle - half), high=min(2.0, middle + half))


def together_of(found: Difference) -> Together:
    """What an interval of complementarity says."""
    if found.low > 0.0:
        return Together.MORE
    return Together.LESS if found.high < 0.0 else Together.ALIKE


def _by_lowest_lift(ground: SetGround, together: Tried) -> tuple[Tried, list[int]]:
    """The pairs by tier and the lowest lift over codings, and their tiers."""
    floors = []
    for trials in together.values():
        lifts = [ground.lift(coding, trial) for coding, trial in trials.items()]
        floor = min(lifts, key=lambda lift: lift.difference)
        floors.append((floor.difference, floor.low, floor.high))
    tier = tiers(floors)
    order = sorted(range(len(floors)), key=lambda k: (tier[k], -floors[k][0]))
    pairs = list(together)
    return {pairs[k]: together[pairs[k]] for k in order}, [tier[k] for k in order]


def _rows(
    ground: SetGround,
    rows: Sequence[CandidateRow],
    alone: Sequence[Mapping[str, SetTrial]],
    together: Tried,
    tier: Sequence[int],
) -> tuple[PairRow, ...]:
    found = []
    for number, ((i, j), trials) in enumerate(together.items(), start=1):
        first, second = rows[i], rows[j]
        for coding, trial in trials.items():
            weight = ground.base[coding].weight
            one, other = alone[i][coding].settled, alone[j][coding].settled
            apart = complementarity(ground.settled(coding), one, other, trial.settled, weight)
            better = one if np.sum(weight[one]) >= np.sum(weight[other]) else other
            row = PairRow(
                pair=number,
                tier=tier[number - 1],
                coding=coding,
                **named(first, second),
                lift=ground.lift(coding, trial),
                first_lift=ground.lift(coding, alone[i][coding]),
                second_lift=ground.lift(coding, alone[j][coding]),
                added=difference_of(better, trial.settled, weight),
                complementarity=apart,
                together=together_of(apart),
                first_cost=ground.change(coding, trial, first.party),
                second_cost=ground.change(coding, trial, second.party),
            )
            found.append(row)
    return tuple(found)
