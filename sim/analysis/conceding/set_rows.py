"""Sets of concessions as rows: their share, what they open on paper, and what each mover pays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import groupby

from sim.analysis.conceding.candidates import Candidates
from sim.analysis.conceding.search import Members, reaches
from sim.analysis.conceding.trials import SetGround, SetTrial, edited_by
from sim.analysis.shares import share_of
from sim.analysis.tiers import tiers
from sim.domain.concession_sets import Reach, SetRow, SetStepRow
from sim.domain.estimate import Amount, Share
from sim.domain.scenario import Scenario
from sim.errors import UsageError

__all__ = ["by_cost", "by_share", "reach_of", "set_rows", "step_rows"]

#: Sets by their members, and what each led to in every coding.
Sets = Mapping[Members, Mapping[str, SetTrial]]

#: Sets in the order in which they are told, each with its tier.
Ordered = Sequence[tuple[Members, int]]


def by_cost(ground: SetGround, candidates: Candidates, sets: Sets, target: float) -> Ordered:
    """The fewest concessions first; among these those that reach the target with their whole
    intervals, then those whose mover that loses most loses least."""
    found: list[tuple[Members, int]] = []

    def rank(members: Members) -> tuple[int, bool]:
        reach = {reach_of(_share(ground, c, one), target) for c, one in sets[members].items()}
        return len(members), reach != {Reach.WHOLE}

    for _, group in groupby(sorted(sets, key=rank), key=rank):
        alike = list(group)
        worst = [_worst_cost(ground, candidates, members, sets[members]) for members in alike]
        ranks = [(one.mean, one.low, one.high) for one in worst]
        found += _in_order(alike, ranks, after=found[-1][1] if found else 0)
    return found


def by_share(ground: SetGround, sets: Sets) -> Ordered:
    """The highest share in the coding where it is lowest first."""
    lowest = [
        min((_share(ground, c, trial) for c, trial in trials.items()), key=lambda one: one.share)
        for trials in sets.values()
    ]
    return _in_order(list(sets), [(one.share, one.low, one.high) for one in lowest], after=0)


def _in_order(
    sets: Sequence[Members], ranks: Sequence[tuple[float, float, float]], *, after: int
) -> list[tuple[Members, int]]:
    tier = tiers(ranks)
    order = sorted(range(len(sets)), key=lambda k: (tier[k], -ranks[k][0]))
    return [(sets[k], after + tier[k]) for k in order]


def _worst_cost(
    ground: SetGround, candidates: Candidates, members: Members, trials: Mapping[str, SetTrial]
) -> Amount:
    """The lowest mean change of a mover of the set, over codings; 0 where nobody moves."""
    changes = [
        ground.change(coding, trial, candidates.rows[k].party)
        for coding, trial in trials.items()
        for k in members
    ]
    nothing = Amount(mean=0.0, low=0.0, high=0.0)
    return min(changes, key=lambda change: change.mean, default=nothing)


def set_rows(
    ground: SetGround,
    candidates: Candidates,
    sets: Sets,
    ordered: Ordered,
    target: float,
    *,
    workers: int = 1,
) -> tuple[SetRow, ...]:
    """A row per set and coding, numbered from 1."""
    from sim.engine.workers import in_order

    edited = [
        edited_by(
            ground.base[coding].scenario, [candidates.concessions[k] for k in members], coding
        )
        for members, _ in ordered
        for coding in sets[members]
    ]
    first = next(iter(ground.base.values()))
    opened = in_order(partial(_open, n=first.n, seed=first.seed), edited, workers)
    found = []
    for number, (members, tier) in enumerate(ordered, start=1):
        for coding, trial in sets[members].items():
            share = _share(ground, coding, trial)
            row = SetRow(
                set=number,
                size=len(members),
                tier=tier,
                coding=coding,
                share=share,
                lift=ground.lift(coding, trial),
                open=next(opened),
                reach=reach_of(share, target),
                short_of=0.0 if reaches(share.share, target) else target - share.share,
            )
            found.append(row)
    return tuple(found)


def step_rows(
    ground: SetGround, candidates: Candidates, sets: Sets, ordered: Ordered
) -> tuple[SetStepRow, ...]:
    """A row per set, coding and concession, numbered as the sets are."""
    return tuple(
        SetStepRow(
            set=number,
            coding=coding,
            party=row.party,
            issue=row.issue,
            option=row.option,
            kind=row.kind,
            cost=ground.change(coding, trial, row.party),
        )
        for number, (members, _) in enumerate(ordered, start=1)
        for coding, trial in sets[members].items()
        for row in (candidates.rows[k] for k in members)
    )


def reach_of(share: Share, target: float) -> Reach:
    """Whether a share reaches a target, and whether the low end of its interval does too."""
    if not reaches(share.share, target):
        return Reach.SHORT
    return Reach.WHOLE if reaches(share.low, target) else Reach.ESTIMATE


def _share(ground: SetGround, coding: str, trial: SetTrial) -> Share:
    return share_of(trial.settled, ground.base[coding].weight)


def _open(scenario: Scenario, *, n: int, seed: int) -> Share | None:
    """Share of worlds whose acceptable set holds a package on day 0."""
    import numpy as np

    from sim.analysis.acceptable.open_worlds import open_worlds

    try:
        return share_of(open_worlds(scenario, n=n, seed=seed), np.ones(n))
    except UsageError:
        # Consents that can be met in too many ways; the share that settles is told all the same.
        return None
