"""Codings side by side: how they are named, and the columns that every table shares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sim.domain.comparison import CodingComparison
from sim.domain.finding import CodingSummary, RunSummary
from sim.domain.scenario import STATED
from sim.report import wording

__all__ = ["coding_head", "counted_heads", "heads", "row"]


def coding_head(coding: str, form: str = "{}") -> str:
    """A coding's name, put into ``form``; nothing for a scenario that states no coding.

    >>> coding_head("low-no-deal", ", coding {}"), coding_head("stated", ", coding {}")
    (', coding low-no-deal', '')
    """
    return "" if coding == STATED else form.format(coding)


def heads(codings: Iterable[str]) -> list[list[str]]:
    """One head for each coding: its name, unless it is the only one."""
    return [[coding_head(name)] for name in codings]


def counted_heads(codings: Mapping[str, CodingSummary | CodingComparison]) -> list[list[str]]:
    """The same with the number of worlds below it."""
    return [[coding_head(name), wording.count_words(one.n)] for name, one in codings.items()]


def row(
    summary: RunSummary, label: str, cell: Callable[..., str], *about: Any
) -> tuple[str, list[str]]:
    """A labelled row: ``cell`` of each coding, told what the row is ``about``."""
    return label, [cell(coding, *about) for coding in summary.codings.values()]
