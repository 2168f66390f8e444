"""The empirical game: who would choose which behaviour, and what happens where nobody changes.

Players are the principals, since they alone make offers. Each chooses one behaviour from its menu
before the talks, for all worlds, not knowing which it is in; a type that states a behaviour of its
own keeps it, so that the choice is the plain party's. What a profile of choices pays a party is the
mean over worlds of what the talks leave it – the value of the deal or, without one, of no deal –,
discounted to day 0. Every profile is played on the same worlds (``sim.engine.profiles``). An
equilibrium is a profile in which no party would gain more than a tolerance by changing its own
choice: an equilibrium *among the behaviours on the menu*, by simulated payoffs, whose sampling
error is carried to what is said (``sim.analysis.empirical.game``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.analysis.empirical import rows
from sim.analysis.empirical.ends import (
    Lottery,
    end_row,
    lottery_of,
    signed_rows,
    value_rows,
)
from sim.analysis.empirical.game import Game
from sim.analysis.empirical.menus import (
    Menus,
    coded_and_changes,
    guessed,
    menus_of,
    profiles_of,
)
from sim.analysis.empirical.profiles import Judged, Told, judge, learnt, precise, pure_told
from sim.analysis.empirical.resampled import how_often
from sim.analysis.making import made_from
from sim.domain.equilibrium import ChangeRow, Equilibria
from sim.domain.scenario import Scenario
from sim.engine.profiles import Played, first_alike, play_profiles
from sim.errors import UsageError

__all__ = ["PRECISION", "TOLERANCE", "find_equilibria"]

Progress = Callable[[int, int], None]

#: Value units by which a change must gain to count, unless asked otherwise.
TOLERANCE = 0.01
#: Precision of the logit equilibrium: a choice worth 0.05 more is made e times as often.
PRECISION = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    n: int
    seed: int
    tolerance: float
    precision: float
    workers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Solved:
    """One coding: what was played, the game that makes, and the profiles told of."""

    scenario: Scenario
    played: Played
    game: Game
    judged: Judged
    often: NDArray[np.float64]
    changes: list[ChangeRow]
    told: list[Told]
    lotteries: list[Lottery]


def find_equilibria(
    scenarios: Mapping[str, Scenario],
    *,
    n: int = 2000,
    seed: int = 1,
    tolerance: float = TOLERANCE,
    precision: float = PRECISION,
    workers: int = 1,
    progress: Progress | None = None,
) -> Equilibria:
    """Equilibria among the behaviours on the menu, in every coding.

    scenarios : coding → scenario. tolerance : value units, not negative. precision : of the logit
    equilibrium, per value unit, not negative. progress : called with how many plays are done, and
    of how many, over all codings. The finding does not depend on ``workers``. Raises ``UsageError``
    for fewer than two worlds, for a menu that leaves nothing to choose or makes too many profiles,
    and for numbers that cannot be.
    """
    told = {"tolerance": tolerance, "precision": precision}
    made = made_from(scenarios, n=n, seed=seed, asked=told)
    _check(n, tolerance, precision)
    menus = {coding: menus_of(scenario) for coding, scenario in scenarios.items()}
    asked = _Asked(n=n, seed=seed, tolerance=tolerance, precision=precision, workers=workers)
    every = [
        (
            coding,
            _solve(coding, scenario, menus[coding], asked, _share_of(progress, place, len(menus))),
        )
        for place, (coding, scenario) in enumerate(scenarios.items())
    ]
    return Equilibria(
        made=made,
        principals=next(iter(scenarios.values())).principals,
        guessed=tuple(dict.fromkeys(party for one in scenarios.values() for party in guessed(one))),
        tolerance=tolerance,
        precision=precision,
        games=tuple(rows.game_row(c, s.game, s.judged, s.played) for c, s in every),
        menu=tuple(row for c, s in every for row in rows.menu_rows(c, s.game, s.judged, tolerance)),
        profiles=tuple(
            row for c, s in every for row in rows.profile_rows(c, s.game, s.judged, s.often)
        ),
        changes=tuple(row for _, s in every for row in s.changes),
        told=tuple(row for c, s in every for row in rows.told_rows(c, s.told)),
        chances=tuple(row for c, s in every for row in rows.chance_rows(c, s.game, s.told)),
        ends=tuple(
            end_row(c, told, s.played, here, s.lotteries[0])
            for c, s in every
            for told, here in zip(s.told, s.lotteries, strict=True)
        ),
        signed=tuple(
            row
            for c, s in every
            for told, here in zip(s.told, s.lotteries, strict=True)
            for row in signed_rows(c, told, s.played, here, s.scenario)
        ),
        values=tuple(
            row
            for c, s in every
            for told, here in zip(s.told, s.lotteries, strict=True)
            for row in value_rows(
                c, told, s.played, (here, s.lotteries[0]), tuple(s.scenario.parties)
            )
        ),
    )


def _check(n: int, tolerance: float, precision: float) -> None:
    if n < 2:
        raise UsageError(f"at least two worlds are needed to tell a gain from luck; got {n}")
    if not 0.0 <= tolerance < np.inf:
        raise UsageError(f"a tolerance is finite and not negative; got {tolerance:g}")
    if not 0.0 <= precision < np.inf:
        raise UsageError(f"a precision is finite and not negative; got {precision:g}")


def _share_of(progress: Progress | None, place: int, codings: int) -> Progress | None:
    """Progress within one coding, told as progress over all."""
    if progress is None:
        return None
    return lambda done, of: progress(place * of + done, codings * of)


def _solve(
    coding: str, scenario: Scenario, menus: Menus, asked: _Asked, progress: Progress | None
) -> _Solved:
    pure = profiles_of(menus)
    played = play_profiles(
        scenario,
        menus,
        np.concatenate([pure, coded_and_changes(menus)]),
        n=asked.n,
        seed=asked.seed,
        workers=asked.workers,
        progress=progress,
    )
    places = [list(scenario.parties).index(party) for party in menus]
    paid = np.stack([played.value[played.play, place] for place in places])
    game = Game(
        menus=menus,
        paid=paid[:, : len(pure)],
        weight=played.weight,
        alike=[first_alike(scenario, party, menu) for party, menu in menus.items()],
    )
    judged = judge(game, asked.tolerance)
    whose = np.repeat(np.arange(len(menus)), game.sizes)
    changed = paid[whose, len(pure) + 1 + np.arange(len(whose))]
    changes, coded = rows.change_rows(coding, game, paid[:, len(pure)], changed, asked.tolerance)
    told = [coded, *pure_told(game, judged)]
    if (judged.regret > asked.tolerance).all():
        told.append(learnt(game, asked.tolerance, asked.seed))
    told.append(precise(game, asked.tolerance, asked.precision))
    return _Solved(
        scenario=scenario,
        played=played,
        game=game,
        judged=judged,
        often=how_often(game, asked.tolerance, asked.seed),
        changes=changes,
        told=told,
        lotteries=[lottery_of(one, played, len(pure)) for one in told],
    )
