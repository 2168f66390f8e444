"""What follows from worlds and outcomes: one question a module, its workings in a package beneath.

The verbs below are loaded when first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.analysis.blocking import who_blocks
    from sim.analysis.brief import make_brief
    from sim.analysis.clock import vary_clock
    from sim.analysis.comparison import compare
    from sim.analysis.concessions import try_concessions
    from sim.analysis.endings import summarise, summarise_run
    from sim.analysis.equilibrium import find_equilibria
    from sim.analysis.judging import judge_package
    from sim.analysis.judging_keeping import judge_keeping
    from sim.analysis.robust import check_statements
    from sim.analysis.screening import single_concessions
    from sim.analysis.sensitivity import find_drivers
    from sim.analysis.solve import find_solutions
    from sim.analysis.stability import find_stability
    from sim.analysis.sweep import sweep_grid
    from sim.analysis.zopa import acceptable_set

__all__ = [
    "acceptable_set",
    "check_statements",
    "compare",
    "find_drivers",
    "find_equilibria",
    "find_solutions",
    "find_stability",
    "judge_keeping",
    "judge_package",
    "make_brief",
    "single_concessions",
    "summarise",
    "summarise_run",
    "sweep_grid",
    "try_concessions",
    "vary_clock",
    "who_blocks",
]

_HOMES = {
    "acceptable_set": "zopa",
    "check_statements": "robust",
    "compare": "comparison",
    "find_drivers": "sensitivity",
    "find_equilibria": "equilibrium",
    "find_solutions": "solve",
    "find_stability": "stability",
    "judge_keeping": "judging_keeping",
    "judge_package": "judging",
    "make_brief": "brief",
    "single_concessions": "screening",
    "summarise": "endings",
    "summarise_run": "endings",
    "sweep_grid": "sweep",
    "try_concessions": "concessions",
    "vary_clock": "clock",
    "who_blocks": "blocking",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'sim.analysis' has no attribute {name!r}")
    return getattr(import_module(f"sim.analysis.{_HOMES[name]}"), name)
