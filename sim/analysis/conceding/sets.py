"""The smallest sets of concessions that bring the share that settles to a target in every coding.

All sets of the candidates up to a size are tried, smaller ones first. More concessions do not
always help, so no set is left out because of what another one brought. A set is left out of a run
only where the answer is certain without it:

- it holds a set that reaches the target already: something in it is superfluous;
- in a coding played before it missed the target, so that it cannot reach it in every coding. (Where
  no set does, those that might still come nearest are played in the other codings too.)

Every number reported is from all worlds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import combinations

from sim.analysis.conceding.candidates import Candidates, promising
from sim.analysis.conceding.search import Members, find_smallest
from sim.analysis.conceding.set_rows import by_cost, by_share, set_rows, step_rows
from sim.analysis.conceding.trials import (
    Progress,
    SetGround,
    SetTrial,
    conflicting,
    ground_of,
    try_sets,
)
from sim.analysis.shares import share_of
from sim.domain.concession import Announcement
from sim.domain.concession_sets import ConcessionSets, SearchRow, SetRow
from sim.domain.scenario import Scenario
from sim.errors import UsageError

__all__ = ["MOST_CANDIDATES", "smallest_sets"]

#: Candidates of a search that names none: up to 298 sets of three or fewer.
MOST_CANDIDATES = 12

#: Sets that are tried at most.
_MOST_SETS = 2000

#: How many are told: of those that reach the target, and else of the nearest.
_LISTED = 12
_NEAREST = 3


def smallest_sets(
    scenarios: Mapping[str, Scenario],
    target: float,
    *,
    candidates: Candidates | None = None,
    size: int = 3,
    n: int = 2000,
    seed: int = 1,
    workers: int = 1,
    announcement: Announcement = Announcement.ANNOUNCED,
    progress: Progress | None = None,
) -> ConcessionSets:
    """The smallest sets of concessions after which at least ``target`` of the worlds settle by the
    horizon in every coding; the fewest concessions first, among these the cheapest.

    target : in (0, 1]. candidates : see ``candidates_of``; if not given, the twelve most promising
    ones. size : of the largest sets. progress : called with how many re-runs are done, and of how
    many at most. A set is *cheap* by what its mover that loses most loses, in the coding where it
    does. Where no set reaches the target the three that come nearest in their worst coding are
    told. Raises ``UsageError`` for a target or a size that cannot be, and for more than 2,000 sets.
    """
    if not 0.0 < target <= 1.0:
        raise UsageError(f"the target is a share of worlds above 0 and at most 1; got {target:g}")
    if size < 1:
        raise UsageError(f"a set holds at least one concession; got {size}")
    ground = ground_of(scenarios, n=n, seed=seed, workers=workers, announcement=announcement)
    if candidates is None:
        candidates = promising(ground, workers=workers).first(MOST_CANDIDATES)
    possible, conflicts = _possible(candidates, size, list(scenarios))
    if len(possible) > _MOST_SETS:
        raise UsageError(
            f"{len(possible):,} sets are more than the {_MOST_SETS:,} that are tried at most; "
            "choose fewer candidates or smaller sets"
        )
    played: dict[Members, dict[str, SetTrial]] = {one: {} for one in possible}
    found = find_smallest(
        possible,
        _hardest_first(ground),
        target,
        partial(_play, ground, candidates, played, workers, progress),
        nearest=_NEAREST,
    )
    if progress is not None:
        # What was skipped for certain is done too.
        progress(len(possible) * len(scenarios), len(possible) * len(scenarios))
    told = {one: played[one] for one in found.reaching or found.nearest}
    order = by_cost(ground, candidates, told, target) if found.reaching else by_share(ground, told)
    sets = set_rows(ground, candidates, told, order[:_LISTED], target, workers=workers)
    return ConcessionSets(
        search=SearchRow(
            target=target,
            size=size,
            candidates=len(candidates.rows),
            of=candidates.of,
            possible=len(possible),
            played=found.played,
            contained=found.contained,
            conflicting=conflicts,
            reached=len(found.reaching),
            missed_by=None if found.reaching else _missed(sets),
        ),
        candidates=candidates.rows,
        sets=sets,
        steps=step_rows(ground, candidates, told, order[:_LISTED]),
    )


def _possible(
    candidates: Candidates, size: int, codings: Sequence[str]
) -> tuple[list[Members], int]:
    """Sets that can be made, smallest first, and how many cannot; nothing at all is the first.

    A party concedes once on an issue, so versions of one concession are in no set together.
    """
    rows, made = candidates.rows, candidates.concessions
    places = {(i, j): (rows[i].party, rows[i].issue) == (rows[j].party, rows[j].issue)
              for i, j in combinations(range(len(rows)), 2)}  # fmt: skip
    clash = {
        pair
        for pair, same in places.items()
        if not same and conflicting([made[k] for k in pair], codings)
    }
    found: list[Members] = [()]
    conflicts = 0
    for count in range(1, size + 1):
        for some in combinations(range(len(rows)), count):
            pairs = list(combinations(some, 2))
            if any(places[pair] for pair in pairs):
                continue
            if clash.isdisjoint(pairs):
                found.append(some)
            else:
                conflicts += 1
    return found, conflicts


def _hardest_first(ground: SetGround) -> list[str]:
    """Codings by the share that settles without a concession: in the first most sets fail."""
    return sorted(ground.base, key=lambda coding: ground.settled(coding).mean())


def _play(
    ground: SetGround,
    candidates: Candidates,
    played: dict[Members, dict[str, SetTrial]],
    workers: int,
    progress: Progress | None,
    sets: Sequence[Members],
    coding: str,
) -> list[float]:
    """The share of each set in one coding; what was played is kept in ``played``."""
    made = [[candidates.concessions[k] for k in members] for members in sets]
    trials = try_sets(ground, made, codings=[coding], workers=workers)
    weight = ground.base[coding].weight
    shares = []
    for members, trial in zip(sets, trials, strict=True):
        played[members].update(trial)
        shares.append(share_of(trial[coding].settled, weight).share)
        if progress is not None:
            progress(sum(map(len, played.values())), len(played) * len(ground.base))
    return shares


def _missed(sets: Sequence[SetRow]) -> float | None:
    """How far the nearest set, which is the first, falls short in its worst coding."""
    return max((row.short_of for row in sets if row.set == 1), default=None)
