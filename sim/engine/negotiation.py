"""Play a scenario's worlds, batch by batch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.domain.outcome import BeliefTrack, OfferTrack, Outcomes
from sim.domain.scenario import Scenario
from sim.domain.worlds import DRAW_BLOCK, Worlds
from sim.engine.believing import joined_beliefs
from sim.engine.model import NegotiationModel
from sim.engine.rows import outcomes_of
from sim.engine.setting import Setting, setting_of
from sim.engine.workers import in_order
from sim.sampling import draw

__all__ = ["negotiate"]

#: Worlds played together. Results do not depend on it; it is a whole number of draw blocks.
BATCH = 4096

#: Worlds whose offers are kept for the picture of where offers meet.
TRACKED = 512

#: Worlds asked whether a deal was there to be had.
ASKED = 400


def negotiate(
    scenario: Scenario,
    worlds: Worlds,
    *,
    known: Scenario | None = None,
    workers: int = 1,
    asked: int = ASKED,
    tracked: int = TRACKED,
    progress: Callable[[int], None] | None = None,
) -> Outcomes:
    """Play every world of a recipe; the rows do not depend on ``workers``.

    known : the scenario everybody reckons with where it is about others, if not this one: what
    differs from it is private (see ``setting_of``).
    asked : the first so many worlds are searched for a package that all would have signed.
    tracked : of the first so many worlds offers and beliefs are kept (both ``None`` for 0).
    progress : called with the number of worlds finished since the last call.
    worlds : its seed, numbers and streams are used; the numbers drawn are those of ``scenario``.
    Raises ``WorkerLostError`` when a worker process dies twice on the same batch.
    """
    recipe = replace(worlds, scenario=scenario)
    play = partial(_play_span, recipe, setting_of(scenario, known), asked, tracked)
    rows: dict[str, NDArray[Any]] = {}
    tracks: list[OfferTrack] = []
    beliefs: list[BeliefTrack] = []
    done = 0
    for part in in_order(play, _spans(recipe, max(1, workers)), workers):
        _put(rows, part, done, recipe.n)
        if part.offers is not None and part.offers.value.shape[-1]:
            tracks.append(part.offers)
        if part.beliefs is not None:
            beliefs.append(part.beliefs)
        done += part.n
        if progress is not None:
            progress(part.n)
    offers = None
    if tracks:
        value = np.concatenate([track.value for track in tracks], axis=-1)
        offers = OfferTrack(proposers=tracks[0].proposers, day=tracks[0].day, value=value)
    return Outcomes(
        scenario=scenario,
        seed=recipe.seed,
        offers=offers,
        beliefs=joined_beliefs(beliefs),
        **rows,
    )


def _put(rows: dict[str, NDArray[Any]], part: Outcomes, first: int, n: int) -> None:
    """Copy a batch's rows to their place in tables of ``n`` rows, made when first needed.

    Whole tables from the start, so that a million worlds are never held twice.
    """
    for field in fields(Outcomes):
        made = getattr(part, field.name)
        if isinstance(made, np.ndarray):
            table = rows.setdefault(field.name, np.empty((n, *made.shape[1:]), dtype=made.dtype))
            table[first : first + part.n] = made


def _spans(worlds: Worlds, workers: int) -> list[tuple[int, int]]:
    """First world and size of every batch; each starts at a draw block."""
    share = -(-worlds.n // workers)
    size = min(BATCH, -(-share // DRAW_BLOCK) * DRAW_BLOCK)
    ends = range(worlds.first, worlds.first + worlds.n, size)
    return [(first, min(size, worlds.first + worlds.n - first)) for first in ends]


def _play_span(
    worlds: Worlds, setting: Setting, asked: int, tracked: int, span: tuple[int, int]
) -> Outcomes:
    """Play one batch: a task for a worker process."""
    block = draw(worlds, *span)
    followed = max(0, tracked - (span[0] - worlds.first))
    model = NegotiationModel(setting, block, asked=asked, tracked=followed)
    outcomes = outcomes_of(worlds, block, model.play(), model)
    model.release()
    return outcomes
