"""What shape alone cannot tell: references, complete demands, consent, protocol order, events.

Every check takes whatever parsed and steps over what has another shape than expected, since that
is a fault already reported.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sim.loading.faults import FaultList
from sim.loading.layers import SOURCE_KEYS
from sim.loading.lines import Path

__all__ = ["Names", "check_agenda", "check_ids", "check_protocol", "listed", "table"]

_ID = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
#: A signature is one bit of a word, and one bit is the sign.
_MOST_PARTIES = 62

_KEYED = ("issue", "party", "event", "partial")


def table(held: Any) -> dict[str, Any]:
    """A table without its source keys; empty for anything that is none."""
    if not isinstance(held, Mapping):
        return {}
    return {key: value for key, value in held.items() if key not in SOURCE_KEYS}


def listed(held: Any) -> list[tuple[str, Any]]:
    """Elements of a list with their positions as path keys; empty for anything that is none."""
    if not isinstance(held, list):
        return []
    return [(str(place), value) for place, value in enumerate(held)]


class Names:
    """The ids a scenario's references may point to."""

    def __init__(self, tables: Mapping[str, Any]) -> None:
        self.issues = {
            issue: list(table(table(held).get("option")))
            for issue, held in table(tables.get("issue")).items()
        }
        self.parties = list(table(tables.get("party")))
        self.principals = [
            party
            for party, held in table(tables.get("party")).items()
            if table(held).get("principal") is True
        ]
        self.types = {
            party: list(table(table(held).get("type")))
            for party, held in table(tables.get("party")).items()
        }
        self.events = {
            event: table(held).get("kind") for event, held in table(tables.get("event")).items()
        }

    def option(self, faults: FaultList, path: Path, issue: str, option: Any) -> None:
        """Check that an option belongs to a known issue."""
        if issue in self.issues:
            faults.known(path, option, self.issues[issue], f"option of issue {issue!r}")


def check_ids(faults: FaultList, tables: Mapping[str, Any]) -> None:
    """Check that ids are lower-case words joined by underscores."""
    ids = [(key, name) for key in _KEYED for name in table(tables.get(key))]
    paths: list[Path] = list(ids)
    for issue, held in table(tables.get("issue")).items():
        paths += [("issue", issue, "option", name) for name in table(table(held).get("option"))]
    for party, held in table(tables.get("party")).items():
        paths += [("party", party, "type", name) for name in table(table(held).get("type"))]
    for path in paths:
        if not _ID.fullmatch(path[-1]):
            faults.add(path, "must be lower-case words joined by underscores")


def check_agenda(faults: FaultList, tables: Mapping[str, Any], names: Names) -> None:
    """Check issues, options, consents, partial deals' consents and ``only``."""
    if isinstance(tables.get("issue"), Mapping) and not names.issues:
        faults.add(("issue",), "must hold at least one issue")
    for issue, held in table(tables.get("issue")).items():
        at: Path = ("issue", issue)
        options = table(table(held).get("option"))
        if isinstance(table(held).get("option"), Mapping) and len(options) < 2:
            faults.add((*at, "option"), "must hold at least two options")
        if "status_quo" in table(held):
            names.option(faults, (*at, "status_quo"), issue, held["status_quo"])
        for option, inner in options.items():
            if "consent" in table(inner):
                _check_consent(faults, (*at, "option", option, "consent"), inner["consent"], names)
    for deal, held in table(tables.get("partial")).items():
        if "consent" in table(held):
            _check_consent(faults, ("partial", deal, "consent"), held["consent"], names)
    _check_only(faults, tables, names)


def _check_only(faults: FaultList, tables: Mapping[str, Any], names: Names) -> None:
    for issue, options in table(tables.get("only")).items():
        if not faults.known(("only", issue), issue, names.issues, "issue"):
            continue
        for place, option in listed(options):
            names.option(faults, ("only", issue, place), issue, option)
        if options == []:
            faults.add(("only", issue), "must leave at least one option", options)


def _check_consent(faults: FaultList, path: Path, consent: Any, names: Names) -> None:
    if not isinstance(consent, Mapping):
        return
    if len({"all_of", "any_of"} & consent.keys()) != 1:
        faults.add(path, "must give either all_of or any_of", dict(consent))
    for key in ("all_of", "any_of"):
        members = listed(consent.get(key))
        if consent.get(key) == []:
            faults.add((*path, key), "must name somebody", [])
        for place, member in members:
            here = (*path, key, place)
            if key == "all_of" or isinstance(member, str):
                faults.known(here, member, names.parties, "party")
            elif not isinstance(member, list) or not member:
                faults.add(here, "must be a party or a list of parties", member)
            else:
                for inner, party in listed(member):
                    faults.known((*here, inner), party, names.parties, "party")


def check_protocol(faults: FaultList, tables: Mapping[str, Any], names: Names) -> None:
    """Check the order of turns, the length of the talks and who believes in the deadline."""
    protocol = table(tables.get("protocol"))
    at: Path = ("protocol", "order")
    order = protocol.get("order")
    seen: set[Any] = set()
    for place, party in listed(order):
        if not isinstance(party, str) or not faults.known(
            (*at, place), party, names.parties, "party"
        ):
            continue
        if party in seen:
            faults.add((*at, place), "names a party twice", party)
        elif party not in names.principals:
            faults.add((*at, place), "names a party that is no principal", party)
        seen.add(party)
    missing = [party for party in names.principals if party not in seen]
    if isinstance(order, list) and missing:
        faults.add(at, f"leaves out the principal {missing[0]!r}", order)
    if names.parties and not names.principals:
        faults.add(("party",), "must hold at least one party with principal = true")
    if isinstance(tables.get("party"), Mapping) and len(names.parties) < 2:
        faults.add(("party",), "must hold at least two parties")
    if len(names.parties) > _MOST_PARTIES:
        faults.add(("party",), f"must hold at most {_MOST_PARTIES} parties", len(names.parties))
    days: Any = protocol.get("round_days")
    horizon: Any = protocol.get("horizon")
    if _number(days) and _number(horizon) and horizon < days:
        faults.add(("protocol", "horizon"), "must leave time for one round", horizon)
    for party in table(table(tables.get("deadline")).get("belief")):
        faults.known(("deadline", "belief", party), party, names.parties, "party")


def _number(held: Any) -> bool:
    return isinstance(held, (int, float)) and not isinstance(held, bool)
