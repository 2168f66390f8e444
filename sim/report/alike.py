"""Single concessions told together: those of one mover on one issue that change the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sim.domain.concession import ConcessionKind, ConcessionRow
from sim.domain.concessions import ConcessionNamed
from sim.domain.estimate import Labels
from sim.report import wording

__all__ = ["above_noise", "alike", "concession_words", "given_words"]

_VERBS = {
    ConcessionKind.ACCEPT: "accept",
    ConcessionKind.OPEN_WITH: "open with",
    ConcessionKind.GRANT: "fixed at",
}

#: Both name mover, issue, option and kind alike.
Row = ConcessionRow | ConcessionNamed


def alike(rows: Iterable[ConcessionRow]) -> tuple[tuple[ConcessionRow, ...], ...]:
    """Rows in groups, in the order of each group's first row.

    Rows of a group share mover and issue, and their lifts read the same in every coding.
    """
    groups: dict[tuple[object, ...], list[ConcessionRow]] = {}
    for row in rows:
        told = tuple(
            (coding, wording.difference_words(lift.early), wording.difference_words(lift.horizon))
            for coding, lift in row.lifts.items()
        )
        groups.setdefault((row.party, row.issue, told), []).append(row)
    return tuple(tuple(group) for group in groups.values())


def above_noise(row: ConcessionRow) -> bool:
    """Whether in some coding more worlds settle by the horizon than sampling alone explains."""
    return any(lift.horizon.low > 0.0 for lift in row.lifts.values())


def concession_words(rows: Sequence[Row], labels: Labels) -> str:
    """Concessions of one group as a reader would say them, whether the name is singular or plural.

    rows : at least one.
    """
    party = wording.capital(labels.parties[rows[0].party])
    return f"{party}: {given_words(rows, labels)} on {labels.issues[rows[0].issue]}"


def given_words(rows: Sequence[Row], labels: Labels) -> str:
    """What is given, for a place where mover and issue are named already."""
    parts = []
    for kind, verb in _VERBS.items():
        options = [_option(row, labels) for row in rows if row.kind is kind]
        if options:
            parts.append(f"{verb} {wording.listed(options, last='or')}")
    if any(row.kind is ConcessionKind.DROP_LINE for row in rows):
        parts.append("drop the line")
    return ", or ".join(parts) + ("," if len(parts) > 1 else "")


def _option(row: Row, labels: Labels) -> str:
    return f"“{labels.options[row.issue].get(row.option, row.option)}”"
