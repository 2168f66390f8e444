"""How often a profile would be an equilibrium had other worlds been drawn.

The bootstrap (Efron 1979, Ann. Stat. 7:1–26): worlds are drawn from those played, with replacement,
as many as there are, and the game is judged anew. Whole worlds are drawn, with what they pay in
every profile, so that payoffs stay paired. Which worlds are drawn comes from streams of their own.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.analysis.empirical.game import Game
from sim.sampling.streams import uniforms
from sim.theory.empirical_game import SAME_PAYOFF

__all__ = ["RESAMPLED", "how_often"]

Array = NDArray[np.float64]

#: Sets of worlds drawn anew.
RESAMPLED = 400


def how_often(game: Game, tolerance: float, seed: int) -> Array:
    """Share (M,) of resampled sets of worlds in which nobody gains more than ``tolerance``."""
    weight = _weights(game.weight, seed)
    profiles = game.paid.shape[1]
    stays = np.ones((profiles, weight.shape[1]), dtype=bool)
    for i, size in enumerate(game.sizes):
        means = game.paid[i] @ weight
        apart = means.reshape(-1, size, int(np.prod(game.sizes[i + 1 :])), weight.shape[1])
        regret = apart.max(axis=1, keepdims=True) - apart
        stays &= regret.reshape(profiles, -1) <= tolerance + SAME_PAYOFF
    return np.asarray(stays.mean(axis=1))


def _weights(weight: Array, seed: int) -> Array:
    """Weights (W, R) of the worlds in every resampled set, each summing to 1."""
    n = len(weight)
    made = np.empty((n, RESAMPLED))
    for r in range(RESAMPLED):
        drawn = (uniforms(seed, f"equilibrium.resampled.{r}#world", 0, n) * n).astype(np.intp)
        made[:, r] = np.bincount(drawn, minlength=n) * weight
    return made / made.sum(axis=0)
