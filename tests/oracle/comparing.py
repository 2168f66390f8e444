"""Setting the engine beside the oracle on the same worlds."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from benchmarks.plain_draws import modes_of
from benchmarks.plain_objects import Result, negotiate
from benchmarks.plain_worlds import World, jittered, world_of
from sim import engine
from sim.domain.outcome import Ending, Outcomes
from sim.domain.scenario import Scenario
from sim.sampling import draw, sample_worlds

__all__ = ["Difference", "Meeting", "meet"]

#: A world in which moving every value by this much changes the outcome hangs on a tie.
TIE = 1e-6
TRIES = 12


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A world that ended differently, and not because of a tie."""

    scenario: str
    world: int
    engine: tuple[str, float, dict[str, str]]
    oracle: tuple[str, float, dict[str, str]]


@dataclass(kw_only=True)
class Meeting:
    """What came of playing the same worlds twice. ``tied`` : worlds excused as hanging on a tie."""

    scenario: Scenario
    outcomes: Outcomes
    worlds: list[World]
    results: list[Result]
    differences: list[Difference] = field(default_factory=list)
    tied: int = 0


def meet(scenario: Scenario, n: int, seed: int) -> Meeting:
    """Play ``n`` worlds by the engine and by the oracle, and note every difference."""
    recipe = sample_worlds(scenario, n=n, seed=seed)
    outcomes = engine.negotiate(scenario, recipe, workers=1)
    block, public = draw(recipe, 0, n), modes_of(scenario)
    worlds = [world_of(scenario, block, k) for k in range(n)]
    results = [negotiate(scenario, world, public) for world in worlds]
    meeting = Meeting(scenario=scenario, outcomes=outcomes, worlds=worlds, results=results)
    for k, (world, result) in enumerate(zip(worlds, results, strict=True)):
        ours, theirs = told(outcomes, k), _told(result)
        if ours == theirs:
            continue
        if hangs_on_a_tie(scenario, world, public, theirs):
            meeting.tied += 1
        else:
            difference = Difference(scenario=scenario.name, world=k, engine=ours, oracle=theirs)
            meeting.differences.append(difference)
    return meeting


def told(outcomes: Outcomes, k: int) -> tuple[str, float, dict[str, str]]:
    """Ending, day and package of one row of the engine's outcomes."""
    package = {
        issue.id: issue.options[place].id
        for issue, place in zip(outcomes.scenario.agenda, outcomes.package[k], strict=True)
        if place >= 0
    }
    return Ending(outcomes.ending[k]).name, round(float(outcomes.day[k]), 6), package


def _told(result: Result) -> tuple[str, float, dict[str, str]]:
    return result.ending.name, round(result.day, 6), result.package


def hangs_on_a_tie(
    scenario: Scenario, world: World, public: World, outcome: tuple[str, float, dict[str, str]]
) -> bool:
    for attempt in range(TRIES):
        rng = Random(attempt)
        result = negotiate(scenario, jittered(world, rng, TIE), jittered(public, rng, TIE))
        if _told(result) != outcome:
            return True
    return False
