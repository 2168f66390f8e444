"""What holds in each world, in terms a reader can check: lines, no-deal values, weights, types.

These are the *values* that follow from the draws, not the draws themselves: "Ukraine's no-deal
value below 0.35" says something, a quantile does not. Left out are the values of single options
(dozens, none of which decides much), whether sources are right (it acts through the rest) and
chance moves (nobody could meet them as a condition).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.analysis.unread import unread
from sim.behaviour.aspiration import patience_horizon
from sim.domain.box import ConditionKind
from sim.domain.event import EventKind
from sim.domain.party import Party
from sim.domain.scenario import Scenario
from sim.domain.worlds import WorldBlock

__all__ = ["Circumstance", "circumstances"]

Array = NDArray[np.float64]

#: Decimals to which a limit is told, where not two.
_DECIMALS = {
    ConditionKind.LINE: 0,
    ConditionKind.TYPE: 0,
    ConditionKind.DRIFT: 3,
    ConditionKind.BELIEF_GAP: 3,
    ConditionKind.PATIENCE: 0,
    ConditionKind.DRAFT: 0,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstance:
    """Something that differs from world to world.

    party, issue, option, name : what it is about, empty where that does not apply. values : (W,)
    numbers, or 1 and 0 for what holds or does not. decimals : to which a limit on it is told.
    """

    kind: ConditionKind
    party: str
    issue: str = ""
    option: str = ""
    name: str = ""
    values: Array

    @property
    def decimals(self) -> int:
        """How finely a limit on it is told."""
        return _DECIMALS.get(self.kind, 2)

    @property
    def key(self) -> tuple[str, ...]:
        """What makes it the same circumstance in another batch of worlds."""
        return self.kind.value, self.party, self.issue, self.option, self.name


def circumstances(scenario: Scenario, block: WorldBlock) -> tuple[Circumstance, ...]:
    """All that the scenario has, whether or not they differ in these worlds."""
    found = [
        one
        for place, party in enumerate(scenario.parties.values())
        for one in _of_party(scenario, party, place, block)
    ]
    for place, event in enumerate(scenario.events.values()):
        if event.kind is not EventKind.LEARNING:
            found.append(
                Circumstance(
                    kind=ConditionKind.EVENT,
                    party="",
                    name=event.name,
                    values=block.event_chance[place],
                )
            )
    return tuple(found)


def _of_party(
    scenario: Scenario, party: Party, place: int, block: WorldBlock
) -> Iterator[Circumstance]:
    def one(kind: ConditionKind, values: Array, **about: str) -> Circumstance:
        return Circumstance(
            kind=kind, party=party.id, values=np.asarray(values, dtype=np.float64), **about
        )

    for j, issue in enumerate(scenario.agenda):
        line = party.red_lines.get(issue.id)
        for k, option in enumerate(issue.options):
            if line is not None and option.id in line.firmness and option.allowed:
                refused = block.refused[place, j, k].astype(np.float64)
                yield one(ConditionKind.LINE, refused, issue=issue.id, option=option.id)
        yield one(ConditionKind.WEIGHT, block.weights[place, j], issue=issue.id)
    for number, kind in enumerate(party.types.values(), start=1):
        drawn = (block.type[place] == number).astype(np.float64)
        yield one(ConditionKind.TYPE, drawn, name=kind.name)
    yield one(ConditionKind.NO_DEAL, block.no_deal[place])
    yield one(ConditionKind.DRIFT, block.drift[place])
    yield one(ConditionKind.BELIEF_GAP, block.belief_gap[place])
    yield one(ConditionKind.PREMIUM, block.premium[place])
    yield one(ConditionKind.FEARED_LOSS, block.fear[place] * block.loss[place])
    if party.principal:
        nowhere = unread(scenario)
        # Who waits for ever still discounts: its patience counts, and no spread of it.
        lasts = party.tactics.patience_spread.path not in nowhere
        spread = block.patience_spread[place] if lasts else np.ones(block.n)
        yield one(ConditionKind.PATIENCE, patience_horizon(block.patience[place], spread))
        for habit, read, values in (
            (ConditionKind.OPENING, party.tactics.opening, block.opening),
            (ConditionKind.TOUGHNESS, party.tactics.toughness, block.toughness),
            (ConditionKind.DEADLINE, party.deadline_belief, block.deadline_belief),
            (ConditionKind.DRAFT, party.draft_days, block.draft_day),
        ):
            if read is None or read.path not in nowhere:
                yield one(habit, values[place])
