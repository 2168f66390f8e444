"""The acceptable set: in which worlds it holds a package, which, and what stands in the way.

A package is *acceptable* in a world on a day iff every principal signs it and, for the consent of
each of its options, so do all members of some alternative. A party signs iff the package crosses
none of its firm lines and is worth at least its reservation, indifference being enough; one that
has left does not sign. Its *margin* is how far the package lies above its reservation, as a share
of its own best-to-worst range over all packages.

Nothing here depends on how the parties talk, but for what the talks themselves leave unused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from sim.analysis.blocking import who_blocks
from sim.analysis.making import made_from
from sim.analysis.over_blocks import Counter, Progress
from sim.analysis.overlap.counted import Counted, SetQuestion
from sim.analysis.overlap.days import day_rows
from sim.analysis.overlap.ended import ended_rows
from sim.analysis.overlap.public import PublicPicture, pictured_parties, public_picture
from sim.analysis.overlap.rows import (
    option_rows,
    package_rows,
    pair_rows,
    set_row,
    solution_rows,
    telling_issues,
)
from sim.analysis.overlap.searched import search_all, with_pairs
from sim.analysis.overlap.talks import played, talks_row
from sim.analysis.zopa_counting import count_all
from sim.domain.agenda import Agenda
from sim.domain.scenario import Scenario
from sim.domain.zopa import Zopa
from sim.errors import UsageError

__all__ = ["KEPT", "TRIED", "acceptable_set"]

Row = TypeVar("Row")

#: Packages listed by each order.
KEPT = 20

#: The most packages that are tried one by one; beyond that, branch and bound.
TRIED = 200_000

#: The most packages by each order that a finding holds.
_MOST_KEPT = 1_000


def acceptable_set(
    scenarios: Mapping[str, Scenario],
    *,
    n: int = 2000,
    seed: int = 1,
    day: float = 0.0,
    issues: Sequence[str] = (),
    keep: int = KEPT,
    tried: int = TRIED,
    workers: int = 1,
    progress: Progress | None = None,
) -> Zopa:
    """The acceptable set of every coding, and who stands in the way where it is empty.

    scenarios : coding → scenario. day : from 0 to the horizon, had the talks gone on without an
    offer. issues : the two of the map; those whose options matter most if not given. keep : how
    many packages are listed by each order. tried : agendas of more packages are searched by branch
    and bound. progress : called with how many worlds are counted, and of how many, over all
    codings. The finding does not depend on ``workers``. Raises ``UsageError`` where a day, an issue
    or a number makes no sense.
    """
    asked = {"day": day, "map": " ".join(issues) or None, "keep": keep}
    made = made_from(scenarios, n=n, seed=seed, asked=asked)
    first = next(iter(scenarios.values()))
    wanted = _checked(first, day, issues, keep)
    question = SetQuestion(n=n, seed=seed, day=day, keep=keep, workers=workers)
    all_tried = max(scenario.agenda.size for scenario in scenarios.values()) <= tried
    count = count_all if all_tried else search_all
    half = n * len(scenarios)
    found = count(scenarios, question, Counter(progress, 2 * half))
    blocked = who_blocks(
        scenarios,
        n=n,
        seed=seed,
        day=day,
        workers=workers,
        progress=None if progress is None else lambda done, _: progress(half + done, 2 * half),
    )
    shown = wanted or telling_issues(found, first.agenda)
    if shown is not None and not all_tried:
        found = {
            coding: with_pairs(one, scenarios[coding], question, shown)
            for coding, one in found.items()
        }
    agenda, axes = first.agenda, pictured_parties(first)
    pictures = _pictures(scenarios, day, axes if all_tried else None)
    talks = {coding: played(scenario, n=n, seed=seed) for coding, scenario in scenarios.items()}
    return Zopa(
        made=made,
        day=day,
        map=None if shown is None else (agenda.issues[shown[0]].id, agenda.issues[shown[1]].id),
        axes=axes,
        sets=tuple(set_row(coding, one) for coding, one in found.items()),
        days=tuple(day_rows(scenarios, question)),
        packages=_all(package_rows, found, agenda),
        options=_all(option_rows, found, agenda),
        pairs=_all(pair_rows, found, agenda),
        solutions=_all(solution_rows, found, agenda),
        cloud=tuple(row for picture in pictures for row in picture.cloud),
        frontier=tuple(row for picture in pictures for row in picture.frontier),
        points=tuple(row for picture in pictures for row in picture.points),
        talks=tuple(
            talks_row(coding, *there, all_tried=all_tried) for coding, there in talks.items()
        ),
        ended=tuple(
            row
            for coding, (outcomes, _) in talks.items()
            for row in (ended_rows(coding, outcomes, day, axes) if pictures and axes else ())
        ),
        blocking=blocked,
    )


def _checked(
    scenario: Scenario, day: float, issues: Sequence[str], keep: int
) -> tuple[int, int] | None:
    """Places of the issues asked for, if any."""
    horizon = scenario.protocol.horizon
    if not 0.0 <= day <= horizon:
        raise UsageError(f"the day lies between 0 and the horizon, {horizon:g}; got {day:g}")
    if not 1 <= keep <= _MOST_KEPT:
        raise UsageError(f"between 1 and {_MOST_KEPT} packages can be listed; got {keep}")
    known = [issue.id for issue in scenario.agenda]
    for issue in issues:
        if issue not in known:
            raise UsageError(f"no issue is called {issue!r}; there are {', '.join(known)}")
    if not issues:
        return None
    if len(issues) != 2 or issues[0] == issues[1]:
        raise UsageError(f"a map shows two different issues; got {' and '.join(issues)}")
    return known.index(issues[0]), known.index(issues[1])


def _all(
    rows: Callable[[str, Counted, Agenda], Iterable[Row]],
    found: Mapping[str, Counted],
    agenda: Agenda,
) -> tuple[Row, ...]:
    return tuple(row for coding, one in found.items() for row in rows(coding, one, agenda))


def _pictures(
    scenarios: Mapping[str, Scenario], day: float, axes: tuple[str, str] | None
) -> list[PublicPicture]:
    if axes is None:
        return []
    return [public_picture(coding, scenario, day, axes) for coding, scenario in scenarios.items()]
