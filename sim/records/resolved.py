"""Scenarios as resolved, written as TOML beside what was found about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.domain.scenario import Scenario

__all__ = ["scenario_files"]


def scenario_files(scenarios: Mapping[str, Scenario]) -> dict[str, str]:
    """File name → the scenario as resolved: one file a coding.

    scenarios : coding → scenario.
    """
    import tomli_w

    return {
        "scenario.toml" if len(scenarios) == 1 else f"scenario.{coding}.toml": tomli_w.dumps(
            _written(scenario.resolved)
        )
        for coding, scenario in scenarios.items()
    }


def _written(value: Any) -> Any:
    """Plain data that TOML can hold, which has no word for nothing."""
    if isinstance(value, Mapping):
        return {str(key): _written(child) for key, child in value.items() if child is not None}
    if isinstance(value, tuple | list):
        return [_written(child) for child in value]
    return value
