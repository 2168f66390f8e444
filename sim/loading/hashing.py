"""A stable name for what a scenario is: equal hashes, equal draws and equal texts."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from sim.domain.scenario import Scenario

__all__ = ["scenario_hash"]


def scenario_hash(scenario: Scenario) -> str:
    """Sixteen hexadecimal digits over everything the scenario holds under its coding.

    Covers the merged tables, the coding, and the source groups each number rests on with their
    reliability; not file names, lines or comments.
    """
    content = {
        "name": scenario.name,
        "parent": scenario.parent,
        "coding": scenario.coding,
        "tables": scenario.resolved,
        "groups": {one.path: one.groups for one in scenario.quantities() if one.groups},
        "reliability": {
            key: group.reliability.range for key, group in scenario.seeds.groups.items()
        },
    }
    text = json.dumps(content, ensure_ascii=True, separators=(",", ":"), default=_plain)
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _plain(value: Any) -> str:
    return str(value)
