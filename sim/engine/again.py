"""Playing an edited scenario on the worlds of a run that is there: only where it can differ.

A world is copied from the run instead of played when everything the engine reads is the same in
it: the rules of the table, what everybody reckons of everybody, and every number drawn. Of lines
only those that are real count, and of a dated event's chance only whether the event happens. The
check is sufficient, not necessary: a world that is played again may well end as it did.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.domain.event import EventKind
from sim.domain.outcome import Outcomes, Overlap
from sim.domain.party import Behaviour
from sim.domain.quantity import Quantity
from sim.domain.scenario import Scenario
from sim.domain.worlds import WorldBlock
from sim.engine.model import NegotiationModel
from sim.engine.negotiation import BATCH, negotiate
from sim.engine.rows import outcomes_of
from sim.engine.setting import Setting, setting_of
from sim.sampling import draw, sample_worlds

__all__ = ["replay"]

Flags = NDArray[np.bool_]

#: Parts of a scenario that decide how it is played.
_RULES = ("agenda", "parties", "protocol", "deadline", "events", "partial_deals")

#: Drawn, but read by nobody during the talks.
_UNREAD = {"number", "weight", "firmness", "refused", "event_chance"}


def replay(base: Outcomes, scenario: Scenario, *, known: Scenario | None = None) -> Outcomes:
    """The rows that ``negotiate`` gives for ``scenario`` on the worlds of ``base``.

    base : a run of another scenario, from which ``scenario`` was edited, everybody's estimates
    its own. known : as for ``negotiate``. Overlap is asked, and offers are followed, in no world.
    """
    first, n = int(base.world[0]), base.n
    worlds = replace(sample_worlds(scenario, n=first + n, seed=base.seed), n=n, first=first)
    before, after = setting_of(base.scenario), setting_of(scenario, known)
    if not _same_table(before, after):
        return negotiate(scenario, worlds, known=known, asked=0, tracked=0)
    parts = []
    for start in range(0, n, BATCH):
        size = min(BATCH, n - start)
        rows = {name: table[start : start + size].copy() for name, table in _tables(base)}
        old = draw(replace(worlds, scenario=base.scenario), first + start, size)
        new = draw(worlds, first + start, size)
        again = np.flatnonzero(_differs(scenario, old, new))
        if len(again):
            block = new.take(again)
            model = NegotiationModel(after, block, asked=0, tracked=0)
            played = outcomes_of(worlds, block, model.play(), model)
            model.release()
            for name, table in _tables(played):
                rows[name][again] = table
        parts.append(rows)
    joined = {name: np.concatenate([rows[name] for rows in parts]) for name in parts[0]}
    joined["overlap"] = np.full_like(base.overlap, Overlap.UNASKED)
    return Outcomes(scenario=scenario, seed=base.seed, offers=None, beliefs=None, **joined)


def _tables(outcomes: Outcomes) -> Iterator[tuple[str, NDArray[Any]]]:
    for field in fields(Outcomes):
        table = getattr(outcomes, field.name)
        if isinstance(table, np.ndarray):
            yield field.name, table


def _same_table(before: Setting, after: Setting) -> bool:
    """Whether nothing differs but numbers that are drawn, and nobody reckons otherwise."""
    rules = [
        [_without_numbers(getattr(one.scenario, name)) for name in _RULES]
        for one in (before, after)
    ]
    if rules[0] != rules[1] or not np.array_equal(before.forbids, after.forbids):
        return False
    reckoned = [list(_reckoned(one)) for one in (before, after)]
    return all(np.array_equal(a, b) for a, b in zip(*reckoned, strict=True))


def _reckoned(setting: Setting) -> Iterator[Any]:
    """What anybody reckons with about others, as far as what they do makes use of it."""
    yield from _arrays([*setting.estimates.values(), setting.mediators_estimate])
    yield setting.public.event_no_deal
    yield setting.public.partial_no_deal
    parties = setting.scenario.parties.values()
    does = {
        one.id: {one.behaviour, *(kind.behaviour for kind in one.types.values())} for one in parties
    }
    for party in setting.scenario.principals:
        if Behaviour.RISK_RETURN in does[party]:
            yield from _arrays([setting.supposition(party)])
        if Behaviour.REPUTATIONAL in does[party]:
            yield setting.public.patience
            known = setting.known.parties.values()
            yield [kind.chance.mode for one in known for kind in one.types.values()]


def _arrays(nouns: Any) -> Iterator[NDArray[Any]]:
    for noun in nouns:
        for field in fields(noun):
            yield getattr(noun, field.name)


def _without_numbers(noun: Any) -> Any:
    if isinstance(noun, Quantity):
        return "a number"
    if isinstance(noun, Enum):
        return noun
    if is_dataclass(noun) and not isinstance(noun, type):
        return [_without_numbers(getattr(noun, field.name)) for field in fields(noun)]
    if isinstance(noun, Mapping):
        return {key: _without_numbers(child) for key, child in noun.items()}
    if isinstance(noun, tuple):
        return [_without_numbers(child) for child in noun]
    return noun


def _differs(scenario: Scenario, old: WorldBlock, new: WorldBlock) -> Flags:
    """(W,) whether anything that the engine reads differs in a world."""
    found = np.zeros(new.n, dtype=bool)
    for field in fields(WorldBlock):
        if field.name not in _UNREAD:
            found |= _any(getattr(old, field.name) != getattr(new, field.name))
    found |= _any(old.refused != new.refused)
    found |= _any(new.refused & (old.firmness != new.firmness))
    for e, event in enumerate(scenario.events.values()):
        before, after = old.event_chance[e], new.event_chance[e]
        if event.kind is EventKind.DATED and event.follows is None:
            found |= (old.event_u[e] < before) != (new.event_u[e] < after)
        else:
            found |= before != after
    return found


def _any(different: Flags) -> Flags:
    """Over everything but the world, which is the last axis."""
    flat = different.reshape(-1, different.shape[-1])
    return np.asarray(flat.any(axis=0))
