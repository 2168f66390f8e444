"""The page people keep, as text: a finding, its figures, every input, and how it was made."""

from __future__ import annotations

from sim.domain.answer import Answer, Made
from sim.domain.brief import Brief
from sim.domain.concession import ConcessionTable
from sim.domain.finding import RunSummary
from sim.domain.inputs import Inputs
from sim.report import wording
from sim.report.codings import coding_head
from sim.report.keeping.contents import Contents, of_answer, of_brief, of_run
from sim.report.keeping.drawing import draw
from sim.report.keeping.input_rows import input_lines
from sim.report.keeping.method import Background, made_of_run, method_rows
from sim.report.keeping.templating import render

__all__ = ["answer_page", "run_page"]

_CLAIM_HEADS = ("claim", "what it says", "who says it", "place", "source group", "reliability")
_NO_INPUTS = (
    "The folder this page was made from was written by a version of Parley that kept no sources "
    "beside its results. The scenario file in it holds every number; the command below, given "
    "again, adds the sources, and `parley why` tells them one by one."
)


def run_page(
    run: RunSummary, background: Background, concessions: ConcessionTable | None = None
) -> str:
    """The page of a run. concessions : the single ones screened for it, if any."""
    return _written(of_run(run, concessions), made_of_run(run), background)


def answer_page(finding: Answer, background: Background) -> str:
    """The page of a finding with tables; a brief has one of its own kind."""
    contents = of_brief(finding) if isinstance(finding, Brief) else of_answer(finding)
    return _written(contents, finding.made, background)


def _written(contents: Contents, made: Made, background: Background) -> str:
    inputs = background.inputs
    page = contents.page
    return render(
        "page.html.j2",
        page=page,
        lead=page.lead,
        sections=page.sections,
        drawn=draw(contents.makers),
        method=method_rows(made, background, contents.method),
        version=made.version,
        closing=wording.CLOSING,
        claim_heads=_CLAIM_HEADS,
        **_inputs(inputs),
    )


def _inputs(inputs: Inputs | None) -> dict[str, object]:
    """What the template asks about inputs, be there some or none."""
    if inputs is None:
        nothing = dict.fromkeys(("lines", "claims", "contradictions", "input_heads"), ())
        return {**nothing, "groups": {}, "inputs_say": (_NO_INPUTS,), "inputs_title": ""}
    ranges = [coding_head(one, "in {}") or "number or range" for one in inputs.codings]
    return {
        "lines": input_lines(inputs),
        "claims": tuple(inputs.claims.values()),
        "contradictions": inputs.contradictions,
        "groups": inputs.groups,
        "inputs_say": (_counted(inputs), _SOURCES, _RANGES),
        "inputs_title": inputs.title,
        "input_heads": ("number", "unit", *ranges, "rests on", "who says so"),
    }


_SOURCES = (
    "“Direction” tells who says that the number points the way it does, “size” on what its "
    "magnitude rests; the two are stated apart, since a claim gives a direction and never a size. "
    "What rests on “nobody” is an assumption, named as such."
)

_RANGES = (
    "Ranges: the most likely number, and in brackets the lowest and the highest; two ends alone "
    "where all between them are equally likely; one number where it is taken as exact. "
    "“Unsupported”: what is drawn from instead in worlds where no source behind the number is "
    "taken at its word."
)


def _counted(inputs: Inputs) -> str:
    lines = input_lines(inputs)
    kinds = {kind: sum(line.on == kind for line in lines) for kind in ("claim", "outside")}
    rest = len(lines) - sum(kinds.values())
    return (
        f"{wording.count_words(len(lines), 'number')} of scenario {inputs.scenario}: the direction "
        f"of {kinds['claim']} rests on claims, of {kinds['outside']} on an outside source, of "
        f"{rest} on nobody."
    )
