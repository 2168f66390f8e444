"""Single concessions in words: what each would change, and what it would cost the mover."""

from __future__ import annotations

from sim.domain.concession import ConcessionKind, ConcessionRow, ConcessionTable
from sim.domain.estimate import Labels
from sim.report import wording
from sim.report.codings import coding_head, heads
from sim.report.table import paragraph, side_by_side

__all__ = ["concession_words", "lifts_text", "screened_text"]

_MOST_ROWS = 10
_TOLD = 3
_NOTHING = "There is no single concession to make."


def concession_words(row: ConcessionRow, labels: Labels) -> str:
    """One concession as a reader would say it, whether the party's name is singular or plural."""
    party, issue = labels.parties[row.party], labels.issues[row.issue]
    if row.kind is ConcessionKind.DROP_LINE:
        return f"{party}: drop the line on {issue}"
    option = labels.options[row.issue].get(row.option, row.option)
    verb = "accept" if row.kind is ConcessionKind.ACCEPT else "open with"
    return f"{party}: {verb} “{option}” on {issue}"


def lifts_text(table: ConcessionTable, *, width: int = 80) -> str:
    """The ten best single concessions, best by the lowest lift over codings."""
    blocks = [
        paragraph(f"{table.scenario} – {table.question}", width),
        paragraph(
            "Every single concession, re-run on the same worlds: how many more of 100 worlds "
            f"settle ({wording.count_words(table.worlds)}, {wording.SAMPLING_ONLY}). Ranked by the "
            "lowest lift over the codings; a lift may be negative.",
            width,
        ),
        _without(table, width),
    ]
    blocks += [
        _row_text(table, place, row, width)
        for place, row in enumerate(table.rows[:_MOST_ROWS], start=1)
    ]
    if not table.rows:
        blocks.append(_NOTHING)
    left = len(table.rows) - _MOST_ROWS
    if left > 0:
        blocks.append(paragraph(f"{left} more change less in at least one coding.", width))
    blocks.append(paragraph(wording.CLOSING, width))
    return "\n\n".join(blocks) + "\n"


def _without(table: ConcessionTable, width: int) -> str:
    rows = [
        (f"by {wording.day_words(day)}", [wording.share_words(shares[name]) for name in shares])
        for day, shares in ((table.early_day, table.early), (table.horizon, table.settled))
    ]
    return "Settled without any of them:\n" + side_by_side(heads(table.settled), rows, width)


def _row_text(table: ConcessionTable, place: int, row: ConcessionRow, width: int) -> str:
    lifts = list(row.lifts.values())
    rows = [
        (
            f"by {wording.day_words(table.early_day)}",
            [wording.difference_words(lift.early) for lift in lifts],
        ),
        (
            f"by {wording.day_words(table.horizon)}",
            [wording.difference_words(lift.horizon) for lift in lifts],
        ),
        ("change for the mover", [wording.amount_words(lift.cost) for lift in lifts]),
    ]
    title = paragraph(f"{place}. {concession_words(row, table.labels)}", width)
    return title + "\n" + side_by_side(heads(row.lifts), rows, width)


def screened_text(table: ConcessionTable, worlds: int, *, width: int = 80) -> str:
    """The best three in words, for the end of a run of so many worlds."""
    only = " only" if table.worlds < worlds else ""
    how = f"screened on the first {wording.count_words(table.worlds)}{only}"
    lines = [paragraph(f"WHICH SINGLE CONCESSIONS WOULD CHANGE THAT ({how})", width)]
    if not table.rows:
        lines.append(paragraph(_NOTHING, width, indent="  "))
    lines += [paragraph(_sentence(row, table), width, indent="  ") for row in table.rows[:_TOLD]]
    return "\n".join(lines)


def _sentence(row: ConcessionRow, table: ConcessionTable) -> str:
    lifts = list(row.lifts.values())
    if len(lifts) == 1:
        where = coding_head(next(iter(row.lifts)), " ({})")
        change = f"{wording.difference_sentence(lifts[0].horizon)}, in this coding{where}"
    else:
        ranged = wording.difference_range_words(lift.horizon for lift in lifts)
        change = f"{ranged}, the range over {len(lifts)} codings"
    cost = wording.cost_range_words(lift.cost for lift in lifts)
    return (
        f"{concession_words(row, table.labels)}. The share that settles by "
        f"{wording.day_words(table.horizon)} changes by {change}; what the mover ends up with "
        f"by {cost}."
    )
