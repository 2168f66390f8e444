"""Where each key of a TOML text stands: key path → line, from 1.

``tomllib`` keeps no positions. This scanner assumes the text is valid TOML, which ``tomllib`` has
checked before, so it only has to find keys and to step over values.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_left

__all__ = ["Path", "key_lines"]

#: Keys from the root, without dots. Elements of arrays are their position as text.
Path = tuple[str, ...]

_BARE_END = frozenset(" \t\r\n.=]")


def key_lines(text: str) -> dict[Path, int]:
    """Line of every key, table and – where it differs from its key's – array element.

    >>> key_lines("a = 1\\n[b.c]\\nd = { e = 2 }\\n")[("b", "c", "d", "e")]
    3
    """
    return _Scanner(text).scan()


class _Scanner:
    """One pass over a text, with a position."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.breaks = [place for place, mark in enumerate(text) if mark == "\n"]
        self.lines: dict[Path, int] = {}
        self.counts: dict[Path, int] = {}

    def scan(self) -> dict[Path, int]:
        base: Path = ()
        self._skip_blank()
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                base = self._header()
            else:
                self._pair(base)
            self._skip_blank()
        return self.lines

    def _line(self) -> int:
        return bisect_left(self.breaks, self.at) + 1

    def _record(self, path: Path, line: int) -> None:
        for length in range(1, len(path)):
            self.lines.setdefault(path[:length], line)
        self.lines[path] = line

    def _header(self) -> Path:
        line = self._line()
        twice = self.text.startswith("[[", self.at)
        self.at += 2 if twice else 1
        path = self._key()
        self.at += 2 if twice else 1
        if twice:
            count = self.counts.get(path, 0)
            self.counts[path] = count + 1
            path = (*path, str(count))
        self._record(path, line)
        return path

    def _pair(self, base: Path) -> None:
        line = self._line()
        path = base + self._key()
        self.at += 1  # the equals sign
        self._record(path, line)
        self._value(path, line)

    def _key(self) -> Path:
        parts: list[str] = []
        while True:
            self._skip_spaces()
            start = self.at
            if self.text[start] in "\"'":
                self._string()
                parts.append(tomllib.loads("k=" + self.text[start : self.at])["k"])
            else:
                while self.text[self.at] not in _BARE_END:
                    self.at += 1
                parts.append(self.text[start : self.at])
            self._skip_spaces()
            if self.text[self.at] != ".":
                return tuple(parts)
            self.at += 1

    def _value(self, path: Path, line: int) -> None:
        self._skip_spaces()
        mark = self.text[self.at]
        if mark in "\"'":
            self._string()
        elif mark == "[":
            self._array(path, line)
        elif mark == "{":
            self._inline(path)
        else:
            while self.at < len(self.text) and self.text[self.at] not in ",]}\n#":
                self.at += 1

    def _array(self, path: Path, line: int) -> None:
        self.at += 1
        place = 0
        while True:
            self._skip_blank()
            if self.text[self.at] == "]":
                break
            here = (*path, str(place))
            if self._line() != line:
                self.lines[here] = self._line()
            self._value(here, self._line())
            place += 1
            self._skip_blank()
            if self.text[self.at] == ",":
                self.at += 1
        self.at += 1

    def _inline(self, path: Path) -> None:
        self.at += 1
        while True:
            self._skip_blank()
            if self.text[self.at] == "}":
                break
            self._pair(path)
            self._skip_blank()
            if self.text[self.at] == ",":
                self.at += 1
        self.at += 1

    def _string(self) -> None:
        quote = self.text[self.at]
        triple = quote * 3
        closing = triple if self.text.startswith(triple, self.at) else quote
        self.at += len(closing)
        while not self.text.startswith(closing, self.at):
            self.at += 2 if quote == '"' and self.text[self.at] == "\\" else 1
        self.at += len(closing)
        # A multi-line string may end in one or two quotes of its own before the closing three.
        while len(closing) == 3 and self.text.startswith(quote, self.at):
            self.at += 1

    def _skip_spaces(self) -> None:
        while self.at < len(self.text) and self.text[self.at] in " \t":
            self.at += 1

    def _skip_blank(self) -> None:
        while self.at < len(self.text):
            mark = self.text[self.at]
            if mark in " \t\r\n":
                self.at += 1
            elif mark == "#":
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            else:
                return
