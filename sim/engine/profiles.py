"""Playing the same worlds under many profiles of behaviours: who plays what, all else the same.

A profile says what each principal does. A *play* is one world under one profile. Worlds are drawn
once; a batch of the model holds any plays of one draw block, a world as often as there are profiles
to play it under, with the rows of behaviour and tactics set. A type that states a behaviour of its
own keeps it, whatever its party chose: plays that differ in nothing that is played are played once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from sim.domain.menu import MenuEntry
from sim.domain.quantity import Quantity
from sim.domain.scenario import Scenario
from sim.domain.worlds import WorldBlock, Worlds, draw_blocks
from sim.engine.model import NegotiationModel
from sim.engine.rows import outcomes_of
from sim.engine.setting import Setting, setting_of
from sim.engine.workers import in_order
from sim.sampling import draw, sample_worlds
from sim.sampling.source import Drawn

__all__ = ["AS_CODED", "Played", "first_alike", "play_profiles"]

Array = NDArray[np.float64]
Index = NDArray[np.intp]
Flags = NDArray[np.bool_]

#: The choice of a party that does as it is coded; its menu is numbered from 1.
AS_CODED = 0

#: Plays in one batch of the model; results do not depend on it.
BATCH = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """M profiles on the same W worlds; N plays that differ, P parties, J issues.

    weight : (W,). play : (M, W) row of each profile's play of each world. value : (N, P) what the
    talks left each party, deal or none, discounted to day 0. ending : (N,). day : (N,). package :
    (N, J) option positions, −1 without one.
    """

    weight: Array
    play: NDArray[np.int32]
    value: Array
    ending: NDArray[np.int8]
    day: Array
    package: NDArray[np.int8]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plays:
    """Some plays of one draw block. world : (N,) places in it. choice : (N, k)."""

    first: int
    size: int
    world: NDArray[np.int32]
    choice: NDArray[np.int8]


def play_profiles(
    scenario: Scenario,
    menus: Mapping[str, Sequence[MenuEntry]],
    profiles: NDArray[np.int8],
    *,
    n: int,
    seed: int,
    workers: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Played:
    """Play ``n`` worlds under every profile; the rows do not depend on ``workers``.

    menus : principal → what it may choose, k of them. profiles : (M, k) choices in that order:
    ``AS_CODED``, or the place in the menu, from 1. progress : called with how many plays are done,
    and of how many. Raises ``WorkerLostError`` when a worker dies twice on the same plays.
    """
    worlds = sample_worlds(scenario, n=n, seed=seed)
    same = [first_alike(scenario, party, menu) for party, menu in menus.items()]
    asked = np.stack([one[profiles[:, i]] for i, one in enumerate(same)], axis=1)
    index = np.empty((len(profiles), n), dtype=np.int32)
    weight = np.empty(n)
    pieces: list[_Plays] = []
    total = 0
    for first, size in draw_blocks(n):
        block = draw(worlds, first, size)
        plays, rows = _different(asked, _choosing(scenario, tuple(menus), block), first)
        index[:, first : first + size] = total + rows
        weight[first : first + size] = block.weight
        total += len(plays.world)
        pieces += _batches(plays)
    work = partial(_play, worlds, setting_of(scenario), {p: tuple(m) for p, m in menus.items()})
    made = _Rows(scenario, total)
    for rows_of_batch in in_order(work, pieces, workers):
        made.add(*rows_of_batch)
        if progress is not None:
            progress(made.done, total)
    return Played(
        weight=weight,
        play=index,
        value=made.value,
        ending=made.ending,
        day=made.day,
        package=made.package,
    )


class _Rows:
    """Tables that batches are copied into, whole from the start."""

    def __init__(self, scenario: Scenario, total: int) -> None:
        self.done = 0
        self.value = np.empty((total, len(scenario.parties)))
        self.ending = np.empty(total, dtype=np.int8)
        self.day = np.empty(total)
        self.package = np.empty((total, len(scenario.agenda)), dtype=np.int8)

    def add(
        self, value: Array, ending: NDArray[np.int8], day: Array, package: NDArray[np.int8]
    ) -> None:
        here = slice(self.done, self.done + len(day))
        self.value[here], self.ending[here] = value, ending
        self.day[here], self.package[here] = day, package
        self.done += len(day)


def first_alike(scenario: Scenario, party: str, menu: Sequence[MenuEntry]) -> NDArray[np.int8]:
    """Choice → the first choice that is the same in play, from as coded on: (1 + its menu,)."""
    coded = (scenario.parties[party].behaviour, None, None)
    told = [coded, *((one.behaviour, _told(one.toughness), _told(one.opening)) for one in menu)]
    return np.array([told.index(one) for one in told], dtype=np.int8)


def _told(quantity: object) -> object:
    """A number but for where it stands in the file, which no draw of it depends on."""
    return replace(quantity, path="") if isinstance(quantity, Quantity) else None


def _choosing(scenario: Scenario, parties: Sequence[str], block: WorldBlock) -> Flags:
    """(k, W) where a party is of a kind that has no behaviour of its own."""
    places = list(scenario.parties)
    found = []
    for party in parties:
        kinds = scenario.parties[party].types.values()
        free = np.array([True, *(kind.behaviour is None for kind in kinds)])
        found.append(free[block.type[places.index(party)]])
    return np.stack(found)


def _different(
    profiles: NDArray[np.int8], choosing: Flags, first: int
) -> tuple[_Plays, NDArray[np.int32]]:
    """The plays of one draw block that differ, and the row of each profile's play (M, W)."""
    k, size = choosing.shape
    # Ordered by choices before worlds: a batch then holds few behaviours, and what a party of one
    # behaviour works out is worked out for the whole batch.
    sizes = profiles.max(axis=0).astype(np.int64) + 1
    code = np.zeros((len(profiles), size), dtype=np.int64)
    for i in range(k):
        code = code * sizes[i] + np.where(choosing[i], profiles[:, i, None], AS_CODED)
    different, rows = np.unique(code * size + np.arange(size), return_inverse=True)
    different, world = np.divmod(different, size)
    choice = np.empty((len(different), k), dtype=np.int8)
    for i in range(k - 1, -1, -1):
        different, choice[:, i] = np.divmod(different, sizes[i])
    plays = _Plays(first=first, size=size, world=world.astype(np.int32), choice=choice)
    return plays, rows.reshape(code.shape).astype(np.int32)


def _batches(plays: _Plays) -> list[_Plays]:
    return [
        replace(plays, world=plays.world[at : at + BATCH], choice=plays.choice[at : at + BATCH])
        for at in range(0, len(plays.world), BATCH)
    ]


def _play(
    worlds: Worlds, setting: Setting, menus: Mapping[str, Sequence[MenuEntry]], plays: _Plays
) -> tuple[Array, NDArray[np.int8], Array, NDArray[np.int8]]:
    """Play one batch: a task for a worker process."""
    block = _chosen(worlds, menus, plays)
    model = NegotiationModel(setting, block, asked=0, tracked=0)
    found = outcomes_of(worlds, block, model.play(), model)
    model.release()
    value = np.where(np.isnan(found.value), found.no_deal, found.value)
    return value, found.ending, found.day, found.package


def _chosen(worlds: Worlds, menus: Mapping[str, Sequence[MenuEntry]], plays: _Plays) -> WorldBlock:
    """The draws of a batch of plays, with what was chosen in the place of what is coded."""
    block = draw(worlds, plays.first, plays.size).take(plays.world.astype(np.intp))
    behaviour, tactics = block.behaviour.copy(), {}
    for name in ("toughness", "opening"):
        tactics[name] = getattr(block, name).copy()
    drawn = Drawn(worlds, plays.first, plays.size)
    places = list(worlds.scenario.parties)
    for i, (party, menu) in enumerate(menus.items()):
        for choice, entry in enumerate(menu, start=1):
            here = np.flatnonzero(plays.choice[:, i] == choice)
            behaviour[places.index(party), here] = entry.behaviour.code
            for name, rows in tactics.items():
                number = getattr(entry, name)
                if number is not None and len(here):
                    # The party's own stream: the same luck as where it is coded so.
                    values = drawn.of(number, f"party.{party}.tactics.{name}")
                    rows[places.index(party), here] = values[plays.world[here]]
    return replace(block, behaviour=behaviour, **tactics)
