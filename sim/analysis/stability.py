"""Does it hold: no agreement and leading packages against moves, and a signed deal over time.

On a day, in every world, the states – no agreement and leading packages – are put to the graph
model: is each stable against moves of single parties, and of coalitions, in the senses Nash, GMR,
SMR and SEQ (``sim.theory.joint_moves``; who can move is told in ``stabilising.moves``)? Then each
package is taken to be signed on that day in the worlds in which all who must sign would, and
followed: no-deal values move on with drift and events as coded, and whoever a package needs breaks
it once that is worth more, looking ahead to others' breaches (``sim.theory.keeping``). Last, what
would make it hold: the promise that is missing, the options that would have to be others, and how
slow drift would have to be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np

from sim.analysis.making import made_from
from sim.analysis.over_blocks import Counter, Progress, on_blocks
from sim.analysis.overlap.counted import SetQuestion
from sim.analysis.stabilising import keeping, mending, rows
from sim.analysis.stabilising.leading import acceptable_sets, leading_packages
from sim.analysis.stabilising.measured import Asked, Measured, measure, measured_together
from sim.analysis.stabilising.moves import Conflict, coalitions_of, conflict_over
from sim.domain.cells import cells_of
from sim.domain.protocol import Protocol
from sim.domain.scenario import Scenario
from sim.domain.stability import Stability
from sim.errors import UsageError

__all__ = ["FOLLOWED", "PACKAGES", "check_followed", "days_followed", "find_stability"]

#: Days for which a signed package is followed, unless asked otherwise.
FOLLOWED = 180.0

#: Packages looked at, unless asked otherwise, and at most.
PACKAGES = 6
_MOST = 20

#: Rounds at most into which the time after signing is cut, and days shown in curves.
_ROUNDS = 120
_SHOWN = 13

#: Days at most after signing: ten years.
_LONGEST = 3_650.0


def find_stability(
    scenarios: Mapping[str, Scenario],
    *,
    n: int = 2000,
    seed: int = 1,
    day: float = 0.0,
    until: float = FOLLOWED,
    packages: int = PACKAGES,
    asked: Sequence[Mapping[str, str]] = (),
    workers: int = 1,
    progress: Progress | None = None,
) -> Stability:
    """Whether no agreement and leading packages hold in every coding, and what would make them.

    scenarios : coding → scenario. day : from 0 to the horizon, had the talks gone on without an
    offer. until : days after it for which a signed package is followed. packages : how many are
    looked at, beside those ``asked`` for (issue → option). progress : called with how many worlds
    are done, and of how many, over all codings. The finding does not depend on ``workers``. Raises
    ``UsageError`` for what cannot be asked.
    """
    told = {
        "day": day,
        "until": until,
        "packages": packages,
        "package": "; ".join(_told(one) for one in asked) or None,
    }
    made = made_from(scenarios, n=n, seed=seed, asked=told)
    first = next(iter(scenarios.values()))
    _check(first, day, until, packages)
    question = SetQuestion(n=n, seed=seed, day=day, keep=packages, workers=workers)
    counter = Counter(progress, 2 * n * len(scenarios))
    outcomes = {coding: rows.played(one, question) for coding, one in scenarios.items()}
    sets = acceptable_sets(scenarios, question, counter)
    leading = leading_packages(scenarios, outcomes, sets, asked, packages)
    days, shown = days_followed(first.protocol, day, until)
    what = Asked(question=question, leading=tuple(leading), days=days, shown=shown)
    conflicts = {c: conflict_over(cells_of(s), s.agenda, tuple(leading))
                 for c, s in scenarios.items()}  # fmt: skip
    found = _measured(scenarios, what, conflicts, counter)
    coded = [
        rows.Coded(
            coding=coding,
            scenario=scenarios[coding],
            outcomes=outcomes[coding],
            measured=found[coding],
            conflict=conflicts[coding],
            asked=what,
            origins=leading,
        )
        for coding in scenarios
    ]
    return Stability(
        made=made,
        day=day,
        until=until,
        step=days[1] - days[0],
        coalitions=max(len(coalitions_of(one.movers)) for one in conflicts.values()),
        events=tuple(one.name.rstrip(".") for one in first.events.values() if one.no_deal),
        breakers=rows.breakers(coded[0]),
        worlds=tuple(rows.worlds_row(one, sets[one.coding]) for one in coded),
        packages=tuple(row for one in coded for row in rows.package_rows(one)),
        states=tuple(row for one in coded for row in rows.state_rows(one)),
        exits=tuple(row for one in coded for row in rows.exit_rows(one)),
        kept=tuple(row for one in coded for row in keeping.kept_rows(one)),
        links=tuple(row for one in coded for row in keeping.link_rows(one)),
        curves=tuple(row for one in coded for row in keeping.curve_rows(one)),
        changes=tuple(row for one in coded for row in mending.change_rows(one)),
        shifts=tuple(row for one in coded for row in mending.shift_rows(one)),
    )


def _told(package: Mapping[str, str]) -> str:
    return ",".join(f"{issue}={option}" for issue, option in package.items())


def _check(scenario: Scenario, day: float, until: float, packages: int) -> None:
    check_followed(scenario, day, until)
    if not 1 <= packages <= _MOST:
        raise UsageError(f"between 1 and {_MOST} packages can be looked at; got {packages}")


def check_followed(scenario: Scenario, day: float, until: float) -> None:
    """Raise ``UsageError`` for a day outside the talks, or for following a package for too long."""
    horizon = scenario.protocol.horizon
    if not 0.0 <= day <= horizon:
        raise UsageError(f"the day lies between 0 and the horizon, {horizon:g}; got {day:g}")
    if not 0.0 < until <= _LONGEST:
        raise UsageError(
            f"a signed package is followed for more than 0 and up to {_LONGEST:g} days; got "
            f"{until:g}"
        )


def days_followed(
    protocol: Protocol, day: float, until: float
) -> tuple[tuple[float, ...], tuple[int, ...]]:
    """The days on which a deal is kept or broken, and the places of those that are shown."""
    rounds = int(np.clip(np.ceil(until / protocol.round_days), 1, _ROUNDS))
    days = tuple(float(one) for one in day + until * np.arange(rounds + 1) / rounds)
    shown = np.unique(np.round(np.linspace(0, rounds, min(_SHOWN, rounds + 1))).astype(int))
    return days, tuple(shown.tolist())


def _measured(
    scenarios: Mapping[str, Scenario],
    asked: Asked,
    conflicts: Mapping[str, Conflict],
    counter: Counter,
) -> dict[str, Measured]:
    """Everything measured, by draw blocks."""
    parts = on_blocks(
        partial(_on_block, asked),
        {coding: (scenario, conflicts[coding]) for coding, scenario in scenarios.items()},
        n=asked.question.n,
        workers=asked.question.workers,
        count=counter,
    )
    return {coding: measured_together(some) for coding, some in parts.items()}


def _on_block(asked: Asked, about: tuple[Scenario, Conflict], first: int, n: int) -> Measured:
    scenario, conflict = about
    return measure(scenario, asked, conflict, first, n)
