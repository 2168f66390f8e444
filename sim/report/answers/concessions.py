"""What must move, in words: first what it comes to, then the concessions, best first."""

from __future__ import annotations

from sim.domain.concessions import Concessions, MoveRow, ProcessRule, Verdict, WithoutRow
from sim.report import wording
from sim.report.answers import concession_sets
from sim.report.answers.concession_move_blocks import Lookup, block
from sim.report.answers.concession_move_says import (
    gap_says,
    paper_says,
    situation_says,
    talks_says,
)
from sim.report.answers.concession_names import grouped
from sim.report.codings import heads
from sim.report.table import paragraph, side_by_side

__all__ = ["says", "text"]

_IDLE = (
    "Idle: nobody here reads what such a rule sets, or it is what is stated already, so that it "
    "can change nothing. It is not counted among the rules that an effect holds under."
)

_MOST_GROUPS = 8
_MOST_SENTENCES = 4

#: For pairs and sets, where asked for.
_MORE_SENTENCES = 2


def says(finding: Concessions) -> tuple[str, ...]:
    """Two to four sentences: what there is, what opens a deal on paper, what holds in talks, and
    where paper and talks differ; up to two more for what was asked for beside that."""
    beside = concession_sets.says(finding)
    asked = finding.pairs is not None or finding.sets is not None
    told = [
        situation_says(finding),
        paper_says(finding),
        talks_says(finding),
        gap_says(finding),
        *beside,
    ]
    most = _MOST_SENTENCES + (_MORE_SENTENCES if asked else 0)
    return tuple(one for one in told if one)[:most]


def text(finding: Concessions, *, width: int = 80) -> str:
    """A reader's page."""
    parts = [
        _opening(finding, width),
        *(paragraph(one, width) for one in says(finding)),
        _without(finding, width),
        *_blocks(finding, width),
        *concession_sets.parts(finding, width=width),
        paragraph(wording.CLOSING, width),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _opening(finding: Concessions, width: int) -> str:
    made = finding.made
    how = [
        wording.count_words(made.worlds) + (" in each coding" if len(made.codings) > 1 else ""),
        f"seed {made.seed}",
        f"protocol {made.protocol}",
        f"to {wording.day_words(made.horizon)}",
    ]
    lines = [
        paragraph(f"{made.scenario} – {made.title}", width),
        paragraph(made.question, width),
        paragraph(f"({', '.join(how)})", width),
    ]
    lines += [paragraph(f"with {path} = {v}", width) for path, v in made.overrides.items()]
    party = made.asked.get("by")
    if party is not None:
        name = wording.party_words(made.labels.parties[str(party)])
        lines.append(paragraph(f"Only what {name} gives.", width))
    if made.asked.get("quiet"):
        lines.append(
            paragraph(
                "Quiet: nobody but the mover knows of a concession. A grant cannot be kept quiet, "
                "so there is none here.",
                width,
            )
        )
    return "\n".join(lines)


def _without(finding: Concessions, width: int) -> str:
    made = finding.made
    rows = [
        (
            f"a package all would sign, {wording.day_words(finding.day)}",
            [wording.share_words(row.open) for row in _rows(finding, ProcessRule.STATED)],
        ),
        (
            f"settled by {wording.day_words(finding.early_day)}{_early_reason(finding)}",
            [wording.share_words(row.early) for row in _rows(finding, ProcessRule.STATED)],
        ),
    ]
    for rule in ProcessRule:
        found = _rows(finding, rule)
        few = found[0].worlds < made.worlds
        label = f"settled by {wording.day_words(made.horizon)}"
        if rule is not ProcessRule.STATED:
            label = f"  {rule.value}" + (f" ({found[0].worlds} worlds)" if few else "")
            label += " (idle here)" if rule in finding.idle else ""
        rows.append((label, [wording.share_words(row.horizon) for row in found]))
    title = paragraph(
        f"WITHOUT ANY CONCESSION (of 100 worlds; {wording.SAMPLING_ONLY})",
        width,
    )
    table = title + "\n" + side_by_side(heads(made.codings), rows, width)
    if finding.idle:
        table += "\n" + paragraph(_IDLE, width)
    return table


def _early_reason(finding: Concessions) -> str:
    deadline = finding.made.deadline
    return " (the deadline)" if deadline == finding.early_day else " (a sixth of the time)"


def _rows(finding: Concessions, rule: ProcessRule) -> list[WithoutRow]:
    return [row for row in finding.without if row.rule is rule]


def _blocks(finding: Concessions, width: int) -> list[str]:
    if not finding.moves:
        return []
    known, groups = Lookup(finding), grouped(finding)
    told = [group for group in groups if not _dull(group[0], known)]
    title = (
        "WHAT EACH CONCESSION WOULD CHANGE (more or fewer of 100 worlds, and value units; "
        f"{wording.SAMPLING_ONLY}). On paper: worlds with a package that all would sign, exact and "
        "free of any tactic. In talks: the same worlds played again. First comes what opens most "
        "in the coding where it opens least; those of one tier are not told apart."
    )
    parts, tier = [paragraph(title, width)], 0
    for place, group in enumerate(told[:_MOST_GROUPS], start=1):
        found = block(place, group, known, width)
        if group[0].tier != tier:
            tier = group[0].tier
            found = f"Tier {tier}\n{found}"
        parts.append(found)
    parts += [paragraph(one, width) for one in [_left(len(told), len(groups))] if one]
    return parts


def _dull(first: MoveRow, known: Lookup) -> bool:
    """Whether nothing of a group is beyond noise, neither on paper nor in talks."""
    level = all(effect.exact.low <= 0.0 <= effect.exact.high for effect in known.every(first))
    return level and Verdict.WITHIN_NOISE in first.verdicts


def _left(told: int, groups: int) -> str:
    less, dull = max(0, told - _MOST_GROUPS), groups - told
    parts = [f"{less} more do less on paper"] if less else []
    parts += [f"{dull} change nothing beyond noise, on paper or in talks"] if dull else []
    return f"{wording.capital(wording.listed(parts))}; concessions.csv has all." if parts else ""
