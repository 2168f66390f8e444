"""Outcomes as one tidy table: a row per world and coding, labels instead of positions.

A value is written with six decimals, whatever the format, so that tables of the same run agree to
the last digit; what does not exist is empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.domain.outcome import Ending, Outcomes, Overlap
from sim.errors import ResultsError, UsageError

__all__ = ["Column", "Kind", "Table", "TableFormat", "from_csv", "outcome_table", "to_csv"]


class TableFormat(Enum):
    """How the table is written; the value is the end of the file's name."""

    CSV = "csv"
    PARQUET = "parquet"


class Kind(Enum):
    """What a column holds."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A named column, its cells as they are written; an empty cell is an empty string."""

    name: str
    kind: Kind
    cells: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Columns of equal length."""

    columns: tuple[Column, ...]


def outcome_table(by_coding: Mapping[str, Outcomes]) -> Table:
    """The table of a run: coding after coding, worlds in their order.

    Raises ``UsageError`` where the codings differ in their parties or issues, since one table
    cannot then hold them.
    """
    parts = [list(_columns(coding, outcomes)) for coding, outcomes in by_coding.items()]
    names = [[column.name for column in part] for part in parts]
    if any(one != names[0] for one in names):
        raise UsageError("the codings of a run need the same parties, issues and partial deals")
    return Table(
        columns=tuple(
            Column(
                name=same[0].name,
                kind=same[0].kind,
                cells=[cell for column in same for cell in column.cells],
            )
            for same in zip(*parts, strict=True)
        )
    )


def to_csv(table: Table) -> str:
    """The table as CSV. Ids are plain words and numbers need no quotes."""
    head = ",".join(column.name for column in table.columns)
    rows = zip(*(column.cells for column in table.columns), strict=True)
    return "\n".join([head, *map(",".join, rows)]) + "\n"


def from_csv(text: str, kinds: Mapping[str, str]) -> Table:
    """The table that ``to_csv`` wrote. kinds : column → kind, as the manifest names them."""
    head, *rows = text.splitlines()
    names = head.split(",")
    cells = list(zip(*(row.split(",") for row in rows), strict=True)) or [()] * len(names)
    if len(cells) != len(names) or set(names) - set(kinds):
        raise ResultsError("the table does not have the columns its manifest names")
    return Table(
        columns=tuple(
            Column(name=name, kind=Kind(kinds[name]), cells=list(column))
            for name, column in zip(names, cells, strict=True)
        )
    )


def _columns(coding: str, outcomes: Outcomes) -> Iterator[Column]:
    scenario = outcomes.scenario
    issues, parties = scenario.agenda.issues, list(scenario.parties.values())
    yield Column(name="coding", kind=Kind.TEXT, cells=[coding] * outcomes.n)
    yield _whole("world", outcomes.world)
    yield _number("weight", outcomes.weight)
    yield _text("ending", outcomes.ending, [ending.name.lower() for ending in Ending])
    yield _number("day", outcomes.day)
    yield _text("overlap", outcomes.overlap, [state.name.lower() for state in Overlap][1:])
    for at, issue in enumerate(issues):
        options = [option.id for option in issue.options]
        yield _text(f"package.{issue.id}", outcomes.package[:, at], options)
    for place, party in enumerate(parties):
        yield _text(f"type.{party.id}", outcomes.type[:, place], ["plain", *party.types])
    for name, values in (("value", outcomes.value), ("no_deal", outcomes.no_deal)):
        for place, party in enumerate(parties):
            yield _number(f"{name}.{party.id}", values[:, place])
    for place, deal in enumerate(scenario.partial_deals):
        yield _number(f"partial.{deal}", outcomes.signed_partial[:, place])
    for place, party in enumerate(parties):
        yield _whole(f"refused_value.{party.id}", outcomes.refused_value[:, place])
        for at, issue in enumerate(issues):
            name = f"{party.id}.{issue.id}"
            options = [option.id for option in issue.options]
            yield _whole(f"refused_line.{name}", outcomes.refused_line[:, place, at])
            yield _number(f"conceded.{name}", outcomes.conceded[:, place, at])
            yield _text(f"first_offer.{name}", outcomes.first_offer[:, place, at], options)
            yield _text(f"last_offer.{name}", outcomes.last_offer[:, place, at], options)


def _text(name: str, codes: NDArray[Any], labels: Sequence[str]) -> Column:
    """Position → label; −1 is empty."""
    lookup = [*labels, ""]
    return Column(name=name, kind=Kind.TEXT, cells=[lookup[code] for code in codes.tolist()])


def _whole(name: str, values: NDArray[Any]) -> Column:
    return Column(name=name, kind=Kind.WHOLE, cells=list(map(str, values.tolist())))


def _number(name: str, values: NDArray[Any]) -> Column:
    # One format for the whole column is several times faster than one a cell; adding zero turns
    # −0 into 0.
    rounded = np.round(values.astype(np.float64), 6) + 0.0
    text = "%.6f " * len(rounded) % tuple(rounded.tolist())
    return Column(name=name, kind=Kind.NUMBER, cells=text.replace("nan", "").split(" ")[:-1])
