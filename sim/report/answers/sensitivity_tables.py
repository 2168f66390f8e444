"""The tables of a sensitivity page: groups, directions, ends and conditions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from sim.domain.box import BoxSearch, Sought
from sim.domain.estimate import Amount, Difference
from sim.domain.sensitivity import (
    SETTLEMENT,
    DirectionIndex,
    EndsRow,
    GroupIndex,
    GroupKind,
    Sensitivity,
)
from sim.report import wording
from sim.report.answers.sensitivity_words import (
    box_words,
    direction_words,
    group_words,
    index_words,
)
from sim.report.codings import coding_head, heads
from sim.report.number_names import number_words
from sim.report.table import paragraph, side_by_side

__all__ = ["by_direction", "by_group", "conditions", "ends", "ends_words", "sources"]

Row = TypeVar("Row", GroupIndex, DirectionIndex, EndsRow)

_MOST_GROUPS = 12


def by_group(finding: Sensitivity, width: int) -> str:
    """What hangs on each group of inputs, the most important first."""
    groups = _by(finding.groups, lambda row: row.group)
    if not any(row.total for row in finding.groups):
        return ""
    shown = list(groups.values())[:_MOST_GROUPS]
    labels = [group_words(rows[0], finding.made.labels) for rows in shown]
    parts = []
    if finding.output == SETTLEMENT:
        cells = [_cells(finding, rows, _flips) for rows in shown]
        parts.append(
            _table(
                finding,
                "DRAWN ANEW ALONE (of 100 worlds, so many then end otherwise: settled or not; "
                f"{wording.SAMPLING_ONLY})",
                list(zip(labels, cells, strict=True)),
                width,
            )
        )
    told: list[tuple[str, list[str]]] = []
    for label, rows in zip(labels, shown, strict=True):
        told.append((label, _cells(finding, rows, lambda row: index_words(row.total))))
        told.append(("  by itself", _cells(finding, rows, lambda row: index_words(row.first))))
    title = (
        "OF ALL THAT VARIES (100 parts of the variance: what the group carries together with "
        f"others, and by itself; {wording.SAMPLING_ONLY})"
    )
    parts.append(_table(finding, title, told, width))
    left = list(groups.values())[_MOST_GROUPS:]
    if left:
        noun = "group" if len(left) == 1 else "groups"
        parts.append(paragraph(f"{len(left)} more {noun} carry less.", width))
    return "\n\n".join(parts)


def _flips(row: GroupIndex | DirectionIndex) -> str:
    return "–" if row.flips is None else wording.share_words(row.flips)


def by_direction(finding: Sensitivity, width: int) -> str:
    """The same by who says which way a number points, and on what sizes rest."""
    if not any(row.total for row in finding.directions):
        return ""
    told: list[tuple[str, list[str]]] = []
    for rows in _by(finding.directions, lambda row: row.direction.value).values():
        counts = {row.inputs for row in rows}
        inputs = " or ".join(f"{count}" for count in sorted(counts))
        label = f"{wording.capital(direction_words(rows[0].direction))} ({inputs} inputs)"
        told.append((label, _cells(finding, rows, lambda row: index_words(row.total))))
        told.append(("  by itself", _cells(finding, rows, lambda row: index_words(row.first))))
    title = (
        "WHO SAYS WHICH WAY A NUMBER POINTS (parts of 100 of the variance, as above; what inputs "
        "do only together counts for each of them, so that the parts add up to more than 100)"
    )
    return _table(finding, title, told, width)


def ends(finding: Sensitivity, width: int) -> str:
    """The single numbers that move the answer most, at either end of their range."""
    if not finding.ends:
        return ""
    counted = "more of 100 worlds settled" if finding.output == SETTLEMENT else "value units"
    title = (
        f"SINGLE NUMBERS AT THE ENDS OF THEIR RANGE ({counted}, against the worlds as drawn; all "
        "else as drawn, and nobody else told; "
        f"{wording.SAMPLING_ONLY})"
    )
    blocks = [paragraph(title, width)]
    for place, rows in enumerate(_by(finding.ends, lambda row: row.quantity).values(), start=1):
        name = number_words(rows[0].quantity, finding.made.labels, name=rows[0].name)
        cells = [
            ("low end", _cells(finding, rows, lambda row: _change_words(row.at_low))),
            ("high end", _cells(finding, rows, lambda row: _change_words(row.at_high))),
        ]
        head = paragraph(f"{place}. {name}{ends_words(rows)}", width)
        block = head + "\n" + side_by_side(heads(finding.made.codings), cells, width)
        blocks.append(block)
    return "\n\n".join(blocks)


def ends_words(rows: Sequence[EndsRow]) -> str:
    """The two ends of a number, in brackets; of each coding where they differ."""
    told = dict.fromkeys(
        f"{_number(row.low)} to {_number(row.high)}"
        for row in rows
        if row.low is not None and row.high is not None
    )
    return f" ({'; '.join(told)})" if told else " (all its options together)"


def _number(value: float) -> str:
    return f"{value:g}".replace("-", "−")


def _change_words(change: Difference | Amount) -> str:
    if isinstance(change, Difference):
        return wording.difference_words(change)
    return wording.amount_words(change)


def conditions(finding: Sensitivity, width: int) -> str:
    """The boxes found, coding by coding, or that there is none."""
    lines = [_conditions_title(finding, width)]
    for row in finding.outputs:
        where = coding_head(row.coding, "In coding {}: ")
        boxes = [box for box in finding.boxes if box.coding == row.coding]
        if row.search is BoxSearch.FEW:
            text = "too few worlds, or too few that end either way, to look for conditions."
            lines.append(paragraph(wording.capital(f"{where}{text}"), width, indent="  "))
        elif not boxes:
            text = (
                "no conditions were found under which the ending is any surer, in worlds that the "
                "search had not seen."
            )
            lines.append(paragraph(wording.capital(f"{where}{text}"), width, indent="  "))
        for box in boxes:
            told = box_words(box, finding.conditions, finding.made.labels)
            also = "outside those, " if box.box > 1 else ""
            lines.append(paragraph(wording.capital(f"{where}{also}{told}."), width, indent="  "))
    return "\n".join(lines)


def _conditions_title(finding: Sensitivity, width: int) -> str:
    counted = ""
    if finding.boxes:
        box = finding.boxes[0]
        counted = (
            f" (found in {wording.count_words(box.found)}, counted in "
            f"{box.checked:,} others; {wording.SAMPLING_ONLY})"
        )
    sought = {box.sought for box in finding.boxes}
    what = "TALKS FAIL" if sought == {Sought.NO_SETTLEMENT} else "DEALS HAPPEN"
    return paragraph(f"CONDITIONS UNDER WHICH {what}{counted}", width)


def sources(finding: Sensitivity, width: int) -> str:
    """What the seed file says of each source group among those shown."""
    rows = _by(finding.groups, lambda row: row.group).values()
    noted = [each[0] for each in rows if each[0].kind is GroupKind.SOURCE and each[0].note]
    if not noted:
        return ""
    lines = [f"{row.owner.replace('_', ' ')}: {row.note}" for row in noted]
    return "\n".join(
        [paragraph("THE SOURCES", width), *(paragraph(one, width, indent="  ") for one in lines)]
    )


def _by(rows: Iterable[Row], key: Callable[[Row], str]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def _cells(finding: Sensitivity, rows: Sequence[Row], cell: Callable[[Row], str]) -> list[str]:
    """One cell a coding; a dash where the coding has no such row."""
    by_coding: Mapping[str, Row] = {row.coding: row for row in rows}
    return [
        cell(by_coding[coding]) if coding in by_coding else "–" for coding in finding.made.codings
    ]


def _table(
    finding: Sensitivity, title: str, rows: Sequence[tuple[str, Sequence[str]]], width: int
) -> str:
    table = side_by_side(heads(finding.made.codings), rows, width)
    return paragraph(title, width) + "\n" + table
