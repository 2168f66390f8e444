"""The sentences about whether a package is kept, once it is signed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from sim.domain.estimate import Quantiles
from sim.domain.stability import KeptRow, LinkRow, Stability
from sim.report import wording
from sim.report.answers.stability_says import FEW, FIRST, party_names, signed_worlds, told_codings
from sim.report.answers.zopa_words import told_over

__all__ = ["broken_codings", "keeping_says", "links_of", "moving_words", "span", "weakest"]


def moving_words(finding: Stability) -> str:
    """What moves no-deal values after signing, within a sentence; nothing where none does."""
    drifts = any(row.drift.share > 0.0 for row in finding.worlds)
    happens = any(row.events.share > 0.0 for row in finding.worlds)
    events = f"events ({'; '.join(finding.events)})" if happens and finding.events else "events"
    return wording.listed(["drift"] * drifts + [events] * happens)


def keeping_says(finding: Stability) -> str:
    """Whether the first package is kept, who is its weakest link, and what foresight does."""
    rows = [r for r in finding.kept if r.state == FIRST and r.coding in told_codings(finding)]
    kept = [row.kept for row in rows if row.kept]
    if not kept:
        return ""
    moving = moving_words(finding)
    if not moving:
        return (
            f"Neither drift nor an event moves any no-deal value in the {finding.until:g} days "
            "after signing: with nothing that shifts, whether it is kept is decided on the day of "
            f"signing (kept in {told_over(kept)} in which it would be signed)."
        )
    told = (
        f"Signed on {wording.day_words(finding.day)} and followed for {finding.until:g} days, with "
        f"no-deal values moved by {moving} as coded, package 1 is kept to the end, of the worlds "
        f"in which it would be signed, in {told_over(kept)}"
    )
    links = weakest(finding, FIRST)
    if not links:
        return f"{told}; nobody ever gains by breaking it."
    broken = [row for row in rows if row.kept and _broken(finding, row) >= FEW]
    if not broken:
        most = max(_broken(finding, row) for row in rows)
        return f"{told}. It is broken in too few worlds ({most}) to say by whom, or when."
    days = _middles(broken, lambda row: row.gained, "{:.0f}")
    return (
        f"{told}. {_weak(finding, links, broken)}; half of the time somebody gains by day {days}."
        f"{_foresight(broken)}"
    )


def broken_codings(finding: Stability, state: str = FIRST) -> list[str]:
    """The codings in which a package is broken in enough worlds for more to be said of these."""
    known = signed_worlds(finding, state)
    return [
        row.coding
        for row in finding.kept
        if row.state == state and known[row.coding] and _broken(finding, row) >= FEW
    ]


def _broken(finding: Stability, row: KeptRow) -> int:
    kept = row.kept.share if row.kept else 1.0
    return round(signed_worlds(finding, row.state)[row.coding] * (1.0 - kept))


def _weak(finding: Stability, links: Sequence[str], broken: Sequence[KeptRow]) -> str:
    codings = [row.coding for row in broken]
    told = [
        told_over(
            row.first
            for row in links_of(finding, FIRST, party)
            if row.first and row.coding in codings
        )
        for party in links
    ]
    names = party_names(finding, links)
    if len(links) == 1:
        return (
            f"The weakest link is {names[0]}: of the worlds in which it is broken, it is the first "
            f"to gain by that in {told[0]}"
        )
    shares = "; ".join(f"{name} in {share}" for name, share in zip(names, told, strict=True))
    differ = ", or it differs over codings" if len(finding.made.codings) > 1 else ""
    return (
        f"Sampling does not tell who is the weakest link{differ}: of the worlds in which it is "
        f"broken, the first to gain by that is {shares}"
    )


def _foresight(rows: Sequence[KeptRow]) -> str:
    told = []
    for found, words in (
        ([row.at_once for row in rows if row.at_once], "it would not be signed at all"),
        ([row.at_end for row in rows if row.at_end], "nobody breaks it before the window ends"),
    ):
        if found and min(share.share for share in found) > 0.5:
            told.append(f"{words} in {told_over(found)}")
    if not told:
        return ""
    return f" If all look ahead, of the worlds in which it is broken, {wording.listed(told)}."


def weakest(finding: Stability, state: str) -> tuple[str, ...]:
    """Who is the first to gain by breaking a package most often.

    Several where sampling does not tell them apart in any coding, or where the codings differ; none
    where nobody ever gains.
    """
    found: dict[str, list[LinkRow]] = {}
    for row in finding.links:
        if row.state == state and row.first is not None:
            found.setdefault(row.party, []).append(row)
    ever = {
        party: rows
        for party, rows in found.items()
        if any(row.first is not None and row.first.share > 0.0 for row in rows)
    }
    level = [party for party, rows in ever.items() if all(_level(row) for row in rows)]
    return tuple(level or [party for party, rows in ever.items() if any(map(_level, rows))])


def _level(row: LinkRow) -> bool:
    """Whether sampling does not tell the party apart from the one that is first most often."""
    return row.behind is not None and row.behind.high >= 0.0


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
