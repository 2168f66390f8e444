"""Which single concession would change most: each is re-run on the same worlds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim._version import __version__
from sim.analysis.edits import Concession, possible_concessions
from sim.analysis.endings import codings_hash, labels
from sim.analysis.moving import result_of, unedited_result
from sim.analysis.shares import amount_of, difference_of, share_of
from sim.domain.concession import ConcessionLift, ConcessionRow, ConcessionTable
from sim.domain.estimate import Amount, Share
from sim.domain.outcome import Ending, Outcomes
from sim.domain.scenario import Scenario
from sim.errors import UsageError

__all__ = ["single_concessions"]

Array = NDArray[np.float64]
Progress = Callable[[int, int], None]

#: Worlds, over concessions and codings, that one task of a worker plays: about a second of work.
_TASK_WORLDS = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trial:
    """What one concession led to in one coding: the day each world settled (infinite if it did
    not), and the mover's result in its unedited values. Both (n,)."""

    settled_on: Array
    result: Array


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
    the run without the concession, paired by world; costs as in ``sim.analysis.moving``.
    """
    if not scenarios:
        raise UsageError("concessions need at least one coding")
    first = next(iter(scenarios.values()))
    early_day = _early_day(first)
    base = {coding: _play(scenario, n, seed) for coding, scenario in scenarios.items()}
    lists = _by_key(scenarios)
    trials = _try_all(lists, scenarios, n, seed, workers, progress)
    rows = _rows(lists, trials, base, early_day)
    return ConcessionTable(
        scenario=first.name,
        question=first.question,
        scenario_hash=codings_hash(scenarios),
        seed=seed,
        worlds=n,
        protocol=first.protocol.kind.value,
        version=__version__,
        early_day=early_day,
        horizon=float(first.protocol.horizon),
        overrides=dict(first.overrides),
        labels=labels(first),
        early={coding: _settled_by(outcomes, early_day) for coding, outcomes in base.items()},
        settled={coding: _settled_by(outcomes, np.inf) for coding, outcomes in base.items()},
        # Equal in both, rows keep the order of the scenario, so that the table is always the same.
        rows=tuple(sorted(rows, key=lambda row: (-row.floor, -row.dearest))),
    )


def _rows(
    lists: Sequence[Mapping[str, Concession]],
    trials: Sequence[Mapping[str, _Trial]],
    base: Mapping[str, Outcomes],
    early_day: float,
) -> list[ConcessionRow]:
    return [
        ConcessionRow(
            party=some.party,
            issue=some.issue,
            option=some.option,
            kind=some.kind,
            edits={coding: one.edits for coding, one in by_coding.items()},
            lifts={
                coding: _lift(outcomes, some.party, tried.get(coding), early_day)
                for coding, outcomes in base.items()
            },
        )
        for by_coding, tried in zip(lists, trials, strict=True)
        for some in [next(iter(by_coding.values()))]
    ]


def _early_day(scenario: Scenario) -> float:
    """The deadline, where it comes before the horizon; else a sixth of the horizon."""
    horizon = float(scenario.protocol.horizon)
    if scenario.deadline is not None and scenario.deadline.day < horizon:
        return float(scenario.deadline.day)
    return horizon / 6.0


def _by_key(scenarios: Mapping[str, Scenario]) -> list[dict[str, Concession]]:
    """Each concession with its edits in every coding in which it changes something."""
    found: dict[Any, dict[str, Concession]] = {}
    for coding, scenario in scenarios.items():
        for concession in possible_concessions(scenario):
            found.setdefault(concession.key, {})[coding] = concession
    return list(found.values())


def _try_all(
    lists: Sequence[Mapping[str, Concession]],
    scenarios: Mapping[str, Scenario],
    n: int,
    seed: int,
    workers: int,
    progress: Progress | None,
) -> list[dict[str, _Trial]]:
    from sim.engine.workers import in_order

    size = max(1, _TASK_WORLDS // (n * len(scenarios)))
    pieces = [lists[low : low + size] for low in range(0, len(lists), size)]
    work = partial(_try_some, scenarios=scenarios, n=n, seed=seed)
    found: list[dict[str, _Trial]] = []
    for trials in in_order(work, pieces, workers):
        found += trials
        if progress is not None:
            progress(len(found), len(lists))
    return found


def _try_some(
    some: Sequence[Mapping[str, Concession]],
    *,
    scenarios: Mapping[str, Scenario],
    n: int,
    seed: int,
) -> list[dict[str, _Trial]]:
    return [
        {
            coding: _try_one(concession, scenarios[coding], n, seed)
            for coding, concession in by_coding.items()
        }
        for by_coding in some
    ]


def _try_one(concession: Concession, scenario: Scenario, n: int, seed: int) -> _Trial:
    from sim.loading import edit

    edited = edit(scenario, concession.edits, layer="single concession")
    outcomes = _play(edited, n, seed)
    return _Trial(
        settled_on=_settled_on(outcomes),
        result=unedited_result(outcomes, scenario, concession.party, concession.issue),
    )


def _play(scenario: Scenario, n: int, seed: int) -> Outcomes:
    from sim.engine import negotiate
    from sim.sampling import sample_worlds

    return negotiate(scenario, sample_worlds(scenario, n=n, seed=seed), asked=0, tracked=0)


def _lift(base: Outcomes, mover: str, trial: _Trial | None, early_day: float) -> ConcessionLift:
    """``trial`` is ``None`` in a coding where the concession changes nothing."""
    before, weight = _settled_on(base), base.weight
    after = before if trial is None else trial.settled_on
    own = result_of(base, mover)
    change = np.zeros_like(own) if trial is None else trial.result - own
    limit = early_day + 1e-9
    return ConcessionLift(
        early=difference_of(before <= limit, after <= limit, weight),
        horizon=difference_of(np.isfinite(before), np.isfinite(after), weight),
        # With a single world nothing tells how far the change spreads.
        cost=amount_of(change, weight)
        or Amount(mean=float(change[0]), low=float(change[0]), high=float(change[0])),
    )


def _settled_by(outcomes: Outcomes, day: float) -> Share:
    settled = _settled_on(outcomes)
    return share_of(np.isfinite(settled) & (settled <= day + 1e-9), outcomes.weight)


def _settled_on(outcomes: Outcomes) -> Array:
    days: Array = np.where(outcomes.ending == Ending.SETTLEMENT, outcomes.day, np.inf)
    return days
