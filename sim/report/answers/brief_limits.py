"""The end of a brief: whose numbers these are, what happened elsewhere, what is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.domain.base_rate import BaseRate
from sim.domain.brief import Brief, SupportRow
from sim.domain.limits import NOT_MODELLED
from sim.domain.sensitivity import Direction
from sim.report import wording
from sim.report.answers.sensitivity_words import direction_words
from sim.report.blocks import Bullets, Section, Words

__all__ = ["left_out", "other_cases", "supported"]

_SILENCES = 6


def supported(finding: Brief) -> Iterator[Words | Bullets]:
    """Who says which way the numbers point, and the least supported of them."""
    counts = {row.direction: row for row in finding.directions}
    total = finding.directions[0].of if finding.directions else 0
    if not total:
        yield Words(text="No number of the scenario is uncertain.")
        return
    told = wording.listed(
        f"{direction_words(direction)} for {counts[direction].numbers}"
        for direction in (Direction.CLAIM, Direction.OUTSIDE, Direction.NOBODY)
    )
    assumed = sum(row.assumed for row in finding.directions)
    yield Words(
        text=f"Who says which way the {total} uncertain numbers point: {told}. The size of "
        f"{assumed} of them is an assumption. Nobody stands behind these, on whose groups most "
        "hangs:"
    )
    if finding.support:
        yield Bullets(items=tuple(_input(row) for row in finding.support))


def _input(row: SupportRow) -> str:
    reason = f"; {row.reason}" if row.reason else ""
    ends = f"{row.low:g} to {row.high:g}".replace("-", "−")
    return f"`{row.path}`, {ends}{reason}"


def other_cases(rates: Sequence[BaseRate]) -> Iterator[Section]:
    """What happened in other cases, with a heading of its own; nothing where none are cited."""
    if not rates:
        return
    lines = []
    for rate in rates:
        counted = f"Of {rate.of} " if rate.held is None else f"{rate.held} of {rate.of} "
        lines.append(f"{counted}{rate.says} ({rate.source}).")
    aside = Words(text="They enter no number above, and no case is another.")
    yield Section(head="Other cases", parts=(Bullets(items=tuple(lines)), aside))


def left_out(finding: Brief) -> Iterator[Words | Bullets]:
    """What no number of the model stands for."""
    yield Words(text="No scenario of this kind models " + "; ".join(NOT_MODELLED) + ".")
    if finding.silences:
        shown = finding.silences[:_SILENCES]
        more = len(finding.silences) - len(shown)
        lines = [*shown, *([f"and {more} more"] if more > 0 else [])]
        yield Words(text="The source is silent on:")
        yield Bullets(items=tuple(lines))
