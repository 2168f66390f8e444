"""Single concessions screened for a run: what the best would change and cost the mover."""

from __future__ import annotations

from collections.abc import Sequence

from sim.domain.concession import ConcessionRow, ConcessionTable
from sim.report import wording
from sim.report.alike import above_noise, alike, concession_words
from sim.report.codings import coding_head
from sim.report.table import paragraph

__all__ = ["early_words", "screened_text", "unchanged"]

_TOLD = 3
_NOTHING = "There is no single concession to make."


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
