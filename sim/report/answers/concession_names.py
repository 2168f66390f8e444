"""How concessions that are told together are named: own ones and grants."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from sim.domain.concession import ConcessionKind
from sim.domain.concessions import Concessions, MoveRow
from sim.domain.estimate import Labels
from sim.report import wording
from sim.report.alike import given_words

__all__ = ["body_words", "group_words", "grouped", "head_words"]


def grouped(finding: Concessions) -> tuple[tuple[MoveRow, ...], ...]:
    """The concessions in their groups, best first."""
    return tuple(tuple(rows) for _, rows in groupby(finding.moves, key=lambda move: move.group))


def group_words(group: Sequence[MoveRow], labels: Labels) -> str:
    """A group as a sentence begins: who gives what, and to whom where it is a grant."""
    return f"{wording.capital(head_words(group[0], labels))}: {body_words(group, labels)}"


def body_words(group: Sequence[MoveRow], labels: Labels) -> str:
    """What is given, with its issue."""
    issue, given = labels.issues[group[0].issue], given_words(group, labels)
    if group[0].kind is ConcessionKind.GRANT:
        return f"{issue} {given}"
    return f"{given} on {issue}"


def head_words(move: MoveRow, labels: Labels) -> str:
    """Who gives, and to whom where it is a grant, within a sentence."""
    givers = wording.listed(wording.party_words(labels.parties[one]) for one in move.by)
    if move.kind is ConcessionKind.GRANT:
        givers += f" to {wording.party_words(labels.parties[move.to])}"
    return givers
