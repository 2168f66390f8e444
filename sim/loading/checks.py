"""What shape alone cannot tell: references, ids, the agenda, the order of turns.

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
from sim.loading.shelf import nearest

__all__ = [
    "Names",
    "check_agenda",
    "check_ids",
    "check_protocol",
    "check_texts",
    "is_plain_number",
    "listed",
    "table",
]

_ID = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
#: A signature is one bit of a word, and one bit is the sign.
_MOST_PARTIES = 62

_KEYED = ("issue", "party", "event", "partial", "statement", "base_rate", "menu")


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


def check_texts(faults: FaultList, tables: Mapping[str, Any]) -> None:
    """Check that the scenario says what it is about."""
    for key in ("title", "question"):
        text = tables.get(key)
        if isinstance(text, str) and not text.strip():
            faults.add((key,), "must not be empty")


def check_agenda(faults: FaultList, tables: Mapping[str, Any], names: Names) -> None:
    """Check issues, options and ``only``."""
    if isinstance(tables.get("issue"), Mapping) and not names.issues:
        faults.add(("issue",), "must hold at least one issue")
    for issue, held in table(tables.get("issue")).items():
        at: Path = ("issue", issue)
        options = table(table(held).get("option"))
        if isinstance(table(held).get("option"), Mapping) and len(options) < 2:
            faults.add((*at, "option"), "must hold at least two options")
        if "status_quo" in table(held):
            names.option(faults, (*at, "status_quo"), issue, held["status_quo"])
    _check_only(faults, tables, names)


def _check_only(faults: FaultList, tables: Mapping[str, Any], names: Names) -> None:
    for issue, options in table(tables.get("only")).items():
        if not faults.known(("only", issue), issue, names.issues, "issue"):
            continue
        for place, option in listed(options):
            names.option(faults, ("only", issue, place), issue, option)
        if options == []:
            faults.add(("only", issue), "must leave at least one option", options)


def check_protocol(faults: FaultList, tables: Mapping[str, Any], names: Names) -> None:
    """Check the order of turns, who must sign and who believes in the deadline."""
    protocol = table(tables.get("protocol"))
    at: Path = ("protocol", "order")
    order = protocol.get("order")
    seen: set[Any] = set()
    meant: set[str | None] = set()
    for place, party in listed(order):
        if not isinstance(party, str) or not faults.known(
            (*at, place), party, names.parties, "party"
        ):
            meant.add(nearest(party, names.parties) if isinstance(party, str) else None)
            continue
        if party in seen:
            faults.add((*at, place), "names a party twice", party)
        elif party not in names.principals and _plainly_no_principal(faults, party):
            faults.add((*at, place), "names a party that is no principal", party)
        seen.add(party)
    missing = [party for party in names.principals if party not in seen | meant]
    if isinstance(order, list) and missing:
        faults.add(at, f"leaves out the principal {missing[0]!r}", order)
    if names.parties and not any(
        party in names.principals or not _plainly_no_principal(faults, party)
        for party in names.parties
    ):
        faults.add(("party",), "must hold at least one party with principal = true")
    if isinstance(tables.get("party"), Mapping) and len(names.parties) < 2:
        faults.add(("party",), "must hold at least two parties")
    if len(names.parties) > _MOST_PARTIES:
        faults.add(("party",), f"must hold at most {_MOST_PARTIES} parties", len(names.parties))
    for party in table(table(tables.get("deadline")).get("belief")):
        faults.known(("deadline", "belief", party), party, names.parties, "party")


def _plainly_no_principal(faults: FaultList, party: str) -> bool:
    """Whether nothing else is wrong that would explain why a party does not count as one."""
    return faults.sound(("party", party, "principal"))


def is_plain_number(held: Any) -> bool:
    """Whether something is one number, which ``true`` is not."""
    return isinstance(held, (int, float)) and not isinstance(held, bool)
