"""Single concessions in words: what each would change, and what it would cost the mover."""

from __future__ import annotations

from collections.abc import Sequence

from sim.domain.concession import ConcessionLift, ConcessionRow, ConcessionTable
from sim.report import wording
from sim.report.alike import above_noise, alike, concession_words
from sim.report.codings import coding_head, heads
from sim.report.table import paragraph, side_by_side

__all__ = ["early_words", "lifts_text", "screened_text", "unchanged"]

_MOST_ROWS = 10
_TOLD = 3
_NOTHING = "There is no single concession to make."


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
    groups = alike(table.rows)
    if not any(map(above_noise, table.rows)):
        blocks.append(paragraph(unchanged(table), width))
    blocks += [
        _group_text(table, place, group, width)
        for place, group in enumerate(groups[:_MOST_ROWS], start=1)
    ]
    left = len(groups) - _MOST_ROWS
    if left > 0:
        blocks.append(paragraph(f"{left} more change less in at least one coding.", width))
    blocks.append(paragraph(wording.CLOSING, width))
    return "\n\n".join(blocks) + "\n"


def unchanged(table: ConcessionTable) -> str:
    """That no single concession helps, for a table in which none does."""
    if not table.rows:
        return _NOTHING
    return (
        f"None: no single concession lifts the share that settles by "
        f"{wording.day_words(table.horizon)} by more than sampling alone could."
    )


def early_words(table: ConcessionTable) -> str:
    """The early day, and why it is that one."""
    sixth = abs(table.early_day - table.horizon / 6.0) < 1e-9
    reason = (
        "a sixth of the time, for no deadline comes before the end" if sixth else "the deadline"
    )
    return f"{wording.day_words(table.early_day)}, {reason}"


def _without(table: ConcessionTable, width: int) -> str:
    rows = [
        (f"by {wording.day_words(day)}", [wording.share_words(shares[name]) for name in shares])
        for day, shares in ((table.early_day, table.early), (table.horizon, table.settled))
    ]
    title = paragraph(f"Settled without any of them (early: {early_words(table)}):", width)
    return title + "\n" + side_by_side(heads(table.settled), rows, width)


def _group_text(
    table: ConcessionTable, place: int, group: Sequence[ConcessionRow], width: int
) -> str:
    first = group[0].lifts
    rows = [
        (
            f"by {wording.day_words(table.early_day)}",
            [wording.difference_words(lift.early) for lift in first.values()],
        ),
        (
            f"by {wording.day_words(table.horizon)}",
            [wording.difference_words(lift.horizon) for lift in first.values()],
        ),
        (
            "change for the mover",
            [_cost_cell([row.lifts[name] for row in group]) for name in first],
        ),
    ]
    title = paragraph(f"{place}. {concession_words(group, table.labels)}", width)
    return title + "\n" + side_by_side(heads(first), rows, width)


def _cost_cell(lifts: Sequence[ConcessionLift]) -> str:
    if len({wording.cost_words(lift.cost.mean) for lift in lifts}) > 1:
        return wording.cost_range_words(lift.cost for lift in lifts).removesuffix(" value units")
    return wording.amount_words(lifts[0].cost)


def screened_text(table: ConcessionTable, worlds: int, *, width: int = 80) -> str:
    """The best three that do change something, in words, for the end of a run of so many worlds."""
    only = " only" if table.worlds < worlds else ""
    how = f"screened on the first {wording.count_words(table.worlds)}{only}"
    title = f"WHICH SINGLE CONCESSIONS WOULD CHANGE THAT ({how})"
    groups = [group for group in alike(table.rows) if above_noise(group[0])]
    told = [_sentence(group, table) for group in groups[:_TOLD]] or [unchanged(table)]
    lines = [paragraph(title, width), *(paragraph(one, width, indent="  ") for one in told)]
    return "\n".join(lines)


def _sentence(group: Sequence[ConcessionRow], table: ConcessionTable) -> str:
    lifts = list(group[0].lifts.values())
    if len(lifts) == 1:
        where = coding_head(next(iter(group[0].lifts)), " ({})")
        change = f"{wording.difference_sentence(lifts[0].horizon)}, in this coding{where}"
        early = wording.difference_words(lifts[0].early)
    else:
        ranged = wording.difference_range_words(lift.horizon for lift in lifts)
        change = wording.over_codings(ranged, len(lifts))
        early = wording.difference_range_words(lift.early for lift in lifts)
    cost = wording.cost_range_words(lift.cost for row in group for lift in row.lifts.values())
    return (
        f"{concession_words(group, table.labels)}. The share that settles by "
        f"{wording.day_words(table.horizon)} changes by {change}; by "
        f"{wording.day_words(table.early_day)}, by {early.removesuffix(' of 100 worlds')}. "
        f"The mover's own result changes by {cost}."
    )
