"""The sentence about what would make a package hold."""

from __future__ import annotations

from collections.abc import Sequence

from sim.domain.stability import ChangeRow, Stability
from sim.report import wording
from sim.report.answers.stability_keeping_says import broken_codings, links_of, span, weakest
from sim.report.answers.stability_says import FIRST, party_names
from sim.report.answers.zopa_words import told_over

__all__ = ["best_change", "mending_says"]


def mending_says(finding: Stability) -> str:
    """What is missing, and whether an option or a slower shift would make the first hold."""
    links = weakest(finding, FIRST)
    codings = broken_codings(finding)
    if not links or not codings:
        return ""
    short = []
    for link, name in zip(links, party_names(finding, links), strict=True):
        rows = [row for row in links_of(finding, FIRST, link) if row.coding in codings]
        middles = [row.promise.p50 for row in rows if row.promise]
        if middles:
            short.append(f"{span(middles, '{:.2f}')} value units to {name}")
    parts = [
        f"What would make it hold: a promise, guarantee or penalty worth {wording.listed(short)} "
        "in half of the worlds in which that party gains by breaking it",
        *(_surely(finding), *_guarantee(finding)),
        *_slower(finding, codings),
    ]
    return f"{'; '.join(parts)}."


def _rows(finding: Stability) -> dict[tuple[str, str], list[ChangeRow]]:
    """Change of the first package → its rows, one a coding."""
    made: dict[tuple[str, str], list[ChangeRow]] = {}
    for row in finding.changes:
        if row.state == FIRST:
            made.setdefault((row.issue, row.option), []).append(row)
    return made


def best_change(found: Sequence[Sequence[ChangeRow]]) -> Sequence[ChangeRow]:
    """Of changes, each with its rows of all codings, the one that mends most of the worlds in which
    the package is broken; of equal ones that after which it is signed and kept most often."""

    def rank(rows: Sequence[ChangeRow]) -> tuple[float, float]:
        mends = sum(row.mends.share for row in rows if row.mends is not None)
        return round(mends, 9), _kept(rows)

    return max(found, key=rank)


def _kept(rows: Sequence[ChangeRow]) -> float:
    return round(sum(row.holds.share for row in rows), 9)


def _surely(finding: Stability) -> str:
    """The change that gives more worlds in every coding, if one does."""
    codings = len(finding.made.codings)
    better = [
        rows
        for rows in _rows(finding).values()
        if len(rows) == codings and min(row.change.low for row in rows) > 0.0
    ]
    if not better:
        return "of single options, nothing tried surely helps"
    best = max(better, key=_kept)
    return f"of single options most helps {_named(finding, best[0])} ({_net(best)})"


def _guarantee(finding: Stability) -> Sequence[str]:
    """What the best change of a guarantee does, for better and for worse."""
    found = [rows for rows in _rows(finding).values() if rows[0].guarantee]
    if not found:
        return ()
    best = best_change(found)
    mends = [row.mends for row in best if row.mends is not None]
    if not mends or min(share.low for share in mends) <= 0.0:
        return ()
    loses = any(row.change.difference < 0.0 for row in best)
    but = "but elsewhere it would no longer be signed, or kept, so that " if loses else ""
    return (
        f"of options of issues on which a feared breach hangs, {_named(finding, best[0])} mends "
        f"most (the best of {len(found)} tried, so a little flattered): of the worlds in which it "
        f"is broken, {told_over(mends)}; {but}all told it is {_net(best)}",
    )


def _named(finding: Stability, row: ChangeRow) -> str:
    labels = finding.made.labels
    option = labels.options[row.issue].get(row.option, row.option)
    return f"{labels.issues[row.issue]}: {option}"


def _net(rows: Sequence[ChangeRow]) -> str:
    """The net change in worlds."""
    gains = [row.change for row in rows]
    several = len(gains) > 1
    told = (
        wording.difference_range_words(gains) if several else wording.difference_sentence(gains[0])
    )
    return f"{told} signed and kept"


def _slower(finding: Stability, codings: Sequence[str]) -> Sequence[str]:
    """How often it is kept without any further drift, where there is drift."""
    if not any(row.drift.share > 0.0 for row in finding.worlds):
        return ()
    still = [
        row.kept
        for row in finding.shifts
        if row.state == FIRST and row.factor == 0.0 and row.coding in codings
    ]
    happens = any(row.events.share > 0.0 for row in finding.worlds) and finding.events
    events = f", {wording.listed(finding.events)} going on" if happens else ""
    return (f"without any drift{events} it would be kept in {told_over(still)}",)
