"""That a saved variant means what its changes mean: compared with ``--set`` under every coding."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path as FilePath
from typing import Any

from sim.domain.provenance import Seeds
from sim.domain.scenario import STATED
from sim.errors import Fault, ScenarioError, UsageError
from sim.loading.assembling import faults_of
from sim.loading.faults import in_file_order
from sim.loading.layers import SOURCE_KEYS, Merged
from sim.loading.lines import Path, key_lines
from sim.loading.numbers import number_slots
from sim.loading.setting import apply_sets
from sim.loading.shelf import name_of
from sim.loading.sources import SourceBook
from sim.loading.stacking import Stack, read_stack
from sim.loading.toml import SourceFile

__all__ = ["CHANGE", "as_set", "check_meaning", "check_parent", "parsed", "with_file"]

#: Who is told to have made a change that is not legal.
CHANGE = "the change"


def with_file(stack: Stack, content: Mapping[str, Any], text: str = "") -> Stack:
    """A scenario's layers with one more file on top."""
    if content:
        place = FilePath("the variant.toml")
        file = SourceFile(
            place=place, shown="the variant", tables=content, lines=key_lines(text) if text else {}
        )
        stack.add_file(file, stack.base.rank + 1)
    return stack


def as_set(stack: Stack, pairs: Sequence[tuple[Path, Any]]) -> dict[str, Merged]:
    """Coding → the tables with the changes over them, as ``--set`` puts them."""
    made = {coding: stack.under(coding) for coding in list(stack.codings) or [STATED]}
    faults = list(stack.faults)
    for merged in made.values():
        faults += apply_sets(merged, pairs, CHANGE)
        faults += faults_of(merged, stack.seeds)
    if faults:
        raise ScenarioError(in_file_order(faults))
    return made


def check_meaning(
    text: str, parent: FilePath, expected: Mapping[str, Merged], over: str | None
) -> None:
    """See that a text says what the changes say, under every coding.

    expected : coding → what the changes make of the parent. over : the text that was edited, if
    any; it may rest numbers it keeps on claims of its own. Raises ``ScenarioError`` and
    ``UsageError``.
    """
    stack = with_file(read_stack(parent), parsed(text), text)
    faults = list(stack.faults)
    for coding, merged in expected.items():
        said = stack.under(coding)
        faults += faults_of(said, stack.seeds)
        alike = _content(said.tables) == _content(merged.tables)
        if not faults and alike and over is None:
            alike = _groups(said, stack.seeds) == _groups(merged, stack.seeds)
        if not faults and not alike:
            raise UsageError(
                f"these changes cannot be written so that they mean the same under {coding}: save"
                " them as a file of their own, and change one thing in one place only"
            )
    if faults:
        raise ScenarioError(in_file_order(faults))


def _content(tables: Mapping[str, Any], at: int = 0) -> dict[str, Any]:
    """Merged tables without the words in which a file speaks of itself and of its sources."""
    return {
        key: _content(held, at + 1) if isinstance(held, Mapping) else held
        for key, held in tables.items()
        if key not in SOURCE_KEYS and (at or key not in ("title", "question"))
    }


def _groups(merged: Merged, seeds: Seeds) -> dict[Path, tuple[str, ...]]:
    book = SourceBook(merged, seeds)
    return {
        slot.path: book.groups(book.provenance(slot.path).claims)
        for slot in number_slots(merged.tables)
    }


def parsed(text: str) -> dict[str, Any]:
    """The tables of a text. Raises ``ScenarioError`` where it is not TOML."""
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as problem:
        rule = f"is not valid TOML: {problem}"
        raise ScenarioError([Fault(file="the variant", line=0, path="", rule=rule)]) from None


def check_parent(text: str, parent: FilePath) -> None:
    """Raise ``UsageError`` for the text of something else than a variant of the parent."""
    old = parsed(text)
    if _stem(old) != parent.stem:
        extends = old.get("extends")
        raise UsageError(
            f"the text to be edited is no variant of {name_of(parent)}: it extends {extends!r}"
        )


def _stem(head: Mapping[str, Any]) -> str:
    """The name at the end of what a file extends."""
    return FilePath(str(head.get("extends", ""))).name.removesuffix(".toml")
