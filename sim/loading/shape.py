"""The shape of scenario and seed files: which keys stand where and what type they have.

Numbers, references and provenance are left to later passes, so that one misspelt key hides no
other fault. The only module that imports pydantic.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, WithJsonSchema

from sim.loading.faults import FaultList
from sim.loading.layers import SOURCE_KEYS
from sim.loading.lines import Path
from sim.loading.shelf import near

__all__ = ["Content", "ScenarioFile", "SeedFile", "shape_faults"]

_PLAIN = {"type": "number"}
_ROW = {"type": "array", "items": _PLAIN, "minItems": 1, "maxItems": 3}
_NUMBER = {
    "description": "a constant, [low, high] or [low, mid, high]",
    "anyOf": [
        _PLAIN,
        _ROW,
        {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "range": {"anyOf": [_PLAIN, _ROW]},
                "unsupported": {"anyOf": [_PLAIN, _ROW]},
                "scale": {"const": "log"},
            },
        },
    ],
}
_MEMBERS = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}

Number = Annotated[Any, WithJsonSchema(_NUMBER)]
Members = Annotated[Any, WithJsonSchema(_MEMBERS)]
Behaviour = Literal["time-dependent", "reciprocal", "minimal-concession", "obstinate"]
Kind = Literal["alternating", "single-text", "final-offer", "simultaneous"]

#: An optional key. What stands there is read from the plain tables, never from the model.
_absent: Any = Field(default=None)


class Table(BaseModel):
    """A table with known keys."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)


class ProtocolTable(Table):
    """``[protocol]``: the rules of the table."""

    kind: Kind
    order: list[str]
    round_days: float = Field(gt=0, le=10_000)
    horizon: float = Field(gt=0, le=100_000)
    acceptance: Literal["target", "reservation"] = _absent
    answers: Literal["honest", "strategic"] = _absent
    quiet_days: float = Field(default=14, ge=0)


class DeadlineTable(Table):
    """``[deadline]``: an announced day, and who believes that the talks end then."""

    day: float = Field(gt=0)
    belief: dict[str, Number] = _absent


class ConsentTable(Table):
    """Whose signatures an option or partial deal needs."""

    all_of: list[str] = _absent
    any_of: list[Members] = _absent


class OptionTable(Table):
    """``[issue.ID.option.ID]``: one answer to an issue."""

    name: str = _absent
    consent: ConsentTable = _absent


class IssueTable(Table):
    """``[issue.ID]``: a question to settle, with its options in order."""

    name: str = _absent
    status_quo: str = _absent
    option: dict[str, OptionTable]


class DemandTable(Table):
    """``[party.ID.demand.ISSUE]``: what a party asks for on an issue."""

    weight: Number
    values: dict[str, Number]
    opens_with: str = _absent
    band: float = Field(default=0, ge=0, le=1)


class RedLineTable(Table):
    """``[party.ID.red_line.ISSUE]``: options a party refuses whatever else is in the package."""

    firmness: dict[str, Number]
    unless: dict[str, str] = _absent


class NoDealTable(Table):
    """``[party.ID.no_deal]``: what a party expects without an agreement."""

    package: dict[str, str]
    shift: Number = _absent
    drift: Number = _absent
    belief_gap: Number = _absent


class BreachTable(Table):
    """``[party.ID.breach]``: feared breach of a signed deal."""

    fear: Number
    loss: Number
    remaining: dict[str, dict[str, Number]] = _absent


class TypeTable(Table):
    """``[party.ID.type.ID]``: a hidden kind of party."""

    name: str = _absent
    chance: Number
    side_benefit: Number = _absent
    behaviour: Behaviour = _absent


class TacticsTable(Table):
    """``[tactics]`` or ``[party.ID.tactics]``: habits of the table."""

    opening: Number = _absent
    toughness: Number = _absent
    patience_spread: Number = _absent


class PartyTable(Table):
    """``[party.ID]``: who negotiates."""

    name: str = _absent
    principal: bool = _absent
    behaviour: Behaviour = _absent
    patience: Number
    premium: Number = _absent
    draft_days: Number = _absent
    band: float = Field(default=0, ge=0, le=1)
    demand: dict[str, DemandTable]
    red_line: dict[str, RedLineTable] = _absent
    no_deal: NoDealTable
    breach: BreachTable = _absent
    type: dict[str, TypeTable] = _absent
    tactics: TacticsTable = _absent


class BeliefTable(Table):
    """``[belief.HOLDER.ABOUT]``: what one party supposes about another."""

    no_deal: Number = _absent
    weight: dict[str, Number] = _absent


class EventTable(Table):
    """``[event.ID]``: something that may happen during the talks."""

    name: str = _absent
    kind: Literal["dated", "hazard", "learning"]
    day: float = Field(ge=0)
    chance: Number = _absent
    weekly_chance: Number = _absent
    follows: str = _absent
    observer: str = _absent
    about: str = _absent
    type: str = _absent
    prior: Number = _absent
    moves_if_type: Number = _absent
    moves_if_plain: Number = _absent
    no_deal: dict[str, Number] = _absent
    premium: dict[str, Number] = _absent
    aims: dict[str, dict[str, Number]] = _absent
    leaves: list[str] = _absent


class PartialTable(Table):
    """``[partial.ID]``: a small deal outside the package."""

    name: str = _absent
    consent: ConsentTable
    weekly_chance: Number
    gain: dict[str, Number] = _absent
    no_deal: dict[str, Number] = _absent
    fear: dict[str, Number] = _absent


class GroupTable(Table):
    """``[group.ID]``: claims that stand or fall together."""

    note: str = _absent
    reliability: Number


class Content(Table):
    """A scenario as merged under one coding."""

    schema_: Literal[1] = Field(alias="schema")
    title: str
    question: str
    band: float = Field(default=0, ge=0, le=1)
    only: dict[str, list[str]] = _absent
    tactics: TacticsTable = _absent
    protocol: ProtocolTable
    deadline: DeadlineTable = _absent
    issue: dict[str, IssueTable]
    party: dict[str, PartyTable]
    belief: dict[str, dict[str, BeliefTable]] = _absent
    event: dict[str, EventTable] = _absent
    partial: dict[str, PartialTable] = _absent
    group: dict[str, GroupTable] = _absent


class CodingTable(Content):
    """``[coding.ID]``: a named alternative set of assumptions."""

    says: str = _absent
    remove: list[str] = _absent


class ScenarioFile(Content):
    """A scenario file as it stands on disk, for the published schema."""

    seeds: str = _absent
    extends: str = _absent
    remove: list[str] = _absent
    coding: dict[str, CodingTable] = _absent


class ClaimTable(Table):
    """``[claim.ID]``: one statement drawn from the source."""

    text: str
    place: list[str]
    asserter: str
    group: str
    sureness: Literal["on-record", "report", "anon", "writer", "accusation", "derived"]
    used_for: str = _absent
    unused_because: str = _absent


class ContradictionTable(Table):
    """``[contradiction.ID]``: claims that cannot all be taken at their word."""

    claims: list[str]
    text: str
    handling: str = _absent


class SilenceTable(Table):
    """``[silence.ID]``: something the source does not say."""

    text: str


class SeedFile(Table):
    """A seed file."""

    schema_: Literal[1] = Field(alias="schema")
    title: str
    group: dict[str, GroupTable] = _absent
    claim: dict[str, ClaimTable] = _absent
    contradiction: dict[str, ContradictionTable] = _absent
    silence: dict[str, SilenceTable] = _absent


_RULES = {
    "missing": "is missing",
    "bool_type": "must be true or false",
    "dict_type": "must be a table",
    "float_type": "must be a number",
    "list_type": "must be a list",
    "model_attributes_type": "must be a table",
    "model_type": "must be a table",
    "string_type": "must be text in quotes",
    "finite_number": "must be finite",
    "invalid_key": "must be text",
}


@lru_cache(maxsize=8)
def _adapter(model: type[Table]) -> TypeAdapter[Any]:
    return TypeAdapter(model)


def shape_faults(model: type[Table], tables: Mapping[str, Any], faults: FaultList) -> None:
    """Add a fault for every unknown or missing key and every value of a wrong type."""
    try:
        _adapter(model).validate_python(_without_sources(tables))
    except ValidationError as problem:
        for error in problem.errors(include_url=False, include_context=True):
            _add(model, error, faults)


def _add(model: type[Table], error: Any, faults: FaultList) -> None:
    path: Path = tuple(str(key) for key in error["loc"])
    kind = error["type"]
    if kind == "extra_forbidden":
        known = _keys(model, path[:-1])
        if model is Content and len(path) == 1:
            known += [*_fields(CodingTable), *_fields(ScenarioFile)]
        advice = near(path[-1], known)
        faults.add(path, "is not a key that belongs here", advice=advice)
    elif kind == "missing":
        faults.add(path, _RULES[kind])
    elif kind == "literal_error":
        expected = error["ctx"]["expected"].replace("'", '"')
        value = error["input"]
        advice = near(value, expected.split('"')[1::2]) if isinstance(value, str) else ""
        faults.add(path, f"must be {expected}", value, advice=advice)
    else:
        message = error["msg"].replace("Input should be", "must be")
        faults.add(path, _RULES.get(kind, message), error["input"])


def _without_sources(tables: Any) -> Any:
    if not isinstance(tables, dict):
        return tables
    return {
        key: _without_sources(held) if isinstance(held, dict) else held
        for key, held in tables.items()
        if key not in SOURCE_KEYS
    }


def _keys(model: Any, path: Path) -> list[str]:
    """Known keys of the table at a path of the model."""
    for key in path:
        if get_origin(model) is dict:
            model = get_args(model)[1]
        elif isinstance(model, type) and issubclass(model, Table):
            found = _fields(model).get(key)
            model = found.annotation if found else None
    if isinstance(model, type) and issubclass(model, Table):
        return [*_fields(model), *SOURCE_KEYS]
    return []


def _fields(model: type[Table]) -> dict[str, Any]:
    return {field.alias or key: field for key, field in model.model_fields.items()}
