"""One group of concessions as a reader meets it: codings side by side, then what may be said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.domain.concession import ConcessionKind
from sim.domain.concessions import (
    Concessions,
    EffectRow,
    Gap,
    MoveRow,
    Price,
    ProcessRule,
    RuleRow,
    Verdict,
)
from sim.domain.estimate import Amount, Difference
from sim.report import wording
from sim.report.alike import given_words
from sim.report.answers.concession_names import group_words
from sim.report.codings import heads
from sim.report.table import paragraph, side_by_side

__all__ = ["Lookup", "block", "gap_words", "told_with", "verdict_words"]

_VERDICTS = {
    Verdict.ROBUST: (
        "Robust: more settle, beyond two standard errors under every rule and in every coding."
    ),
    Verdict.LOWERS: (
        "Robustly lowers settlement: fewer settle, beyond two standard errors under every rule and "
        "in every coding."
    ),
    Verdict.NOT_SHOWN: (
        "Not shown under every rule: it stands out under some rules or codings; under the others "
        "it is within noise, which does not tell them apart."
    ),
    Verdict.WITHIN_NOISE: "Within noise in talks, under every rule and in every coding.",
}
_DEPENDS = {
    Verdict.CODING_DEPENDENT: "the coding",
    Verdict.RULE_DEPENDENT: "the rules of the talks",
}

_GAPS = {
    Gap.PAPER_ONLY: "It matters on paper, never in talks.",
    Gap.TALKS_ONLY: "It matters in talks, not on paper.",
    Gap.OPPOSED: "What it does on paper is the opposite of what it does in talks.",
}

Rows = list[tuple[str, list[str]]]


class Lookup:
    """Rows of a finding by what they are about, so that they need not be searched for."""

    def __init__(self, finding: Concessions) -> None:
        self.finding = finding
        self.effects: dict[Any, EffectRow] = {(row.key, row.coding): row for row in finding.effects}
        self.rules: dict[Any, list[RuleRow]] = {}
        self.gains: dict[Any, dict[str, Amount]] = {}
        for rule in finding.rules:
            self.rules.setdefault((rule.key, rule.coding), []).append(rule)
        for gain in finding.gains:
            self.gains.setdefault((gain.key, gain.coding), {})[gain.gainer] = gain.change

    def effect(self, move: MoveRow, coding: str) -> EffectRow:
        """What a concession changes in a coding, as stated."""
        return self.effects[move.key, coding]

    def every(self, move: MoveRow) -> list[EffectRow]:
        """The same in all codings, in order."""
        return [self.effect(move, coding) for coding in self.finding.made.codings]

    def lifts(self, move: MoveRow, coding: str) -> Mapping[ProcessRule, RuleRow]:
        """What it changes there under each rule that is not idle."""
        rows = self.rules[move.key, coding]
        return {row.rule: row for row in rows if row.rule not in self.finding.idle}


def verdict_words(verdicts: Sequence[Verdict]) -> str:
    """What may be said of an effect in talks, as a sentence."""
    if verdicts[0] in _VERDICTS:
        return _VERDICTS[verdicts[0]]
    return f"In talks it depends on {wording.listed(_DEPENDS[one] for one in verdicts)}."


def gap_words(gap: Gap) -> str:
    """Where paper and talks disagree, as a sentence; nothing where they do not."""
    return _GAPS.get(gap, "")


def told_with(group: Sequence[MoveRow], known: Lookup) -> tuple[list[MoveRow], list[MoveRow]]:
    """Members of a group that read as its first one does, which is one of them; and the others."""
    best = _reading(group[0], known)
    alike = [move for move in group if _reading(move, known) == best]
    return alike, [move for move in group if move not in alike]


def _reading(move: MoveRow, known: Lookup) -> list[tuple[str, ...]]:
    return [
        (
            wording.difference_words(one.exact),
            wording.difference_words(one.early),
            wording.difference_words(one.horizon),
            wording.cost_words(one.cost.mean),
        )
        for one in known.every(move)
    ]


def block(place: int, group: Sequence[MoveRow], known: Lookup, width: int) -> str:
    """A group under its number: its first member in full, and what others of it come to."""
    finding, first = known.finding, group[0]
    alike, rest = told_with(group, known)
    title = paragraph(f"{place}. {group_words(alike, finding.made.labels)}", width)
    table = side_by_side(heads(finding.made.codings), _rows(first, known), width)
    told = " ".join(
        one
        for one in (verdict_words(first.verdicts), gap_words(first.gap), _pays(first, known))
        if one
    )
    parts = [title, table, paragraph(told, width, indent="  ")]
    if rest:
        parts.append(_rest(rest, known, width))
    return "\n".join(parts)


def _pays(first: MoveRow, known: Lookup) -> str:
    """What is to the good of who gives it, in every coding, is none to it."""
    if all(one.price is Price.GAINS for one in known.every(first)):
        return "It pays who gives it, and so is a concession on paper only."
    return ""


def _rows(first: MoveRow, known: Lookup) -> Rows:
    finding, effects = known.finding, known.every(first)
    by_end = f"by {wording.day_words(finding.made.horizon)}"
    rows: Rows = [
        (f"on paper, {wording.day_words(finding.day)}", [_paper(one) for one in effects]),
        (f"in talks, {by_end}", [wording.difference_words(one.horizon) for one in effects]),
        (
            f"  by {wording.day_words(finding.early_day)}",
            [wording.difference_words(one.early) for one in effects],
        ),
        (
            f"  {by_end}, over all rules",
            [_over_rules(known, first, coding) for coding in finding.made.codings],
        ),
        ("day of settlement", [_days(one.days) for one in effects]),
        *_results(first, known),
    ]
    if any(one.price is Price.COSTS for one in effects):
        rows.append(("settled per 0.01 given up", [_per_cost(one) for one in effects]))
    return rows


def _paper(effect: EffectRow) -> str:
    if effect.kind is ConcessionKind.OPEN_WITH:
        return "none: no signature hangs on it"
    return wording.difference_words(effect.exact)


def _over_rules(known: Lookup, move: MoveRow, coding: str) -> str:
    lifts = known.lifts(move, coding).values()
    return wording.difference_range_words(row.lift for row in lifts).removesuffix(" of 100 worlds")


def _days(days: Amount | None) -> str:
    if days is None:
        return "–"
    mean, low, high = (_signed_days(value) for value in (days.mean, days.low, days.high))
    return f"{mean} ({low} to {high})"


def _signed_days(days: float) -> str:
    text = f"{days:+.1f}"
    return "0" if float(text) == 0.0 else text.replace("-", "−")


def _results(first: MoveRow, known: Lookup) -> Rows:
    """What every party ends up with, who gives first."""
    finding = known.finding
    labels, codings = finding.made.labels.parties, finding.made.codings
    order = [*first.by, *(party for party in labels if party not in first.by)]
    rows = []
    for party in order:
        cells = [wording.amount_words(known.gains[first.key, coding][party]) for coding in codings]
        rows.append((f"change for {wording.party_words(labels[party])}", cells))
    return rows


def _per_cost(effect: EffectRow) -> str:
    if effect.price is not Price.COSTS:
        return "it gains" if effect.price is Price.GAINS else "no clear loss"
    if effect.per_cost is None:
        return "fewer settle" if effect.horizon.high < 0.0 else "nothing clear"
    # Worlds of 100 per 0.01 value units are shares per value unit.
    return f"{effect.per_cost:+.1f}".replace("-", "−")


def _rest(rest: Sequence[MoveRow], known: Lookup, width: int) -> str:
    finding = known.finding
    rows = [
        (given_words([move], finding.made.labels), [_short(one) for one in known.every(move)])
        for move in rest
    ]
    title = paragraph("Others of that kind (paper; talks; payer):", width, indent="  ")
    return title + "\n" + side_by_side(heads(finding.made.codings), rows, width)


def _short(effect: EffectRow) -> str:
    paper = "–" if effect.kind is ConcessionKind.OPEN_WITH else _middle(effect.exact)
    return f"{paper}; {_middle(effect.horizon)}; {wording.cost_words(effect.cost.mean)}"


def _middle(difference: Difference) -> str:
    return wording.difference_words(difference).split(" ", maxsplit=1)[0]
