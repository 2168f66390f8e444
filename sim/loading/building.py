"""From valid merged tables to the nouns of ``sim.domain``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.domain.agenda import Agenda, Consent, Issue, Option
from sim.domain.event import Event, EventKind, Learning, PartialDeal
from sim.domain.party import Behaviour, Breach, Demand, NoDeal, Party, PartyType, RedLine, Tactics
from sim.domain.protocol import Acceptance, Answers, Deals, Edits, Protocol, ProtocolKind
from sim.domain.quantity import Quantity
from sim.domain.scenario import Belief
from sim.loading.checks import table
from sim.loading.quantities import NumberReader

__all__ = [
    "build_agenda",
    "build_beliefs",
    "build_event",
    "build_partial",
    "build_party",
    "build_protocol",
]

Tables = Mapping[str, Any]


def build_agenda(tables: Tables) -> Agenda:
    """The ordered issues; options ruled out by ``only`` stay, not allowed."""
    only = table(tables.get("only"))
    return Agenda(
        issues=tuple(
            Issue(
                id=issue,
                name=_name(issue, held),
                status_quo=held.get("status_quo"),
                options=tuple(
                    Option(
                        id=option,
                        name=_name(option, inner),
                        consent=_consent(inner.get("consent")),
                        allowed=issue not in only or option in only[issue],
                    )
                    for option, inner in table(held["option"]).items()
                ),
            )
            for issue, held in table(tables["issue"]).items()
        )
    )


def build_protocol(tables: Tables) -> Protocol:
    """The rules of the table."""
    held = tables["protocol"]
    return Protocol(
        kind=ProtocolKind(held["kind"]),
        order=tuple(held["order"]),
        round_days=float(held["round_days"]),
        horizon=float(held["horizon"]),
        acceptance=Acceptance(held.get("acceptance", "target")),
        answers=Answers(held.get("answers", "honest")),
        quiet_days=float(held.get("quiet_days", 14)),
        recognition={p: float(c) for p, c in table(held.get("recognition")).items()},
        quota=held.get("quota"),
        deals=Deals(held.get("deals", "permanent")),
        edits=Edits(held.get("edits", "two")),
        breakdown=float(held.get("breakdown", 0)),
    )


def build_party(party: str, held: Tables, agenda: Agenda, numbers: NumberReader) -> Party:
    """One party; issues and options in the agenda's order."""
    at = ("party", party)
    demands = held["demand"]
    return Party(
        id=party,
        name=_name(party, held),
        principal=held.get("principal", False),
        demands={
            issue.id: _demand((*at, "demand", issue.id), demands[issue.id], issue, numbers)
            for issue in agenda
        },
        red_lines={
            issue.id: _red_line(
                (*at, "red_line", issue.id), held["red_line"][issue.id], issue, numbers
            )
            for issue in agenda
            if issue.id in held.get("red_line", {})
        },
        no_deal=_no_deal((*at, "no_deal"), held["no_deal"], agenda, numbers),
        patience=numbers.at((*at, "patience")),
        premium=numbers.or_none((*at, "premium")),
        breach=_breach((*at, "breach"), table(held.get("breach")), numbers),
        tactics=Tactics(
            opening=numbers.tactic(party, "opening"),
            toughness=numbers.tactic(party, "toughness"),
            patience_spread=numbers.tactic(party, "patience_spread"),
        ),
        behaviour=Behaviour(held.get("behaviour", Behaviour.TIME_DEPENDENT)),
        draft_days=numbers.at((*at, "draft_days")) if "draft_days" in held else None,
        deadline_belief=numbers.or_none(("deadline", "belief", party)),
        types={
            kind: PartyType(
                id=kind,
                name=_name(kind, inner),
                chance=numbers.at((*at, "type", kind, "chance")),
                side_benefit=numbers.or_none((*at, "type", kind, "side_benefit")),
                behaviour=Behaviour(inner["behaviour"]) if "behaviour" in inner else None,
            )
            for kind, inner in table(held.get("type")).items()
        },
    )


def build_event(event: str, held: Tables, numbers: NumberReader) -> Event:
    """One event of any kind."""
    at = ("event", event)
    kind = EventKind(held["kind"])
    learning = None
    chance: Quantity | None = None
    if kind is EventKind.LEARNING:
        learning = Learning(
            observer=held["observer"],
            about=held["about"],
            type=held["type"],
            prior=numbers.at((*at, "prior")),
            moves_if_type=numbers.at((*at, "moves_if_type")),
            moves_if_plain=numbers.at((*at, "moves_if_plain")),
        )
    else:
        chance = numbers.at((*at, "chance" if kind is EventKind.DATED else "weekly_chance"))
    return Event(
        id=event,
        name=_name(event, held),
        kind=kind,
        day=float(held["day"]),
        chance=chance,
        follows=held.get("follows"),
        no_deal=numbers.each((*at, "no_deal")),
        premium=numbers.each((*at, "premium")),
        aims={party: numbers.each((*at, "aims", party)) for party in table(held.get("aims"))},
        leaves=tuple(held.get("leaves", ())),
        learning=learning,
    )


def build_partial(deal: str, held: Tables, numbers: NumberReader) -> PartialDeal:
    """One partial deal."""
    at = ("partial", deal)
    return PartialDeal(
        id=deal,
        name=_name(deal, held),
        consent=_consent(held["consent"]),
        weekly_chance=numbers.at((*at, "weekly_chance")),
        gain=numbers.each((*at, "gain")),
        no_deal=numbers.each((*at, "no_deal")),
        fear=numbers.each((*at, "fear")),
    )


def build_beliefs(held: Any, numbers: NumberReader) -> tuple[Belief, ...]:
    """What parties suppose about one another."""
    return tuple(
        Belief(
            holder=holder,
            about=about,
            no_deal=numbers.at(("belief", holder, about, "no_deal"))
            if "no_deal" in tables
            else None,
            weights=numbers.each(("belief", holder, about, "weight")),
        )
        for holder, others in table(held).items()
        for about, tables in table(others).items()
    )


def _demand(at: tuple[str, ...], held: Tables, issue: Issue, numbers: NumberReader) -> Demand:
    return Demand(
        weight=numbers.at((*at, "weight")),
        values={
            option.id: numbers.option_value((*at, "values", option.id)) for option in issue.options
        },
        opens_with=held.get("opens_with"),
    )


def _red_line(at: tuple[str, ...], held: Tables, issue: Issue, numbers: NumberReader) -> RedLine:
    stated = [option.id for option in issue.options if option.id in held["firmness"]]
    return RedLine(
        firmness=numbers.line([(*at, "firmness", option) for option in stated]),
        unless=table(held.get("unless")),
    )


def _no_deal(at: tuple[str, ...], held: Tables, agenda: Agenda, numbers: NumberReader) -> NoDeal:
    return NoDeal(
        package={issue.id: held["package"][issue.id] for issue in agenda},
        shift=numbers.or_none((*at, "shift")),
        drift=numbers.or_none((*at, "drift")),
        belief_gap=numbers.or_none((*at, "belief_gap")),
    )


def _breach(at: tuple[str, ...], held: Tables, numbers: NumberReader) -> Breach:
    return Breach(
        fear=numbers.or_none((*at, "fear")),
        loss=numbers.or_none((*at, "loss")),
        remaining={
            issue: numbers.each((*at, "remaining", issue)) for issue in table(held.get("remaining"))
        },
    )


def _consent(held: Tables | None) -> Consent:
    if not held:
        return ()
    if "all_of" in held:
        return (frozenset(held["all_of"]),)
    return tuple(
        frozenset([members]) if isinstance(members, str) else frozenset(members)
        for members in held["any_of"]
    )


def _name(key: str, held: Tables) -> str:
    return str(held.get("name") or key.replace("_", " "))
