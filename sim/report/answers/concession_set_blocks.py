"""The smallest sets that reach a target in words: what is given, what it brings, what it costs."""

from __future__ import annotations

from collections.abc import Sequence

from sim.domain.answer import Made
from sim.domain.concession_sets import ConcessionSets, Reach, SetRow
from sim.domain.concessions import ConcessionNamed
from sim.domain.estimate import Amount
from sim.report import wording
from sim.report.answers.concession_steps import (
    by_number,
    change_words,
    in_codings,
    party_of,
    step_line,
    step_of,
    step_words,
)
from sim.report.codings import heads
from sim.report.table import paragraph, side_by_side

__all__ = ["mover_costs", "set_steps", "sets_says", "sets_text", "target_words"]

_MOST = 5


def target_words(target: float) -> str:
    """A target share as worlds of 100.

    >>> target_words(0.5), target_words(0.125)
    ('50 of 100 worlds', '12.5 of 100 worlds')
    """
    return f"{100 * target:g} of 100 worlds"


def set_steps(sets: ConcessionSets, number: int) -> list[ConcessionNamed]:
    """The concessions of a set."""
    return list(dict.fromkeys(step_of(row) for row in sets.steps if row.set == number))


def mover_costs(sets: ConcessionSets, number: int) -> dict[str, dict[str, Amount]]:
    """Mover → coding → mean change of its own result when the set is made."""
    found: dict[str, dict[str, Amount]] = {}
    for row in sets.steps:
        if row.set == number:
            found.setdefault(row.party, {})[row.coding] = row.cost
    return found


def sets_says(sets: ConcessionSets, made: Made) -> str:
    """What it takes to reach the target, in a sentence."""
    search, codings = sets.search, len(made.codings)
    goal = f"{target_words(search.target)} settle by {wording.day_words(made.horizon)}"
    first = [row for row in sets.sets if row.set == 1]
    if search.reached and not first[0].size:
        end = f"; its interval reaches down to {_down(first)}" if _by_estimate(first) else ""
        how = "By the estimate at least" if end else "At least"
        return f"{how} {goal}{in_codings(codings)} without any concession{end}."
    told = _joined(set_steps(sets, 1), made)
    if search.reached:
        count = wording.count_words(search.reached, "set")
        fewest = wording.count_words(first[0].size, "concession")
        which = f"the cheapest of those with the fewest ({fewest})" if search.reached > 1 else "of"
        which = which if search.reached > 1 else fewest
        how, end = "At least", ""
        if _by_estimate(first):
            how = "By the estimate at least"
            end = f" (its interval reaches down to {_down(first)})"
        elif _by_estimate(sets.sets) or search.reached > sets.sets[-1].set:
            # Of sets that are not listed only the estimate is known to reach it.
            how, end = "By the estimate at least", " (its whole interval reaches them)"
        return (
            f"{how} {goal}{in_codings(codings)} after {count} of concessions in which nothing "
            f"is superfluous; {which}: {told}{end}."
        )
    short = _short(max(row.short_of for row in first))
    worst = " in the coding where it brings least" if codings > 1 else ""
    return (
        f"No set of up to {search.size} of the {search.candidates} concessions tried makes "
        f"{goal}{in_codings(codings)}. The nearest falls short by {short}{worst}: {told}."
    )


def _by_estimate(rows: Sequence[SetRow]) -> bool:
    """Whether somewhere only the estimate reaches the target."""
    return any(row.reach is Reach.ESTIMATE for row in rows)


def _down(rows: Sequence[SetRow]) -> str:
    """The low end of the interval in the coding where it is lowest."""
    return f"{100 * min(row.share.low for row in rows):.0f} of 100"


def _short(share: float) -> str:
    worlds = 100 * share
    return f"{worlds:.0f}" if worlds >= 0.5 else "less than 1"


def _joined(steps: Sequence[ConcessionNamed], made: Made) -> str:
    if not steps:
        return "conceding nothing"
    return "; ".join(step_words(step, made.labels) for step in steps)


def sets_text(sets: ConcessionSets, made: Made, *, width: int = 80) -> str:
    """What was tried, and the sets: the fewest concessions first, then the cheapest."""
    search = sets.search
    title = paragraph(
        f"THE SMALLEST SETS THAT REACH {target_words(search.target).upper()} (settled by "
        f"{wording.day_words(made.horizon)}; {wording.SAMPLING_ONLY})",
        width,
    )
    parts = [f"{title}\n{paragraph(_tried(sets, made), width)}"]
    numbered = by_number(sets.sets, "set")
    if search.reached:
        order = (
            "The fewest concessions first; among these what reaches the target with its whole "
            "interval, then what costs least the mover that loses most, in the coding where it "
            "does; sets of one tier are not told apart by that."
        )
        parts.append(paragraph(order, width))
    else:
        parts.append(
            paragraph("None reaches it. The nearest, best in its worst coding first:", width)
        )
    parts += [_block(rows, sets, made, width) for rows in numbered[:_MOST]]
    left = max(search.reached, len(numbered)) - _MOST
    if left > 0:
        parts.append(paragraph(f"{left} more reach it too; sets.csv has the first twelve.", width))
    return "\n\n".join(parts)


def _tried(sets: ConcessionSets, made: Made) -> str:
    search = sets.search
    if not search.candidates:
        return "There is no concession to put together."
    told = (
        f"All {search.possible - 1:,} sets of up to {search.size} of {search.candidates} "
        f"concessions, the most promising of {search.of:,}, were gone through, smaller ones first. "
        f"{search.played - 1:,} were played on all {wording.count_words(made.worlds)}"
    )
    if len(made.codings) > 1:
        told += ", in a further coding only where the one before reaches the target"
    if search.contained:
        told += (
            f"; {search.contained:,} hold a set that reaches the target already, so something in "
            "them is superfluous"
        )
    if search.conflicting:
        told += f"; {search.conflicting:,} cannot be made, for their edits contradict each other"
    return (
        f"{told}. More concessions do not always help, so no set is left out because of what "
        "another brought. The sets were chosen on the same worlds they are told on, so on others "
        "(another seed) the first of them would do a little less well."
    )


def _block(rows: Sequence[SetRow], sets: ConcessionSets, made: Made, width: int) -> str:
    first, codings = rows[0], {row.coding: row for row in rows}
    told = [codings[coding] for coding in made.codings]
    steps = set_steps(sets, first.set) if first.size else []
    size = wording.count_words(first.size, "concession") if first.size else "nothing conceded"
    lines = [paragraph(f"{first.set}. {wording.capital(size)} (tier {first.tier})", width)]
    lines += [paragraph(step_line(step, made.labels), width, indent="   ") for step in steps]
    cells = [
        ("settled", [wording.share_words(row.share) for row in told]),
        ("  more than without", [wording.difference_words(row.lift) for row in told]),
        ("a package all would sign, day 0", [_open(row) for row in told]),
        ("the target", [_reach(row) for row in told]),
    ]
    for mover, costs in mover_costs(sets, first.set).items():
        name = party_of(mover, made.labels)
        cells.append((f"change for {name}", [change_words(costs[c]) for c in made.codings]))
    return "\n".join([*lines, side_by_side(heads(made.codings), cells, width)])


def _open(row: SetRow) -> str:
    return "cannot be told" if row.open is None else wording.share_words(row.open)


def _reach(row: SetRow) -> str:
    if row.reach is not Reach.SHORT:
        return row.reach.value
    return f"falls short by {_short(row.short_of)}"
