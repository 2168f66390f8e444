"""The end of a brief: whose numbers these are, what happened elsewhere, what is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.domain.base_rate import BaseRate
from sim.domain.brief import Brief, SupportRow
from sim.domain.limits import NOT_MODELLED
from sim.domain.sensitivity import Direction
from sim.report import wording
from sim.report.answers.sensitivity_words import direction_words

__all__ = ["left_out", "other_cases", "supported"]

_SILENCES = 6


def supported(finding: Brief) -> Iterator[str]:
    """Who says which way the numbers point, and the least supported of them."""
    counts = {row.direction: row for row in finding.directions}
    total = finding.directions[0].of if finding.directions else 0
    if not total:
        yield "No number of the scenario is uncertain."
        return
    told = wording.listed(
        f"{direction_words(direction)} for {counts[direction].numbers}"
        for direction in (Direction.CLAIM, Direction.OUTSIDE, Direction.NOBODY)
    )
    assumed = sum(row.assumed for row in finding.directions)
    yield (
        f"Who says which way the {total} uncertain numbers point: {told}. The size of {assumed} of "
        "them is an assumption. Nobody stands behind these, on whose groups most hangs:"
    )
    if finding.support:
        yield "\n".join(_input(row) for row in finding.support)


def _input(row: SupportRow) -> str:
    reason = f"; {row.reason}" if row.reason else ""
    ends = f"{row.low:g} to {row.high:g}".replace("-", "−")
    return f"- `{row.path}`, {ends}{reason}"


def other_cases(rates: Sequence[BaseRate]) -> Iterator[str]:
    """What happened in other cases, with a heading of its own; nothing where none are cited."""
    if not rates:
        return
    yield "## Other cases"
    lines = []
    for rate in rates:
        counted = f"Of {rate.of} " if rate.held is None else f"{rate.held} of {rate.of} "
        lines.append(f"- {counted}{rate.says} ({rate.source}).")
    yield "\n".join(lines)
    yield "They enter no number above, and no case is another."


def left_out(finding: Brief) -> Iterator[str]:
    """What no number of the model stands for."""
    yield "No scenario of this kind models " + "; ".join(NOT_MODELLED) + "."
    if finding.silences:
        shown = finding.silences[:_SILENCES]
        more = len(finding.silences) - len(shown)
        lines = [f"- {silence}" for silence in shown]
        if more > 0:
            lines.append(f"- and {more} more")
        yield "The source is silent on:\n\n" + "\n".join(lines)
