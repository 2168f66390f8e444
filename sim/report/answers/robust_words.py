"""Statements, readings and flip points as a reader would name them."""

from __future__ import annotations

from sim.domain.estimate import Labels
from sim.domain.robust import FlipRow, FlipState, ReadingRow, StatementRow, Taken, Verdict
from sim.domain.statement import StatementKind
from sim.report import wording
from sim.report.number_names import number_words

__all__ = [
    "VERDICTS",
    "broken_words",
    "flip_words",
    "input_words",
    "number",
    "range_text",
    "reading_words",
    "statement_words",
    "within",
]

#: What a verdict is called in a table.
VERDICTS = {
    Verdict.HOLDS: "holds",
    Verdict.FAILS: "fails",
    Verdict.UNDECIDED: "too close to tell",
}

#: Numbers whose words elsewhere lean on what stands beside them.
_OWN_WORDS = {
    "no_deal.shift": "shift of the no-deal value",
    "no_deal.belief_gap": "error about the weekly change of its no-deal value",
}

_ENDS = {
    Taken.LOW: "at its low end",
    Taken.HIGH: "at its high end",
    Taken.AT_WORD: "taken at its word",
    Taken.NOT_AT_WORD: "not taken at its word",
}


def statement_words(row: StatementRow, labels: Labels) -> str:
    """A statement as a sentence without its stop: the scenario's own words, or the default's."""
    if row.says:
        return wording.capital(row.says.strip().rstrip("."))
    if row.kind is StatementKind.BLOCKS_MORE:
        party, than = (wording.party_words(labels.parties[one]) for one in (row.party, row.than))
        return wording.capital(f"{party} alone blocks more often than {than} alone")
    if row.kind is StatementKind.DEADLINE_HELPS:
        return "The deadline helps: more talks settle with it than without"
    party = wording.party_words(labels.parties[row.party])
    return f"Dropping the line of {party} on {labels.issues[row.issue]} lifts settlement"


def reading_words(row: ReadingRow, labels: Labels) -> str:
    """How a reading takes what: ``source “wire” not taken at its word``."""
    if row.taken is Taken.AS_DRAWN:
        return "as drawn"
    if row.taken in (Taken.AT_WORD, Taken.NOT_AT_WORD):
        return f"source “{row.subject.replace('_', ' ')}” {_ENDS[row.taken]}"
    return f"{within(input_words(row.subject, labels))} {_ENDS[row.taken]}"


def flip_words(row: FlipRow, labels: Labels) -> str:
    """Where a statement gives way, as words that follow "gives way"."""
    match row.state:
        case FlipState.NOT_HELD:
            return "not asked, for it does not hold as drawn"
        case FlipState.UNTRIED:
            return "no input was moved"
        case FlipState.NEVER:
            more = f" and {row.tried - 1} more" if row.tried > 1 else ""
            return f"nowhere within what is legal, along {_what(row, labels)}{more}"
        case _:
            return broken_words(row, labels)


def broken_words(row: FlipRow, labels: Labels) -> str:
    """The place itself: what has to reach which value, and whether its range holds it."""
    value, mid = row.value or 0.0, row.mid or 0.0
    if row.way == 0.0:
        return f"{_what(row, labels)}, already where it is held at its mid, {number(mid)}"
    side = "or more" if value > mid else "or less"
    inside = "range" if row.state is FlipState.INSIDE else "outside its range,"
    told = f"{inside} {range_text(row)}{_bracket(row)}"
    return f"{_what(row, labels)} at {number(value)} {side} ({told})"


def _bracket(row: FlipRow) -> str:
    """Between which values played it goes from holding to failing beyond sampling."""
    low, high = row.undecided_low, row.undecided_high
    told = f"; on {wording.count_words(row.n)}, somewhere"
    if low is None and high is None:
        return f"; told no nearer on {wording.count_words(row.n)}"
    if high is None:
        return f"{told} above {number(low or 0.0)}"
    if low is None:
        return f"{told} below {number(high)}"
    return f"{told} between {number(low)} and {number(high)}"


def input_words(path: str, labels: Labels) -> str:
    """An input by itself: ``Russia: shift of the no-deal value``."""
    party, _, rest = path.removeprefix("party.").partition(".")
    told = _OWN_WORDS.get(rest)
    if told is None:
        return number_words(path, labels)
    return f"{wording.capital(labels.parties.get(party, party))}: {told}"


def within(label: str) -> str:
    """A label within a sentence.

    >>> within("The union: patience"), within("Russia: patience")
    ('the union: patience', 'Russia: patience')
    """
    return label[:1].lower() + label[1:] if label.startswith("The ") else label


def _what(row: FlipRow, labels: Labels) -> str:
    found = within(input_words(row.input, labels))
    if not row.option:
        return found
    issue = row.input.split(".")[3]
    option = labels.options.get(issue, {}).get(row.option, row.option.replace("_", " "))
    return f"{found} (told for “{option}”)"


def range_text(row: FlipRow) -> str:
    """The ends of an input's range."""
    return f"{number(row.low or 0.0)} to {number(row.high or 0.0)}"


def number(value: float) -> str:
    """An input's value: three digits, for a search tells no more.

    >>> number(-0.175), number(0.0), number(0.3296)
    ('−0.175', '0', '0.33')
    """
    return f"{value + 0.0:.3g}".replace("-", "−")
