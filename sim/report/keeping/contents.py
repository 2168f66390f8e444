"""What a page shows of each kind of finding: its sections, and what draws its figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from matplotlib.figure import Figure

from sim.domain.answer import Answer
from sim.domain.brief import Brief
from sim.domain.concession import ConcessionTable
from sim.domain.finding import RunSummary
from sim.domain.limits import NOT_MODELLED
from sim.report import wording
from sim.report.against import against_text
from sim.report.answering import answer_figures, answer_says, answer_text
from sim.report.answers.brief import brief_page
from sim.report.blocks import Bullets, Grid, Page, Part, Picture, Section, Tone, Verbatim, Words
from sim.report.figures.pages import RUN_KINDS, lift_page, run_page
from sim.report.headline import run_headline
from sim.report.keeping import run_tables
from sim.report.keeping.brief_tables import brief_grids
from sim.report.keeping.row_tables import row_grids
from sim.report.lifts import screened_text

__all__ = ["Contents", "of_answer", "of_brief", "of_run"]

Makers = Mapping[str, Callable[[], Figure]]

_WIDTH = 88


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """A page before its figures are drawn. makers : name → what makes the figure.

    method : what the finding tells of its own method.
    """

    page: Page
    makers: Makers
    method: str = ""


def of_run(run: RunSummary, concessions: ConcessionTable | None = None) -> Contents:
    """A run: how the talks end, on what terms, who refuses what."""
    sections = [
        _section("How the talks end", Words(text=run_headline(run)), *_ends(run)),
        _section("What is signed", _picture("packages"), run_tables.packages_grid(run)),
        _section("Who refuses, and why", _picture("refusals"), run_tables.refusals_grid(run)),
        _section("Who gives way, and on what", run_tables.conceded_grid(run)),
        _section("What a settlement is worth", _picture("values"), run_tables.values_grid(run)),
        _section("Where offers meet", _picture("offers")),
    ]
    makers = _run_makers(run)
    if run.against is not None:
        sections.append(
            _section(
                f"Held against {run.against.first}",
                Verbatim(text=against_text(run.against, width=_WIDTH)),
            )
        )
    if concessions is not None:
        told = Verbatim(text=screened_text(concessions, run.worlds, width=_WIDTH))
        sections.append(_section("What single concessions change", told, _picture("concessions")))
        makers |= {"concessions": partial(lift_page, concessions)}
    sections.append(_section("What the model leaves out", _left_out()))
    return Contents(page=_page(run.title, run.question, _full(sections)), makers=makers)


def _ends(run: RunSummary) -> tuple[Part, ...]:
    return (_picture("endings"), run_tables.endings_grid(run))


def of_answer(finding: Answer) -> Contents:
    """Any finding with tables: what it comes to, its figures, the reader's page, every row."""
    makers = dict(answer_figures(finding))
    sections = [
        _section("What it comes to", *(Words(text=one) for one in answer_says(finding))),
        _section("Figures", *map(_picture, makers)),
        _section("In full", Verbatim(text=answer_text(finding, width=_WIDTH))),
        _section("Tables", *row_grids(finding)),
        _section("What the model leaves out", _left_out()),
    ]
    made = finding.made
    return Contents(page=_page(made.title, made.question, _full(sections)), makers=makers)


def of_brief(finding: Brief) -> Contents:
    """A brief: its page, then the tables and the figures behind it."""
    page = brief_page(finding)
    *told, method = page.sections
    run = finding.run
    makers = _run_makers(run)
    for part in (finding.zopa, finding.clock, finding.sensitivity, finding.robust):
        makers |= answer_figures(part)
    shown = {one.name for section in told for one in section.parts if isinstance(one, Picture)}
    tables: tuple[Grid, ...] = (
        run_tables.endings_grid(run),
        run_tables.packages_grid(run),
        run_tables.refusals_grid(run),
        run_tables.conceded_grid(run),
        run_tables.values_grid(run),
        *brief_grids(finding),
    )
    told += [
        _section("The tables behind it", *(grid for grid in tables if grid.rows)),
        _section("More figures", *(_picture(name) for name in makers if name not in shown)),
    ]
    (words,) = method.parts
    says = words.text if isinstance(words, Words) else ""
    return Contents(page=replace(page, sections=_full(told)), makers=makers, method=says)


def _run_makers(run: RunSummary) -> dict[str, Callable[[], Figure]]:
    return {kind: partial(run_page, run, kind) for kind in RUN_KINDS}


def _picture(name: str) -> Picture:
    return Picture(name=name, says="")


def _left_out() -> Words:
    return Words(text="No scenario of this kind models " + "; ".join(NOT_MODELLED) + ".")


def _section(head: str, *parts: Part) -> Section:
    return Section(head=head, parts=parts)


def _full(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Sections that hold something; a table without rows holds nothing."""
    kept = [
        replace(one, parts=tuple(part for part in one.parts if _holds(part))) for one in sections
    ]
    return tuple(one for one in kept if one.parts)


def _holds(part: Part) -> bool:
    if isinstance(part, Grid):
        return bool(part.rows)
    return bool(part.items) if isinstance(part, Bullets) else True


def _page(title: str, question: str, sections: tuple[Section, ...]) -> Page:
    lead = (
        Words(text=question, tone=Tone.STRONG),
        Words(text=wording.CLOSING, tone=Tone.ASIDE),
    )
    return Page(title=title, lead=lead, sections=sections)
