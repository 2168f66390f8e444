"""Base rates a scenario cites: counts over other cases, each with a dated source."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sim.domain.base_rate import BaseRate
from sim.loading.checks import table
from sim.loading.faults import FaultList

__all__ = ["build_base_rates", "check_base_rates"]

_SOURCE = re.compile(r"outside:\s*\S.*\(.*\d.*\)")


def check_base_rates(faults: FaultList, tables: Mapping[str, Any]) -> None:
    """Check that each says something, has a dated source, and counts no more than there were."""
    for rate, held in table(tables.get("base_rate")).items():
        keys = table(held)
        says, source = keys.get("says"), keys.get("source")
        if isinstance(says, str) and not says.strip():
            faults.add(("base_rate", rate, "says"), "must not be empty")
        if isinstance(source, str) and not _SOURCE.fullmatch(source):
            faults.add(
                ("base_rate", rate, "source"), 'must read "outside: who (date)"', source
            )  # fmt: skip
        of, count = keys.get("of"), keys.get("held")
        if isinstance(of, int) and isinstance(count, int) and count > of:
            faults.add(("base_rate", rate, "held"), f"must not exceed of, which is {of}", count)


def build_base_rates(tables: Mapping[str, Any]) -> dict[str, BaseRate]:
    """The base rates of valid tables, by id, in file order."""
    return {
        rate: BaseRate(
            id=rate,
            says=held["says"],
            source=held["source"].removeprefix("outside:").strip(),
            of=held["of"],
            held=held.get("held"),
        )
        for rate, held in table(tables.get("base_rate")).items()
    }
