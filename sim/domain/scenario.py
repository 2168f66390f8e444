"""A scenario: everything a negotiation is made of, fully resolved under one coding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from sim.domain.agenda import Agenda
from sim.domain.base_rate import BaseRate
from sim.domain.event import Event, PartialDeal
from sim.domain.menu import MenuEntry
from sim.domain.party import Party
from sim.domain.protocol import Deadline, Protocol
from sim.domain.provenance import Provenance, Seeds
from sim.domain.quantity import Quantity
from sim.domain.statement import LeftOut, Statement

__all__ = ["STATED", "Belief", "Scenario"]

#: The one coding of a scenario that states none.
STATED = "stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Belief:
    """What one party holds about another where it differs from the public estimate.

    no_deal : value units added to the estimate of the other's no-deal value.
    weights : issue id → the weight it supposes instead of the public one (before normalising).
    """

    holder: str
    about: str
    no_deal: Quantity | None = None
    weights: Mapping[str, Quantity] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A negotiation under one coding: rules, parties, events, beliefs, and every number's source.

    name : bundled name or file stem. file : where it was read from. question : what it asks.
    parent : the scenario it extends, or ``None``. coding : the coding it was resolved under,
    ``stated`` where it has none. codings : names of all codings, in file order.
    provenance : path of a quantity → its source. overrides : path → value written as TOML, for
    every ``--set``. statements : id → a sentence that ``parley robust`` puts to the test; they
    change no result. left_out : those whose ``set`` cannot be played with
    the overrides. base_rates : id → what happened in other cases; they change none either. menu :
    id → a behaviour that parties may choose in ``parley equilibrium``; none of a run either.
    resolved : the merged tables as plain data, for the manifest and the hash.
    """

    name: str
    title: str
    question: str
    file: str
    agenda: Agenda
    parties: Mapping[str, Party]
    protocol: Protocol
    deadline: Deadline | None = None
    events: Mapping[str, Event] = field(default_factory=dict)
    partial_deals: Mapping[str, PartialDeal] = field(default_factory=dict)
    beliefs: tuple[Belief, ...] = ()
    statements: Mapping[str, Statement] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    base_rates: Mapping[str, BaseRate] = field(default_factory=dict)
    menu: Mapping[str, MenuEntry] = field(default_factory=dict)
    seeds: Seeds = field(default_factory=Seeds)
    provenance: Mapping[str, Provenance] = field(default_factory=dict)
    parent: str | None = None
    coding: str = STATED
    codings: tuple[str, ...] = (STATED,)
    overrides: Mapping[str, str] = field(default_factory=dict)
    resolved: Mapping[str, Any] = field(default_factory=dict)

    @property
    def principals(self) -> tuple[str, ...]:
        """Ids of the parties that all, or so many as the quota says, must sign a settlement."""
        return tuple(party.id for party in self.parties.values() if party.principal)

    def quantities(self) -> Iterator[Quantity]:
        """Every uncertain number of the scenario, in file order."""
        yield from _quantities(self.parties)
        yield from _quantities(self.events)
        yield from _quantities(self.partial_deals)
        yield from _quantities(self.beliefs)

    def quantity(self, path: str) -> Quantity:
        """The quantity at a path. Raises ``KeyError`` where there is none."""
        for quantity in self.quantities():
            if quantity.path == path:
                return quantity
        raise KeyError(path)


def _quantities(noun: Any) -> Iterator[Quantity]:
    if isinstance(noun, Quantity):
        yield noun
    elif isinstance(noun, Mapping):
        for child in noun.values():
            yield from _quantities(child)
    elif isinstance(noun, tuple):
        for child in noun:
            yield from _quantities(child)
    elif is_dataclass(noun):
        for field_ in fields(noun):
            yield from _quantities(getattr(noun, field_.name))
