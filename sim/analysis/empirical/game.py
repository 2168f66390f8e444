"""The game that simulated payoffs make: gains from changing alone, with what sampling does to them.

In world w profile s pays party i x_i(s, w). Payoffs are weighted means over worlds, and the gain
of a change from s to s' is the mean of x_i(s', w) − x_i(s, w), whose standard error is that of
*paired* differences: worlds are the same in every profile. With n' effective worlds (Kish),

    gain ± t · sqrt( (Σ_w ω_w (difference − gain)² + 2 d² / (n' + 2)) / (n' − 1) )

with ω weights that sum to 1. The second term stands for two worlds more, of which the change gains
in one and loses in the other what changes of the party's choice bring where they bring anything, d
(root mean square over the game): a difference seen in few worlds or in none is not therefore known
to be nothing. It is what is done for paired shares (Bonett & Price 2012, see
``sim.analysis.shares``). Choices that are the same in play differ by nothing for certain.

A profile's regret is the largest gain of any change; looking for the largest of many picks up luck,
and so does looking for the profile with the least regret. Therefore t is the quantile of
Student's distribution with n' − 1 degrees of freedom at which the intervals of *all* gains of the
game hold together in 95 of 100 cases (Bonferroni, as in ``sim.analysis.shares.widened``); the
regret then lies between the largest lower end and the largest upper end. All profiles, those as
coded and mixed ones too, are judged by that one width.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.empirical.menus import Menus
from sim.analysis.shares import effective_number
from sim.domain.equilibrium import Holds
from sim.domain.estimate import Amount
from sim.theory.empirical_game import SAME_PAYOFF

__all__ = [
    "Gains",
    "Game",
    "differs",
    "gains_of",
    "holds_of",
    "profile_gains",
    "regret_of",
    "typical_change",
    "width_of",
]

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Game:
    """k principals with M_i choices, M profiles, W worlds.

    paid : (k, M, W) what each profile pays in each world, profiles in the order of
    ``profiles_of``. weight : (W,). alike : k arrays (1 + M_i,), as coded first: the first choice
    that is the same in play.
    """

    menus: Menus
    paid: Array
    weight: Array
    alike: Sequence[NDArray[np.int8]]

    @property
    def sizes(self) -> tuple[int, ...]:
        return tuple(len(menu) for menu in self.menus.values())

    @property
    def payoffs(self) -> Array:
        """Mean payoffs: (k, M_1, …, M_k)."""
        means = self.paid @ (self.weight / self.weight.sum())
        return np.asarray(means.reshape(len(self.sizes), *self.sizes))

    @property
    def comparisons(self) -> int:
        """Pairs of choices of one party, over all choices of the others; and every change from as
        coded, unless that is a profile of the menus."""
        profiles = self.paid.shape[1]
        within = sum(profiles * (size - 1) // 2 for size in self.sizes)
        on_menu = all(alike[0] in alike[1:] for alike in self.alike)
        return within + (0 if on_menu else sum(self.sizes))

    @property
    def width(self) -> float:
        """How many standard errors an interval reaches to either side."""
        return width_of(self.comparisons, self.weight)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gains:
    """Gains from changing alone. mean, low, high : (D, …) for D changes."""

    mean: Array
    low: Array
    high: Array


def width_of(comparisons: int, weight: Array) -> float:
    """How many standard errors an interval reaches to either side, for so many comparisons.

    weight : (W,) of more than one effective world.
    """
    from scipy.special import stdtrit

    return float(stdtrit(effective_number(weight) - 1.0, 1 - 0.025 / max(1, comparisons)))


def gains_of(
    before: Array, after: Array, weight: Array, width: float, spread: NDArray[np.floating[Any]]
) -> Gains:
    """Mean gains with intervals over the worlds of the last axis.

    before : (…, W). after : (D, …, W) of D changes; more than one effective world. spread : what
    stands for d, 0 where a change is none; broadcast against (D, …).
    """
    shares = weight / weight.sum()
    n = effective_number(weight)
    difference = after - before
    mean = difference @ shares
    squares = ((difference - mean[..., None]) ** 2) @ shares
    half = width * np.sqrt((squares + 2.0 * spread**2 / (n + 2.0)) / (n - 1.0))
    return Gains(mean=mean, low=mean - half, high=mean + half)


def typical_change(game: Game, party: int) -> float:
    """What changing its choice brings a party where it brings anything: root mean square."""
    paid = _by_choice(game, party)
    squares, count = 0.0, 0
    for one in range(paid.shape[1]):
        difference = paid[:, [one]] - paid
        squares += float(np.sum(difference**2))
        count += int(np.count_nonzero(difference))
    return float(np.sqrt(squares / count)) if count else 0.0


def differs(game: Game, party: int, choice: int) -> NDArray[np.bool_]:
    """Which choices (M_i,) of a party's menu are another in play than ``choice``, 0 as coded."""
    alike = game.alike[party]
    return np.asarray(alike[1:] != alike[choice])


def _by_choice(game: Game, party: int) -> Array:
    """What profiles pay a party: (choices of those before, its own, of those after, W)."""
    after = int(np.prod(game.sizes[party + 1 :]))
    return game.paid[party].reshape(-1, game.sizes[party], after, len(game.weight))


def profile_gains(game: Game, party: int) -> Gains:
    """Gains of a party from every choice, in every profile: (M_i, M)."""
    paid, typical = _by_choice(game, party), typical_change(game, party)
    parts = []
    # One choice at a time: all pairs at once would hold the worlds M_i times over.
    for one in range(paid.shape[1]):
        spread = typical * differs(game, party, one + 1)[:, None]
        parts.append(gains_of(paid, paid[:, [one]][None], game.weight, game.width, spread))
    mean, low, high = (
        np.stack([getattr(part, name).reshape(-1) for part in parts])
        for name in ("mean", "low", "high")
    )
    return Gains(mean=mean, low=low, high=high)


def regret_of(gains: Sequence[Gains]) -> Amount:
    """The largest gain of any party's changes (D,); staying gains nothing, so it is at least 0."""
    mean, low, high = (
        max([0.0, *(float(getattr(one, name).max()) for one in gains if one.mean.size)])
        for name in ("mean", "low", "high")
    )
    return Amount(mean=mean, low=low, high=high)


def holds_of(regret: Amount, tolerance: float) -> Holds:
    """What the interval of a regret says."""
    most = tolerance + SAME_PAYOFF
    if regret.high <= most:
        return Holds.YES
    return Holds.NO if regret.low > most else Holds.UNTOLD
