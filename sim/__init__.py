"""Parley: parties with demands and red lines negotiate under a clock in thousands of worlds.

One way through::

    scenario = sim.load_scenario("price-haggle")
    worlds = sim.sample_worlds(scenario, n=2_000, seed=1)
    outcomes = sim.negotiate(scenario, worlds)
    summary = sim.summarise(outcomes)

and with every coding of a scenario side by side, ``sim.summarise_run`` and ``sim.write_report``.

Names are loaded when first asked for, so that ``import sim`` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sim._version import __version__

if TYPE_CHECKING:
    from sim import analysis
    from sim.analysis.endings import summarise, summarise_run
    from sim.domain.comparison import Comparison
    from sim.domain.concession import ConcessionTable
    from sim.domain.finding import CodingSummary, RunSummary
    from sim.domain.outcome import Outcomes
    from sim.domain.scenario import Scenario
    from sim.domain.story import Story
    from sim.domain.worlds import Worlds
    from sim.engine import negotiate, tell
    from sim.errors import (
        NotFoundError,
        ParleyError,
        ResultsError,
        ScenarioError,
        UsageError,
        WorkerLostError,
    )
    from sim.loading import load_codings, load_scenario
    from sim.report import write_report
    from sim.sampling import sample_worlds

__all__ = [
    "CodingSummary",
    "Comparison",
    "ConcessionTable",
    "NotFoundError",
    "Outcomes",
    "ParleyError",
    "ResultsError",
    "RunSummary",
    "Scenario",
    "ScenarioError",
    "Story",
    "UsageError",
    "WorkerLostError",
    "Worlds",
    "__version__",
    "analysis",
    "load_codings",
    "load_scenario",
    "negotiate",
    "sample_worlds",
    "summarise",
    "summarise_run",
    "tell",
    "write_report",
]

_HOMES = {
    "CodingSummary": "sim.domain.finding",
    "Comparison": "sim.domain.comparison",
    "ConcessionTable": "sim.domain.concession",
    "NotFoundError": "sim.errors",
    "Outcomes": "sim.domain.outcome",
    "ParleyError": "sim.errors",
    "ResultsError": "sim.errors",
    "RunSummary": "sim.domain.finding",
    "Scenario": "sim.domain.scenario",
    "ScenarioError": "sim.errors",
    "Story": "sim.domain.story",
    "UsageError": "sim.errors",
    "WorkerLostError": "sim.errors",
    "Worlds": "sim.domain.worlds",
    "load_codings": "sim.loading",
    "load_scenario": "sim.loading",
    "negotiate": "sim.engine",
    "sample_worlds": "sim.sampling",
    "summarise": "sim.analysis.endings",
    "summarise_run": "sim.analysis.endings",
    "tell": "sim.engine",
    "write_report": "sim.report",
}


def __getattr__(name: str) -> Any:
    if name == "analysis":
        return import_module("sim.analysis")
    if name not in _HOMES:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
