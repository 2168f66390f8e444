"""Scenario files as pydantic models: which keys stand where and what type they have.

Numbers only have a schema here; they are checked with their role elsewhere.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sim.loading.aside_models import BaseRateTable, StatementTable
from sim.loading.menu_models import BehaviourName, MenuTable
from sim.loading.table_model import LONGEST, Members, Number, Table, absent

__all__ = ["CodingTable", "Content", "GroupTable", "ScenarioFile"]

Kind = Literal["alternating", "single-text", "final-offer", "simultaneous"]


class ProtocolTable(Table):
    """``[protocol]``: the rules of the table."""

    kind: Kind
    order: list[str]
    round_days: float = Field(gt=0, le=LONGEST)
    horizon: float = Field(gt=0, le=LONGEST)
    acceptance: Literal["target", "reservation"] = absent
    answers: Literal["honest", "strategic"] = absent
    quiet_days: float = Field(default=14, ge=0, le=LONGEST)
    recognition: dict[str, float] = absent
    quota: int | None = Field(default=None, ge=1)
    deals: Literal["permanent", "one-round"] = absent
    edits: Literal["one", "two", "package"] = absent
    breakdown: float = Field(default=0, ge=0, lt=1)


class DeadlineTable(Table):
    """``[deadline]``: an announced day, and who believes that the talks end then."""

    day: float = Field(gt=0, le=LONGEST)
    belief: dict[str, Number] = absent


class ConsentTable(Table):
    """Whose signatures an option or partial deal needs."""

    all_of: list[str] = absent
    any_of: list[Members] = absent


class OptionTable(Table):
    """``[issue.ID.option.ID]``: one answer to an issue."""

    name: str = absent
    consent: ConsentTable = absent


class IssueTable(Table):
    """``[issue.ID]``: a question to settle, with its options in order."""

    name: str = absent
    status_quo: str = absent
    option: dict[str, OptionTable]


class DemandTable(Table):
    """``[party.ID.demand.ISSUE]``: what a party asks for on an issue."""

    weight: Number
    values: dict[str, Number]
    opens_with: str = absent
    band: float = Field(default=0, ge=0, le=1)


class RedLineTable(Table):
    """``[party.ID.red_line.ISSUE]``: options a party refuses whatever else is in the package."""

    firmness: dict[str, Number]
    unless: dict[str, str] = absent


class NoDealTable(Table):
    """``[party.ID.no_deal]``: what a party expects without an agreement."""

    package: dict[str, str]
    shift: Number = absent
    drift: Number = absent
    belief_gap: Number = absent


class BreachTable(Table):
    """``[party.ID.breach]``: feared breach of a signed deal."""

    fear: Number
    loss: Number
    remaining: dict[str, dict[str, Number]] = absent


class TypeTable(Table):
    """``[party.ID.type.ID]``: a hidden kind of party."""

    name: str = absent
    chance: Number
    side_benefit: Number = absent
    behaviour: BehaviourName = absent


class TacticsTable(Table):
    """``[tactics]`` or ``[party.ID.tactics]``: habits of the table."""

    opening: Number = absent
    toughness: Number = absent
    patience_spread: Number = absent


class PartyTable(Table):
    """``[party.ID]``: who negotiates."""

    name: str = absent
    principal: bool = absent
    behaviour: BehaviourName = absent
    patience: Number
    premium: Number = absent
    draft_days: Number = absent
    band: float = Field(default=0, ge=0, le=1)
    demand: dict[str, DemandTable]
    red_line: dict[str, RedLineTable] = absent
    no_deal: NoDealTable
    breach: BreachTable = absent
    type: dict[str, TypeTable] = absent
    tactics: TacticsTable = absent


class BeliefTable(Table):
    """``[belief.HOLDER.ABOUT]``: what one party supposes about another."""

    no_deal: Number = absent
    weight: dict[str, Number] = absent


class EventTable(Table):
    """``[event.ID]``: something that may happen during the talks."""

    name: str = absent
    kind: Literal["dated", "hazard", "learning"]
    day: float = Field(ge=0, le=LONGEST)
    chance: Number = absent
    weekly_chance: Number = absent
    follows: str = absent
    observer: str = absent
    about: str = absent
    type: str = absent
    prior: Number = absent
    moves_if_type: Number = absent
    moves_if_plain: Number = absent
    no_deal: dict[str, Number] = absent
    premium: dict[str, Number] = absent
    aims: dict[str, dict[str, Number]] = absent
    leaves: list[str] = absent


class PartialTable(Table):
    """``[partial.ID]``: a small deal outside the package."""

    name: str = absent
    consent: ConsentTable
    weekly_chance: Number
    gain: dict[str, Number] = absent
    no_deal: dict[str, Number] = absent
    fear: dict[str, Number] = absent


class GroupTable(Table):
    """``[group.ID]``: claims that stand or fall together."""

    note: str = absent
    reliability: Number


class Content(Table):
    """A scenario as merged under one coding."""

    schema_: Literal[1] = Field(alias="schema")
    title: str
    question: str
    band: float = Field(default=0, ge=0, le=1)
    only: dict[str, list[str]] = absent
    tactics: TacticsTable = absent
    protocol: ProtocolTable
    deadline: DeadlineTable = absent
    issue: dict[str, IssueTable]
    party: dict[str, PartyTable]
    belief: dict[str, dict[str, BeliefTable]] = absent
    event: dict[str, EventTable] = absent
    partial: dict[str, PartialTable] = absent
    group: dict[str, GroupTable] = absent
    statement: dict[str, StatementTable] = absent
    base_rate: dict[str, BaseRateTable] = absent
    menu: dict[str, MenuTable] = absent


class CodingTable(Content):
    """``[coding.ID]``: a named alternative set of assumptions."""

    says: str = absent
    remove: list[str] = absent


class ScenarioFile(Content):
    """A scenario file as it stands on disk, for the published schema."""

    seeds: str = absent
    extends: str = absent
    remove: list[str] = absent
    coding: dict[str, CodingTable] = absent
