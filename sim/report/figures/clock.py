"""Whole pictures of the clock: the deadline varied, its effect by channel, and who pays."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from matplotlib.figure import Figure

from sim.domain.clock import Clock
from sim.domain.clock_kinds import Channel, Vary
from sim.report import wording
from sim.report.answers.clock import VERBS, deadline_words
from sim.report.figures.canvas import canvas, caption_of, hide_inner_labels, name_coding
from sim.report.figures.clock_panels import (
    draw_channels,
    draw_payers,
    draw_varied,
    shown_channels,
    shown_payers,
)

__all__ = ["pages"]

_TACTIC = "What follows from the tactic alone is an assumption, not a finding."


def pages(finding: Clock) -> Mapping[str, Callable[[], Figure]]:
    """File stem → what makes the figure."""
    found: dict[str, Callable[[], Figure]] = {
        "deadline": lambda: _deadline(finding),
        "channels": lambda: _channels(finding),
    }
    if shown_payers(finding):
        found["who_pays"] = lambda: _payers(finding)
    return found


def _deadline(finding: Clock) -> Figure:
    codings = finding.made.codings
    stands = "that is tried" if any(e.hypothetical for e in finding.effects) else "as it stands"
    reading = (
        f"Diamond: the deadline {stands}. Dashed: talks without a deadline. Bands: 95 %. How "
        "parties come down before a deadline they believe in is an assumption."
    )
    figure, axes = canvas(2, len(codings), 5.4, _title(finding), caption_of(finding.made, reading))
    for row, vary in enumerate((Vary.DAY, Vary.CREDIBILITY)):
        here = axes[row * len(codings) : (row + 1) * len(codings)]
        for name, one in zip(codings, here, strict=True):
            draw_varied(finding, name, vary, one)
            if row == 0:
                name_coding(name, one)
        for one in here[1:]:
            one.set_ylabel("")
    return figure


def _title(finding: Clock) -> str:
    verdicts = {effect.verdict for effect in finding.effects}
    whether = {effect.coding: f"{VERBS[effect.verdict]}" for effect in finding.effects}
    told = deadline_words(finding)
    if any(effect.hypothetical for effect in finding.effects):
        told = f"an assumption: {told} that nobody has set"
    if len(verdicts) > 1:
        parts = [f"{words} in {coding}" for coding, words in whether.items()]
        return wording.capital(f"{told} {wording.listed(parts)}")
    everywhere = " in every coding" if len(whether) > 1 else ""
    return wording.capital(f"{told} {next(iter(whether.values()))}{everywhere}")


def _channels(finding: Clock) -> Figure:
    codings = finding.made.codings
    tall = 0.42 * (len(shown_channels(finding)) + 2) + 1.0
    reading = (
        "Bars: each channel alone added to talks without a deadline, stacked; line: 95 %. Hollow "
        f"diamond: the same channel alone taken from talks with it. Hatched: assumption. {_TACTIC}"
    )
    figure, axes = canvas(
        1, len(codings), tall, _channel_title(finding), caption_of(finding.made, reading)
    )
    for name, one in zip(codings, axes, strict=True):
        draw_channels(finding, name, one)
        name_coding(name, one)
    hide_inner_labels(axes)
    return figure


def _channel_title(finding: Clock) -> str:
    if not shown_channels(finding):
        return "Nothing hangs on the deadline and no side fears it, so that it does nothing"
    if shown_channels(finding) == (Channel.TACTICS,):
        return "All that the deadline does follows from the tactic: an assumption"
    return "How the deadline acts: one channel at a time"


def _payers(finding: Clock) -> Figure:
    codings = finding.made.codings
    tall = 0.27 * len(shown_payers(finding)) + 1.0
    reading = (
        "Bold: who fears it. Points: mean change of each side's value, discounted to day 0, "
        f"against a deadline that nobody fears, over worlds settled both ways. {_TACTIC}"
    )
    title = "Who pays for speed: each side's value, by who fears the deadline (an assumption)"
    figure, axes = canvas(1, len(codings), tall, title, caption_of(finding.made, reading))
    for name, one in zip(codings, axes, strict=True):
        draw_payers(finding, name, one)
        name_coding(name, one)
    hide_inner_labels(axes)
    return figure
