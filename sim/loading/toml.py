"""TOML in and out: a parsed file with its lines, one ``--set`` word, a value as text."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path as FilePath
from typing import Any

from sim.errors import Fault, NotFoundError, ScenarioError
from sim.loading.lines import Path, key_lines

__all__ = [
    "SourceFile",
    "as_toml",
    "dotted",
    "nested",
    "parse_path",
    "parse_set",
    "read_file",
    "too_deep",
]

_DEEPEST = 40
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_PLACE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")
_TWICE = ("Cannot overwrite a value", "Cannot declare", "Cannot mutate", "Duplicate inline")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """One TOML file as read. ``shown`` is its name in messages."""

    place: FilePath
    shown: str
    tables: Mapping[str, Any]
    lines: Mapping[Path, int]


def read_file(place: FilePath) -> SourceFile:
    """Parse a file. Raises ``NotFoundError`` if unreadable, ``ScenarioError`` if not TOML."""
    shown = _shown(place)
    try:
        text = place.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = problem.object[: problem.start].count(b"\n") + 1
        raise ScenarioError([Fault(file=shown, line=line, path="", rule="is not UTF-8")]) from None
    except OSError as problem:
        raise NotFoundError(f"cannot read {shown}: {problem.strerror}") from None
    text = text.replace("\r\n", "\n")
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise ScenarioError([_syntax_fault(shown, text, str(problem))]) from None
    except (RecursionError, ValueError) as problem:
        # int() refuses literals of thousands of digits; deep nesting exhausts the parser.
        rule = f"is not TOML that can be read: {type(problem).__name__}"
        raise ScenarioError([Fault(file=shown, line=1, path="", rule=rule)]) from None
    if too_deep(tables):
        rule = "nests tables or lists deeper than any scenario needs"
        raise ScenarioError([Fault(file=shown, line=1, path="", rule=rule)])
    return SourceFile(place=place, shown=shown, tables=tables, lines=key_lines(text))


def parse_set(word: str) -> tuple[Path, Any, str]:
    """Split ``PATH=VALUE``: the path, the value, and the value as TOML text.

    >>> parse_set("party.seller.premium=[0, 0.1]")
    (('party', 'seller', 'premium'), [0, 0.1], '[0, 0.1]')
    """
    path_text, equals, value_text = word.partition("=")
    path = parse_path(path_text)
    if not equals or path is None or len(path) > _DEEPEST:
        raise ScenarioError([_set_fault(word, "must read PATH=VALUE")])
    try:
        parsed = tomllib.loads(f"value = {value_text.strip()}")
        if set(parsed) != {"value"} or too_deep(parsed):
            raise ValueError
    except (ValueError, RecursionError):
        advice = "text needs quotes inside the shell's own: --set 'a.b=\"text\"'"
        raise ScenarioError([_set_fault(word, "must give a TOML value", advice)]) from None
    return path, parsed["value"], as_toml(parsed["value"])


def too_deep(tables: Any) -> bool:
    """Whether tables and lists nest deeper than any scenario does, so that recursion is safe."""
    level = [tables]
    for _ in range(_DEEPEST):
        level = [
            inner
            for held in level
            if isinstance(held, (Mapping, list))
            for inner in (held.values() if isinstance(held, Mapping) else held)
        ]
        if not level:
            return False
    return True


def parse_path(text: str) -> Path | None:
    """Keys of a dotted path, quoted keys allowed; ``None`` where it is none."""
    try:
        table: Any = tomllib.loads(f"{text.strip()} = 0")
    except (ValueError, RecursionError):
        return None
    keys: list[str] = []
    while isinstance(table, dict):
        if len(table) != 1:
            return None
        key, table = next(iter(table.items()))
        keys.append(key)
    return tuple(keys)


def dotted(path: Path) -> str:
    """A path as readers write it, keys quoted where TOML wants it."""
    return ".".join(
        key if _BARE.fullmatch(key) else json.dumps(key, ensure_ascii=False) for key in path
    )


def nested(path: Path, value: Any) -> dict[str, Any]:
    """The tables that hold one value at a path."""
    for key in reversed(path):
        value = {key: value}
    tables: dict[str, Any] = value
    return tables


def as_toml(value: Any) -> str:
    """A plain value as TOML text on one line.

    >>> as_toml({"range": [0, 0.5], "scale": "log"})
    '{ range = [0, 0.5], scale = "log" }'
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{dotted((key,))} = {as_toml(held)}" for key, held in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(as_toml(element) for element in value) + "]"
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    return repr(value)


def _shown(place: FilePath) -> str:
    try:
        return place.resolve().relative_to(FilePath.cwd()).as_posix()
    except (ValueError, OSError):
        return str(place)


def _syntax_fault(shown: str, text: str, message: str) -> Fault:
    found = _PLACE.search(message)
    bare = message[: found.start()] if found else message
    line = int(found[1]) if found and found[1] else text.rstrip().count("\n") + 1
    if bare.startswith(_TWICE):
        rule = "defines a key or table that is already defined above"
    else:
        rule = f"is not valid TOML: {bare[:1].lower()}{bare[1:]}"
    return Fault(file=shown, line=line, path="", rule=rule)


def _set_fault(word: str, rule: str, advice: str = "") -> Fault:
    return Fault(file="--set", line=0, path="", rule=rule, value=repr(word), advice=advice)
