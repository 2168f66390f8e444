"""Checks of events, partial deals and beliefs: who is meant, and what each kind needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.loading.checks import Names, listed, table
from sim.loading.demands import LIGHTEST, mid_of
from sim.loading.faults import FaultList
from sim.loading.lines import Path

__all__ = ["check_beliefs", "check_event", "check_partial"]

_LEARNING = ("observer", "about", "type", "prior", "moves_if_type", "moves_if_plain")
_NEEDED = {"dated": ("chance",), "hazard": ("weekly_chance",), "learning": _LEARNING}
_OF_SOME_KIND = ("chance", "weekly_chance", *_LEARNING)
#: Learning events have no effect of their own; events that follow them have.
_HAPPEN = ("no_deal", "premium", "aims", "leaves")
_EFFECTS = (*_HAPPEN, "follows")


def check_event(faults: FaultList, event: str, held: Any, names: Names) -> None:
    """Check one event: its kind's keys and everybody it names."""
    at: Path = ("event", event)
    tables = table(held)
    kind = tables.get("kind")
    if isinstance(kind, str) and kind in _NEEDED:
        for key in _NEEDED[kind]:
            if key not in tables:
                faults.missing((*at, key), f"a {kind} event needs it")
        foreign = [key for key in _OF_SOME_KIND if key not in _NEEDED[kind]]
        for key in (*foreign, *(_EFFECTS if kind == "learning" else ())):
            if key in tables:
                faults.add((*at, key), f"does not belong to a {kind} event")
        if kind != "learning":
            _check_effect(faults, at, tables)
    if "follows" in tables:
        learning = [name for name, other in names.events.items() if other == "learning"]
        faults.known((*at, "follows"), tables["follows"], learning, "learning event")
    for key in ("no_deal", "premium"):
        _parties(faults, (*at, key), tables.get(key), names)
    for party, issues in table(tables.get("aims")).items():
        here = (*at, "aims", party)
        if faults.known(here, party, names.parties, "party"):
            for issue in table(issues):
                faults.known((*here, issue), issue, names.issues, "issue")
    for place, party in listed(tables.get("leaves")):
        faults.known((*at, "leaves", place), party, names.parties, "party")
    _check_learner(faults, at, tables, names)


def _check_effect(faults: FaultList, at: Path, tables: Mapping[str, Any]) -> None:
    """An event changes something, or makes somebody leave; an unreadable effect may be one."""
    keys = [(*at, key) for key in _HAPPEN]
    empty = not any(table(tables.get(key)) or listed(tables.get(key)) for key in _HAPPEN)
    if empty and all(faults.sound(path) for path in keys):
        faults.add(at, "has no effect: it needs no_deal, premium, aims or leaves")


def _check_learner(faults: FaultList, at: Path, tables: Mapping[str, Any], names: Names) -> None:
    for key in ("observer", "about"):
        if key in tables:
            faults.known((*at, key), tables[key], names.parties, "party")
    about = tables.get("about")
    if isinstance(about, str) and about == tables.get("observer"):
        faults.add((*at, "about"), "must be another party than the observer", about)
    if "type" in tables and isinstance(about, str) and about in names.types:
        faults.known((*at, "type"), tables["type"], names.types[about], f"type of {about!r}")


def check_partial(faults: FaultList, deal: str, held: Any, names: Names) -> None:
    """Check one partial deal: everybody it gives something to."""
    for key in ("gain", "no_deal", "fear"):
        _parties(faults, ("partial", deal, key), table(held).get(key), names)


def check_beliefs(faults: FaultList, everything: Mapping[str, Any], names: Names) -> None:
    """Check who believes what about whom."""
    for holder, others in table(everything.get("belief")).items():
        at: Path = ("belief", holder)
        faults.known(at, holder, names.parties, "party")
        for about, tables in table(others).items():
            here = (*at, about)
            if about == holder:
                faults.add(here, "must be about another party", about)
                continue
            faults.known(here, about, names.parties, "party")
            for issue in table(table(tables).get("weight")):
                faults.known((*here, "weight", issue), issue, names.issues, "issue")
            _check_supposed(faults, here, tables, table(everything.get("party")).get(about))


def _check_supposed(faults: FaultList, at: Path, tables: Any, about: Any) -> None:
    """Supposed weights stand in for public ones, and may not leave the other wanting nothing."""
    supposed = table(table(tables).get("weight"))
    public = table(table(about).get("demand"))
    weights = {issue: mid_of(table(held).get("weight")) for issue, held in public.items()}
    weights |= {issue: mid_of(weight) for issue, weight in supposed.items() if issue in weights}
    known = [weight for weight in weights.values() if weight is not None]
    if supposed and len(known) == len(weights) and not any(one >= LIGHTEST for one in known):
        rule = f"must leave some issue a weight of at least {LIGHTEST:g}"
        faults.add((*at, "weight"), rule)


def _parties(faults: FaultList, at: Path, held: Any, names: Names) -> None:
    for party in table(held):
        faults.known((*at, party), party, names.parties, "party")
