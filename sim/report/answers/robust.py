"""Which statements survive, in words."""

from __future__ import annotations

from collections.abc import Sequence

from sim.domain.robust import FlipState, ReadingRow, Robust, StatementRow, Taken, Verdict
from sim.report import wording
from sim.report.answers.robust_says import MOST_NAMED, left_out_words, says
from sim.report.answers.robust_words import (
    VERDICTS,
    flip_words,
    input_words,
    number,
    reading_words,
    statement_words,
)
from sim.report.codings import coding_head, heads
from sim.report.table import paragraph, side_by_side

__all__ = ["says", "text"]


def text(finding: Robust, *, width: int = 80) -> str:
    """A reader's page for a terminal of the given width."""
    made = finding.made
    opening = [
        paragraph(f"{made.scenario} – {made.title}", width),
        paragraph(made.question, width),
        paragraph(f"({wording.count_words(made.worlds)}, seed {made.seed})", width),
        *(paragraph(f"with {path} = {v}", width) for path, v in made.overrides.items()),
    ]
    parts = ["\n".join(opening), *(paragraph(sentence, width) for sentence in says(finding))]
    if finding.statements:
        parts += [_how(finding, width)]
        parts += [
            _block(finding, place, row, width)
            for place, row in enumerate(finding.statements, start=1)
        ]
        parts += [_inputs(finding, width)]
    parts += [paragraph(sentence, width) for sentence in left_out_words(finding)]
    parts.append(paragraph(wording.CLOSING, width))
    return "\n\n".join(part for part in parts if part) + "\n"


def _how(finding: Robust, width: int) -> str:
    groups = {
        row.subject for row in finding.readings if row.taken in (Taken.AT_WORD, Taken.NOT_AT_WORD)
    }
    read = ["every coding as drawn"]
    if groups:
        sources = wording.count_words(len(groups), "source")
        read.append(f"each of {sources} taken, and not taken, at its word")
    if finding.inputs:
        inputs = wording.count_words(len({row.input for row in finding.inputs}), "input")
        read.append(f"each of {inputs} held at the low, and at the high, end of its range")
    few = min(row.n for row in finding.readings)
    fewer = (
        f" Readings other than as drawn rest on fewer worlds, {few:,} at the least, so more of "
        "them are too close to tell."
        if few < finding.made.worlds
        else ""
    )
    return paragraph(
        f"READINGS: {'; '.join(read)}. A statement holds, or fails, where that is more than "
        f"sampling could make it ({wording.SAMPLING_ONLY}); one about a difference fails too "
        f"where the difference is below one world of 100.{fewer}",
        width,
    )


def _block(finding: Robust, place: int, row: StatementRow, width: int) -> str:
    codings = [
        coding
        for coding in finding.made.codings
        if any((one.coding, one.statement) == (coding, row.statement) for one in finding.readings)
    ]
    told = [paragraph(f"{place}. {statement_words(row, finding.made.labels)}.", width)]
    if row.edits and row.says:
        told.append(paragraph(f"with {row.edits}", width, indent="  "))
    if row.codings > 1:
        held = f"holds as drawn in {row.codings_held} of {row.codings} codings"
        told.append(paragraph(held, width, indent="  "))
    told.append(side_by_side(heads(codings), _rows(finding, row, codings), width))
    told += [
        paragraph(line, width, indent="  ")
        for line in (*_flips(finding, row), *_failing(finding, row))
    ]
    return "\n".join(told)


def _rows(
    finding: Robust, row: StatementRow, codings: Sequence[str]
) -> list[tuple[str, list[str]]]:
    mine = [one for one in finding.readings if one.statement == row.statement]
    drawn = {one.coding: one for one in mine if one.taken is Taken.AS_DRAWN}
    rows = [("as drawn, of 100 worlds", [_margin(drawn.get(coding)) for coding in codings])]
    for verdict, words in VERDICTS.items():
        counts = [
            (
                sum(one.verdict is verdict for one in mine if one.coding == coding),
                sum(one.coding == coding for one in mine),
            )
            for coding in codings
        ]
        label = words if verdict is not Verdict.HOLDS else "readings in which it holds"
        rows.append((label, [f"{some} of {every}" for some, every in counts]))
    return rows


def _margin(row: ReadingRow | None) -> str:
    if row is None:
        return ""
    return f"{wording.difference_words(row.margin)}, {VERDICTS[row.verdict]}"


def _flips(finding: Robust, row: StatementRow) -> list[str]:
    return [
        f"gives way{coding_head(one.coding, ' ({})')}: {flip_words(one, finding.made.labels)}"
        for one in finding.flips
        if one.statement == row.statement and one.state is not FlipState.NOT_HELD
    ]


def _failing(finding: Robust, row: StatementRow) -> list[str]:
    failing = [
        one
        for one in finding.readings
        if one.statement == row.statement
        and one.verdict is Verdict.FAILS
        and one.taken is not Taken.AS_DRAWN
    ]
    drawn = [
        one.coding
        for one in finding.readings
        if one.statement == row.statement
        and one.taken is Taken.AS_DRAWN
        and one.verdict is Verdict.FAILS
    ]
    # Where it fails as drawn there is no news in the readings that agree.
    failing = [one for one in failing if one.coding not in drawn]
    named = [
        f"{reading_words(one, finding.made.labels)}{coding_head(one.coding, ' ({})')}"
        for one in failing[:MOST_NAMED]
    ]
    if not named:
        return []
    more = f"; and {len(failing) - len(named)} more" if len(failing) > len(named) else ""
    return [f"fails with {'; '.join(named)}{more}"]


def _inputs(finding: Robust, width: int) -> str:
    if not finding.inputs:
        return ""
    codings = list(dict.fromkeys(row.coding for row in finding.inputs))
    cells = {
        (row.input, row.coding): f"{number(row.low)} / {number(row.mid)} / {number(row.high)}"
        for row in finding.inputs
    }
    rows = [
        (
            input_words(path, finding.made.labels),
            [cells.get((path, coding), "") for coding in codings],
        )
        for path in dict.fromkeys(row.input for row in finding.inputs)
    ]
    title = (
        "INPUTS HELD AT THEIR ENDS (low / mid / high): the principals' no-deal values, and what "
        "else moves the statements most"
    )
    return paragraph(title, width) + "\n" + side_by_side(heads(codings), rows, width)
