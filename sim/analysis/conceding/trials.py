"""Several concessions made together, each time on the same worlds.

What is put together are the edits of single concessions: their union, in each coding the edits the
concession has there (none, where it changes nothing). Two concessions *conflict* in a coding where
one path is given two values, or where one path lies within the other's; they are also no pair where
the edits of one are part of the other's, for then nothing is added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.conceding.edits import Concession
from sim.analysis.conceding.moving import result_of, unedited_result
from sim.analysis.shares import amount_of, difference_of
from sim.domain.concession import Announcement
from sim.domain.estimate import Amount, Difference
from sim.domain.outcome import Ending, Outcomes
from sim.domain.scenario import Scenario
from sim.errors import UsageError

__all__ = [
    "ByCoding",
    "Progress",
    "SetGround",
    "SetTrial",
    "conflicting",
    "edited_by",
    "ground_of",
    "try_sets",
]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Progress = Callable[[int, int], None]

#: One concession with its edits in every coding in which it changes something.
ByCoding = Mapping[str, Concession]

#: Worlds, over sets and codings, that one task of a worker plays: about a second of work.
_TASK_WORLDS = 4000

_LAYER = "concessions"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetGround:
    """What sets of concessions are tried on: scenarios, and their runs without any concession."""

    base: Mapping[str, Outcomes]
    announcement: Announcement

    @property
    def scenarios(self) -> Mapping[str, Scenario]:
        return {coding: outcomes.scenario for coding, outcomes in self.base.items()}

    def settled(self, coding: str) -> Flags:
        """(n,) whether a world settled by the horizon without any concession."""
        return self.base[coding].ending == Ending.SETTLEMENT

    def lift(self, coding: str, trial: SetTrial) -> Difference:
        """Change of the share that settles, paired by world."""
        weight = self.base[coding].weight
        return difference_of(self.settled(coding), trial.settled, weight)

    def change(
        self, coding: str, trial: SetTrial, mover: str, since: SetTrial | None = None
    ) -> Amount:
        """Mean change of a mover's own result, in its values before it conceded; paired by world.

        since : what it is held against; no concession at all if not given.
        """
        base = self.base[coding]
        before = result_of(base, mover) if since is None else since.results[mover]
        change = trial.results[mover] - before
        # With a single world nothing tells how far the change spreads.
        return amount_of(change, base.weight) or Amount(
            mean=float(change[0]), low=float(change[0]), high=float(change[0])
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTrial:
    """What one set of concessions led to in one coding.

    settled : (n,) whether a world settled by the horizon. results : mover → (n,) what it ends up
    with, in its values before it conceded.
    """

    settled: Flags
    results: Mapping[str, Array]


def ground_of(
    scenarios: Mapping[str, Scenario],
    *,
    n: int,
    seed: int,
    workers: int = 1,
    announcement: Announcement = Announcement.ANNOUNCED,
) -> SetGround:
    """Play every coding without any concession. Raises ``UsageError`` without coding or world."""
    from sim.engine import negotiate
    from sim.sampling import sample_worlds

    if not scenarios:
        raise UsageError("concessions need at least one coding")
    if n < 1:
        raise UsageError(f"at least one world is needed; got {n}")
    base = {
        coding: negotiate(
            scenario,
            sample_worlds(scenario, n=n, seed=seed),
            workers=workers,
            asked=0,
            tracked=0,
        )
        for coding, scenario in scenarios.items()
    }
    return SetGround(base=base, announcement=announcement)


def conflicting(some: Sequence[ByCoding], codings: Sequence[str]) -> bool:
    """Whether these cannot be made together, or one of them would add nothing to another."""
    for first, second in combinations(some, 2):
        held = [(first[c].edits, second[c].edits) for c in codings if c in first and c in second]
        if any(_contradict(one, other) for one, other in held):
            return True
        # Something is added where only one of the two changes anything at all.
        shared = len(held) == len({*first, *second} & set(codings))
        if shared and (_all_within(held) or _all_within([(b, a) for a, b in held])):
            return True
    return False


def _contradict(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return any(
        one[a] != other[b] if a == b else a.startswith(f"{b}.") or b.startswith(f"{a}.")
        for a in one
        for b in other
    )


def _all_within(held: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> bool:
    return all(one.items() <= other.items() for one, other in held)


def edited_by(scenario: Scenario, some: Sequence[ByCoding], coding: str) -> Scenario:
    """The scenario after all of these concessions; itself where none changes anything in it."""
    from sim.loading import edit

    edits: dict[str, Any] = {}
    for one in some:
        if coding in one:
            edits.update(one[coding].edits)
    return edit(scenario, edits, layer=_LAYER) if edits else scenario


def try_sets(
    ground: SetGround,
    sets: Sequence[Sequence[ByCoding]],
    *,
    codings: Sequence[str] | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> Iterator[dict[str, SetTrial]]:
    """Coding → trial for each set, in order; the same for any number of ``workers``.

    codings : in which to play; all of them if not given. progress : called with how many sets are
    done, and of how many.
    """
    from sim.engine.workers import in_order

    base = {coding: ground.base[coding] for coding in (codings or ground.base)}
    if not base or not sets:
        return
    worlds = sum(outcomes.n for outcomes in base.values())
    size = max(1, _TASK_WORLDS // worlds)
    pieces = [sets[low : low + size] for low in range(0, len(sets), size)]
    work = partial(_try_some, ground=SetGround(base=base, announcement=ground.announcement))
    done = 0
    for trials in in_order(work, pieces, workers):
        done += len(trials)
        yield from trials
        if progress is not None:
            progress(done, len(sets))


def _try_some(
    some: Sequence[Sequence[ByCoding]], *, ground: SetGround
) -> list[dict[str, SetTrial]]:
    return [{coding: _try_one(one, ground, coding) for coding in ground.base} for one in some]


def _try_one(some: Sequence[ByCoding], ground: SetGround, coding: str) -> SetTrial:
    from sim.engine import negotiate, replay
    from sim.sampling import sample_worlds

    base = ground.base[coding]
    edited = edited_by(base.scenario, some, coding)
    if edited is base.scenario:
        outcomes = base
    elif ground.announcement is Announcement.QUIET:
        outcomes = replay(base, edited, known=base.scenario)
    else:
        # Others' estimates change, so no world is certain to end as before.
        worlds = sample_worlds(edited, n=base.n, seed=base.seed)
        outcomes = negotiate(edited, worlds, asked=0, tracked=0)
    issues: dict[str, list[str]] = {}
    for one in some:
        concession = next(iter(one.values()))
        issues.setdefault(concession.party, []).append(concession.issue)
    return SetTrial(
        settled=outcomes.ending == Ending.SETTLEMENT,
        results={
            mover: _unedited(outcomes, base.scenario, mover, its) for mover, its in issues.items()
        },
    )


def _unedited(outcomes: Outcomes, base: Scenario, mover: str, issues: Sequence[str]) -> Array:
    """The mover's result in its values before; what each issue's edit adds is taken off once."""
    result = result_of(outcomes, mover)
    told = result.copy()
    for issue in dict.fromkeys(issues):
        told += unedited_result(outcomes, base, mover, issue) - result
    return told
