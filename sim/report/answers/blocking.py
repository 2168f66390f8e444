"""Who blocks, in words: a few sentences first, then tables."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from sim.domain.blocking import Blocking, BlockingLine, OpeningSet
from sim.domain.estimate import Share
from sim.report import wording
from sim.report.answers import blocking_tables as tables
from sim.report.answers.blocking_sets import opening_sets
from sim.report.answers.blocking_words import (
    leading,
    line_phrase,
    of_100,
    of_such,
    set_phrase,
    shift_phrase,
)
from sim.report.codings import coding_head
from sim.report.table import paragraph

__all__ = ["says", "section", "text"]

#: What opens a smaller share of empty worlds, in every coding, is not worth a sentence.
_SOME = 0.02

#: Loud lines that a sentence names.
_MOST_LOUD = 3


def text(finding: Blocking, *, width: int = 80) -> str:
    """A reader's page for a terminal of the given width."""
    parts = [
        _opening(finding, width),
        *(paragraph(sentence, width) for sentence in says(finding)),
        section(finding, width=width),
        paragraph(wording.CLOSING, width),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def section(finding: Blocking, *, width: int = 80) -> str:
    """The tables alone, for a page that tells more than who blocks; empty where nobody does."""
    if not any(row.n for row in finding.empty):
        return ""
    parts = [
        tables.grounds(finding, width),
        tables.alone(finding, width),
        tables.whole_tests(finding, width),
        tables.sizes(finding, width),
        opening_sets(finding, width),
        tables.loud(finding, width),
    ]
    return "\n\n".join(part for part in parts if part)


def says(finding: Blocking) -> tuple[str, ...]:
    """What it comes to: how often the set is empty and why, who blocks alone, what opens most."""
    day = wording.day_words(finding.day)
    if not any(row.n for row in finding.empty):
        return (
            f"On {day} some package is acceptable in every world{_everywhere(finding)}: nobody "
            "blocks.",
            "Whether the talks find one is another question.",
        )
    found = (_emptied(finding, day), _alone(finding), _together(finding), _loud(finding))
    return tuple(sentence for sentence in found if sentence)


def _opening(finding: Blocking, width: int) -> str:
    made = finding.made
    how = [
        wording.count_words(made.worlds) + ("" if len(made.codings) == 1 else " per coding"),
        f"seed {made.seed}",
        f"{wording.day_words(finding.day)}, as if talks had gone on without an offer",
    ]
    lines = [f"{made.scenario} – {made.title}", made.question, f"({', '.join(how)})"]
    lines += [f"with {path} = {value}" for path, value in made.overrides.items()]
    return "\n".join(paragraph(line, width) for line in lines)


def _everywhere(finding: Blocking) -> str:
    count = len(finding.made.codings)
    if count == 1:
        return coding_head(finding.made.codings[0], ", in this coding ({})")
    return f", in {'both' if count == 2 else f'all {count}'} codings"


def _emptied(finding: Blocking, day: str) -> str:
    rows = finding.empty
    if len(rows) == 1:
        told = wording.share_sentence(rows[0].empty)
    else:
        told = wording.over_codings(wording.range_words(row.empty for row in rows), len(rows))
    grounds = [
        ("only dropping lines", [row.lines for row in rows]),
        ("only lower no-deal values", [row.values for row in rows]),
        ("either", [row.either for row in rows]),
        ("only both at once", [row.together for row in rows]),
        ("nothing", [row.closed for row in rows]),
    ]
    (first, shares), *others = [
        (label, shares)
        for label, shares in grounds
        if any(share is not None and share.share >= _SOME for share in shares)
    ]
    more = "".join(f"; {label}, {of_100(shares)}" for label, shares in others)
    return (
        f"On {day} no package is acceptable in {told}. Of 100 such worlds, {first} would open "
        f"{of_100(shares)}{more}."
    )


def _alone(finding: Blocking) -> str:
    labels = finding.made.labels
    grouped = groupby(finding.lines, key=lambda row: (row.party, row.issue))
    leaders = leading([list(some) for _, some in grouped])
    if leaders:
        names = [line_phrase(rows[0].party, rows[0].issue, labels) for rows in leaders]
        told = f"Alone, {names[0]} opens {_over(leaders)}, more than any other"
        if len(names) > 1:
            told = f"{wording.capital(wording.listed(names))} each alone open {_over(leaders)}"
            told += ", more than the others"
    elif finding.lines:
        told = "No line stands out as one that opens many of them alone"
    else:
        told = "There is no line to drop"
    shifts = [rows for rows in _by_set(finding) if rows[0].size == 1 and rows[0].shifts]
    moving = leading(shifts)
    if not moving:
        return f"{told}."
    values = [shift_phrase(rows[0].shifts[0], finding) for rows in moving]
    each = "opens" if len(values) == 1 else "each alone open"
    return f"{told}; {wording.listed(values)} {each} {_over(moving)}."


def _over(groups: Sequence[Sequence[BlockingLine]] | Sequence[Sequence[OpeningSet]]) -> str:
    """What each of those that lead opens; of several codings said to be a range over them."""
    rows = [row for some in groups for row in some if row.opens is not None]
    opened = of_such([row.opens for row in rows])
    codings = len({row.coding for row in rows})
    if codings < 2 or " to " not in opened:
        return opened
    return f"{opened} (range over {wording.count_words(codings, 'coding')})"


def _by_set(finding: Blocking) -> list[list[OpeningSet]]:
    """The rows of each set, one a coding; the best of a size lead."""
    return [list(rows) for _, rows in groupby(finding.sets, key=lambda row: row.key)]


def _together(finding: Blocking) -> str:
    best = _best_pair(finding)
    never = [row.share for row in finding.sizes if row.size is None]
    left = ""
    if any(share is not None and share.share >= _SOME for share in never):
        left = f"no set of up to {finding.most} opens {of_such(never)}"
    if best is None:
        return wording.capital(f"{left}.") if left else ""
    told = f"Of all pairs, {set_phrase(best[0], finding)} open most: {of_such(_opens(best))}"
    return f"{told}; {left}." if left else f"{told}."


def _best_pair(finding: Blocking) -> list[OpeningSet] | None:
    """The pair that opens most, if that is more than some single waiver does."""
    single, pairs = ([one for one in _by_set(finding) if one[0].size == size] for size in (1, 2))
    if not pairs:
        return None
    best = {row.coding: row.opens.share for row in (single[0] if single else ()) if row.opens}
    more = any(
        row.opens is not None and row.opens.share >= best.get(row.coding, 0.0) + _SOME
        for row in pairs[0]
    )
    return pairs[0] if more else None


def _opens(rows: Sequence[BlockingLine] | Sequence[OpeningSet]) -> list[Share | None]:
    return [row.opens for row in rows]


def _loud(finding: Blocking) -> str:
    quiet = [
        rows[0]
        for _, some in groupby(finding.lines, key=lambda row: (row.party, row.issue))
        for rows in [tuple(some)]
        if all(row.loud for row in rows)
    ]
    if not quiet:
        return ""
    quiet.sort(key=lambda row: -row.firm.share)
    names = [line_phrase(row.party, row.issue, finding.made.labels) for row in quiet[:_MOST_LOUD]]
    left = len(quiet) - len(names)
    names += [wording.count_words(left, "other line")] if left else []
    return f"Loud but not load-bearing: {wording.listed(names)}."
