"""The acceptable set in words: a few sentences first, then tables."""

from __future__ import annotations

from sim.domain.zopa import Zopa
from sim.domain.zopa_rows import Order
from sim.report import wording
from sim.report.answers import blocking, zopa_packages, zopa_tables
from sim.report.answers.zopa_words import (
    by_rank,
    level_words,
    package_phrase,
    telling_order,
    told_over,
)
from sim.report.codings import coding_head
from sim.report.table import paragraph

__all__ = ["says", "text"]


def text(finding: Zopa, *, width: int = 80) -> str:
    """A reader's page for a terminal of the given width."""
    parts = [
        _opening(finding, width),
        *(paragraph(sentence, width) for sentence in says(finding)),
        zopa_tables.sets(finding, width),
        zopa_tables.days(finding, width),
        zopa_packages.best(finding, width),
        zopa_packages.by_other_orders(finding, width),
        zopa_packages.solutions(finding, width),
        zopa_tables.map_of_issues(finding, width),
        zopa_tables.talks(finding, width),
        blocking.section(finding.blocking, width=width),
        paragraph(wording.CLOSING, width),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def says(finding: Zopa) -> tuple[str, ...]:
    """What it comes to: how often something could be signed, what best, and who stands in the
    way."""
    blocked = blocking.says(finding.blocking)
    if never_open(finding):
        # What the first sentence about blockers says before its full stop has been said.
        grounds = blocked[0].partition(". ")[2] or blocked[0]
        return (_never(finding), grounds, *blocked[1:3])
    if always_open(finding):
        return (_always(finding), *_best(finding))
    # The first sentence about blockers would say again how often nothing is acceptable.
    alone, *together = blocked[1:3]
    alone = f"In the worlds where nothing is: {alone[:1].lower()}{alone[1:]}"
    return (_sometimes(finding), *_best(finding), alone, *together)


def never_open(finding: Zopa) -> bool:
    """Whether no world of any coding holds an acceptable package."""
    return all(row.open.share == 0.0 and row.sure for row in finding.sets)


def always_open(finding: Zopa) -> bool:
    """Whether every world of every coding holds one."""
    return all(row.open.share == 1.0 for row in finding.sets)


def _opening(finding: Zopa, width: int) -> str:
    made = finding.made
    how = [
        wording.count_words(made.worlds) + ("" if len(made.codings) == 1 else " per coding"),
        f"seed {made.seed}",
        f"{wording.day_words(finding.day)}, as if talks had gone on without an offer",
        zopa_tables.method_words(finding),
    ]
    lines = [f"{made.scenario} – {made.title}", made.question, f"({', '.join(how)})"]
    lines += [f"with {path} = {value}" for path, value in made.overrides.items()]
    return "\n".join(paragraph(line, width) for line in lines)


def _never(finding: Zopa) -> str:
    return (
        f"On {wording.day_words(finding.day)} in none of the {_worlds(finding)} is there a package "
        "that all who must sign would sign: the lines and no-deal values below empty the set."
    )


def _always(finding: Zopa) -> str:
    return (
        f"On {wording.day_words(finding.day)} each of the {_worlds(finding)} holds a package that "
        "all who must sign would sign: nobody blocks, and what is left is to find it in time"
        f"{_later(finding)}."
    )


def _sometimes(finding: Zopa) -> str:
    open_ = told_over(row.open for row in finding.sets)
    return (
        f"On {wording.day_words(finding.day)} some package is acceptable to all who must sign in "
        f"{_at_least(finding)}{open_}{_in_coding(finding)}{_later(finding)}."
    )


def _at_least(finding: Zopa) -> str:
    return "" if all(row.sure for row in finding.sets) else "at least "


def _later(finding: Zopa) -> str:
    """How many worlds still hold one at the end, where that is another number."""
    last = max(row.day for row in finding.days)
    if last <= finding.day:
        return ""
    then = [row.open for row in finding.days if row.day == last]
    now = [row.open for row in finding.days if row.day == finding.day]
    told = wording.range_words(then)
    if told == wording.range_words(now):
        return ""
    return f"; by {wording.day_words(last)}, with no offer made till then, in {told}"


def _best(finding: Zopa) -> tuple[str, ...]:
    order = telling_order(finding)
    ranks = by_rank(finding, order)
    if not ranks:
        return ()
    name = package_phrase(ranks[0][0].package, finding.made.labels)
    sure = all(row.sure for row in finding.sets)
    lead = "No package is signed in more worlds than" if sure else "Signed most of those found is"
    if order is Order.ACROSS:
        lead = "Over all codings no package has a better worst share than"
    elif len(finding.made.codings) > 1:
        lead = f"In coding {ranks[0][0].coding}, {lead[:1].lower()}{lead[1:]}"
    share = told_over(row.signed for row in ranks[0])
    level = level_words(finding)
    apart = f" ({level})" if level else ""
    return (f"{lead} “{name}”{apart}: in {share}.",)


def _in_coding(finding: Zopa) -> str:
    if len(finding.made.codings) > 1:
        return ""
    return ", in this coding" + coding_head(finding.made.codings[0], " ({})")


def _worlds(finding: Zopa) -> str:
    """The worlds drawn, of one coding or of all."""
    counted = wording.count_words(finding.made.worlds)
    count = len(finding.made.codings)
    if count == 1:
        return f"{counted} of this coding" + coding_head(finding.made.codings[0], " ({})")
    return f"{counted} of {'both' if count == 2 else f'all {count}'} codings"
