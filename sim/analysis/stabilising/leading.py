"""The packages whose stability is asked: signed most in the talks, and acceptable most often."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.analysis.overlap.counted import Counted, SetQuestion
from sim.analysis.overlap.searched import search_all
from sim.analysis.stabilising.moves import Options
from sim.analysis.zopa import TRIED
from sim.analysis.zopa_counting import count_all
from sim.domain.agenda import Agenda
from sim.domain.outcome import Ending, Outcomes
from sim.domain.scenario import Scenario
from sim.domain.stability import Origin
from sim.domain.zopa_rows import Order
from sim.errors import UsageError

__all__ = ["Leading", "acceptable_sets", "leading_packages", "options_asked", "signed_in_talks"]

Flags = NDArray[np.bool_]

#: Package → why it is looked at, in the order in which packages are told.
Leading = Mapping[Options, Origin]


def options_asked(agenda: Agenda, package: Mapping[str, str]) -> Options:
    """The option positions of a package given by ids.

    Raises ``UsageError`` where an issue or option is unknown, or an issue is left open.
    """
    for issue, option in package.items():
        if issue not in [one.id for one in agenda]:
            raise UsageError(f"no issue is called {issue!r}; there are "
                             f"{', '.join(one.id for one in agenda)}")  # fmt: skip
        if option not in [one.id for one in agenda[issue].options]:
            raise UsageError(f"{issue} has no option {option!r}; there are "
                             f"{', '.join(one.id for one in agenda[issue].options)}")  # fmt: skip
    missing = [issue.id for issue in agenda if issue.id not in package]
    if missing:
        raise UsageError(
            f"a package settles every issue; this one leaves open {', '.join(missing)}"
        )
    return tuple(issue.position(package[issue.id]) for issue in agenda)


def leading_packages(
    scenarios: Mapping[str, Scenario],
    outcomes: Mapping[str, Outcomes],
    sets: Mapping[str, Counted],
    asked: Sequence[Mapping[str, str]],
    keep: int,
) -> Leading:
    """Those asked for, then up to ``keep`` more, half of them by the talks as played.

    Which are signed, or acceptable, most often is judged over all codings together, so that every
    coding is asked about the same packages. The package that keeps the status quo on every issue
    is added where there is one.
    """
    agenda = next(iter(scenarios.values())).agenda
    made = {options_asked(agenda, package): Origin.ASKED for package in asked}
    talks, acceptable = _by_talks(outcomes), _by_set(sets)
    half = (keep + 1) // 2
    found: dict[Options, Origin] = {}
    for some, origin, most in (
        (talks, Origin.TALKS, half),
        (acceptable, Origin.ACCEPTABLE, keep),
        (talks, Origin.TALKS, keep),
    ):
        for package in some:
            if len(found) < most and package not in made:
                found.setdefault(package, origin)
    made |= found
    kept = _status_quo(agenda)
    if kept is not None:
        made.setdefault(kept, Origin.STATUS_QUO)
    return made


def signed_in_talks(outcomes: Outcomes, package: Options) -> Flags:
    """(n,) worlds in which the talks as played sign a package."""
    same = (outcomes.package == np.array(package)).all(axis=1)
    return np.asarray(same & (outcomes.ending == Ending.SETTLEMENT))


def _by_talks(outcomes: Mapping[str, Outcomes]) -> list[Options]:
    shares: dict[Options, float] = {}
    for one in outcomes.values():
        settled = one.ending == Ending.SETTLEMENT
        parts = one.weight[settled] / one.weight.sum()
        for row, part in zip(one.package[settled].tolist(), parts.tolist(), strict=True):
            shares[tuple(row)] = shares.get(tuple(row), 0.0) + part
    return sorted(shares, key=lambda package: (-round(shares[package], 9), package))


def acceptable_sets(
    scenarios: Mapping[str, Scenario], question: SetQuestion, progress: Callable[[int], None]
) -> Mapping[str, Counted]:
    """The acceptable set of every coding, in every world."""
    every = max(scenario.agenda.size for scenario in scenarios.values()) <= TRIED
    return (count_all if every else search_all)(scenarios, question, progress)


def _by_set(sets: Mapping[str, Counted]) -> list[Options]:
    """The packages that are acceptable most often, best first; codings in turn where they differ
    in what they allow."""
    ranks: dict[Options, int] = {}
    for one in sets.values():
        for rank, package in enumerate(_listed(one)):
            ranks[package] = min(rank, ranks.get(package, rank))
    return sorted(ranks, key=lambda package: ranks[package])


def _listed(counted: Counted) -> list[Options]:
    orders = {listed.order for listed in counted.listed}
    wanted = Order.ACROSS if Order.ACROSS in orders else Order.SIGNED
    return [
        tuple(counted.cells.options(listed.package[:, None])[:, 0].tolist())
        for listed in counted.listed
        if listed.order is wanted and (listed.scores > -np.inf).any()
    ]


def _status_quo(agenda: Agenda) -> Options | None:
    """The package that changes nothing, if every issue can stay as it is."""
    made = []
    for issue in agenda:
        if issue.status_quo is None:
            return None
        place = issue.position(issue.status_quo)
        if not issue.options[place].allowed:
            return None
        made.append(place)
    return tuple(made)
