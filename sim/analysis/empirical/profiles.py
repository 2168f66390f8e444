"""The profiles told of: as coded, pure equilibria, a mixed one where there is none, a logit one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.analysis.empirical.game import (
    Gains,
    Game,
    differs,
    gains_of,
    holds_of,
    profile_gains,
    regret_of,
    typical_change,
)
from sim.domain.equilibrium import Holds, ProfileKind
from sim.domain.estimate import Amount
from sim.sampling.streams import uniforms
from sim.theory.empirical_game import SAME_PAYOFF, pure_to_mixed, uniform_mix
from sim.theory.logit_equilibrium import logit_equilibrium
from sim.theory.mixed_equilibrium import mixed_equilibrium

__all__ = ["Judged", "Told", "held", "judge", "learnt", "mixed_gains", "precise", "pure_told"]

Array = NDArray[np.float64]

#: Pure profiles told of at length.
_TOLD = 3
#: Random starts of learning, besides equal chances.
_STARTS = 4
#: Rounds of learning from each.
_ROUNDS = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """All M pure profiles: regret (M,) with its ends, who is tempted (M,) and by which choice (M,),
    what that says, and the order by regret."""

    regret: Array
    low: Array
    high: Array
    tempted: NDArray[np.intp]
    to: NDArray[np.intp]
    holds: tuple[Holds, ...]
    order: NDArray[np.intp]

    def amount(self, profile: int) -> Amount:
        return Amount(
            mean=float(self.regret[profile]),
            low=float(self.low[profile]),
            high=float(self.high[profile]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A profile told of at length. chances : k arrays (M_i,), ``None`` as coded. rank : of a pure
    one by regret."""

    at: str
    kind: ProfileKind
    regret: Amount
    holds: Holds
    chances: tuple[Array, ...] | None = None
    rank: int | None = None


def judge(game: Game, tolerance: float) -> Judged:
    """Every pure profile by its regret."""
    gains = [profile_gains(game, i) for i in range(len(game.sizes))]
    best = np.stack([one.mean.max(axis=0) for one in gains])
    low, high = (
        np.maximum(0.0, np.max([getattr(one, name).max(axis=0) for one in gains], axis=0))
        for name in ("low", "high")
    )
    tempted = best.argmax(axis=0)
    to = np.stack([one.mean.argmax(axis=0) for one in gains])
    regret = np.maximum(0.0, best.max(axis=0))
    profiles = range(len(regret))
    return Judged(
        regret=regret,
        low=low,
        high=high,
        tempted=tempted,
        to=to[tempted, np.arange(len(regret))],
        holds=tuple(
            holds_of(
                Amount(mean=float(regret[m]), low=float(low[m]), high=float(high[m])), tolerance
            )
            for m in profiles
        ),
        # Equal regret, which nothing to gain often is: the one that is surer first.
        order=np.lexsort((_to_same_payoff(high), _to_same_payoff(regret))),
    )


def _to_same_payoff(values: Array) -> Array:
    """In steps of what counts as the same, so that no order hangs on rounding."""
    return np.asarray(np.round(values / SAME_PAYOFF))


def held(judged: Judged) -> tuple[Holds | None, list[int]]:
    """The pure profiles to tell of, by rank: those that are equilibria, else those that may be."""
    for wanted in (Holds.YES, Holds.UNTOLD):
        found = [int(m) for m in judged.order if judged.holds[m] is wanted]
        if found:
            return wanted, found
    return None, []


def _choices(game: Game, profile: int) -> list[int]:
    """A profile's choices, each by its place in the party's menu."""
    return [int(choice) for choice in np.unravel_index(profile, game.sizes)]


def pure_told(game: Game, judged: Judged, settled: Array) -> list[Told]:
    """Some of those at length: where fewest worlds settle, where most do, and by rank.

    settled : (M,) share of worlds that settle.
    """
    payoffs = game.payoffs
    ranks = {int(m): rank for rank, m in enumerate(judged.order, start=1)}
    found = held(judged)[1]
    # Where as many settle in all of them, by what they leave the first to choose.
    order = np.lexsort((_to_same_payoff(payoffs[0].reshape(-1)), _to_same_payoff(settled)))
    ends = [int(m) for m in order if int(m) in set(found)]
    shown = list(dict.fromkeys([*ends[:1], *ends[-1:], *found]))[:_TOLD]
    return [
        Told(
            at=f"pure-{place}",
            kind=ProfileKind.PURE,
            regret=judged.amount(m),
            holds=judged.holds[m],
            chances=tuple(pure_to_mixed(payoffs, _choices(game, m))),
            rank=ranks[m],
        )
        for place, m in enumerate(sorted(shown, key=lambda m: ranks[m]), start=1)
    ]


def learnt(game: Game, tolerance: float, seed: int) -> Told:
    """The mixed profile with the least regret that learning leads to."""
    payoffs = game.payoffs
    starts = [uniform_mix(payoffs), *(_start(game.sizes, r, seed) for r in range(_STARTS))]
    found = mixed_equilibrium(payoffs, starts, _ROUNDS)
    return _mixed(game, tolerance, "mixed", ProfileKind.MIXED, found.mixed)


def precise(game: Game, tolerance: float, precision: float) -> Told:
    """The logit equilibrium at a precision."""
    found = logit_equilibrium(game.payoffs, precision)
    return _mixed(game, tolerance, "logit", ProfileKind.LOGIT, found.mixed)


def _start(sizes: Sequence[int], r: int, seed: int) -> list[Array]:
    """Chances drawn evenly from the simplex of every player."""
    logs = -np.log1p(-uniforms(seed, f"equilibrium.start.{r}#chances", 0, sum(sizes)))
    parts = np.split(logs, np.cumsum(sizes)[:-1])
    return [part / part.sum() for part in parts]


def _mixed(
    game: Game, tolerance: float, at: str, kind: ProfileKind, mixed: Sequence[Array]
) -> Told:
    regret = regret_of(mixed_gains(game, mixed))
    holds = holds_of(regret, tolerance)
    return Told(at=at, kind=kind, regret=regret, holds=holds, chances=tuple(mixed))


def mixed_gains(game: Game, mixed: Sequence[Array]) -> list[Gains]:
    """What every choice would gain its party, world by world, the chances held fixed."""
    found = []
    for i, chances in enumerate(mixed):
        worth = game.paid[i].reshape(*game.sizes, -1)
        for j in range(len(mixed) - 1, -1, -1):
            if j != i:
                worth = np.moveaxis(worth, j, -1) @ mixed[j]
        before = np.tensordot(chances, worth, axes=1)
        spread = np.full(len(chances), typical_change(game, i)) * differs(game, i, 1).any()
        found.append(gains_of(before, worth, game.weight, game.width, spread))
    return found
