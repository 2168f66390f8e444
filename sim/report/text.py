"""A run in words: the range over codings first, then the codings side by side."""

from __future__ import annotations

from sim.domain.concession import ConcessionTable
from sim.domain.estimate import Share
from sim.domain.finding import CodingSummary, RunSummary
from sim.domain.protocol import FOR_A_ROUND
from sim.report import terms, wording
from sim.report.against import against_text
from sim.report.codings import coding_head, counted_heads, heads, row
from sim.report.lifts import screened_text
from sim.report.table import paragraph, side_by_side

__all__ = ["run_text"]


def run_text(
    summary: RunSummary, concessions: ConcessionTable | None = None, *, width: int = 80
) -> str:
    """Everything a reader needs to know what happened, for a terminal of the given width.

    concessions : what was screened for this run; its best three are told before the closing.
    """
    parts = [
        _opening(summary, width),
        _headline(summary, width),
        _endings(summary, width),
        terms.signed(summary, width),
        terms.refused(summary, width),
        terms.conceded(summary, width),
        terms.values(summary, width),
    ]
    if summary.against is not None:
        parts.append(against_text(summary.against, width=width))
    if concessions is not None:
        parts.append(screened_text(concessions, summary.worlds, width=width))
    parts.append(paragraph(wording.CLOSING, width))
    return "\n\n".join(part for part in parts if part) + "\n"


def _opening(summary: RunSummary, width: int) -> str:
    made = [
        wording.count_words(summary.worlds),
        f"seed {summary.seed}",
        f"protocol {summary.protocol}",
        f"a round every {_days(summary.round_days)} to {wording.day_words(summary.horizon)}",
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


def _days(days: float) -> str:
    return "day" if days == 1.0 else f"{days:g} days"


def _headline(summary: RunSummary, width: int) -> str:
    shares = [coding.endings["settlement"] for coding in summary.codings.values()]
    by = f"by {wording.day_words(summary.horizon)}"
    if len(shares) == 1:
        where = coding_head(next(iter(summary.codings)), ", {}")
        return paragraph(
            f"In {_single(shares[0], summary.worlds)} the talks end in a settlement {by}, "
            f"in this coding{where}.",
            width,
        )
    found, codings = wording.range_words(shares), wording.count_words(len(shares), "coding")
    if " to " in found:
        meant = (
            f"that is the range over {codings}, and no single number within it is better founded "
            "than another"
        )
    else:
        meant = f"{codings}, which so many worlds do not tell apart"
    return paragraph(f"In {found} the talks end in a settlement {by}: {meant}.", width)


def _single(share: Share, worlds: int) -> str:
    if share.share == 0.0:
        return f"none of {wording.count_words(worlds)}"
    return wording.share_sentence(share)


def _endings(summary: RunSummary, width: int) -> str:
    rows = []
    for ending in wording.ENDINGS:
        if ending == "partial" and not any(c.partial_deals for c in summary.codings.values()):
            continue
        rows.append(row(summary, wording.ending_words(ending), _ending_cell, ending))
        if ending == "settlement" and summary.deadline is not None:
            label = f"  of it by {wording.day_words(summary.deadline)}"
            rows.append(row(summary, label, _settled_by, summary.deadline))
    table = side_by_side(counted_heads(summary.codings), rows, width)
    missed = side_by_side(
        heads(summary.codings),
        [row(summary, "missed overlap", _missed)],
        width,
    )
    return "\n".join(
        [
            paragraph(f"HOW THE TALKS END (of 100 worlds; {wording.SAMPLING_ONLY})", width),
            table,
            paragraph(
                "Counted apart: worlds without settlement where, on the last day, some package "
                f"existed that every needed signatory would have signed{_for_good(summary)}.",
                width,
            ),
            missed,
        ]
    )


def _for_good(summary: RunSummary) -> str:
    """What such a package stands for where a signature binds for a round only."""
    if FOR_A_ROUND not in summary.protocol:
        return ""
    return " for good, though here a deal binds for a round only"


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
