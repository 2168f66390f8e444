"""The table of a run folder in its formats; the CSV text is what all of them hold."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sim.errors import ResultsError
from sim.records.placing import write_text
from sim.records.table import TableFormat, from_csv, to_csv

__all__ = ["OUTCOMES", "store_table", "stored_csv", "table_file"]

#: The table every run folder holds.
OUTCOMES = "outcomes"


def table_file(table: TableFormat, name: str = OUTCOMES) -> str:
    """Name of a table's file in a run folder.

    >>> table_file(TableFormat.CSV)
    'outcomes.csv'
    """
    return f"{name}.{table.value}"


def store_table(path: Path, csv: str, columns: Mapping[str, str], table: TableFormat) -> None:
    """Write the table, given as CSV text, in a format. columns : column → kind."""
    if table is TableFormat.CSV:
        write_text(path, csv)
        return
    from sim.records.parquet import to_parquet

    to_parquet(from_csv(csv, columns), path)


def stored_csv(folder: Path, columns: Mapping[str, str], name: str = OUTCOMES) -> str:
    """A table of a folder as CSV text, from whichever file holds it."""
    csv = folder / table_file(TableFormat.CSV, name)
    if csv.exists():
        return csv.read_text(encoding="utf-8")
    parquet = folder / table_file(TableFormat.PARQUET, name)
    if not parquet.exists():
        raise ResultsError(f"{folder} holds no table")
    from sim.records.parquet import from_parquet

    return to_csv(from_parquet(parquet, dict(columns)))
