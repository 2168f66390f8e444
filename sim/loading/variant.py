"""Saving a variant: a file that extends a scenario and says only what was changed, and why.

What is written is checked before it is: read under each of the parent's codings it gives what the
same changes give when they are made with ``--set``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path as FilePath
from typing import Any

from sim.errors import Fault, ScenarioError
from sim.loading.layers import SOURCE_KEYS
from sim.loading.lines import Path
from sim.loading.reading import plain
from sim.loading.shelf import find, name_of
from sim.loading.stacking import read_stack
from sim.loading.toml import nested, parse_path, too_deep
from sim.loading.variant_again import edited, kept_of
from sim.loading.variant_changes import Section, sections_of, units
from sim.loading.variant_checking import (
    CHANGE,
    as_set,
    check_meaning,
    check_parent,
    parsed,
    with_file,
)
from sim.loading.variant_place import extends_from, held_text, is_bundled, write_whole
from sim.loading.variant_wording import FROM_HAND, Source, head, source_of, tables

__all__ = ["save_variant", "variant_text"]

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
        check_parent(over, parent)
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
        check_parent(over, parent)
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
        faults.append(Fault(file=CHANGE, line=0, path="", rule="nests deeper than any scenario"))
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
        faults.append(Fault(file=CHANGE, line=0, path=text, rule="is not a path"))
    return path or ()


def _text(wanted: _Wanted) -> str:
    """The text, once it is sure that it says what the changes say."""
    stack = read_stack(wanted.parent)
    old = {} if wanted.over is None else parsed(wanted.over)
    kept = kept_of(old, stack.codings)
    expected = with_file(read_stack(wanted.parent), kept)
    targets = as_set(expected, wanted.pairs)
    sections = sections_of(with_file(stack, kept), units(wanted.pairs), wanted.reasons)
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
    check_meaning(made, wanted.parent, targets, wanted.over)
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
