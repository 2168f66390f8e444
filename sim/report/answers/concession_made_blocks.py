"""The concessions actually made in words: where it settled against where it did not."""

from __future__ import annotations

from collections.abc import Sequence

from sim.domain.answer import Made
from sim.domain.concession_made import ConcededRow, GivenRow, When
from sim.domain.concession_sets import ConcessionsMade
from sim.report import wording
from sim.report.answers.concession_steps import change_words, in_codings, party_of
from sim.report.codings import heads
from sim.report.table import paragraph, side_by_side

__all__ = ["made_says", "made_text", "only_where_settled"]

_UNITS = 8
_OPTIONS = 8
_NAMED = 2


def only_where_settled(conceded: ConcessionsMade) -> list[list[GivenRow]]:
    """Options that one party gave only where it settled, in every coding; most often first."""
    found: dict[tuple[str, str, str], list[GivenRow]] = {}
    for row in conceded.given:
        found.setdefault((row.party, row.issue, row.option), []).append(row)
    codings = len({row.coding for row in conceded.conceded})
    kept = [
        rows
        for rows in found.values()
        if len(rows) == codings and all(row.when is When.ONLY_SETTLED for row in rows)
    ]
    return sorted(kept, key=lambda rows: -_least(rows))


def _least(rows: Sequence[GivenRow]) -> float:
    return min(row.settled.share for row in rows if row.settled is not None)


def made_says(conceded: ConcessionsMade, made: Made) -> str:
    """What was given only where it settled, in a sentence; nothing where no option was."""
    groups = only_where_settled(conceded)
    if not groups:
        return ""
    told = wording.listed(_option(rows[0], made) for rows in groups[:_NAMED])
    left = len(groups) - _NAMED
    more = f" (and {left} more)" if left > 0 else ""
    return f"Given{in_codings(len(groups[0]))} only where it settled: {told}{more}."


def made_text(conceded: ConcessionsMade, made: Made, *, width: int = 80) -> str:
    """How much each party conceded, and which options were given only where it settled."""
    title = paragraph("WHAT WAS CONCEDED, WHERE IT SETTLED AGAINST WHERE IT DID NOT", width)
    intro = paragraph(
        "From a party's first offer to what was signed, or to its own last offer where nothing "
        "was. It shows what went with settling, not what brought it about: to sign is to give.",
        width,
    )
    parts = [f"{title}\n{intro}"]
    if all(row.difference is None for row in conceded.conceded):
        parts.append(
            paragraph("Too few worlds settled, or too few did not, to compare them.", width)
        )
    else:
        parts.append(_units(conceded, made, width))
        parts.append(_options(conceded, made, width))
    return "\n\n".join(part for part in parts if part)


def _units(conceded: ConcessionsMade, made: Made, width: int) -> str:
    found: dict[tuple[str, str], dict[str, ConcededRow]] = {}
    for row in conceded.conceded:
        found.setdefault((row.party, row.issue), {})[row.coding] = row
    clear = {key: rows for key, rows in found.items() if any(map(_clear, rows.values()))}
    if not clear:
        return paragraph("On no issue did a party clearly concede more or less.", width)
    shown = sorted(clear.items(), key=lambda item: -max(map(_size, item[1].values())))[:_UNITS]
    rows = [
        (
            f"{wording.capital(party_of(party, made.labels))}, {made.labels.issues[issue]}",
            [_difference(by_coding[coding]) for coding in made.codings],
        )
        for (party, issue), by_coding in shown
    ]
    head = paragraph(
        f"Value units given where it settled, more than where it did not; clear ones only "
        f"({wording.SAMPLING_ONLY}):",
        width,
    )
    return f"{head}\n{side_by_side(heads(made.codings), rows, width)}"


def _clear(row: ConcededRow) -> bool:
    return row.difference is not None and (row.difference.low > 0.0 or row.difference.high < 0.0)


def _size(row: ConcededRow) -> float:
    return 0.0 if row.difference is None else abs(row.difference.mean)


def _difference(row: ConcededRow) -> str:
    return "cannot be told" if row.difference is None else change_words(row.difference)


def _options(conceded: ConcessionsMade, made: Made, width: int) -> str:
    groups = only_where_settled(conceded)
    if not groups:
        return paragraph("No option was clearly given only where it settled.", width)
    rows = []
    for group in groups[:_OPTIONS]:
        by_coding = {row.coding: row for row in group}
        cells = [_shares(by_coding[coding]) for coding in made.codings]
        rows.append((wording.capital(_option(group[0], made)), cells))
    every = in_codings(len(made.codings))
    head = paragraph(
        f"Given only where it settled{every}: in so many of 100 worlds that settled "
        f"({wording.SAMPLING_ONLY}):",
        width,
    )
    left = len(groups) - _OPTIONS
    tail = paragraph(f"{left} more in given.csv.", width) if left > 0 else ""
    return "\n".join(
        part for part in (head, side_by_side(heads(made.codings), rows, width), tail) if part
    )


def _shares(row: GivenRow) -> str:
    return "" if row.settled is None else wording.share_words(row.settled)


def _option(row: GivenRow, made: Made) -> str:
    labels = made.labels
    option = labels.options[row.issue].get(row.option, row.option)
    return f"{party_of(row.party, labels)}, “{option}” on {labels.issues[row.issue]}"
