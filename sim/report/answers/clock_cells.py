"""Cells and words that the tables and figures of the clock share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from sim.domain.clock import Clock
from sim.domain.clock_kinds import Channel
from sim.domain.estimate import Amount
from sim.report import wording
from sim.report.codings import heads
from sim.report.table import paragraph, side_by_side

__all__ = [
    "FEW",
    "LITTLE",
    "NOTHING_HANGS",
    "UNHEEDED",
    "cells",
    "channel_words",
    "days_words",
    "feared_by_words",
    "signed_amount",
    "table",
]

#: Where no belief about a deadline makes a difference, and where nothing else does either.
UNHEEDED = (
    "No party here heeds a deadline belief: to come down before a deadline is what time-dependent "
    "parties do, and nobody is one"
)
NOTHING_HANGS = (
    ". Nor does anything in the scenario hang on a deadline: none changes anything here, by "
    "construction and not as a finding."
)

FEW = "too few worlds"
LITTLE = "less than 0.01"

_CHANNELS = {
    Channel.EVENTS: "no-deal values (events that hang on it)",
    Channel.BELIEFS: "beliefs (what is learnt on its day)",
    Channel.TACTICS: "tactics (fear of it): an assumption",
    Channel.REST: "what they do only together",
    Channel.DRIFT: "beside it, the drift of no-deal values",
}


class _Coded(Protocol):
    @property
    def coding(self) -> str: ...


Row = TypeVar("Row", bound=_Coded)


def channel_words(channel: Channel) -> str:
    """A channel as a reader would say it."""
    return _CHANNELS[channel]


def days_words(finding: Clock) -> str:
    """The day of the deadline; its days, where codings differ in it."""
    days = sorted({effect.deadline for effect in finding.effects})
    return wording.listed(map(wording.day_words, days), last="or")


def feared_by_words(finding: Clock, setting: str, value: float | None) -> str:
    """Who fears the deadline, and how much."""
    names = [
        wording.party_words(finding.made.labels.parties[one]) for one in setting.split("+") if one
    ]
    alone = " alone" if len(names) == 1 else ""
    level = "as stated" if value is None else f"chance {value:g}"
    return f"feared by {wording.listed(names) or 'nobody'}{alone}, {level}"


def signed_amount(amount: Amount | None) -> str:
    """A mean change in value units with its interval."""
    if amount is None:
        return FEW
    low, high = wording.cost_words(amount.low), wording.cost_words(amount.high)
    told = f"{wording.cost_words(amount.mean)} ({low} to {high})"
    return LITTLE if told == "0.00 (0.00 to 0.00)" else told


def cells(finding: Clock, rows: Sequence[Row], cell: Callable[[Row], str]) -> list[str]:
    """A cell for every coding; empty where the coding has no such row."""
    found = {row.coding: cell(row) for row in rows}
    return [found.get(coding, "") for coding in finding.made.codings]


def table(
    finding: Clock,
    title: str,
    rows: Sequence[tuple[str, Sequence[str]]],
    width: int,
    note: str,
) -> str:
    """Rows under a title, one column a coding, with a note on how to read them."""
    laid = side_by_side(heads(finding.made.codings), rows, width)
    # Where there is no room side by side, a label without cells would head a list of nothing.
    empty = {"", *(f"{coding}:" for coding in finding.made.codings)}
    if any(line.strip() in empty for line in laid.splitlines()):
        laid = side_by_side(heads(finding.made.codings), _folded(rows), width)
    return "\n".join([paragraph(title, width), laid, paragraph(note, width)])


def _folded(rows: Sequence[tuple[str, Sequence[str]]]) -> list[tuple[str, Sequence[str]]]:
    """Rows without labels that only head others: each takes the label that headed it."""
    found, head = [], ""
    for label, told in rows:
        if not any(told):
            head = label
        elif head and label.startswith(" "):
            found.append((f"{head} – {label.strip()}", told))
        else:
            head = ""
            found.append((label, told))
    return found
