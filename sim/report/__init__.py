"""What a reader gets: text, stories, figures; loaded when asked for, for figures load slowly."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.report.against import comparison_text
    from sim.report.answering import answer_says, answer_text, write_answer_figures
    from sim.report.story import story_text
    from sim.report.text import run_text
    from sim.report.why import explain
    from sim.report.writing import write_concession_figure, write_figures, write_report

__all__ = [
    "answer_says",
    "answer_text",
    "comparison_text",
    "explain",
    "run_text",
    "story_text",
    "write_answer_figures",
    "write_concession_figure",
    "write_figures",
    "write_report",
]

_HOMES = {
    "answer_says": "answering",
    "answer_text": "answering",
    "comparison_text": "against",
    "explain": "why",
    "run_text": "text",
    "story_text": "story",
    "write_answer_figures": "answering",
    "write_concession_figure": "writing",
    "write_figures": "writing",
    "write_report": "writing",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'sim.report' has no attribute {name!r}")
    return getattr(import_module(f"sim.report.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
