"""What follows from outcomes: one question a module. Names are loaded when first asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.analysis.comparison import compare
    from sim.analysis.endings import summarise, summarise_run
    from sim.analysis.screening import single_concessions

__all__ = ["compare", "single_concessions", "summarise", "summarise_run"]

_HOMES = {
    "compare": "sim.analysis.comparison",
    "single_concessions": "sim.analysis.screening",
    "summarise": "sim.analysis.endings",
    "summarise_run": "sim.analysis.endings",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'sim.analysis' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
