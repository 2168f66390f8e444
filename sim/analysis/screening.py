"""Which single concession would change most: a quick look under the rules as stated."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from sim._version import __version__
from sim.analysis.conceding.edits import Concession, possible_concessions
from sim.analysis.conceding.trying import (
    change_of,
    conceded,
    early_day_of,
    lift_by,
    play,
    trial_of,
    try_concession,
)
from sim.analysis.endings import codings_hash, labels
from sim.analysis.shares import share_of
from sim.domain.concession import ConcessionLift, ConcessionRow, ConcessionTable
from sim.domain.outcome import Outcomes
from sim.domain.scenario import Scenario
from sim.errors import UsageError

__all__ = ["by_key", "single_concessions"]

Progress = Callable[[int, int], None]

#: Worlds, over concessions and codings, that one task of a worker plays: about a second of work.
_TASK_WORLDS = 4000


def single_concessions(
    scenarios: Mapping[str, Scenario],
    *,
    n: int = 2000,
    seed: int = 1,
    workers: int = 1,
    progress: Progress | None = None,
) -> ConcessionTable:
    """Every single concession, best first by the lowest lift by the horizon over codings.

    scenarios : coding → scenario. progress : called with how many concessions are done, and of how
    many. The table does not depend on ``workers``. Lifts are differences of settlement shares to
    the run without the concession, paired by world; costs as in ``sim.analysis.conceding.moving``.
    """
    if not scenarios:
        raise UsageError("concessions need at least one coding")
    first = next(iter(scenarios.values()))
    early_day = early_day_of(first)
    base = {coding: play(scenario, n, seed) for coding, scenario in scenarios.items()}
    lists = list(by_key(scenarios, possible_concessions).values())
    rows = _try_all(lists, base, early_day, workers, progress)
    trials = {coding: trial_of(outcomes) for coding, outcomes in base.items()}
    return ConcessionTable(
        scenario=first.name,
        question=first.question,
        scenario_hash=codings_hash(scenarios),
        seed=seed,
        worlds=n,
        protocol=first.protocol.told,
        version=__version__,
        early_day=early_day,
        horizon=float(first.protocol.horizon),
        overrides=dict(first.overrides),
        labels=labels(first),
        early={
            coding: share_of(trial.settled_by(early_day), trial.weight)
            for coding, trial in trials.items()
        },
        settled={
            coding: share_of(trial.settled_by(), trial.weight) for coding, trial in trials.items()
        },
        # Equal in both, rows keep the order of the scenario, so that the table is always the same.
        rows=tuple(sorted(rows, key=lambda row: (-row.floor, -row.dearest))),
    )


def by_key(
    scenarios: Mapping[str, Scenario],
    listed: Callable[[Scenario], Sequence[Concession]],
) -> dict[Any, dict[str, Concession]]:
    """Each concession with its edits in every coding in which it changes something."""
    found: dict[Any, dict[str, Concession]] = {}
    for coding, scenario in scenarios.items():
        for concession in listed(scenario):
            found.setdefault(concession.key, {})[coding] = concession
    return found


def _try_all(
    lists: Sequence[Mapping[str, Concession]],
    base: Mapping[str, Outcomes],
    early_day: float,
    workers: int,
    progress: Progress | None,
) -> list[ConcessionRow]:
    from sim.engine.workers import in_order

    worlds = sum(outcomes.n for outcomes in base.values())
    size = max(1, _TASK_WORLDS // worlds)
    pieces = [lists[low : low + size] for low in range(0, len(lists), size)]
    found: list[ConcessionRow] = []
    for rows in in_order(partial(_try_some, base=base, early_day=early_day), pieces, workers):
        found += rows
        if progress is not None:
            progress(len(found), len(lists))
    return found


def _try_some(
    some: Sequence[Mapping[str, Concession]], *, base: Mapping[str, Outcomes], early_day: float
) -> list[ConcessionRow]:
    return [_row(by_coding, base, early_day) for by_coding in some]


def _row(
    by_coding: Mapping[str, Concession], base: Mapping[str, Outcomes], early_day: float
) -> ConcessionRow:
    some = next(iter(by_coding.values()))
    return ConcessionRow(
        party=some.party,
        issue=some.issue,
        option=some.option,
        kind=some.kind,
        edits={coding: one.edits for coding, one in by_coding.items()},
        lifts={
            coding: _lift(outcomes, some.party, by_coding.get(coding), early_day)
            for coding, outcomes in base.items()
        },
    )


def _lift(
    base: Outcomes, mover: str, concession: Concession | None, early_day: float
) -> ConcessionLift:
    """``concession`` is ``None`` in a coding where it changes nothing."""
    before = trial_of(base)
    after = before
    if concession is not None:
        after = try_concession(base, concession, conceded(base.scenario, concession))
    return ConcessionLift(
        early=lift_by(before, after, early_day),
        horizon=lift_by(before, after),
        cost=change_of(before, after, list(base.scenario.parties).index(mover)),
    )
