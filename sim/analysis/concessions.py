"""What must move: every concession on the same worlds, on paper and under several process rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from sim.analysis.conceding.edits import Concession, possible_concessions, possible_grants
from sim.analysis.conceding.ground import Ground, Tried, ground_of, try_all_rules, without_rows
from sim.analysis.conceding.made import concessions_where_settled
from sim.analysis.conceding.process_rules import idle_rules
from sim.analysis.conceding.rows import rows_of
from sim.analysis.conceding.trying import early_day_of
from sim.analysis.making import made_from
from sim.analysis.screening import by_key
from sim.domain.concession import Announcement
from sim.domain.concessions import Concessions
from sim.domain.party import Behaviour
from sim.domain.scenario import Scenario
from sim.errors import NotFoundError, UsageError

__all__ = ["try_concessions"]

Progress = Callable[[int, int], None]

#: Worlds, over concessions, codings and rules, that one task of a worker plays.
_TASK_WORLDS = 16_000


def try_concessions(
    scenarios: Mapping[str, Scenario],
    *,
    n: int = 2000,
    seed: int = 1,
    by: str | None = None,
    day: float = 0.0,
    announcement: Announcement = Announcement.ANNOUNCED,
    workers: int = 1,
    progress: Progress | None = None,
) -> Concessions:
    """Every concession, best first by its lowest effect on the acceptable set over codings.

    scenarios : coding → scenario. by : only what this party gives. day : of the acceptable set.
    announcement : whether others reckon with a concession; a grant is public by nature, so there is
    none among quiet ones. progress : called with how many concessions are done, and of how many.
    Nothing depends on ``workers``. Raises ``UsageError`` for what cannot be asked.
    """
    made = made_from(
        scenarios,
        n=n,
        seed=seed,
        asked={
            "by": by,
            "day": float(day),
            "quiet": announcement is Announcement.QUIET,
            "pairs": False,
            "target": None,
        },
    )
    first = next(iter(scenarios.values()))
    _check(first, by, day)
    if announcement is Announcement.QUIET:
        _check_quiet(scenarios)
    early_day = early_day_of(first)
    ground = {
        coding: ground_of(scenario, n=n, seed=seed, day=day, early_day=early_day)
        for coding, scenario in scenarios.items()
    }
    listed = _listed(scenarios, by, announcement)
    tried = _try_all(listed, ground, announcement, workers, progress)
    worlds = {rule: run.n for rule, run in next(iter(ground.values())).runs.items()}
    idle = idle_rules(scenarios.values())
    rows = rows_of(listed, tried, worlds=worlds, payer=by, idle=idle)
    return Concessions(
        made=made,
        early_day=early_day,
        day=float(day),
        moves=rows.moves,
        effects=rows.effects,
        rules=rows.rules,
        gains=rows.gains,
        without=tuple(row for coding, one in ground.items() for row in without_rows(coding, one)),
        conceded=concessions_where_settled({c: one.stated for c, one in ground.items()}),
        idle=idle,
    )


def _check(scenario: Scenario, by: str | None, day: float) -> None:
    from sim.engine.standing import check_all_sign

    check_all_sign(scenario)
    horizon = scenario.protocol.horizon
    if not 0.0 <= day <= horizon:
        raise UsageError(f"the day lies between 0 and the horizon, {horizon:g}; got {day:g}")
    if by is not None and by not in scenario.parties:
        known = ", ".join(scenario.parties)
        raise NotFoundError(f"{scenario.name} has no party {by!r}; it has {known}")


def _check_quiet(scenarios: Mapping[str, Scenario]) -> None:
    """Nothing is kept from a party that plays subgame-perfect, for it knows everything."""
    for scenario in scenarios.values():
        for party in scenario.principals:
            if Behaviour.SUBGAME_PERFECT in scenario.parties[party].behaviours:
                raise UsageError(
                    f"no concession can be kept quiet here: {party!r} plays subgame-perfect and "
                    "so knows everything; ask without quiet, or give it another behaviour"
                )


def _listed(
    scenarios: Mapping[str, Scenario], by: str | None, announcement: Announcement
) -> list[Mapping[str, Concession]]:
    """Each concession asked for, with its edits in every coding in which it changes something."""
    found: list[Mapping[str, Concession]] = [*by_key(scenarios, possible_concessions).values()]
    if announcement is Announcement.ANNOUNCED:
        found += by_key(scenarios, possible_grants).values()
    if by is None:
        return found
    return [one for one in found if any(by in concession.by for concession in one.values())]


def _try_all(
    listed: Sequence[Mapping[str, Concession]],
    ground: Mapping[str, Ground],
    announcement: Announcement,
    workers: int,
    progress: Progress | None,
) -> list[Mapping[str, Tried]]:
    from sim.engine.workers import in_order

    size = max(1, _TASK_WORLDS // sum(one.worlds for one in ground.values()))
    pieces = [listed[low : low + size] for low in range(0, len(listed), size)]
    work = partial(_try_some, ground=ground, announcement=announcement)
    found: list[Mapping[str, Tried]] = []
    for tried in in_order(work, pieces, workers):
        found += tried
        if progress is not None:
            progress(len(found), len(listed))
    return found


def _try_some(
    some: Sequence[Mapping[str, Concession]],
    *,
    ground: Mapping[str, Ground],
    announcement: Announcement,
) -> list[Mapping[str, Tried]]:
    by_coding = {
        coding: try_all_rules(one, [made.get(coding) for made in some], announcement)
        for coding, one in ground.items()
    }
    return [{coding: tried[k] for coding, tried in by_coding.items()} for k in range(len(some))]
