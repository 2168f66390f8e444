"""Swaps in words: who gives what if the other gives something, and what each gets out of it."""

from __future__ import annotations

from collections.abc import Sequence

from sim.domain.answer import Made
from sim.domain.concession_pairs import SwapKind, SwapRow
from sim.domain.concession_sets import ConcessionPairs
from sim.report import wording
from sim.report.answers.concession_pair_blocks import Group, groups_of
from sim.report.answers.concession_steps import (
    by_number,
    change_words,
    how_many,
    in_codings,
    pair_words,
    party_of,
)
from sim.report.codings import heads
from sim.report.table import paragraph, side_by_side

__all__ = ["swap_groups", "swaps_text", "worth_it"]

_MOST = 5
_PAID = (SwapKind.ONE_PAYS, SwapKind.BOTH_PAY)


def swap_groups(pairs: ConcessionPairs) -> list[Group[SwapRow]]:
    """Swaps worth it for both: in every coding first, then in some; else in their order."""
    groups = groups_of(pairs.swaps, _told)
    kept = [group for group in groups if worth_it(group[0])]
    return sorted(kept, key=lambda group: -worth_it(group[0]))


def worth_it(rows: Sequence[SwapRow]) -> int:
    """In how many codings a swap is worth it for both; 0 where it costs somebody in another."""
    if any(row.swap in _PAID for row in rows):
        return 0
    return sum(row.swap is SwapKind.WORTH_IT for row in rows)


def _told(row: SwapRow) -> object:
    changes = (row.first_together, row.first_alone, row.second_together, row.second_alone)
    return (
        row.swap,
        wording.difference_words(row.lift),
        *(wording.cost_words(change.mean) for change in changes),
    )


def swaps_text(pairs: ConcessionPairs, made: Made, *, width: int = 80) -> str:
    """The swaps that are worth it to both; nothing where no two parties can give."""
    if not pairs.swaps:
        return ""
    title = paragraph(
        "SWAPS, ONE GIVES IF THE OTHER GIVES (each mover's own result in value units, against no "
        f"concession; {wording.SAMPLING_ONLY})",
        width,
    )
    groups = swap_groups(pairs)
    parts = [f"{title}\n{paragraph(_counted(pairs), width)}"]
    parts += [
        _block(place, group, made, width) for place, group in enumerate(groups[:_MOST], start=1)
    ]
    left = len(groups) - _MOST
    if left > 0:
        parts.append(paragraph(f"{left} more are worth it for both in some coding.", width))
    return "\n\n".join(parts)


def _counted(pairs: ConcessionPairs) -> str:
    swaps = by_number(pairs.swaps, "pair")
    codings = len(swaps[0])
    every = sum(worth_it(rows) == codings for rows in swaps)
    pays = sum(any(row.swap in _PAID for row in rows) for rows in swaps)
    free = sum(all(row.swap is SwapKind.NO_CONDITION for row in rows) for rows in swaps)
    some = " in at least one coding" if codings > 1 else ""
    both = how_many(every, "is a swap", "are swaps")
    free_ones = how_many(free, "needs", "need")
    return (
        f"Of {len(swaps):,} pairs by two parties {both} worth it for both{in_codings(codings)}: "
        "neither mover ends below where it stood, while giving alone costs at least one of them. "
        f"In {pays or 'none'} somebody pays{some}; {free_ones} no condition{in_codings(codings)}, "
        "for nobody loses by giving alone. The best for the worse-off of the two come first; swaps "
        "of one tier are not told apart by that."
    )


def _block(place: int, group: Group[SwapRow], made: Made, width: int) -> str:
    rows = group[0]
    first, second = pair_words([pair[0] for pair in group], made.labels)
    by = wording.day_words(made.horizon)
    cells = [(f"settled by {by}", [wording.difference_words(row.lift) for row in rows])]
    for party, both, alone in (
        (rows[0].first_party, "first_together", "first_alone"),
        (rows[0].second_party, "second_together", "second_alone"),
    ):
        name = party_of(party, made.labels)
        cells.append((f"{name}: both give", [change_words(getattr(row, both)) for row in rows]))
        cells.append(("  gives alone", [change_words(getattr(row, alone)) for row in rows]))
    if len(rows) > 1:
        cells.append(("the swap", [row.swap.value for row in rows]))
    return "\n".join(
        [
            paragraph(f"{place}. {wording.capital(first)}", width),
            paragraph(f"if {second} (tier {rows[0].tier})", width, indent="   "),
            side_by_side(heads(made.codings), cells, width),
        ]
    )
