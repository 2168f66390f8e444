"""A page as Markdown: whatever looks like mark-up in a name is shown, not obeyed."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from sim.domain.estimate import Labels
from sim.report.blocks import Bullets, Grid, Page, Part, Picture, Tone, Verbatim, Words
from sim.report.plain import CODE, plain

__all__ = ["escaped", "escaped_labels", "page_markdown"]

#: Marks that mean something wherever they stand. An underscore inside a word means nothing.
_ANYWHERE = re.compile(r"[\\`*\[\]<|~]|&(?=#|\w+;)|(?<![^\W_])_|_(?![^\W_])")

#: What would begin a heading, a list, a quotation or a rule.
_AT_START = re.compile(r"^([#>+=-]|\d{1,9}(?=[.)]))(.?)")

_MARKS = {Tone.PLAIN: "", Tone.STRONG: "**", Tone.ASIDE: "*"}


def page_markdown(page: Page, figures: Collection[str] = ()) -> str:
    """The page. figures : names of those that lie beside it, in a folder ``figures``."""
    parts = [f"# {escaped(page.title)}", *(_part(one, figures) for one in page.lead)]
    for section in page.sections:
        parts.append(f"## {escaped(section.head)}")
        parts += [_part(one, figures) for one in section.parts]
    return "\n\n".join(part for part in parts if part) + "\n"


def escaped(text: str) -> str:
    """Text on one line with its marks escaped; code between backquotes stays code.

    >>> escaped("- a *b* [c](d) of `no_deal`")
    '\\\\- a \\\\*b\\\\* \\\\[c\\\\](d) of `no_deal`'
    """
    pieces = CODE.split(plain(text))
    told = [
        f"`{piece}`" if at % 2 else _ANYWHERE.sub(r"\\\g<0>", piece)
        for at, piece in enumerate(pieces)
    ]
    return _AT_START.sub(_start, "".join(told))


def escaped_labels(labels: Labels) -> Labels:
    """Names that may stand anywhere in a Markdown text."""
    return Labels(
        parties=_escaped_names(labels.parties),
        issues=_escaped_names(labels.issues),
        options={issue: _escaped_names(names) for issue, names in labels.options.items()},
    )


def _escaped_names(names: Mapping[str, str]) -> dict[str, str]:
    return {key: escaped(name) for key, name in names.items()}


def _start(found: re.Match[str]) -> str:
    mark, after = found.groups()
    return f"{mark}\\{after}" if mark.isdigit() else f"\\{mark}{after}"


def _part(part: Part, figures: Collection[str]) -> str:
    if isinstance(part, Words):
        mark = _MARKS[part.tone]
        return f"{mark}{escaped(part.text)}{mark}"
    if isinstance(part, Bullets):
        return "\n".join(f"- {escaped(item)}" for item in part.items)
    if isinstance(part, Picture):
        shown = part.name in figures
        return f"![{escaped(part.says)}](figures/{part.name}.svg)" if shown else ""
    if isinstance(part, Verbatim):
        return "\n".join(f"    {line}" for line in part.text.splitlines())
    return _grid(part)


def _grid(grid: Grid) -> str:
    lines = [_row([escaped(head) for head in grid.heads]), _row(["---"] * len(grid.heads))]
    lines += [_row([escaped(cell.text) for cell in row]) for row in grid.rows]
    return "\n".join(lines)


def _row(cells: Collection[str]) -> str:
    return f"| {' | '.join(cells)} |"
