"""Findings with tables for a reader: the words and figures of each kind, looked up by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.domain.answer import Answer
from sim.errors import NotFoundError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["answer_figures", "answer_says", "answer_text", "write_answer_figures"]


def answer_says(finding: Answer) -> tuple[str, ...]:
    """What a finding comes to, in a few sentences."""
    found: tuple[str, ...] = _words(finding).says(finding)
    return found


def answer_text(finding: Answer, *, width: int = 80) -> str:
    """A reader's page of a finding, for a terminal of the given width."""
    text: str = _words(finding).text(finding, width=width)
    return text


def answer_figures(finding: Answer) -> Mapping[str, Callable[[], Figure]]:
    """Name of a figure → what makes it. Make and save it inside ``style.look()``."""
    module = import_module(f"sim.report.figures.{finding.kind}")
    found: Mapping[str, Callable[[], Figure]] = module.pages(finding)
    return found


def write_answer_figures(
    finding: Answer,
    folder: str | Path,
    names: Sequence[str] | None = None,
    forms: Sequence[str] = ("png", "svg"),
) -> tuple[Path, ...]:
    """Draw a finding's figures into a folder; returns the files.

    names : all if not given. Raises ``NotFoundError`` for a name there is none of.
    """
    from sim.report import style
    from sim.report.writing import save

    makers = answer_figures(finding)
    for name in names or ():
        if name not in makers:
            raise NotFoundError(f"no plot is called {name!r}; there are {', '.join(makers)}")
    written: list[Path] = []
    with style.look():
        for name in names or makers:
            written += save(makers[name](), Path(folder), name, forms)
    return tuple(written)


def _words(finding: Answer) -> Any:
    return import_module(f"sim.report.answers.{finding.kind}")
