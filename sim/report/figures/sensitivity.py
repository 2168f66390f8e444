"""What drives the answer, in pictures: groups of inputs, single numbers, conditions."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.domain.sensitivity import SETTLEMENT, GroupKind, Sensitivity
from sim.report.answers.sensitivity import leaders_words, output_words
from sim.report.figures.boxes import boxes_title, draw_limits, draw_peeling
from sim.report.figures.canvas import canvas, caption_of, hide_inner_labels, name_coding
from sim.report.figures.drivers import draw_drivers, shown_groups
from sim.report.figures.tornado import draw_tornado, shown_ends
from sim.report.number_names import number_words

__all__ = ["pages"]


def pages(finding: Sensitivity) -> Mapping[str, Callable[[], Figure]]:
    """Name of each figure → what makes it; none where there is nothing to tell."""
    found: dict[str, Callable[[], Figure]] = {}
    if any(row.kind is not GroupKind.CHANCE for row in finding.groups if row.total is not None):
        found["drivers"] = lambda: _drivers(finding)
    if finding.ends:
        found["tornado"] = lambda: _tornado(finding)
    if finding.boxes:
        found["conditions"] = lambda: _conditions(finding)
    return found


def _drivers(finding: Sensitivity) -> Figure:
    groups = shown_groups(finding)
    title = leaders_words(finding)
    reading = (
        "Filled: the part of the variance a group carries together with others (Sobol total "
        "index); hollow: by itself (first order). Parts of different groups overlap."
    )
    return _side_by_side(finding, 0.4 * max(4, len(groups)) + 0.8, title, reading, draw_drivers)


def _tornado(finding: Sensitivity) -> Figure:
    rows = shown_ends(finding)
    best = number_words(rows[0].quantity, finding.made.labels, name=rows[0].name)
    settles = finding.output == SETTLEMENT
    what = "settlement" if settles else output_words(finding)
    title = f"The single number that moves {what} most – {best}"
    counted = "change in worlds of 100 that settle" if settles else "mean change"
    reading = (
        f"Bars: {counted} with the number at one end of its range, all else as drawn and nobody "
        "else told. Plain: low end; hatched: high end."
    )
    return _side_by_side(finding, 0.42 * max(4, len(rows)) + 0.8, title, reading, draw_tornado)


def _side_by_side(
    finding: Sensitivity,
    tall: float,
    title: str,
    reading: str,
    draw: Callable[[Sensitivity, str, Axes], Axes],
) -> Figure:
    codings = finding.made.codings
    figure, axes = canvas(1, len(codings), tall, title, caption_of(finding.made, reading))
    for coding, one in zip(codings, axes, strict=True):
        draw(finding, coding, one)
        name_coding(coding, one)
    hide_inner_labels(axes)
    return figure


def _conditions(finding: Sensitivity) -> Figure:
    codings = [name for name in finding.made.codings if _has_box(finding, name)]
    reading = (
        "Left: what is left as worlds are cut away (line, in the worlds searched) and the box "
        "told (circle, with its interval, in worlds kept apart). Right: its conditions."
    )
    figure, axes = canvas(
        len(codings),
        2,
        2.6 * len(codings) + 0.2,
        boxes_title(finding),
        caption_of(finding.made, reading),
    )
    for row, coding in enumerate(codings):
        draw_peeling(finding, coding, axes[2 * row])
        draw_limits(finding, coding, axes[2 * row + 1])
        name_coding(coding, axes[2 * row])
    return figure


def _has_box(finding: Sensitivity, coding: str) -> bool:
    return any(box.coding == coding for box in finding.boxes)
