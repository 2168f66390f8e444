"""What surviving comes to: how many statements hold everywhere, and which gives way first."""

from __future__ import annotations

from collections.abc import Sequence

from sim.domain.robust import FlipState, Robust, StatementRow, Taken, Verdict
from sim.report import wording
from sim.report.answers.robust_words import broken_words, statement_words
from sim.report.codings import coding_head

__all__ = ["MOST_NAMED", "left_out_words", "says", "survivors"]

#: Statements, or readings, that a sentence names; the rest are counted.
MOST_NAMED = 4

_NOTHING = (
    "There is nothing to put to the test: the scenario makes no statement of its own, has no two "
    "principals to compare, no red line to drop and no deadline.",
    "A table [statement.ID] in its file makes one.",
)


def says(finding: Robust) -> tuple[str, ...]:
    """How many survive everything, which gives way first, and which do not even hold as drawn."""
    if not finding.statements:
        return _NOTHING
    found = (_survivors(finding), _first(finding), _not_held(finding))
    return tuple(sentence for sentence in found if sentence)


def left_out_words(finding: Robust) -> tuple[str, ...]:
    """What was not put to the test, and why; a sentence for each statement."""
    told = {(row.statement, row.says, row.why): row for row in finding.left_out}
    return tuple(
        f"Left out: “{row.says}”. With what was set it cannot be played: {row.why}."
        for row in told.values()
    )


def _survivors(finding: Robust) -> str:
    rows, labels = finding.statements, finding.made.labels
    if len(rows) == 1:
        (row,) = rows
        return (
            f"“{statement_words(row, labels)}” holds in {row.holds} of "
            f"{wording.count_words(row.readings, 'reading')}, fails in {row.fails} and is too "
            f"close to tell in {row.undecided}."
        )
    whole, held = survivors(finding), len(_held(finding))
    of = wording.count_words(len(rows), "statement")
    if not held:
        return f"None of {of} holds as drawn{_everywhere(finding)}."
    most = wording.count_words(max(row.readings for row in rows), "reading")
    told = (
        f"Of {of} {held} {_verb(held)} as drawn{_everywhere(finding)}, and "
        f"{len(whole) or 'none'} {_verb(len(whole) or 1)} in every reading ({most})"
    )
    if whole:
        told += f": {_few([f'“{statement_words(row, labels)}”' for row in whole])}"
    never = [row for row in rows if row not in whole and row.holds and not row.fails]
    if never:
        told += (
            f"; {len(never)} more never {'fail' if len(never) > 1 else 'fails'} but "
            f"{'are' if len(never) > 1 else 'is'} sometimes too close to tell"
        )
    return f"{told}."


def survivors(finding: Robust) -> list[StatementRow]:
    """Statements that hold in every reading."""
    return [row for row in finding.statements if row.holds == row.readings]


def _held(finding: Robust) -> set[str]:
    """Statements that hold as drawn in every coding that makes them."""
    drawn = [row for row in finding.readings if row.taken is Taken.AS_DRAWN]
    fallen = {row.statement for row in drawn if row.verdict is not Verdict.HOLDS}
    return {row.statement for row in drawn} - fallen


def _verb(count: int) -> str:
    return "holds" if count == 1 else "hold"


def _everywhere(finding: Robust) -> str:
    count = len(finding.made.codings)
    return "" if count == 1 else f" in {'both' if count == 2 else f'all {count}'} codings"


def _few(named: Sequence[str]) -> str:
    """The first of these, and how many more there are."""
    more = len(named) - MOST_NAMED
    if more <= 0:
        return wording.listed(named)
    return f"{', '.join(named[:MOST_NAMED])} and {more} more"


def _first(finding: Robust) -> str:
    held = _held(finding)
    if not finding.inputs:
        return "No input was moved, so nothing is known of where any of them gives way."
    if not held:
        return "What does not hold as drawn cannot give way, so no flip point was looked for."
    inside = [
        row
        for row in finding.flips
        if row.statement in held and row.state is FlipState.INSIDE and row.way is not None
    ]
    if not inside:
        none = "None of them gives" if len(held) > 1 else "It does not give"
        return f"{none} way within the range of a single input that was moved."
    first = min(inside, key=lambda row: row.way or 0.0)
    which = "The first of them to give way is" if len(held) > 1 else "It gives way:"
    where = coding_head(first.coding, ", in coding {}")
    return (
        f"{which} “{_words_of(finding, first.statement)}”{where}: it no longer holds with "
        f"{broken_words(first, finding.made.labels)}."
    )


def _not_held(finding: Robust) -> str:
    drawn = [row for row in finding.readings if row.taken is Taken.AS_DRAWN]
    standing = {row.statement for row in drawn if row.verdict is not Verdict.FAILS}
    failing = dict.fromkeys(row.statement for row in drawn if row.statement not in standing)
    if not failing:
        return ""
    named = [f"“{_words_of(finding, name)}”" for name in failing]
    fails = "fail" if len(failing) > 1 else "fails"
    return f"{_few(named)} {fails} as drawn already{_everywhere(finding)}."


def _words_of(finding: Robust, statement: str) -> str:
    row = next(one for one in finding.statements if one.statement == statement)
    return statement_words(row, finding.made.labels)
