"""Option values from a spreadsheet: a CSV file with issue, option and one column per party."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sim.errors import Fault, NotFoundError, ScenarioError

__all__ = ["Named", "Sheet", "read_sheet"]


@dataclass(frozen=True, slots=True)
class Named:
    """An id with the name it was made from."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a spreadsheet says. values : (party, issue, option) ids → value in [0, 1]."""

    parties: tuple[Named, ...]
    issues: Mapping[Named, tuple[Named, ...]]
    values: Mapping[tuple[str, str, str], float]


def read_sheet(place: Path) -> Sheet:
    """Read a CSV file, commas or semicolons.

    Raises ``NotFoundError`` if it cannot be read, ``ScenarioError`` with every faulty line.
    """
    try:
        text = place.read_text(encoding="utf-8-sig")
    except OSError as problem:
        raise NotFoundError(f"cannot read {place}: {problem.strerror}") from None
    except UnicodeDecodeError:
        raise ScenarioError(
            [Fault(file=str(place), line=0, path="", rule="is not UTF-8")]
        ) from None
    reader = _SheetReader(str(place))
    sheet = reader.read(text)
    if reader.faults:
        raise ScenarioError(reader.faults)
    return sheet


class _SheetReader:
    """Collects rows and faults of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []
        self.parties: list[Named] = []
        self.issues: dict[Named, dict[str, Named]] = {}
        self.values: dict[tuple[str, str, str], float] = {}

    def read(self, text: str) -> Sheet:
        head = text.partition("\n")[0]
        separator = ";" if head.count(";") > head.count(",") else ","
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        try:
            self._header([cell.strip() for cell in next(rows, [])])
            for row in rows:
                cells = [cell.strip() for cell in row]
                if any(cells) and not self._broken_header():
                    self._row(rows.line_num, cells, decimal_comma=separator == ";")
        except csv.Error as problem:
            self._fault(rows.line_num, "", f"is not CSV: {problem}")
        self._complete()
        return Sheet(
            parties=tuple(self.parties),
            issues={issue: tuple(options.values()) for issue, options in self.issues.items()},
            values=self.values,
        )

    def _broken_header(self) -> bool:
        return any(fault.line == 1 for fault in self.faults)

    def _header(self, cells: list[str]) -> None:
        if [cell.lower() for cell in cells[:2]] != ["issue", "option"]:
            self._fault(1, "", "must begin with the columns issue, option", ", ".join(cells[:2]))
        for cell in cells[2:]:
            party = self._named(1, cell)
            if party and party.id in [known.id for known in self.parties]:
                self._fault(1, party.id, "is the column of two parties", cell)
            elif party:
                self.parties.append(party)
        if len(cells) < 4:
            self._fault(1, "", "must have columns for at least two parties")

    def _row(self, line: int, cells: list[str], *, decimal_comma: bool) -> None:
        if len(cells) != len(self.parties) + 2:
            count = len(self.parties) + 2
            self._fault(line, "", f"must have {count} cells", str(len(cells)))
            return
        issue, option = self._named(line, cells[0]), self._named(line, cells[1])
        if issue is None or option is None:
            return
        known = next((other for other in self.issues if other.id == issue.id), issue)
        options = self.issues.setdefault(known, {})
        if option.id in options:
            self._fault(line, f"{issue.id}.{option.id}", "is there twice", cells[1])
            return
        options[option.id] = option
        for party, cell in zip(self.parties, cells[2:], strict=True):
            path = f"{issue.id}.{option.id}.{party.id}"
            text = cell.replace(",", ".") if decimal_comma else cell
            self.values[party.id, issue.id, option.id] = self._number(line, path, text)

    def _number(self, line: int, path: str, cell: str) -> float:
        try:
            number = float(cell)
        except ValueError:
            self._fault(line, path, "must be a number", repr(cell))
            return 0.0
        if not 0 <= number <= 1:
            self._fault(line, path, "must lie in [0, 1]", cell)
        return number

    def _named(self, line: int, text: str) -> Named | None:
        plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
        key = "_".join(re.findall(r"[a-z0-9]+", plain))
        if not key:
            self._fault(line, "", "must have a name made of letters", repr(text))
            return None
        return Named(key if key[0].isalpha() else f"n{key}", text)

    def _complete(self) -> None:
        if not self.faults and not self.issues:
            self._fault(1, "", "must have rows of options")
        for issue, options in self.issues.items():
            if len(options) < 2 and not self.faults:
                self._fault(0, issue.id, "must have at least two options")

    def _fault(self, line: int, path: str, rule: str, value: str = "") -> None:
        self.faults.append(Fault(file=self.file, line=line, path=path, rule=rule, value=value))
