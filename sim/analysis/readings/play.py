"""One scenario put to statements: everything they ask for is played once, on the same worlds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.acceptable.open_worlds import open_of
from sim.analysis.readings.tally import Tally
from sim.analysis.waiving.easing import eased
from sim.domain.outcome import SAME_DAY, Ending, Outcomes
from sim.domain.scenario import Scenario
from sim.domain.statement import (
    BlocksMore,
    DeadlineHelps,
    Lifts,
    Lowers,
    Settles,
    SignsMore,
    Statement,
)
from sim.domain.worlds import draw_blocks
from sim.errors import UsageError

__all__ = ["Played", "sole_blockers"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(slots=True, kw_only=True)
class Played:
    """A scenario's first ``n`` worlds, and what has been played of them so far.

    runs : what was changed, as text → outcomes. blocked : party → worlds it alone blocks.
    """

    scenario: Scenario
    n: int
    seed: int
    runs: dict[str, Outcomes] = field(default_factory=dict)
    blocked: dict[str, Flags] = field(default_factory=dict)

    def tally(self, statement: Statement) -> Tally:
        """What each world says of a statement.

        Raises ``UsageError`` for the deadline of a scenario that has none.
        """
        match statement:
            case BlocksMore():
                first, second = self._alone(statement.party), self._alone(statement.than)
            case Lifts():
                first = self._settled(statement.by, statement.edits)
                second = self._settled(statement.by)
            case Lowers():
                first = self._settled(statement.by)
                second = self._settled(statement.by, statement.edits)
            case DeadlineHelps():
                if self.scenario.deadline is None:
                    raise UsageError(f"{self.scenario.name} has no deadline that could help")
                first = self._settled(statement.by)
                second = self._settled(statement.by, without="deadline")
            case Settles():
                return self._level(statement)
            case SignsMore():
                first = self._signed(statement.issue, statement.option)
                second = self._signed(statement.issue, statement.than)
            case _:
                raise TypeError(statement)
        return Tally(first=first, second=second, weight=self._weight())

    def _weight(self) -> Array:
        from sim.sampling import draw, sample_worlds

        # Who blocks needs no run, so the weights come from the draws.
        return draw(sample_worlds(self.scenario, n=self.n, seed=self.seed), 0, self.n).weight

    def _level(self, statement: Settles) -> Tally:
        settled = self._settled(statement.by)
        # Fewer than a share settle where more than the rest of it do not.
        first, bar = (
            (settled, statement.above)
            if statement.below is None
            else (~settled, 1.0 - statement.below)
        )
        nothing = np.zeros(self.n, dtype=bool)
        return Tally(first=first, second=nothing, weight=self._weight(), bar=bar)

    def _settled(
        self, by: float | None, edits: Mapping[str, Any] | None = None, without: str = ""
    ) -> Flags:
        outcomes = self._run(edits or {}, without)
        day = np.inf if by is None else by + SAME_DAY
        return np.asarray((outcomes.ending == Ending.SETTLEMENT) & (outcomes.day <= day))

    def _signed(self, issue: str, option: str) -> Flags:
        at = self.scenario.agenda.position(issue)
        position = self.scenario.agenda[issue].position(option)
        return np.asarray(self._run().package[:, at] == position)

    def _alone(self, party: str) -> Flags:
        if not self.blocked:
            self.blocked = sole_blockers(self.scenario, n=self.n, seed=self.seed)
        return self.blocked[party]

    def _run(self, edits: Mapping[str, Any] | None = None, without: str = "") -> Outcomes:
        from sim.engine import negotiate
        from sim.loading import edit
        from sim.sampling import sample_worlds

        key = repr((sorted((edits or {}).items()), without))
        if key not in self.runs:
            scenario = self.scenario
            if edits or without:
                gone = [without] if without else []
                scenario = edit(scenario, edits or {}, layer="a statement", remove=gone)
            worlds = sample_worlds(scenario, n=self.n, seed=self.seed)
            self.runs[key] = negotiate(scenario, worlds, asked=0, tracked=0)
        return self.runs[key]


def sole_blockers(scenario: Scenario, *, n: int, seed: int) -> dict[str, Flags]:
    """Party → worlds (n,) it alone blocks on day 0.

    No package is acceptable there, and one would be if this party signed whatever is put to it: no
    line of its own, no reservation. Two parties may each be one in the same world.
    """
    from sim.engine import standing
    from sim.sampling import sample_worlds

    worlds = sample_worlds(scenario, n=n, seed=seed)
    found = {party: np.zeros(n, dtype=bool) for party in scenario.parties}
    for first, size in draw_blocks(n):
        asked = standing(scenario, worlds, first, size)
        closed = np.flatnonzero(~open_of(asked))
        if not len(closed):
            continue
        shut = asked.take(closed)
        for place, party in enumerate(scenario.parties):
            found[party][first + closed] = open_of(eased(shut, lines=[place], values=[place]))
    return found
