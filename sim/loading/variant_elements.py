"""The text of a variant that can be edited with its comments and its order left alone.

Works on the elements tomlkit keeps in file order, one by one: its own tables cannot be changed
safely where a file states one table in several places.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.loading.lines import Path
from sim.loading.toml import dotted
from sim.loading.variant_wording import MARKS

if TYPE_CHECKING:
    from tomlkit.container import Container

__all__ = ["Entry", "VariantText"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One ``key = value`` of the file: its path, plain value, and where it is kept."""

    path: Path
    value: Any
    body: Container
    place: int


class VariantText:
    """A text being edited; ``text()`` is what it has become. The text must be valid TOML."""

    def __init__(self, text: str) -> None:
        import tomlkit

        self.document = tomlkit.parse(text)
        self.later: dict[Path, list[str]] = {}

    def text(self) -> str:
        """The text with everything changed so far."""
        made = self.document.as_string()
        for table, lines in self.later.items():
            gap = "" if made.endswith("\n\n") or not made else "\n"
            made = f"{made.rstrip()}\n{gap}" if gap else made
            made += f"[{dotted(table)}]\n" + "".join(lines)
        return made

    def tables(self) -> dict[str, Any]:
        """What the text holds now, as plain tables."""
        return tomllib.loads(self.text())

    def entries(self) -> list[Entry]:
        """Every key with a value, in file order."""
        return list(_entries(self.document, ()))

    def replace(self, entry: Entry, text: str) -> None:
        """Give a key another value; a comment behind it stays."""
        key, old = entry.body.body[entry.place]
        new = _line(f"x = {text}")[1]
        new.trivia.comment_ws, new.trivia.comment = old.trivia.comment_ws, old.trivia.comment
        new.trivia.trail = old.trivia.trail
        entry.body.body[entry.place] = (key, new)

    def drop(self, entry: Entry) -> None:
        """Delete a key, with the comments above it that were written by this program."""
        from tomlkit.items import Null

        for place in (entry.place, *_told_above(entry)):
            entry.body.body[place] = (None, Null())

    def retell(self, entry: Entry, comments: Sequence[str]) -> None:
        """Put other comments above a key, where this program wrote some."""
        from tomlkit.items import Null, Whitespace

        places = _told_above(entry)
        for place in places:
            entry.body.body[place] = (None, Null())
        if places:
            text = "".join(f"{line}\n" for line in comments)
            entry.body.body[places[-1]] = (None, Whitespace(text))

    def prune(self, idle: Sequence[str]) -> None:
        """Delete tables that hold nothing but idle keys; comments behind the last key stay."""
        _prune(self.document, frozenset(idle))

    def add(self, path: Path, text: str, comments: Sequence[str]) -> None:
        """Write a new key: into its table where the file has one, else in a table at the end."""
        found = self._home(path[:-1])
        if found is None:
            lines = [f"{line}\n" for line in (*comments, f"{dotted(path[-1:])} = {text}")]
            held = self.later.setdefault(path[:-1], [])
            held.extend(lines)
            return
        body, at = found
        place = _behind_last_key(body)
        new = [_line(f"{line}\n") for line in (*comments, f"{dotted(path[at:])} = {text}")]
        body.body[place:place] = new

    def _home(self, table: Path) -> tuple[Container, int] | None:
        """The body a key of a table belongs into, and how many keys of its path lead there."""
        if not table:
            return self.document, 0
        if table in self.later:
            return None
        best = None
        for path, body, at in _homes(self.document, (), 0):
            if path == table[: len(path)] and (path == table or at < len(path)):
                best = (body, at)
        return best


def _told_above(entry: Entry) -> list[int]:
    """Places of the comments above a key that this program wrote, nearest first."""
    from tomlkit.items import Comment, Null

    found = []
    for place in range(entry.place - 1, -1, -1):
        item = entry.body.body[place][1]
        if isinstance(item, Null):
            continue
        if not isinstance(item, Comment) or not item.as_string().strip().startswith(MARKS):
            break
        found.append(place)
    return found


def _entries(body: Container, at: Path) -> Iterator[Entry]:
    from tomlkit.items import Table

    for place, (key, item) in enumerate(body.body):
        if key is None:
            continue
        path = (*at, key.key)
        if isinstance(item, Table):
            yield from _entries(item.value, path)
        else:
            yield Entry(path=path, value=item.unwrap(), body=body, place=place)


def _homes(body: Container, at: Path, header: int) -> Iterator[tuple[Path, Container, int]]:
    """Tables of the file: path, the body to write into, and the length of its header's path.

    A table made by dotted keys has no header; its keys are written as theirs are.
    """
    from tomlkit.items import Table

    for key, item in body.body:
        if key is None or not isinstance(item, Table):
            continue
        path = (*at, key.key)
        if key.is_dotted():
            yield path, body, header
            yield from ((inner, body, header) for inner in _dotted(item.value, path))
        elif item.is_super_table():
            yield from _homes(item.value, path, header)
        else:
            yield path, item.value, len(path)
            yield from _homes(item.value, path, len(path))


def _dotted(body: Container, at: Path) -> Iterator[Path]:
    from tomlkit.items import Table

    for key, item in body.body:
        if key is not None and isinstance(item, Table):
            yield (*at, key.key)
            yield from _dotted(item.value, (*at, key.key))


def _prune(body: Container, idle: frozenset[str]) -> None:
    from tomlkit.items import Table, Whitespace

    for place, (key, item) in enumerate(body.body):
        if key is None or not isinstance(item, Table):
            continue
        _prune(item.value, idle)
        if all(inner is None or inner.key in idle for inner, _ in item.value.body):
            words = _all_words(item.value) if item.is_super_table() else _trailing(item.value)
            body.body[place] = (None, Whitespace(words))


def _all_words(body: Container) -> str:
    """What is left in a table without a header."""
    return "".join(item.as_string() for key, item in body.body if key is None)


def _trailing(body: Container) -> str:
    """What stands behind a blank line after the last key of a table: words on the next one."""
    from tomlkit.items import Comment, Whitespace

    places = [place for place, (key, _) in enumerate(body.body) if key is not None]
    rest = [item for _, item in body.body[places[-1] + 1 if places else 0 :]]
    texts = [item.as_string() for item in rest if isinstance(item, (Comment, Whitespace))]
    # What an inner table left is one piece of white space that holds words.
    blank = next((n for n, text in enumerate(texts) if not text.strip()), len(texts))
    left = next((n for n, text in enumerate(texts) if "\n" in text.strip()), len(texts))
    return "".join(texts[min(blank + 1, left) :])


def _behind_last_key(body: Container) -> int:
    """Where a new key goes: behind the last one that stands before any table's header."""
    from tomlkit.items import Table

    place = 0
    for at, (key, item) in enumerate(body.body):
        if key is None:
            continue
        if isinstance(item, Table) and not key.is_dotted():
            break
        place = at + 1
    return place


def _line(text: str) -> tuple[Any, Any]:
    """One element of a body."""
    import tomlkit

    body = tomlkit.parse(text).body
    return body[0]
