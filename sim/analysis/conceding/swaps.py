"""Conditional swaps, "A gives x if B gives y": whether both are worth it to those who give.

Three runs on the same worlds tell: without any concession, with each concession alone, and with
both. A mover *pays* where its own result falls in the swap beyond noise (its interval lies below
0), or where it does so by giving alone and the other's gift does not raise it again beyond noise. A
swap is *worth it for both* where neither pays and giving alone costs at least one of them: that one
has a reason to give only if the other does. Where giving alone costs neither, no condition is
needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sim.analysis.conceding.trials import SetGround, SetTrial
from sim.analysis.tiers import tiers
from sim.domain.concession_pairs import SwapKind, SwapRow
from sim.domain.concession_sets import CandidateRow
from sim.domain.estimate import Amount, Difference

__all__ = ["named", "swap_kind", "swaps_of"]


def swaps_of(
    ground: SetGround,
    rows: Sequence[CandidateRow],
    alone: Sequence[Mapping[str, SetTrial]],
    together: Mapping[tuple[int, int], Mapping[str, SetTrial]],
) -> tuple[SwapRow, ...]:
    """The swaps among pairs: those of two different parties.

    rows : the candidates. alone : coding → trial of each. together : places of two candidates →
    coding → trial; pairs are numbered from 1 as they come. Sorted by the change of the worse-off
    mover, the lowest over codings, in tiers that noise does not tell apart.
    """
    swaps = []
    for number, ((i, j), trials) in enumerate(together.items(), start=1):
        if rows[i].party != rows[j].party:
            halves = (rows[i], rows[j]), (alone[i], alone[j])
            swaps.append([_swap(ground, c, number, *halves, trials[c]) for c in trials])
    floors = []
    for by_coding in swaps:
        worst = min((row.worst for row in by_coding), key=lambda amount: amount.mean)
        floors.append((worst.mean, worst.low, worst.high))
    tier = tiers(floors)
    order = sorted(range(len(swaps)), key=lambda k: (tier[k], -floors[k][0]))
    return tuple(replace(row, tier=tier[k]) for k in order for row in swaps[k])


def _swap(
    ground: SetGround,
    coding: str,
    number: int,
    rows: tuple[CandidateRow, CandidateRow],
    alone: tuple[Mapping[str, SetTrial], Mapping[str, SetTrial]],
    trial: SetTrial,
) -> SwapRow:
    lift = ground.lift(coding, trial)
    together = [ground.change(coding, trial, row.party) for row in rows]
    single = [
        ground.change(coding, one[coding], row.party) for one, row in zip(alone, rows, strict=True)
    ]
    brought = [
        ground.change(coding, trial, row.party, since=one[coding])
        for one, row in zip(alone, rows, strict=True)
    ]
    return SwapRow(
        pair=number,
        tier=0,
        coding=coding,
        swap=swap_kind(lift, together, single, brought),
        **named(*rows),
        lift=lift,
        first_together=together[0],
        first_alone=single[0],
        first_brought=brought[0],
        second_together=together[1],
        second_alone=single[1],
        second_brought=brought[1],
    )


def swap_kind(
    lift: Difference,
    together: Sequence[Amount],
    alone: Sequence[Amount],
    brought: Sequence[Amount],
) -> SwapKind:
    """What a swap does to the two movers.

    lift : of the pair. together, alone : change of each mover's own result where both give, and
    where it gives alone; brought : the former less the latter.
    """
    paying = sum(
        both.high < 0.0 or (one.high < 0.0 and more.low <= 0.0)
        for both, one, more in zip(together, alone, brought, strict=True)
    )
    if paying:
        return SwapKind.BOTH_PAY if paying == 2 else SwapKind.ONE_PAYS
    if any(change.high < 0.0 for change in alone):
        return SwapKind.WORTH_IT
    shown = lift.low > 0.0 or lift.high < 0.0 or any(change.low > 0.0 for change in together)
    return SwapKind.NO_CONDITION if shown else SwapKind.NOTHING


def named(first: CandidateRow, second: CandidateRow) -> dict[str, Any]:
    """The fields of a row that name the two concessions of a pair."""
    return {
        f"{place}_{field}": getattr(row, field)
        for place, row in (("first", first), ("second", second))
        for field in ("party", "issue", "option", "kind")
    }
