"""Whose numbers these are: every input of a scenario under each coding, with its sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from sim.analysis.endings import coding_says, codings_hash, labels
from sim.domain.inputs import InputReading, InputRow, Inputs
from sim.domain.provenance import Claim, Provenance, Setting
from sim.domain.quantity import Quantity, Role
from sim.domain.scenario import Scenario
from sim.errors import UsageError
from sim.loading import stated_source, written

__all__ = ["trace_inputs"]

Scenarios = Mapping[str, Scenario]

#: Tables whose numbers are no input of the talks, or stand at every party again.
_ASIDE = frozenset({"schema", "band", "statement", "base_rate", "coding", "menu", "tactics"})


def trace_inputs(scenarios: Scenarios) -> Inputs:
    """Every number of a scenario, with the claims, source groups and layers behind it.

    scenarios : coding → scenario. Of a file only its name is told, never where it lies, so that
    the same scenario gives the same inputs everywhere. Raises ``UsageError`` without a coding.

    >>> from sim.loading import load_codings
    >>> found = trace_inputs(load_codings("price-haggle"))
    >>> [row.path for row in found.rows if row.path.startswith("protocol.")]
    ['protocol.round_days', 'protocol.horizon']
    """
    if not scenarios:
        raise UsageError("inputs need at least one coding")
    first = next(iter(scenarios.values()))
    rows = tuple(_rows(scenarios))
    claims = _claims(first, rows)
    named = {claim.group for claim in claims.values()}
    seeds = first.seeds
    return Inputs(
        scenario=first.name,
        scenario_hash=codings_hash(scenarios),
        title=seeds.title,
        codings={name: coding_says(scenario) for name, scenario in scenarios.items()},
        labels=labels(first),
        rows=rows,
        claims=claims,
        groups={key: group for key, group in seeds.groups.items() if key in named},
        contradictions=tuple(
            one for one in seeds.contradictions.values() if claims.keys() & set(one.claims)
        ),
        silences=tuple(silence.text for silence in seeds.silences.values()),
    )


def _rows(scenarios: Scenarios) -> Iterator[InputRow]:
    owners = {path: name for one in scenarios.values() for path, name in _owners(one)}
    settings = {name: _settings(scenario) for name, scenario in scenarios.items()}
    for path in dict.fromkeys(path for found in settings.values() for path in found):
        readings = {name: found[path] for name, found in settings.items() if path in found}
        yield InputRow(path=path, owner=_owner(path, owners), readings=readings)
    numbers = {name: _numbers(scenario) for name, scenario in scenarios.items()}
    for path in dict.fromkeys(path for found in numbers.values() for path in found):
        readings = {name: found[path][1] for name, found in numbers.items() if path in found}
        role = next(found[path][0] for found in numbers.values() if path in found)
        yield InputRow(path=path, owner=_owner(path, owners), role=role, readings=readings)


def _owner(path: str, owners: Mapping[str, str]) -> str:
    return next((name for head, name in owners.items() if path.startswith(head)), "")


def _numbers(scenario: Scenario) -> dict[str, tuple[Role, InputReading]]:
    """Path → role and reading of every quantity."""
    return {
        quantity.path: (quantity.role, _reading(scenario, quantity))
        for quantity in scenario.quantities()
    }


def _reading(scenario: Scenario, quantity: Quantity) -> InputReading:
    source = scenario.provenance.get(quantity.path)
    return InputReading(
        range=quantity.range,
        logarithmic=quantity.logarithmic,
        groups=quantity.groups,
        unsupported=quantity.unsupported_range if quantity.groups else (),
        source=None if source is None else _placed(source),
    )


def _settings(scenario: Scenario) -> dict[str, InputReading]:
    """Path → reading of every plain number of the file that is no quantity."""
    drawn = {quantity.path for quantity in scenario.quantities()}
    drawn |= {f"group.{key}.reliability" for key in scenario.seeds.groups}
    found = {}
    for path, value in _leaves(scenario.resolved):
        if path.removesuffix(".range") in drawn or path.split(".")[0] in _ASIDE:
            continue
        source = stated_source(scenario, path)
        chain = tuple(map(_named, written(scenario, path)))
        if source is not None:
            source = replace(source, chain=chain)
        found[path] = InputReading(range=(float(value),), source=source)
    return found


def _leaves(held: Any, at: str = "") -> Iterator[tuple[str, float]]:
    if isinstance(held, Mapping):
        for key, inner in held.items():
            yield from _leaves(inner, f"{at}.{key}" if at else str(key))
    elif isinstance(held, int | float) and not isinstance(held, bool):
        yield at, held


def _owners(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Beginning of a path → the name of what it belongs to."""
    for event in scenario.events.values():
        yield f"event.{event.id}.", event.name
    for deal in scenario.partial_deals.values():
        yield f"partial.{deal.id}.", deal.name
    for party in scenario.parties.values():
        for kind in party.types.values():
            yield f"party.{party.id}.type.{kind.id}.", kind.name


def _claims(scenario: Scenario, rows: tuple[InputRow, ...]) -> dict[str, Claim]:
    """The claims that some number rests on, in the order of their file."""
    sources = [one.source for row in rows for one in row.readings.values()]
    named = {claim for source in sources if source is not None for claim in source.claims}
    return {key: claim for key, claim in scenario.seeds.claims.items() if key in named}


def _placed(source: Provenance) -> Provenance:
    return replace(source, chain=tuple(map(_named, source.chain)))


def _named(setting: Setting) -> Setting:
    return replace(setting, file=PurePath(setting.file).name)
