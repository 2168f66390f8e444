"""Play a scenario's worlds, batch by batch, and tell single worlds as stories."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from functools import partial

import numpy as np

from sim.domain.outcome import OfferTrack, Outcomes, Overlap
from sim.domain.scenario import Scenario
from sim.domain.story import Story
from sim.domain.worlds import DRAW_BLOCK, Worlds
from sim.engine.model import NegotiationModel
from sim.engine.rows import outcomes_of
from sim.engine.setting import setting_of
from sim.engine.workers import in_order
from sim.sampling import draw

__all__ = ["negotiate", "tell"]

#: Worlds played together. Results do not depend on it; it is a whole number of draw blocks.
BATCH = 2048

#: Worlds whose offers are kept for the picture of where offers meet.
TRACKED = 512

#: Worlds asked whether a deal was there to be had.
ASKED = 400


def negotiate(
    scenario: Scenario,
    worlds: Worlds,
    *,
    workers: int = 1,
    asked: int = ASKED,
    progress: Callable[[int], None] | None = None,
) -> Outcomes:
    """Play every world of a recipe; the rows do not depend on ``workers``.

    asked : the first so many worlds are searched for a package that all would have signed.
    progress : called with the number of worlds finished since the last call.
    worlds : its seed, numbers and streams are used; the numbers drawn are those of ``scenario``.
    Raises ``WorkerLostError`` when a worker process dies twice on the same batch.
    """
    recipe = replace(worlds, scenario=scenario)
    parts = []
    play = partial(_play_span, recipe, asked)
    for part in in_order(play, _spans(recipe, max(1, workers)), workers):
        parts.append(part)
        if progress is not None:
            progress(part.n)
    return _joined(parts)


def _spans(worlds: Worlds, workers: int) -> list[tuple[int, int]]:
    """First world and size of every batch; each starts at a draw block."""
    share = -(-worlds.n // workers)
    size = min(BATCH, -(-share // DRAW_BLOCK) * DRAW_BLOCK)
    ends = range(worlds.first, worlds.first + worlds.n, size)
    return [(first, min(size, worlds.first + worlds.n - first)) for first in ends]


def _play_span(worlds: Worlds, asked: int, span: tuple[int, int]) -> Outcomes:
    """Play one batch: a task for a worker process."""
    setting = setting_of(worlds.scenario)
    block = draw(worlds, *span)
    tracked = max(0, TRACKED - (span[0] - worlds.first))
    model = NegotiationModel(setting, block, asked=asked, tracked=tracked)
    return outcomes_of(worlds, block, model.play(), model)


def _joined(parts: list[Outcomes]) -> Outcomes:
    """One table of all batches, in world order; the offers kept are those of the first worlds."""
    first = parts[0]
    rows = {
        field.name: np.concatenate([getattr(part, field.name) for part in parts])
        for field in fields(Outcomes)
        if isinstance(getattr(first, field.name), np.ndarray)
    }
    tracks = [part.offers for part in parts if part.offers is not None]
    value = np.concatenate([track.value for track in tracks], axis=-1)
    offers = OfferTrack(proposers=tracks[0].proposers, day=tracks[0].day, value=value)
    return Outcomes(scenario=first.scenario, seed=first.seed, offers=offers, **rows)


def tell(scenario: Scenario, worlds: Worlds, number: int) -> Story:
    """Play one world of a recipe and write every move down.

    number : the world's number. Raises ``ValueError`` for a negative one.
    """
    if number < 0:
        raise ValueError(f"worlds are numbered from 0; got {number}")
    recipe = replace(worlds, scenario=scenario)
    block = draw(recipe, number, 1)
    model = NegotiationModel(setting_of(scenario), block, asked=number + 1, tracked=0)
    model.story = []
    ledger = model.play()
    parties, issues = tuple(scenario.parties.values()), scenario.agenda.issues
    return Story(
        world=number,
        seed=worlds.seed,
        moves=tuple(model.story),
        types={
            party.id: ("plain", *party.types)[int(block.type[i, 0])]
            for i, party in enumerate(parties)
        },
        lines={
            party.id: {
                issue.id: tuple(
                    option.id for k, option in enumerate(issue.options) if block.refused[i, j, k, 0]
                )
                for j, issue in enumerate(issues)
                if block.refused[i, j, :, 0].any()
            }
            for i, party in enumerate(parties)
        },
        no_deal={party.id: float(block.no_deal[i, 0]) for i, party in enumerate(parties)},
        overlap=bool(ledger.overlap[0] == Overlap.PRESENT),
    )
