"""Everything a brief tells: each analysis asked in turn, the long ones on fewer worlds."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sim.analysis.clock import vary_clock
from sim.analysis.conceding.sets import smallest_sets
from sim.analysis.endings import summarise_run
from sim.analysis.making import made_from
from sim.analysis.robust import check_statements
from sim.analysis.roles import role_sheets
from sim.analysis.sensitivity import find_drivers
from sim.analysis.support import count_directions, least_supported
from sim.analysis.zopa import acceptable_set
from sim.domain.brief import Brief
from sim.domain.finding import RunSummary
from sim.domain.scenario import Scenario

__all__ = ["make_brief"]

Progress = Callable[[int, int], None]
Scenarios = Mapping[str, Scenario]

#: How many more worlds sets of concessions are asked to settle than settle as things are.
_MORE = 0.1

#: Worlds of the analyses that play a scenario many times over.
FEW = 400

_STEPS = 6


def make_brief(
    scenarios: Scenarios,
    *,
    n: int = 2000,
    seed: int = 1,
    target: float | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> Brief:
    """Ask every analysis what it finds of a scenario.

    scenarios : coding → scenario. n : worlds of the run, of the acceptable set and of statements,
    which are put to codings and sources alone; the other analyses take the first 400 of them.
    target : for sets of concessions, in (0, 1]; if not given, ten worlds of 100 more than settle
    as things are in the coding where fewest do. progress : called with how many analyses are done,
    and of how many. Raises as the analyses do.
    """
    made = made_from(scenarios, n=n, seed=seed, asked={"target": target})
    few = min(n, FEW)
    done = 0

    def next_step() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, _STEPS)

    played = _run(scenarios, n, seed)
    next_step()
    set_ = acceptable_set(scenarios, n=n, seed=seed, workers=workers)
    next_step()
    goal = _target(played) if target is None else target
    sets = smallest_sets(scenarios, goal, n=few, seed=seed, size=2, workers=workers)
    next_step()
    clock = vary_clock(scenarios, n=few, seed=seed, workers=workers)
    next_step()
    unknowns = find_drivers(scenarios, n=few, seed=seed, workers=workers)
    next_step()
    statements = check_statements(scenarios, n=n, seed=seed, inputs=0, workers=workers)
    next_step()
    first = next(iter(scenarios.values()))
    return Brief(
        made=made,
        run=played,
        zopa=set_,
        sets=sets,
        set_worlds=few,
        clock=clock,
        sensitivity=unknowns,
        robust=statements,
        support=least_supported(scenarios, unknowns),
        directions=count_directions(first),
        base_rates=tuple(first.base_rates.values()),
        silences=tuple(silence.text for silence in first.seeds.silences.values()),
        roles=role_sheets(first),
    )


def _target(played: RunSummary) -> float:
    least = min(coding.endings["settlement"].share for coding in played.codings.values())
    # In whole worlds of 100, as it will be told.
    return min(1.0, round(least + _MORE, 2))


def _run(scenarios: Scenarios, n: int, seed: int) -> RunSummary:
    from sim.engine import negotiate
    from sim.sampling import sample_worlds

    return summarise_run(
        {
            coding: negotiate(scenario, sample_worlds(scenario, n=n, seed=seed))
            for coding, scenario in scenarios.items()
        }
    )
