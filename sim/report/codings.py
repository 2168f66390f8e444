"""Codings side by side: the columns that every table of a run shares."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.domain.finding import RunSummary
from sim.report import wording

__all__ = ["heads", "row"]


def heads(summary: RunSummary) -> list[list[str]]:
    """One head for each coding: its name, unless it is the only one, and its worlds."""
    return [
        ["" if name == "stated" else name, wording.count_words(coding.n)]
        for name, coding in summary.codings.items()
    ]


def row(
    summary: RunSummary, label: str, cell: Callable[..., str], *about: Any
) -> tuple[str, list[str]]:
    """A labelled row: ``cell`` of each coding, told what the row is ``about``."""
    return label, [cell(coding, *about) for coding in summary.codings.values()]
