"""What drives the answer, in words: the unknowns that matter, who vouches for them, where deals
happen."""

from __future__ import annotations

from collections.abc import Sequence

from sim.analysis.drivers.sobol import FEWEST
from sim.domain.sensitivity import (
    SETTLEMENT,
    Direction,
    DirectionIndex,
    GroupIndex,
    GroupKind,
    Index,
    OutputRow,
    Sensitivity,
)
from sim.report import wording
from sim.report.answers import sensitivity_tables as tables
from sim.report.answers.sensitivity_words import box_words, explains, group_phrase, index_words
from sim.report.codings import coding_head, heads
from sim.report.table import paragraph, side_by_side

__all__ = ["leaders_words", "output_words", "says", "text", "unknown_groups"]

_TOLD = 3

_RESTING = {
    Direction.NOBODY: "numbers whose direction nobody gives",
    Direction.CLAIM: "numbers that rest on a claim",
    Direction.OUTSIDE: "numbers that rest on an outside source",
    Direction.CHANCE: "chance moves",
}


def text(finding: Sensitivity, *, width: int = 80) -> str:
    """A reader's page for a terminal of the given width."""
    parts = [
        _opening(finding, width),
        *(paragraph(sentence, width) for sentence in says(finding)),
        _outputs(finding, width),
        tables.by_group(finding, width),
        tables.by_direction(finding, width),
        tables.ends(finding, width),
        tables.conditions(finding, width) if any(row.told for row in finding.outputs) else "",
        tables.sources(finding, width) if any(row.told for row in finding.outputs) else "",
        paragraph(wording.CLOSING, width),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def says(finding: Sensitivity) -> tuple[str, ...]:
    """What it comes to: the three unknowns that matter most, what rests on whom, where deals are.

    Where nothing varies, or too few worlds tell, that instead.
    """
    untold = [_why(finding, row) for row in finding.outputs if not row.told]
    if len(untold) == len(finding.outputs):
        return tuple(dict.fromkeys(untold))
    where = _where(finding) if finding.boxes else []
    return (*untold, _matter(finding), _rest(finding), *where)


def _opening(finding: Sensitivity, width: int) -> str:
    made = finding.made
    how = [
        wording.count_words(made.worlds) + ("" if len(made.codings) == 1 else " per coding"),
        f"seed {made.seed}",
        f"protocol {made.protocol}",
        f"talks to {wording.day_words(made.horizon)}",
        f"about {output_words(finding)}",
    ]
    lines = [
        paragraph(f"{made.scenario} – {made.title}", width),
        paragraph(made.question, width),
        paragraph(f"({', '.join(how)})", width),
    ]
    lines += [paragraph(f"with {path} = {v}", width) for path, v in made.overrides.items()]
    return "\n".join(lines)


def output_words(finding: Sensitivity) -> str:
    """What is asked about, within a sentence."""
    if finding.output == SETTLEMENT:
        return "whether the talks settle"
    party = finding.output.partition(".")[2]
    return f"the result of {wording.party_words(finding.made.labels.parties[party])}"


def _why(finding: Sensitivity, row: OutputRow) -> str:
    where = coding_head(row.coding, ", in coding {}")
    if not row.inputs:
        return (
            f"Nothing is uncertain here{where}: every world is the same world, so nothing drives "
            "how the talks end."
        )
    if finding.made.worlds < FEWEST:
        few = wording.count_words(finding.made.worlds)
        return f"{few} cannot tell what drives the talks; ask for some hundreds."
    if not row.varies and finding.output != SETTLEMENT:
        result = wording.capital(output_words(finding))
        return f"{result} is the same in every world{where}, so nothing drives it."
    if not row.varies:
        ends = {0.0: ", without settlement", 1.0: ", in a settlement"}
        same = ends.get(row.settled.share, "")
        return f"Every world ends the same way{same}{where}, so nothing drives it."
    return f"Nearly every world ends alike{where}: so many worlds cannot tell what drives the rest."


# -- which unknowns matter


def _matter(finding: Sensitivity) -> str:
    groups = unknown_groups(finding)
    best = groups[:_TOLD]
    what = wording.capital(output_words(finding))
    if not best:
        return f"{what} hangs on chance moves alone, which nobody could know."
    told = f"{what} hangs most on {_named(finding, best)}: {_how_much(finding, best)}"
    behind = [rows for rows in groups[_TOLD:] if _overlap(best[-1], rows)][:_TOLD]
    close = f"; close behind: {_named(finding, behind)}" if behind else ""
    return f"{told}{close}."


def unknown_groups(finding: Sensitivity) -> list[list[GroupIndex]]:
    """The groups that somebody could know, with their rows; without those that explain nothing."""
    groups: dict[str, list[GroupIndex]] = {}
    for row in finding.groups:
        if row.kind is not GroupKind.CHANCE and row.total is not None:
            groups.setdefault(row.group, []).append(row)
    told = [rows for rows in groups.values() if any(explains(row) for row in rows)]
    return told or list(groups.values())


def leaders_words(finding: Sensitivity) -> str:
    """What the answer hangs on most, as a sentence: the first group, and what noise ties with it.

    At most three are named.
    """
    groups = unknown_groups(finding)
    tied = [rows for rows in groups if rows is groups[0] or _overlap(groups[0], rows)][:_TOLD]
    return f"{wording.capital(output_words(finding))} hangs most on {_named(finding, tied)}"


def _named(finding: Sensitivity, groups: Sequence[Sequence[GroupIndex]]) -> str:
    return wording.listed(group_phrase(rows[0], finding.made.labels) for rows in groups)


def _overlap(rows: Sequence[GroupIndex], others: Sequence[GroupIndex]) -> bool:
    """Whether sampling cannot tell two groups apart in any coding."""
    return all(
        one.total.low <= other.total.high
        for one in rows
        for other in others
        if one.coding == other.coding and one.total is not None and other.total is not None
    )


def _how_much(finding: Sensitivity, best: Sequence[Sequence[GroupIndex]]) -> str:
    codings = sum(row.told for row in finding.outputs)
    over = f", the range over {wording.count_words(codings, 'coding')}" if codings > 1 else ""
    if finding.output != SETTLEMENT:
        spans = wording.listed(_span([row.total for row in rows]) for rows in best)
        return f"together with others they carry {spans} of 100 parts of what varies{over}"
    flips = [[row.flips for row in rows if row.flips is not None] for rows in best]
    told = [
        wording.range_words(one).removesuffix(" of 100 worlds").removeprefix("about ")
        for one in flips
    ]
    if codings == 1:
        told = [wording.share_words(one[0]) for one in flips]
        over = ", sampling only"
    each = "drawn anew, this changes" if len(best) == 1 else "drawn anew one by one, they change"
    return f"{each} how {wording.listed(told)} of 100 worlds end{over}"


def _span(indices: Sequence[Index | None]) -> str:
    words = [index_words(one).partition(" ")[0] for one in indices if one is not None]
    ends = sorted(set(words), key=float)
    return ends[0] if len(ends) == 1 else f"{ends[0]} to {ends[-1]}"


# -- who vouches for them


def _rest(finding: Sensitivity) -> str:
    parts: list[str] = []
    for direction, words in _RESTING.items():
        rows = [row for row in finding.directions if row.direction is direction]
        if any(row.total for row in rows):
            verb = "hang " if not parts else ""
            parts.append(f"{_span(_totals(rows))} {verb}on {words}")
    together = " (what they do together counts for each)" if len(parts) > 1 else ""
    return f"Of 100 parts of what varies, {wording.listed(parts)}{together}{_sizes(finding)}."


def _totals(rows: Sequence[DirectionIndex]) -> list[Index]:
    return [row.total for row in rows if row.total is not None]


def _sizes(finding: Sensitivity) -> str:
    """On what sizes rest; nothing where no number is uncertain, only what it is the chance of."""
    first = finding.made.codings[0]
    counts = [row for row in finding.sizes if row.coding == first]
    if not counts:
        return ""
    assumed, of = sum(row.numbers for row in counts if row.size == "assumption"), counts[0].of
    who = "none" if not assumed else "all" if assumed == of else f"{assumed}"
    if of == 1:
        return f"; the size of the one uncertain number is {'' if assumed else 'not '}assumed"
    return f"; the size of {who} of the {of} uncertain numbers is assumed"


# -- where deals happen


def _where(finding: Sensitivity) -> list[str]:
    """One sentence: the first box of each coding."""
    told = [
        coding_head(box.coding, "in coding {} ")
        + box_words(box, finding.conditions, finding.made.labels)
        for box in finding.boxes
        if box.box == 1
    ]
    return [f"{wording.capital('; '.join(told))} ({wording.SAMPLING_ONLY})."]


def _outputs(finding: Sensitivity, width: int) -> str:
    if not any(row.told for row in finding.outputs):
        return ""
    rows = [
        (
            f"settled by {wording.day_words(finding.made.horizon)}",
            [wording.share_words(row.settled) for row in finding.outputs],
        )
    ]
    if finding.output == SETTLEMENT:
        anew = [row.anew for row in finding.outputs]
        cells = ["–" if one is None else wording.share_words(one) for one in anew]
        rows.append(("end otherwise with everything drawn anew", cells))
    else:
        means = [row.mean for row in finding.outputs]
        cells = ["–" if one is None else wording.amount_words(one) for one in means]
        rows.append((f"mean of {output_words(finding)}, value units", cells))
    rows.append(("independent inputs", [f"{row.inputs}" for row in finding.outputs]))
    title = f"AS DRAWN (of 100 worlds; {wording.SAMPLING_ONLY})"
    return paragraph(title, width) + "\n" + side_by_side(heads(finding.made.codings), rows, width)
