"""Checks of consent: whom options and partial deals need, and that a deal takes two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sim.loading.checks import Names, listed, table
from sim.loading.faults import FaultList
from sim.loading.lines import Path

__all__ = ["asked_parties", "check_consents", "check_signatures"]


def check_consents(faults: FaultList, tables: Mapping[str, Any], names: Names) -> None:
    """Check whom every consent names."""
    for path, consent in _consents(tables):
        if isinstance(consent, Mapping):
            _check_consent(faults, path, consent, names)


def check_signatures(faults: FaultList, tables: Mapping[str, Any], names: Names) -> None:
    """Check that the only principal of a scenario needs somebody's consent for something."""
    if len(names.principals) != 1 or len(names.parties) < 2:
        return
    if not all(faults.sound(("party", party, "principal")) for party in names.parties):
        return
    only = table(tables.get("only"))
    for path, consent in _consents(tables):
        if path[0] != "issue":
            continue
        issue, option = path[1], path[3]
        if tables["issue"][issue].get("status_quo") == option:
            continue
        if option not in only.get(issue, [option]):
            continue
        if _members(consent) - set(names.principals):
            return
    rule = "must hold two principals, or some option must need another party's consent"
    faults.add(("protocol", "order"), rule, names.principals)


def asked_parties(tables: Mapping[str, Any]) -> set[str]:
    """Whoever some consent of an option names."""
    consents = [consent for path, consent in _consents(tables) if path[0] == "issue"]
    return set().union(*map(_members, consents))


def _consents(tables: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    for issue, held in table(tables.get("issue")).items():
        for option, inner in table(table(held).get("option")).items():
            if "consent" in table(inner):
                yield ("issue", issue, "option", option, "consent"), inner["consent"]
    for deal, held in table(tables.get("partial")).items():
        if "consent" in table(held):
            yield ("partial", deal, "consent"), held["consent"]


def _check_consent(faults: FaultList, path: Path, consent: Mapping[str, Any], names: Names) -> None:
    if len({"all_of", "any_of"} & consent.keys()) != 1:
        faults.add(path, "must give either all_of or any_of", dict(consent))
    for key in ("all_of", "any_of"):
        at = (*path, key)
        if consent.get(key) == []:
            faults.add(at, "must name somebody", [])
        for place, member in listed(consent.get(key)):
            if key == "all_of" or isinstance(member, str):
                faults.known((*at, place), member, names.parties, "party")
            elif not isinstance(member, list) or not member:
                faults.add((*at, place), "must be a party or a list of parties", member)
            else:
                _check_alternative(faults, (*at, place), member, names)
        _check_twice(faults, at, consent.get(key))


def _check_alternative(faults: FaultList, at: Path, members: list[Any], names: Names) -> None:
    for place, party in listed(members):
        faults.known((*at, place), party, names.parties, "party")
    _check_twice(faults, at, members)


def _check_twice(faults: FaultList, at: Path, members: Any) -> None:
    earlier: list[Any] = []
    for place, member in listed(members):
        same = sorted(member, key=str) if isinstance(member, list) else [member]
        if same in earlier:
            faults.add((*at, place), "is named twice", member)
        earlier.append(same)


def _members(consent: Any) -> set[str]:
    found: set[str] = set()
    for key in ("all_of", "any_of"):
        for _, member in listed(table(consent).get(key)):
            parties = member if isinstance(member, list) else [member]
            found |= {party for party in parties if isinstance(party, str)}
    return found
