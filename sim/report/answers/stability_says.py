"""The sentences about stability."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from sim.domain.estimate import Quantiles
from sim.domain.stability import (
    LESS,
    NO_AGREEMENT,
    Against,
    KeptRow,
    LinkRow,
    Origin,
    Sense,
    Stability,
    StateRow,
)
from sim.report import wording
from sim.report.answers.zopa_words import told_over

__all__ = [
    "FIRST",
    "keeping_says",
    "links_of",
    "moves_says",
    "nothing_says",
    "party_names",
    "span",
    "weakest",
]

#: The package that sentences are about.
FIRST = "package 1"


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
    none = [row.share for row in _states(finding, NO_AGREEMENT, Against.COALITIONS, Sense.NASH)]
    alone = _states(finding, NO_AGREEMENT, Against.SINGLE, Sense.NASH)
    lone = "Nobody alone would end no agreement; it" if _all(alone) else "No agreement"
    told = (
        f"{lone} holds against all who could sign a package together in {told_over(none)}; "
        "elsewhere all that some package needs would rather have it."
    )
    blind, ahead = (
        [row.held for row in _states(finding, FIRST, Against.SINGLE, sense) if row.held]
        for sense in (Sense.NASH, Sense.SEQ)
    )
    if not blind:
        return (told, f"{_first(finding)} would be signed by all it needs in none of the worlds.")
    return (
        told,
        f"{_first(finding)}, of the worlds in which all it needs would sign it, holds against "
        f"every single party in {told_over(blind)}, if nobody looks ahead (Nash), and in "
        f"{told_over(ahead)}, if whoever leaves reckons with what the others would then gladly do "
        f"(SEQ){_who(finding)}.",
    )


def _all(rows: Sequence[StateRow]) -> bool:
    return all(row.share.share == 1.0 for row in rows)


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
        Origin.TALKS: "signed most often in the talks",
        Origin.ACCEPTABLE: "acceptable most often",
        Origin.STATUS_QUO: "the status quo on every issue",
    }
    return f"Package 1 ({why[origin]})"


def _who(finding: Stability) -> str:
    """Who would move from the first package most often."""
    rows = [row for row in finding.exits if row.state == FIRST and row.rank == 1]
    if not rows:
        return ""
    top = max(rows, key=lambda row: row.share.share)
    names = wording.listed(party_names(finding, top.movers))
    together = " together" if len(top.movers) > 1 else ""
    how = f"go for {top.to}"
    if top.to == LESS:
        how = "change some options" if together else "withdraw some consent"
    both = [row.share for row in rows if (row.movers, row.to) == (top.movers, top.to)]
    return (
        f"; the move that pays most often is for {names}{together} to {how}, in {told_over(both)}"
    )


def party_names(finding: Stability, parties: Iterable[str]) -> list[str]:
    """Parties within a sentence."""
    labels = finding.made.labels.parties
    return [wording.party_words(labels[party]) for party in parties]


def keeping_says(finding: Stability) -> str:
    """Whether the first package is kept, who is its weakest link, and what foresight does."""
    rows = [row for row in finding.kept if row.state == FIRST]
    kept = [row.kept for row in rows if row.kept]
    if not kept:
        return ""
    told = (
        f"Signed on {wording.day_words(finding.day)} and followed for {finding.until:g} days, with "
        "no-deal values drifting on as coded, package 1 is kept to the end, of the worlds in which "
        f"it would be signed, in {told_over(kept)}"
    )
    link = weakest(finding, FIRST)
    if link is None:
        return f"{told}; nobody ever gains by breaking it."
    first = [row.first for row in links_of(finding, FIRST, link) if row.first]
    days = _middles(rows, lambda row: row.gained, "{:.0f}")
    return (
        f"{told}. The weakest link is {party_names(finding, [link])[0]}: of the worlds in which it "
        f"is broken, it is the first to gain by that in {told_over(first)}{_near(finding, link)}; "
        "half of the time "
        f"somebody gains by day {days}.{_foresight(rows)}"
    )


def _near(finding: Stability, link: str) -> str:
    """Who sampling does not tell apart from the weakest link, in any coding."""
    lead = {row.coding: row.first for row in links_of(finding, FIRST, link) if row.first}
    near = []
    for party in finding.made.labels.parties:
        own = {row.coding: row.first for row in links_of(finding, FIRST, party) if row.first}
        if party != link and own and all(own[c].high >= lead[c].low for c in own if c in lead):
            near.append(party)
    if not near:
        return ""
    others = wording.listed(party_names(finding, near), last="or")
    return f" – sampling does not tell it apart from {others}"


def _foresight(rows: Sequence[KeptRow]) -> str:
    early = [row.early for row in rows if row.early]
    later = [row.later for row in rows if row.later]
    if early and min(share.share for share in early) > 0.5:
        return (
            " Parties that see this coming would not wait for it: of those worlds, in "
            f"{told_over(early)}, some party, this one or another, would break it earlier, before "
            "its own way out gets worse – or not sign it at all."
        )
    if later and min(share.share for share in later) > 0.5:
        return (
            " Looking ahead whoever gains would bide its time: of those worlds, in "
            f"{told_over(later)}, the breach comes later than the first day on which it would pay."
        )
    return ""


def weakest(finding: Stability, state: str) -> str | None:
    """Who is the first to gain by breaking a package most often, over all codings; ``None`` where
    nobody ever gains."""
    shares: dict[str, float] = {}
    for row in finding.links:
        if row.state == state and row.first is not None and row.first.share > 0.0:
            shares[row.party] = shares.get(row.party, 0.0) + row.first.share
    return max(shares, key=lambda party: round(shares[party], 9)) if shares else None


def links_of(finding: Stability, state: str, party: str) -> list[LinkRow]:
    """A party as a link of a package, coding by coding."""
    return [row for row in finding.links if (row.state, row.party) == (state, party)]


def _middles(rows: Iterable[KeptRow], of: Callable[[KeptRow], Quantiles | None], form: str) -> str:
    """The range of medians over codings."""
    return span([found.p50 for found in map(of, rows) if found is not None], form)


def span(values: Sequence[float], form: str) -> str:
    """The lowest to the highest of some numbers.

    >>> span([0.125, 0.25], "{:.2f}"), span([3.0], "{:.0f}")
    ('0.12 to 0.25', '3')
    """
    ends = [form.format(value) for value in (min(values), max(values))]
    return ends[0] if ends[0] == ends[1] else " to ".join(ends)
