"""Where the changes of a variant must stand so that they hold under every coding, like ``--set``.

A variant's own tables lie below the coding blocks of its parent. So what some coding writes at a
path, above it or beneath it has to be written into a block for every coding; all else stands once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.loading.checks import listed
from sim.loading.layers import SOURCE_KEYS, WHOLE, Layer, Merged
from sim.loading.lines import Path
from sim.loading.stacking import Stack
from sim.loading.toml import dotted, nested, parse_path

__all__ = ["Change", "Section", "end_of", "leaves", "sections_of", "units"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing written anew. ``before`` is the parent's value, ``None`` where it has none."""

    path: Path
    value: Any
    before: Any
    reason: str

    @property
    def numeric(self) -> bool:
        """Whether it writes a number, so that its source matters."""
        return _numeric(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Changes that stand in one place: at the top of the file, or in a coding's block."""

    coding: str | None
    changes: tuple[Change, ...]


def units(changes: Sequence[tuple[Path, Any]]) -> dict[Path, Any]:
    """What the changes, made in order, write: no path of the answer lies beneath another.

    >>> units([(("a", "b"), 1), (("a",), {"c": 2}), (("d",), 3)])
    {('a',): {'b': 1, 'c': 2}, ('d',): 3}
    """
    tree = Merged()
    for path, value in changes:
        tree.merge(nested(path, value), Layer(rank=0, name="", file=""))
    ends = dict.fromkeys(end_of(path) for path, _ in changes)
    roots = [path for path in ends if not any(path[:n] in ends for n in range(1, len(path)))]
    return {path: tree.get(path) for path in roots}


def sections_of(
    stack: Stack, written: Mapping[Path, Any], reasons: Mapping[Path, str]
) -> tuple[Section, ...]:
    """The changes by place: first the top of the file, then one block a coding.

    stack : the parent's layers. written : as ``units`` gives it.
    """
    shadowed = {path for path in written if _shadowed(stack, path)}
    open_ = {path: value for path, value in written.items() if path not in shadowed}
    made = [Section(coding=None, changes=_changes(stack.base, open_, reasons))]
    hidden = {path: value for path, value in written.items() if path in shadowed}
    for coding in stack.codings if hidden else ():
        changes = _changes(stack.under(coding), hidden, reasons)
        made.append(Section(coding=coding, changes=changes))
    return tuple(section for section in made if section.changes)


def leaves(tables: Mapping[str, Any], at: Path = ()) -> dict[Path, Any]:
    """Path → plain value of everything that is written as one: lists, and whole tables, too.

    >>> leaves({"a": {"b": 1, "c": [2]}, "d": {}})
    {('a', 'b'): 1, ('a', 'c'): [2], ('d',): {}}
    """
    found: dict[Path, Any] = {}
    for key, value in tables.items():
        if isinstance(value, Mapping) and value and key != WHOLE:
            found |= leaves(value, (*at, key))
        else:
            found[(*at, key)] = value
    return found


def end_of(path: Path) -> Path:
    """The path, or that of the table above it that is only ever written as a whole.

    >>> end_of(("issue", "price", "option", "low", "consent", "all_of"))
    ('issue', 'price', 'option', 'low', 'consent')
    """
    return path[: path.index(WHOLE) + 1] if WHOLE in path else path


def _changes(
    merged: Merged, written: Mapping[Path, Any], reasons: Mapping[Path, str]
) -> tuple[Change, ...]:
    """The changes in the order of the parent's tables, new keys last in their own order."""
    places = {path: place for place, path in enumerate(written)}

    def rank(path: Path) -> tuple[tuple[int, int], ...]:
        found: list[tuple[int, int]] = []
        for depth, key in enumerate(path):
            siblings = merged.get(path[:depth])
            known = isinstance(siblings, Mapping) and key in siblings
            found.append((0, list(siblings).index(key)) if known else (1, places[path]))
        return tuple(found)

    return tuple(
        Change(
            path=path,
            value=written[path],
            before=merged.get(path),
            reason=_reason(path, reasons),
        )
        for path in sorted(written, key=lambda path: (rank(path)[:-1], rank(path)))
    )


def _reason(path: Path, reasons: Mapping[Path, str]) -> str:
    """The reason given for a path; reasons for parts of it one after the other."""
    told = [(key, text) for key, text in reasons.items() if key[: len(path)] == path and text]
    distinct = dict.fromkeys(text for _, text in told)
    if len(distinct) <= 1:
        return next(iter(distinct), "")
    return "; ".join(f"{dotted(key[len(path) :]) or 'all'}: {text}" for key, text in told)


def _shadowed(stack: Stack, path: Path) -> bool:
    """Whether some coding writes or takes out what the path stands for, or the order around it."""
    for coding in stack.codings:
        for tables in stack.blocks(coding):
            written = list(leaves(_content(tables)))
            removed = [at for _, text in listed(tables.get("remove")) if (at := _parsed(text))]
            if any(_overlap(path, at) for at in (*written, *removed)):
                return True
            if _reorders(stack, path, written, removed):
                return True
    return False


def _reorders(stack: Stack, path: Path, written: Sequence[Path], removed: Sequence[Path]) -> bool:
    """Whether a coding adds or takes out keys where the path adds one: options have an order."""
    depth = next((n for n in range(1, len(path)) if not stack.base.has(path[: n + 1])), None)
    if depth is None:
        return False
    table = path[:depth]
    added = [at for at in written if len(at) > depth and not stack.base.has(at[: depth + 1])]
    gone = [at for at in removed if len(at) == depth + 1]
    return any(at[:depth] == table and at[depth] not in SOURCE_KEYS for at in (*added, *gone))


def _content(tables: Mapping[str, Any]) -> dict[str, Any]:
    return {key: held for key, held in tables.items() if key not in ("says", "remove")}


def _parsed(text: Any) -> Path | None:
    return parse_path(text) if isinstance(text, str) else None


def _overlap(one: Path, other: Path) -> bool:
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]


def _numeric(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(_numeric(held) for held in value.values())
    if isinstance(value, (list, tuple)):
        return any(_numeric(held) for held in value)
    return isinstance(value, (int, float)) and not isinstance(value, bool)
