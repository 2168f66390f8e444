"""The sentences about stability."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sim.domain.estimate import Share
from sim.domain.stability import (
    LESS,
    NO_AGREEMENT,
    Against,
    Origin,
    Sense,
    Stability,
    StateRow,
)
from sim.report import wording
from sim.report.answers.zopa_words import told_over
from sim.report.codings import coding_head

__all__ = [
    "FEW",
    "FIRST",
    "moves_says",
    "nothing_says",
    "party_names",
    "signed_worlds",
    "told_codings",
]

#: The package that sentences are about.
FIRST = "package 1"

#: Worlds below which nothing is said of a share of them in a sentence.
FEW = 30


def nothing_says(finding: Stability) -> tuple[str, ...]:
    """Where no package is looked at."""
    return (
        f"No package is signed in the talks as played, and on {wording.day_words(finding.day)} "
        "none is acceptable to all who must sign in any world: there is nothing that could be "
        "stable but no agreement.",
        "No agreement holds against every party and every coalition, for nothing else can be "
        "brought about that all it needs would rather have.",
    )


def moves_says(finding: Stability) -> Sequence[str]:
    """Of no agreement, and of the first package."""
    return (_no_agreement(finding), *_first_says(finding))


def _no_agreement(finding: Stability) -> str:
    none = [row.share for row in _states(finding, NO_AGREEMENT, Against.COALITIONS, Sense.NASH)]
    ended = [Share(share=1 - s.share, low=1 - s.high, high=1 - s.low) for s in none]
    looked = len(dict.fromkeys(row.state for row in finding.packages))
    least = "" if all(row.sure for row in finding.worlds) else "at least "
    among = "the one package" if looked == 1 else f"one of the {looked} packages"
    return (
        "Of all packages there are, some is acceptable to all it needs in "
        f"{least}{told_over(row.open for row in finding.worlds)}: only there could anybody "
        "together have better than no agreement. No agreement gives way where all who must sign "
        f"{among} looked at would rather sign that: in {told_over(ended)}."
    )


def _first_says(finding: Stability) -> Sequence[str]:
    rows = [row for row in finding.packages if row.state == FIRST]
    often = (
        f"{_first(finding)} is signed in the talks in {told_over(row.talks for row in rows)}, and "
        "would be signed by all it needs on the day in "
        f"{told_over(row.signed for row in rows)}{_few(finding)}."
    )
    blind, ahead = (
        [
            row.held
            for row in _states(finding, FIRST, Against.SINGLE, sense)
            if row.held and row.coding in told_codings(finding)
        ]
        for sense in (Sense.NASH, Sense.SEQ)
    )
    if not blind:
        return (often,)
    return (
        f"{often} Of the worlds in which it would be signed, it holds against every single party "
        f"in {told_over(blind)}, if nobody looks ahead (Nash), and in {told_over(ahead)}, if "
        "whoever leaves reckons with what the others would then gladly do (SEQ)"
        f"{_who(finding)}.",
    )


def signed_worlds(finding: Stability, state: str = FIRST) -> Mapping[str, int]:
    """Coding → worlds in which a package would be signed."""
    return {
        row.coding: round(row.signed.share * finding.made.worlds)
        for row in finding.packages
        if row.state == state
    }


def told_codings(finding: Stability) -> list[str]:
    """The codings with enough worlds for sentences about the first package."""
    return [coding for coding, worlds in signed_worlds(finding).items() if worlds >= FEW]


def _few(finding: Stability) -> str:
    """The codings that are left out of sentences, and why."""
    found = signed_worlds(finding)
    told = [
        f"{coding_head(coding, 'in coding {} ')}nobody would sign it in these worlds"
        if worlds == 0
        else f"{coding_head(coding, 'in coding {} ')}these are too few worlds ({worlds}) to say "
        "more"
        for coding, worlds in found.items()
        if worlds < FEW
    ]
    return "".join(f"; {one}" for one in told)


def _states(finding: Stability, state: str, against: Against, sense: Sense) -> list[StateRow]:
    return [
        row
        for row in finding.states
        if (row.state, row.against, row.sense) == (state, against, sense)
    ]


def _first(finding: Stability) -> str:
    origin = next(row.origin for row in finding.packages if row.state == FIRST)
    why = {
        Origin.ASKED: "the one asked for",
        Origin.TALKS: f"signed most often in the talks{_level(finding)}",
        Origin.ACCEPTABLE: "acceptable most often",
        Origin.STATUS_QUO: "the status quo on every issue",
    }
    return f"Package 1 ({why[origin]})"


def _level(finding: Stability) -> str:
    """Which other packages the talks sign as often, as far as sampling can tell."""
    behind: dict[str, list[float]] = {}
    for row in finding.packages:
        if row.state != FIRST:
            behind.setdefault(row.state, []).append(row.behind.high)
    near = [state for state, highs in behind.items() if min(highs) >= 0.0]
    return f"; sampling does not tell it apart from {wording.listed(near, last='or')}" * bool(near)


def _who(finding: Stability) -> str:
    """Who would move from the first package most often."""
    rows = [
        row
        for row in finding.exits
        if row.state == FIRST and row.rank == 1 and row.coding in told_codings(finding)
    ]
    if not rows:
        return ""
    top = max(rows, key=lambda row: row.share.share)
    names = wording.listed(party_names(finding, top.movers))
    together = " together" if len(top.movers) > 1 else ""
    how = f"go for {top.to}"
    if top.to == LESS:
        how = "change some options" if together else "withdraw some consent"
    both = [row for row in rows if (row.movers, row.to) == (top.movers, top.to)]
    elsewhere = len(both) < len(told_codings(finding))
    where = wording.listed(coding_head(row.coding) for row in both) if elsewhere else ""
    return (
        f"; the move that pays most often{f' in coding {where}' * bool(where)} is for "
        f"{names}{together} to {how}, in {told_over(row.share for row in both)}"
    )


def party_names(finding: Stability, parties: Iterable[str]) -> list[str]:
    """Parties within a sentence."""
    labels = finding.made.labels.parties
    return [wording.party_words(labels[party]) for party in parties]
