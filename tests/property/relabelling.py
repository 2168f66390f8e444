"""The same scenario under other names, or with its parties and issues in another order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from sim.domain.quantity import Quantity
from sim.domain.scenario import Scenario

__all__ = ["former_streams", "renamed", "reordered"]

_WORD = re.compile(r"[a-z_0-9]+")


def renamed(noun: Any, names: Mapping[str, str]) -> Any:
    """A noun with every id, and every path made of ids, under its new name."""
    if isinstance(noun, str):
        return _WORD.sub(lambda word: names.get(word[0], word[0]), noun)
    if isinstance(noun, Quantity):
        return replace(noun, path=renamed(noun.path, names))
    if isinstance(noun, Mapping):
        return {renamed(key, names): renamed(child, names) for key, child in noun.items()}
    if isinstance(noun, tuple | frozenset):
        return type(noun)(renamed(child, names) for child in noun)
    if is_dataclass(noun) and not isinstance(noun, type):
        changes = {f.name: renamed(getattr(noun, f.name), names) for f in fields(noun)}
        return replace(noun, **changes)
    return noun


def former_streams(scenario: Scenario, names: Mapping[str, str]) -> dict[str, str]:
    """New stream → old stream, for every random stream a scenario can ask for."""
    streams = [quantity.path for quantity in scenario.quantities()]
    streams += [f"{path}#wait" for path in streams if path.endswith("draft_days")]
    for party in scenario.parties.values():
        streams.append(f"party.{party.id}.type#draw")
        for issue in party.red_lines:
            line = f"party.{party.id}.red_line.{issue}"
            streams += [f"{line}#quantile", f"{line}#firm"]
    streams += [f"event.{event}#happens" for event in scenario.events]
    streams += [f"partial.{deal}#ready" for deal in scenario.partial_deals]
    return {renamed(stream, names): stream for stream in streams}


def reordered(scenario: Scenario, parties: Sequence[int], issues: Sequence[int]) -> Scenario:
    """Parties and issues listed in another order; the protocol's order names parties and stays."""
    ids = list(scenario.parties)
    listed = scenario.agenda.issues
    return replace(
        scenario,
        parties={ids[i]: scenario.parties[ids[i]] for i in parties},
        agenda=replace(scenario.agenda, issues=tuple(listed[j] for j in issues)),
    )
