"""Which class plays which behaviour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.domain.party import Behaviour
from sim.engine.looking_ahead import SubgamePerfect
from sim.engine.reputational import Reputational
from sim.engine.risk_return import RiskReturn
from sim.engine.tactics import MinimalConcession, Obstinate, Reciprocal, TimeDependent

if TYPE_CHECKING:
    from sim.engine.habit import Habit

__all__ = ["REPERTOIRE"]

REPERTOIRE: dict[Behaviour, type[Habit]] = {
    Behaviour.TIME_DEPENDENT: TimeDependent,
    Behaviour.RECIPROCAL: Reciprocal,
    Behaviour.MINIMAL_CONCESSION: MinimalConcession,
    Behaviour.OBSTINATE: Obstinate,
    Behaviour.SUBGAME_PERFECT: SubgamePerfect,
    Behaviour.RISK_RETURN: RiskReturn,
    Behaviour.REPUTATIONAL: Reputational,
}
