"""How a finding was made, told from the scenarios it was made from."""

from __future__ import annotations

from collections.abc import Mapping

from sim._version import __version__
from sim.analysis.endings import codings_hash, labels
from sim.domain.answer import Made
from sim.domain.scenario import Scenario
from sim.errors import UsageError

__all__ = ["made_from"]


def made_from(
    scenarios: Mapping[str, Scenario],
    *,
    n: int,
    seed: int,
    asked: Mapping[str, str | float | int | bool | None] | None = None,
) -> Made:
    """What all findings say of themselves.

    scenarios : coding → scenario. n : worlds per coding. asked : what else the command was asked.
    Raises ``UsageError`` without a coding, or without a world.
    """
    if not scenarios:
        raise UsageError("an analysis needs at least one coding")
    if n < 1:
        raise UsageError(f"at least one world is needed; got {n}")
    first = next(iter(scenarios.values()))
    return Made(
        scenario=first.name,
        title=first.title,
        question=first.question,
        scenario_hash=codings_hash(scenarios),
        seed=seed,
        worlds=n,
        codings=tuple(scenarios),
        protocol=first.protocol.told,
        horizon=float(first.protocol.horizon),
        deadline=None if first.deadline is None else float(first.deadline.day),
        overrides=dict(first.overrides),
        version=__version__,
        labels=labels(first),
        asked=dict(asked or {}),
    )
