"""Inputs in named groups, few enough to be told apart: sources first, then what is a party's.

Where there are more than thirty, the smallest are joined: first of parties who only sign, then of
source groups down to ten, then of principals, then source groups again, and last whole parties.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from sim.analysis.drivers.inputs import Input, inputs_of
from sim.domain.scenario import Scenario
from sim.domain.sensitivity import GroupKind

__all__ = ["MOST_GROUPS", "InputGroup", "groups_of"]

#: Most groups of inputs. Each costs a run of all worlds in every coding.
MOST_GROUPS = 30

#: Source groups kept apart before the groups of principals are joined.
_SOURCES = 10

_KINDS = tuple(GroupKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class InputGroup:
    """A group of inputs. owner, about : as of its inputs; several are joined by ``+``.

    streams : coding → the streams in it, none where the coding holds them constant.
    """

    kind: GroupKind
    owner: str
    about: str
    streams: Mapping[str, tuple[str, ...]]

    @property
    def id(self) -> str:
        """A name for tables: ``source.wire``, ``party.russia.lines``, ``events``."""
        return ".".join(part for part in (self.kind.value, self.owner, self.about) if part)

    @property
    def size(self) -> int:
        """Streams in the coding that has most."""
        return max(len(streams) for streams in self.streams.values())


Pair = tuple[InputGroup, InputGroup]
Pairs = Callable[[Sequence[InputGroup]], list[Pair]]


def groups_of(
    scenarios: Mapping[str, Scenario], *, most: int = MOST_GROUPS
) -> tuple[InputGroup, ...]:
    """At most ``most`` groups (but at least one a kind), the same ones in every coding.

    Every stream of ``inputs_of`` lies in exactly one of them. Sources come first, then parties in
    the scenario's order, events, small deals, chance.
    """
    inputs = {coding: inputs_of(scenario) for coding, scenario in scenarios.items()}
    parties = next(iter(scenarios.values())).parties
    groups = _apart(inputs)
    principals = {party.id for party in parties.values() if party.principal}
    for pairs in _stages(principals):
        while len(groups) > most:
            found = pairs(groups)
            if not found:
                break
            groups = _joined(groups, *min(found, key=lambda pair: pair[0].size + pair[1].size))
    order = list(parties)

    def place(group: InputGroup) -> tuple[int, int]:
        first = group.owner.split("+")[0]
        return _KINDS.index(group.kind), order.index(first) if first in order else -1

    return tuple(sorted(groups, key=place))


def _apart(inputs: Mapping[str, Sequence[Input]]) -> list[InputGroup]:
    keys = dict.fromkeys(
        (one.kind, one.owner, one.about) for listed in inputs.values() for one in listed
    )
    return [
        InputGroup(
            kind=kind,
            owner=owner,
            about=about,
            streams={
                coding: tuple(
                    one.stream for one in listed if (one.kind, one.owner, one.about) == key
                )
                for coding, listed in inputs.items()
            },
        )
        for key in keys
        for kind, owner, about in [key]
    ]


def _stages(principals: set[str]) -> tuple[Pairs, ...]:
    """What may be joined, one kind of pair after the other."""

    def of_parties(groups: Sequence[InputGroup]) -> list[InputGroup]:
        return [group for group in groups if group.kind is GroupKind.PARTY]

    def sources(groups: Sequence[InputGroup]) -> list[Pair]:
        listed = [group for group in groups if group.kind is GroupKind.SOURCE]
        return list(combinations(listed, 2))

    def many_sources(groups: Sequence[InputGroup]) -> list[Pair]:
        found = sources(groups)
        return found if len(found) >= _SOURCES * (_SOURCES + 1) // 2 else []

    def same_owner(groups: Sequence[InputGroup]) -> list[Pair]:
        pairs = combinations(of_parties(groups), 2)
        return [pair for pair in pairs if pair[0].owner == pair[1].owner]

    def of_signers(groups: Sequence[InputGroup]) -> list[Pair]:
        return [pair for pair in same_owner(groups) if pair[0].owner not in principals]

    def whole_parties(groups: Sequence[InputGroup]) -> list[Pair]:
        return list(combinations(of_parties(groups), 2))

    return of_signers, many_sources, same_owner, sources, whole_parties


def _joined(groups: Sequence[InputGroup], one: InputGroup, other: InputGroup) -> list[InputGroup]:
    def both(first: str, second: str) -> str:
        return "+".join(dict.fromkeys(part for part in f"{first}+{second}".split("+") if part))

    joined = InputGroup(
        kind=one.kind,
        owner=both(one.owner, other.owner),
        about=both(one.about, other.about),
        streams={
            coding: (*streams, *other.streams[coding]) for coding, streams in one.streams.items()
        },
    )
    return [joined if group is one else group for group in groups if group is not other]
