"""One merged scenario under one coding: everything wrong with it, or its nouns.

Parties that an edit has not touched are neither judged nor built again: merging shares the tables
nobody wrote, so "the same object" means "the same party".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sim.domain.protocol import Deadline
from sim.domain.provenance import Provenance, Seeds
from sim.domain.scenario import STATED, Scenario
from sim.domain.statement import LeftOut
from sim.errors import Fault
from sim.loading.base_rates import build_base_rates, check_base_rates
from sim.loading.building import (
    build_agenda,
    build_beliefs,
    build_event,
    build_partial,
    build_party,
    build_protocol,
)
from sim.loading.checks import Names, check_agenda, check_ids, check_protocol, check_texts, table
from sim.loading.demands import check_party
from sim.loading.faults import FaultList
from sim.loading.happenings import check_beliefs, check_event, check_partial
from sim.loading.layers import Merged, Resolved
from sim.loading.menus import build_menu, check_menu
from sim.loading.numbers import check_number, number_slots
from sim.loading.playing import check_playing
from sim.loading.quantities import NumberReader
from sim.loading.signing import check_consents, check_signatures
from sim.loading.sources import SourceBook, check_statements
from sim.loading.statements import (
    build_statements,
    check_statement_tables,
    placed,
    set_scenarios,
)
from sim.loading.timing import check_timing

__all__ = ["Head", "assemble", "faults_of", "head_of"]

#: What every party's numbers lean on besides its own tables.
_CONTEXT = (("issue",), ("band",), ("tactics",), ("deadline", "belief"), ("group",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a scenario is called and was made from."""

    name: str
    file: str
    parent: str | None
    coding: str
    codings: tuple[str, ...]
    says: str
    seeds: Seeds
    overrides: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()


def head_of(scenario: Scenario) -> Head:
    """The head of a scenario that exists."""
    coding = table(table(scenario.resolved.get("coding")).get(scenario.coding))
    return Head(
        name=scenario.name,
        file=scenario.file,
        parent=scenario.parent,
        coding=scenario.coding,
        codings=scenario.codings,
        says=coding.get("says", ""),
        seeds=scenario.seeds,
        overrides=scenario.overrides,
        left_out=scenario.left_out,
    )


def faults_of(merged: Merged, seeds: Seeds, *, unchanged: Scenario | None = None) -> list[Fault]:
    """Everything wrong in merged tables, by file and line.

    unchanged : a valid scenario the tables were edited from.
    """
    from sim.loading.models import Content
    from sim.loading.shape import shape_faults

    faults = FaultList(merged)
    tables = merged.tables
    known = _untouched(merged, unchanged)
    fresh = dict(tables)
    if known:
        fresh["party"] = {k: v for k, v in tables["party"].items() if k not in known}
    shape_faults(Content, fresh, faults)
    names = Names(tables)
    check_texts(faults, tables)
    check_ids(faults, tables)
    check_agenda(faults, tables, names)
    check_protocol(faults, tables, names)
    check_playing(faults, tables, names)
    check_consents(faults, tables, names)
    check_signatures(faults, tables, names)
    check_timing(faults, tables)
    for party, held in table(fresh.get("party")).items():
        check_party(faults, party, held, names)
    for event, held in table(tables.get("event")).items():
        check_event(faults, event, held, names)
    for deal, held in table(tables.get("partial")).items():
        check_partial(faults, deal, held, names)
    check_beliefs(faults, tables, names)
    check_base_rates(faults, tables)
    check_menu(faults, tables, names)
    check_statements(faults, merged, seeds)
    asked = unchanged is None or merged.get(("statement",)) is not _written(unchanged, "statement")
    if asked:
        check_statement_tables(faults, tables, names)
    _check_numbers(faults, merged, fresh, seeds)
    if asked and not faults.found:
        for statement, changed, found in set_scenarios(merged):
            faults.found += placed(merged, statement, found or faults_of(changed, seeds))
    return faults.sorted()


def _check_numbers(
    faults: FaultList, merged: Merged, tables: Mapping[str, Any], seeds: Seeds
) -> None:
    book = SourceBook(merged, seeds)
    logarithmic = []
    for slot in number_slots(tables):
        book.check(faults, slot.path)
        legal = check_number(faults, slot.path, slot.raw, slot.role)
        if legal and isinstance(slot.raw, Mapping) and "scale" in slot.raw:
            logarithmic.append(slot.path)
    if faults.found:
        return
    reader = NumberReader(merged, seeds)
    for path in logarithmic:
        quantity = reader.at(path)
        if quantity.groups and quantity.unsupported_range[0] <= 0:
            rule = "is logarithmic and rests on claims, so it must state a positive unsupported"
            faults.add(path, rule)


def assemble(merged: Merged, head: Head, *, unchanged: Scenario | None = None) -> Scenario:
    """The scenario behind merged tables in which nothing is wrong."""
    tables = merged.tables
    known = _untouched(merged, unchanged)
    reader = NumberReader(merged, head.seeds)
    agenda = build_agenda(tables)
    parties = {
        party: unchanged.parties[party]
        if unchanged and party in known
        else build_party(party, held, agenda, reader)
        for party, held in table(tables["party"]).items()
    }
    return Scenario(
        name=head.name,
        title=tables["title"],
        question=tables["question"],
        file=head.file,
        agenda=agenda,
        parties=parties,
        protocol=build_protocol(tables),
        deadline=Deadline(day=float(tables["deadline"]["day"])) if "deadline" in tables else None,
        events={
            event: build_event(event, held, reader)
            for event, held in table(tables.get("event")).items()
        },
        partial_deals={
            deal: build_partial(deal, held, reader)
            for deal, held in table(tables.get("partial")).items()
        },
        beliefs=build_beliefs(tables.get("belief"), reader),
        statements=build_statements(tables),
        left_out=head.left_out,
        base_rates=build_base_rates(tables),
        menu=build_menu(tables, reader),
        seeds=_seeds(head.seeds, reader),
        provenance=_provenance(reader, unchanged, known),
        parent=head.parent,
        coding=head.coding,
        codings=head.codings,
        overrides=head.overrides,
        resolved=Resolved(_with_coding(tables, head), merged),
    )


def _written(scenario: Scenario, key: str) -> Any:
    """What a scenario that exists was built from at a key of the file."""
    resolved = scenario.resolved
    return resolved.merged.get((key,)) if isinstance(resolved, Resolved) else None


def _untouched(merged: Merged, before: Scenario | None) -> frozenset[str]:
    """Parties that are what they were in a valid scenario."""
    if before is None or not isinstance(before.resolved, Resolved):
        return frozenset()
    earlier = before.resolved.merged
    if any(earlier.get(path) is not merged.get(path) for path in _CONTEXT):
        return frozenset()
    old, new = earlier.tables, merged.tables
    was, now = old["party"], new.get("party")
    if not isinstance(now, Mapping) or not isinstance(new.get("issue"), Mapping):
        return frozenset()
    return frozenset(party for party in before.parties if now.get(party) is was[party])


def _seeds(seeds: Seeds, reader: NumberReader) -> Seeds:
    """The seeds, with reliabilities as the scenario's own layers may have restated them."""
    groups = {
        key: replace(group, reliability=reader.at(("group", key, "reliability")))
        for key, group in seeds.groups.items()
    }
    return replace(seeds, groups=groups)


def _provenance(
    reader: NumberReader, unchanged: Scenario | None, known: frozenset[str]
) -> dict[str, Provenance]:
    if not known or unchanged is None:
        return reader.provenance
    kept = {
        path: source
        for path, source in unchanged.provenance.items()
        if path.startswith("party.") and path.split(".", 2)[1] in known
    }
    beliefs = {f"deadline.belief.{party}" for party in known}
    kept |= {path: unchanged.provenance[path] for path in beliefs & unchanged.provenance.keys()}
    return kept | reader.provenance


def _with_coding(tables: dict[str, Any], head: Head) -> dict[str, Any]:
    if head.coding == STATED:
        return tables
    return {**tables, "coding": {head.coding: {"says": head.says}}}
