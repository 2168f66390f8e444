"""Plain-text tables that fit the reader's width: side by side where there is room, else stacked."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

__all__ = ["paragraph", "side_by_side"]

_NARROWEST_LABEL = 16
_GAP = 2


def paragraph(text: str, width: int, *, indent: str = "") -> str:
    """Text wrapped to a width, every line indented."""
    return textwrap.fill(
        text,
        width=max(width, 20),
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def side_by_side(
    heads: Sequence[Sequence[str]], rows: Sequence[tuple[str, Sequence[str]]], width: int
) -> str:
    """Labelled rows with one column per head; long labels wrap, and where even that leaves too
    little room each row's cells are listed below its label.

    heads : for each column, its lines. rows : label and one cell per column.

    >>> print(side_by_side([["a"], ["b"]], [("first", ["1", "2"])], 40))
                      a  b
      first           1  2
    """
    columns = len(heads)
    sizes = [
        max(len(text) for text in [*heads[c], *(row[c] for _, row in rows)]) for c in range(columns)
    ]
    room = width - sum(sizes) - _GAP * (columns + 1)
    if room < _NARROWEST_LABEL:
        return _stacked(heads, rows, width)
    label_width = min(room, max([_NARROWEST_LABEL - _GAP, *(len(label) for label, _ in rows)]))
    lines = [
        _line("", [_cell(head, n) for head in heads], sizes, label_width)
        for n in range(max(len(head) for head in heads))
        if any(_cell(head, n) for head in heads)
    ]
    for label, cells in rows:
        parts = textwrap.wrap(label, label_width, subsequent_indent="  ") or [""]
        lines.append(_line(parts[0], list(cells), sizes, label_width))
        lines += [_line(part, [], [], label_width) for part in parts[1:]]
    return "\n".join(lines)


def _cell(head: Sequence[str], n: int) -> str:
    return head[n] if n < len(head) else ""


def _line(label: str, cells: list[str], sizes: list[int], label_width: int) -> str:
    gap = " " * _GAP
    texts = [cell.ljust(size) for cell, size in zip(cells, sizes, strict=False)]
    return (gap + label.ljust(label_width) + "".join(gap + text for text in texts)).rstrip()


def _stacked(
    heads: Sequence[Sequence[str]], rows: Sequence[tuple[str, Sequence[str]]], width: int
) -> str:
    names = [" – ".join(part for part in head if part) for head in heads]
    lines = []
    for label, cells in rows:
        lines.append(paragraph(label, width, indent="  "))
        for name, cell in zip(names, cells, strict=True):
            text = f"{name}: {cell}" if name else cell
            lines.append(paragraph(text, width, indent="    "))
    return "\n".join(lines)
