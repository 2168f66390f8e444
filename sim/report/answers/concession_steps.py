"""Concessions that are put together, by name: halves of pairs and steps of sets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from sim.domain.concession_pairs import PairRow, SwapRow
from sim.domain.concession_sets import CandidateRow, SetStepRow
from sim.domain.concessions import ConcessionNamed
from sim.domain.estimate import Amount, Labels
from sim.report import wording
from sim.report.alike import given_words

__all__ = [
    "by_number",
    "change_words",
    "halves_of",
    "how_many",
    "in_codings",
    "pair_words",
    "party_of",
    "step_line",
    "step_of",
    "step_words",
    "steps_words",
]

Row = TypeVar("Row")


def step_of(row: CandidateRow | SetStepRow) -> ConcessionNamed:
    """What concession a row is about."""
    return ConcessionNamed(
        party=row.party, issue=row.issue, option=row.option, kind=row.kind, to=""
    )


def halves_of(row: PairRow | SwapRow) -> tuple[ConcessionNamed, ConcessionNamed]:
    """The two concessions of a pair."""
    return (
        ConcessionNamed(
            party=row.first_party,
            issue=row.first_issue,
            option=row.first_option,
            kind=row.first_kind,
            to="",
        ),
        ConcessionNamed(
            party=row.second_party,
            issue=row.second_issue,
            option=row.second_option,
            kind=row.second_kind,
            to="",
        ),
    )


def step_words(step: ConcessionNamed, labels: Labels) -> str:
    """Who gives what, within a sentence: no colon, and no capital that the name has not."""
    return f"{party_of(step.party, labels)} – {_given([step], labels)}"


def step_line(step: ConcessionNamed, labels: Labels) -> str:
    """The same for a line of its own."""
    return f"{wording.capital(party_of(step.party, labels))}: {_given([step], labels)}"


def _given(steps: Sequence[ConcessionNamed], labels: Labels) -> str:
    return f"{given_words(steps, labels)} on {labels.issues[steps[0].issue]}"


def steps_words(steps: Sequence[ConcessionNamed], labels: Labels) -> str:
    """Several concessions in a row, within a sentence."""
    return "; ".join(step_words(step, labels) for step in steps)


def party_of(party: str, labels: Labels) -> str:
    """A party's name within a sentence."""
    return wording.party_words(labels.parties[party])


def pair_words(rows: Sequence[PairRow | SwapRow], labels: Labels) -> tuple[str, str]:
    """Both halves of pairs told together: who gives, a colon, and what.

    rows : one for each pair of the group; they share movers and issues on both sides.
    """
    found = []
    for side in (0, 1):
        steps = list(dict.fromkeys(halves_of(row)[side] for row in rows))
        found.append(f"{party_of(steps[0].party, labels)}: {_given(steps, labels)}")
    return found[0], found[1]


def by_number(rows: Iterable[Row], number: str) -> list[list[Row]]:
    """Rows of each pair or set together, in the order in which they come."""
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(getattr(row, number), []).append(row)
    return list(found.values())


def in_codings(count: int) -> str:
    """In every coding, in words.

    >>> in_codings(1), in_codings(2), in_codings(3)
    ('', ' in both codings', ' in each of 3 codings')
    """
    if count == 1:
        return ""
    return " in both codings" if count == 2 else f" in each of {count} codings"


def how_many(count: int, one: str, more: str) -> str:
    """A count with its verb: ``one`` for none or one, ``more`` for several.

    >>> how_many(0, "needs", "need"), how_many(1, "needs", "need"), how_many(3, "needs", "need")
    ('none needs', '1 needs', '3 need')
    """
    return f"{count:,} {more}" if count > 1 else f"{count or 'none'} {one}"


def change_words(change: Amount) -> str:
    """A mean change in value units, signed, with its interval.

    >>> change_words(Amount(mean=0.123, low=-0.02, high=0.26))
    '+0.12 (−0.02 to +0.26)'
    """
    mean, low, high = (wording.cost_words(one) for one in (change.mean, change.low, change.high))
    return f"{mean} ({low} to {high})"
