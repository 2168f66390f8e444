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

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np

from sim.analysis.empirical import rows
from sim.analysis.empirical.ends import (
    end_row,
    lottery_of,
    signed_rows,
    spreads_of,
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
from sim.analysis.empirical.merged import merged
from sim.analysis.empirical.profiles import Told, judge, learnt, precise, pure_told
from sim.analysis.empirical.resampled import how_often
from sim.analysis.making import made_from
from sim.domain.equilibrium import Equilibria
from sim.domain.outcome import Ending
from sim.domain.scenario import Scenario
from sim.engine.profiles import Played, first_alike, play_profiles
from sim.errors import UsageError
from sim.theory.empirical_game import SAME_PAYOFF, pure_equilibria

__all__ = ["MOST_PLAYS", "PRECISION", "TOLERANCE", "find_equilibria"]

Progress = Callable[[int, int], None]

#: Worlds under profiles that are kept at once, in every coding: some gigabytes.
MOST_PLAYS = 10_000_000
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
    for fewer than two worlds or too many, for a menu that leaves nothing to choose or makes too
    many profiles,
    and for numbers that cannot be.
    """
    told = {"tolerance": tolerance, "precision": precision}
    made = made_from(scenarios, n=n, seed=seed, asked=told)
    _check(n, tolerance, precision)
    menus = {coding: menus_of(scenario) for coding, scenario in scenarios.items()}
    for one in menus.values():
        _check_size(prod(len(menu) for menu in one.values()), n)
    asked = _Asked(n=n, seed=seed, tolerance=tolerance, precision=precision, workers=workers)
    tables: dict[str, list[Any]] = {}
    for place, (coding, scenario) in enumerate(scenarios.items()):
        # Rows of one coding before the next is played: what was played takes much memory.
        share = _share_of(progress, place, len(menus))
        for name, found in _solve(coding, scenario, menus[coding], asked, share).items():
            tables.setdefault(name, []).extend(found)
    return Equilibria(
        made=made,
        principals=next(iter(scenarios.values())).principals,
        guessed=tuple(dict.fromkeys(party for one in scenarios.values() for party in guessed(one))),
        tolerance=tolerance,
        precision=precision,
        **{name: tuple(found) for name, found in tables.items()},
    )


def _check(n: int, tolerance: float, precision: float) -> None:
    if n < 2:
        raise UsageError(f"at least two worlds are needed to tell a gain from luck; got {n}")
    if not 0.0 <= tolerance <= 1.0:
        raise UsageError(
            "a tolerance is at least 0 and at most 1 value unit, which is all that there is to "
            f"gain; got {tolerance:g}"
        )
    if not 0.0 <= precision < np.inf:
        raise UsageError(f"a precision is finite and not negative; got {precision:g}")


def _check_size(profiles: int, n: int) -> None:
    if profiles * n > MOST_PLAYS:
        raise UsageError(
            f"{profiles:,} profiles in {n:,} worlds each are more than the {MOST_PLAYS:,} plays "
            f"that are kept at once: ask for at most {MOST_PLAYS // profiles:,} worlds, or state a "
            "shorter [menu.ID] for fewer profiles"
        )


def _share_of(progress: Progress | None, place: int, codings: int) -> Progress | None:
    """Progress within one coding, told as progress over all."""
    if progress is None:
        return None
    return lambda done, of: progress(place * of + done, codings * of)


def _solve(
    coding: str, scenario: Scenario, menus: Menus, asked: _Asked, progress: Progress | None
) -> Mapping[str, Sequence[Any]]:
    """Table → rows of one coding."""
    every = play_profiles(
        scenario,
        menus,
        np.concatenate([profiles_of(menus), coded_and_changes(menus)]),
        n=asked.n,
        seed=asked.seed,
        workers=asked.workers,
        progress=progress,
    )
    left = merged(menus, every, [first_alike(scenario, p, menu) for p, menu in menus.items()])
    played, pure = left.played, prod(len(menu) for menu in left.menus.values())
    paid = np.stack([played.value[played.play, list(scenario.parties).index(p)] for p in menus])
    game = Game(menus=left.menus, paid=paid[:, :pure], weight=played.weight, alike=left.alike)
    judged = judge(game, asked.tolerance)
    whose = np.repeat(np.arange(len(menus)), game.sizes)
    changed = paid[whose, pure + 1 + np.arange(len(whose))]
    changes, coded = rows.change_rows(coding, game, paid[:, pure], changed, asked.tolerance)
    settled = (played.ending == Ending.SETTLEMENT)[played.play[:pure]] @ played.weight
    told = [coded, *pure_told(game, judged, settled)]
    if not len(pure_equilibria(game.payoffs, asked.tolerance + SAME_PAYOFF)):
        told.append(learnt(game, asked.tolerance, asked.seed))
    told.append(precise(game, asked.tolerance, asked.precision))
    often = how_often(game, asked.tolerance, asked.seed)
    return {
        "games": [rows.game_row(coding, game, judged, played)],
        "menu": rows.menu_rows(coding, menus, left, game, judged, asked.tolerance),
        "ranges": rows.range_rows(coding, game, judged),
        "profiles": rows.profile_rows(coding, game, judged, told, often),
        "changes": changes,
        "told": rows.told_rows(coding, told),
        "chances": rows.chance_rows(coding, game, told),
        **_there(coding, scenario, played, told, pure),
    }


def _there(
    coding: str, scenario: Scenario, played: Played, told: Sequence[Told], coded: int
) -> Mapping[str, Sequence[Any]]:
    """What happens in the profiles told of, the first of which is as coded."""
    lotteries = [lottery_of(one, played, coded) for one in told]
    spreads = dict(zip(scenario.parties, spreads_of(played, coded).tolist(), strict=True))
    both = list(zip(told, lotteries, strict=True))
    first = lotteries[0]
    return {
        "ends": [end_row(coding, one, played, here, first) for one, here in both],
        "signed": [
            row for one, here in both for row in signed_rows(coding, one, played, here, scenario)
        ],
        "values": [
            row
            for one, here in both
            for row in value_rows(coding, one, played, (here, first), spreads)
        ],
    }
