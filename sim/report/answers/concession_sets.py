"""Concessions put together, in words: the parts that stand beside the single concessions."""

from __future__ import annotations

from sim.domain.answer import Made
from sim.domain.concession_pairs import Together
from sim.domain.concession_sets import ConcessionPairs
from sim.domain.concessions import Concessions
from sim.report.answers.concession_made_blocks import made_says, made_text
from sim.report.answers.concession_pair_blocks import groups_of, pairs_text, standing_out
from sim.report.answers.concession_set_blocks import sets_says, sets_text
from sim.report.answers.concession_steps import how_many, in_codings, pair_words
from sim.report.answers.concession_swap_blocks import swap_groups, swaps_text, worth_it

__all__ = ["parts", "says"]


def parts(finding: Concessions, *, width: int = 80) -> tuple[str, ...]:
    """What was asked for beside the single concessions: sets, pairs, swaps, what was conceded."""
    made, found = finding.made, []
    if finding.sets is not None:
        found.append(sets_text(finding.sets, made, width=width))
    if finding.pairs is not None:
        found.append(pairs_text(finding.pairs, made, width=width))
        found.append(swaps_text(finding.pairs, made, width=width))
    if finding.conceded is not None:
        found.append(made_text(finding.conceded, made, width=width))
    return tuple(part for part in found if part)


def says(finding: Concessions) -> tuple[str, ...]:
    """A sentence for each of these that tells something; the most asked for first."""
    made, found = finding.made, []
    if finding.sets is not None:
        found.append(sets_says(finding.sets, made))
    if finding.pairs is not None:
        found.append(_pairs(finding.pairs, made))
        found.append(_swaps(finding.pairs, made))
    if finding.conceded is not None:
        found.append(made_says(finding.conceded, made))
    return tuple(sentence for sentence in found if sentence)


def _pairs(pairs: ConcessionPairs, made: Made) -> str:
    if not pairs.pairs:
        return "No two concessions make a pair."
    groups = groups_of(pairs.pairs, lambda row: row.pair)
    every = in_codings(len(made.codings))
    more, less = (standing_out(groups, which) for which in (Together.MORE, Together.LESS))
    if not more and not less:
        return f"No pair of concessions does clearly more or less than its halves{every}."
    better, worse = how_many(len(more), "does", "do"), how_many(len(less), "does", "do")
    told = (
        f"Of {len(groups):,} pairs of concessions {better} clearly more than the sum of the "
        f"halves{every}, and {worse} less"
    )
    if not more:
        return f"{told}."
    return f"{told}; most clearly {_named(pair_words([more[0][0][0]], made.labels))}."


def _named(halves: tuple[str, str]) -> str:
    first, second = (half.replace(": ", " – ", 1) for half in halves)
    return f"{first}, with {second}"


def _swaps(pairs: ConcessionPairs, made: Made) -> str:
    if not pairs.swaps:
        return ""
    groups = swap_groups(pairs)
    codings = len(made.codings)
    best = [group for group in groups if worth_it(group[0]) == codings]
    if not best:
        return f"No swap is clearly worth it for both who give{in_codings(codings)}."
    first, second = (half.replace(": ", " – ", 1) for half in pair_words(
        [pair[0] for pair in best[0]], made.labels
    ))  # fmt: skip
    return f"The swap that leaves the worse-off best{in_codings(codings)}: {first}, if {second}."
