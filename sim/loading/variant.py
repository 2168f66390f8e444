"""Saving a variant: a file that extends a scenario and says only what was changed, and why.

What is written is checked before it is: read under each of the parent's codings it gives what the
same changes give when they are made with ``--set``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
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
from sim.loading.reading import plain
from sim.loading.setting import apply_sets
from sim.loading.shelf import find, name_of
from sim.loading.sources import SourceBook
from sim.loading.stacking import Stack, read_stack
from sim.loading.toml import SourceFile, nested, parse_path, too_deep
from sim.loading.variant_again import edited, kept_of
from sim.loading.variant_changes import Section, sections_of, units
from sim.loading.variant_place import extends_from, held_text, is_bundled, write_whole
from sim.loading.variant_wording import FROM_HAND, Source, head, source_of, tables

__all__ = ["save_variant", "variant_text"]

#: Who is told to have made a change that is not legal.
_LAYER = "the change"

_NO_REASONS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """What a variant is to say. over : the text it had before, if any. extends : empty where the
    name in that text is to stay."""

    parent: FilePath
    extends: str
    pairs: tuple[tuple[Path, Any], ...]
    title: str
    question: str | None
    over: str | None
    reasons: Mapping[Path, str]


def variant_text(
    source: str | FilePath,
    changes: Mapping[str, Any],
    *,
    title: str,
    question: str | None = None,
    over: str | None = None,
    reasons: Mapping[str, str] = _NO_REASONS,
) -> str:
    """The TOML text of a variant that extends a scenario and holds only the changes.

    source : a bundled name, a unique prefix of one, or a path. changes : path → plain value, with
    the meaning of ``--set``. question : the parent's if ``None``. over : the text of the variant as
    it was saved before; its comments, its order and what is no change survive. reasons : path →
    why, for changes that have one; a size begins "outside:", "indifference:" or "assumption:", the
    last if it begins with none. Raises ``NotFoundError``, ``UsageError`` and ``ScenarioError`` with
    every change that is not legal.
    """
    parent = find(source)
    if over is not None:
        _same_stem(over, parent)
    name = name_of(parent) if is_bundled(parent) else parent.as_posix()
    if over is not None:
        name = ""
    return _text(_asked(parent, name, changes, title, question, over, reasons))


def save_variant(
    place: FilePath,
    source: str | FilePath,
    changes: Mapping[str, Any],
    *,
    title: str,
    question: str | None = None,
    over: str | None = None,
    reasons: Mapping[str, str] = _NO_REASONS,
) -> FilePath:
    """Write a variant, whole or not at all, and give its place.

    place : the file; one that is there must be a variant of the same scenario and is edited in
    place. The rest is as for ``variant_text``. Raises ``UsageError`` where the place cannot be
    written or must not be, and what ``variant_text`` raises.
    """
    parent, place = find(source), FilePath(place)
    held = held_text(place, parent)
    extends = extends_from(place, parent)
    if over is not None:
        _same_stem(over, parent)
    elif held is not None:
        over, extends = held, ""
    text = _text(_asked(parent, extends, changes, title, question, over, reasons))
    write_whole(place, text)
    return place


def _asked(
    parent: FilePath,
    extends: str,
    changes: Mapping[str, Any],
    title: str,
    question: str | None,
    over: str | None,
    reasons: Mapping[str, str],
) -> _Wanted:
    faults: list[Fault] = []
    pairs = [(_path(text, faults), plain(value)) for text, value in changes.items()]
    told = {_path(text, faults): reason for text, reason in reasons.items()}
    if not faults and any(too_deep(nested(path, value)) for path, value in pairs):
        faults.append(Fault(file=_LAYER, line=0, path="", rule="nests deeper than any scenario"))
    if faults:
        raise ScenarioError(faults)
    return _Wanted(
        parent=parent,
        extends=extends,
        pairs=tuple(pairs),
        title=title,
        question=question,
        over=over,
        reasons=told,
    )


def _path(text: str, faults: list[Fault]) -> Path:
    path = parse_path(text)
    if path is None:
        faults.append(Fault(file=_LAYER, line=0, path=text, rule="is not a path"))
    return path or ()


def _text(wanted: _Wanted) -> str:
    """The text, once it is sure that it says what the changes say."""
    stack = read_stack(wanted.parent)
    old = {} if wanted.over is None else _parsed(wanted.over)
    kept = kept_of(old, stack.codings)
    expected = _with(read_stack(wanted.parent), kept)
    targets = _set(expected, wanted.pairs)
    sections = sections_of(_with(stack, kept), units(wanted.pairs), wanted.reasons)
    stated = _stated(sections)
    if wanted.over is None:
        source = stated.pop((), None)
        made = head(wanted.extends, wanted.title, wanted.question, source)
        made += "".join(tables(section, stated) for section in sections)
    else:
        told = {"title": wanted.title}
        if wanted.extends:
            told["extends"] = wanted.extends
        if wanted.question is not None:
            told["question"] = wanted.question
        made = edited(wanted.over, told, sections, stated, read_stack(wanted.parent).codings)
    _check(made, wanted, targets)
    return made


def _stated(sections: tuple[Section, ...]) -> dict[Path, Source]:
    """Table → the source it states: one a section, and more where reasons differ within it."""
    stated: dict[Path, Source] = {}
    for section in sections:
        at: Path = () if section.coding is None else ("coding", section.coding)
        groups = {
            table: found
            for table, group in groupby(section.changes, key=lambda change: change.path[:-1])
            if (found := source_of(list(group))) is not None
        }
        if not groups:
            continue
        alike = len(set(groups.values())) == 1
        stated[at] = next(iter(groups.values())) if alike else groups.get((), FROM_HAND)
        for table, source in groups.items():
            over = next(n for n in range(len(table), -1, -1) if (*at, *table[:n]) in stated)
            if stated[(*at, *table[:over])] != source:
                stated[(*at, *table)] = source
        # What a change says of a source itself stands alone.
        for change in section.changes:
            if change.path[-1] in SOURCE_KEYS:
                stated.pop((*at, *change.path[:-1]), None)
    return stated


def _with(stack: Stack, content: Mapping[str, Any], text: str = "") -> Stack:
    """A scenario's layers with one more file on top."""
    if content:
        place = FilePath("the variant.toml")
        file = SourceFile(
            place=place, shown="the variant", tables=content, lines=key_lines(text) if text else {}
        )
        stack.add_file(file, stack.base.rank + 1)
    return stack


def _set(stack: Stack, pairs: Sequence[tuple[Path, Any]]) -> dict[str, Merged]:
    """Coding → the tables with the changes over them, as ``--set`` puts them."""
    made = {coding: stack.under(coding) for coding in list(stack.codings) or [STATED]}
    faults = list(stack.faults)
    for merged in made.values():
        faults += apply_sets(merged, pairs, _LAYER)
        faults += faults_of(merged, stack.seeds)
    if faults:
        raise ScenarioError(in_file_order(faults))
    return made


def _check(text: str, wanted: _Wanted, expected: Mapping[str, Merged]) -> None:
    """See that a text says what the changes say, under every coding."""
    stack = _with(read_stack(wanted.parent), _parsed(text), text)
    faults = list(stack.faults)
    for coding, merged in expected.items():
        said = stack.under(coding)
        faults += faults_of(said, stack.seeds)
        alike = _content(said.tables) == _content(merged.tables)
        if not faults and alike and wanted.over is None:
            alike = _groups(said, stack.seeds) == _groups(merged, stack.seeds)
        if not faults and not alike:
            raise UsageError(
                f"these changes cannot be written {'over that text' if wanted.over else 'down'}"
                f" so that they mean the same under {coding}; save them as a file of their own,"
                " or change one thing in one place only"
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


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as problem:
        rule = f"is not valid TOML: {problem}"
        raise ScenarioError([Fault(file="the variant", line=0, path="", rule=rule)]) from None


def _same_stem(text: str, parent: FilePath) -> None:
    old = _parsed(text)
    if _stem(old) != parent.stem:
        extends = old.get("extends")
        raise UsageError(
            f"the text to be edited is no variant of {name_of(parent)}: it extends {extends!r}"
        )


def _stem(head: Mapping[str, Any]) -> str:
    """The name at the end of what a file extends."""
    return FilePath(str(head.get("extends", ""))).name.removesuffix(".toml")
