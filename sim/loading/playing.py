"""Checks of what is played: rules of the table that go together, and behaviours they allow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import comb, isclose, prod
from typing import Any

from sim.domain.party import MOST_ASKED, MOST_PLANNED, Behaviour
from sim.domain.protocol import KIND_OF_RULE, KINDS_OF_BEHAVIOUR, MOST_REDRAFTED, Deals, Edits
from sim.domain.signatures import MOST_QUORUMS
from sim.loading.checks import Names, is_plain_number, listed, table
from sim.loading.faults import FaultList
from sim.loading.lines import Path
from sim.loading.signing import asked_parties

__all__ = ["check_playing"]


def check_playing(faults: FaultList, tables: Mapping[str, Any], names: Names) -> None:
    """Check the optional rules of the table, and that every behaviour can be played under them."""
    protocol = table(tables.get("protocol"))
    kind = protocol.get("kind")
    for rule, only in KIND_OF_RULE.items():
        at: Path = ("protocol", rule)
        if rule in protocol and kind != only.value and faults.sound(("protocol", "kind")):
            faults.add(at, f'belongs to talks of kind "{only.value}"', protocol[rule])
    _check_recognition(faults, protocol, names)
    _check_quota(faults, protocol.get("quota"), len(names.principals))
    if protocol.get("edits") == Edits.PACKAGE.value and _packages(tables) > MOST_REDRAFTED:
        rule = f"can be had over {MOST_REDRAFTED:,} packages at most; there are"
        rule = f"{rule} {_packages(tables):,}"
        faults.add(("protocol", "edits"), rule, "package", advice="rule options out")
    for path, party, behaviour in _behaviours(tables):
        _check_behaviour(faults, tables, names, path, party, behaviour)
    _check_one_round(faults, tables, names)


def _check_quota(faults: FaultList, quota: Any, principals: int) -> None:
    at: Path = ("protocol", "quota")
    if not isinstance(quota, int) or isinstance(quota, bool) or quota < 1 or not principals:
        return
    if quota > principals:
        faults.add(at, f"exceeds the number of principals, {principals}", quota)
    elif comb(principals, quota) > MOST_QUORUMS:
        sets = f"{comb(principals, quota):,} sets of {quota} of the {principals} principals"
        rule = f"can be met by {sets}, of which {MOST_QUORUMS} are the most that are gone through"
        faults.add(at, rule, quota)


def _check_recognition(faults: FaultList, protocol: Mapping[str, Any], names: Names) -> None:
    at: Path = ("protocol", "recognition")
    chances = table(protocol.get("recognition"))
    if not chances:
        if "recognition" in protocol:
            faults.add(at, "must name every principal with its chance", dict(chances))
        return
    for party, chance in chances.items():
        if not faults.known((*at, party), party, names.principals, "principal"):
            return
        if not is_plain_number(chance) or not 0.0 <= chance <= 1.0:
            faults.add((*at, party), "must lie in [0, 1]", chance)
            return
    missing = [party for party in names.principals if party not in chances]
    if missing:
        faults.add(at, f"leaves out the principal {missing[0]!r}", dict(chances))
    elif not isclose(sum(chances.values()), 1.0, abs_tol=1e-9):
        faults.add(at, "must sum to 1", dict(chances))


def _behaviours(tables: Mapping[str, Any]) -> Iterator[tuple[Path, str, str]]:
    """Where a behaviour is stated, whose it is, and which."""
    for party, held in table(tables.get("party")).items():
        if "behaviour" in table(held):
            yield ("party", party, "behaviour"), party, held["behaviour"]
        for type_, inner in table(table(held).get("type")).items():
            if "behaviour" in table(inner):
                yield ("party", party, "type", type_, "behaviour"), party, inner["behaviour"]
    for entry, held in table(tables.get("menu")).items():
        if "behaviour" in table(held):
            # Whether it can be played hangs on no party that may choose it, so one stands for all.
            named = [party for _, party in listed(table(held).get("parties"))]
            for party in (named or _principals(tables))[:1]:
                yield ("menu", entry, "behaviour"), party, table(held)["behaviour"]


def _principals(tables: Mapping[str, Any]) -> list[str]:
    return [p for p, held in table(tables.get("party")).items() if table(held).get("principal")]


def _check_behaviour(
    faults: FaultList, tables: Mapping[str, Any], names: Names, path: Path, party: str, does: str
) -> None:
    """A behaviour of a party that never makes an offer is idle, and not checked further."""
    if party not in names.principals or does not in [b.value for b in Behaviour]:
        return
    behaviour, protocol = Behaviour(does), table(tables.get("protocol"))
    kinds = [kind.value for kind in KINDS_OF_BEHAVIOUR.get(behaviour, ())]
    if kinds and faults.sound(("protocol", "kind")) and protocol.get("kind") not in kinds:
        named = " or ".join(f'"{kind}"' for kind in kinds)
        faults.add(path, f"can be played in talks of kind {named} only", does)
    elif behaviour is Behaviour.REPUTATIONAL:
        if len(names.principals) != 2:
            faults.add(path, "can be played between two principals only", does)
        elif protocol.get("quota") == 1:
            faults.add(path, "can be played where both principals must sign only", does)
        else:
            _check_obstinate(faults, tables, names, path, does)
    elif behaviour is Behaviour.RISK_RETURN:
        _check_asked(faults, tables, names, path, does)
    elif behaviour is Behaviour.SUBGAME_PERFECT and _packages(tables) > MOST_PLANNED:
        rule = f"can be played over {MOST_PLANNED:,} packages at most; there are"
        faults.add(path, f"{rule} {_packages(tables):,}", does, advice="rule options out")


def _check_asked(
    faults: FaultList, tables: Mapping[str, Any], names: Names, path: Path, does: str
) -> None:
    asked = asked_parties(tables) - set(names.principals)
    quota: Any = table(tables.get("protocol")).get("quota")
    if is_plain_number(quota) and quota < len(names.principals):
        asked |= set(names.principals[1:])
    if len(asked) > MOST_ASKED:
        rule = f"can be played where at most {MOST_ASKED} others may have to sign or not; there are"
        faults.add(path, f"{rule} {len(asked)}", does)


def _check_obstinate(
    faults: FaultList, tables: Mapping[str, Any], names: Names, path: Path, does: str
) -> None:
    for party in names.principals:
        types = table(table(table(tables.get("party")).get(party)).get("type"))
        kinds = [table(held).get("behaviour") for held in types.values()]
        if Behaviour.OBSTINATE.value not in kinds:
            rule = f"needs a type of {party!r} with the behaviour obstinate"
            faults.add(path, rule, does)


def _packages(tables: Mapping[str, Any]) -> int:
    only = table(tables.get("only"))
    return prod(
        len(list(listed(only.get(issue)))) or len(table(table(held).get("option")))
        for issue, held in table(tables.get("issue")).items()
    )


def _check_one_round(faults: FaultList, tables: Mapping[str, Any], names: Names) -> None:
    """Whether a deal of one round is kept turns on what comes after: all must look ahead."""
    if table(tables.get("protocol")).get("deals") != Deals.ONE_ROUND.value:
        return
    for path, party, does in _behaviours(tables):
        if party in names.principals and does != Behaviour.SUBGAME_PERFECT.value:
            faults.add(path, "must be subgame-perfect where a deal binds for one round", does)
    risk: Any = table(tables.get("protocol")).get("breakdown")
    if is_plain_number(risk) and 0.0 < risk < 1.0:
        rule = "is a risk of permanent deals: where they bind for one round, talks end by a fight"
        faults.add(("protocol", "breakdown"), rule, risk)
    parties = table(tables.get("party"))
    silent = [p for p in names.principals if "behaviour" not in table(parties.get(p))]
    if silent:
        rule = f"needs every principal to play subgame-perfect; {silent[0]!r} does not"
        faults.add(("protocol", "deals"), rule, Deals.ONE_ROUND.value)
