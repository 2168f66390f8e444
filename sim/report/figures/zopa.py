"""The acceptable set: whole pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from matplotlib.figure import Figure

from sim.domain.zopa import Zopa
from sim.report import wording
from sim.report.answers.zopa import never_open
from sim.report.codings import coding_head
from sim.report.figures import blocking
from sim.report.figures.canvas import canvas, caption_of, name_coding
from sim.report.figures.zopa_map import draw_map, map_title, shows_intervals, tallness
from sim.report.figures.zopa_packages import (
    draw_strips,
    packages_title,
    reading_of_strips,
    shown_packages,
)
from sim.report.figures.zopa_values import draw_values, values_title

__all__ = ["pages"]


def pages(finding: Zopa) -> Mapping[str, Callable[[], Figure]]:
    """File stem → a whole figure; those about packages only where some package is signed."""
    found: dict[str, Callable[[], Figure]] = {}
    if finding.map is not None and not never_open(finding):
        found["acceptance-map"] = lambda: _map_page(finding)
    if finding.packages:
        found["best-packages"] = lambda: _packages_page(finding)
    if finding.cloud:
        found["public-world"] = lambda: _values_page(finding)
    return {**found, **blocking.pages(finding.blocking)}


def _map_page(finding: Zopa) -> Figure:
    codings = finding.made.codings
    reading = (
        f"{_day(finding)} Cell: worlds of 100 in which some package that all who must sign would "
        "sign holds both options; one scale for all codings."
    )
    told = (
        caption_of(finding.made, reading)
        if shows_intervals(finding)
        else caption_of(finding.made, reading, interval="")
    )
    tall = tallness(finding) * len(codings) + 0.75
    figure, axes = canvas(len(codings), 1, tall, map_title(finding), told)
    for coding, one in zip(codings, axes, strict=True):
        draw_map(finding, coding, one)
        name_coding(coding, one)
    # The options of the second issue are named once, below the last panel.
    for one in axes[:-1]:
        one.set_xlabel("")
        one.set_xticklabels([])
    return figure


def _packages_page(finding: Zopa) -> Figure:
    shown = shown_packages(finding)
    figure, axes = canvas(
        1,
        1,
        0.52 * len(shown) + 0.8,
        packages_title(finding),
        caption_of(finding.made, f"{_day(finding)} {reading_of_strips(finding)}"),
    )
    draw_strips(finding, axes[0])
    return figure


def _values_page(finding: Zopa) -> Figure:
    codings = finding.made.codings
    reading = (
        f"One world, {wording.day_words(finding.day)}: every number at its mode, a line counted if "
        "at least as likely real as not. Grey: all packages; green: those that all who must sign "
        "would sign; dashed: those none betters for one side at no cost to the other. "
        "Rings: what talks sign, larger the more often."
    )
    caption = caption_of(finding.made, reading, interval="")
    figure, axes = canvas(1, len(codings), 3.9, values_title(finding), caption)
    for coding, one in zip(codings, axes, strict=True):
        draw_values(finding, coding, one)
        one.set_title(coding_head(coding, "coding {}"))
    for one in axes[1:]:
        one.set_ylabel("")
    return figure


def _day(finding: Zopa) -> str:
    return f"{wording.capital(wording.day_words(finding.day))}."
