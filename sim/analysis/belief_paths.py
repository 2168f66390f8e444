"""What is believed of the others' types, day by day, where it is true and where it is not."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sim.analysis.shares import quantiles_of
from sim.domain.outcome import BeliefTrack, Held, Outcomes
from sim.domain.timing import BeliefPath, BeliefPoint

__all__ = ["belief_paths"]

Array = NDArray[np.float64]


def belief_paths(outcomes: Outcomes) -> tuple[BeliefPath, ...]:
    """Quantiles over the worlds followed, by belief, truth and day.

    A world whose talks are over keeps its last belief, so that a path moves because beliefs do and
    not because worlds leave it. Beliefs that nobody holds are left out, and so is a truth that no
    world followed has.
    """
    track = outcomes.beliefs
    if track is None:
        return ()
    return tuple(path for h in range(len(track.held)) for path in _paths(outcomes, track, h))


def _paths(outcomes: Outcomes, track: BeliefTrack, h: int) -> Iterator[BeliefPath]:
    held = track.held[h]
    chance = _kept(np.asarray(track.chance[:, h], dtype=np.float64))
    followed = chance.shape[1]
    is_so = _is_so(outcomes, held)[:followed]
    for true in (True, False):
        here = is_so == true
        points = tuple(_points(track.day, chance[:, here], outcomes.weight[:followed][here]))
        if points:
            yield BeliefPath(
                observer=held.observer,
                about=held.about,
                type=held.type,
                name=outcomes.scenario.parties[held.about].types[held.type].name,
                event=held.event,
                true=true,
                points=points,
            )


def _is_so(outcomes: Outcomes, held: Held) -> NDArray[np.bool_]:
    """(n,) worlds in which the belief is true."""
    parties = outcomes.scenario.parties
    code = 1 + list(parties[held.about].types).index(held.type)
    return outcomes.type[:, list(parties).index(held.about)] == code


def _kept(chance: Array) -> Array:
    """(n_rounds, n_tracked) with the last belief standing on after the end.

    >>> _kept(np.array([[0.2], [np.nan], [np.nan]])).ravel().tolist()
    [0.2, 0.2, 0.2]
    """
    rounds = np.arange(len(chance))[:, None]
    last = np.maximum.accumulate(np.where(np.isnan(chance), 0, rounds), axis=0)
    return np.take_along_axis(chance, last, axis=0)


def _points(days: Array, chance: Array, weight: Array) -> Iterator[BeliefPoint]:
    for day, row in zip(days, chance, strict=True):
        found = quantiles_of(row, weight)
        if found is not None:
            n = int(np.count_nonzero(~np.isnan(row) & (weight > 0)))
            yield BeliefPoint(day=float(day), n=n, chance=found)
