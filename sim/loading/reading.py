"""Reading scenarios: the verbs that turn files and edits into checked nouns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path as FilePath
from typing import Any

from sim.domain.scenario import STATED, Scenario
from sim.domain.statement import LeftOut
from sim.errors import Fault, NotFoundError, ScenarioError, UsageError
from sim.loading.assembling import Head, assemble, faults_of, head_of
from sim.loading.faults import in_file_order
from sim.loading.layers import Resolved
from sim.loading.leaving_out import leave_out
from sim.loading.lines import Path
from sim.loading.seeds import is_seed_file, seed_faults
from sim.loading.setting import apply_sets, take_out
from sim.loading.shelf import find, near
from sim.loading.stacking import Stack, read_stack
from sim.loading.toml import as_toml, dotted, nested, parse_path, parse_set, read_file, too_deep

__all__ = ["changes_of", "edit", "load_codings", "load_scenario", "plain", "validate"]


def load_scenario(
    source: str | FilePath, *, coding: str | None = None, sets: Sequence[str] = ()
) -> Scenario:
    """A scenario under one coding; ``None`` is its first, or ``stated`` if it has none.

    source : a bundled name, a unique prefix of one, or a path. sets : ``PATH=VALUE`` words.
    Raises ``NotFoundError``, and ``ScenarioError`` with every fault.
    """
    wanted = None if coding is None else [coding]
    stack = read_stack(source)
    name = _codings(stack, wanted)[0]
    return _resolve(stack, [name], sets)[name]


def load_codings(
    source: str | FilePath, *, codings: Sequence[str] | None = None, sets: Sequence[str] = ()
) -> dict[str, Scenario]:
    """A scenario under all of its codings, or the named ones, in file order."""
    stack = read_stack(source)
    return _resolve(stack, _codings(stack, codings), sets)


def changes_of(sets: Sequence[str]) -> dict[str, Any]:
    """``PATH=VALUE`` words as changes: path → plain value. The last word on a path counts.

    Raises ``ScenarioError`` with all words that cannot be read.

    >>> changes_of(["protocol.horizon=30", "party.buyer.premium=[0, 0.1]"])
    {'protocol.horizon': 30, 'party.buyer.premium': [0, 0.1]}
    """
    return {dotted(path): value for path, value in _changes(sets)[0]}


def validate(paths: Sequence[str | FilePath]) -> list[Fault]:
    """Every fault of every file, by file and line; scenario and seed files alike.

    Each coding is checked too. A source that is not there or cannot be read is a fault itself.
    """
    found: list[Fault] = []
    for source in paths:
        try:
            found += _faults_in(source)
        except ScenarioError as problem:
            found += problem.faults
        except NotFoundError as problem:
            rule = str(problem).removeprefix(f"{str(source)!r} ")
            found.append(Fault(file=str(source), line=0, path="", rule=rule))
    return in_file_order(found)


def edit(
    scenario: Scenario,
    changes: Mapping[str, Any],
    *,
    layer: str,
    remove: Sequence[str] = (),
) -> Scenario:
    """The same scenario with values set at paths, exactly as ``--set`` would.

    changes : path → plain value (number, list, text, table). layer : who changes it, as ``why``
    will tell. remove : paths of tables or keys to delete first, as ``remove`` in a file would.
    Raises ``ScenarioError`` if the result is not valid.
    """
    if not isinstance(scenario.resolved, Resolved):
        raise UsageError("only a scenario that was loaded from a file can be edited")
    pairs = []
    for text, value in changes.items():
        path = parse_path(text)
        if path is None or too_deep(nested(path, value)):
            raise ScenarioError([Fault(file=layer, line=0, path=text, rule="is not a path")])
        pairs.append((path, plain(value)))
    merged = scenario.resolved.merged.copy()
    faults = take_out(merged, remove, layer)
    faults += apply_sets(merged, pairs, layer)
    faults += faults_of(merged, scenario.seeds, unchanged=scenario)
    if faults:
        raise ScenarioError(in_file_order(faults))
    gone = dict.fromkeys(remove, "removed")
    written = {dotted(path): as_toml(value) for path, value in pairs}
    overrides = {**scenario.overrides, **gone, **written}
    head = replace(head_of(scenario), overrides=overrides)
    return assemble(merged, head, unchanged=scenario)


def _resolve(stack: Stack, codings: Sequence[str], sets: Sequence[str]) -> dict[str, Scenario]:
    changes, overrides = _changes(sets)
    merged = {coding: stack.under(coding) for coding in codings}
    faults = list(stack.faults)
    left_out: dict[str, tuple[LeftOut, ...]] = {}
    for coding, tables in merged.items():
        misplaced = apply_sets(tables, changes, "--set")
        found = misplaced + faults_of(tables, stack.seeds)
        if found and changes and not misplaced:
            left_out[coding] = leave_out(tables, stack.under(coding), stack.seeds)
            found = faults_of(tables, stack.seeds)
        faults += found
    if faults:
        raise ScenarioError(in_file_order(faults))
    return {
        coding: assemble(tables, _head(stack, coding, overrides, left_out.get(coding, ())))
        for coding, tables in merged.items()
    }


def _head(
    stack: Stack, coding: str, overrides: Mapping[str, str], left_out: tuple[LeftOut, ...]
) -> Head:
    return Head(
        name=stack.name,
        file=stack.file,
        parent=stack.parent,
        coding=coding,
        codings=tuple(stack.codings) or (STATED,),
        says=stack.says(coding),
        seeds=stack.seeds,
        overrides=overrides,
        left_out=left_out,
    )


def _codings(stack: Stack, wanted: Sequence[str] | None) -> list[str]:
    known = list(stack.codings) or [STATED]
    for coding in wanted or ():
        if coding not in known:
            advice = near(coding, known) or f"it has {', '.join(known)}"
            raise NotFoundError(f"{stack.name} has no coding {coding!r} ({advice})")
    return list(wanted) if wanted else known


def _changes(sets: Sequence[str]) -> tuple[list[tuple[Path, Any]], dict[str, str]]:
    """Parsed ``--set`` words and their texts. All that cannot be read are told at once."""
    changes: list[tuple[Path, Any]] = []
    overrides: dict[str, str] = {}
    faults: list[Fault] = []
    for word in sets:
        try:
            path, value, text = parse_set(word)
        except ScenarioError as problem:
            faults += problem.faults
            continue
        changes.append((path, value))
        overrides[dotted(path)] = text
    if faults:
        raise ScenarioError(faults)
    return changes, overrides


def _faults_in(source: str | FilePath) -> list[Fault]:
    place = find(source)
    file = read_file(place)
    if is_seed_file(file.tables):
        return seed_faults(file)
    stack = read_stack(place)
    found = list(stack.faults)
    for coding in _codings(stack, None):
        found += faults_of(stack.under(coding), stack.seeds)
    return found + [fault for fault in stack.faults if fault not in found]


def plain(value: Any) -> Any:
    """A value as the TOML reader would give it: lists for tuples, plain tables for mappings."""
    if isinstance(value, Mapping):
        return {str(key): plain(held) for key, held in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(element) for element in value]
    return value
