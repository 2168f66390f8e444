"""A variant as text: tables in the parent's order, each change under what it was before and why."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from sim.loading.layers import SOURCE_KEYS
from sim.loading.lines import Path
from sim.loading.toml import as_toml, dotted
from sim.loading.variant_changes import Change, Section

__all__ = ["FROM_HAND", "MARKS", "Source", "comments", "head", "one_line", "source_of", "tables"]

#: What is told of a number that is set without a reason.
_BY_HAND = "set by hand in the explorer or with --set"

#: How the comments begin that stand above a change, so that they are known again.
MARKS = ("# before:", "# because:")

_SIZED = re.compile(r"(outside|indifference|assumption):\s*\S")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")

#: ``direction_from`` and ``size_from`` of a table.
Source = tuple[str, str]

#: The source of a table whose numbers are set for different reasons.
FROM_HAND: Source = (f"nobody: {_BY_HAND}", f"assumption: {_BY_HAND}")


def head(extends: str, title: str, question: str | None, source: Source | None) -> str:
    """The lines before the first change. source : ``None`` where no number is set."""
    pairs = {"schema": 1, "extends": extends, "title": title}
    if question is not None:
        pairs["question"] = question
    if source is not None:
        pairs["direction_from"], pairs["size_from"] = source
    return "".join(f"{key} = {as_toml(value)}\n" for key, value in pairs.items())


def tables(section: Section, stated: Mapping[Path, Source]) -> str:
    """The changes of a section. stated : tables that state a source of their own."""
    at: Path = () if section.coding is None else ("coding", section.coding)
    parts = []
    if section.coding is not None:
        parts.append(f"\n[{dotted(at)}]\n{_source_lines(stated.get(at))}")
    for table, changes in groupby(section.changes, key=lambda change: change.path[:-1]):
        place = (*at, *table)
        if table:
            parts.append(f"\n[{dotted(place)}]\n{_source_lines(stated.get(place))}")
        parts += [_change(change) for change in changes]
    return "".join(parts)


def comments(change: Change) -> tuple[str, ...]:
    """The comment lines above a change."""
    before = "not stated" if change.before is None else as_toml(_bare(change.before))
    lines = [f"{MARKS[0]} {_CONTROL.sub(' ', before)}"]
    if change.reason:
        lines.append(f"{MARKS[1]} {one_line(change.reason)}")
    return tuple(lines)


def _bare(value: Any) -> Any:
    """A value without its sources, which ``why`` tells."""
    if not isinstance(value, Mapping):
        return value
    kept = {key: _bare(held) for key, held in value.items() if key not in SOURCE_KEYS}
    return kept["range"] if set(kept) == {"range"} else kept


def source_of(changes: Sequence[Change]) -> Source | None:
    """Where the numbers of one table come from; ``None`` where it sets none.

    >>> from sim.loading.variant_changes import Change
    >>> source_of([Change(path=("band",), value=0.1, before=None, reason="a guess")])
    ('nobody: a guess', 'assumption: a guess')
    """
    told = {change.path[-1]: one_line(change.reason) for change in changes if change.numeric}
    if not told:
        return None
    if len(set(told.values())) == 1:
        return _source(next(iter(told.values())))
    return _source("; ".join(f"{key}: {text or _BY_HAND}" for key, text in told.items()))


def one_line(text: str) -> str:
    """A text without breaks and control characters, which no comment may hold."""
    return " ".join(_CONTROL.sub(" ", text).split())


def _source(reason: str) -> Source:
    reason = reason or _BY_HAND
    if not _SIZED.match(reason):
        return f"nobody: {reason}", f"assumption: {reason}"
    kind, _, words = reason.partition(":")
    return (reason if kind == "outside" else f"nobody:{words}"), reason


def _source_lines(source: Source | None) -> str:
    if source is None:
        return ""
    return f"direction_from = {as_toml(source[0])}\nsize_from = {as_toml(source[1])}\n"


def _change(change: Change) -> str:
    lines = [*comments(change), f"{dotted(change.path[-1:])} = {as_toml(change.value)}"]
    return "".join(f"{line}\n" for line in lines)
