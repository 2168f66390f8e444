"""The brief on disk: Markdown and a page of its own with small figures; role sheets for a class."""

from __future__ import annotations

from pathlib import Path

from sim.domain.answer import Answer
from sim.domain.brief import Brief
from sim.report import style
from sim.report.answering import answer_figures
from sim.report.answers.brief import FIGURES, markdown
from sim.report.debrief import debrief_page
from sim.report.figures.pages import run_page
from sim.report.page import html_page
from sim.report.roles import role_page
from sim.report.writing import save

__all__ = ["write_brief", "write_roles"]


def write_brief(finding: Brief, folder: str | Path) -> tuple[Path, ...]:
    """Write ``brief.md``, ``brief.html`` and the figures of both into a folder; returns them.

    A page that is there is of this same finding, and may be the longer one that people keep: it
    is left alone.
    """
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    drawn = _draw(finding, place / "figures")
    words = markdown(finding, [file.stem for file in drawn])
    page = html_page(
        words,
        title=f"Brief: {finding.made.title}",
        figures={f"figures/{file.name}": file.read_text(encoding="utf-8") for file in drawn},
    )
    written = [place / "brief.md", place / "brief.html"]
    for file, content in zip(written, (words, page), strict=True):
        if file.suffix == ".md" or not file.exists():
            file.write_text(content, encoding="utf-8", newline="\n")
    return (*written, *drawn)


def _draw(finding: Brief, folder: Path) -> list[Path]:
    """The figures the page shows, as SVG."""
    drawn: list[Path] = []
    parts: tuple[Answer, ...] = (finding.zopa, finding.clock, finding.sensitivity)
    with style.look():
        drawn += save(run_page(finding.run, FIGURES["ends"]), folder, FIGURES["ends"], ("svg",))
        for part in parts:
            makers = answer_figures(part)
            for name in FIGURES.values():
                if name in makers:
                    drawn += save(makers[name](), folder, name, ("svg",))
    return drawn


def write_roles(finding: Brief, folder: str | Path) -> tuple[Path, ...]:
    """Write one confidential sheet a party and the debrief for the teacher; returns them.

    Each as Markdown and as a page of its own to print.
    """
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    pages = {f"role-{sheet.party}": role_page(sheet, finding.made) for sheet in finding.roles}
    pages["debrief"] = debrief_page(finding)
    written = []
    for name, words in pages.items():
        for suffix, content in ((".md", words), (".html", html_page(words, title=name))):
            file = place / f"{name}{suffix}"
            file.write_text(content, encoding="utf-8", newline="\n")
            written.append(file)
    return tuple(written)
