"""Playing settings of the clock on the same worlds, and what is kept of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from sim.analysis.clockwork.edits import Clockwork, Timing, retimed
from sim.domain.outcome import Ending, Outcomes

__all__ = ["Trial", "play_settings"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Progress = Callable[[int, int], None]
Piece = tuple[str, Timing]

#: Worlds whose draws are held at a time.
_HELD = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One coding under one setting; W worlds, P parties.

    weight, day : (W,). ending : (W,) codes. value, at_signing : (W, P) value of the signed package,
    discounted to day 0 and undiscounted; feared : (W, P) its feared breach; all three NaN without
    settlement. result : (W, P) what each party ends up with.
    """

    weight: Array
    ending: NDArray[np.int8]
    day: Array
    value: Array
    at_signing: Array
    result: Array
    feared: Array

    @property
    def settled(self) -> Flags:
        """(W,) whether the world settled."""
        return np.asarray(self.ending == Ending.SETTLEMENT)


def play_settings(
    clockworks: Mapping[str, Clockwork],
    wanted: Iterable[Piece],
    *,
    n: int,
    seed: int,
    workers: int,
    progress: Progress | None,
) -> dict[Piece, Trial]:
    """Every (coding, setting) played on worlds 0 to n − 1; none twice.

    The trials do not depend on ``workers``. progress : as for ``vary_clock``.
    """
    from sim.engine.workers import in_order

    pieces = list(dict.fromkeys(wanted))
    work = partial(_play, clockworks=clockworks, n=n, seed=seed)
    found: dict[Piece, Trial] = {}
    for piece, trial in zip(pieces, in_order(work, pieces, workers), strict=True):
        found[piece] = trial
        if progress is not None:
            progress(len(found), len(pieces))
    return found


def _play(piece: Piece, *, clockworks: Mapping[str, Clockwork], n: int, seed: int) -> Trial:
    from sim.engine import negotiate
    from sim.sampling import sample_worlds

    coding, timing = piece
    scenario = retimed(clockworks[coding], timing)
    worlds = sample_worlds(scenario, n=n, seed=seed)
    return trial_of(negotiate(scenario, worlds, asked=0, tracked=0))


def trial_of(outcomes: Outcomes) -> Trial:
    """What is kept of a run."""
    settled = (outcomes.ending == Ending.SETTLEMENT)[:, None]
    patience, feared = _drawn(outcomes)
    return Trial(
        weight=outcomes.weight,
        ending=outcomes.ending,
        day=outcomes.day,
        value=outcomes.value,
        at_signing=outcomes.value / patience ** (outcomes.day[:, None] / 7.0),
        result=np.where(settled, outcomes.value, outcomes.no_deal),
        feared=np.where(settled, feared, np.nan),
    )


def _drawn(outcomes: Outcomes) -> tuple[Array, Array]:
    """Weekly discount (W, P), and the feared breach (W, P) of what was signed.

    fear · loss · Π over issues of what remains, times what small deals signed before have left.
    """
    from sim.sampling import draw, sample_worlds

    scenario, n = outcomes.scenario, outcomes.n
    worlds = sample_worlds(scenario, n=n, seed=outcomes.seed)
    patience, feared = np.empty((n, len(scenario.parties))), np.empty((n, len(scenario.parties)))
    for first in range(0, n, _HELD):
        block = draw(worlds, first, min(_HELD, n - first))
        here = slice(first, first + block.n)
        patience[here] = block.patience.T
        left = block.fear * block.loss
        signed = np.maximum(outcomes.package[here], 0).astype(np.intp)
        for j in range(len(scenario.agenda)):
            left = left * block.remaining[:, j, signed[:, j], np.arange(block.n)]
        for s in range(len(scenario.partial_deals)):
            kept = ~np.isnan(outcomes.signed_partial[here, s])
            left = left * np.where(kept, block.partial_fear[s], 1.0)
        feared[here] = left.T
    return patience, feared
