"""A run in words: the range over codings first, then the codings side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from sim.domain.finding import CodingSummary, PackageShare, RunSummary, Share
from sim.report import wording
from sim.report.against import against_text
from sim.report.table import paragraph, side_by_side

__all__ = ["run_text"]

_MOST_REFUSALS = 6
_MOST_CONCESSIONS = 6
_NOTHING = "–"

Key = TypeVar("Key")


def run_text(summary: RunSummary, *, width: int = 80) -> str:
    """Everything a reader needs to know what happened, for a terminal of the given width."""
    parts = [
        _opening(summary, width),
        _headline(summary, width),
        _endings(summary, width),
        _signed(summary, width),
        _refused(summary, width),
        _conceded(summary, width),
        _values(summary, width),
    ]
    if summary.against is not None:
        parts.append(against_text(summary.against, width=width))
    parts.append(paragraph(wording.CLOSING, width))
    return "\n\n".join(part for part in parts if part) + "\n"


def _opening(summary: RunSummary, width: int) -> str:
    made = [
        wording.count_words(summary.worlds),
        f"seed {summary.seed}",
        f"protocol {summary.protocol}",
        f"rounds of {summary.round_days:g} days to {wording.day_words(summary.horizon)}",
    ]
    if summary.deadline is not None:
        made.append(f"deadline {wording.day_words(summary.deadline)}")
    lines = [
        paragraph(f"{summary.scenario} – {summary.title}", width),
        paragraph(summary.question, width),
        paragraph(f"({', '.join(made)})", width),
    ]
    lines += [paragraph(f"with {path} = {v}", width) for path, v in summary.overrides.items()]
    return "\n".join(lines)


def _headline(summary: RunSummary, width: int) -> str:
    shares = [coding.endings["settlement"] for coding in summary.codings.values()]
    by = f"by {wording.day_words(summary.horizon)}"
    if len(shares) == 1:
        name = next(iter(summary.codings))
        where = "" if name == "stated" else f", {name}"
        return paragraph(
            f"In {_single(shares[0], summary.worlds)} the talks end in a settlement {by}, "
            f"in this coding{where}.",
            width,
        )
    return paragraph(
        f"In {wording.range_words(shares)} the talks end in a settlement {by}: that is the range "
        f"over {wording.count_words(len(shares), 'coding')}, and no single number within it is "
        "better founded than another.",
        width,
    )


def _single(share: Share, worlds: int) -> str:
    if share.share == 0.0:
        return f"none of {wording.count_words(worlds)}"
    number, interval = wording.share_words(share).split(" ", 1)
    return f"{number} of 100 worlds {interval[:-1]}, sampling only)"


def _heads(summary: RunSummary) -> list[list[str]]:
    return [
        ["" if name == "stated" else name, wording.count_words(coding.n)]
        for name, coding in summary.codings.items()
    ]


def _row(
    summary: RunSummary, label: str, cell: Callable[..., str], *about: Any
) -> tuple[str, list[str]]:
    return label, [cell(coding, *about) for coding in summary.codings.values()]


def _endings(summary: RunSummary, width: int) -> str:
    rows = []
    for ending in ("settlement", "partial", "impasse", "walkout"):
        rows.append(_row(summary, wording.ending_words(ending), _ending_cell, ending))
        if ending == "settlement" and summary.deadline is not None:
            label = f"  of it by {wording.day_words(summary.deadline)}"
            rows.append(_row(summary, label, _settled_by, summary.deadline))
    table = side_by_side(_heads(summary), rows, width)
    missed = side_by_side(
        [["" if name == "stated" else name] for name in summary.codings],
        [_row(summary, "missed overlap", _missed)],
        width,
    )
    return "\n".join(
        [
            paragraph(f"HOW THE TALKS END (of 100 worlds; {wording.SAMPLING_ONLY})", width),
            table,
            paragraph(
                "Counted apart: worlds without settlement where, on the last day, some package "
                "existed that every needed signatory would have signed.",
                width,
            ),
            missed,
        ]
    )


def _ending_cell(coding: CodingSummary, ending: str) -> str:
    return wording.share_words(coding.endings[ending])


def _settled_by(coding: CodingSummary, day: float) -> str:
    found = [point.settlement for point in coding.by_day if point.day <= day + 1e-9]
    return wording.share_words(found[-1]) if found else "0 (no round by then)"


def _missed(coding: CodingSummary) -> str:
    missed = coding.missed_overlap
    if missed.share is None:
        return "not asked"
    return f"{wording.share_words(missed.share)}, first {wording.count_words(missed.n)}"


def _signed(summary: RunSummary, width: int) -> str:
    lines = [paragraph("WHAT IS SIGNED (of 100 settled worlds, in this coding)", width)]
    for name, coding in summary.codings.items():
        where = "" if name == "stated" else f"{name}: "
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
    rows = [_row(summary, deal.replace("_", " "), _small_deal_cell, deal) for deal in ids]
    title = paragraph("Small deals signed on the way, of 100 worlds:", width, indent="  ")
    return title + "\n" + side_by_side(_heads(summary), rows, width)


def _small_deal_cell(coding: CodingSummary, deal: str) -> str:
    share = coding.partial_deals.get(deal)
    return _NOTHING if share is None else wording.share_words(share)


def _refused(summary: RunSummary, width: int) -> str:
    found: dict[tuple[str, str | None], float] = {}
    for coding in summary.codings.values():
        for refusal in coding.refusals:
            key = (refusal.party, refusal.issue)
            found[key] = max(found.get(key, 0.0), refusal.share.share)
    if not found:
        return ""
    keys = _largest(found, _MOST_REFUSALS)
    rows = [
        _row(
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
    return paragraph(title, width) + "\n" + side_by_side(_heads(summary), rows, width)


def _largest(sizes: dict[Key, float], most: int) -> list[Key]:
    return sorted(sizes, key=lambda key: -sizes[key])[:most]


def _refusal_cell(coding: CodingSummary, party: str, issue: str | None) -> str:
    for refusal in coding.refusals:
        if (refusal.party, refusal.issue) == (party, issue):
            return wording.share_words(refusal.share)
    return "0"


def _conceded(summary: RunSummary, width: int) -> str:
    sizes: dict[tuple[str, str], float] = {}
    for coding in summary.codings.values():
        for party, issues in coding.concessions_made.items():
            for issue, amount in issues.items():
                if round(amount.mean, 2) > 0.0:
                    sizes[party, issue] = max(sizes.get((party, issue), 0.0), amount.mean)
    if not sizes:
        return ""
    rows = [
        _row(
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
    return paragraph(title, width) + "\n" + side_by_side(_heads(summary), rows, width)


def _conceded_cell(coding: CodingSummary, party: str, issue: str) -> str:
    amount = coding.concessions_made.get(party, {}).get(issue)
    return _NOTHING if amount is None else wording.amount_words(amount)


def _values(summary: RunSummary, width: int) -> str:
    rows = [
        _row(summary, name, _gain_cell, party) for party, name in summary.labels.parties.items()
    ]
    if not any(_has_gain(summary.codings.values(), party) for party in summary.labels.parties):
        return ""
    title = (
        "WHAT A SETTLEMENT IS WORTH ABOVE NO DEAL (value units, settled worlds: the median, and "
        "what nine worlds of ten lie between)"
    )
    return paragraph(title, width) + "\n" + side_by_side(_heads(summary), rows, width)


def _has_gain(codings: Iterable[CodingSummary], party: str) -> bool:
    return any(party in c.values and c.values[party].gain is not None for c in codings)


def _gain_cell(coding: CodingSummary, party: str) -> str:
    values = coding.values.get(party)
    if values is None or values.gain is None:
        return _NOTHING
    return wording.quantile_words(values.gain)
