"""Which statements are put to the test: a scenario's own, and a set that every scenario is asked.

The default set: of each pair of principals, that the one which alone blocks in more worlds of the
first coding does so everywhere; that dropping a red line lifts settlement, for the lines whose
dropping moves it most; and that the deadline helps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from sim.analysis.readings.play import sole_blockers
from sim.domain.robust import Origin
from sim.domain.scenario import Scenario
from sim.domain.statement import BlocksMore, DeadlineHelps, Lifts, Statement, StatementKind
from sim.errors import UsageError

__all__ = ["MOST_LINES", "Asked", "blocking", "deadline", "lines", "own"]

#: Lines that the default set asks about.
MOST_LINES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A statement as each coding makes it; codings in which it cannot be asked are absent.

    party, than, issue, option : whom and what it is about, for kinds (and lines) that name them.
    """

    id: str
    origin: Origin
    by_coding: Mapping[str, Statement]
    party: str = ""
    than: str = ""
    issue: str = ""
    option: str = ""

    @property
    def first(self) -> Statement:
        """As the first coding that makes it does."""
        return next(iter(self.by_coding.values()))

    @property
    def kind(self) -> StatementKind:
        return self.first.kind


def own(scenarios: Mapping[str, Scenario]) -> Iterator[Asked]:
    """The statements that the scenario itself makes, in file order."""
    ids = dict.fromkeys(name for scenario in scenarios.values() for name in scenario.statements)
    for name in ids:
        by_coding = {
            coding: scenario.statements[name]
            for coding, scenario in scenarios.items()
            if name in scenario.statements
        }
        first = next(iter(by_coding.values()))
        named = {
            key: getattr(first, key)
            for key in ("party", "than", "issue", "option")
            if hasattr(first, key)
        }
        yield Asked(id=name, origin=Origin.STATED, by_coding=by_coding, **named)


def blocking(scenarios: Mapping[str, Scenario], *, n: int, seed: int) -> Iterator[Asked]:
    """Who blocks more, for each pair of principals, the way round it is in the first coding.

    Not asked where consents can be met in too many ways to search.
    """
    scenario = next(iter(scenarios.values()))
    pairs = list(combinations(scenario.principals, 2))
    try:
        blocked = sole_blockers(scenario, n=n, seed=seed) if pairs else {}
    except UsageError:
        return
    for one, other in pairs:
        party, than = (one, other) if blocked[one].sum() >= blocked[other].sum() else (other, one)
        name = f"default blocks {party} {than}"
        statement = BlocksMore(id=name, says="", party=party, than=than)
        by_coding: Mapping[str, Statement] = dict.fromkeys(scenarios, statement)
        yield Asked(id=name, origin=Origin.DEFAULT, by_coding=by_coding, party=party, than=than)


def lines(scenarios: Mapping[str, Scenario]) -> Iterator[Asked]:
    """That dropping a line lifts settlement, for every line that some coding states."""
    found: dict[tuple[str, str], dict[str, Statement]] = {}
    for coding, scenario in scenarios.items():
        for party in scenario.parties.values():
            for issue, line in party.red_lines.items():
                edits = {one.path: 0 for one in line.firmness.values() if one.high > 0.0}
                if edits:
                    name = f"default drops {party.id} {issue}"
                    statement = Lifts(id=name, says="", edits=edits)
                    found.setdefault((party.id, issue), {})[coding] = statement
    for (party_id, issue), by_coding in found.items():
        name = next(iter(by_coding.values())).id
        yield Asked(
            id=name, origin=Origin.DEFAULT, by_coding=by_coding, party=party_id, issue=issue
        )


def deadline(scenarios: Mapping[str, Scenario]) -> Iterator[Asked]:
    """That the deadline helps, where there is one."""
    statement = DeadlineHelps(id="default deadline helps", says="")
    by_coding: Mapping[str, Statement] = {
        coding: statement for coding, one in scenarios.items() if one.deadline is not None
    }
    if by_coding:
        yield Asked(id=statement.id, origin=Origin.DEFAULT, by_coding=by_coding)
