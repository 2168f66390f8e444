"""On what terms: what is signed, who refuses it, who gives way, and what it is worth."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from sim.domain.finding import CodingSummary, PackageShare, RunSummary
from sim.report import wording
from sim.report.codings import coding_head, counted_heads, row
from sim.report.table import paragraph, side_by_side

__all__ = ["conceded", "refused", "signed", "values"]

_MOST_REFUSALS = 6
_MOST_CONCESSIONS = 6
_NOTHING = "–"
_BELIEVED = (
    "Below zero breaks no rule: a party signs by what it believes no deal to be worth, and that "
    "may be off, and one that is not needed may not have signed; told here is what no deal is "
    "truly worth."
)

Key = TypeVar("Key")


def signed(summary: RunSummary, width: int) -> str:
    """The most frequent package of each coding, and the small deals on the way."""
    lines = [paragraph("WHAT IS SIGNED (of 100 settled worlds, in this coding)", width)]
    for name, coding in summary.codings.items():
        where = coding_head(name, "{}: ")
        named = [package for package in coding.packages if package.package]
        if not named:
            lines.append(paragraph(f"{where}nothing; no world settled.", width, indent="  "))
            continue
        lines.append(
            paragraph(
                f"{where}most frequent package, {wording.share_words(named[0].share)}",
                width,
                indent="  ",
            )
        )
        lines += _package_lines(summary, coding, named[0], width)
    small = _small_deals(summary, width)
    return "\n".join([*lines, *([small] if small else [])])


def _package_lines(
    summary: RunSummary, coding: CodingSummary, top: PackageShare, width: int
) -> list[str]:
    rows = []
    for issue, option in top.package.items():
        held = coding.options.get(issue, {}).get(option)
        share = f" – held in {wording.share_words(held)}" if held else ""
        name = summary.labels.options[issue][option]
        rows.append(
            paragraph(f"{summary.labels.issues[issue]}: {name}{share}", width, indent="    ")
        )
    return rows


def _small_deals(summary: RunSummary, width: int) -> str:
    ids: dict[str, None] = {}
    for coding in summary.codings.values():
        ids.update(dict.fromkeys(coding.partial_deals))
    if not ids:
        return ""
    rows = [row(summary, deal.replace("_", " "), _small_deal_cell, deal) for deal in ids]
    title = paragraph("Small deals signed on the way, of 100 worlds:", width, indent="  ")
    return title + "\n" + side_by_side(counted_heads(summary.codings), rows, width)


def _small_deal_cell(coding: CodingSummary, deal: str) -> str:
    share = coding.partial_deals.get(deal)
    return _NOTHING if share is None else wording.share_words(share)


def refused(summary: RunSummary, width: int) -> str:
    """Who refuses, and why, most frequent first over all codings."""
    found: dict[tuple[str, str | None], float] = {}
    for coding in summary.codings.values():
        for refusal in coding.refusals:
            key = (refusal.party, refusal.issue)
            found[key] = max(found.get(key, 0.0), refusal.share.share)
    if not found:
        return ""
    keys = _largest(found, _MOST_REFUSALS)
    rows = [
        row(
            summary,
            wording.refusal_words(
                summary.labels.parties[party],
                None if issue is None else summary.labels.issues[issue],
            ),
            _refusal_cell,
            party,
            issue,
        )
        for party, issue in keys
    ]
    title = f"WHO REFUSES, AND WHY (of 100 worlds, at least once; {wording.SAMPLING_ONLY})"
    return (
        paragraph(title, width) + "\n" + side_by_side(counted_heads(summary.codings), rows, width)
    )


def _largest(sizes: dict[Key, float], most: int) -> list[Key]:
    return sorted(sizes, key=lambda key: -sizes[key])[:most]


def _refusal_cell(coding: CodingSummary, party: str, issue: str | None) -> str:
    for refusal in coding.refusals:
        if (refusal.party, refusal.issue) == (party, issue):
            return wording.share_words(refusal.share)
    return "0"


def conceded(summary: RunSummary, width: int) -> str:
    """Who gives way on what, largest first over all codings."""
    sizes: dict[tuple[str, str], float] = {}
    for coding in summary.codings.values():
        for party, issues in coding.concessions_made.items():
            for issue, amount in issues.items():
                if round(amount.mean, 2) > 0.0:
                    sizes[party, issue] = max(sizes.get((party, issue), 0.0), amount.mean)
    if not sizes:
        return ""
    rows = [
        row(
            summary,
            f"{summary.labels.parties[party]} on {summary.labels.issues[issue]}",
            _conceded_cell,
            party,
            issue,
        )
        for party, issue in _largest(sizes, _MOST_CONCESSIONS)
    ]
    title = (
        "WHO GIVES WAY, AND ON WHAT (mean value units between a party's first offer and what is "
        f"signed or last offered; 1 is a party's best on everything; {wording.SAMPLING_ONLY})"
    )
    return (
        paragraph(title, width) + "\n" + side_by_side(counted_heads(summary.codings), rows, width)
    )


def _conceded_cell(coding: CodingSummary, party: str, issue: str) -> str:
    amount = coding.concessions_made.get(party, {}).get(issue)
    return _NOTHING if amount is None else wording.amount_words(amount)


def values(summary: RunSummary, width: int) -> str:
    """What a settlement is worth to each party above no deal; nothing where no world settles."""
    rows = [row(summary, name, _gain_cell, party) for party, name in summary.labels.parties.items()]
    if not any(_has_gain(summary.codings.values(), party) for party in summary.labels.parties):
        return ""
    title = (
        "WHAT A SETTLEMENT IS WORTH ABOVE NO DEAL (value units, both in the worlds that settle: "
        "the median, and what nine worlds of ten lie between)"
    )
    parts = [paragraph(title, width), side_by_side(counted_heads(summary.codings), rows, width)]
    if _some_lose(summary.codings.values()):
        parts.append(paragraph(_BELIEVED, width))
    return "\n".join(parts)


def _some_lose(codings: Iterable[CodingSummary]) -> bool:
    gains = [values.gain for coding in codings for values in coding.values.values()]
    return any(gain is not None and gain.p05 < 0.0 for gain in gains)


def _has_gain(codings: Iterable[CodingSummary], party: str) -> bool:
    return any(party in c.values and c.values[party].gain is not None for c in codings)


def _gain_cell(coding: CodingSummary, party: str) -> str:
    values = coding.values.get(party)
    if values is None or values.gain is None:
        return _NOTHING
    return wording.quantile_words(values.gain)
