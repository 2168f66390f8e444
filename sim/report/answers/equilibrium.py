"""The empirical game in words: a few sentences first, then tables."""

from __future__ import annotations

from collections.abc import Sequence

from sim.domain.equilibrium import Equilibria, ProfileKind
from sim.report import wording
from sim.report.answers import equilibrium_tables as tables
from sim.report.answers.equilibrium_headline import from_coded, there, which
from sim.report.answers.equilibrium_words import choice_name, regret_words
from sim.report.codings import coding_head
from sim.report.table import paragraph

__all__ = ["says", "text"]


def text(finding: Equilibria, *, width: int = 80) -> str:
    """A reader's page for a terminal of the given width."""
    parts = [
        _opening(finding, width),
        *(paragraph(sentence, width) for sentence in says(finding)),
        tables.changes(finding, width),
        tables.leading(finding, width),
        tables.at_equilibrium(finding, width),
        tables.signed_there(finding, width),
        _chances(finding, width),
        tables.choices(finding, width),
        tables.reached(finding, width),
        paragraph(wording.CLOSING, width),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _opening(finding: Equilibria, width: int) -> str:
    made = finding.made
    how = [
        wording.count_words(made.worlds) + ("" if len(made.codings) == 1 else " per coding"),
        f"seed {made.seed}",
        f"protocol {made.protocol}, to {wording.day_words(made.horizon)}",
    ]
    lines = [f"{made.scenario} – {made.title}", made.question, f"({', '.join(how)})"]
    lines += [f"with {path} = {value}" for path, value in made.overrides.items()]
    return "\n".join(paragraph(line, width) for line in lines)


def says(finding: Equilibria) -> tuple[str, ...]:
    """What it comes to: which profiles hold, what happens there, who would change as coded."""
    return (which(finding), there(finding), from_coded(finding), _assumed(finding))


def _assumed(finding: Equilibria) -> str:
    return (
        "That is an equilibrium among the behaviours on the menu, by simulated payoffs: it says "
        "what would be stable if parties knew what each behaviour brings on average, not that they "
        "know it, nor which of several equilibria they would reach."
    )


def _chances(finding: Equilibria, width: int) -> str:
    """Who mixes how, where chances are not all one."""
    lines: list[str] = []
    for told in finding.told:
        if told.kind not in (ProfileKind.MIXED, ProfileKind.LOGIT):
            continue
        head = coding_head(told.coding, "{}, ")
        regret = regret_words(told.regret, finding.tolerance)
        lines.append(paragraph(f"{head}{told.kind.value}, regret {regret}:", width, indent="  "))
        lines += [
            paragraph(line, width, indent="    ") for line in _mixing(finding, told.coding, told.at)
        ]
    title = "THE MIXED AND THE LOGIT PROFILE (how often of 100 times each choice is made)"
    if not any(row.kind is ProfileKind.MIXED for row in finding.told):
        title = "THE LOGIT PROFILE (how often of 100 times each choice is made)"
    return "\n".join([paragraph(title, width), *lines])


def _mixing(finding: Equilibria, coding: str, at: str) -> Sequence[str]:
    lines = []
    for party in finding.principals:
        found = [r for r in finding.chances if (r.coding, r.at, r.party) == (coding, at, party)]
        parts = [
            f"{choice_name(finding, party, row.choice)} {100 * row.chance:.0f}"
            for row in sorted(found, key=lambda row: -row.chance)
            if row.chance >= 0.005
        ]
        lines.append(f"{finding.made.labels.parties[party]}: {', '.join(parts)}")
    return lines
