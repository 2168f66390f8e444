"""Tables as Parquet, where pyarrow is installed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sim.errors import ResultsError, UsageError
from sim.records.table import Column, Kind, Table

__all__ = ["from_parquet", "to_parquet"]

_READ = {Kind.TEXT: str, Kind.WHOLE: int, Kind.NUMBER: float}


def to_parquet(table: Table, path: Path) -> None:
    """Write the table. Raises ``UsageError`` where pyarrow is not installed."""
    arrow, parquet = _pyarrow()
    stored = {
        Kind.TEXT: arrow.string(),
        Kind.WHOLE: arrow.int64(),
        Kind.NUMBER: arrow.float64(),
    }
    columns = {}
    for column in table.columns:
        convert = _READ[column.kind]
        cells = [convert(cell) if cell else None for cell in column.cells]
        columns[column.name] = arrow.array(cells, type=stored[column.kind])
    parquet.write_table(arrow.table(columns), path)


def from_parquet(path: Path, kinds: dict[str, str]) -> Table:
    """The table that ``to_parquet`` wrote. kinds : column → kind, as the manifest names them."""
    _, parquet = _pyarrow()
    found = parquet.read_table(path)
    if found.column_names != list(kinds):
        raise ResultsError(f"{path} does not have the columns its manifest names")
    return Table(
        columns=tuple(
            Column(name=name, kind=Kind(kind), cells=_cells(found[name].to_pylist(), Kind(kind)))
            for name, kind in kinds.items()
        )
    )


def _cells(values: list[Any], kind: Kind) -> list[str]:
    write = "{:.6f}".format if kind is Kind.NUMBER else str
    return ["" if value is None else write(value) for value in values]


def _pyarrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise UsageError(
            "Parquet needs pyarrow, which is not installed: pip install 'parley-sim[parquet]'"
        ) from None
    return pyarrow, pyarrow.parquet
