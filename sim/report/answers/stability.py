"""Whether anything holds, in words: a few sentences first, then tables."""

from __future__ import annotations

from sim.domain.stability import Stability
from sim.report import wording
from sim.report.answers import stability_mending, stability_tables
from sim.report.answers.stability_keeping_says import keeping_says
from sim.report.answers.stability_mending_says import mending_says
from sim.report.answers.stability_says import moves_says, nothing_says
from sim.report.table import paragraph

__all__ = ["says", "text"]


def text(finding: Stability, *, width: int = 80) -> str:
    """A reader's page for a terminal of the given width."""
    parts = [
        _opening(finding, width),
        *(paragraph(sentence, width) for sentence in says(finding)),
        stability_tables.looked_at(finding, width),
        stability_tables.held(finding, width),
        stability_tables.exits(finding, width),
        stability_tables.kept(finding, width),
        stability_tables.links(finding, width),
        stability_mending.changes(finding, width),
        stability_mending.slower(finding, width),
        stability_mending.reached(finding, width),
        paragraph(wording.CLOSING, width),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _opening(finding: Stability, width: int) -> str:
    made = finding.made
    how = [
        wording.count_words(made.worlds) + ("" if len(made.codings) == 1 else " per coding"),
        f"seed {made.seed}",
        f"signed on {wording.day_words(finding.day)}",
        f"followed to {wording.day_words(finding.day + finding.until)}",
    ]
    lines = [f"{made.scenario} – {made.title}", made.question, f"({', '.join(how)})"]
    lines += [f"with {path} = {value}" for path, value in made.overrides.items()]
    return "\n".join(paragraph(line, width) for line in lines)


def says(finding: Stability) -> tuple[str, ...]:
    """What it comes to: whether no agreement and the first package hold, who breaks, what mends."""
    if not finding.kept:
        return nothing_says(finding)
    told = [*moves_says(finding), keeping_says(finding), mending_says(finding)]
    return tuple(one for one in told if one)
