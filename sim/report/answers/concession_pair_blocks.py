"""Pairs of concessions in words: the best, and those that do more or less than their sum."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from sim.domain.answer import Made
from sim.domain.concession_pairs import PairRow, SwapRow, Together
from sim.domain.concession_sets import ConcessionPairs
from sim.domain.estimate import Difference
from sim.report import wording
from sim.report.answers.concession_steps import (
    by_number,
    change_words,
    halves_of,
    in_codings,
    pair_words,
    party_of,
)
from sim.report.codings import heads
from sim.report.table import paragraph, side_by_side

__all__ = ["Group", "chosen_words", "groups_of", "pairs_text", "shown_pairs", "standing_out"]

_BEST = 5
_APART = 3

Row = TypeVar("Row", bound=PairRow | SwapRow)

#: Pairs told together, each with its rows of all codings.
Group = list[list[Row]]


def groups_of(rows: Sequence[Row], told: Callable[[Row], object]) -> list[Group[Row]]:
    """Pairs in groups, in the order of each group's first: those that read the same.

    told : what is read of a row. Pairs of a group share movers and issues on both sides, and are
    every combination of the options named; what is not stays by itself.
    """
    found: dict[object, Group[Row]] = {}
    for pair in by_number(rows, "pair"):
        sides = [(half.party, half.issue) for half in halves_of(pair[0])]
        found.setdefault((*sides, *((row.coding, told(row)) for row in pair)), []).append(pair)
    return [part for group in found.values() for part in _whole(group)]


def _whole(group: Group[Row]) -> list[Group[Row]]:
    halves = [halves_of(pair[0]) for pair in group]
    firsts, seconds = ({half[side].key for half in halves} for side in (0, 1))
    return [group] if len(firsts) * len(seconds) == len(group) else [[pair] for pair in group]


def shown_pairs(pairs: ConcessionPairs) -> dict[str, list[Group[PairRow]]]:
    """What is told of pairs, by heading: the best of those in which both halves add something, and
    others that stand out from their sum."""
    groups = groups_of(pairs.pairs, _told)
    best = [group for group in groups if all(row.added.low > 0.0 for row in group[0])][:_BEST]
    more = standing_out(groups, Together.MORE)
    less = standing_out(groups, Together.LESS)
    return {
        "THE BEST": best,
        "OTHERS THAT DO MORE TOGETHER THAN APART": [g for g in more if g not in best][:_APART],
        "THE CLEAREST THAT DO LESS": [g for g in less if g not in best][:_APART],
    }


def standing_out(groups: Sequence[Group[PairRow]], which: Together) -> list[Group[PairRow]]:
    """Groups that are told apart from the sum of their halves in every coding, clearest first."""
    found = [group for group in groups if all(row.together is which for row in group[0])]
    return sorted(found, key=lambda group: -_least(row.complementarity for row in group[0]))


def _least(differences: Iterable[Difference]) -> float:
    return min(abs(one.difference) for one in differences)


def _told(row: PairRow) -> object:
    lifts = (row.first_lift, row.second_lift, row.lift, row.added, row.complementarity)
    return tuple(wording.difference_words(lift) for lift in lifts)


def pairs_text(pairs: ConcessionPairs, made: Made, *, width: int = 80) -> str:
    """The pairs that were tried: how they were chosen, and those that tell something."""
    by, every = wording.day_words(made.horizon), in_codings(len(made.codings))
    title = paragraph(
        f"PAIRS OF CONCESSIONS (more or fewer of 100 worlds settled by {by}; "
        f"{wording.SAMPLING_ONLY})",
        width,
    )
    parts = [f"{title}\n{paragraph(_chosen(pairs), width)}"]
    shown = shown_pairs(pairs)
    if pairs.pairs and not shown["THE BEST"]:
        parts.append(paragraph(f"No pair brings clearly more than its better half{every}.", width))
    place = 0
    for heading, groups in shown.items():
        for k, group in enumerate(groups):
            place += 1
            told = _block(place, group, made, width)
            parts.append(told if k else f"{paragraph(heading, width)}\n{told}")
    return "\n\n".join(parts)


def _chosen(pairs: ConcessionPairs) -> str:
    tried = by_number(pairs.pairs, "pair")
    if not tried:
        return f"{chosen_words(pairs)} No two of them make a pair."
    codings = len(tried[0])
    apart = [sum(row.together is not Together.ALIKE for row in k) for k in zip(*tried, strict=True)]
    told = wording.listed(dict.fromkeys(f"{count or 'none':}" for count in apart), last="or")
    which = " (by coding)" if len(set(apart)) > 1 else in_codings(codings)
    return (
        f"{chosen_words(pairs)} All {len(tried):,} pairs of them{_left(pairs)} were played on the "
        f"same worlds. Of these {told}{which} do more or less than the sum of their halves beyond "
        f"noise; chance alone would make about one in twenty look so{_chance(len(tried))}. A share "
        "cannot pass 100, so what helps much alone adds less to what helps too. First come those "
        "that lift most in the coding where they lift least; pairs of one tier are not told apart "
        "by that."
    )


def _chance(tried: int) -> str:
    """How many that would be here, where it is one at least."""
    return f": here about {tried / 20:.1f} of {tried:,}" if tried >= 20 else ""


def chosen_words(pairs: ConcessionPairs) -> str:
    """How many concessions were put together, of how many, and what chose them."""
    count = len(pairs.candidates)
    names = list(dict.fromkeys(row.chosen_by for row in pairs.candidates))
    if not count:
        return f"Of {pairs.of:,} single concessions none promises anything."
    if count == pairs.of:
        return f"All {count:,} single concessions were put together."
    return (
        f"Put together were {count:,} of {pairs.of:,} single concessions, taken in turn by "
        f"{wording.listed(names)}; nothing is claimed of the others."
    )


def _left(pairs: ConcessionPairs) -> str:
    if not pairs.conflicting:
        return ""
    return f" but {pairs.conflicting:,}, whose edits contradict or repeat each other,"


def _block(place: int, group: Group[PairRow], made: Made, width: int) -> str:
    rows = group[0]
    first, second = pair_words([pair[0] for pair in group], made.labels)
    cells = [
        ("both", [wording.difference_words(row.lift) for row in rows]),
        ("  the first alone", [wording.difference_words(row.first_lift) for row in rows]),
        ("  the second alone", [wording.difference_words(row.second_lift) for row in rows]),
        ("beyond the better half", [wording.difference_words(row.added) for row in rows]),
        ("beyond their sum", [wording.difference_words(row.complementarity) for row in rows]),
        (_change(rows[0].first_party, made), [change_words(row.first_cost) for row in rows]),
    ]
    if rows[0].first_party != rows[0].second_party:
        cells.append(
            (_change(rows[0].second_party, made), [change_words(row.second_cost) for row in rows])
        )
    return "\n".join(
        [
            paragraph(f"{place}. {wording.capital(first)}", width),
            paragraph(f"and {second} (tier {rows[0].tier})", width, indent="   "),
            side_by_side(heads(made.codings), cells, width),
            paragraph(_verdict(rows), width, indent="  "),
        ]
    )


def _change(party: str, made: Made) -> str:
    return f"change for {party_of(party, made.labels)}"


def _verdict(rows: Sequence[PairRow]) -> str:
    """What is known of the pair beside its halves, as a sentence."""
    found = list(dict.fromkeys(row.together for row in rows))
    if len(found) == 1:
        return f"{wording.capital(found[0].value)}{in_codings(len(rows))}."
    told = [f"{row.together.value} in {row.coding}" for row in rows]
    return f"{wording.capital(wording.listed(told))}."
