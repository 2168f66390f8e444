"""The sentence about what would make a package hold."""

from __future__ import annotations

from collections.abc import Sequence

from sim.domain.stability import ChangeRow, Stability
from sim.report import wording
from sim.report.answers.stability_says import FIRST, links_of, party_names, span, weakest
from sim.report.answers.zopa_words import told_over

__all__ = ["best_change", "mending_says"]


def mending_says(finding: Stability) -> str:
    """What is missing, and whether an option or a slower shift would make the first hold."""
    link = weakest(finding, FIRST)
    if link is None:
        return ""
    short = [row.promise.p50 for row in links_of(finding, FIRST, link) if row.promise]
    parts = [
        "What would make it hold: a promise, guarantee or penalty worth "
        f"{span(short, '{:.2f}')} value units to {party_names(finding, [link])[0]} in half of "
        "those worlds",
        _surely(finding),
        *_guarantee(finding),
        *_slower(finding),
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
        where = " in every coding" if codings > 1 else ""
        return (
            "no single change of an option, a guarantee's or any other's, surely gives more worlds "
            f"in which it is both signed and kept{where}"
        )
    best = max(better, key=_kept)
    return f"of single options most helps {_named(finding, best[0])} ({_net(best)})"


def _guarantee(finding: Stability) -> Sequence[str]:
    """What the best change of a guarantee does, for better and for worse."""
    found = [rows for rows in _rows(finding).values() if rows[0].guarantee]
    if not found:
        return ()
    best = best_change(found)
    mends = [row.mends for row in best if row.mends is not None]
    if not mends or all(share.share == 0.0 for share in mends):
        return ("no other option of a guarantee mends any of the worlds in which it is broken",)
    loses = any(row.change.difference < 0.0 for row in best)
    but = "but elsewhere it would no longer be signed, or kept, so that " if loses else ""
    return (
        f"of guarantees, {_named(finding, best[0])} mends most: of the worlds in which it is "
        f"broken, {told_over(mends)}; {but}all told it is {_net(best)}",
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


def _slower(finding: Stability) -> Sequence[str]:
    """How often it is kept without any further drift."""
    still = [row.kept for row in finding.shifts if row.state == FIRST and row.factor == 0.0]
    return (f"without any drift it would be kept in {told_over(still)}",) if still else ()
