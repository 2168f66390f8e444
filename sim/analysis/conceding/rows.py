"""From what concessions changed to rows: ranked in tiers, those that count as one told together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sim.analysis.conceding.edits import Concession
from sim.analysis.conceding.ground import Tried
from sim.analysis.conceding.verdicts import gap_of, lowest, price_of, ranked_tiers, verdicts_of
from sim.domain.concession import ConcessionKind
from sim.domain.concessions import EffectRow, GainRow, MoveRow, Price, ProcessRule, RuleRow
from sim.domain.estimate import Amount

__all__ = ["Rows", "rows_of"]

#: Kinds of which one contains the other: a dropped line, and a line dropped up to some option.
_NESTED = (ConcessionKind.ACCEPT, ConcessionKind.DROP_LINE)

_STATED = ProcessRule.STATED


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The tables of a finding, all in the order of ``moves``: best first."""

    moves: tuple[MoveRow, ...]
    effects: tuple[EffectRow, ...]
    rules: tuple[RuleRow, ...]
    gains: tuple[GainRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """One concession, by coding, with its row."""

    move: MoveRow
    made: Mapping[str, Concession]
    tried: Mapping[str, Tried]

    @property
    def names(self) -> dict[str, Any]:
        move = self.move
        return {
            "party": move.party,
            "issue": move.issue,
            "option": move.option,
            "kind": move.kind,
            "to": move.to,
        }


def rows_of(
    listed: Sequence[Mapping[str, Concession]],
    tried: Sequence[Mapping[str, Tried]],
    *,
    worlds: Mapping[ProcessRule, int],
    payer: str | None = None,
    idle: Collection[ProcessRule] = (),
) -> Rows:
    """The rows of concessions, given for each its edits and what it changed, by coding.

    worlds : rule → worlds played. payer : of several that give, the party whose cost is told;
    ``None`` for whichever ends worst off. idle : rules that differ from the stated ones in nothing:
    what is said of an effect over rules leaves them out, though they have rows.
    """
    pairs = zip(listed, tried, strict=True)
    entries = _ranked([_entry(made, what, idle) for made, what in pairs])
    return Rows(
        moves=tuple(one.move for one in entries),
        effects=tuple(_effect(one, coding, payer) for one in entries for coding in one.tried),
        rules=tuple(
            RuleRow(**one.names, coding=coding, rule=rule, worlds=worlds[rule], lift=lift)
            for one in entries
            for coding, what in one.tried.items()
            for rule, lift in what.lifts.items()
        ),
        gains=tuple(
            GainRow(**one.names, coding=coding, gainer=party, change=change)
            for one in entries
            for coding, what in one.tried.items()
            for party, change in what.changes.items()
        ),
    )


def _entry(
    made: Mapping[str, Concession], tried: Mapping[str, Tried], idle: Collection[ProcessRule]
) -> _Entry:
    some = next(iter(made.values()))
    exact = {coding: what.exact for coding, what in tried.items()}
    lifts = {
        coding: {rule: lift for rule, lift in what.lifts.items() if rule not in idle}
        for coding, what in tried.items()
    }
    every = [lift.difference for by_rule in lifts.values() for lift in by_rule.values()]
    move = MoveRow(
        party=some.party,
        issue=some.issue,
        option=some.option,
        kind=some.kind,
        to=some.to,
        by=some.by,
        tier=0,
        group=0,
        exact=lowest(exact.values()),
        simulated=lowest(by_rule[_STATED] for by_rule in lifts.values()),
        lowest=min(every),
        highest=max(every),
        verdicts=verdicts_of(lifts),
        gap=gap_of(exact, lifts),
    )
    return _Entry(move=move, made=made, tried=tried)


def _ranked(entries: Sequence[_Entry]) -> list[_Entry]:
    """Families by their best members, which alone make the tiers; within a family the best first.

    What is equal in all that keeps the order of the scenario.
    """
    families: dict[Any, list[_Entry]] = {}
    for one in entries:
        families.setdefault(_family(one), []).append(one)
    sorted_ones = [sorted(family, key=_rank) for family in families.values()]
    tiers = ranked_tiers(
        [(family[0].move.exact, family[0].move.simulated) for family in sorted_ones]
    )
    order = sorted(zip(tiers, sorted_ones, strict=True), key=lambda one: (one[0], _rank(one[1][0])))
    return [
        replace(one, move=replace(one.move, tier=tier, group=group))
        for group, (tier, family) in enumerate(order, start=1)
        for one in family
    ]


def _rank(entry: _Entry) -> tuple[float, ...]:
    move = entry.move
    dearest = min(
        min(what.changes[party].mean for party in move.by) for what in entry.tried.values()
    )
    return -move.exact.difference, -move.simulated.difference, -dearest


def _family(entry: _Entry) -> tuple[Any, ...]:
    """Concessions that count as one: going less or more far the same way on one issue."""
    move, side = entry.move, next(iter(entry.made.values())).side
    kind = _NESTED if move.kind in _NESTED else move.kind
    return move.party, move.issue, kind, move.to, side


def _effect(entry: _Entry, coding: str, payer: str | None) -> EffectRow:
    what, made = entry.tried[coding], entry.made.get(coding)
    who = _payer(made.by if made is not None else entry.move.by, what, payer)
    cost: Amount = what.changes[who]
    price, lift = price_of(cost), what.lifts[_STATED]
    told = price is Price.COSTS and lift.low > 0.0
    return EffectRow(
        **entry.names,
        coding=coding,
        exact=what.exact,
        early=what.early,
        horizon=lift,
        days=what.days,
        payer=who,
        cost=cost,
        price=price,
        per_cost=-lift.difference / cost.mean if told else None,
        sets=dict(made.edits) if made is not None else {},
    )


def _payer(givers: Sequence[str], what: Tried, asked: str | None) -> str:
    if asked in givers:
        return str(asked)
    return min(givers, key=lambda party: what.changes[party].mean)
